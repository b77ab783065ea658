"""What one profile's briefing is made from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from briefings import MADE
from builders import a_version, an_article, published, stored_articles

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.profile import Profile
from rag.habits.selection import ProfileCatalog, wanted


def chosen(profile: Profile, *articles: dict[str, Any]) -> list[str]:
    versions = [a_version(article.pop("body", "A goat."), **article) for article in articles]
    return [v.article_id for v in wanted(iter(versions), profile)]


def test_a_profile_that_wants_nothing_in_particular_wants_everything() -> None:
    assert chosen(Profile("all"), {"id": "a"}, {"id": "b", "source": "Post"}) == ["a", "b"]


@pytest.mark.parametrize(
    ("profile", "fields"),
    [
        (Profile("p", publishers=("Harrow Gazette",)), {"source": "harrow gazette"}),
        (Profile("p", sections=("Business", "Local")), {"section": "local"}),
        (Profile("p", languages=("de",)), {"language": "de"}),
    ],
)
def test_publisher_section_and_language_are_told_apart_whatever_their_case(
    profile: Profile, fields: dict[str, str]
) -> None:
    other = dict.fromkeys(fields, "other")
    assert chosen(profile, {"id": "this", **fields}, {"id": "other", **other}) == ["this"]


def test_an_article_is_wanted_for_any_topic_and_for_any_name_that_is_watched() -> None:
    profile = Profile("p", topics=("harbour dues", "school"), watch=("Mara Lind",))
    bodies = {
        "both": "The harbour raised its dues.",
        "half": "The harbour froze.",
        "other": "A school burned down.",
        "name": "Nobody but Mara Lind was there.",
    }
    assert chosen(profile, *({"id": name, "body": body} for name, body in bodies.items())) == ["both", "other", "name"]


def test_many_articles_come_in_their_order() -> None:
    ids = [f"a{n}" for n in range(450)]
    assert chosen(Profile("p", topics=("goat",)), *({"id": name} for name in ids)) == ids


def test_the_reader_of_a_profile_had_only_its_own_editions(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path)
    monday, tuesday, wednesday = date(2025, 3, 10), date(2025, 3, 11), date(2025, 3, 12)
    dam = ProfileCatalog(catalog, Profile("dam"))
    number = dam.put_briefing('{"dam": 1}', day=monday, topic="", made=MADE)
    catalog.put_briefing('{"all": 1}', day=monday, topic="", made=MADE)
    assert dam.number == number == 1
    assert dam.briefings_before(tuesday) == ['{"dam": 1}']
    assert catalog.briefings_before(tuesday) == ['{"all": 1}']
    assert ProfileCatalog(catalog, Profile("dam"), told_before=wednesday).briefings_before(monday) == ['{"dam": 1}']


def test_everything_else_is_the_catalogs_own(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path)
    stored_articles(catalog, [an_article(id="a", published="2025-03-14", source="Post")])
    shown = ProfileCatalog(catalog, Profile("p", publishers=("Other",)))
    day = published("2025-03-14").at
    assert shown.sources() == ("Post",)
    assert list(shown.published_between(day, day.replace(day=15))) == []
