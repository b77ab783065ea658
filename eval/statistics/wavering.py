"""Questions whose scores change from one repeat of the same run to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wavering:
    """A question and, for each measure that did not come out the same in every repeat, its values in their order.

    A value is None where the measure did not apply in that repeat: nothing was cited, say.
    """

    question_id: str
    values: dict[str, tuple[float | None, ...]]

    @property
    def spread(self) -> float:
        """The widest distance between two repeats, over the measures."""
        return max(_spread(values) for values in self.values.values())


def wavering(repeats: Mapping[str, Sequence[Mapping[str, float]]]) -> list[Wavering]:
    """Of each question's scores by measure, one mapping a repeat: the questions that differ, the widest apart first."""
    found = [Wavering(question_id, _differing(scores)) for question_id, scores in repeats.items()]
    return sorted((w for w in found if w.values), key=lambda w: -w.spread)


def _differing(scores: Sequence[Mapping[str, float]]) -> dict[str, tuple[float | None, ...]]:
    measures = dict.fromkeys(measure for each in scores for measure in each)
    values = {measure: tuple(each.get(measure) for each in scores) for measure in measures}
    return {measure: each for measure, each in values.items() if len(set(each)) > 1}


def _spread(values: Sequence[float | None]) -> float:
    """Between the values that there are."""
    known = [value for value in values if value is not None]
    return max(known) - min(known)
