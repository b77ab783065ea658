"""Scoring a stored run: from its folder alone, without a model and without the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from eval.case import Case, CaseSet
from eval.folder import Asked, Failed, Result, RunFolder
from eval.gold import GoldSpan
from eval.record import RunRecord
from eval.reply import Outcome
from eval.reports.run_json import run_as_json
from eval.scores import RunReport, Scored, over_repeats, score


def stored_report(path: Path) -> RunReport:
    """The run in the folder, scored by the measures as they are now. Raises UsageError where it holds no run."""
    folder = RunFolder(path)
    record = folder.record()
    return report_of(record, folder.cases(), folder.gold(), folder.results())


def rescore(path: Path) -> RunReport:
    """The same, with the folder's scores replaced by these."""
    report = stored_report(path)
    RunFolder(path).rescore(run_as_json(report))
    return report


def report_of(
    record: RunRecord,
    cases: CaseSet,
    gold: Mapping[str, tuple[GoldSpan, ...]],
    results: Mapping[Asked, Result],
) -> RunReport:
    """Every question that was asked, scored, in the order of the set."""
    by_case: dict[str, list[Result]] = defaultdict(list)
    for (case_id, _), result in sorted(results.items()):
        by_case[case_id].append(result)
    questions = [
        over_repeats([_scored(case, result, gold.get(case.id, ())) for result in by_case[case.id]])
        for case in cases.cases
        if case.id in by_case
    ]
    return RunReport(record, tuple(questions), not_asked=len(cases.cases) - len(questions))


def _scored(case: Case, result: Result, gold: tuple[GoldSpan, ...]) -> Scored:
    if isinstance(result, Failed):
        return Scored(case, {}, failed=result.reason)
    return score(
        Outcome(case=case, gold=gold, reply=result.reply, witness=result.witness, latency_ms=result.latency_ms)
    )
