"""The Briefing page's logic, run without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import clicked, page, sent
from ui.fake_dateline import FakeDateline, cited, the_bridge, verbatim

from rag.domain.answer import Conflict, ConflictSide, Searched
from rag.domain.article import Version
from rag.domain.briefing import BriefedStory, Briefing, Change, Omitted, StoryDay
from rag.domain.edition import Edition
from rag.domain.errors import ModelUnreachable
from rag.domain.profile import Profile

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


def within(at: AppTest, opener: str) -> AppTest:
    """A run in which the dialog stays open: AppTest runs whole pages, where a browser runs the dialog alone."""
    at.button(key=opener).click()
    return at.run()


def opened(dateline: FakeDateline, **parameters: str) -> AppTest:
    at = page("briefing", dateline)
    for name, value in parameters.items():
        at.query_params[name] = value
    return at.run()


def made(dateline: FakeDateline) -> AppTest:
    """The page after an order as it is offered."""
    at = opened(dateline)
    within(at, "order").button(key="make").click()
    return within(at, "order").run()


def sheet_of(at: AppTest) -> dict[str, Any]:
    (sheet,) = sent(at, "sheet")
    return sheet


def the_calendar(at: AppTest) -> dict[str, Any]:
    (calendar,) = sent(at, "calendar")
    return calendar


def with_editions(*briefings: Briefing, profile: str = "") -> FakeDateline:
    dateline = FakeDateline([the_bridge()])
    for briefing in briefings:
        dateline.press.print(briefing, profile)
    return dateline


def test_the_day_of_the_newest_article_is_offered_first() -> None:
    assert the_calendar(opened(FakeDateline([the_bridge()])))["day"] == "2025-03-03"


def test_the_calendar_knows_which_days_have_pages_and_articles() -> None:
    bridge = the_bridge()
    at = opened(with_editions(a_briefing(bridge), a_briefing(bridge, day=date(2025, 3, 5))))
    assert the_calendar(at)["days"] == {"2025-03-03": [1, 1], "2025-03-05": [1, 0]}


def test_a_page_is_ordered_for_a_day_a_topic_and_a_profile() -> None:
    bridge = the_bridge()
    dateline = FakeDateline([bridge], briefing=a_briefing(bridge))
    dateline.press.add_profile(Profile("morning", paper="letter"))
    at = opened(dateline)
    within(at, "order")
    at.text_input(key="order_topic").set_value(" bridges ")
    at.selectbox(key="order_profile").set_value("morning")
    at.date_input(key="order_since").set_value(date(2025, 3, 1))
    within(at, "order").button(key="make").click()
    within(at, "order")
    (order,) = dateline.ordered
    assert order == {
        "day": date(2025, 3, 3),
        "since": date(2025, 3, 1),
        "until": date(2025, 3, 3),
        "topic": "bridges",
        "profile": "morning",
        "paper": None,
        "mode": "extract",
    }


def test_days_that_run_backwards_cannot_be_ordered() -> None:
    at = opened(FakeDateline([the_bridge()]))
    within(at, "order").date_input(key="order_since").set_value(date(2025, 3, 9))
    assert within(at, "order").button(key="make").disabled


def test_a_page_shows_its_stories_difference_and_what_it_left_out() -> None:
    bridge = the_bridge()
    sheet = sheet_of(made(FakeDateline([bridge], briefing=a_briefing(bridge))))
    (story,) = sheet["stories"]
    assert (story["title"], story["status"], story["about"]) == ("Harrow bridge", "developing", "Harrow Gazette")
    assert [s["chips"][0]["n"] for s in story["statements"]] == [1, 2]
    assert story["conflicts"][0]["about"] == "cost"
    assert sheet["delta_label"] == "What is new since 1 March 2025"
    assert [(c["kind"], c["before"]) for c in sheet["delta"]] == [("updated", OPENED)]
    assert sheet["omitted"] == [{"why": "no room on the page", "texts": ["A fair in Velm"]}]
    assert "No. 1 · " in sheet["masthead"]["about"]
    assert "1 page A4, 50% full · the articles' own sentences" in sheet["masthead"]["about"]


def test_feeds_that_could_not_be_read_are_named() -> None:
    bridge = the_bridge()
    briefing = replace(a_briefing(bridge), unread=("Valley Echo", "Harbour Post"))
    assert sheet_of(opened(with_editions(briefing)))["notes"] == [
        "One article has no date.",
        "Could not be read when this page was made: Valley Echo, Harbour Post.",
    ]


def test_the_score_of_a_story_is_told_in_words_and_without_its_empty_parts() -> None:
    bridge = the_bridge()
    briefing = a_briefing(bridge)
    parts = (("publishers", 1.5), ("copies", 0.0), ("harm", 0.75))
    story = replace(briefing.stories[0], rank_parts=parts, timeline=(StoryDay(date(2025, 3, 3), 2),))
    (shown,) = sheet_of(opened(with_editions(replace(briefing, stories=(story,)))))["stories"]
    assert shown["why"]["score"] == "2.25"
    assert [(p["what"], p["share"]) for p in shown["why"]["parts"]] == [
        ("independent publishers", 1.0),
        ("danger to people in headline or lead", 0.5),
    ]
    assert shown["timeline"]["about"] == "2 articles"


def test_the_page_as_sent_is_the_html_that_is_downloaded() -> None:
    at = opened(with_editions(a_briefing(the_bridge())))
    at.session_state["view"] = "As sent"
    at.run()
    (preview,) = sent(at, "preview")
    assert preview["html"].lower().startswith("<!doctype html>")
    assert "Harrow bridge" in preview["html"]


def test_all_four_formats_can_be_downloaded() -> None:
    at = opened(with_editions(a_briefing(the_bridge())))
    assert sorted(b.label for b in at.get("download_button")) == ["HTML", "JSON", "Markdown", "PDF"]


def test_the_newest_page_is_open_and_its_number_stands_in_the_address() -> None:
    bridge = the_bridge()
    at = opened(with_editions(a_briefing(bridge), a_briefing(bridge, day=date(2025, 3, 5))))
    assert the_calendar(at)["shown"] == 2
    assert at.query_params["edition"] == "2"


@pytest.mark.parametrize("looks", range(5))
def test_a_page_that_is_finished_while_the_browser_is_served_is_shown(looks: int) -> None:
    bridge = the_bridge()
    dateline = with_editions(a_briefing(bridge), a_briefing(bridge))
    at = opened(dateline, edition="1")
    work = _Ending(looks, dateline.press.edition(2))
    at.session_state["making"] = SimpleNamespace(work=work, order=SimpleNamespace(day=date(2025, 3, 3), mode="extract"))
    assert the_calendar(at.run())["shown"] == 2


class _Ending:
    """Work that is still under way at the first few looks, and then over."""

    error = None

    def __init__(self, looks: int, result: Edition) -> None:
        self._looks, self.result = looks, result

    @property
    def running(self) -> bool:
        self._looks -= 1
        return self._looks >= 0


def test_a_shared_link_opens_that_edition() -> None:
    bridge = the_bridge()
    dateline = with_editions(a_briefing(bridge, topic="bridges"), a_briefing(bridge, day=date(2025, 3, 5)))
    calendar = the_calendar(opened(dateline, edition="1"))
    assert (calendar["day"], calendar["shown"]) == ("2025-03-03", 1)
    assert [entry["label"] for entry in calendar["entries"]] == ["No. 1 · bridges"]


def test_a_shared_link_opens_a_day_with_its_newest_edition() -> None:
    bridge = the_bridge()
    dateline = with_editions(a_briefing(bridge), a_briefing(bridge), a_briefing(bridge, day=date(2025, 3, 5)))
    calendar = the_calendar(opened(dateline, day="2025-03-03"))
    assert (calendar["day"], calendar["shown"]) == ("2025-03-03", 2)
    calendar = the_calendar(opened(dateline, day="2025-03-04"))
    assert (calendar["day"], calendar["shown"]) == ("2025-03-04", None)


def test_a_day_or_an_edition_that_is_none_is_as_if_it_were_not_there() -> None:
    dateline = with_editions(a_briefing(the_bridge()))
    assert the_calendar(opened(dateline, day="someday"))["shown"] == 1
    assert the_calendar(opened(dateline, edition="many"))["shown"] == 1


def test_the_page_follows_the_address_when_the_browser_goes_back() -> None:
    bridge = the_bridge()
    at = opened(with_editions(a_briefing(bridge), a_briefing(bridge, day=date(2025, 3, 5))))
    clicked(at, "calendar", "day", "2025-03-04")
    assert (at.query_params["day"], the_calendar(at)["shown"]) == ("2025-03-04", None)
    assert "edition" not in at.query_params
    del at.query_params["day"]
    at.query_params["edition"] = "1"
    assert the_calendar(at.run())["shown"] == 1


def test_a_link_to_an_edition_that_is_not_there_says_so() -> None:
    at = opened(with_editions(a_briefing(the_bridge())), edition="7")
    assert sent(at, "notice")[0]["title"] == "This page is not here"


def test_two_editions_are_compared_first_with_the_one_before() -> None:
    bridge = the_bridge()
    before = a_briefing(bridge, day=date(2025, 3, 2))
    other = a_briefing(bridge, day=date(2025, 3, 2), topic="bridges")
    now = a_briefing(bridge)
    shorter = replace(now, delta=(), stories=(replace(now.stories[0], statements=(verbatim(bridge, PAID),)),))
    at = opened(with_editions(before, other, shorter))
    at.session_state["view"] = "What changed"
    at.run()
    (difference,) = sent(at, "difference")
    assert difference["title"] == "From No. 1 (2 March 2025) to No. 3 (3 March 2025)"
    (story,) = difference["stories"]
    assert (story["fate"], [s["parts"][0] for s in story["dropped"]]) == ("continued", [OPENED])


def test_a_profile_is_made_changed_and_forgotten() -> None:
    dateline = with_editions(a_briefing(the_bridge()))
    at = opened(dateline)
    within(at, "profiles")
    at.text_input(key="new_name").set_value("morning")
    at.text_area(key="new_topics").set_value("bridges\n\nbridges\n ferries ")
    at.multiselect(key="new_sources").set_value(["Harrow Gazette"])
    at.button[[b.label for b in at.button].index("Save")].click()
    within(at, "profiles")
    assert dateline.press.saved["morning"] == Profile(
        "morning", topics=("bridges", "ferries"), publishers=("Harrow Gazette",)
    )
    within(at, "profiles")
    at.selectbox(key="profile_picked").set_value("morning")
    within(at, "profiles")
    assert at.text_area(key="morning_topics").value == "bridges\nferries"
    assert at.code[0].value.startswith("dateline schedule day@06:30 --profile morning --archive ")
    at.button(key="profile_forget").click()
    within(at, "profiles")
    assert dateline.press.saved == {}


def test_a_name_that_cannot_be_one_is_refused_in_words() -> None:
    dateline = with_editions(a_briefing(the_bridge()))
    at = opened(dateline)
    within(at, "profiles")
    at.text_input(key="new_name").set_value("My Morning")
    at.button[[b.label for b in at.button].index("Save")].click()
    within(at, "profiles")
    assert any(text.value.startswith("'My Morning' is no name for a profile") for text in at.text)
    assert dateline.press.saved == {}


def test_an_edition_is_sent_and_whoever_refused_it_is_named() -> None:
    dateline = with_editions(a_briefing(the_bridge()))
    dateline.courier.refusing = ("https://b.example/hook",)
    at = opened(dateline)
    within(at, "send_open")
    at.text_input(key="send_webhooks").set_value("https://a.example/hook, https://b.example/hook")
    within(at, "send_open").button(key="send").click()
    within(at, "send_open")
    assert dateline.courier.delivered == [(1, (), ("https://a.example/hook", "https://b.example/hook"))]
    assert "https://b.example/hook did not take it" in sent(at, "notice")[-1]["text"]


def test_a_model_that_fails_offers_the_page_without_it() -> None:
    bridge = the_bridge()
    error = ModelUnreachable("http://127.0.0.1:1/v1", "refused")
    dateline = FakeDateline([bridge], mode="llm", briefing=a_briefing(bridge), briefing_error=error)
    at = made(dateline)
    assert sent(at, "notice")[0]["text"].startswith("The model's endpoint")
    at.button(key="make_extract").click().run()
    assert len(sent(at.run(), "sheet")) == 1


def test_a_day_without_a_page_says_what_there_is() -> None:
    text = sent(opened(FakeDateline([the_bridge()])), "notice")[0]["text"]
    assert text.startswith("A briefing is one page about a day")
    assert text.endswith("The archive holds 1 article of this day; no page about them yet.")


def test_the_page_of_a_day_that_has_none_is_made_with_one_click() -> None:
    bridge = the_bridge()
    dateline = FakeDateline([bridge], briefing=a_briefing(bridge))
    at = opened(dateline).button(key="make_now").click().run()
    assert [(order["since"], order["day"], order["profile"]) for order in dateline.ordered] == [
        (date(2025, 3, 3), date(2025, 3, 3), "")
    ]
    assert sheet_of(at.run())


def test_a_day_without_articles_offers_no_page() -> None:
    at = opened(FakeDateline([the_bridge()]), day="2025-03-09")
    assert "make_now" not in {button.key for button in at.button}


def test_a_shared_screen_offers_nothing_that_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    at = opened(with_editions(a_briefing(the_bridge())))
    assert sheet_of(at)
    assert {button.key for button in at.button}.isdisjoint({"order", "profiles", "send_open"})
