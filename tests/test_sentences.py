"""Sentences as spans: where news writing makes splitting hard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


# One text a line; "|" stands where a sentence ends.
NEWS = """
The U.S. Senate voted.|It passed.
He flew to the U.S. on Monday.|Then he left.
He lives in the U.S.|The law is new.
U.S. Rep. John Doe spoke.|Lt. Col. Ann Lee agreed.
Talks in the U.K. Prime Minister Lee's office began.
U.N. Secretary-General Ann Lee spoke.
Gov. Smith signed it.|Sen. Mark Lee, R-Ky., voted no.
She ranked No. 5 in Nos. 3 and 4.|No. 5 was best.
J. R. R. Tolkien wrote it.|George W. Bush left.|John F. Kennedy Jr. flew.
It grew 3.5 percent to $1.5 billion.|Then it fell 0.2.|It rose.
Wait ... what?|He paused... and left.|He paused...|Then he left.
He waited … then left.|“Is it true …” he said.
“We agree.”|He left.
He said: “We agree.”|Then it rained.
“Is it true?” she asked.|“No!” said Lee.
“Is it true?” Smith asked.
“Stop!” Ann Lee shouted.|He ran.
“I came.|I saw.”|“You won,” he said.
He said "no."|She said "yes."|"I agree."|"You do not."
"Is it?" he asked.|"It is," she said.
He asked: “Why now?”|Smith declined to answer.
‘We go.’|They went.
(He left.)|Then it ended.
He left (see p. 5).|Then it ended.
It costs $5 at 5 p.m. Tuesday.|At 5 p.m.|The talks ended.
At 5 p.m. ET they left.|By 10 a.m. Monday it was over.
Acme Inc. said so.|Acme Corp. Chief Executive Jane Doe left.|He works at Acme Inc.|The end.
On Jan. 5 he left.|On Sept. 11, 2001, it fell.|It was in Dec.|The rest is known.
Mr. Lee vs. Mrs. Ray, et al., went on.|St. Louis won.
Dr. J. Doe, Ph.D., spoke.|She holds a Ph.D.|Her boss does not.
Prof. Dr. Hans Meier sprach.|Er ging.
He met Kim Jong Un.|Was it good?|Yes!|Very.
The store, on Main St. in Dallas, closed.
Yahoo! Inc. fell.|It closed at $5.
The ministry said.[1]|It denied it.
“He said ‘no.’”|She left.
Il a dit : « Nous partons. »|Puis il est parti.
他走了。|她留下了。
"""


@pytest.mark.parametrize("marked", NEWS.strip().splitlines())
def test_news_text_is_split_where_its_sentences_end(marked: str) -> None:
    assert sentences(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "Die Brücke wird zum 1. Juli gesperrt.|Das sagte der Rat.",
        "Vom 3. bis zum 14. März ruht die Fähre.|Danach fährt sie wieder.",
        "Am Montag, dem 2. März, kam der Sturm.|Er blieb.",
        "Im 3. Quartal fiel der Umsatz.|Der Preis stieg.",
        "Die Wahl ist am 12. Oktober.|Im Mai war keine.",
        "The vote is on May 12.|August was quiet.",
        "I am 12.|My brother is 9.",
        "The team came in at place 3.|Juli Weber led it.",
    ],
)
def test_a_stop_behind_a_german_ordinal_ends_no_sentence(marked: str) -> None:
    assert sentences(marked.replace("|", " ")) == marked.split("|")


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert sentences("他走了。她说：“不。”然后留下了。") == ["他走了。", "她说：“不。”", "然后留下了。"]


def test_a_headline_without_a_full_stop_stands_alone() -> None:
    assert sentences("Port Reopens After Storm\n\nShips left at dawn. Cranes moved.") == [
        "Port Reopens After Storm",
        "Ships left at dawn.",
        "Cranes moved.",
    ]


def test_each_item_of_a_list_is_a_sentence() -> None:
    assert sentences("The deal covers:\n- lithium\n- graphite\n1. Titanium") == [
        "The deal covers:",
        "- lithium",
        "- graphite",
        "1. Titanium",
    ]


def test_a_sentence_runs_on_over_hard_wrapped_lines() -> None:
    wrapped = (
        "The harbour authority of Port Example reopened both of its northern\n"
        "terminals on Tuesday, three days after a storm had closed them. Two\n"
        "cranes stay shut."
    )
    assert sentences(wrapped) == [wrapped[: wrapped.index(" Two")], "Two\ncranes stay shut."]


def test_an_indented_line_begins_a_new_sentence_in_a_wrapped_text() -> None:
    wrapped = (
        "The harbour of Port Example is not under\npressure to act on its plans and would do well to delay them\n"
        "because of the storm\n    Northern Lines said so. It had asked the authority of the\nHarbour for a new pier."
    )
    assert sentences(wrapped) == [
        wrapped[: wrapped.index("\n    ")],
        "Northern Lines said so.",
        "It had asked the authority of the\nHarbour for a new pier.",
    ]


def test_lines_of_a_table_stay_apart() -> None:
    table = "Wheat   2.55   2.40\nCorn    1.35   1.92\nrye     1.10   1.20\nOats    0.99   1.00\nBarley  1.00   1.01"
    assert len(sentence_spans(table)) == 5


def test_a_byline_under_a_long_headline_is_not_part_of_it() -> None:
    assert len(sentence_spans("Harbour of Port Example reopens three days after the storm\nBy Jane Doe")) == 2


def test_text_without_visible_characters_has_no_sentences() -> None:
    assert sentence_spans(" \n\t\n") == []


@given(st.text(st.sampled_from('aB .?!\n"”“’)[1]…。U.S 5\r\u2028-'), max_size=60) | st.text(max_size=60))
def test_spans_rise_are_stripped_and_cover_every_visible_character(text: str) -> None:
    spans = sentence_spans(text)
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())
