"""Misspelt words of a question, read as words of the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from rag.answer.pieces import PieceReader
from rag.answer.terms import Words, words_of_all
from rag.domain.passage import Hit
from rag.domain.question import Part
from rag.ports import Span
from rag.verify.stems import fold_word, stem

FEWEST_LETTERS = 5
LONG = 8
"""Letters from which two slips are forgiven instead of one (Damerau, 1964: four in five misspellings are one slip)."""

_WORD = re.compile(r"[^\W\d_]+")


def respelt(parts: Sequence[Part], hits: Sequence[Hit], reader: PieceReader) -> tuple[list[Part], list[str]]:
    """The parts with misspelt words put right, and what was read as what, for the user to see.

    A word counts as misspelt where the evidence does not hold it in any form and the embedder's vocabulary, which
    has the thirty thousand commonest words whole, does not know it either.
    """
    held = words_of_all(text for hit in hits for text in _texts(hit))
    shapes = sorted(set(_shapes(held)))
    right: list[Part] = []
    notes: list[str] = []
    for part, tokens in zip(parts, reader.texts([part.text for part in parts]), strict=True):
        text = part.text
        for match in reversed(list(_WORD.finditer(part.text))):
            if _is_known(match.span(), tokens.spans) or held.hold(match[0]) == 1.0:
                continue
            if found := _nearest(fold_word(match[0]), shapes):
                text = f"{text[: match.start()]}{_cased(found, match[0])}{text[match.end() :]}"
                notes.append(f"“{match[0]}” read as “{_cased(found, match[0])}”")
        right.append(Part(text, part.context))
    return right, notes[::-1]


def _nearest(folded: str, shapes: Sequence[str]) -> str:
    """The word within one slip, or two for a long word; "" where there is none or the word is too short."""
    if len(folded) < FEWEST_LETTERS:
        return ""
    most = 2 if len(folded) >= LONG else 1
    best = min(((OSA.distance(folded, shape, score_cutoff=most), shape) for shape in shapes), default=(most + 1, ""))
    return best[1] if best[0] <= most else ""


def _shapes(words: Words) -> Iterator[str]:
    """The evidence's words, and their plain forms: "propse" is nearer to "propose" than to "proposed"."""
    for word in words.folded:
        if len(word) >= FEWEST_LETTERS - 1 and word.isalpha():
            yield word
            yield stem(word)
            yield f"{stem(word)}e"


def _is_known(span: Span, pieces: Sequence[Span]) -> bool:
    """Whether the word is one whole word piece."""
    return tuple(span) in [tuple(piece) for piece in pieces]


def _cased(found: str, written: str) -> str:
    return found.capitalize() if written[0].isupper() else found


def _texts(hit: Hit) -> tuple[str, ...]:
    article = hit.version.article
    return article.title, article.dek, hit.passage.text
