"""What an answer was looked for in: the filters that were set and what was read into the question, each removable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.domain.conversation import Exchange
from rag.domain.question import Filters, Reading
from rag.render.wording import day_in_words

_LABELS = {
    "follow-up": "Follow-up about",
    "rewritten": "Asked as",
    "published": "Published",
    "publisher": "Publisher",
    "section": "Section",
    "name": "Name",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that narrowed or steered the search. ``is_on`` is false for a reading that was taken back; ``filters``
    and ``without`` are what the question is asked with when this one is turned round."""

    label: str
    words: str
    is_on: bool
    filters: Filters
    without: tuple[Reading, ...]


def conditions(exchange: Exchange) -> list[Condition]:
    """The filters first, then what was read, then what was taken back."""
    filters, without = exchange.filters, exchange.without
    set_by_hand = [Condition(label, words, True, rest, without) for label, words, rest in _filters(filters)]
    read = [
        Condition(_LABELS[reading.kind], reading.words, True, filters, (*without, reading))
        for reading in exchange.readings
    ]
    taken_back = [
        Condition(_LABELS[reading.kind], reading.words, False, filters, tuple(r for r in without if r != reading))
        for reading in without
    ]
    return [*set_by_hand, *read, *taken_back]


def remarks(exchange: Exchange) -> list[str]:
    """What else was understood, and cannot be taken back: parts, another language, what there is not."""
    said = {reading.said for reading in exchange.readings}
    return [words for words in exchange.answer.understood if words not in said] if exchange.answer else []


def _filters(filters: Filters) -> Iterator[tuple[str, str, Filters]]:
    """Label, words, and the filters without this one."""
    days = (
        ("From", filters.since, replace(filters, since=None)),
        ("To", filters.until, replace(filters, until=None)),
        ("As of", filters.as_of, replace(filters, as_of=None)),
    )
    yield from ((label, day_in_words(day), rest) for label, day, rest in days if day is not None)
    for name in filters.sources:
        yield "Publisher", name, replace(filters, sources=_without(filters.sources, name))
    for name in filters.sections:
        yield "Section", name, replace(filters, sections=_without(filters.sections, name))
    for name in filters.languages:
        yield "Language", name, replace(filters, languages=_without(filters.languages, name))


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)
