"""The invented articles of the bench of the check, with correct statements and lies about them written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.domain.article import Published
from rag.domain.evidence import CitedSpan

SOURCES = Path(__file__).with_name("verify_sources.txt")


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with the spans that it cites; ``kind`` is "correct ..." or names the planted error."""

    kind: str
    statement: str
    cited: tuple[CitedSpan, ...]
    supported: bool
    held_out: bool


@dataclass(slots=True)
class Source:
    """One article: its sentences, and what was written by hand about them, by the sentences that it cites."""

    name: str
    published: Published
    sentences: list[str] = field(default_factory=list)
    correct: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    lies: list[tuple[tuple[int, ...], str, str]] = field(default_factory=list)

    @property
    def held_out(self) -> bool:
        """Half of the articles, by a hash of the name: not looked at while rules are tuned."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1

    def spans(self, numbers: Iterable[int]) -> tuple[CitedSpan, ...]:
        """The sentences of those numbers, from 1, each inside the whole body."""
        body = " ".join(self.sentences)
        starts = [sum(len(s) + 1 for s in self.sentences[:n]) for n in range(len(self.sentences))]
        return tuple(
            CitedSpan(body, starts[n - 1], starts[n - 1] + len(self.sentences[n - 1]), self.published) for n in numbers
        )

    def row(self, kind: str, statement: str, numbers: tuple[int, ...], *, supported: bool) -> Row:
        return Row(kind, statement, self.spans(numbers), supported, self.held_out)


def read_sources(text: str) -> list[Source]:
    """Articles from their text form, which the file's first lines describe."""
    sources: list[Source] = []
    for line in text.splitlines():
        if line.startswith("= "):
            day, name = line[2:].split()
            sources.append(Source(name, Published(datetime.fromisoformat(day).replace(tzinfo=UTC), "day")))
        elif line[:1].isdigit():
            sources[-1].sentences.append(line[2:])
        elif line.startswith("+"):
            numbers, statement = line[1:].split(" ", 1)
            sources[-1].correct.append((tuple(map(int, numbers)), statement))
        elif line.startswith("-"):
            numbers, kind, statement = line[1:].split(" ", 2)
            sources[-1].lies.append((tuple(map(int, numbers)), kind, statement))
    return sources
