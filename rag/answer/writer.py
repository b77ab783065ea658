"""Prose from a language model, sentence by sentence, each checked against its evidence before anyone sees it.

Statements come in the order in which they pass. A sentence that fails is put back until the stream has ended, so that
what follows it need not wait for a repair; the repaired sentence then comes after the others. That is sound because
every statement is clear and cited by itself: one that refers back to a withheld sentence is withheld with it. Where a
model reads them a second time, a statement waits for that, the first by itself and those after it together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from rag.answer.admission import Admission, Refused, share_of
from rag.answer.entailment import Entailment, SecondReading
from rag.answer.evidence import numbered, verbatim
from rag.answer.orders import gives_orders
from rag.answer.stream import Sentence, SentenceCutter
from rag.domain.answer import Dropped, Statement, Usage
from rag.domain.errors import ModelContextTooSmall, ModelError
from rag.domain.evidence import Evidence
from rag.domain.question import Question
from rag.ports import LLM, Message
from rag.prompts import Prompt

MOST_STATEMENTS = 12
"""Of one reply; the prompt asks for four at most. What a model goes on to write, its whole prompt say, is not read."""

MOST_REPAIRS = 2
"""Calls for failed sentences that one answer may cost."""

_REPAIR_TOKENS = 120
_ON_THE_QUESTION = 0.6

Rendered = tuple[str, str]
Render = Callable[[Sequence[Evidence]], Rendered]


@dataclass(frozen=True, slots=True)
class Written:
    """Always the last event: what the writing cost and how it ended.

    ``declined``: the model said that the evidence does not answer. ``broke_off``: the model error's sentence where
    the stream died after something was stated, else "". ``complete``: the reply ended by itself. ``notes``: what did
    not go as configured.
    """

    usage: Usage
    declined: bool = False
    broke_off: str = ""
    complete: bool = True
    notes: tuple[str, ...] = ()


WriterEvent = Statement | Dropped | Written


class Writer:
    """Answers and story texts by ``llm``. One writer serves any number of questions, also at the same time."""

    def __init__(
        self,
        llm: LLM,
        *,
        answer: Prompt,
        repair: Prompt,
        briefing: Prompt,
        max_tokens: int,
        entailment: Entailment | None = None,
    ) -> None:
        self._llm, self._max_tokens, self._entailment = llm, max_tokens, entailment
        self._answer_prompt, self._repair_prompt, self._briefing_prompt = answer, repair, briefing
        self._room_chars: int | None = None

    @property
    def model(self) -> str:
        return self._llm.model

    def answer(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[WriterEvent]:
        """Statements as they pass, what was dropped, and last `Written`. Closing the iterator stops the model.

        Raises the ModelError where the model fails before anything was stated. The conversation's history is never
        shown to the model: it could be taken for evidence.
        """
        today = _today(question, evidence)
        return self._write(
            lambda shown: self._answer_prompt.render(
                question=question.standalone, evidence=numbered(shown), today=today
            ),
            evidence,
            subject=question.standalone,
        )

    def brief(self, title: str, evidence: Sequence[Evidence]) -> Iterator[WriterEvent]:
        """The same for one story of a briefing."""
        return self._write(
            lambda shown: self._briefing_prompt.render(title=title, evidence=numbered(shown)), evidence, subject=""
        )

    def _write(self, render: Render, evidence: Sequence[Evidence], *, subject: str) -> Iterator[WriterEvent]:
        shown = self._fitted(render, evidence)
        try:
            yield from self._draft(render(shown), shown, subject)
        except ModelContextTooSmall as error:
            fewer = self._fewer(render, shown, error)
            if not fewer:
                raise
            yield from self._draft(render(fewer), fewer, subject)

    def _draft(self, rendered: Rendered, shown: Sequence[Evidence], subject: str) -> Iterator[WriterEvent]:
        admission, second = Admission(shown), SecondReading(self._entailment, shown)
        refused: list[Refused] = []
        stated, broke_off = 0, ""
        with closing(self._reply(rendered, self._max_tokens)) as reply:
            try:
                for sentence in reply.sentences():
                    judged = admission.judge(sentence)
                    if isinstance(judged, Statement):
                        stated += 1
                        yield from second.take(judged)
                        if stated == MOST_STATEMENTS:
                            break
                    elif judged is not None:
                        refused.append(judged)
            except ModelError as error:
                if not stated:
                    raise
                broke_off = str(error)
        yield from second.release()
        declined = reply.declined and not stated
        usage = reply.usage
        repairs = 0 if declined or broke_off else MOST_REPAIRS
        for item in refused:
            mended, how = None, ""
            if repairs and item.related:
                repairs -= 1
                mended, spent = self._repaired(item, admission)
                # a repair that was cut short says nothing of the reply itself
                usage, how = usage + replace(spent, truncated=False), "rewritten from its evidence"
            if mended is None and not declined:
                mended, how = _own_words(item, admission, subject), "replaced by the article's own sentence"
            yield Dropped(item.sentence.text, f"{item.why}; {how}" if mended else item.why)
            if mended:
                yield from second.take(mended)
        yield from second.release()
        usage = usage + second.usage
        complete = not broke_off and not reply.usage.truncated and stated < MOST_STATEMENTS
        yield Written(usage, declined=declined, broke_off=broke_off, complete=complete, notes=second.notes)

    def _repaired(self, item: Refused, admission: Admission) -> tuple[Statement | None, Usage]:
        """The model's second try at one sentence with the fault named; None where that fails too."""
        rendered = self._repair_prompt.render(
            sentence=item.sentence.text, failures=item.why, evidence=numbered(item.related)
        )
        with closing(self._reply(rendered, min(_REPAIR_TOKENS, self._max_tokens))) as reply:
            try:
                tries = [admission.judge(sentence) for sentence in reply.sentences()]
                return next((judged for judged in tries if isinstance(judged, Statement)), None), reply.usage
            except ModelError:
                # the answer stands without this sentence, which is then reported as dropped
                return None, reply.usage

    def _reply(self, rendered: Rendered, max_tokens: int) -> _Reply:
        system, user = rendered
        return _Reply(self._llm.stream([Message("system", system), Message("user", user)], max_tokens=max_tokens))

    def _fitted(self, render: Render, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
        """The best evidence that fits into the model's context, as far as an earlier refusal told its size."""
        kept = len(evidence)
        while self._room_chars is not None and kept > 1 and _length(render(evidence[:kept])) > self._room_chars:
            kept -= 1
        return evidence[:kept]

    def _fewer(self, render: Render, shown: Sequence[Evidence], error: ModelContextTooSmall) -> Sequence[Evidence]:
        """What is shown at the second attempt: what fits by the sizes that the refusal names, else the better half."""
        if error.prompt_tokens and error.context_tokens:
            free = error.context_tokens - min(self._max_tokens, error.context_tokens // 4)
            self._room_chars = _length(render(shown)) * free // error.prompt_tokens
        fitted = self._fitted(render, shown)
        return fitted if len(fitted) < len(shown) else shown[: len(shown) // 2]


class _Reply:
    """One reply of the model; ``usage`` and ``declined`` are known when its sentences are over."""

    def __init__(self, stream: Generator[str, None, Usage]) -> None:
        self._stream = stream
        self._cutter = SentenceCutter()
        self.usage = Usage()

    @property
    def declined(self) -> bool:
        return self._cutter.declined

    def sentences(self) -> Iterator[Sentence]:
        """Each as soon as it is complete; nothing is read beyond the line NO ANSWER."""
        try:
            for piece in self._pieces():
                yield from self._cutter.feed(piece)
                if self.declined:
                    return
        except ModelError:
            yield from self._cutter.finish(ending="broken_off")
            raise
        yield from self._cutter.finish(ending="broken_off" if self.usage.truncated else "whole")

    def close(self) -> None:
        """Stops the model."""
        self._stream.close()

    def _pieces(self) -> Iterator[str]:
        self.usage = yield from self._stream


def _own_words(item: Refused, admission: Admission, subject: str) -> Statement | None:
    """The article's own sentence in place of one that cited it, if it is on the subject and was not stated yet."""
    for evidence in item.cited:
        is_on_subject = not subject or share_of(subject, evidence.text) >= _ON_THE_QUESTION
        if is_on_subject and not gives_orders(evidence.text):
            statement = verbatim(evidence)
            if admission.state(statement):
                return statement
    return None


def _today(question: Question, evidence: Sequence[Evidence]) -> str:
    """The day that the answer is given for: as of, else the newest article's; never the clock's."""
    if question.filters.as_of is not None:
        return question.filters.as_of.isoformat()
    days = [item.version.article.published.day for item in evidence if item.version.article.published]
    return max(days, default="not known")


def _length(rendered: Rendered) -> int:
    return len(rendered[0]) + len(rendered[1])
