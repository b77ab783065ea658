"""An imported set as files: the cases, and beside them the articles that came with them."""

from __future__ import annotations

import os
from pathlib import Path

from eval.case import Case, GoldQuote
from eval.importing.imported import Imported
from rag.domain.errors import WorkFailed
from rag.render.article_row import article_as_row
from rag.whole_file import write_jsonl


def write_set(imported: Imported, out: Path, archive: Path | None) -> Path:
    """Writes the set, and its articles where it carries any; returns the path of the articles that the set is about.

    ``archive`` is those of a set that carries none. Each file is written beside its place and then put there, the
    articles first, so that a set never names what is not whole. Raises WorkFailed.
    """
    articles = archive or out.with_name(f"{out.stem}.articles.jsonl")
    named = Path(os.path.relpath(articles, out.parent)).as_posix()
    try:
        if archive is None:
            write_jsonl(articles, (article_as_row(article) for article in imported.articles))
        write_jsonl(out, (case_row(case, named) for case in imported.cases))
    except OSError as error:
        raise WorkFailed(
            f"{error.filename or out} cannot be written ({error.strerror or error}). Name another file."
        ) from error
    return articles


def case_row(case: Case, archive: str) -> dict[str, object]:
    """The case as a line of a set; what is left out has its default."""
    row: dict[str, object] = {
        "id": case.id,
        "question": case.question,
        "history": [{"question": turn.question, "answer": turn.answer} for turn in case.history],
        "answerable": case.answerable,
        "kind": case.kind,
        "answers": _flat(case.answers),
        "gold": [_gold(gold) for gold in case.gold],
        "forbidden": list(case.forbidden),
        "as_of": case.as_of.isoformat() if case.as_of else None,
        "tags": list(case.tags),
        "archive": archive,
    }
    return {name: value for name, value in row.items() if value not in ([], None)}


def _gold(gold: GoldQuote) -> dict[str, object]:
    row = {"article": gold.article, "field": gold.field, "quote": gold.quote, "fact": gold.fact}
    usual = {"field": "body", "quote": "", "fact": 1}
    return {name: value for name, value in row.items() if value != usual.get(name)}


def _flat(answers: tuple[tuple[str, ...], ...]) -> list[object]:
    """Wordings of a single part as they are; several parts as a list each."""
    return list(answers[0]) if len(answers) == 1 else [list(part) for part in answers]
