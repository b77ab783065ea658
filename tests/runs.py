"""Scored runs as the reports get them. All texts are invented; one question tries to break out of every form."""

from __future__ import annotations

from dataclasses import replace

from outcomes import DECLINED, RECORD, a_case, a_reply, unanswerable

from eval.record import PromptUsed
from eval.scores import RunReport, Scored

HOSTILE = "<script>alert('x')</script> & \"q\" \u202e\x1b[31m http://leak.example/x.png"
"""What an article or a model may well contain."""


def a_question(number: int, *, right: bool, waits_ms: float = 20.0) -> Scored:
    """Question q0, q1, … of kind "fact", answered with a confidence that fits."""
    scores = {"answer_in_statements": float(right), "right_when_answered": float(right), "latency_ms": waits_ms}
    return Scored(
        a_case(f"When did bridge {number} open?", id=f"q{number}", tags=("when",)),
        scores,
        a_reply(f"Bridge {number} opened on {'Monday' if right else 'Friday'}.", sure=0.9 if right else 0.4),
    )


def a_run(*wrong: int, of: int = 20) -> RunReport:
    """So many questions, all right but those at the numbers ``wrong``, and one of each that stands out: declined,
    hostile, failed."""
    questions = [a_question(number, right=number not in wrong, waits_ms=10.0 + number) for number in range(of)]
    declined = Scored(unanswerable(id="none"), {"declined_when_unanswerable": 1.0, "latency_ms": 5.0}, DECLINED)
    hostile = Scored(
        a_case(HOSTILE, id="hostile", tags=(HOSTILE,)),
        {"answer_in_statements": 0.0, "right_when_answered": 0.0, "latency_ms": 400.0},
        a_reply(HOSTILE, short=HOSTILE),
    )
    failed = Scored(a_case(id="failed"), {}, failed=f"The endpoint said {HOSTILE}")
    return RunReport(RECORD, (*questions, declined, hostile, failed))


def with_another_model(report: RunReport) -> RunReport:
    """The same run, recorded as one of another model with another prompt."""
    record = replace(report.record, model="gpt-small", prompts=(PromptUsed("answer", 2, "feedbeef" * 8),))
    return replace(report, record=record)
