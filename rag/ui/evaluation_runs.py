"""The sets that can be run and the runs that were made, as they lie in the archive's folder ``evaluations``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rag.domain.answer import Conflict
from rag.domain.article import Field
from rag.domain.errors import DatelineError, UsageError
from rag.domain.evidence import Citation

_ENDINGS = (".jsonl", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A file of known questions; ``problem`` says why it cannot be run, "" if it can."""

    path: Path
    sha256: str
    questions: int
    problem: str = ""

    @property
    def name(self) -> str:
        return self.path.stem


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run's folder and what it was made of; ``set_sha256`` tells whether two runs are of the same questions."""

    path: Path
    set_name: str
    set_sha256: str
    system: str
    model: str
    started: datetime
    is_finished: bool

    @property
    def name(self) -> str:
        """ "seed, dateline"."""
        return f"{Path(self.set_name).stem}, {self.system}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure with its 95% interval, over the questions of one kind; over all of them where ``kind`` is ""."""

    kind: str
    measure: str
    unit: str
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that settle a fact; quotes with the same ``fact`` are alternatives."""

    article: str
    field: Field
    quote: str
    fact: int


@dataclass(frozen=True, slots=True)
class Known:
    """A question with what a right answer must say: ``answers`` holds the wordings of each part."""

    id: str
    question: str
    kind: str
    tags: tuple[str, ...]
    history: tuple[tuple[str, str], ...]
    answerable: bool
    answers: tuple[tuple[str, ...], ...]
    gold: tuple[Gold, ...]
    forbidden: tuple[str, ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a system said to a question: sentences with their citations, a reason for saying none, or a failure.

    ``premises`` are those that it marked as contradicted, ``conflicts`` what it showed side by side; ``withheld``
    counts the sentences that it kept back because they did not hold up.
    """

    said: tuple[tuple[str, tuple[Citation, ...]], ...]
    declined: str
    failed: str
    scores: Mapping[str, float]
    premises: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class ReadRun:
    """A finished run, with all that the page shows of it; both mappings go by question id, in the set's order."""

    found: FoundRun
    figures: tuple[Figure, ...]
    known: Mapping[str, Known]
    given: Mapping[str, Given]


def evaluations(archive: Path) -> Path:
    """Where an archive's runs lie, and where sets of one's own are put."""
    return archive / "evaluations"


def set_files(folder: Path) -> list[Path]:
    """The files that may be sets: the shipped ones by name, then those in ``folder``."""
    from eval.run import SETS

    places = [place for place in (SETS, folder) if place.is_dir()]
    return [path for place in places for path in sorted(place.iterdir()) if path.suffix in _ENDINGS]


def found_sets(files: Sequence[Path]) -> list[FoundSet]:
    """The files that are sets, and of one's own also those that cannot be run, with the reason.

    The articles that a set is about are no set that cannot be run, though they may lie beside it.
    """
    from eval.run import SETS

    read = {path: _set(path) for path in files}
    articles = {path.parent / archive for path, (_, archive) in read.items()}
    return [
        found
        for path, (found, _) in read.items()
        if not found.problem or (path.parent != SETS and path not in articles)
    ]


def found_runs(folder: Path) -> list[FoundRun]:
    """Every run in ``folder``, newest first; folders that hold none are passed over."""
    places = [path for path in folder.iterdir() if (path / "run.json").is_file()] if folder.is_dir() else []
    runs = [run for path in places if (run := _run(path))]
    return sorted(runs, key=lambda run: run.started, reverse=True)


def new_folder(folder: Path, *, set_name: str, system: str, at: datetime) -> Path:
    """Where a run that starts ``at`` (UTC) goes: ``20260315T101500-seed-dateline``."""
    return folder / f"{at:%Y%m%dT%H%M%S}-{Path(set_name).stem}-{Path(system).stem}"


def read_run(path: Path) -> ReadRun:
    """All that a finished run's folder holds. Raises DatelineError where it is damaged or not finished."""
    from eval.metrics import METRICS
    from eval.reply import Reply
    from eval.rescore import stored_report
    from eval.scores import Scored, means, run_means

    def known(scored: Scored) -> Known:
        case = scored.case
        return Known(
            id=case.id,
            question=case.question,
            kind=case.kind,
            tags=case.tags,
            history=tuple((turn.question, turn.answer) for turn in case.history),
            answerable=case.answerable,
            answers=case.answers,
            gold=tuple(Gold(g.article, g.field, g.quote, g.fact) for g in case.gold),
            forbidden=case.forbidden,
            as_of=case.as_of,
        )

    def given(scored: Scored) -> Given:
        reply = scored.reply or Reply()
        return Given(
            said=tuple((each.text, each.citations) for each in reply.said),
            declined=reply.declined,
            failed=scored.failed,
            scores=scored.scores,
            premises=reply.premises or (),
            conflicts=reply.conflicts,
            withheld=reply.withheld or 0,
        )

    found = _run(path)
    if found is None or not found.is_finished:
        raise UsageError(f"The run in {path.name} has not come to its end. Let it go on, or run its set again.")
    report = stored_report(path)
    units = {metric.name: str(metric.unit) for metric in METRICS}
    parts = [("", report.questions), *((str(kind), report.of_kind(kind)) for kind in report.kinds)]
    figures = [
        Figure(kind, name, units.get(name, "share"), mean.n, mean.value, mean.low, mean.high)
        for kind, questions in parts
        for name, mean in {**means(questions), **({} if kind else run_means(questions))}.items()
    ]
    return ReadRun(
        found,
        tuple(figures),
        {scored.case.id: known(scored) for scored in report.questions},
        {scored.case.id: given(scored) for scored in report.questions},
    )


def run_page(path: Path) -> str:
    """The run in a folder as one HTML page. Raises DatelineError where the folder is damaged."""
    from eval.reports.run_page import run_as_html
    from eval.rescore import stored_report

    return run_as_html(stored_report(path))


def _set(path: Path) -> tuple[FoundSet, str]:
    """And the archive that it is about, as it names it."""
    from eval.case import load_set

    try:
        cases = load_set(path)
    except DatelineError as error:
        return FoundSet(path, "", 0, str(error)), ""
    return FoundSet(path, cases.sha256, len(cases.cases)), cases.archive


def _run(path: Path) -> FoundRun | None:
    """The run in a folder; None where its record cannot be read."""
    from eval.folder import RunFolder

    try:
        record = RunFolder(path).record()
        started = datetime.fromisoformat(record.started)
    except (DatelineError, ValueError):
        return None
    return FoundRun(
        path=path,
        set_name=record.set_name,
        set_sha256=record.set_sha256,
        system=record.system,
        model=record.model,
        started=started,
        is_finished=bool(record.finished),
    )
