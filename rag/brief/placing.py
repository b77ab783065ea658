"""Which story an article belongs to: it joins the closest one, or starts one. Nothing that was placed is moved.

Articles are placed when a briefing first reads them and not at ingest: an ingest stays as fast as it was, and all that
was taken in since is placed in the order in which it was published, whichever feed was read first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from rag.brief.features import Bag, Matrix, bag, closeness, opening
from rag.domain.article import Version
from rag.domain.briefing import StoryMember, StoryPlace
from rag.ports import Embedder

FOLLOWED = timedelta(days=60)
"""A story that nothing was heard of for longer has ended; what comes then is a new one."""

JOINS = 0.26
"""How close an article must be to the story that it joins."""

_NEAREST_SHARE = 0.5
"""Closeness to a story is that to its closest article, which alone would chain events together, half and half with the
mean over all its articles, which alone would split a story that moves on."""
_FADES = 0.08
"""Closeness is divided by (1 + days between) to this power."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """Members first, then the new articles, in the order of placing."""

    bags: tuple[Bag, ...]
    vectors: Matrix
    days: NDArray[np.float64]


def place(
    new: Sequence[Version], members: Sequence[StoryMember], origins: Mapping[str, str], embedder: Embedder
) -> list[StoryPlace]:
    """The places of the new articles, in the order in which they were published, copies last. All need a date.

    A near-copy goes where its origin is, and is not compared with. Members published more than `FOLLOWED` away are not
    to be given.
    """
    if not new:
        return []
    ordered = sorted(new, key=lambda v: (_at(v), v.article_id))
    stories = {m.place.article_id: m.place.story_id for m in members}
    leaders = _leaders([*stories, *(v.article_id for v in ordered)], origins, stories)
    originals = [v for v in ordered if leaders[v.article_id] == v.article_id]
    known = [m for m in members if leaders[m.place.article_id] == m.place.article_id]
    compared = _compared(known, originals, embedder)
    numbers = {story: n for n, story in enumerate(dict.fromkeys(stories.values()))}
    labels = [numbers[m.place.story_id] for m in known]
    close = _faded(closeness(range(len(known), len(compared.bags)), compared.bags, compared.vectors), compared.days)
    for row, version in enumerate(originals):
        label = _closest(close[row, : len(labels)], labels)
        if label is None:
            label = len(numbers)
            numbers[story_id(version, origins)] = label
        labels.append(label)
    names = list(numbers)
    vectors = compared.vectors[len(known) :].astype(np.float16)
    placed = [
        StoryPlace(v.article_id, names[label], embedder.fingerprint, vector.tobytes())
        for v, label, vector in zip(originals, labels[len(known) :], vectors, strict=True)
    ]
    stories |= {p.article_id: p.story_id for p in placed}
    copies = [v for v in ordered if leaders[v.article_id] != v.article_id]
    return [*placed, *(StoryPlace(v.article_id, stories[leaders[v.article_id]]) for v in copies)]


def story_id(first: Version, origins: Mapping[str, str]) -> str:
    """The name of a story that begins with an article; a copy begins the story of its origin."""
    return "story-" + hashlib.sha256(origins.get(first.article_id, first.article_id).encode()).hexdigest()[:12]


def _leaders(article_ids: Sequence[str], origins: Mapping[str, str], placed: Mapping[str, str]) -> dict[str, str]:
    """Of each article the one whose story it shares, itself where it has no near-copies.

    Of near-copies the origin leads, else the first of them; but where some have their place, only one of those.
    """
    groups: dict[str, list[str]] = {}
    for article_id in article_ids:
        groups.setdefault(origins.get(article_id, article_id), []).append(article_id)
    found: dict[str, str] = {}
    for origin, ids in groups.items():
        able = [a for a in ids if a in placed] or ids
        found |= dict.fromkeys(ids, origin if origin in able else able[0])
    return found


def _compared(members: Sequence[StoryMember], originals: Sequence[Version], embedder: Embedder) -> _Compared:
    versions = [*(m.version for m in members), *originals]
    kept = [_kept(m.place, embedder.fingerprint) for m in members] + [None] * len(originals)
    wanted = [i for i, vector in enumerate(kept) if vector is None]
    made = embedder.embed([opening(versions[i]) for i in wanted]) if wanted else np.zeros((0, 1), np.float32)
    fresh = dict(zip(wanted, made, strict=True))
    rows = [fresh[i] if vector is None else vector for i, vector in enumerate(kept)]
    days = np.array([_at(v).timestamp() / 86_400 for v in versions])
    vectors = np.asarray(rows, np.float32) if rows else np.zeros((0, 1), np.float32)
    return _Compared(tuple(map(bag, versions)), vectors, days)


def _kept(place: StoryPlace, fingerprint: str) -> Matrix | None:
    if place.fingerprint != fingerprint or not place.vector:
        return None
    return np.frombuffer(place.vector, np.float16).astype(np.float32)


def _faded(close: Matrix, days: NDArray[np.float64]) -> Matrix:
    between = np.abs(days[len(days) - len(close) :, None] - days[None, :])
    return np.asarray(close / (1 + between) ** _FADES, np.float32)


def _closest(close: Matrix, labels: Sequence[int]) -> int | None:
    """The label of the closest story, None where none is close enough; of equals the one that began first."""
    if not labels:
        return None
    told = np.asarray(labels)
    mean = np.bincount(told, weights=close) / np.maximum(np.bincount(told), 1)
    nearest = np.zeros(len(mean))
    np.maximum.at(nearest, told, close)
    score = _NEAREST_SHARE * nearest + (1 - _NEAREST_SHARE) * mean
    best = int(score.argmax())
    return best if score[best] >= JOINS else None


def _at(version: Version) -> datetime:
    published = version.article.published
    assert published is not None
    return published.at
