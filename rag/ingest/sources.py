"""Sources that a user names (files, folders, "-", addresses) as streams of articles and failures."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from rag.domain.ingest import FailedInput, InputOutcome, LinkedFeed, ReadOutcome
from rag.ingest.clean import clean_line
from rag.ingest.containers import accompanies
from rag.ingest.decoding import Unreadable
from rag.ingest.readers import HEAD_BYTES, READERS, Reader, reader_for
from rag.ingest.readers.jsonl import read_jsonl
from rag.ingest.web import Address, Web


def read_sources(
    sources: Sequence[str],
    stdin: IO[bytes] | None,
    names: Mapping[str, str],
    web: Web,
    readers: Sequence[Reader] = READERS,
) -> Iterator[InputOutcome]:
    """Every article of every source, read lazily: files, folders and "-" in the order given, then what is on the web.

    What cannot be read is a FailedInput. Nothing is fetched but the addresses that are given here or in a list of
    feeds, and the pages that their entries point to.
    """
    addresses: list[Address] = []
    for source in sources:
        if "://" in source and not source.lower().startswith(("http://", "https://")):
            yield _refused(source, "not an address that can be read; name an http(s) address, a file or a folder")
        elif "://" in source:
            addresses.append(Address(source))
        else:
            for outcome in _read_stdin(stdin, names) if source == "-" else _read_path(Path(source), names, readers):
                if isinstance(outcome, LinkedFeed):
                    addresses.append(Address(outcome.url, outcome.source, outcome.where))
                else:
                    yield outcome
    yield from web.read(addresses, names)


def _read_stdin(stdin: IO[bytes] | None, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    if stdin is None:
        yield _refused("-", "there is no standard input to read; pipe JSONL into the command")
        return
    try:
        yield from read_jsonl(stdin, "-", names)
    except Unreadable as error:
        yield _refused("-", f"standard input: {error}")


def _read_path(path: Path, names: Mapping[str, str], readers: Sequence[Reader]) -> Iterator[ReadOutcome]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _refused(str(path), _reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path, names, readers)
    else:
        yield from _read_file(path, names, readers)


def _read_folder(folder: Path, names: Mapping[str, str], readers: Sequence[Reader]) -> Iterator[ReadOutcome]:
    """Every file below ``folder``, by name; nothing outside it, wherever its links point."""
    root = folder.resolve()
    is_empty = True
    for path in _files_below(folder, root):
        is_empty = False
        if isinstance(path, FailedInput):
            yield path
        else:
            yield from _read_file(path, names, readers)
    if is_empty:
        yield _refused(str(folder), f"the folder holds no article ({_endings(readers)} are read)")


def _files_below(folder: Path, root: Path) -> Iterator[Path | FailedInput]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(str(folder), _reason(error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _link(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _files_below(path, root)
        elif not accompanies(path.name):
            yield path


def _link(path: Path, root: Path) -> Iterator[FailedInput]:
    """A link inside the folder adds nothing, since its target is read anyway; one that leads out is not followed."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield _refused(str(path), "a link that leads nowhere or in a circle")
        return
    if not target.is_relative_to(root):
        yield _refused(str(path), "a link out of the folder is not followed; name its target itself to read it")


def _read_file(path: Path, names: Mapping[str, str], readers: Sequence[Reader]) -> Iterator[ReadOutcome]:
    name = clean_line(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("neither a file nor a folder")
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            yield from reader_for(path.name, head, readers).read(stream, name, names)
    except Unreadable as error:
        yield FailedInput(name, "", str(error))
    except OSError as error:
        yield FailedInput(name, "", _reason(error))


def _endings(readers: Sequence[Reader]) -> str:
    return ", ".join(dict.fromkeys(suffix for reader in readers for suffix in reader.suffixes))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read ({clean_line(getattr(error, 'strerror', None) or str(error))})"


def _refused(source: str, reason: str) -> FailedInput:
    return FailedInput(clean_line(source), "", reason)
