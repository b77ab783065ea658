"""A stored run marked by the configured model: the marks lie beside the run, and are asked for once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.agreement import Agreement
from eval.folder import RunFolder
from eval.judge import Judge, Judgement, Mark
from eval.labels import load_labels
from eval.statistics.means import Mean
from rag.domain.errors import UsageError
from rag.ports import LLM
from rag.prompts import load_prompt
from rag.whole_file import written_whole

NAME = "judge.json"


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """``agreement`` is None where it was not measured: the judge is uncalibrated. ``unused`` counts labels of answers
    that have no mark."""

    system: str
    judgement: Judgement
    agreement: Agreement | None
    unused: int = 0


def judge_run(
    path: Path, llm: LLM, *, labels: Path | None, progress: Callable[[int, int], None] | None = None
) -> JudgedRun:
    """The run in the folder ``path``, marked, the first time where a question was asked more than once.

    Marks that the same model gave under the same prompt to the same answers are taken from the folder. Raises
    UsageError where there is no run or a label cannot be used, and the ModelError where key or model are refused.
    """
    people = load_labels(labels) if labels else {}
    prompt = load_prompt("judge")
    folder = RunFolder(path)
    record, cases, answered = folder.record(), folder.cases(), folder.answered()
    answers = [(case, answered[case.id, 1].reply) for case in cases.cases if (case.id, 1) in answered]
    file = path / NAME
    earlier = read_judgement(file)
    is_same = earlier and (earlier.model, earlier.prompt_sha256) == (llm.model, prompt.sha256)
    judgement = Judge(llm, prompt).judgement(
        answers, known=earlier.marks if earlier and is_same else (), progress=progress
    )
    with written_whole(file) as out:
        out.write(json.dumps(asdict(judgement), ensure_ascii=False, indent=1) + "\n")
    marked = {mark.case_id for mark in judgement.marks if mark.is_right is not None}
    return JudgedRun(record.system, judgement, judgement.agreement(people), len(people.keys() - marked))


def read_judgement(file: Path) -> Judgement | None:
    """The marks that lie in the folder of a run; None where there are none. Raises UsageError for a damaged file."""
    if not file.exists():
        return None
    try:
        row = json.loads(file.read_text(encoding="utf-8"))
        return Judgement(**{**row, "marks": tuple(Mark(**mark) for mark in row["marks"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{file} is damaged ({error}). Remove it to have the answers marked again.") from error


def as_text(run: JudgedRun) -> str:
    """A few lines: the score, and beside it what it is worth."""
    judgement = run.judgement
    marked = len(judgement.marks) - len(judgement.unmarked)
    lines = [
        f"{run.system}, marked by {judgement.model} (prompt judge {judgement.prompt_version})",
        f"right     {_shown(judgement.score)}  of {marked} marked answers",
        *_agreement_lines(run),
    ]
    if run.unused:
        lines.append(f"{run.unused} labels are of answers without a mark and were not used.")
    lines += [f"unmarked {mark.case_id}: {mark.why}" for mark in judgement.unmarked]
    return "\n".join(lines) + "\n"


def as_json(run: JudgedRun) -> dict[str, object]:
    """``score``, ``agreement`` (null: not measured), ``calibrated``, and every mark."""
    judgement, found = run.judgement, run.agreement
    return {
        "system": run.system,
        "model": judgement.model,
        "prompt": {"name": "judge", "version": judgement.prompt_version, "sha256": judgement.prompt_sha256},
        "score": _row(judgement.score),
        "calibrated": found is not None,
        "agreement": {"raw": _row(found.raw), "kappa": _row(found.kappa)} if found else None,
        "labels_unused": run.unused,
        "marks": [{"id": mark.case_id, "right": mark.is_right, "failed": mark.why or None} for mark in judgement.marks],
    }


def _agreement_lines(run: JudgedRun) -> list[str]:
    if run.agreement is None:
        return ["uncalibrated: how far this judge agrees with people was not measured. Give their marks with --labels."]
    kappa = _shown(run.agreement.kappa) if run.agreement.kappa else "not defined: one of the two marks all alike"
    return [
        f"agreement {_shown(run.agreement.raw)}  with people on {run.agreement.raw.n} answers",
        f"kappa     {kappa}",
    ]


def _shown(mean: Mean | None) -> str:
    return "–" if mean is None else f"{mean.value:.2f} [{mean.low:.2f}, {mean.high:.2f}]"


def _row(mean: Mean | None) -> Mapping[str, object] | None:
    return asdict(mean) if mean else None
