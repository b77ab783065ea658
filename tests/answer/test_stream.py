"""Cutting a model's stream into sentences with marks."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.answer.stream import LONGEST, Sentence, SentenceCutter


def cut(*pieces: str) -> list[Sentence]:
    cutter = SentenceCutter()
    return [sentence for piece in pieces for sentence in cutter.feed(piece)] + cutter.finish()


def texts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(sentence.text, sentence.marks) for sentence in cut(text)]


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("The talks ended [2.3].", ("2.3",)),
        ("The talks ended. [2.3]", ("2.3",)),
        ("The talks ended.[2.3]", ("2.3",)),
        ("The talks ended [1.1][2.4].", ("1.1", "2.4")),
        ("The talks ended. [1.1] [2.4]", ("1.1", "2.4")),
        ("The talks ended [1.1, 2.4].", ("1.1", "2.4")),
        ("The talks ended [1.1; 2.4].", ("1.1", "2.4")),
        ("The talks [1.1] ended [1.1].", ("1.1",)),
        ("[1.1] The talks ended.", ("1.1",)),
        ("The talks ended【2.3】.", ("2.3",)),
        ("The talks ended ［2.3］.", ("2.3",)),
        ("**The talks ended** [2.3].", ("2.3",)),
        ("- The talks ended [2.3].", ("2.3",)),
        ("[2.3] «The talks ended.»", ("2.3",)),
    ],
)
def test_marks_are_read_wherever_a_model_puts_them_and_are_no_part_of_the_text(
    written: str, marks: tuple[str, ...]
) -> None:
    (sentence,) = cut(written)
    assert sentence.text == "The talks ended."
    assert sentence.marks == marks


def test_a_number_in_round_brackets_is_text() -> None:
    assert texts("It grew (2.3) [1.1].") == [("It grew (2.3).", ("1.1",))]


@pytest.mark.parametrize(
    "one",
    [
        "The U.S. 3.5 percent rise surprised Mr. Smith and J. Doe [1.1].",
        "It rose by 3.5 percent, to 1.200.000, at 5 p.m. local time [1.1].",
        "“We agree. We sign today,” said Ann Lee [1.1].",
        '"We agree. We sign today," said Ann Lee [1.1].',
        "The U.S. [1.1] said that it agreed.",
        "The deal with the U.S. Trump praised was signed [1.1].",
        "No. 10 declined to comment, the U.S.-led group said at example.org [1.1].",
        "1. The first item [1.1].",
        "The sentence goes on\nin the next line [1.1].",
    ],
)
def test_what_only_looks_like_an_end_does_not_cut(one: str) -> None:
    assert len(cut(one + " The other one [1.2].")) == 2


@pytest.mark.parametrize(
    "two",
    [
        "It ended in 2025. The two sides left [1.1].",
        "It ended [1.1]. The two sides left [1.2].",
        "It ended. [1.1] The two sides left. [1.2]",
        "It ended [1.1]\nThe two sides left [1.2]",
        "Did it end? The two sides left [1.1].",
        "“It ended.” The two sides left [1.1].",
        "“It ended [1.1].” The two sides left [1.2].",
        "- It ended [1.1]\n- The two sides left [1.2]",
        "会谈结束了。双方离开了[1.1]。",
    ],
)
def test_two_sentences_are_two(two: str) -> None:
    assert len(cut(two)) == 2


def test_a_sentence_comes_out_at_its_full_stop_where_its_mark_stands_before_it() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("The talks ended [2.3]") == []
    assert cutter.feed(".") == [Sentence("The talks ended.", ("2.3",))]


def test_a_mark_behind_the_full_stop_is_waited_for() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("The talks ended. [2.") == []
    assert cutter.feed("3] T") == [Sentence("The talks ended.", ("2.3",))]


def test_an_endless_sentence_is_given_up_and_the_next_one_read() -> None:
    first, second = cut("and then " * 300 + "it ended. The two sides left [1.1].")
    assert first.ending == "endless"
    assert len(first.text) <= LONGEST
    assert second == Sentence("The two sides left.", ("1.1",))


def test_what_a_broken_reply_leaves_unfinished_is_marked_so() -> None:
    cutter = SentenceCutter()
    cutter.feed("It ended [1.1]. The two sides [1.2]")
    assert cutter.finish(ending="broken_off") == [Sentence("The two sides", ("1.2",), "broken_off")]


@pytest.mark.parametrize("line", ["NO ANSWER", "no answer.", "**NO ANSWER**", "  NO ANSWER\n", "NO ANSWER [1.1]"])
def test_the_line_no_answer_declines(line: str) -> None:
    cutter = SentenceCutter()
    assert cutter.feed(line) + cutter.finish() == []
    assert cutter.declined


def test_a_sentence_that_only_speaks_of_no_answer_does_not_decline() -> None:
    cutter = SentenceCutter()
    cutter.feed("Boria gave no answer [1.1].")
    cutter.finish()
    assert not cutter.declined


def test_the_thoughts_of_a_reasoning_model_are_no_part_of_its_reply() -> None:
    assert texts("<think>Perhaps it ended [1.1]. Or not.</think>\nIt ended [1.2].") == [("It ended.", ("1.2",))]
    assert cut("<think>Perhaps it ended [1.1]. And for") == []


PARTS = st.sampled_from(
    ["The talks", " ended", ".", " ", "\n", "[1.1]", "[", "2.3", "]", "】", "U.S.", "“", "”", '"', "3.5", "- ", "1. ",
     "**", "?", "…", "NO ANSWER", "<think>", "</think>", "a", "The", "\u200b", "。", ",", "(", ")", "«", "»", "x" * 300,
     " [1.1][1.2]"]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=4), max_size=30).map("".join), st.integers(1, 7))
@example("a" * (LONGEST - 1) + ". [1.1] The next. The last", 1)
@example("It ended. [1.1" + "," * 900, 3)
def test_the_sentences_do_not_depend_on_how_the_text_came_in_pieces(text: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert cut(*pieces) == cut(*text) == cut(text)


@given(st.text())
def test_nothing_invisible_and_no_line_break_comes_out(text: str) -> None:
    assert all(sentence.text.isprintable() for sentence in cut(text))
