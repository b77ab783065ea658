"""The archive that a set asks about, built by the same ingest as any other, and kept for the next run."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import rag
from eval.arrivals import arrivals
from eval.case import CaseSet
from rag.compose import open_dateline, open_embedder
from rag.dateline import Dateline
from rag.domain.article import Version
from rag.domain.errors import UsageError
from rag.resources import bundled
from rag.settings import Settings

_PAGE = 500
_KEPT = 10
"""Archives that were used last and stay in the cache, and older ones for a day: another process may be at them."""
_DAY_S = 86_400
_BUILDING = ("adapters", "archive", "domain", "ingest", "retrieve", "compose.py", "ports.py", "sentences.py")
"""What of the program decides what an ingest writes."""
_BUILT_BY = (Path(__file__), Path(__file__).with_name("arrivals.py"))
"""What of the evaluation decides in which order, and when."""


def build_archive(cases: CaseSet, folder: Path, settings: Settings) -> Dateline:
    """The set's articles, ingested into ``folder``; repeating it on the same folder changes nothing there.

    Where the archive says when its articles came, each of its days is taken in as of that day. Raises UsageError where
    the set's ``archive`` does not exist or an article of it cannot be read.
    """
    source = _source(cases)
    now: list[datetime] = []
    days = arrivals(source)
    dateline = open_dateline(
        settings.model_copy(update={"archive": folder}), received=(lambda: now[0]) if days else None
    )
    reports = [] if days else [dateline.ingest([str(source)])]
    for day in days:
        now[:] = [day.last]
        reports.append(dateline.ingest(["-"], stdin=BytesIO(day.lines)))
    failed = [failure for report in reports for failure in report.failed]
    if failed or not any(report.read for report in reports):
        places = [f"{source if days else failure.source} {failure.where}: {failure.reason}" for failure in failed]
        reasons = "; ".join(places) or "it holds no article"
        raise UsageError(f"The archive of {cases.path} could not be built from {source}: {reasons}. Nothing was run.")
    return dateline


def kept_archive(cases: CaseSet, settings: Settings) -> tuple[Dateline, Path]:
    """The set's archive and its folder: from the cache, where the same articles were ingested before with the same
    embedder and code; else built there.

    Raises what `build_archive` raises, and UsageError where the cache's folder cannot be written.
    """
    archives = settings.eval_cache / "archives"
    folder = archives / archive_key(cases, settings)
    whole = folder / "whole"
    if whole.exists():
        dateline = open_dateline(settings.model_copy(update={"archive": folder / "archive"}))
    else:
        _make(folder)
        # Built in place: an ingest that was cut short is finished by the next one.
        dateline = build_archive(cases, folder / "archive", settings)
    whole.touch()
    _forget_old(archives)
    return dateline, folder / "archive"


def archive_key(cases: CaseSet, settings: Settings) -> str:
    """A hash of the articles' files, the embedder, and the code and settings that have a part in an ingest."""
    digest = hashlib.sha256(open_embedder(settings).fingerprint.encode())
    digest.update(str(settings.llamaindex_file_readers).encode())
    for file in _BUILT_BY:
        digest.update(file.read_bytes())
    source = _source(cases)
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            digest.update(f"{path.relative_to(source).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    program = Path(rag.__file__).parent
    for part in _BUILDING:
        for path in sorted((program / part).rglob("*.py")) if (program / part).is_dir() else [program / part]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def by_arrival(cases: CaseSet) -> CaseSet:
    """The set, with cases whose ``as_of`` goes by arrival where the archive says when its articles came.

    Raises UsageError where it says so in a way that cannot be read.
    """
    if not arrivals(_source(cases)):
        return cases
    return replace(cases, cases=tuple(replace(case, by_arrival=True) for case in cases.cases))


def all_versions(dateline: Dateline) -> Iterator[Version]:
    """Every version of every article, an article's oldest first."""
    for newest in newest_versions(dateline):
        yield from (newest,) if newest.number == 1 else dateline.show(newest.article_id).versions


def newest_versions(dateline: Dateline) -> Iterator[Version]:
    """The newest version of every article, page by page."""
    offset = 0
    while page := dateline.articles(limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _source(cases: CaseSet) -> Path:
    """The bundled seeds, or what lies at the given path beside the set."""
    if cases.archive == "seeds":
        return bundled("seeds")
    source = cases.path.parent / cases.archive
    if not source.exists():
        raise UsageError(f"{cases.path} asks about the archive {cases.archive!r}, but there is no {source}.")
    return source


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {error.strerror}. Set DATELINE_EVAL_CACHE to one that can."
        ) from error


def _forget_old(archives: Path) -> None:
    """Archives in the order of their last use, without the newest and those of today, go."""
    used = sorted(((_last_used(each), each) for each in archives.iterdir() if each.is_dir()), reverse=True)
    for moment, folder in used[_KEPT:]:
        if time.time() - moment > _DAY_S:
            shutil.rmtree(folder, ignore_errors=True)


def _last_used(folder: Path) -> float:
    for place in (folder / "whole", folder):
        try:
            return place.stat().st_mtime
        except FileNotFoundError:
            continue
    return 0.0  # another process has just taken it away
