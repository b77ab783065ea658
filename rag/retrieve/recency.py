"""Questions for the latest: recognised by their words, and answered from what was published last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.domain.passage import Hit

FAIR = 0.5
"""Share of the best score from which a passage may be about what is asked, so that being newer speaks for it."""

_ASKS_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?(?! account)|now(?!-)|nowadays|at present|at the moment|"
    r"so far|to date|as of (?:now|today)|up[- ]to[- ]date)\b",
    re.IGNORECASE,
)


def asks_for_latest(text: str) -> bool:
    """Whether the question wants the newest of several answers ("the latest figure", "who is currently mayor")."""
    return bool(_ASKS_LATEST.search(text))


def with_newest(hits: Sequence[Hit], k: int) -> list[Hit]:
    """``k`` of the ranked hits: the better half by score, the other half the newest of those that fit fairly well.

    In the order of their scores, ranked anew; where too few fit, the next best fill up.
    """
    best, rest = list(hits[: k - k // 2]), list(hits[k - k // 2 :])
    fair = [hit for hit in rest if best and hit.score >= FAIR * best[0].score]
    newest = sorted(fair, key=_published, reverse=True)[: k // 2]
    others = [hit for hit in rest if hit not in newest]
    chosen = sorted([*best, *newest, *others[: k - len(best) - len(newest)]], key=lambda hit: hit.rank)
    return [replace(hit, rank=place) for place, hit in enumerate(chosen, start=1)]


def _published(hit: Hit) -> float:
    published = hit.version.article.published
    return published.at.timestamp() if published else 0.0
