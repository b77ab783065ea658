"""The cited spans of one statement, read together: what they say, and what the articles introduced before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rag.domain.evidence import CitedSpan
from rag.verify.dates import Moment, moments
from rag.verify.locate import fold
from rag.verify.names import Name, acronym_of, expands, has_pronoun, has_run, name_words, without_titles
from rag.verify.numbers import Quantity, quantities, same_value
from rag.verify.tokens import Text, read


@dataclass(frozen=True, eq=False)
class Cited:
    """Spans, never empty. What is introduced may name things; only the spans support anything."""

    spans: tuple[CitedSpan, ...]

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(read(span.quote) for span in self.spans)

    @cached_property
    def published(self) -> date | None:
        """The publication day of the first span that has one."""
        return next((s.published.at.date() for s in self.spans if s.published), None)

    @cached_property
    def meanings(self) -> frozenset[str]:
        return frozenset().union(*(text.meanings for text in self.texts))

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(
            moment
            for span, text in zip(self.spans, self.texts, strict=True)
            for moment in moments(text, span.published.at.date() if span.published else None)
        )

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        found: list[Quantity] = []
        for span, text in zip(self.spans, self.texts, strict=True):
            dated = moments(text, span.published.at.date() if span.published else None)
            found += quantities(text, frozenset(n for m in dated for n in range(m.first, m.last)))
        return tuple(found)

    @cached_property
    def introductions(self) -> tuple[str, ...]:
        """Canonical words of what stands before the spans, and of the articles' titles and sources."""
        return tuple(
            word for span in self.spans for word in name_words(read(f"{span.text[: span.start]}\n{span.context}"))
        )

    def has_verbatim(self, statement: Text) -> bool:
        """Whether the statement is a whole cited span, or a whole sentence of one, to the folded character."""
        said = _plain(statement.text)
        for text in self.texts:
            if said == _plain(text.text):
                return True
            if len(text.sentences) > 1 and any(said == _plain(text.text[a:b]) for a, b in text.sentences):
                return True
        return False

    def has_number(self, digits: str) -> bool:
        return any(str(q.value) == digits for q in self.quantities)

    def why_not_number(self, said: Quantity) -> str:
        """What is wrong with a number: its unit or bound where its value is there, else that it is not there."""
        near = [q for q in self.quantities if same_value(q, said) and q.sort != "article"]
        if near:
            return f"the cited text says “{near[0].bound} {near[0].text}”, not “{said.bound} {said.text}”".replace(
                "“ ", "“"
            )
        return f"the cited text does not have the number {said.text}"

    def has_name(self, name: Name, statement: Text) -> bool:
        """Whether the spans have a name, itself, in part where the article introduced it before, or by a pronoun."""
        words, _ = without_titles(name.words)
        if any(self._span_has(text, name.words) or self._span_has(text, words) for text in self.texts):
            return True
        if acronym_like := any(acronym_of(words, t.tokens) or expands(words, t.tokens) for t in self.texts):
            return acronym_like
        if not has_run(self.introductions, words):
            return False
        return any(words[-1] in name_words(text) or has_pronoun(text) for text in self.texts)

    @staticmethod
    def _span_has(text: Text, words: tuple[str, ...]) -> bool:
        return has_run(name_words(text), words)


def _plain(text: str) -> str:
    return fold(text).rstrip(". ")
