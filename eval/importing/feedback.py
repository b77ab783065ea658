"""What readers said of answers, from what `dateline export` wrote; the app makes cases of it by the same function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from eval.case import Case, case_of
from eval.importing.documents import json_lines
from eval.importing.imported import BadRow, Imported, Importer, repeated
from rag.archive.export_rows import ArticleRow, FeedbackRow, row_from
from rag.domain.article import Version
from rag.render.exchange_json import feedback_from_json
from rag.render.feedback_case import promoted_case

_READ = ("article", "feedback")
"""The kinds of row that have a part in a set."""


def read_feedback(path: Path, _part: str) -> Imported:
    """The feedback of every owner as cases, about the newest versions of all articles of the export."""
    newest: dict[str, Version] = {}
    given: list[tuple[int, FeedbackRow]] = []
    bad: list[BadRow] = []
    for row in json_lines(path):
        if isinstance(row, BadRow):
            bad.append(row)
        elif row.get("kind") in _READ:
            try:
                read = row_from(dict(row))
                if isinstance(read, ArticleRow):
                    _keep(read, newest)
                elif isinstance(read, FeedbackRow):
                    given.append((row.line, read))
            except ValueError as error:
                bad.append(BadRow(path, row.line, _reason(error)))
    cases, unused = _cases(given, newest, path)
    articles = tuple(version.article for version in newest.values())
    return Imported(tuple(cases), articles, (*bad, *unused, *repeated(cases, path)), _notes(cases))


def _keep(row: ArticleRow, newest: dict[str, Version]) -> None:
    if row.id not in newest or newest[row.id].number < row.version:
        newest[row.id] = Version(row.article(), row.version, row.stored)


def _cases(
    given: list[tuple[int, FeedbackRow]], newest: Mapping[str, Version], path: Path
) -> tuple[list[Case], list[BadRow]]:
    """What was given as cases, and what makes none."""
    cases, bad = [], []
    for line, row in given:
        try:
            feedback = feedback_from_json(json.dumps(row.feedback))
            cases.append(case_of(promoted_case(feedback, newest.get), line))
        except (ValueError, KeyError, TypeError) as error:
            bad.append(BadRow(path, line, _reason(error)))
    return cases, bad


def _notes(cases: list[Case]) -> tuple[str, ...]:
    if not cases:
        return ()
    return ("The answers are those that readers called right. Look them over; nobody has reviewed the rows.",)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, p['loc'][1:]))}: {p['msg']}" for p in error.errors())
    return f"no field {error}" if isinstance(error, KeyError) else str(error)


FEEDBACK = Importer("feedback", read_feedback, carries_texts=True)
