"""A zip archive of any files that can be read; nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import FailedInput, ReadOutcome
from rag.ingest.clean import clean_line
from rag.ingest.containers import Budget, accompanies, member_bytes, member_stream, open_container
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.readers.reader import Reader

_STREAMED = frozenset({"JSONL", "CSV", "mailbox"})
"""Readers that take one article after the other from a stream of any length that cannot be wound back."""
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


def read_zip(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """What the members hold, by name, with sources like "news.zip!a/b.html"; an archive inside is opened, no deeper."""
    yield from _read_archive(stream, source, names, Budget(), is_inner=False)


def _read_archive(
    stream: IO[bytes], source: str, names: Mapping[str, str], budget: Budget, *, is_inner: bool
) -> Iterator[ReadOutcome]:
    with open_container(stream) as archive:
        found = False
        for info, is_last in _members(archive):
            found = True
            place = clean_line(f"{source}!{info.filename}")
            try:
                if not is_last:
                    raise Unreadable("the archive has another file of this name further on, which was read")
                yield from _read_member(archive, info, place, names, budget, is_inner=is_inner)
            except Unreadable as error:
                yield FailedInput(place, "", str(error))
        if not found:
            raise Unreadable("the archive holds no article")


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bool]]:
    """The files that may hold articles, in name order, each with whether it is the last of its name (what unpacking
    would leave)."""
    last = {info.filename: info for info in archive.infolist()}
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        parts = info.filename.replace("\\", "/").split("/")
        is_hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
        is_file = bool(parts[-1])  # ZipInfo.is_dir fails on an empty name
        if is_file and not (is_hidden or accompanies(parts[-1]) or parts[-1].lower() in _SYSTEM_FILES):
            yield info, last[info.filename] is info


def _read_member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    place: str,
    names: Mapping[str, str],
    budget: Budget,
    *,
    is_inner: bool,
) -> Iterator[ReadOutcome]:
    """A member of at most 16 MiB is checked whole before anything of it is read; a larger one (JSONL) as it unpacks."""
    from rag.ingest.readers import HEAD_BYTES, reader_for

    if info.file_size > LARGEST_FILE:
        stream = member_stream(archive, info, budget)
        reader = reader_for(info.filename, stream.peek(HEAD_BYTES)[:HEAD_BYTES])
        if reader.name not in _STREAMED:
            raise Unreadable(f"larger than {LARGEST_FILE // 2**20} MiB, the most that is read as one article")
        yield from reader.read(stream, place, names)
        return
    data = member_bytes(archive, info, budget)
    reader = reader_for(info.filename, data[:HEAD_BYTES])
    if reader is not ZIP:
        yield from reader.read(io.BytesIO(data), place, names)
    elif is_inner:
        raise Unreadable("an archive in an archive in an archive")
    else:
        yield from _read_archive(io.BytesIO(data), place, names, budget, is_inner=True)


def _begins(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


ZIP = Reader("zip", (".zip",), _begins, read_zip)
