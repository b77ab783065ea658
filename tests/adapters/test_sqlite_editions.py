"""Briefings under their numbers, and profiles, in the catalog; both go through an export and back."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from briefings import MADE
from builders import an_archive
from fakes import FakeEmbedder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.archive.export import export
from rag.archive.export_rows import row_from
from rag.archive.restore import Restorer
from rag.domain.answer import Usage
from rag.domain.edition import EditionEntry
from rag.domain.profile import Profile

ANNA, BEN = "anna@post.example", "ben@post.example"
EVERYBODYS, ANNAS = '{"of": "everybody"}', '{"of": "anna"}'
MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)
DAM = Profile(
    "dam",
    topics=("Greywater Dam",),
    watch=("Tolbrook", "市长"),
    publishers=("Harrow Gazette", "A, B; C"),
    sections=("Local",),
    languages=("en", "de"),
    paper="letter",
    length="half",
)


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path)


def put(
    catalog: SqliteCatalog, text: str, day: date = MONDAY, *, topic: str = "", profile: str = "", owner: str = ""
) -> int:
    return catalog.put_briefing(text, day=day, topic=topic, made=MADE, profile=profile, owner=owner)


def test_each_briefing_gets_the_next_number_and_is_found_by_it(catalog: SqliteCatalog) -> None:
    assert [put(catalog, "{}"), put(catalog, '{"n": 2}', TUESDAY, topic="trade", profile="dam")] == [1, 2]
    found = catalog.edition(2)
    assert found is not None
    assert (found.number, found.date, found.topic, found.profile, found.made, found.text) == (
        2, TUESDAY, "trade", "dam", MADE, '{"n": 2}',
    )  # fmt: skip
    assert catalog.edition(3) is None


def test_a_stored_edition_never_changes(catalog: SqliteCatalog, tmp_path: Path) -> None:
    put(catalog, "{}")
    with sqlite3.connect(tmp_path / FILE) as db, pytest.raises(sqlite3.IntegrityError, match="never changes"):
        db.execute("UPDATE briefings SET json = '{}'")
    db.close()


def test_editions_are_listed_newest_first_of_all_or_of_one_profile(catalog: SqliteCatalog) -> None:
    for profile in ("", "dam", "", "dam"):
        put(catalog, "{}", profile=profile)
    assert [e.number for e in catalog.editions()] == [4, 3, 2, 1]
    assert [e.number for e in catalog.editions(profile="dam")] == [4, 2]
    assert [e.number for e in catalog.editions(profile="")] == [3, 1]
    assert [e.number for e in catalog.editions(limit=1)] == [4]


def test_the_last_edition_is_the_newest_of_the_latest_day_before_the_one_asked_for(catalog: SqliteCatalog) -> None:
    put(catalog, "late", TUESDAY)
    put(catalog, "early", MONDAY)
    put(catalog, "early again", MONDAY)
    put(catalog, "other", TUESDAY, profile="dam")
    last = catalog.last_edition(profile="", topic="", before=TUESDAY)
    assert last is not None
    assert last.text == "early again"
    newest = catalog.last_edition(profile="", topic="")
    assert newest is not None
    assert newest.text == "late"
    assert catalog.last_edition(profile="", topic="trade") is None


def test_a_profile_is_kept_as_it_was_and_replaced_by_one_of_its_name(catalog: SqliteCatalog) -> None:
    catalog.put_profile(DAM)
    catalog.put_profile(Profile("all"))
    assert catalog.profiles() == [Profile("all"), DAM]
    catalog.put_profile(Profile("dam"))
    assert catalog.profiles() == [Profile("all"), Profile("dam")]
    assert catalog.remove_profile("dam")
    assert not catalog.remove_profile("dam")


def test_a_name_is_its_owners_alone(catalog: SqliteCatalog) -> None:
    shared, annas, bens = (Profile("morning", topics=(t,), owner=t) for t in ("", ANNA, BEN))
    for profile in (shared, annas, bens):
        catalog.put_profile(profile)
    assert catalog.profiles() == [shared, annas, bens]
    assert catalog.profiles(owner=ANNA) == [annas]
    changed = replace(annas, topics=("ferry",))
    catalog.put_profile(changed)
    assert catalog.profiles() == [shared, changed, bens]
    assert catalog.remove_profile("morning", owner=BEN)
    assert not catalog.remove_profile("morning", owner=BEN)
    assert catalog.profiles() == [shared, changed]


def test_an_edition_for_ones_own_profile_is_seen_by_nobody_else(catalog: SqliteCatalog) -> None:
    put(catalog, EVERYBODYS, profile="dam")
    put(catalog, ANNAS, profile="dam", owner=ANNA)
    assert [e.text for e in catalog.editions(reader=ANNA)] == [ANNAS, EVERYBODYS]
    assert [e.text for e in catalog.editions(reader=BEN)] == [e.text for e in catalog.editions()] == [EVERYBODYS]
    assert [e.number for e in catalog.edition_entries(day=MONDAY, reader=ANNA)] == [2, 1]
    assert [e.number for e in catalog.edition_entries(day=MONDAY, reader=BEN)] == [1]
    assert (catalog.edition_days(reader=ANNA), catalog.edition_days(reader=BEN)) == ({MONDAY: 2}, {MONDAY: 1})
    found = catalog.edition(2, reader=ANNA)
    assert found is not None
    assert found.owner == ANNA
    assert (catalog.edition(2, reader=BEN), catalog.edition(2)) == (None, None)


def test_owners_whose_profiles_have_one_name_do_not_share_what_was_told_before(catalog: SqliteCatalog) -> None:
    put(catalog, EVERYBODYS, profile="dam")
    put(catalog, ANNAS, profile="dam", owner=ANNA)
    for owner, text in (("", EVERYBODYS), (ANNA, ANNAS)):
        assert catalog.briefings_before(TUESDAY, profile="dam", owner=owner) == [text]
        last = catalog.last_edition(profile="dam", topic="", owner=owner)
        assert last is not None
        assert last.text == text
    assert catalog.last_edition(profile="dam", topic="", owner=BEN) is None


def test_profiles_and_editions_keep_their_owners_through_an_export(catalog: SqliteCatalog, tmp_path: Path) -> None:
    catalog.put_profile(DAM)
    catalog.put_profile(replace(DAM, owner=ANNA))
    put(catalog, '{"n": 1}', profile="dam")
    put(catalog, '{"n": 2}', profile="dam", owner=ANNA)
    out = io.StringIO()
    export(catalog, out)
    other, indexer = an_archive(tmp_path / "other", FakeEmbedder())
    assert Restorer(other, _NoSplitter(), indexer).restore(out.getvalue().splitlines(), "export").failed == ()
    assert other.profiles() == catalog.profiles()
    assert [(e.owner, e.text) for e in other.editions(reader=ANNA)] == [(ANNA, '{"n": 2}'), ("", '{"n": 1}')]
    assert Restorer(other, _NoSplitter(), indexer).restore(out.getvalue().splitlines(), "x").restored.total() == 0


@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_of_a_profile_come_back(catalog: SqliteCatalog, words: list[str]) -> None:
    profile = Profile("p", topics=tuple(words), publishers=tuple(words))
    catalog.put_profile(profile)
    assert catalog.profiles() == [profile]


@pytest.mark.parametrize("name", ["Morning", "a b", "-a", "../x", "a" * 41, "käse", "a\n"])
def test_a_name_that_no_file_could_bear_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a profile"):
        Profile(name)


def test_profiles_and_editions_go_through_an_export_and_back(catalog: SqliteCatalog, tmp_path: Path) -> None:
    catalog.put_profile(DAM)
    put(catalog, '{"n": 1}')
    put(catalog, '{"n": 2}', profile="dam")
    out = io.StringIO()
    export(catalog, out)
    other, indexer = an_archive(tmp_path / "other", FakeEmbedder())
    restorer = Restorer(other, _NoSplitter(), indexer)
    report = restorer.restore(out.getvalue().splitlines(), "export")
    assert report.failed == ()
    assert other.profiles() == [DAM]
    assert [(e.profile, e.text) for e in other.editions()] == [("dam", '{"n": 2}'), ("", '{"n": 1}')]
    again = restorer.restore(out.getvalue().splitlines(), "export")
    assert (other.profiles(), len(other.editions()), again.failed) == ([DAM], 2, ())


def test_a_briefing_of_an_older_export_is_nobodys_in_particular(catalog: SqliteCatalog) -> None:
    made = (MADE + timedelta(days=1)).isoformat()
    row = row_from({"kind": "briefing", "date": "2025-03-10", "topic": "", "made": made, "briefing": {}})
    assert row.put_into(catalog)  # type: ignore[union-attr]
    assert [e.profile for e in catalog.editions()] == [""]


class _NoSplitter:
    """There is no article to cut."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        raise AssertionError(text)


def test_editions_are_counted_by_day_and_listed_without_their_text(catalog: SqliteCatalog) -> None:
    told = '{"model": "extract", "stories": [{"title": "Dam leaks"}, {"title": "Ferry late"}]}'
    catalog.put_briefing(told, day=MONDAY, topic="dam", made=MADE, profile="dam")
    catalog.put_briefing('{"model": "extract", "stories": []}', day=MONDAY, topic="", made=MADE)
    catalog.put_briefing(told, day=TUESDAY, topic="", made=MADE)
    assert catalog.edition_days() == {MONDAY: 2, TUESDAY: 1}
    assert catalog.edition_entries(day=MONDAY) == [
        EditionEntry(2, MONDAY, "", "", MADE, 0, ""),
        EditionEntry(1, MONDAY, "dam", "dam", MADE, 2, "Dam leaks"),
    ]
    assert [entry.number for entry in catalog.edition_entries(limit=2)] == [3, 2]


def test_what_models_cost_is_added_up_by_model(catalog: SqliteCatalog) -> None:
    for model, read, written in (("small", 100, 10), ("small", 50, 5), ("extract", 0, 0), ("large", 7, 1)):
        usage = f'{{"prompt_tokens": {read}, "completion_tokens": {written}}}'
        text = f'{{"model": "{model}", "usage": {usage}, "stories": []}}'
        catalog.put_briefing(text, day=MONDAY, topic="", made=MADE)
    assert catalog.usage_by_model() == {"large": Usage(7, 1), "small": Usage(150, 15)}
