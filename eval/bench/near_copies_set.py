"""The pairs of articles in eval/near_copies, read from their text form; its README says what a copy is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parents[1] / "near_copies"
Half = Literal["dev", "test"]
HALVES: tuple[Half, ...] = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and whether the second is a copy of the first; ``kind`` says what was done."""

    half: Half
    story: str
    language: str
    kind: str
    is_copy: bool
    one: str
    other: str


@dataclass(slots=True)
class _Block:
    """A text as far as it has been read: a story of its own, or one made from ``story``."""

    name: str
    paragraphs: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n\n".join(p for p in self.paragraphs if p)


@dataclass(frozen=True, slots=True)
class _Label:
    story: str
    language: str
    kind: str
    is_copy: bool
    other: str


def read_pairs(half: Half) -> list[Pair]:
    """The judged pairs of one half, in the order of the file. ValueError, with the line, where it breaks its form."""
    reading = _Reading()
    lines = (FOLDER / f"{half}.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            reading.take(line)
        except (ValueError, LookupError) as error:
            raise ValueError(f"{half}.txt, line {number}: {error}") from error
    return list(reading.pairs(half))


def stories(half: Half) -> dict[str, str]:
    """The base stories of one half by name."""
    return {pair.story: pair.one for pair in read_pairs(half)}


class _Reading:
    """Takes the lines of one file, one at a time."""

    def __init__(self) -> None:
        self._texts: dict[str, _Block] = {}
        self._labels: list[_Label] = []
        self._story = self._now = _Block("")
        self._language = ""

    def take(self, line: str) -> None:
        match line[:2].strip():
            case "":
                return
            case "==":
                name, _subject, self._language, _publisher, _day = map(str.strip, line[2:].split("|"))
                self._story = self._now = self._texts[name] = _Block(name)
            case "+" | "-":
                self._open(line[2:], is_copy=line[0] == "+")
            case "@":
                self._now.paragraphs += [self._story.paragraphs[n - 1] for n in _numbers(line[2:])]
            case ":":
                self._now.paragraphs.append(line[2:].strip())
            case "~":
                self._replace(*line[2:].split(" => "))
            case number:
                if int(number) != len(self._story.paragraphs) + 1:
                    raise ValueError(f"paragraph {number} is out of order")
                self._story.paragraphs.append(line[2:].strip())

    def _open(self, rest: str, *, is_copy: bool) -> None:
        if " = " in rest:
            kind, other = map(str.strip, rest.split(" = "))
        else:
            kind, _publisher, _day, *name = map(str.strip, rest.split("|"))
            other = name[0] if name else f"{self._story.name} {len(self._labels)}"
            self._now = self._texts[other] = _Block(other)
        self._labels.append(_Label(self._story.name, self._language, kind, is_copy, other))

    def _replace(self, old: str, new: str) -> None:
        if not any(old in p for p in self._now.paragraphs):
            raise ValueError(f"{old!r} is not in the text of {self._now.name!r}")
        self._now.paragraphs = [p.replace(old, new).strip() for p in self._now.paragraphs]

    def pairs(self, half: Half) -> Iterator[Pair]:
        for label in self._labels:
            one, other = self._texts[label.story].body, self._texts[label.other].body
            yield Pair(half, label.story, label.language, label.kind, label.is_copy, one, other)


def _numbers(text: str) -> Iterator[int]:
    """ "1-3 5" as 1, 2, 3, 5."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", text):
        yield from range(int(first), int(last or first) + 1)
