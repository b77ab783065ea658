"""Invented articles in any number, for measuring an ingest: words drawn at random, with the shape of plain news.

The text says nothing. What it has of news is what an ingest spends its time on: the length of sentences, paragraphs
and articles, words as frequent as words are (Zipf's law), names, numbers, quotations and dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

_START = datetime(2025, 1, 1, 6, 0, tzinfo=UTC)
_COMMON = (
    "the of to and a in that is was for on with as by at from it be are this have or had not but which were has an "
    "their more about they been would who will its one after when than there can also into time first new year two "
    "people over some only could last other most made between during where many before those both work government "
    "city part while now around under since until against state week such three through council water public house "
    "school report plan money month group area police road long market local company court hospital service level "
    "members number early late several open small high power river bridge station vote union office trade support "
    "increase change policy budget north south east west centre building project minister decision agreement project"
).split()
_SYLLABLES = "ba ce dor el fa gri hu in jor ka lin mo nel or pes qua rin sa tor ul ven wick yar zel sta bro".split()
_VOCABULARY = 6_000
_NAMES = 800
_SENTENCE = (9, 31)
_PARAGRAPH = (2, 4)


@dataclass(frozen=True)
class _Vocabulary:
    words: tuple[str, ...]
    cumulative: tuple[float, ...]
    names: tuple[str, ...]


def lines(count: int, *, words: int = 350, seed: int = 0, revision: int = 0) -> Iterator[str]:
    """``count`` articles of about ``words`` words each, as lines of JSONL without their ends.

    The same seed gives the same articles. Those of another ``revision`` have the same ids and each a last sentence of
    its own, as corrected articles have.
    """
    vocabulary = _vocabulary(Random(seed))
    for number in range(count):
        yield json.dumps(_article(number, vocabulary, words, Random(f"{seed}/{number}"), revision))


def _article(number: int, vocabulary: _Vocabulary, words: int, random: Random, revision: int) -> dict[str, str]:
    paragraphs: list[str] = []
    left = words
    while left > 0:
        sentences = [_sentence(vocabulary, random) for _ in range(random.randint(*_PARAGRAPH))]
        left -= sum(sentence.count(" ") + 1 for sentence in sentences)
        paragraphs.append(" ".join(sentences))
    if revision:
        paragraphs.append(f"This is revision {revision} of report {number}.")
    published = _START + timedelta(minutes=7 * number)
    return {
        "id": f"plain-{number}",
        "title": " ".join(_sentence(vocabulary, random).split()[:8]).strip(",."),
        "published": published.isoformat(),
        "source": f"{vocabulary.names[number % 40]} Courier",
        "section": ("Politics", "Business", "World", "Sport", "Culture")[number % 5],
        "body": "\n\n".join(paragraphs),
    }


def _sentence(vocabulary: _Vocabulary, random: Random) -> str:
    drawn = random.choices(vocabulary.words, cum_weights=vocabulary.cumulative, k=random.randint(*_SENTENCE))
    drawn[0] = drawn[0].capitalize()
    kind = random.random()
    if kind < 0.5:
        drawn[random.randrange(len(drawn))] = " ".join(random.choices(vocabulary.names, k=2))
    if kind < 0.3:
        drawn[random.randrange(1, len(drawn))] = f"{random.randint(2, 9_000):,}"
    if len(drawn) > 18:
        drawn[len(drawn) // 2] += ","
    said = " ".join(drawn)
    return f"“{said},” said {random.choice(vocabulary.names)}." if kind > 0.9 else f"{said}."


def _vocabulary(random: Random) -> _Vocabulary:
    made = dict.fromkeys(_COMMON)
    while len(made) < _VOCABULARY:
        made["".join(random.choices(_SYLLABLES, k=random.randint(2, 4)))] = None
    names = ["".join(random.choices(_SYLLABLES, k=random.randint(2, 3))).capitalize() for _ in range(_NAMES)]
    cumulative = accumulate(1.0 / (rank + 2.7) for rank in range(_VOCABULARY))
    return _Vocabulary(tuple(made), tuple(cumulative), tuple(names))
