"""The Ask page's logic, run without a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from ui.apptest import asked, page, sent, the_turn
from ui.fake_dateline import BODY, FakeDateline, answered, cited, the_bridge, verbatim

from rag.domain.answer import Abstention, Conflict, ConflictSide, Dropped, Statement
from rag.domain.article import Version
from rag.domain.errors import ArchiveDamaged, ModelUnreachable
from rag.ui import turns

OPENED = "The Harrow bridge 🌉 opened on Monday after nine months of work."
PAID = "The county paid £4.2 million for it."


@pytest.fixture
def bridge() -> Version:
    return the_bridge()


def test_an_answer_comes_as_statements_with_chips_numbered_in_the_order_of_reading(bridge: Version) -> None:
    script = answered(verbatim(bridge, PAID), verbatim(bridge, OPENED), verbatim(bridge, PAID))
    turn = the_turn(asked(FakeDateline([bridge], script), "What did it cost?"))
    assert turn["question"] == "What did it cost?"
    assert [["".join(s["parts"]), [c["n"] for c in s["chips"]]] for s in turn["statements"]] == [
        [PAID, [1]],
        [OPENED, [2]],
        [PAID, [1]],
    ]


def test_a_chip_carries_its_quote_publisher_day_and_the_place_that_it_opens(bridge: Version) -> None:
    turn = the_turn(asked(FakeDateline([bridge], answered(verbatim(bridge, PAID))), "What did it cost?"))
    (chip,) = turn["statements"][0]["chips"]
    assert (chip["quote"], chip["publisher"], chip["day"]) == (PAID, "Harrow Gazette", "3 March 2025")
    start = BODY.index(PAID)
    assert chip["place"] == {
        "article": "bridge",
        "version": "1",
        "field": "body",
        "start": str(start),
        "end": str(start + len(PAID)),
    }


def test_the_answering_part_is_cut_out_in_code_points(bridge: Version) -> None:
    start = OPENED.index("nine months")
    statement = Statement(OPENED, (cited(bridge, OPENED),), "verbatim", (start, start + len("nine months")))
    turn = the_turn(asked(FakeDateline([bridge], answered(statement)), "How long?"))
    assert turn["statements"][0]["parts"] == [OPENED[:start], "nine months", " of work."]


def test_sources_are_listed_once_an_article_with_all_their_chips(bridge: Version) -> None:
    script = answered(verbatim(bridge, PAID), verbatim(bridge, OPENED))
    (source,) = the_turn(asked(FakeDateline([bridge], script), "What happened?"))["sources"]
    assert source["title"] == "Harrow bridge opens after nine months"
    assert [chip["n"] for chip in source["chips"]] == [1, 2]


def test_without_a_model_the_page_says_whose_sentences_these_are(bridge: Version) -> None:
    at = asked(FakeDateline([bridge], answered(verbatim(bridge, PAID))), "What did it cost?")
    assert at.text[0].value == "The articles' own sentences; no language model"
    assert the_turn(at)["basis"] == ("Searched 1 article from 1 publisher, 3 March 2025 · the articles' own sentences")


def test_with_a_model_the_page_names_it(bridge: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "small-model")
    script = answered(verbatim(bridge, PAID), model="small-model")
    at = asked(FakeDateline([bridge], script, mode="llm"), "What did it cost?")
    assert at.text[0].value == "small-model writes; every sentence is checked"
    assert the_turn(at)["basis"].endswith("written by small-model")


def test_a_declined_question_says_why_and_shows_the_nearest_evidence(bridge: Version) -> None:
    abstention = Abstention("no_evidence", "The archive does not say who built it.")
    script = answered(abstention=abstention, nearest=(cited(bridge, PAID),))
    shown = the_turn(asked(FakeDateline([bridge], script), "Who built it?"))["abstention"]
    assert shown["text"] == "The archive does not say who built it."
    assert [(near["quote"], near["place"]["article"]) for near in shown["nearest"]] == [(PAID, "bridge")]


def test_conflicts_withheld_sentences_notes_and_what_is_missing_are_all_shown(bridge: Version) -> None:
    other = the_bridge(id="echo", body="It cost £5.1 million, auditors said.", source="Valley Echo")
    sides = (
        ConflictSide("£4.2 million", cited(bridge, PAID)),
        ConflictSide("£5.1 million", cited(other, "£5.1 million")),
    )
    script = answered(
        verbatim(bridge, PAID),
        conflicts=(Conflict("the cost", sides),),
        dropped=(Dropped("The king opened it.", "“king” is not in the cited text"),),
        notes=("The question was read in German.",),
        missing=("who built it",),
        understood=("since 1 March 2025",),
    )
    turn = the_turn(asked(FakeDateline([bridge, other], script), "What did it cost?"))
    (conflict,) = turn["conflicts"]
    assert [(side["value"], side["chip"]["n"]) for side in conflict["sides"]] == [
        ("£4.2 million", 1),
        ("£5.1 million", 2),
    ]
    assert turn["dropped"] == [{"text": "The king opened it.", "why": "“king” is not in the cited text"}]
    assert (turn["notes"], turn["missing"]) == (["The question was read in German."], ["who built it"])
    assert turn["remarks"] == ["since 1 March 2025"]


def test_a_follow_up_is_asked_with_the_answers_before_it(bridge: Version) -> None:
    dateline = FakeDateline([bridge], answered(verbatim(bridge, PAID)))
    at = asked(dateline, "What did it cost?", "And when?")
    assert [turn["question"] for turn in sent(at, "turn")] == ["What did it cost?", "And when?"]
    assert dateline.asked[1] == ("And when?", (PAID,), "extract")


def test_a_new_conversation_forgets_the_old_one(bridge: Version) -> None:
    dateline = FakeDateline([bridge], answered(verbatim(bridge, PAID)))
    at = asked(dateline, "What did it cost?")
    at.button(key="new").click().run()
    assert sent(at, "turn") == []
    at.chat_input[0].set_value("And when?").run()
    assert dateline.asked[1] == ("And when?", (), "extract")


def test_a_model_that_fails_is_one_sentence_and_a_button_that_answers_without_it(bridge: Version) -> None:
    dateline = FakeDateline([bridge], [ModelUnreachable("http://127.0.0.1:1/v1", "refused")], mode="llm")
    at = asked(dateline, "What did it cost?")
    assert the_turn(at)["error"].startswith("The model's endpoint http://127.0.0.1:1/v1 did not answer (refused).")
    dateline.script = answered(verbatim(bridge, PAID))
    at.button(key="extract0").click().run()
    assert dateline.asked[-1] == ("What did it cost?", (), "extract")
    assert (the_turn(at)["error"], len(the_turn(at)["statements"])) == ("", 1)


def test_an_error_that_is_not_the_models_offers_no_way_around_the_model(bridge: Version) -> None:
    at = asked(FakeDateline([bridge], [ArchiveDamaged("here", "not a database")]), "What did it cost?")
    assert "cannot be read" in the_turn(at)["error"]
    assert "extract0" not in {button.key for button in at.button}


def test_a_stopped_answer_keeps_what_was_checked_and_says_that_it_was_stopped(bridge: Version) -> None:
    hold = threading.Event()
    script = answered(verbatim(bridge, PAID), verbatim(bridge, OPENED))
    dateline = FakeDateline([bridge], [*script[:2], hold, *script[2:]])
    at = asked(dateline, "What did it cost?")
    assert (the_turn(at)["running"], len(the_turn(at)["statements"])) == (True, 1)
    at.button(key="stop").click().run()
    hold.set()
    time.sleep(0.05)
    at.run()
    turn = the_turn(at)
    assert (turn["running"], [s["parts"][0] for s in turn["statements"]]) == (False, [PAID])
    assert [copy["label"] for copy in turn["copies"]] == ["Markdown", "Plain text", "BibTeX", "CSL-JSON"]
    assert turn["basis"].startswith("Stopped.")


def test_an_answer_that_is_settled_while_the_page_is_drawn_is_shown_as_settled(
    bridge: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = threading.Event()
    watched = turns.watched

    def settled_first(draw: Callable[[], None], *, key: str, is_running: Callable[[], bool]) -> None:
        hold.set()
        while is_running():
            time.sleep(0.01)
        watched(draw, key=key, is_running=is_running)

    monkeypatch.setattr(turns, "watched", settled_first)
    script = answered(verbatim(bridge, PAID))
    at = asked(FakeDateline([bridge], [script[0], hold, *script[1:]]), "What did it cost?")
    assert (the_turn(at)["running"], the_turn(at)["is_settled"]) == (False, True)
    assert "stop" not in {button.key for button in at.button}


def test_while_it_works_the_page_says_what_it_is_doing(bridge: Version) -> None:
    hold = threading.Event()
    script = answered(verbatim(bridge, PAID))
    at = asked(FakeDateline([bridge], [script[0], hold, *script[1:]]), "What did it cost?")
    assert (the_turn(at)["running"], the_turn(at)["step"]) == (True, "Searching 1 article")
    hold.set()


def test_an_empty_conversation_offers_the_newest_articles_to_read(bridge: Version) -> None:
    (listing,) = sent(page("ask", FakeDateline([bridge])).run(), "listing")
    assert (listing["way"], listing["rows"][0]["title"]) == ("open", "Harrow bridge opens after nine months")


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement", "How long did the Jeddah talks last?"),
        ("FC Hohenrieth win Lorvane Cup for the first time", "Who scored in the Lorvane Cup final?"),
    ],
)
def test_questions_are_offered_only_where_an_example_article_can_answer_them(title: str, question: str) -> None:
    questions, _ = sent(page("ask", FakeDateline([the_bridge(title=title)])).run(), "listing")
    assert (questions["way"], questions["rows"][0]["title"]) == ("pick", question)


def test_an_empty_archive_offers_the_example_and_a_place_to_drop_files_instead_of_a_question_line() -> None:
    at = page("ask", FakeDateline()).run()
    assert sent(at, "notice")[0]["title"] == "The archive is empty"
    assert at.button(key="load_example").label == "Load the example article"
    assert len(at.chat_input) == 0


def test_loading_the_example_fills_the_archive_and_opens_the_question_line() -> None:
    dateline = FakeDateline()
    at = page("ask", dateline).run()
    at.button(key="load_example").click().run()
    assert [name for name, _ in dateline.ingested] == ["2025-03-14-us-ukraine-minerals.txt"]
    assert len(at.chat_input) == 1
