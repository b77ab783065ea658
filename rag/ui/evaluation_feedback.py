"""What a reader said of answers as a set of questions: looked over, then put beside the runs with the articles."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.domain.article import Version
from rag.domain.conversation import Feedback
from rag.domain.errors import WorkFailed
from rag.render.article_row import article_as_row
from rag.render.feedback_case import JsonObject, promoted_case
from rag.ui.views import Row
from rag.whole_file import write_jsonl

SET = "feedback.jsonl"
_ARTICLES = "feedback.articles.jsonl"
_WRITING = threading.Lock()
"""Two readers may put questions into the set at once."""


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
        return Promotable(question, promoted_case(feedback, newest))
    except ValueError as error:
        return Promotable(question, None, str(error))


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
        write_jsonl(folder / _ARTICLES, (article_as_row(version.article) for version in articles))
        write_jsonl(path, rows.values())
    except OSError as error:
        raise WorkFailed(f"{error.filename or path} cannot be written: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorkFailed(f"{path} is not a set ({error}). Correct it, or move it away.") from error
    return path
