"""Near-copies: the same wire story under another name, told from another event reported with the same template.

MinHash finds candidates; their stored text decides (`rag.ingest.same_telling`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.domain.article import Article
from rag.ingest.same_telling import Telling, is_same_telling

_SHINGLE = 5
_PERMUTATIONS = 128
_BANDS, _ROWS = 64, 2
# Two texts meet with a chance of 99.9% where they share a third of their shingles (a copy cut to a third), 93% at a
# fifth, 15% at a twentieth. With bands of three rows one copy in four that was cut to a third would not be seen.
_SEED = 20250314
_FEWEST_SHINGLES = 20
# The least likeness of a candidate whose text is worth reading: that of a copy cut to a twelfth.
_LIKE_ENOUGH = 0.08
_LOOKED_AT = 32
_WORD = re.compile(r"\w+")


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
    return likenesses(one, [other])[0]


def likenesses(own: bytes, others: Sequence[bytes]) -> list[float]:
    """The `likeness` of ``own`` to each of the others, which all have its length; thousands take milliseconds."""
    import numpy as np

    rows = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), _PERMUTATIONS)
    shares: list[float] = (rows == np.frombuffer(own, dtype="<u4")).mean(axis=1).tolist()
    return shares


def find_origin(
    article: Article, own: Signature, candidates: Sequence[tuple[str, bytes]], text_of: Callable[[str], str | None]
) -> str | None:
    """The id of the candidate that ``article`` is a near-copy of: the likeliest one that its own text confirms.

    The texts of at most 32 candidates are looked at, however many share a band.
    """
    others = [(article_id, stored) for article_id, stored in candidates if article_id != article.id and stored]
    likely = _likeliest(own.stored, others)
    told = Telling.of(article.body) if likely else None
    for article_id in likely:
        text = text_of(article_id)
        if told is not None and text is not None and is_same_telling(told, Telling.of(text)):
            return article_id
    return None


def _likeliest(own: bytes, candidates: Sequence[tuple[str, bytes]]) -> list[str]:
    """The ids of those worth reading, likeliest first, at most 32; of equals the first by id."""
    shares = zip(likenesses(own, [stored for _, stored in candidates]), candidates, strict=True)
    likely = sorted((-share, article_id) for share, (article_id, _) in shares if share >= _LIKE_ENOUGH)
    return [article_id for _, article_id in likely[:_LOOKED_AT]]


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
