"""Editions from a real catalog, through the real page, and back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from briefings import DAY, MADE
from builders import an_article, stored_articles
from fakes import FakeEmbedder
from pypdf import PdfReader

from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.typst import TypstTypesetter
from rag.brief.briefer import Briefer
from rag.domain.errors import EditionNotFound, ProfileNotFound, UsageError
from rag.domain.feed import Feed
from rag.domain.fetch import FetchState
from rag.domain.profile import Profile
from rag.habits.press import Press, Printed
from rag.ports import Catalog, Typeset, Typesetter

THURSDAY = date(2025, 3, 13)
BODIES = {
    "dam": "The dam at Selkirk leaks 12 litres a second. Engineers from Tavin measured it on Friday.",
    "school": "A school in Orrin opened after two years. Its 300 pupils were led in by a brass band.",
}


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    made = SqliteCatalog(tmp_path)
    stored_articles(
        made, [an_article(b, id=i, title=f"The {i}", published="2025-03-14", source="Post") for i, b in BODIES.items()]
    )
    return made


def a_press(catalog: Catalog, *, reader_url: str = "") -> Press:
    def briefer(mode: str, shown: Catalog, setter: Typesetter) -> Briefer:
        return Briefer(shown, FakeEmbedder(), setter, None, zone=ZoneInfo("UTC"), clock=lambda: MADE)

    return Press(catalog, briefer, TypstTypesetter, reader_url=reader_url)


def published(press: Press, day: date = DAY, **given: Any) -> Printed:
    return press.publish(day, **{"since": day, "until": day, "mode": "extract"} | given)


def text_of(page: Typeset) -> str:
    (only,) = PdfReader(io.BytesIO(page.pdf)).pages
    return " ".join(only.extract_text().split())


def lowest(page: Typeset) -> float:
    """Where the lowest text stands, in points from the foot of the paper."""
    heights: list[float] = []
    (only,) = PdfReader(io.BytesIO(page.pdf)).pages
    only.extract_text(
        visitor_text=lambda text, cm, tm, *_: heights.append(cm[5] + cm[3] * tm[5]) if text.strip() else None
    )
    return min(heights)


def titles(printed: Printed) -> set[str]:
    return {story.title for story in printed.edition.briefing.stories}


def test_an_edition_bears_its_number_and_is_stored_as_it_was_shown(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    first, second = published(press), published(press)
    assert [first.edition.number, second.edition.number] == [1, 2]
    assert "No. 2" in text_of(second.page)
    assert press.edition(2) == second.edition
    assert [e.number for e in press.editions()] == [2, 1]


def test_a_profile_reads_what_it_wants_on_the_paper_that_it_wants(catalog: SqliteCatalog) -> None:
    printed = published(a_press(catalog), profile=Profile("water", topics=("dam",), paper="letter"))
    assert titles(printed) == {"The dam"}
    assert printed.edition.briefing.searched.articles == 1
    assert printed.edition.briefing.paper == "letter"
    assert "No. 1 · water" in text_of(printed.page)


def test_another_paper_may_be_asked_for(catalog: SqliteCatalog) -> None:
    printed = published(a_press(catalog), profile=Profile("water", paper="letter"), paper="a4")
    assert printed.edition.briefing.paper == "a4"


def test_half_a_page_stays_in_its_upper_half(catalog: SqliteCatalog) -> None:
    long = " ".join(f"The council of Selkirk heard {n} witnesses about the canal on Friday." for n in range(80))
    stored_articles(catalog, [an_article(long, id="long", title="The canal", published="2025-03-14", source="Post")])
    whole = published(a_press(catalog), profile=Profile("whole"))
    half = published(a_press(catalog), profile=Profile("half", length="half"))
    assert lowest(half.page) > 0.5 * 842 > lowest(whole.page)
    assert half.page.pages == whole.page.pages == 1


def test_an_edition_that_goes_on_leaves_out_what_the_profiles_reader_had_the_day_before(
    catalog: SqliteCatalog,
) -> None:
    press, water = a_press(catalog), Profile("water")
    published(press, profile=water)
    day = date(2025, 3, 15)
    after = published(press, day, since=DAY, profile=water, told_before=day)
    other = published(press, day, since=DAY, profile=Profile("other"), told_before=day)
    assert after.edition.briefing.statements == ()
    assert titles(other) == {"The dam", "The school"}


def test_a_reprint_is_the_same_page(catalog: SqliteCatalog) -> None:
    press = a_press(catalog, reader_url="https://news.example/")
    printed = published(press)
    again = press.reprint(1)
    assert again.edition == printed.edition
    assert text_of(again.page) == text_of(printed.page)


def test_a_reprint_on_other_paper_leaves_the_stored_edition_as_it_was(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    printed = published(press)
    letter = press.reprint(1, paper="letter")
    (page,) = PdfReader(io.BytesIO(letter.page.pdf)).pages
    assert round(float(page.mediabox.width)) == 612
    assert press.edition(1) == printed.edition


def test_a_page_leads_to_the_readers_pages_only_where_they_have_an_address(catalog: SqliteCatalog) -> None:
    def links(press: Press) -> set[str]:
        (page,) = PdfReader(io.BytesIO(published(press).page.pdf)).pages
        actions = [a.get_object().get("/A", {}) for a in page.get("/Annots", [])]
        return {str(a["/URI"]) for a in actions if "/URI" in a}

    assert links(a_press(catalog)) == set()
    assert links(a_press(catalog, reader_url="https://news.example/")) == {
        "https://news.example/",
        "https://news.example/?article=dam&version=1",
        "https://news.example/?article=school&version=1",
    }
    assert links(a_press(catalog, reader_url="javascript:alert(1)")) == set()


def test_two_editions_are_compared(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    published(press, profile=Profile("water", topics=("dam",)))
    published(press)
    found = press.difference(1, 2)
    assert {(s.title, s.fate) for s in found.stories if s.fate == "new"} >= {("The school", "new")}


def test_a_day_without_articles_is_an_edition_that_says_so(catalog: SqliteCatalog) -> None:
    printed = published(a_press(catalog), THURSDAY)
    assert printed.edition.briefing.stories == ()
    assert "The archive holds no article published on 13 March 2025." in text_of(printed.page)


def test_what_is_not_there_is_told_with_the_way_to_what_is(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    with pytest.raises(EditionNotFound, match="dateline editions list"):
        press.edition(7)
    with pytest.raises(ProfileNotFound, match="dateline profiles list"):
        press.profile("nobody")
    with pytest.raises(ProfileNotFound):
        press.remove_profile("nobody")
    with pytest.raises(UsageError, match="needs a name"):
        press.add_profile(Profile(""))


def test_each_sees_his_own_profiles_and_the_shared_ones_and_changes_his_own_alone(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    anna, ben = press.of("anna@post.example"), press.of("ben@post.example")
    press.add_profile(Profile("morning", topics=("dam",)))
    anna.add_profile(Profile("morning", topics=("school",), owner="ben@post.example"))
    assert [(p.owner, p.topics) for p in anna.profiles()] == [("anna@post.example", ("school",)), ("", ("dam",))]
    assert anna.profile("morning").topics == ("school",)
    assert ben.profiles() == press.profiles() == [Profile("morning", topics=("dam",))]
    with pytest.raises(ProfileNotFound):
        ben.remove_profile("morning")
    anna.remove_profile("morning")
    assert anna.profiles() == press.profiles()


def test_an_edition_for_ones_own_profile_is_read_by_its_owner_alone(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    anna, ben = press.of("anna@post.example"), press.of("ben@post.example")
    anna.add_profile(Profile("water", topics=("dam",)))
    shared = published(ben)
    private = published(anna, profile=anna.profile("water"))
    assert anna.edition(2) == private.edition
    assert anna.reprint(2).edition.owner == "anna@post.example"
    assert [e.number for e in anna.editions()] == [2, 1]
    assert ben.editions() == press.editions() == [shared.edition]
    assert (anna.days(), ben.days()) == ({DAY: 2}, {DAY: 1})
    for other in (ben, press):
        with pytest.raises(EditionNotFound):
            other.edition(2)
        with pytest.raises(EditionNotFound):
            other.difference(1, 2)
        with pytest.raises(EditionNotFound):
            other.reprint(2)


def test_profiles_of_one_name_are_compared_with_their_own_earlier_editions(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    anna = press.of("anna@post.example")
    for each in (press, anna):
        each.add_profile(Profile("water", topics=("dam",)))
    published(press, profile=press.profile("water"))
    saturday = date(2025, 3, 15)
    for each, compared_with in ((anna, None), (press, DAY)):
        printed = published(each, saturday, since=DAY, profile=each.profile("water"), told_before=saturday)
        assert printed.edition.briefing.compared_with == compared_with


def test_a_page_does_not_name_the_feeds_that_others_follow(catalog: SqliteCatalog) -> None:
    press = a_press(catalog)
    anna = press.of("anna@post.example")
    anna.add_profile(Profile("water"))
    for owner in ("", "anna@post.example", "ben@post.example"):
        url = f"https://post.example/{owner or 'all'}"
        catalog.put_feed(Feed(url, owner or "all", MADE, owner))
        catalog.store((), [FetchState(url, 1, None, MADE, 1, "the server answered 503")])
    assert published(press).edition.briefing.unread == ("all",)
    assert published(anna, profile=anna.profile("water")).edition.briefing.unread == ("all", "anna@post.example")
