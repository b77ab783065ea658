"""The invented articles of the bench of the check, with correct statements and lies about them written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.domain.article import Published
from rag.domain.evidence import CitedSpan

SOURCES = Path(__file__).with_name("verify_sources.txt")
HELD_OUT = Path(__file__).with_name("verify_held_out.txt")


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
    held_out: bool
    sentences: list[str] = field(default_factory=list)
    correct: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    lies: list[tuple[tuple[int, ...], str, str]] = field(default_factory=list)

    def spans(self, numbers: Iterable[int]) -> tuple[CitedSpan, ...]:
        """The sentences of those numbers, from 1, each inside the whole body."""
        body = " ".join(self.sentences)
        starts = [sum(len(s) + 1 for s in self.sentences[:n]) for n in range(len(self.sentences))]
        return tuple(
            CitedSpan(body, starts[n - 1], starts[n - 1] + len(self.sentences[n - 1]), self.published) for n in numbers
        )

    def row(self, kind: str, statement: str, numbers: tuple[int, ...], *, supported: bool) -> Row:
        return Row(kind, statement, self.spans(numbers), supported, self.held_out)


def all_sources() -> list[Source]:
    """The articles that rules were tuned on, then those written afterwards."""
    return [*_read(SOURCES, held_out=False), *_read(HELD_OUT, held_out=True)]


def _read(file: Path, *, held_out: bool) -> list[Source]:
    """Articles from their text form, which the first lines of verify_sources.txt describe."""
    sources: list[Source] = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("= "):
            day, name = line[2:].split()
            sources.append(Source(name, Published(datetime.fromisoformat(day).replace(tzinfo=UTC), "day"), held_out))
        elif line[:1].isdigit():
            sources[-1].sentences.append(line[2:])
        elif line.startswith("+"):
            numbers, statement = line[1:].split(" ", 1)
            sources[-1].correct.append((tuple(map(int, numbers)), statement))
        elif line.startswith("-"):
            numbers, kind, statement = line[1:].split(" ", 2)
            sources[-1].lies.append((tuple(map(int, numbers)), kind, statement))
    return sources
