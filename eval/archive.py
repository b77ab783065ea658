"""The archive that a set asks about, built by the same ingest as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.case import CaseSet
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.article import Version
from rag.domain.errors import UsageError
from rag.resources import bundled
from rag.settings import Settings

_PAGE = 500


def build_archive(cases: CaseSet, folder: Path, settings: Settings) -> Dateline:
    """The set's articles, ingested into ``folder``; repeating it on the same folder changes nothing there.

    Raises UsageError where the set's ``archive`` does not exist or an article of it cannot be read.
    """
    source = _source(cases)
    dateline = open_dateline(settings.model_copy(update={"archive": folder}))
    report = dateline.ingest([str(source)])
    if report.failed or not report.read:
        reasons = "; ".join(f"{f.source} {f.where}: {f.reason}" for f in report.failed) or "it holds no article"
        raise UsageError(f"The archive of {cases.path} could not be built from {source}: {reasons}. Nothing was run.")
    return dateline


def all_versions(dateline: Dateline) -> Iterator[Version]:
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
