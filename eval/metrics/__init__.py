"""The measures: one file each, listed here. Each takes an outcome; None where it does not apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.metrics.abstention import (
    answered_when_answerable,
    declined_when_unanswerable,
    false_premise_corrected,
    false_premise_handled,
)
from eval.metrics.answer_exact import answer_exact
from eval.metrics.answer_f1 import answer_f1
from eval.metrics.answer_in_statements import answer_in_statements
from eval.metrics.citation_exactness import citation_exactness
from eval.metrics.cited_characters import cited_characters
from eval.metrics.forbidden_absent import forbidden_absent
from eval.metrics.gold_span_cited import gold_span_cited
from eval.metrics.latency import latency_ms
from eval.reply import Outcome


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure under the name of its function. Shares lie in 0..1 and more is better; of the other units, less is."""

    score: Callable[[Outcome], float | None]
    unit: Literal["share", "characters", "ms"] = "share"

    @property
    def name(self) -> str:
        return self.score.__name__


METRICS: tuple[Metric, ...] = (
    Metric(answer_in_statements),
    Metric(answer_exact),
    Metric(answer_f1),
    Metric(gold_span_cited),
    Metric(citation_exactness),
    Metric(answered_when_answerable),
    Metric(declined_when_unanswerable),
    Metric(false_premise_handled),
    Metric(false_premise_corrected),
    Metric(forbidden_absent),
    Metric(cited_characters, "characters"),
    Metric(latency_ms, "ms"),
)
