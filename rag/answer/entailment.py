"""A model's second look at the sentences that the rules passed: does the cited evidence say it?

It may only withhold. What the rules refused stays refused, and nothing that the model types here reaches the reader:
a sentence is withheld for one fixed reason. Where the model is late, fails or returns something else, the rules'
verdict stands and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rag.answer.admission import REFERS_BACK_TO_WITHHELD, refers_back
from rag.answer.evidence import quoted
from rag.domain.answer import Dropped, Statement, Usage
from rag.domain.evidence import Citation, Evidence
from rag.ports import LLM
from rag.prompts import Prompt
from rag.structured import Form, Reply, ask

AT_ONCE = 4
"""Sentences in one request, after the first of a reply, which is asked about by itself: somebody waits for it."""

BEFORE = 300
"""Characters of the article in front of a quotation, which tell who "he" is."""

WITHHELD = "a second reading by the model says that its evidence does not say this"
UNREAD = "Sentences were not read a second time by the model; they passed the rules alone."
INCOMPLETE = "It did not judge every sentence."


class VerdictForm(Form):
    """Of the sentence with that number."""

    sentence: int
    verdict: Literal["yes", "no", "unsure"]


class VerdictsForm(Form):
    """What the prompt "entailment" asks for."""

    verdicts: list[VerdictForm]


class Entailment:
    """Asks ``llm``, for at most ``timeout_s`` a request; ``while_writing`` is false where it cannot answer as long as
    it writes. Safe to use from threads."""

    def __init__(
        self, llm: LLM, prompt: Prompt, *, max_tokens: int, timeout_s: float, while_writing: bool = True
    ) -> None:
        self.while_writing = while_writing
        self._llm, self._prompt = llm, prompt
        self._max_tokens, self._timeout_s = max_tokens, timeout_s

    def judge(self, shown: Sequence[str]) -> Reply[VerdictsForm]:
        """Verdicts on sentences as `_shown` puts them, numbered from 1."""
        numbered = "\n\n".join(f"SENTENCE {n}: {text}" for n, text in enumerate(shown, start=1))
        return ask(
            self._llm,
            self._prompt.render(sentences=numbered),
            VerdictsForm,
            max_tokens=self._max_tokens,
            timeout_s=self._timeout_s,
        )


class SecondReading:
    """The statements of one reply on their way to the reader, in their order; straight through without a model.

    ``usage`` and ``notes`` say what it came to. After a failure the rest of the reply is not asked about: a slow
    model would hold up every sentence.
    """

    def __init__(self, entailment: Entailment | None, evidence: Sequence[Evidence]) -> None:
        self._entailment = entailment
        self._by_citation = {item.citation(): item for item in evidence} if entailment else {}
        self._held: list[Statement] = []
        self._first, self._withheld_last = True, False
        self.usage = Usage()
        self.notes: tuple[str, ...] = ()

    def take(self, statement: Statement) -> Iterator[Statement | Dropped]:
        """What can be told by now; the statement itself is held back until enough wait to be asked about together."""
        self._held.append(statement)
        waiting = sum(each.support == "checked" for each in self._held)
        is_enough = waiting >= (1 if self._first else AT_ONCE)
        if not waiting or self._entailment is None or self.notes or (is_enough and self._entailment.while_writing):
            yield from self.release()

    def release(self) -> Iterator[Statement | Dropped]:
        """Whatever is still held."""
        held, self._held = self._held, []
        refused = self._refused([each for each in held if each.support == "checked"])
        for statement in held:
            leans = self._withheld_last and refers_back(statement.text)
            self._withheld_last = leans or statement.text in refused
            if self._withheld_last:
                yield Dropped(statement.text, REFERS_BACK_TO_WITHHELD if leans else WITHHELD)
            else:
                yield statement

    def _refused(self, statements: Sequence[Statement]) -> set[str]:
        """The texts that the model clearly says no to."""
        if self._entailment is None or self.notes or not statements:
            return set()
        self._first = False
        reply = self._entailment.judge([self._shown(each) for each in statements])
        self.usage = self.usage + replace(reply.usage, truncated=False)
        if reply.given is None:
            self.notes = (f"{UNREAD} {reply.why}",)
            return set()
        given: dict[int, set[str]] = {}
        for each in reply.given.verdicts:
            given.setdefault(each.sentence, set()).add(each.verdict)
        if any(n not in given for n in range(1, len(statements) + 1)):
            self.notes = (f"{UNREAD} {INCOMPLETE}",)
        return {each.text for n, each in enumerate(statements, start=1) if given.get(n) == {"no"}}

    def _shown(self, statement: Statement) -> str:
        return "\n".join([f"«{quoted(statement.text)}»", *(self._told_of(each) for each in statement.citations)])

    def _told_of(self, citation: Citation) -> str:
        item = self._by_citation[citation]
        before = quoted(item.version.article.text(item.field)[max(0, item.start - BEFORE) : item.start])
        publisher, day = quoted(citation.source) or "an unnamed publisher", citation.published or "date unknown"
        lines = [f"ARTICLE from {publisher}, {day}, headline «{quoted(citation.title)}»"]
        lines += [f"before the evidence «{before}»"] if before else []
        return "\n".join([*lines, f"evidence «{quoted(citation.quote)}»"])
