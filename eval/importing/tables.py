"""Lists of questions as people keep them: CSV with a line of headings, and plain "question;answer" lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

from eval.case import Case, GoldQuote, Kind
from eval.importing.imported import UNANSWERABLE, BadRow, Imported, Importer, a_case, read_bytes, repeated, words_in
from eval.rows import NotText, decoded
from rag.domain.errors import UsageError

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "question_id", "qid", "nr", "no", "number", "key"),
    "question": ("question", "questions", "query", "prompt", "input", "user_input", "q", "frage"),
    "answers": (
        "answers", "answer", "expected", "expected_answer", "expected_output", "reference", "reference_answer",
        "ground_truth", "ground_truths", "gold", "gold_answer", "correct_answer", "output", "a", "antwort",
    ),
    "kind": ("kind", "type", "question_type", "category"),
    "tags": ("tags", "tag", "labels", "topic"),
    "answerable": ("answerable", "is_answerable", "has_answer"),
    "article": ("article", "article_id", "document", "document_id", "doc_id", "source_id", "title"),
    "as_of": ("as_of", "as_of_date", "known_until"),
    "quote": ("quote", "evidence", "passage", "context", "span", "supporting_text"),
}  # fmt: skip
"""Our field -> the headings under which it is understood; capitals, blanks and hyphens do not matter."""
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": None}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(path: Path, _part: str) -> Imported:
    """A row for each question; commas, semicolons or tabs between the cells, as the headings have them."""
    text = _text(path)
    if isinstance(text, BadRow):
        return Imported((), bad=(text,))
    head = text.split("\n", 1)[0]
    # By the headings alone: answers hold commas too.
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    headings = next(_numbered(reader, path), None)
    if not isinstance(headings, tuple):
        raise UsageError(f"{path} has no line of headings, such as question,answer.")
    fields = _fields(headings[1], path)
    rows = (row if isinstance(row, BadRow) else _row(row, fields, path) for row in _numbered(reader, path))
    return _imported(path, rows)


def read_lines(path: Path, _part: str) -> Imported:
    """ "question;answer" lines; the first semicolon or tab after the question mark ends the question."""
    text = _text(path)
    if isinstance(text, BadRow):
        return Imported((), bad=(text,))
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))
    return _imported(path, (_line(number, line, path) for number, line in lines if line))


def _imported(path: Path, rows: Iterator[Case | BadRow]) -> Imported:
    read = list(rows)
    cases = [row for row in read if isinstance(row, Case)]
    bad = [row for row in read if isinstance(row, BadRow)]
    return Imported(tuple(cases), bad=(*bad, *repeated(cases, path)))


def _text(path: Path) -> str | BadRow:
    """UTF-8, or the UTF-16 that spreadsheets write as "Unicode text"."""
    content = read_bytes(path)
    try:
        text = content.decode("utf-16") if content.startswith(_UTF16) else decoded(content)
    except NotText as error:
        return BadRow(path, error.problem.line, error.problem.reason)
    except UnicodeDecodeError as error:
        return BadRow(path, 1, f"not UTF-16, though it begins like it (byte {error.start}); save the file as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _numbered(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Rows that hold something, with the line that each begins in: a quoted cell may run over several."""
    while True:
        begins = getattr(reader, "line_num", 0) + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(path, begins, f"not CSV: {error}")
            return
        if any(cell.strip() for cell in row):
            yield begins, row


def _fields(headings: list[str], path: Path) -> dict[str, list[int]]:
    """Our field -> its columns; answers may have several ("answer 1", "answer 2")."""
    found: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        name = re.sub(r"[\s_-]*\d*$", "", re.sub(r"[\s-]+", "_", heading.strip().casefold()))
        ours = next((ours for ours, theirs in HEADINGS.items() if name in theirs), None)
        if ours is not None and (ours == "answers" or ours not in found):
            found.setdefault(ours, []).append(at)
    for needed in ("question", "answers"):
        if needed not in found:
            raise UsageError(
                f"{path}, line 1: no column for the {needed}. Name one {HEADINGS[needed][0]!r}; "
                f"the headings there are: {', '.join(headings)}."
            )
    return found


def _row(numbered: tuple[int, list[str]], fields: dict[str, list[int]], path: Path) -> Case | BadRow:
    line, row = numbered
    cells = {ours: [row[at].strip() for at in columns if at < len(row)] for ours, columns in fields.items()}

    def cell(ours: str) -> str:
        return next(iter(cells.get(ours, ())), "")

    answers = [word for each in cells["answers"] for word in words_in(each)]
    try:
        kind = _kind(cell("kind"), _answerable(cell("answerable"), answers))
        article, quote = cell("article"), cell("quote")
        gold = [GoldQuote(article, "body", quote, 1)] if article and kind != "unanswerable" else []
        if answers in ([], [UNANSWERABLE]) and kind != "unanswerable":
            raise ValueError(f"no answer is given; write {UNANSWERABLE} where the articles hold none")
        return a_case(
            cell("id") or f"line-{line}",
            cell("question"),
            line,
            kind=kind,
            answers=[answers],
            gold=gold,
            as_of=_day(cell("as_of")),
            tags=[tag for tag in re.split(r"[|,;]\s*", cell("tags")) if tag],
        )
    except ValueError as error:
        return BadRow(path, line, str(error))


def _answerable(written: str, answers: list[str]) -> bool:
    truth = _TRUTHS.get(written.casefold(), "")
    if truth == "":
        raise ValueError(f"answerable is {written!r}; write yes or no")
    said = answers != [UNANSWERABLE] if truth is None else bool(truth)
    if not said and answers not in ([], [UNANSWERABLE]):
        raise ValueError("not answerable, but an answer is given")
    return said


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise ValueError(f"as_of is {written!r}; write a day as YYYY-MM-DD") from error


def _kind(written: str, is_answerable: bool) -> Kind:
    """The kind that is written, where it is one of ours; another word is no error, since many lists have their own."""
    known = next((kind for kind in get_args(Kind) if kind == written.casefold().replace(" ", "-")), None)
    if not is_answerable:
        return "unanswerable"
    if known in (None, "unanswerable", "false-premise"):
        return "fact"
    kind: Kind = known
    return kind


def _line(number: int, line: str, path: Path) -> Case | BadRow:
    after = line.find("?") + 1
    ends = re.search(r"[;\t]", line[after:])
    if ends is None:
        return BadRow(path, number, "no semicolon between question and answer")
    question, answer = line[: after + ends.start()], line[after + ends.end() :]
    words = words_in(answer)
    try:
        if not words:
            raise ValueError(f"no answer is given; write {UNANSWERABLE} where the articles hold none")
        kind: Kind = "unanswerable" if words == [UNANSWERABLE] else "fact"
        return a_case(f"line-{number}", question, number, kind=kind, answers=[words])
    except ValueError as error:
        return BadRow(path, number, str(error))


CSV = Importer("csv", read_csv, carries_texts=False)
LINES = Importer("lines", read_lines, carries_texts=False)
