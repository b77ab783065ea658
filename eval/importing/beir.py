"""BEIR: a folder with corpus.jsonl, queries.jsonl and qrels/PART.tsv, which judge whole documents.

Source: Thakur et al., NeurIPS 2021. A document with a score above 0 is relevant; degrees of relevance are not kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from eval.case import Case, GoldQuote
from eval.importing.documents import FieldWrong, field_of, json_lines
from eval.importing.imported import BadRow, Imported, Importer, a_case, read_bytes, repeated
from eval.importing.unique import as_stored
from eval.rows import NotText, decoded
from rag.domain.article import Article
from rag.domain.errors import UsageError
from rag.ingest.clean import clean_line

Judged = tuple[int, str, str]
"""(line, query id, document id) of a relevant document."""


def read_beir(folder: Path, part: str) -> Imported:
    """The queries that PART.tsv judges; the whole corpus is the archive."""
    corpus, queries, qrels = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / f"{part}.tsv"
    for path in (corpus, queries, qrels):
        if not path.is_file():
            raise UsageError(f"{folder} is not a folder of BEIR: there is no {path}. --part names the file in qrels/.")
    articles, bad = _articles(corpus)
    judged: dict[str, list[GoldQuote]] = defaultdict(list)
    known = {article.id for article in articles}
    for row in _relevant(qrels):
        if isinstance(row, BadRow):
            bad.append(row)
        elif row[2] not in known:
            bad.append(BadRow(qrels, row[0], f"the document {row[2]!r} is not in {corpus.name}, or is empty there"))
        else:
            # Each document is a fact of its own, so that recall counts them one by one.
            judged[row[1]].append(GoldQuote(row[2], "body", "", len(judged[row[1]]) + 1))
    cases, of_queries = _cases(queries, judged)
    return Imported(tuple(cases), tuple(articles), (*bad, *of_queries, *repeated(cases, queries)))


def _articles(corpus: Path) -> tuple[list[Article], list[BadRow]]:
    articles: list[Article] = []
    bad: list[BadRow] = []
    for row in json_lines(corpus):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            document, title = field_of(row, "_id", str), clean_line(field_of(row, "title", str, ""))
            # A few corpora have documents of a title alone.
            if body := as_stored(field_of(row, "text", str)) or title:
                articles.append(Article(body=body, id=document, title=title))
        except FieldWrong as error:
            bad.append(BadRow(corpus, row.line, str(error)))
    return articles, bad


def _relevant(qrels: Path) -> Iterator[Judged | BadRow]:
    try:
        text = decoded(read_bytes(qrels))
    except NotText as error:
        yield BadRow(qrels, error.problem.line, error.problem.reason)
        return
    for line, content in enumerate(text.split("\n"), start=1):
        cells = content.rstrip("\r").split("\t")
        if not content.strip() or (line == 1 and not _is_number(cells[-1])):
            continue
        if len(cells) != 3 or not _is_number(cells[2]):
            yield BadRow(qrels, line, "not a query id, a document id and a number, with tabs between them")
        elif int(cells[2]) > 0:
            yield line, cells[0], cells[1]


def _cases(queries: Path, judged: dict[str, list[GoldQuote]]) -> tuple[list[Case], list[BadRow]]:
    cases: list[Case] = []
    bad: list[BadRow] = []
    for row in json_lines(queries):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            query, text = field_of(row, "_id", str), field_of(row, "text", str)
            if query in judged:
                cases.append(a_case(query, text, row.line, gold=judged[query], tags=["beir"]))
        except (FieldWrong, ValueError) as error:
            bad.append(BadRow(queries, row.line, str(error)))
    missing = sorted(judged.keys() - {case.id for case in cases})
    if missing and not bad:
        bad.append(BadRow(queries, 1, f"no query {missing[0]!r}, which is judged ({len(missing)} such)"))
    return cases, bad


def _is_number(cell: str) -> bool:
    return cell.strip().lstrip("-").isdecimal()


BEIR = Importer("beir", read_beir, carries_texts=True, part="test")
