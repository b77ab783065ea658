"""Near-copies: the same wire story under another name, told from another event reported with the same template.

MinHash finds candidates; their stored text decides. A near-copy shares most of the shorter text's five-word shingles
and states the same numbers and names. The second condition is what keeps apart two earthquakes, two match reports or
two days of one market report, which may share four fifths of their words.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.domain.article import Article

_SHINGLE = 5
_PERMUTATIONS = 128
_BANDS, _ROWS = 42, 3
# Two texts meet with a chance of 84% where they share 35% of their shingles (a copy cut to a third), 99.6% at half.
_SEED = 20250314
_SHARED_SHINGLES = 0.6
_SHARED_FACTS = 0.9
_FEWEST_SHINGLES = 20
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# A capital inside a sentence: names, and nearly nothing but names (German apart, where nouns only add evidence).
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÖØ-Þ]\w+")


@dataclass(frozen=True, slots=True)
class Signature:
    """``stored`` is the MinHash as the catalog keeps it; two texts that share a band are candidates.

    Both are empty for a text too short to be told from others of its kind.
    """

    stored: bytes = b""
    bands: tuple[int, ...] = ()


def signature(text: str) -> Signature:
    """Of ``text``, the same on every machine and in every run."""
    from rensa import RMinHash

    shingles = _shingles(text)
    if len(shingles) < _FEWEST_SHINGLES:
        return Signature()
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(sorted(shingles))
    digest: list[int] = minhash.digest()
    return Signature(struct.pack(f"<{_PERMUTATIONS}I", *digest), tuple(_bands(digest)))


def _bands(digest: Sequence[int]) -> list[int]:
    """One signed 64-bit number a band, which fits into a database column; its lowest byte is the band's own number."""
    from hashlib import blake2b

    rows = (digest[i : i + _ROWS] for i in range(0, _BANDS * _ROWS, _ROWS))
    hashes = (blake2b(struct.pack(f"<{_ROWS}I", *row), digest_size=8).digest() for row in rows)
    return [int.from_bytes(h[:7] + bytes([n]), "big", signed=True) for n, h in enumerate(hashes)]


def likeness(one: bytes, other: bytes) -> float:
    """The share of equal rows: an estimate of the Jaccard similarity of the two texts' shingles, 0..1."""
    a, b = (struct.unpack(f"<{_PERMUTATIONS}I", s) for s in (one, other))
    equal = sum(x == y for x, y in zip(a, b, strict=True))
    return float(equal / _PERMUTATIONS)


def find_origin(
    article: Article, own: Signature, candidates: Sequence[tuple[str, bytes]], text_of: Callable[[str], str | None]
) -> str | None:
    """The id of the candidate that ``article`` is a near-copy of: the likeliest one that its own text confirms."""
    likely = sorted(
        ((likeness(own.stored, stored), article_id) for article_id, stored in candidates if article_id != article.id),
        key=lambda pair: (-pair[0], pair[1]),
    )
    for _, article_id in likely[:10]:
        text = text_of(article_id)
        if text is not None and is_near_copy(article.body, text):
            return article_id
    return None


def is_near_copy(one: str, other: str) -> bool:
    """Whether the shorter text's shingles, numbers and names are mostly the longer one's."""
    a, b = _shingles(one), _shingles(other)
    if len(a) > len(b):
        a, b, one, other = b, a, other, one
    if len(a) < _FEWEST_SHINGLES:
        return False
    return (
        _share(a, b) >= _SHARED_SHINGLES
        and _share(set(_NUMBER.findall(one)), set(_NUMBER.findall(other))) >= _SHARED_FACTS
        and _share(set(_NAME.findall(one)), set(_WORD.findall(other))) >= _SHARED_FACTS
    )


def _share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(part) if part else 1.0


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
