"""The fitted weights: which sentence answers best, and whether it answers at all.

``calibration.json`` beside this file holds them with their provenance; `python -m eval.bench.fit_answer` makes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from rag.answer.match import FEATURE_NAMES, Candidate
from rag.answer.tense import at_odds

HEAD_PENALTY = 3.0
"""A headline names what its article is about and so resembles every question on it; it says little by itself.

The fitting data has no headlines, so this one is set by hand: in logits of the ranking."""

DECLINE_BELOW = -0.75
"""Log-odds below which nothing is shown; chosen on eval/sets/development.jsonl (docs/benchmarks.md)."""

BESIDE_THE_POINT = 0.25
"""Share of the question's words that a sentence may leave unspoken where it also lacks the kind of thing asked for:
"The bridge opened on Monday." is no answer to who designed it. Chosen on
eval/sets/development.jsonl: declined .54 instead of .50, nothing acceptable lost."""


@dataclass(frozen=True)
class Calibration:
    """``ranking`` and ``answerable`` are weights in the order of FEATURE_NAMES; the latter's last four are for the
    ranking's score, a tense at odds with the question's, the names that stand nowhere near the sentence, and the
    constant. How far the best is ahead has no weight: several sources that say the same make nothing less sure."""

    ranking: tuple[float, ...]
    answerable: tuple[float, ...]

    def rank(self, candidates: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
        """Best first, with the score of the ranking (logits); equals keep the order of the evidence."""
        if not candidates:
            return []
        scores = np.stack([c.features.vector() for c in candidates]) @ np.array(self.ranking)
        scores -= HEAD_PENALTY * np.array([c.evidence.field != "body" for c in candidates])
        order = np.argsort(-scores, kind="stable")
        return [(candidates[i], float(scores[i])) for i in order]

    def answers(self, question: str, ranked: Sequence[tuple[Candidate, float]]) -> bool:
        """Whether the best candidate answers the question well enough to be shown."""
        best = ranked[0][0].features
        if best.lacks_kind and best.unspoken >= BESIDE_THE_POINT:
            return False
        return self.log_odds(question, ranked) >= DECLINE_BELOW

    def confidence(self, question: str, ranked: Sequence[tuple[Candidate, float]]) -> float:
        """How probably the best candidate answers the question, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.log_odds(question, ranked)))

    def log_odds(self, question: str, ranked: Sequence[tuple[Candidate, float]]) -> float:
        """That the best candidate answers the question."""
        best, score = ranked[0]
        seen = [*best.features.vector().tolist(), score, *beside_features(question, best), 1.0]
        return float(np.dot(seen, self.answerable))


def beside_features(question: str, candidate: Candidate) -> tuple[float, float]:
    """What speaks against a sentence beside its features: its tense, and the names asked about that are not near."""
    return float(at_odds(question, candidate.evidence.text)), float(candidate.unplaced_names)


def shares(ranked: Sequence[tuple[Candidate, float]]) -> list[float]:
    """The ranking's scores as shares of 1 (softmax), in the order given."""
    top = max(score for _, score in ranked)
    weights = [math.exp(score - top) for _, score in ranked]
    total = sum(weights)
    return [weight / total for weight in weights]


@cache
def calibration() -> Calibration:
    """The calibration that is shipped. Raises ValueError where the file does not fit the features."""
    stored = json.loads(files("rag.answer").joinpath("calibration.json").read_text(encoding="utf-8"))
    if tuple(stored["features"]) != FEATURE_NAMES:
        raise ValueError("calibration.json was fitted on other features; run python -m eval.bench.fit_answer")
    return Calibration(tuple(stored["ranking"]), tuple(stored["answerable"]))
