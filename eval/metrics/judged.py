"""What the measures of a whole run look at: the answers that were given, with how sure the system was and whether it
was right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """The given answers of a run: ``confidence`` and ``right`` (0 or 1) of each, both of shape (answers,).

    ``asked`` counts all questions of the run that were answered or declined; failed ones are none of them.
    ``are_probabilities``: the confidences are meant as chances of being right, and not only as an order.
    """

    confidence: Floats
    right: Floats
    asked: int
    are_probabilities: bool

    def __post_init__(self) -> None:
        if len(self.confidence) != len(self.right) or len(self.right) > self.asked:
            raise ValueError(f"{len(self.confidence)} confidences, {len(self.right)} answers, {self.asked} questions")
