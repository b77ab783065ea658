"""What a reader said of answers as a set of questions: looked over, then put beside the runs with the articles."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.domain.article import Article, Version
from rag.domain.conversation import Feedback
from rag.domain.errors import WorkFailed
from rag.render.feedback_case import JsonObject, feedback_as_case
from rag.ui.views import Row

SET = "feedback.jsonl"
_ARTICLES = "feedback.articles.jsonl"
_WRITING = threading.Lock()
"""Two readers may put questions into the set at once."""
_FIELDS = ("body", "title", "dek")
"""Those that stand in a file of articles as they are cited; a printed date is read as a date there."""


@dataclass(frozen=True, slots=True)
class Promotable:
    """Feedback as a line of a set, or the reason why it makes none."""

    question: str
    case: JsonObject | None
    reason: str = ""

    @property
    def row(self) -> Row:
        """As a line of a list: what would be expected of an answer."""
        if self.case is None:
            reason = f"Cannot be used: {self.reason}."
            return Row(title=self.question, meta="", snippet=reason, place={}, tone="failed")
        answers = self.case["answers"]
        expected = ", ".join(map(str, answers)) if isinstance(answers, list) and answers else "no answer"
        return Row(title=self.question, meta=str(self.case["kind"]), snippet=f"Expected: {expected}", place={}, tone="")


def promotable(feedback: Feedback, newest: Callable[[str], Version | None]) -> Promotable:
    """The feedback as a case whose gold can be found in the articles as they are now; ``newest`` finds an article."""
    question = feedback.exchange.question
    try:
        case = feedback_as_case(feedback)
    except ValueError as error:
        return Promotable(question, None, str(error))
    cited = case["gold"] if isinstance(case["gold"], list) else []
    gold = [quote for quote in cited if _stands(quote, newest(str(quote["article"])))]
    if cited and not gold:
        return Promotable(question, None, "what it cites does not stand in the article any more, or not only once")
    return Promotable(question, {**case, "gold": gold})


def put_into_set(folder: Path, cases: Sequence[JsonObject], articles: Iterable[Version]) -> Path:
    """Writes the cases to the set of feedback in ``folder``, in place of those of the same id; and all articles anew.

    Raises WorkFailed where a file cannot be read or written; then the set is as it was.
    """
    with _WRITING:
        return _put(folder, cases, articles)


def every_version(page: Callable[[int], Sequence[Version]]) -> Iterator[Version]:
    """All of what ``page`` gives from a number of articles on, until it gives nothing."""
    at = 0
    while found := page(at):
        yield from found
        at += len(found)


def _put(folder: Path, cases: Sequence[JsonObject], articles: Iterable[Version]) -> Path:
    path = folder / SET
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] if path.exists() else []
        rows = {row["id"]: row for row in [*kept, *({**case, "archive": _ARTICLES} for case in cases)]}
        # The articles first, so that a set never names what is not there.
        _write(folder / _ARTICLES, (_article_row(version.article) for version in articles))
        _write(path, rows.values())
    except OSError as error:
        raise WorkFailed(f"{error.filename or path} cannot be written: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorkFailed(f"{path} is not a set ({error}). Correct it, or move it away.") from error
    return path


def _stands(gold: JsonObject, version: Version | None) -> bool:
    """Whether the quote stands once in its field as the article is now."""
    if version is None or gold["field"] not in _FIELDS:
        return False
    text = {"body": version.article.body, "title": version.article.title, "dek": version.article.dek}
    return text[str(gold["field"])].count(str(gold["quote"])) == 1


def _article_row(article: Article) -> JsonObject:
    row: JsonObject = {
        "id": article.id,
        "title": article.title,
        "dek": article.dek,
        "body": article.body,
        "published": article.published.isoformat() if article.published else "",
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
    }
    return {name: value for name, value in row.items() if value}


def _write(path: Path, rows: Iterable[JsonObject]) -> None:
    from eval.whole_file import written_whole

    with written_whole(path) as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
