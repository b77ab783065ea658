"""Whether the reader is told as new what an earlier briefing told him."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from eval.briefings.delta import Told
from eval.briefings.share import Share

_NEARLY_ALL = 0.9
_WORD = re.compile(r"\w+")

Place = tuple[str, int, str, int, int]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sentence that ``day`` told as new though an earlier day had reported it."""

    day: date
    text: str


def repeats(told: Told) -> Share:
    """Of the sentences reported as new, those that an earlier day had reported; less is better."""
    return Share(len(repeated(told)), sum(c.kind == "new" for changes in told.values() for c in changes))


def repeated(told: Told) -> list[Repeat]:
    """Sentences reported as new of which an earlier sentence had nine different words in ten, or cited the same
    characters throughout."""
    words_had: list[frozenset[str]] = []
    places_had: set[Place] = set()
    found: list[Repeat] = []
    for day in sorted(told):
        for change in told[day]:
            statement = change.statement
            had = any(_is_in(_words(statement.text), old) for old in words_had)
            places = [(c.article_id, c.version, c.field, c.start, c.end) for c in statement.citations]
            if change.kind == "new" and (had or places_had.issuperset(places)):
                found.append(Repeat(day, statement.text))
        words_had += [_words(c.statement.text) for c in told[day]]
        places_had.update(
            (c.article_id, c.version, c.field, c.start, c.end) for x in told[day] for c in x.statement.citations
        )
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _is_in(new: frozenset[str], old: frozenset[str]) -> bool:
    return bool(new) and len(new & old) / len(new) >= _NEARLY_ALL
