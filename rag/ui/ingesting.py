"""Files and addresses on their way into the archive, one after another in a thread, each with its own line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rag.domain.errors import DatelineError
from rag.domain.ingest import IngestReport
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


class Ingesting:
    """Files being taken in. The thread only adds to ``taken``; the page only reads."""

    def __init__(self, names: Sequence[str], take: Callable[[Callable[[Taken], None]], None]) -> None:
        self.names, self.taken = tuple(names), list[Taken]()
        self._work = Work(lambda: take(self.taken.append))

    def start(self) -> None:
        self._work.start()

    @property
    def running(self) -> bool:
        return self._work.running

    @property
    def error(self) -> DatelineError | None:
        return self._work.error

    @property
    def summary(self) -> str:
        """ "Taking in 3 of 12", then what came of all of them."""
        if self.running:
            return f"Taking in {min(len(self.taken) + 1, len(self.names))} of {len(self.names)}"
        failed = sum(bool(t.error or t.report.failed) for t in self.taken)
        added = sum(t.report.added + t.report.new_versions + t.report.near_copies for t in self.taken)
        words = f"{count_of(added, 'article')} added from {count_of(len(self.taken), 'source')}"
        return f"{words}; {count_of(failed, 'source')} with problems" if failed else words


def given(dateline: Dateline, files: Sequence[Upload], addresses: Sequence[str] = ()) -> Ingesting:
    """Files from the browser, laid down under their own names for as long as it takes to read them; then addresses."""

    def take(report: Callable[[Taken], None]) -> None:
        with TemporaryDirectory(prefix="dateline-") as folder:
            for number, file in enumerate(files):
                # A folder each: two files of one name are two files.
                path = Path(folder, str(number), _file_name(file.name))
                report(_laid_down(dateline, path, file))
        for address in addresses:
            report(_fetched(dateline, address))

    return Ingesting([*(file.name for file in files), *addresses], take)


def folder(dateline: Dateline, path: Path) -> Ingesting:
    """The files of a folder on this machine, as the bundled seeds are."""
    paths = sorted(p for p in path.iterdir() if p.is_file())

    def take(report: Callable[[Taken], None]) -> None:
        for one in paths:
            report(_taken(dateline, one, one.name))

    return Ingesting([p.name for p in paths], take)


def _file_name(name: str) -> str:
    """What the browser called the file, as a name that stays in its folder; its ending says what format it is."""
    last = Path(name.replace("\0", "")).name
    return Path(last[-_LONGEST_NAME:]).name if last not in ("", "..") else "file"


def _laid_down(dateline: Dateline, path: Path, file: Upload) -> Taken:
    try:
        path.parent.mkdir()
        path.write_bytes(file.content)
    except OSError as error:
        return Taken(file.name, error=f"The file could not be laid down to be read ({error.strerror or error}).")
    taken = _taken(dateline, path, file.name)
    path.unlink()
    return taken


def _fetched(dateline: Dateline, address: str) -> Taken:
    # Only what is surely an address: a path that someone types into the browser must not be read on the server.
    if not address.lower().startswith(("http://", "https://")):
        return Taken(address, error="This is no address; it must begin with http:// or https://.")
    try:
        return Taken(address, dateline.ingest([address]))
    except DatelineError as error:
        return Taken(address, error=str(error))


def _taken(dateline: Dateline, path: Path, name: str) -> Taken:
    try:
        return Taken(name, dateline.ingest([str(path)]))
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
