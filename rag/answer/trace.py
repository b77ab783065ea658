"""What happened on the way to an answer, as one record: retrieved, prompted, returned, stated, dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict

from rag.domain.answer import Answer, AnswerEvent, Dropped, Statement, Usage
from rag.domain.errors import DatelineError
from rag.domain.question import Question
from rag.ports import LLM, JsonSchema, Message

Record = dict[str, object]
Keep = Callable[[Record], None]


class Trace:
    """Follows questions and hands a record of each to ``keep``. Several threads may each follow their own."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._here = threading.local()

    def of(self, llm: LLM) -> LLM:
        """The same model, overheard."""
        return _Overheard(llm, self._note)

    def follow(self, question: Question, events: Iterator[AnswerEvent]) -> Iterator[AnswerEvent]:
        """The same events; at their end, or where they break off, the record is kept."""
        self._here.calls = []
        record: Record = {"question": question.text, "standalone": question.standalone}
        stated: list[Statement] = []
        dropped: list[Dropped] = []
        try:
            for event in events:
                match event:
                    case Statement():
                        stated.append(event)
                    case Dropped():
                        dropped.append(event)
                    case Answer():
                        record |= _of_answer(event)
                yield event
        except DatelineError as error:
            record["error"] = f"{type(error).__name__}: {error}"
            raise
        finally:
            statements = [{"text": s.text, "support": s.support, "cites": _quotes(s)} for s in stated]
            record |= {"statements": statements, "dropped": [asdict(d) for d in dropped], "calls": self._here.calls}
            self._keep(record)

    def _note(self, call: Record) -> None:
        calls: list[Record] = getattr(self._here, "calls", [])
        calls.append(call)


class _Overheard:
    def __init__(self, llm: LLM, note: Callable[[Record], None]) -> None:
        self._llm, self._note = llm, note

    @property
    def model(self) -> str:
        return self._llm.model

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        said: list[str] = []
        call: Record = {"model": self.model, "prompted": [asdict(m) for m in messages], "max_tokens": max_tokens}
        call |= {"schema": schema.name} if schema else {}
        stream = self._llm.stream(messages, max_tokens=max_tokens, schema=schema, timeout_s=timeout_s)
        try:
            while True:
                piece = next(stream)
                said.append(piece)
                yield piece
        except StopIteration as ended:
            call["usage"] = asdict(ended.value)
            usage: Usage = ended.value
            return usage
        except DatelineError as error:
            call["error"] = f"{type(error).__name__}: {error}"
            raise
        finally:
            stream.close()
            self._note(call | {"returned": "".join(said)})


def _of_answer(answer: Answer) -> Record:
    passages = [
        {
            "article_id": hit.version.article_id,
            "version": hit.version.number,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "rank": hit.rank,
            "score": hit.score,
        }
        for hit in answer.passages
    ]
    return {
        "retrieved": passages,
        "abstained": answer.abstention.reason if answer.abstention else None,
        "notes": list(answer.notes),
        "model": answer.model,
        "usage": asdict(answer.usage),
        "timings_ms": dict(answer.timings_ms),
    }


def _quotes(statement: Statement) -> list[str]:
    return [citation.quote for citation in statement.citations]
