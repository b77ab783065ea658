"""The cited spans of one statement, read together: what they say, and what the articles introduced before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from rag.domain.evidence import CitedSpan
from rag.verify.crossed import Place, surroundings
from rag.verify.dates import Moment, moments
from rag.verify.dates import supports as supports_moment
from rag.verify.introduced import Introduced
from rag.verify.locate import fold
from rag.verify.names import Name, acronym_of, expands, has_run, name_words, names, without_titles
from rag.verify.numbers import Quantity, quantities, same_value
from rag.verify.numbers import supports as supports_quantity
from rag.verify.places import COMMON_OPENERS
from rag.verify.tokens import Text, Token, read


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
    def _items(self) -> tuple[Items, ...]:
        """Of each span, its dates and its numbers with their surroundings."""
        return tuple(
            _items(text, span.published.at.date() if span.published else None)
            for span, text in zip(self.spans, self.texts, strict=True)
        )

    @cached_property
    def values(self) -> tuple[Moment | Quantity, ...]:
        """All dates and numbers, in the order of `places`; articles that may stand for "one" are left out."""
        return tuple(value for items in self._items for value in items.values)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The surroundings of each of `values`."""
        return tuple(place for items in self._items for place in items.places)

    def has_moment(self, said: Moment) -> bool:
        """Whether a span has a date or time, or, for a bare year, the same four digits as a number."""
        if any(supports_moment(other, said) for items in self._items for other in items.dated):
            return True
        bare_year = said.year is not None and said.month is None and said.text.isdigit()
        return bare_year and any(q.value == said.year and not q.unit for items in self._items for q in items.counted)

    def has_quantity(self, said: Quantity) -> bool:
        """Whether a span has a number; an "a" of the statement claims none."""
        if said.sort == "article" or (said.sort == "range" and said.role == "from"):
            return True  # the ends of "from 5 to 10" are numbers of their own
        return any(
            supports_quantity(other, said) or (said.sort == "range" and self._spans_range(items.counted, n, said))
            for items in self._items
            for n, other in enumerate(items.counted)
        )

    @staticmethod
    def _spans_range(counted: Sequence[Quantity], n: int, said: Quantity) -> bool:
        """Whether a number and the next are the ends of a range that is written apart: "151 votes to 140"."""
        if n + 1 >= len(counted):
            return False
        low, high = counted[n], counted[n + 1]
        close = high.first - low.last <= 3 and high.role == "to"
        return close and (low.value, high.value) == (said.value, said.upper)

    def supporting(self, said: Moment | Quantity) -> list[int]:
        """Indices into `values` of those that say the same."""
        if isinstance(said, Moment):
            return [n for n, v in enumerate(self.values) if isinstance(v, Moment) and supports_moment(v, said)]
        return [n for n, v in enumerate(self.values) if isinstance(v, Quantity) and supports_quantity(v, said)]

    def peers(self, said: Moment | Quantity, supporting: Sequence[int]) -> list[int]:
        """Indices into `values` of those of the same kind: dates as exact as this, or numbers with the same unit.

        ``supporting`` are the indices of those that say the same."""
        if isinstance(said, Moment):
            return [n for n, v in enumerate(self.values) if isinstance(v, Moment) and _exactness(v) == _exactness(said)]
        units = {said.unit, *(v.unit for n in supporting if isinstance(v := self.values[n], Quantity))}
        return [
            n
            for n, v in enumerate(self.values)
            if isinstance(v, Quantity) and v.unit in units and (v.sort == "ordinal") == (said.sort == "ordinal")
        ]

    def is_same_name(self, one: str, other: str) -> bool:
        """Whether two names share a word in canonical form, or one is the other's initials."""
        first, second = name_words(read(one)), name_words(read(other))
        return (
            bool(set(first) & set(second))
            or acronym_of(first, read(other).tokens)
            or expands(first, read(other).tokens)
        )

    def has_verbatim(self, statement: Text) -> bool:
        """Whether the statement is a whole cited span, or a whole sentence of one, to the folded character."""
        said = _plain(statement.text)
        return any(said in _wholes(text) for text in self.texts)

    def why_not_number(self, said: Quantity) -> str:
        """What is wrong with a number: its unit or bound where its value is there, else that it is not there."""
        near = [q for items in self._items for q in items.counted if same_value(q, said) and q.sort != "article"]
        if near:
            return f"the cited text says “{near[0].bound} {near[0].text}”, not “{said.bound} {said.text}”".replace(
                "“ ", "“"
            )
        return f"the cited text does not have the number {said.text}"

    def has_name(self, name: Name, statement: Text) -> bool:
        """Whether the spans have a name: itself, each of its hyphened parts, its initials, or as introduced before."""
        if self._has(name.words, name, statement):
            return True
        return len(name.parts) > 1 and all(self._has(part, name, statement) for part in name.parts)

    def _has(self, words: tuple[str, ...], name: Name, statement: Text) -> bool:
        if any(has_run(name_words(text), words) for text in self.texts):
            return True
        if any(acronym_of(words, t.tokens) or expands(words, t.tokens) for t in self.texts):
            return True
        bare, titles = without_titles(words)
        return any(one.stands_for(name, statement, bare, titles) for one in self.introduced)

    @cached_property
    def are_dates(self) -> tuple[bool, ...]:
        """For each of `values`, whether it is a date or time."""
        return tuple(isinstance(value, Moment) and value.minute is None for value in self.values)

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """What each of `values` counts; "" for dates and where no noun follows."""
        return tuple(value.noun if isinstance(value, Quantity) else "" for value in self.values)

    def hidden_names(self, statement: Text) -> list[Token]:
        """First words of sentences that look common, but that the article writes with a capital in mid-sentence."""
        known = {n for name in names(statement) for n in range(name.first, name.last)}
        found = []
        for n, token in enumerate(statement.tokens):
            opens = n == 0 or statement.tokens[n - 1].sentence != token.sentence
            if (
                opens
                and n not in known
                and token.is_content
                and token.is_capitalised
                and token.folded not in COMMON_OPENERS
            ):
                has_it = any(token.folded in text.folded_words for text in self.texts)
                if not has_it and any(re.search(rf"[a-z,] {re.escape(token.text)}\b", s.text) for s in self.spans):
                    found.append(token)
        return found

    @cached_property
    def introduced(self) -> tuple[Introduced, ...]:
        return tuple(Introduced(span) for span in self.spans)


def _exactness(moment: Moment) -> str:
    if moment.minute is not None:
        return "time"
    if moment.day is not None or moment.weekday is not None:
        return "day"
    return "month" if moment.month is not None else "longer"


class Items(NamedTuple):
    """The dates and numbers of one span; ``values`` are both in text order, each with its surroundings."""

    dated: tuple[Moment, ...]
    counted: tuple[Quantity, ...]
    values: tuple[Moment | Quantity, ...]
    places: tuple[Place, ...]


@lru_cache(maxsize=4096)
def _items(text: Text, published: date | None) -> Items:
    dated = moments(text, published)
    counted = quantities(text, frozenset(n for m in dated for n in range(m.first, m.last)))
    values = _ordered(dated, counted)
    return Items(dated, counted, tuple(values), tuple(surroundings(text, [(v.first, v.last) for v in values])))


def _ordered(dated: Sequence[Moment], counted: Sequence[Quantity]) -> list[Moment | Quantity]:
    both: list[Moment | Quantity] = [*dated, *(q for q in counted if q.sort != "article" and not q.is_pair)]
    return sorted(both, key=lambda v: (v.first, v.last))


@lru_cache(maxsize=4096)
def _wholes(text: Text) -> frozenset[str]:
    """A text and each of its sentences, folded."""
    return frozenset((_plain(text.text), *(_plain(text.text[a:b]) for a, b in text.sentences)))


def _plain(text: str) -> str:
    return fold(text).rstrip(". ")
