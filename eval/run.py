"""Running a set against a system, through the same functions as the app."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.archive import all_versions, build_archive
from eval.case import Case, CaseSet, load_set
from eval.folder import Answered, Failed, RunFolder
from eval.gold import GoldSpan, locate_gold
from eval.record import record_run
from eval.reply import Outcome, Reply
from eval.report import as_json
from eval.scores import RunReport, Scored, score
from eval.systems import SYSTEMS, check_system
from eval.systems.system import System
from rag.compose import now, open_embedder
from rag.dateline import Dateline
from rag.domain.errors import DatelineError, ModelKeyMissing, ModelKeyRefused, ModelUnknown
from rag.domain.evidence import Citation
from rag.settings import Settings

SETS = Path(__file__).parent / "sets"
_SETUP_ERRORS = (ModelKeyMissing, ModelKeyRefused, ModelUnknown)
"""Every question would fail alike: these end the run at once."""


def run_set(
    set_path: Path,
    *,
    system: str = "dateline",
    out: Path | None,
    settings: Settings,
    progress: Callable[[int, int], None] | None,
) -> RunReport:
    """Ask every question of the set and score the replies; ``progress`` hears (questions done, questions in all).

    The record goes to the folder ``out``; a run that was cut short there goes on where it stopped, and its failed
    questions are asked again. Raises UsageError before anything is asked where the set, the system or the folder
    cannot be used.
    """
    check_system(system, settings)
    cases = load_set(find_set(set_path))
    with _folder(out) as folder:
        dateline = build_archive(cases, folder.archive, settings)
        versions = list(all_versions(dateline))
        gold = locate_gold(cases, versions)
        embedder = open_embedder(settings).fingerprint
        record = folder.begin(
            record_run(
                cases,
                system=system,
                settings=settings,
                embedder=embedder,
                articles=versions,
                started=now().isoformat(timespec="seconds"),
            )
        )
        results = _ask_all(cases, SYSTEMS[system](dateline, settings), dateline, folder, progress or _unheard)
        questions = tuple(_scored(case, results[case.id], gold) for case in cases.cases)
        report = RunReport(replace(record, finished=now().isoformat(timespec="seconds")), questions)
        folder.finish(report.record, as_json(report))
    return report


def find_set(path: Path) -> Path:
    """The file itself, else the shipped set that is meant by "seed" or "eval/sets/seed.jsonl"."""
    is_named = path.parent in (Path(), Path("eval/sets")) and path.suffix in ("", ".jsonl")
    shipped = SETS / f"{path.stem}.jsonl"
    return shipped if is_named and not path.exists() and shipped.exists() else path


def _ask_all(
    cases: CaseSet, system: System, dateline: Dateline, folder: RunFolder, progress: Callable[[int, int], None]
) -> Mapping[str, Answered | Failed]:
    results: dict[str, Answered | Failed] = {**folder.answered()}
    for done, case in enumerate(cases.cases, start=1):
        if case.id not in results:
            results[case.id] = _ask(case, system, dateline)
            folder.append(results[case.id])
        progress(done, len(cases.cases))
    return results


def _ask(case: Case, system: System, dateline: Dateline) -> Answered | Failed:
    started = time.perf_counter()
    try:
        reply = system.answer(case)
    except _SETUP_ERRORS:
        raise
    except DatelineError as error:
        return Failed(case.id, str(error))
    latency_ms = (time.perf_counter() - started) * 1e3
    return Answered(case.id, reply, _stored(reply, dateline), latency_ms)


def _stored(reply: Reply, dateline: Dateline) -> tuple[str | None, ...]:
    return tuple(_slice(citation, dateline) for citation in reply.citations)


def _slice(citation: Citation, dateline: Dateline) -> str | None:
    """What the catalog holds at the citation's offsets; None where that version is not there."""
    version = dateline.catalog.version(citation.article_id, citation.version)
    return version.article.text(citation.field)[citation.start : citation.end] if version else None


def _scored(case: Case, result: Answered | Failed, gold: Mapping[str, tuple[GoldSpan, ...]]) -> Scored:
    if isinstance(result, Failed):
        return Scored(case, {}, failed=result.reason)
    return score(
        Outcome(case=case, gold=gold[case.id], reply=result.reply, stored=result.stored, latency_ms=result.latency_ms)
    )


@contextmanager
def _folder(out: Path | None) -> Iterator[RunFolder]:
    """The run's folder; without ``out`` one that is gone afterwards."""
    if out is not None:
        yield RunFolder(out)
        return
    # A store that still holds its files open (on Windows) must not turn a finished run into an error.
    with TemporaryDirectory(prefix="dateline-eval-", ignore_cleanup_errors=True) as folder:
        yield RunFolder(Path(folder))


def _unheard(_done: int, _total: int) -> None:
    """Nobody listens."""
