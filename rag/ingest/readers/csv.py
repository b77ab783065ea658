"""CSV and TSV: a table with one article a row, read row by row."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import IO

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.charsets import guessed_encoding
from rag.ingest.clean import clean_line
from rag.ingest.decoding import LARGEST_FILE, Unreadable, decode, refuse_binary
from rag.ingest.fields import NAMES, article_from, names_field
from rag.ingest.readers.reader import Reader

_DELIMITERS = ",;\t|"
_SAMPLE = 65_536
_EXCEL_SAYS = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def read_csv(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """An article or a failure ("line 3") for each row that is not blank; memory holds one row.

    The first row names the fields as `rag.ingest.fields` and ``names`` know them; what separates the cells is told from
    it. A quotation mark that is never closed costs its row alone. Raises Unreadable where the file is empty or no text,
    or its first row names no column with a text.
    """
    lines = _Lines(_decoded(stream))
    first = lines.peek()
    if excel := _EXCEL_SAYS.fullmatch(first):
        next(lines)
        lines.new_row()
    delimiter = excel[1] if excel else _delimiter(first, names)
    rows = _rows(lines, delimiter)
    header = [clean_line(name) for name in next((row for _, row, _ in rows if any(row)), [])]
    if not any(names_field(name, "body") or name == names.get("body") for name in header):
        given = ", ".join(header)[:200] or "none"
        raise Unreadable(f"the first row names no column with a text (it names {given}); --map body=… names it")
    for line, row, fault in rows:
        if fault:
            yield FailedInput(source, f"line {line}", fault)
        elif any(cell.strip() for cell in row):
            yield _read_row(row, header, source, f"line {line}", names)


def _read_row(row: list[str], header: list[str], source: str, where: str, names: Mapping[str, str]) -> ReadOutcome:
    while len(row) > len(header) and not row[-1].strip():
        row.pop()
    try:
        if len(row) != len(header):
            raise Unreadable(f"a row of {len(row)} cells, where the first row names {len(header)}")
        return ReadArticle(article_from(dict(zip(header, row, strict=True)), names), source, where)
    except Unreadable as error:
        return FailedInput(source, where, str(error))


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """(number of its first line, cells, fault) of each row; without cells where there is a fault."""
    # The limit is the module's own for the whole process; the standard 128 KiB is less than a long article.
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.new_row()
        try:
            row, fault = next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            lines.back_to_second()
            row, fault = [], _reason(str(error))
        yield lines.first, row, fault


def _reason(fault: str) -> str:
    if "unexpected end" in fault or "field larger" in fault:
        return "a quotation mark that is opened here and never closed"
    return f"not a row of this table: {clean_line(fault)}"


class _Lines:
    """Numbered lines that can be taken back: all but the first of a row that turned out to be none."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = enumerate(lines, start=1)
        self._back: deque[tuple[int, str]] = deque()
        self._taken: list[tuple[int, str]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self._taken.append(line)
        return line[1]

    @property
    def first(self) -> int:
        """The number of the first line since `new_row`."""
        return self._taken[0][0] if self._taken else 0

    def new_row(self) -> None:
        self._taken.clear()

    def back_to_second(self) -> None:
        self._back.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]

    def peek(self) -> str:
        """The next line, which stays the next."""
        line = next(self._lines, (0, ""))
        self._back.append(line)
        return line[1]


def _delimiter(first: str, names: Mapping[str, str]) -> str:
    """Of the candidates the one that makes of the first line most names of fields, and then most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        known = sum(cell in names.values() or any(names_field(cell, ours) for ours in NAMES) for cell in cells)
        return known, len(cells)

    return max(_DELIMITERS, key=score)


def _decoded(stream: IO[bytes]) -> Iterator[str]:
    """The lines, their ends as they stand. Raises Unreadable where the stream is empty, binary or has an endless line.

    UTF-8; a line that is not is read in the encoding that the start of the file looks written in. UTF-16 and UTF-32 are
    read as a whole, of at most 16 MiB.
    """
    start = list(_start(stream))
    sample = b"".join(start)
    if not sample.strip():
        raise Unreadable("the file is empty")
    if b"\x00" in sample:
        yield from _wide(sample + stream.read(LARGEST_FILE + 1))
        return
    refuse_binary(sample)
    other = _encoding(sample)
    start[0] = start[0].removeprefix(b"\xef\xbb\xbf")
    for line in start:
        yield from StringIO(_line(line, other), newline="")
    while line := stream.readline(LARGEST_FILE + 1):
        if len(line) > LARGEST_FILE:
            raise Unreadable(f"a line longer than {LARGEST_FILE // 2**20} MiB; what stands before it was read")
        yield from StringIO(_line(line, other), newline="")


def _encoding(sample: bytes) -> str:
    """That of the lines that are not UTF-8."""
    return "cp1252" if sample.isascii() else guessed_encoding(sample)


def _start(stream: IO[bytes]) -> Iterator[bytes]:
    """Whole lines of some 64 KiB."""
    size = 0
    while size < _SAMPLE and (line := stream.readline(LARGEST_FILE + 1)):
        size += len(line)
        yield line


def _wide(data: bytes) -> Iterator[str]:
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"a table in UTF-16 or UTF-32 larger than {LARGEST_FILE // 2**20} MiB; save it as UTF-8")
    yield from StringIO(decode(data), newline="")


def _line(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, errors="replace")


def _begins(head: bytes) -> bool:
    """Whether the first line of some text names two fields, the text itself among them, and nothing else is clear."""
    try:
        first = decode(head).partition("\n")[0]
    except Unreadable:
        return False
    cells = [clean_line(cell).strip('"') for cell in first.split(_delimiter(first, {}))]
    ours = {ours for cell in cells for ours in NAMES if names_field(cell, ours)}
    return "body" in ours and len(ours) > 1


CSV = Reader("CSV", (".csv", ".tsv", ".tab"), _begins, read_csv)
