"""How far a matter has come by the tense of a sentence."""

from __future__ import annotations

import pytest
from telling import told

from rag.answer.stages import stage_of, subject_words, without_speaker


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Envoys plan to meet in Belmar on Thursday.", "ahead"),
        ("The museum is to open in May.", "ahead"),
        ("Paula Grath is running for president.", "going on"),
        ("The pass remains closed to traffic.", "going on"),
        ("Paula Grath has pulled out of the race.", "done"),
        ("The envoys met in Belmar after talks had failed.", "done"),
        ("Cars can use the pass again.", "done"),
        ("The board was told on Thursday that the bridge would cost more.", "ahead"),
        ("The bridge is closed to lorries.", ""),
    ],
)
def test_the_first_verb_tells_the_stage(text: str, stage: str) -> None:
    assert stage_of(text) == stage


def test_who_says_it_is_left_out() -> None:
    assert "council" not in without_speaker(told("The road is to open in May, the council said."))


def test_the_head_of_a_sentence_holds_its_subject() -> None:
    assert {"paula", "grath"} <= subject_words(told("Paula Grath has pulled out of the race for president of Tresk."))
    assert "tresk" not in subject_words(told("Paula Grath has pulled out of the race for president of Tresk."))
