"""A language model's reading of a question: a follow-up made standalone, several questions taken apart.

One request, before the search, within a time limit. Where it is late, fails or returns what the asker did not say,
the rules' reading stands and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain.answer import Usage
from rag.domain.question import Question, Turn
from rag.ports import LLM
from rag.prompts import Prompt
from rag.retrieve.clauses import FROM_WORDS
from rag.retrieve.faithful import shares_a_word
from rag.retrieve.rewritten import QuestionForm, Unfaithful, rewritten
from rag.retrieve.understand import visible_text
from rag.structured import ask

TURNS_SHOWN = 4
ANSWER_SHOWN = 300
"""Characters of an earlier answer, enough to know who "she" is."""

PUBLISHERS_SHOWN = 40

WITHOUT = "The question was read by the rules alone, without the model."


@dataclass(frozen=True, slots=True)
class Reread:
    """``note`` tells the reader where the model did not help; the question is then as the rules read it."""

    question: Question
    usage: Usage = Usage()
    note: str = ""


def is_worth_rewriting(question: Question) -> bool:
    """Where rules are weak: after earlier turns, in another language, of several things, or long. Not where the
    asker took an earlier rewriting back."""
    if any(reading.kind == "rewritten" for reading in question.without):
        return False
    is_long = len(question.text.split()) >= FROM_WORDS
    return bool(question.history) or question.language not in ("", "en") or len(question.parts) > 1 or is_long


class Rewriter:
    """Asks ``llm`` once a question, for at most ``timeout_s``. Safe to use from threads."""

    def __init__(self, llm: LLM, prompt: Prompt, *, max_tokens: int, timeout_s: float) -> None:
        self._llm, self._prompt = llm, prompt
        self._max_tokens, self._timeout_s = max_tokens, timeout_s

    @property
    def model(self) -> str:
        return self._llm.model

    def read(self, question: Question, *, sources: Sequence[str], sections: Sequence[str]) -> Reread:
        """The question with what the model read in it, or as it was, with a note."""
        reply = ask(
            self._llm,
            self._rendered(question, sources),
            QuestionForm,
            max_tokens=self._max_tokens,
            timeout_s=self._timeout_s,
        )
        if reply.given is None:
            return Reread(question, reply.usage, f"{WITHOUT} {reply.why}")
        try:
            return Reread(rewritten(question, reply.given, sources=sources, sections=sections), reply.usage)
        except Unfaithful as fault:
            return Reread(question, reply.usage, f"{WITHOUT} Its reading was not used: {fault}.")

    def _rendered(self, question: Question, sources: Sequence[str]) -> tuple[str, str]:
        return self._prompt.render(
            question=_quoted(question.text),
            history="\n".join(_shown(turn) for turn in question.history[-TURNS_SHOWN:]) or "none",
            today=f"{question.today:%A, %Y-%m-%d}" if question.today else "not known",
            publishers=", ".join(f"«{_quoted(name)}»" for name in _named(question, sources)) or "none",
        )


def _shown(turn: Turn) -> str:
    return f"asked «{_quoted(turn.question)}», answered «{_quoted(turn.answer)[:ANSWER_SHOWN]}»"


def _quoted(text: str) -> str:
    """One line that cannot end its own quotation."""
    return visible_text(text).replace("«", "“").replace("»", "”")


def _named(question: Question, sources: Sequence[str]) -> list[str]:
    """The publishers that the question may mean: a model need not see a thousand others."""
    told = " ".join([question.text, *(turn.question for turn in question.history)])
    return [name for name in sources if shares_a_word(name, told)][:PUBLISHERS_SHOWN]
