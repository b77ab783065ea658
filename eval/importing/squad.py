"""SQuAD 1.1 and 2.0: paragraphs become articles, answers become gold spans.

Source: Rajpurkar et al., EMNLP 2016 and ACL 2018. `answer_start` counts characters of the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.case import Case, GoldQuote
from eval.importing.documents import FieldWrong, field_of, line_of, whole_json
from eval.importing.imported import BadRow, Imported, Importer, a_case, repeated
from eval.importing.unique import as_stored, unique_quote
from rag.domain.article import Article
from rag.domain.errors import UsageError
from rag.ingest.clean import clean_line, clean_text

_SOURCE = "SQuAD"


def read_squad(path: Path, _part: str) -> Imported:
    """Every question; those that are marked impossible count as unanswerable."""
    document = whole_json(path)
    try:
        subjects = field_of(document, "data", list)
    except FieldWrong as error:
        raise UsageError(f"{path} is not a SQuAD file: {error}. Name train-v2.0.json or dev-v2.0.json.") from error
    articles: list[Article] = []
    rows: list[Case | BadRow] = []
    for subject in subjects:
        for item in _paragraphs(subject, path):
            if isinstance(item, BadRow):
                rows.append(item)
                continue
            context, questions, title = item
            article = Article(body=as_stored(context), id=f"p{len(articles) + 1}", title=title, source=_SOURCE)
            articles.append(article)
            rows += [_case(question, article, context, path) for question in questions]
    cases = [row for row in rows if isinstance(row, Case)]
    bad = [row for row in rows if isinstance(row, BadRow)]
    return Imported(tuple(cases), tuple(articles), (*bad, *repeated(cases, path)))


def _paragraphs(subject: Any, path: Path) -> Iterator[tuple[str, list[Any], str] | BadRow]:
    """Each paragraph as it is written, with its questions and the title that it stands under."""
    try:
        title = clean_line(field_of(subject, "title", str, "").replace("_", " "))
        paragraphs = field_of(subject, "paragraphs", list)
    except FieldWrong as error:
        yield BadRow(path, line_of(subject), str(error))
        return
    for paragraph in paragraphs:
        try:
            context, questions = field_of(paragraph, "context", str), field_of(paragraph, "qas", list)
            if not as_stored(context):
                raise FieldWrong("'context' is empty")
            yield context, questions, title
        except FieldWrong as error:
            yield BadRow(path, line_of(paragraph), str(error))


def _case(row: Any, article: Article, context: str, path: Path) -> Case | BadRow:
    try:
        case_id, question = field_of(row, "id", str), field_of(row, "question", str)
        if field_of(row, "is_impossible", bool, False):
            return a_case(case_id, question, line_of(row), kind="unanswerable")
        answers = field_of(row, "answers", list)
        gold = dict.fromkeys(_gold(answer, article, context) for answer in answers)
        wordings = [field_of(answer, "text", str) for answer in answers]
        return a_case(case_id, question, line_of(row), answers=[wordings] if wordings else [], gold=list(gold))
    except (FieldWrong, ValueError) as error:
        return BadRow(path, line_of(row), str(error))


def _gold(answer: Any, article: Article, context: str) -> GoldQuote:
    """Where the answer stands, by its offset. Raises FieldWrong where something else stands there."""
    text, start = field_of(answer, "text", str), field_of(answer, "answer_start", int)
    if not text.strip() or start < 0 or context[start : start + len(text)] != text:
        raise FieldWrong(f"the answer {text!r} does not stand at character {start} of its paragraph")
    # What an ingest takes out before the answer moves it.
    at = len(clean_text(context[:start])) - (len(clean_text(context)) - len(clean_text(context).lstrip("\n ")))
    return GoldQuote(article.id, "body", unique_quote(article.body, at, at + len(clean_text(text))), 1)


SQUAD = Importer("squad", read_squad, carries_texts=True)
