"""Files and addresses on their way into the archive, one after another in a thread, each with its own line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rag.domain.errors import DatelineError
from rag.domain.ingest import IngestProgress, IngestReport
from rag.ui.session import index_soon
from rag.ui.views import Row
from rag.ui.words import count_of
from rag.ui.work import Work

if TYPE_CHECKING:
    from rag.dateline import Dateline

_LONGEST_NAME = 60
"""In characters, of which four bytes each fit into any file system's 255."""


_MOST_TOLD = 5
"""Of the inputs inside one file that failed; the command line lists them all."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it; ``name`` is what the user knows it by."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: a report, or the reason why there is none."""

    name: str
    report: IngestReport = field(default_factory=IngestReport)
    error: str = ""

    @property
    def row(self) -> Row:
        """As a line of the report; reasons name the file as the user does, not where it lay in between."""
        reasons = [self.error] if self.error else [_told(f.where, f.reason) for f in self.report.failed]
        notes = [_told(f.where, f.reason) for f in self.report.flagged]
        return Row(
            title=self.name,
            meta=_counts_in_words(self.report),
            snippet=" ".join([*reasons[:_MOST_TOLD], *notes[:_MOST_TOLD]]),
            place={},
            tone="failed" if reasons else "",
        )


Take = Callable[[str, Sequence[str]], IngestReport]
"""Takes in the sources of one input; the first argument is what the user knows it by."""


class Ingesting:
    """Inputs being taken in. The thread only adds to ``taken``; the page only reads, and may ask it to stop.

    Vectors are not waited for: what was taken in can be found by its words, and the app adds the vectors by itself.
    """

    def __init__(self, dateline: Dateline, names: Sequence[str], steps: Callable[[Take], Iterator[Taken]]) -> None:
        self.names, self.taken = tuple(names), list[Taken]()
        self.stopped = threading.Event()
        self._dateline, self._steps, self._read = dateline, steps, 0
        self._work = Work(self._run)

    def start(self) -> None:
        self._work.start()

    def stop(self) -> None:
        """No more after the input that is being taken in now."""
        self.stopped.set()

    def _run(self) -> None:
        for taken in self._steps(self._take):
            self.taken.append(taken)
            self._read = 0
            index_soon()
            if self.stopped.is_set():
                return

    def _take(self, name: str, sources: Sequence[str]) -> IngestReport:
        return self._dateline.ingest(sources, wait=False, progress=self._progressed)

    def _progressed(self, progress: IngestProgress) -> None:
        self._read = progress.articles

    @property
    def running(self) -> bool:
        return self._work.running

    @property
    def error(self) -> DatelineError | None:
        return self._work.error

    @property
    def summary(self) -> str:
        """ "Taking in 3 of 12: feeds.zip, 40 articles so far", then what came of all of them."""
        if self.running:
            return self._now
        failed = sum(bool(t.error or t.report.failed) for t in self.taken)
        added = sum(t.report.added + t.report.new_versions + t.report.near_copies for t in self.taken)
        words = f"{count_of(added, 'article')} added from {count_of(len(self.taken), 'source')}"
        if self.stopped.is_set() and len(self.taken) < len(self.names):
            words += f"; stopped before the other {len(self.names) - len(self.taken):,}"
        return f"{words}; {count_of(failed, 'source')} with problems" if failed else words

    @property
    def _now(self) -> str:
        place = min(len(self.taken) + 1, len(self.names))
        read = f", {count_of(self._read, 'article')} so far" if self._read > 1 else ""
        return f"Taking in {place} of {len(self.names)}: {self.names[place - 1]}{read}"


def given(dateline: Dateline, files: Sequence[Upload], addresses: Sequence[str] = ()) -> Ingesting:
    """Files from the browser, laid down under their own names for as long as it takes to read them; then addresses."""

    def steps(take: Take) -> Iterator[Taken]:
        with TemporaryDirectory(prefix="dateline-") as folder:
            for number, file in enumerate(files):
                # A folder each: two files of one name are two files.
                path = Path(folder, str(number), _file_name(file.name))
                yield _laid_down(take, path, file)
        for address in addresses:
            yield _fetched(take, address)

    return Ingesting(dateline, [*(file.name for file in files), *addresses], steps)


def from_disk(dateline: Dateline, paths: Sequence[Path]) -> Ingesting:
    """Files on this machine, as the bundled examples are."""

    def steps(take: Take) -> Iterator[Taken]:
        for path in paths:
            yield _taken(take, path, path.name)

    return Ingesting(dateline, [path.name for path in paths], steps)


def _file_name(name: str) -> str:
    """What the browser called the file, as a name that stays in its folder; its ending says what format it is."""
    last = Path(name.replace("\0", "")).name
    return Path(last[-_LONGEST_NAME:]).name if last not in ("", "..") else "file"


def _laid_down(take: Take, path: Path, file: Upload) -> Taken:
    try:
        path.parent.mkdir()
        path.write_bytes(file.content)
    except OSError as error:
        return Taken(file.name, error=f"The file could not be laid down to be read ({error.strerror or error}).")
    taken = _taken(take, path, file.name)
    path.unlink()
    return taken


def _fetched(take: Take, address: str) -> Taken:
    # Only what is surely an address: a path that someone types into the browser must not be read on the server.
    if not address.lower().startswith(("http://", "https://")):
        return Taken(address, error="This is no address; it must begin with http:// or https://.")
    try:
        return Taken(address, take(address, [address]))
    except DatelineError as error:
        return Taken(address, error=str(error))


def _taken(take: Take, path: Path, name: str) -> Taken:
    try:
        return Taken(name, take(name, [str(path)]))
    except DatelineError as error:
        return Taken(name, error=str(error).replace(str(path), name))


def _told(where: str, reason: str) -> str:
    return f"{where}: {reason}." if where else reason


def _counts_in_words(report: IngestReport) -> str:
    counts = (
        (report.added, "added"),
        (report.new_versions, "new version"),
        (report.near_copies, "near-copy of an article that was there"),
        (report.unchanged, "unchanged"),
        (len(report.failed), "not read"),
    )
    return ", ".join(f"{number:,} {what}" if number != 1 else what for number, what in counts if number)
