"""What can be done with an answer: ask again without what was understood, edit, retry, take along, judge."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import STORED
from streamlit.testing.v1 import AppTest
from ui.apptest import asked, clicked, sent, the_turn
from ui.fake_dateline import FakeDateline, answered, cited, the_bridge, verbatim

from rag.domain.answer import Abstention, AnswerEvent, Dropped, Understood
from rag.domain.article import Tombstone, Version
from rag.domain.conversation import Feedback
from rag.domain.errors import ModelTimedOut, ModelUnreachable
from rag.domain.question import Filters, Reading
from rag.render.exchange_json import feedback_from_json

PAID = "The county paid £4.2 million for it."
OPENED = "The Harrow bridge 🌉 opened on Monday after nine months of work."
DAY, GAZETTE = Reading("published", "3 March 2025"), Reading("publisher", "Harrow Gazette")
QUESTION = "What did the Harrow Gazette say on 3 March 2025?"


@pytest.fixture
def bridge() -> Version:
    return the_bridge()


def understood(bridge: Version, *readings: Reading, **fields: object) -> list[AnswerEvent]:
    said = tuple(reading.said for reading in readings)
    return [Understood(readings), *answered(verbatim(bridge, PAID), understood=(*said, "asked in parts"), **fields)]


def judged(dateline: FakeDateline) -> list[Feedback]:
    return [feedback_from_json(each.text) for each in dateline.catalog.conversations.feedback()]


def conditions(at: AppTest) -> list[tuple[str, str, bool]]:
    return [(c["label"], c["words"], c["is_on"]) for c in the_turn(at)["conditions"]]


class TestWhatWasUnderstood:
    def test_each_reading_is_a_condition_and_the_rest_a_remark(self, bridge: Version) -> None:
        at = asked(FakeDateline([bridge], understood(bridge, DAY, GAZETTE)), QUESTION)
        assert conditions(at) == [("Published", "3 March 2025", True), ("Publisher", "Harrow Gazette", True)]
        assert the_turn(at)["remarks"] == ["asked in parts"]

    def test_they_are_told_while_the_answer_is_being_looked_for(self, bridge: Version) -> None:
        hold = threading.Event()
        first, *rest = understood(bridge, DAY)
        at = asked(FakeDateline([bridge], [first, hold, *rest]), QUESTION)
        assert (the_turn(at)["running"], conditions(at)) == (True, [("Published", "3 March 2025", True)])
        hold.set()

    def test_one_that_is_taken_back_is_asked_without_and_can_be_put_back(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge, DAY, GAZETTE))
        at = asked(dateline, QUESTION)
        dateline.script = understood(bridge, GAZETTE)
        clicked(at, "turn", "turn", 0)
        assert dateline.narrowed[-1] == (Filters(), (DAY,))
        assert conditions(at) == [("Publisher", "Harrow Gazette", True), ("Published", "3 March 2025", False)]
        dateline.script = understood(bridge)
        clicked(at, "turn", "turn", 0)
        assert dateline.narrowed[-1] == (Filters(), (DAY, GAZETTE))
        clicked(at, "turn", "turn", 1)
        assert dateline.narrowed[-1] == (Filters(), (DAY,))
        assert [turn["question"] for turn in sent(at, "turn")] == [QUESTION]

    def test_a_filter_that_was_set_is_taken_off_for_this_question_and_stays_set_for_the_next(
        self, bridge: Version
    ) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline)
        at.date_input(key="filter_since_0").set_value(date(2025, 3, 1)).run()
        at.multiselect(key="filter_sections_0").set_value(["Local"]).run()
        at.chat_input[0].set_value(QUESTION).run()
        assert conditions(at) == [("From", "1 March 2025", True), ("Section", "Local", True)]
        clicked(at, "turn", "turn", 0)
        assert dateline.narrowed[-1] == (Filters(sections=("Local",)), ())
        at.chat_input[0].set_value("And now?").run()
        assert dateline.narrowed[-1] == (Filters(since=date(2025, 3, 1), sections=("Local",)), ())

    def test_the_filters_can_be_cleared_at_once(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline)
        at.multiselect(key="filter_sources_0").set_value(["Harrow Gazette"]).run()
        at.button(key="filter_clear").click().run()
        at.chat_input[0].set_value(QUESTION).run()
        assert dateline.narrowed == [(Filters(), ())]

    @pytest.mark.parametrize("place", [-1, 7, "0", None, 1.5, {"a": 1}])
    def test_a_click_on_a_condition_that_there_is_not_does_nothing(self, bridge: Version, place: object) -> None:
        dateline = FakeDateline([bridge], understood(bridge, DAY))
        at = asked(dateline, QUESTION)
        clicked(at, "turn", "turn", place)
        assert len(dateline.asked) == 1


class TestAskingAgain:
    def test_an_edited_question_is_answered_in_the_same_place_with_what_stood_above_it(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline, "What did it cost?", "And when?", "And why?")
        clicked(at, "turn", "edit", " And where? ", place=1)
        assert [turn["question"] for turn in sent(at, "turn")] == ["What did it cost?", "And where?", "And why?"]
        assert dateline.asked[-1] == ("And where?", (PAID,), "extract")

    def test_an_edited_question_is_read_anew(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge, DAY))
        at = asked(dateline, QUESTION)
        clicked(at, "turn", "turn", 0)
        clicked(at, "turn", "edit", "What else?")
        assert dateline.narrowed[-1] == (Filters(), ())

    def test_asking_again_keeps_what_was_taken_back(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge, DAY))
        at = asked(dateline, QUESTION)
        clicked(at, "turn", "turn", 0)
        clicked(at, "turn", "again", True)
        assert (len(dateline.asked), dateline.narrowed[-1]) == (3, (Filters(), (DAY,)))

    @pytest.mark.parametrize("question", ["", "  ", None, 3])
    def test_an_empty_question_is_not_asked(self, bridge: Version, question: object) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline, QUESTION)
        clicked(at, "turn", "edit", question)
        assert len(dateline.asked) == 1

    def test_a_model_that_fails_in_the_middle_leaves_what_was_checked(self, bridge: Version) -> None:
        script = [verbatim(bridge, PAID), Dropped("It was blue.", "not there"), ModelTimedOut("http://a.example", 60.0)]
        at = asked(FakeDateline([bridge], script, mode="llm"), QUESTION)
        turn = the_turn(at)
        assert (turn["running"], turn["statements"][0]["parts"][0], len(turn["dropped"])) == (False, PAID, 1)
        assert "http://a.example" in turn["error"]
        assert at.button(key="extract0").label == "Answer without the model"

    def test_what_failed_is_kept_and_can_still_be_answered_without_the_model(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], [ModelUnreachable("http://a.example", "refused")], mode="llm")
        at = asked(dateline, QUESTION, "And when?")
        dateline.script = understood(bridge)
        at.button(key="extract0").click().run()
        first, second = sent(at, "turn")
        assert (first["error"], len(first["statements"]), bool(second["error"])) == ("", 1, True)

    def test_while_a_model_writes_the_page_counts_the_sentences_that_are_checked(self, bridge: Version) -> None:
        hold = threading.Event()
        at = asked(FakeDateline([bridge], [verbatim(bridge, PAID), hold], mode="llm"), QUESTION)
        assert the_turn(at)["step"] == "Checking sentence 2"
        hold.set()


class TestTakingAlong:
    def test_an_answer_comes_as_markdown_text_bibtex_and_csl_json(self, bridge: Version) -> None:
        at = asked(FakeDateline([bridge], understood(bridge)), QUESTION)
        copies = {copy["file"]: copy["text"] for copy in the_turn(at)["copies"]}
        assert list(copies) == ["answer.md", "answer.txt", "sources.bib", "sources.json"]
        assert copies["answer.txt"].startswith(f"{QUESTION}\n\n{PAID} [1]\n\n[1] “{PAID}” Harrow Gazette")
        assert "@article{gazette2025harrow," in copies["sources.bib"]

    def test_an_answer_without_sources_has_none_to_take_along(self, bridge: Version) -> None:
        at = asked(FakeDateline([bridge], answered(abstention=Abstention("no_evidence", "No."))), QUESTION)
        assert [copy["file"] for copy in the_turn(at)["copies"]] == ["answer.md", "answer.txt"]


class TestWhatBecameOfTheSources:
    def answered_before(self, bridge: Version) -> tuple[FakeDateline, AppTest]:
        dateline = FakeDateline([bridge], understood(bridge))
        return dateline, asked(dateline, QUESTION)

    def standing(self, at: AppTest) -> tuple[str, bool]:
        turn = the_turn(at.run())
        return turn["statements"][0]["chips"][0]["standing"], bool(turn["changed"])

    def test_a_source_that_stands_as_it_did_says_nothing(self, bridge: Version) -> None:
        _, at = self.answered_before(bridge)
        assert self.standing(at) == ("", False)

    def test_a_source_that_was_removed_says_when(self, bridge: Version, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATELINE_TIMEZONE", "UTC")
        dateline, at = self.answered_before(bridge)
        dateline.catalog.tombstones["bridge"] = Tombstone("bridge", datetime(2025, 4, 2, 8, 30, tzinfo=UTC))
        dateline.versions[:] = [the_bridge(id="other")]
        said, changed = self.standing(at)
        assert said == "This article was removed from the archive on 2 April 2025, 08:30."
        assert changed

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"body": "It cost £5 million."}, "A newer version of this article no longer has these words."),
            ({"notice": "corrected"}, "Its publisher has corrected this article since, but not these words."),
            ({"notice": "withdrawn"}, "Its publisher has withdrawn this article since."),
            ({"title": "Another headline"}, ""),
        ],
    )
    def test_a_source_that_was_changed_says_whether_the_cited_words_were(
        self, bridge: Version, fields: dict[str, object], said: str
    ) -> None:
        dateline, at = self.answered_before(bridge)
        dateline.versions.append(the_bridge(number=2, stored=STORED + timedelta(days=9), **fields))
        assert self.standing(at) == (said, bool(said))

    def test_an_answer_that_cites_an_older_version_on_purpose_is_not_out_of_date(self, bridge: Version) -> None:
        newer = the_bridge(number=2, body="It cost £5 million.", stored=STORED - timedelta(days=9))
        at = asked(FakeDateline([bridge, newer], understood(bridge)), QUESTION)
        assert self.standing(at) == ("", False)


class TestJudging:
    def test_right_is_stored_with_the_answer_as_it_was_and_the_turns_before(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline, "What did it cost?", "And when?")
        clicked(at, "turn", "judge", {"judgement": "right"})
        (feedback,) = judged(dateline)
        assert (feedback.judgement, feedback.exchange.question) == ("right", "And when?")
        assert [turn.answer for turn in feedback.history] == [PAID]
        assert the_turn(at)["feedback"] == {"judgement": "right", "note": "", "correct": ""}

    def test_a_citation_that_does_not_hold_is_named_with_a_note(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline, QUESTION)
        place = the_turn(at)["statements"][0]["chips"][0]["place"]
        said = {"judgement": "wrong_citation", "place": place, "correct": " £5 million ", "note": "x" * 5_000}
        clicked(at, "turn", "judge", said)
        (feedback,) = judged(dateline)
        assert feedback.citation == cited(bridge, PAID)
        assert (feedback.correct, len(feedback.note)) == ("£5 million", 1_000)

    def test_a_second_opinion_takes_the_place_of_the_first(self, bridge: Version) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        at = asked(dateline, QUESTION)
        clicked(at, "turn", "judge", {"judgement": "right"})
        clicked(at, "turn", "judge", {"judgement": "wrong", "place": None, "correct": "", "note": "too old"})
        assert [(each.judgement, each.note) for each in judged(dateline)] == [("wrong", "too old")]

    @pytest.mark.parametrize(
        "said", [{"judgement": "great"}, {"judgement": ["right"]}, "right", None, {"place": {}}, 1]
    )
    def test_what_is_no_judgement_is_not_stored(self, bridge: Version, said: object) -> None:
        dateline = FakeDateline([bridge], understood(bridge))
        clicked(asked(dateline, QUESTION), "turn", "judge", said)
        assert judged(dateline) == []
