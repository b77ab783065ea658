"""Articles of some days grouped into stories: one event, told by several publishers, followed over days.

Two articles are close when their headlines and leads mean the same (cosine of the embedder) and name the same things
(idf-weighted overlap of their words). Average linkage joins groups as long as their members are close on average,
which keeps one article that touches two events from chaining them together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.brief.terms import terms
from rag.domain.article import Version
from rag.domain.briefing import BriefedStory, Story
from rag.ports import Embedder

Matrix = NDArray[np.float32]

_LEAD_CHARACTERS = 280
_MEANING_SHARE = 0.6
_SAME_STORY = 0.42
_SAME_STORY_LATER = 0.40


def group(versions: Sequence[Version], origins: Mapping[str, str], embedder: Embedder) -> list[Story]:
    """One story an event, in the order of their first articles. Near-copies (same origin) always stay together.

    A story's versions are all its articles, copies too, oldest first; see `distinct` for those that count.
    """
    kept = distinct(versions, origins)
    if not kept:
        return []
    labels = _linked(_closeness([_opening(v) for v in kept], embedder), _SAME_STORY)
    label_of = {_origin(v, origins): label for v, label in zip(kept, labels, strict=True)}
    members: dict[int, list[Version]] = {}
    for version in versions:
        members.setdefault(label_of[_origin(version, origins)], []).append(version)
    return [_story(group_, origins) for group_ in members.values()]


def distinct(versions: Sequence[Version], origins: Mapping[str, str]) -> list[Version]:
    """One version of each set of near-copies: the origin where it is there, else the first."""
    chosen: dict[str, Version] = {}
    for version in versions:
        origin = _origin(version, origins)
        if origin not in chosen or version.article_id == origin:
            chosen[origin] = version
    return list(chosen.values())


def continued(stories: Sequence[Story], earlier: Sequence[BriefedStory], embedder: Embedder) -> list[Story]:
    """The same stories; one that goes on from an earlier briefing takes over its id and is "developing".

    Of several earlier stories the closest counts, and each earlier story goes on in at most one of today's.
    """
    if not stories or not earlier:
        return list(stories)
    openings = [_opening(s.versions[0]) for s in stories]
    closeness = _closeness([*openings, *map(_opening_of_briefed, earlier)], embedder)[: len(stories), len(stories) :]
    went_on: dict[int, str] = {}
    for flat in np.argsort(-closeness, axis=None, kind="stable"):
        today, before = divmod(int(flat), len(earlier))
        if closeness[today, before] < _SAME_STORY_LATER:
            break
        if today not in went_on and earlier[before].id not in went_on.values():
            went_on[today] = earlier[before].id
    return [replace(s, id=went_on[i], status="developing") if i in went_on else s for i, s in enumerate(stories)]


def _origin(version: Version, origins: Mapping[str, str]) -> str:
    return origins.get(version.article_id, version.article_id)


def _story(versions: Sequence[Version], origins: Mapping[str, str]) -> Story:
    first = distinct(versions, origins)[0]
    key = hashlib.sha256(_origin(first, origins).encode()).hexdigest()[:12]
    return Story(id=f"story-{key}", title=_title(versions), versions=tuple(versions))


def _title(versions: Sequence[Version]) -> str:
    """The first headline; where no article has one, the beginning of the first text."""
    titles = [v.article.title.strip() for v in versions if v.article.title.strip()]
    return titles[0] if titles else _cut(versions[0].article.dek or versions[0].article.body, 90)


def _cut(text: str, characters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= characters else line[:characters].rsplit(" ", 1)[0] + "…"


def _opening(version: Version) -> str:
    """Headline and lead: what an article is about."""
    article = version.article
    return f"{_cut(article.title, 200)}. {_cut(f'{article.dek} {article.body[:1000]}', _LEAD_CHARACTERS)}"


def _opening_of_briefed(story: BriefedStory) -> str:
    said = " ".join(s.text for s in story.statements[:3])
    return f"{_cut(story.title, 200)}. {_cut(said, _LEAD_CHARACTERS)}"


def _closeness(texts: Sequence[str], embedder: Embedder) -> Matrix:
    """Of each pair of texts, 0..1."""
    vectors = embedder.embed(texts)
    words = _weighted(texts)
    return np.asarray(_MEANING_SHARE * (vectors @ vectors.T) + (1 - _MEANING_SHARE) * (words @ words.T), np.float32)


def _weighted(texts: Sequence[str]) -> Matrix:
    """Unit rows of idf weights over the texts' words, names counted twice."""
    bags = [Counter([*(t := terms(text)).everything, *t.names]) for text in texts]
    in_texts = Counter(word for bag in bags for word in bag)
    columns = {word: column for column, word in enumerate(in_texts)}
    rows = np.zeros((len(texts), max(1, len(columns))), dtype=np.float32)
    for row, bag in zip(rows, bags, strict=True):
        for word, count in bag.items():
            row[columns[word]] = count * log((1 + len(texts)) / (0.5 + in_texts[word]))
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _linked(closeness: Matrix, threshold: float) -> list[int]:
    """A label a row, by average linkage: the two closest groups are joined while they are close enough."""
    near = closeness.copy()
    np.fill_diagonal(near, -1.0)
    sizes = np.ones(len(near), dtype=np.float32)
    labels = list(range(len(near)))
    while len(near) > 1:
        one, other = sorted(divmod(int(near.argmax()), len(near)))
        if near[one, other] < threshold:
            break
        joined = (sizes[one] * near[one] + sizes[other] * near[other]) / (sizes[one] + sizes[other])
        near[one], near[:, one] = joined, joined
        near[one, one] = -1.0
        near[other], near[:, other] = -1.0, -1.0
        sizes[one] += sizes[other]
        labels = [one if label == other else label for label in labels]
    return labels
