"""The measures of single questions: one file each, listed here. Each takes an outcome; None where it does not apply.

Those of a whole run are listed in `eval.metrics.of_run`, those of briefings in `eval.briefings`.
"""

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
from eval.metrics.answer_values import answer_values
from eval.metrics.citation_exactness import citation_exactness
from eval.metrics.citation_support import citation_precision, citation_recall, cited_statements_supported
from eval.metrics.cited_characters import cited_characters
from eval.metrics.conflict_shown import conflict_shown
from eval.metrics.forbidden_absent import forbidden_absent
from eval.metrics.gold_span_cited import gold_span_cited
from eval.metrics.latency import latency_ms
from eval.metrics.newest_value import newest_value
from eval.metrics.nothing_withheld import nothing_withheld
from eval.metrics.retrieval import (
    all_evidence_at_10,
    average_precision,
    ndcg_at_10,
    recall_at_1,
    recall_at_5,
    recall_at_10,
    reciprocal_rank,
)
from eval.metrics.right_when_answered import right_when_answered
from eval.metrics.source_independence import independent_sources, source_independence
from eval.metrics.spending import completion_tokens, cost_per_thousand, prompt_tokens
from eval.reply import Outcome


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure under the name of its function; shares lie in 0..1."""

    score: Callable[[Outcome], float | None]
    unit: Literal["share", "sources", "characters", "ms", "tokens", "money"] = "share"

    @property
    def name(self) -> str:
        return self.score.__name__

    @property
    def more_is_better(self) -> bool:
        """Of shares and sources; what is to be read, waited for or paid for is better when it is less."""
        return self.unit in ("share", "sources")


METRICS: tuple[Metric, ...] = (
    Metric(ndcg_at_10),
    Metric(average_precision),
    Metric(reciprocal_rank),
    Metric(recall_at_1),
    Metric(recall_at_5),
    Metric(recall_at_10),
    Metric(all_evidence_at_10),
    Metric(answer_in_statements),
    Metric(answer_exact),
    Metric(answer_f1),
    Metric(answer_values),
    Metric(gold_span_cited),
    Metric(citation_exactness),
    Metric(citation_recall),
    Metric(citation_precision),
    Metric(cited_statements_supported),
    Metric(source_independence),
    Metric(independent_sources, "sources"),
    Metric(answered_when_answerable),
    Metric(declined_when_unanswerable),
    Metric(right_when_answered),
    Metric(false_premise_handled),
    Metric(false_premise_corrected),
    Metric(conflict_shown),
    Metric(newest_value),
    Metric(forbidden_absent),
    Metric(nothing_withheld),
    Metric(cited_characters, "characters"),
    Metric(latency_ms, "ms"),
    Metric(prompt_tokens, "tokens"),
    Metric(completion_tokens, "tokens"),
    Metric(cost_per_thousand, "money"),
)
