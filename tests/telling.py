"""Single sentences of an article, as the stages that lay two of them side by side take them."""

from __future__ import annotations

from builders import a_version

from rag.answer.evidence import sentences
from rag.answer.values import Told


def told(text: str, *, source: str = "One", day: str = "2026-03-04") -> Told:
    """The first sentence of an article that a publisher printed on a day."""
    return Told(sentences(a_version(text, id=source.lower(), source=source, published=day))[0])


def two(one: str, other: str) -> tuple[Told, Told]:
    """The sentences of two publishers of one day."""
    return told(one), told(other, source="Two")
