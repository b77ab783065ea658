"""Conversations: kept, named, found, opened by their address, deleted, and nobody else's."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import asked, clicked, page, sent, the_turn
from ui.fake_dateline import FakeDateline, answered, the_bridge, verbatim

from rag.domain.article import Version
from rag.domain.conversation import Exchange, StoredExchange
from rag.domain.errors import ArchiveNotWritable
from rag.domain.question import Filters
from rag.render.exchange_json import exchange_from_json
from rag.ui import conversations
from rag.ui.notebook import ArchiveNotebook

PAID = "The county paid £4.2 million for it."


@pytest.fixture
def bridge() -> Version:
    return the_bridge()


@pytest.fixture
def dateline(bridge: Version) -> FakeDateline:
    return FakeDateline([bridge], answered(verbatim(bridge, PAID)))


def visited(dateline: FakeDateline, conversation: str) -> AppTest:
    """A fresh session at the address of a conversation."""
    at = page("ask", dateline)
    at.query_params["conversation"] = conversation
    return at.run()


def address(at: AppTest) -> str:
    named = at.query_params["conversation"]
    return named if isinstance(named, str) else named[0]


def listed(at: AppTest) -> list[str]:
    return [row["title"] for row in sent(at, "conversations")[0]["rows"]]


def exchanges(dateline: FakeDateline, conversation: str) -> list[Exchange]:
    stored = dateline.catalog.conversations.exchanges(conversation, owner="")
    return [exchange_from_json(each.text) for each in stored]


def test_the_first_question_opens_a_conversation_of_its_own_that_a_new_session_can_open(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?", "And when?")
    again = visited(dateline, address(at))
    assert [turn["question"] for turn in sent(again, "turn")] == ["What did it cost?", "And when?"]
    assert the_turn(again)["statements"] == the_turn(at)["statements"]
    assert len(dateline.asked) == 2


def test_it_goes_on_with_the_answers_that_were_kept(dateline: FakeDateline) -> None:
    again = visited(dateline, address(asked(dateline, "What did it cost?")))
    again.chat_input[0].set_value("And when?").run()
    assert dateline.asked[-1] == ("And when?", (PAID,), "extract")


def test_it_is_named_by_its_first_question_cut_between_words(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did the county of Harrow pay for the bridge that opened on Monday after nine months?")
    assert listed(at) == ["What did the county of Harrow pay for the bridge that…"]


def test_it_can_be_given_another_name(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    clicked(at, "conversations", "rename", {"id": address(at), "title": "  The bridge\n"})
    assert listed(at) == ["The bridge"]
    clicked(at, "conversations", "rename", {"id": address(at), "title": " "})
    assert listed(at) == ["The bridge"]


def test_it_is_found_by_what_was_asked_and_answered_in_it(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    at.button(key="new").click().run()
    dateline.script = answered(verbatim(dateline.versions[0], "The Harrow bridge 🌉 opened on Monday"))
    at.chat_input[0].set_value("When was that?").run()
    clicked(at, "conversations", "look", "county MILLION")
    assert listed(at) == ["What did it cost?"]
    clicked(at, "conversations", "look", "nowhere")
    assert sent(at, "conversations")[0]["none"] == "No conversation holds all of these words."


def test_the_one_in_which_was_asked_last_stands_first(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    first = address(at)
    at.button(key="new").click().run()
    at.chat_input[0].set_value("When was that?").run()
    assert listed(at) == ["When was that?", "What did it cost?"]
    visited(dateline, first).chat_input[0].set_value("And why?").run()
    assert listed(at.run()) == ["What did it cost?", "When was that?"]


def test_one_is_opened_from_the_list_with_no_article_beside_it(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    first = address(at)
    at.button(key="new").click().run()
    at.chat_input[0].set_value("When was that?").run()
    at.query_params["article"] = "bridge"
    clicked(at, "conversations", "open", first)
    assert (address(at), the_turn(at)["question"]) == (first, "What did it cost?")
    assert sent(at, "reader") == []


def test_an_empty_page_offers_the_conversations_that_were_used_last(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    kept = address(at)
    at.button(key="new").click().run()
    earlier, _ = sent(at, "listing")
    assert [row["title"] for row in earlier["rows"]] == ["What did it cost?"]
    clicked(at, "listing", "pick", 0, place=0)
    assert address(at) == kept


def test_a_deleted_one_is_gone_for_everybody_who_has_its_address(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    kept = address(at)
    clicked(at, "conversations", "remove", kept)
    assert (listed(at), sent(at, "turn"), "conversation" in at.query_params) == ([], [], False)
    (card,) = sent(visited(dateline, kept), "notice")
    assert card["title"] == "This conversation cannot be shown"


def test_one_of_another_owner_is_neither_listed_nor_shown_nor_changed(
    dateline: FakeDateline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "owner", lambda: "anna@post.example")
    at = asked(dateline, "What did it cost?")
    kept = address(at)
    monkeypatch.setattr(conversations, "owner", lambda: "ben@post.example")
    other = visited(dateline, kept)
    assert (listed(other), sent(other, "turn")) == ([], [])
    assert sent(other, "notice")[0]["title"] == "This conversation cannot be shown"
    clicked(other, "conversations", "remove", kept)
    clicked(other, "conversations", "rename", {"id": kept, "title": "Mine"})
    other.chat_input[0].set_value("And when?").run()
    monkeypatch.setattr(conversations, "owner", lambda: "anna@post.example")
    assert listed(visited(dateline, kept)) == ["What did it cost?"]
    assert [turn["question"] for turn in sent(visited(dateline, kept), "turn")] == ["What did it cost?"]


@pytest.mark.parametrize("odd", ["a__b", "../x", "<b>", "x" * 5_000])
def test_an_address_that_names_nothing_is_said_to_name_nothing(dateline: FakeDateline, odd: str) -> None:
    (card,) = sent(visited(dateline, odd), "notice")
    assert card["title"] == "This conversation cannot be shown"


def test_two_tabs_on_one_conversation_both_add_to_it(dateline: FakeDateline) -> None:
    first = asked(dateline, "What did it cost?")
    second = visited(dateline, address(first))
    second.chat_input[0].set_value("And when?").run()
    first.chat_input[0].set_value("And why?").run()
    assert [turn["question"] for turn in sent(first, "turn")] == ["What did it cost?", "And when?", "And why?"]


def test_a_reload_in_mid_answer_finds_the_answer_being_written(bridge: Version) -> None:
    hold = threading.Event()
    script = answered(verbatim(bridge, PAID))
    dateline = FakeDateline([bridge], [*script[:2], hold, *script[2:]])
    at = asked(dateline, "What did it cost?")
    reloaded = visited(dateline, address(at))
    assert (the_turn(reloaded)["running"], len(the_turn(reloaded)["statements"])) == (True, 1)
    hold.set()
    for _ in range(100):
        if not the_turn(reloaded.run())["running"]:
            break
    assert the_turn(reloaded)["basis"].startswith("Searched 1 article")
    assert len(dateline.asked) == 1


def test_a_question_whose_server_was_stopped_says_so_and_can_be_asked_again(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    (exchange,) = exchanges(dateline, address(at))
    ArchiveNotebook(dateline, "").put_exchange(address(at), replace(exchange, answer=None))  # type: ignore[arg-type]
    again = visited(dateline, address(at))
    assert the_turn(again)["error"].startswith("This question was not answered to its end")
    clicked(again, "turn", "again", True)
    assert (the_turn(again)["error"], len(the_turn(again)["statements"])) == ("", 1)


def test_a_part_that_cannot_be_read_is_passed_over(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    dateline.catalog.conversations.put_exchange(StoredExchange("odd", address(at), "", "{}"), owner="")
    assert [turn["question"] for turn in sent(visited(dateline, address(at)), "turn")] == ["What did it cost?"]


def test_coming_back_from_another_page_the_conversation_is_still_open(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    del at.query_params["conversation"]
    # Streamlit forgets the state of a widget that another page does not draw.
    del at.session_state["question"]
    assert [turn["question"] for turn in sent(at.run(), "turn")] == ["What did it cost?"]


def test_back_to_an_address_without_a_conversation_is_an_empty_page(dateline: FakeDateline) -> None:
    at = asked(dateline, "What did it cost?")
    del at.query_params["conversation"]
    assert sent(at.run(), "turn") == []


def test_where_nothing_may_be_written_a_conversation_lasts_as_long_as_its_session(
    dateline: FakeDateline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    at = asked(dateline, "What did it cost?", "And when?")
    assert [turn["question"] for turn in sent(at, "turn")] == ["What did it cost?", "And when?"]
    assert not the_turn(at)["can_judge"]
    assert dateline.catalog.conversations.found(owner="") == []
    assert sent(visited(dateline, address(at)), "turn") == []


def test_an_archive_that_takes_nothing_still_answers(dateline: FakeDateline, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> bool:
        raise ArchiveNotWritable("here", "read-only file system")

    monkeypatch.setattr(dateline.catalog.conversations, "put", refuse)
    at = asked(dateline, "What did it cost?")
    assert len(the_turn(at)["statements"]) == 1
    assert not the_turn(at)["can_judge"]


def test_an_exchange_keeps_the_filters_that_it_was_asked_with(dateline: FakeDateline) -> None:
    at = page("ask", dateline).run()
    at.multiselect(key="filter_sources_0").set_value(["Harrow Gazette"]).run()
    at.chat_input[0].set_value("What did it cost?").run()
    assert dateline.narrowed == [(Filters(sources=("Harrow Gazette",)), ())]
    assert the_turn(visited(dateline, address(at)))["conditions"] == [
        {"label": "Publisher", "words": "Harrow Gazette", "is_on": True}
    ]
