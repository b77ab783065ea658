"""A language model that marks answers right or wrong, and how far it agrees with people who marked the same answers.

Only answers given to questions with an acceptable answer are marked: whether declining was right needs no judge. A
judge's score is worth what its agreement with people is, so the two are always told together; without labels it is
"uncalibrated".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from eval.agreement import Agreement, agreement
from eval.case import Case
from eval.reply import Reply
from eval.statistics.means import Mean, bootstrap_mean
from rag.domain.errors import ModelError, ModelKeyMissing, ModelKeyRefused, ModelUnknown
from rag.ports import LLM, Message
from rag.prompts import Prompt

_MARK_TOKENS = 400
"""A model that thinks aloud first needs room before its one word."""
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_WORD = re.compile(r"\b(RIGHT|WRONG)\b")
_SETUP_ERRORS = (ModelKeyMissing, ModelKeyRefused, ModelUnknown)
"""Every answer would fail alike: these end the judging at once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The judge's word on one answer. ``is_right`` is None where it gave none, and ``why`` then says what happened.

    ``answer`` is the hash of what was marked: another answer to the same question needs another mark.
    """

    case_id: str
    answer: str
    is_right: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The marks of a run by one model under one prompt."""

    model: str
    prompt_version: int
    prompt_sha256: str
    marks: tuple[Mark, ...]

    @property
    def score(self) -> Mean | None:
        """The share of marked answers that are right, with its 95% interval; None where none has a mark."""
        return bootstrap_mean([float(mark.is_right) for mark in self.marks if mark.is_right is not None])

    @property
    def unmarked(self) -> tuple[Mark, ...]:
        """Answers on which the judge gave no word that can be read; no score counts them."""
        return tuple(mark for mark in self.marks if mark.is_right is None)

    def agreement(self, labels: Mapping[str, bool]) -> Agreement | None:
        """With the people's marks, by case id; None where no marked answer has a label."""
        pairs = [(m.is_right, labels[m.case_id]) for m in self.marks if m.is_right is not None and m.case_id in labels]
        return agreement(pairs)


class Judge:
    """Marks answers with ``llm``; every answer by itself."""

    def __init__(self, llm: LLM, prompt: Prompt) -> None:
        self._llm, self._prompt = llm, prompt

    def judgement(
        self,
        answers: Sequence[tuple[Case, Reply]],
        *,
        known: Iterable[Mark] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> Judgement:
        """The marks, in the order given; a ``known`` mark of the same answer is taken over without asking.

        Raises the ModelError where the key or the model is refused; any other failure leaves one answer unmarked.
        """
        before = {(mark.case_id, mark.answer): mark for mark in known if mark.is_right is not None}
        to_mark = [(case, reply) for case, reply in answers if case.answers and not reply.has_declined]
        marks = []
        for done, (case, reply) in enumerate(to_mark, start=1):
            marks.append(before.get((case.id, _hash(reply.text))) or self._mark(case, reply))
            if progress:
                progress(done, len(to_mark))
        return Judgement(self._llm.model, self._prompt.version, self._prompt.sha256, tuple(marks))

    def _mark(self, case: Case, reply: Reply) -> Mark:
        answer = _hash(reply.text)
        try:
            said = self._said(case, reply)
        except _SETUP_ERRORS:
            raise
        except ModelError as error:
            return Mark(case.id, answer, None, str(error))
        words = set(_WORD.findall(_THOUGHTS.sub("", said)))
        if len(words) != 1:
            return Mark(case.id, answer, None, f"it wrote neither RIGHT nor WRONG alone: {said[:60]!r}")
        return Mark(case.id, answer, words == {"RIGHT"})

    def _said(self, case: Case, reply: Reply) -> str:
        parts = [" / ".join(f"«{_quoted(wording)}»" for wording in part) for part in case.answers]
        system, user = self._prompt.render(
            question=_quoted(case.question),
            accepted="\n".join(f"part {n}: {part}" for n, part in enumerate(parts, start=1)),
            given=_quoted(reply.text),
        )
        messages = [Message("system", system), Message("user", user)]
        with closing(self._llm.stream(messages, max_tokens=_MARK_TOKENS)) as stream:
            return "".join(stream)


def _quoted(text: str) -> str:
    """On one line, and unable to close its own quotation."""
    return " ".join(text.replace("«", "‹").replace("»", "›").split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
