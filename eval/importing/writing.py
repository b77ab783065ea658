"""An imported set as files: the cases, and beside them the articles that came with them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from eval.case import Case
from eval.importing.imported import Imported
from eval.whole_file import written_whole
from rag.domain.article import Article
from rag.domain.errors import WorkFailed


def write_set(imported: Imported, out: Path, archive: Path | None) -> Path:
    """Writes the set, and its articles where it carries any; returns the path of the articles that the set is about.

    ``archive`` is those of a set that carries none. Each file is written beside its place and then put there, the
    articles first, so that a set never names what is not whole. Raises WorkFailed.
    """
    articles = archive or out.with_name(f"{out.stem}.articles.jsonl")
    named = Path(os.path.relpath(articles, out.parent)).as_posix()
    try:
        if archive is None:
            _write(articles, (_article_row(article) for article in imported.articles))
        _write(out, (case_row(case, named) for case in imported.cases))
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
        "answerable": case.answerable,
        "kind": case.kind,
        "answers": _flat(case.answers),
        "gold": [_gold(gold.article, gold.quote, gold.fact) for gold in case.gold],
        "as_of": case.as_of.isoformat() if case.as_of else None,
        "tags": list(case.tags),
        "archive": archive,
    }
    return {name: value for name, value in row.items() if value not in ([], None)}


def _gold(article: str, quote: str, fact: int) -> dict[str, object]:
    return {"article": article, **({"quote": quote} if quote else {}), **({"fact": fact} if fact != 1 else {})}


def _flat(answers: tuple[tuple[str, ...], ...]) -> list[object]:
    """Wordings of a single part as they are; several parts as a list each."""
    return list(answers[0]) if len(answers) == 1 else [list(part) for part in answers]


def _article_row(article: Article) -> dict[str, object]:
    row = {
        "id": article.id,
        "title": article.title,
        "published": article.dateline,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "body": article.body,
    }
    return {name: value for name, value in row.items() if value}


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    with written_whole(path) as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
