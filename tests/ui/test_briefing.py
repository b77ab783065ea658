"""The Briefing page's logic, run without a browser."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from streamlit.testing.v1 import AppTest
from ui.apptest import page, sent
from ui.fake_dateline import FakeDateline, cited, the_bridge, verbatim

from rag.domain.answer import Conflict, ConflictSide, Searched
from rag.domain.article import Version
from rag.domain.briefing import BriefedStory, Briefing, Change, Omitted
from rag.domain.errors import ModelUnreachable
from rag.render.briefing_json import briefing_as_json

OPENED = "The Harrow bridge 🌉 opened on Monday after nine months of work."
PAID = "The county paid £4.2 million for it."


def a_briefing(bridge: Version, *, day: date = date(2025, 3, 3), topic: str = "") -> Briefing:
    told, paid = verbatim(bridge, OPENED), verbatim(bridge, PAID)
    sides = (ConflictSide("£4.2m", cited(bridge, PAID)), ConflictSide("£5m", cited(bridge, "county")))
    story = BriefedStory(
        "s1", "Harrow bridge", "developing", (told, paid), ("Harrow Gazette",), (Conflict("cost", sides),)
    )
    return Briefing(
        date=day,
        since=day,
        until=day,
        timezone="UTC",
        made=datetime(2025, 3, 4, 6, tzinfo=UTC),
        topic=topic,
        stories=(story,),
        delta=(Change("updated", "s1", paid, told),),
        omitted=(Omitted("A fair in Velm", "no room on the page"),),
        notes=("One article has no date.",),
        searched=Searched(1, ("Harrow Gazette",)),
        compared_with=date(2025, 3, 1),
        pages=1,
        fill=0.5,
    )


def made(dateline: FakeDateline) -> AppTest:
    at = page("briefing", dateline).run()
    at.button(key="make").click().run()
    return at


def test_the_day_of_the_newest_article_is_offered_first() -> None:
    at = page("briefing", FakeDateline([the_bridge()])).run()
    assert at.date_input(key="day").value == date(2025, 3, 3)


def test_a_page_shows_its_stories_difference_and_what_it_left_out() -> None:
    bridge = the_bridge()
    (sheet,) = sent(made(FakeDateline([bridge], briefing=a_briefing(bridge))), "sheet")
    (story,) = sheet["stories"]
    assert (story["title"], story["status"], story["about"]) == ("Harrow bridge", "developing", "Harrow Gazette")
    assert [s["chips"][0]["n"] for s in story["statements"]] == [1, 2]
    assert story["conflicts"][0]["about"] == "cost"
    assert sheet["delta_label"] == "What is new since 1 March 2025"
    assert [(c["kind"], c["before"]) for c in sheet["delta"]] == [("updated", OPENED)]
    assert sheet["omitted"] == [{"text": "A fair in Velm", "why": "no room on the page"}]
    assert sheet["masthead"]["title"] == "Monday, 3 March 2025"
    assert "1 page A4, 50% full · the articles' own sentences" in sheet["masthead"]["about"]


def test_the_page_as_sent_is_the_html_that_is_downloaded() -> None:
    bridge = the_bridge()
    at = made(FakeDateline([bridge], briefing=a_briefing(bridge)))
    at.session_state["view"] = "As sent"
    at.run()
    (preview,) = sent(at, "preview")
    assert preview["html"].lower().startswith("<!doctype html>")
    assert "Harrow bridge" in preview["html"]


def test_all_four_formats_can_be_downloaded() -> None:
    bridge = the_bridge()
    at = made(FakeDateline([bridge], briefing=a_briefing(bridge)))
    assert [b.label for b in at.get("download_button")] == ["PDF", "HTML", "Markdown", "JSON"]


def test_the_newest_stored_page_is_open_and_another_can_be_picked() -> None:
    bridge = the_bridge()
    dateline = FakeDateline([bridge])
    for day, topic in ((date(2025, 3, 5), ""), (date(2025, 3, 4), "bridges")):
        stored = a_briefing(bridge, day=day, topic=topic)
        dateline.catalog.stored.append((day, topic, json.dumps(briefing_as_json(stored))))
    at = page("briefing", dateline).run()
    assert sent(at, "sheet")[0]["masthead"]["title"] == "Wednesday, 5 March 2025"
    at.selectbox(key="earlier").select((date(2025, 3, 4), "bridges")).run()
    assert sent(at, "sheet")[0]["masthead"]["title"] == "Tuesday, 4 March 2025"


def test_a_model_that_fails_offers_the_page_without_it() -> None:
    bridge = the_bridge()
    error = ModelUnreachable("http://127.0.0.1:1/v1", "refused")
    dateline = FakeDateline([bridge], mode="llm", briefing=a_briefing(bridge), briefing_error=error)
    at = made(dateline)
    assert sent(at, "notice")[0]["text"].startswith("The model's endpoint")
    at.button(key="make_extract").click().run()
    assert len(sent(at, "sheet")) == 1


def test_a_first_visit_explains_what_a_page_is() -> None:
    at = page("briefing", FakeDateline([the_bridge()])).run()
    assert sent(at, "notice")[0]["text"].startswith("One page about a day")
