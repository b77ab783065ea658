"""Tables: separators, encodings, names of columns, rows that are none, and flat memory."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Mapping

import pytest
from builders import published
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.csv import CSV, read_csv

NONE: Mapping[str, str] = {}


def read(data: bytes | str, names: Mapping[str, str] = NONE) -> list[ReadOutcome]:
    return list(read_csv(io.BytesIO(data.encode() if isinstance(data, str) else data), "in.csv", names))


def bodies(outcomes: list[ReadOutcome]) -> list[str]:
    return [o.article.body for o in outcomes if isinstance(o, ReadArticle)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_what_separates_the_cells_is_told_from_the_first_row(separator: str) -> None:
    table = 'Title,Body Text,"Publication Date"\nFerry,It is back.,2025-03-14\n'.replace(",", separator)
    (outcome,) = read(table)
    assert isinstance(outcome, ReadArticle)
    assert (outcome.article.title, outcome.article.body) == ("Ferry", "It is back.")
    assert outcome.article.published == published("2025-03-14")
    assert outcome.where == "line 2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_in_quotes_hold_separators_quotes_and_line_ends(end: str) -> None:
    table = f'title,text{end}Ferry,"One, ""two""{end}three"{end}Quay,four{end}'
    assert bodies(read(table)) == ['One, "two"\nthree', "four"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_tables_come_in_any_encoding(encoding: str) -> None:
    assert bodies(read("title,text\nFähre,Sie fährt wieder über den Fluß.\n".encode(encoding))) == [
        "Sie fährt wieder über den Fluß."
    ]


def test_excels_own_line_about_the_separator_is_used() -> None:
    (outcome,) = read("sep=;\ntitle;text\nA;b, c\n")
    assert isinstance(outcome, ReadArticle)
    assert (outcome.article.body, outcome.where) == ("b, c", "line 3")


def test_a_mapped_column_goes_before_the_known_ones() -> None:
    assert bodies(read("text,story\na,b\n", {"body": "story"})) == ["b"]


def test_rows_that_are_none_are_named_and_the_rest_is_read() -> None:
    outcomes = read('title,text\nA,one\nB\nC,two,3\n\nD,"x"y\nE,three,,\nF,\n')
    assert bodies(outcomes) == ["one", "three"]
    failures = {o.where: o.reason for o in outcomes if isinstance(o, FailedInput)}
    assert list(failures) == ["line 3", "line 4", "line 6", "line 8"]
    assert failures["line 3"] == "a row of 1 cells, where the first row names 2"


def test_a_quotation_mark_that_is_never_closed_costs_its_row_alone() -> None:
    outcomes = read('title,text\nA,one\nB,"two\nC,three\nD,four\n')
    assert bodies(outcomes) == ["one", "three", "four"]
    (failure,) = (o for o in outcomes if isinstance(o, FailedInput))
    assert failure == FailedInput("in.csv", "line 3", "a quotation mark that is opened here and never closed")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "names no column with a text"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
    ],
)
def test_what_is_no_table_of_articles_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


def test_a_cell_of_three_megabytes_is_read() -> None:
    assert bodies(read(f'title,text\nA,"{"word " * 600_000}"\n')) == [("word " * 600_000).rstrip(" ")]


def test_memory_holds_one_row() -> None:
    class Endless(io.RawIOBase):
        rows = 6_000

        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1, /) -> bytes:
            self.rows -= 1
            return b"title,text\n" if self.rows == 5_999 else b"A," + b"word " * 400 + b"\n" if self.rows > 0 else b""

    tracemalloc.start()
    count = sum(1 for _ in read_csv(Endless(), "in.csv", {}))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_998
    assert peak < 3_000_000


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "export"])
def test_a_table_is_known_by_its_ending_or_its_first_row(name: str) -> None:
    assert reader_for(name, b"title,text,url\nA,b,c\n") is CSV


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab,;"\n\r\t \\|\x00é', max_size=60) | st.binary(max_size=40))
def test_whatever_comes_only_outcomes_come_out(rows: str | bytes) -> None:
    try:
        outcomes = read(b"title,text\n" + (rows.encode() if isinstance(rows, str) else rows))
    except Unreadable:
        outcomes = []
    assert all(isinstance(outcome, ReadArticle | FailedInput) for outcome in outcomes)
