"""RGB: JSON lines with passages that answer the question and passages that do not.

Source: Chen et al., AAAI 2024 (arXiv 2309.01431). RGB hands each question its own passages; here the passages of all
questions are one archive, so that they have to be found first.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.case import Case, GoldQuote, Kind
from eval.importing.documents import FieldWrong, field_of, json_lines
from eval.importing.imported import BadRow, Imported, Importer, a_case, repeated
from eval.importing.unique import as_stored, quote_of
from rag.domain.article import Article
from rag.domain.errors import UsageError

PARTS = ("noise", "rejection")
"""All passages; or only those that do not answer, so that every question is to be declined."""


def read_rgb(path: Path, part: str) -> Imported:
    """The questions of en_refine.json, en_int.json (several parts) or en_fact.json (with passages that are false)."""
    if part not in PARTS:
        raise UsageError(f"RGB has no part {part!r}. Those there are: {', '.join(PARTS)}.")
    cases: list[Case] = []
    articles: list[Article] = []
    bad: list[BadRow] = []
    for row in json_lines(path):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            case, passages = _case(row, row.line, part)
            cases.append(case)
            articles += passages
        except (FieldWrong, ValueError) as error:
            bad.append(BadRow(path, row.line, str(error)))
    return Imported(tuple(cases), tuple(articles), (*bad, *repeated(cases, path)))


def _case(row: Any, line: int, part: str) -> tuple[Case, list[Article]]:
    """Raises FieldWrong or ValueError where the row cannot be used."""
    number, question = str(field_of(row, "id", object)), field_of(row, "query", str)
    negative = _articles(f"{number}-other", _texts(row, "negative"))
    if part == "rejection":
        return a_case(f"rgb-{number}", question, line, kind="unanswerable", tags=["rgb", part]), negative
    answers = _parts(field_of(row, "answer", object))
    positive = _lists(row, "positive")
    kind: Kind = "multi-article" if len(answers) > 1 else "fact"
    if "fakeanswer" in row:
        # Both values stand in the archive, so that both are to be shown: the first is true.
        kind = "conflict"
        answers = [answers[0], *_parts(row["fakeanswer"])]
        positive = [positive[0], _texts(row, "positive_wrong")]
    shared = len(positive) == 1
    passages = [_articles(f"{number}-answers-{at}", texts) for at, texts in enumerate(positive, start=1)]
    gold = [
        GoldQuote(article.id, "body", _quote(wordings, article.body), fact)
        for fact, wordings in enumerate(answers, start=1)
        for article in passages[0 if shared else min(fact, len(passages)) - 1]
    ]
    case = a_case(f"rgb-{number}", question, line, kind=kind, answers=answers, gold=gold, tags=["rgb"])
    return case, [*(article for of_part in passages for article in of_part), *negative]


def _quote(wordings: Sequence[str], body: str) -> str:
    """The answer where the passage says it, else "": the whole passage."""
    return next((quote for wording in wordings if (quote := quote_of(wording, body))), "")


def _parts(answer: Any) -> list[list[str]]:
    """ "A", ["A", "a"] (wordings of one answer) or [["A", "a"], ["B"]] (parts); parts may be mixed with plain texts."""
    if isinstance(answer, str):
        return [[answer]]
    if isinstance(answer, list) and answer and all(isinstance(each, str) for each in answer):
        return [answer]
    if isinstance(answer, list) and answer and all(isinstance(each, str | list) for each in answer):
        return [[each] if isinstance(each, str) else [str(word) for word in each] for each in answer]
    raise FieldWrong("'answer' is neither text nor a list of texts")


def _lists(row: Any, name: str) -> list[list[str]]:
    """The passages, in a list for each part of the answer."""
    value = field_of(row, name, list)
    if value and all(isinstance(each, list) for each in value):
        return [[text for text in each if isinstance(text, str)] for each in value]
    return [_texts(row, name)]


def _texts(row: Any, name: str) -> list[str]:
    texts = field_of(row, name, list)
    if not all(isinstance(text, str) for text in texts):
        raise FieldWrong(f"{name!r} holds something that is no text")
    return texts


def _articles(stem: str, texts: Sequence[str]) -> list[Article]:
    bodies = [body for text in texts if (body := as_stored(text))]
    return [Article(body=body, id=f"rgb-{stem}-{at}") for at, body in enumerate(bodies, start=1)]


RGB = Importer("rgb", read_rgb, carries_texts=True, part=PARTS[0])
