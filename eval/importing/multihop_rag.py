"""MultiHop-RAG: MultiHopRAG.json with its questions, and corpus.json with its articles, in one folder.

Source: Tang and Yang, 2024 (arXiv 2401.15391). Each evidence is a fact of its own: an answer needs them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.case import Case, GoldQuote, Kind
from eval.importing.documents import FieldWrong, field_of, line_of, whole_json
from eval.importing.imported import BadRow, Imported, Importer, a_case
from eval.importing.unique import as_stored, quote_of
from rag.domain.article import Article
from rag.domain.errors import UsageError
from rag.ingest.clean import clean_line

QUESTIONS, CORPUS = "MultiHopRAG.json", "corpus.json"
_KINDS: Mapping[str, Kind] = {
    "inference_query": "multi-article",
    "comparison_query": "comparison",
    "temporal_query": "temporal",
    "null_query": "unanswerable",
}


def read_multihop_rag(path: Path, _part: str) -> Imported:
    """Both files of the folder; or the file of questions, with corpus.json beside it."""
    questions = path / QUESTIONS if path.is_dir() else path
    corpus = questions.parent / CORPUS
    for file in (questions, corpus):
        if not file.is_file():
            raise UsageError(f"There is no {file}. MultiHop-RAG is two files, {QUESTIONS} and {CORPUS}, in one folder.")
    articles, bad = _articles(corpus)
    by_name = _by_name(articles)
    cases: list[Case] = []
    places = Counter[str]()
    for number, row in enumerate(_rows(questions), start=1):
        try:
            cases.append(_case(row, number, by_name, places))
        except (FieldWrong, ValueError) as error:
            bad.append(BadRow(questions, line_of(row), str(error)))
    return Imported(tuple(cases), tuple(articles), tuple(bad), _notes(places))


def _rows(file: Path) -> list[Any]:
    rows = whole_json(file)
    if not isinstance(rows, list):
        raise UsageError(f"{file} is not a list. Name the files as they are published.")
    return rows


def _articles(corpus: Path) -> tuple[list[Article], list[BadRow]]:
    articles: list[Article] = []
    bad: list[BadRow] = []
    for number, row in enumerate(_rows(corpus), start=1):
        try:
            body = as_stored(field_of(row, "body", str))
            if not body:
                raise FieldWrong("'body' is empty")
            author = row.get("author")
            articles.append(
                Article(
                    body=body,
                    id=f"article-{number}",
                    title=clean_line(field_of(row, "title", str)),
                    source=field_of(row, "source", str, ""),
                    url=field_of(row, "url", str, ""),
                    section=field_of(row, "category", str, ""),
                    dateline=field_of(row, "published_at", str, ""),
                    authors=(author,) if isinstance(author, str) and author else (),
                )
            )
        except FieldWrong as error:
            bad.append(BadRow(corpus, line_of(row), str(error)))
    return articles, bad


def _by_name(articles: list[Article]) -> dict[str, Article]:
    """By address and by title, the address first: some titles stand twice."""
    found = {article.title: article for article in reversed(articles)}
    found.update({article.url: article for article in articles if article.url})
    return found


def _case(row: Any, number: int, by_name: Mapping[str, Article], places: Counter[str]) -> Case:
    """Raises FieldWrong or ValueError where the row cannot be used."""
    question, asked = field_of(row, "query", str), field_of(row, "question_type", str)
    if asked not in _KINDS:
        raise FieldWrong(f"question_type is {asked!r}, which is none of {', '.join(_KINDS)}")
    line, tags = line_of(row), [asked]
    if _KINDS[asked] == "unanswerable":
        return a_case(f"mhr-{number}", question, line, kind="unanswerable", tags=tags)
    evidence = field_of(row, "evidence_list", list)
    facts = dict.fromkeys(_gold(each, by_name) for each in evidence)
    if not facts:
        raise FieldWrong("'evidence_list' is empty")
    gold = [GoldQuote(article, "body", quote, fact) for fact, (article, quote) in enumerate(facts, start=1)]
    places.update("whole" if each.is_whole_article else "quoted" for each in gold)
    answer = field_of(row, "answer", str)
    return a_case(f"mhr-{number}", question, line, kind=_KINDS[asked], answers=[[answer]], gold=gold, tags=tags)


def _gold(evidence: Any, by_name: Mapping[str, Article]) -> tuple[str, str]:
    """(article id, quote); an empty quote where the fact does not stand in the article word for word."""
    title, fact = field_of(evidence, "title", str), field_of(evidence, "fact", str)
    article = by_name.get(field_of(evidence, "url", str, "")) or by_name.get(clean_line(title))
    if article is None:
        raise FieldWrong(f"the evidence's article {title!r} is not in {CORPUS}")
    return article.id, quote_of(fact, article.body)


def _notes(places: Counter[str]) -> tuple[str, ...]:
    if not places["whole"]:
        return ()
    return (
        f"{places['whole']} of {places.total()} facts do not stand in their article word for word; "
        "for those the whole article is the gold.",
    )


MULTIHOP_RAG = Importer("multihop-rag", read_multihop_rag, carries_texts=True)
