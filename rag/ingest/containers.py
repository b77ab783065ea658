"""Zip containers (archives, office documents, e-books), opened within bounds."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from rag.ingest.decoding import LARGEST_FILE, Unreadable

MOST_MEMBERS = 100_000
LARGEST_TOTAL = 512 * 1024 * 1024
_LARGEST_DIRECTORY = 10 * 1024 * 1024
_LARGEST_RATIO = 200
_RATIO_FROM = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    IndexError, KeyError, OverflowError,
)  # fmt: skip
"""What Python's zipfile raises on broken bytes, found by fuzzing: far more than its own BadZipFile."""

# What lies beside saved pages and is no article: passed over without a word, in folders and in archives.
_ACCOMPANIES = re.compile(
    r"\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|[to]tf|eot|mp[34]|webm)", re.IGNORECASE
)


def accompanies(name: str) -> bool:
    """Whether a file of this name only accompanies articles: a picture, a style, a script, a font."""
    return _ACCOMPANIES.fullmatch(PurePosixPath(name).suffix) is not None


class Budget:
    """How many bytes may still be unpacked from one input, containers inside it included."""

    def __init__(self, total: int = LARGEST_TOTAL) -> None:
        self._total = self._left = total

    def spend(self, count: int) -> None:
        """Raises Unreadable where more is unpacked than was agreed."""
        self._left -= count
        if self._left < 0:
            raise Unreadable(f"unpacks to more than {self._total // 2**20} MiB")


def open_container(stream: IO[bytes]) -> zipfile.ZipFile:
    """The archive; its list of members is of bounded size. Raises Unreadable."""
    try:
        _refuse_long_directory(stream)
        return zipfile.ZipFile(stream)
    except _DAMAGED as error:
        raise Unreadable(f"a damaged archive ({_reason(error)})") from None


def _refuse_long_directory(stream: IO[bytes]) -> None:
    """Before zipfile reads the list of members whole: it takes half a kilobyte for each."""
    size = stream.seek(0, io.SEEK_END)
    start = max(0, size - 65_536 - 256)
    stream.seek(start)
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return
    entries, directory = _END.unpack_from(tail, at)[4:6]
    long_at = tail.rfind(b"PK\x06\x06", 0, at)
    if long_at >= 0 and long_at + _END_64.size <= len(tail):
        entries, directory = _END_64.unpack_from(tail, long_at)[7:9]
    if entries > MOST_MEMBERS or directory > _LARGEST_DIRECTORY:
        raise Unreadable(f"an archive of more than {MOST_MEMBERS:,} files")


def refuse_member(info: zipfile.ZipInfo) -> None:
    """Raises Unreadable where a member is not what it should be: encrypted, a link, a bomb, a path out."""
    path = info.filename.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
        raise Unreadable("its path leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable("a link, not a file")
    if info.flag_bits & 0x1:
        raise Unreadable("encrypted")
    if info.compress_type not in _METHODS:
        raise Unreadable("packed in another way than by deflate")
    if info.file_size > max(_RATIO_FROM, info.compress_size * _LARGEST_RATIO):
        raise Unreadable(f"unpacks to more than {_LARGEST_RATIO} times its size")


def member_bytes(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, *, at_most: int = LARGEST_FILE
) -> bytes:
    """The member, its checksum held. Raises Unreadable where it is refused, damaged, or larger than ``at_most``."""
    refuse_member(info)
    if info.file_size > at_most:
        raise Unreadable(f"larger than {at_most // 2**20} MiB")
    budget.spend(info.file_size)
    try:
        with archive.open(info) as member:
            return member.read()
    except _DAMAGED as error:
        raise Unreadable(f"damaged in the archive ({_reason(error)})") from None


def part_bytes(archive: zipfile.ZipFile, name: str, budget: Budget, *, at_most: int = LARGEST_FILE) -> bytes:
    """The part of a document under exactly this name, b"" where there is none. Raises Unreadable."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    return member_bytes(archive, info, budget, at_most=at_most)


def member_stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> io.BufferedReader:
    """A member of any size, unpacked while it is read. It and its reads raise Unreadable."""
    refuse_member(info)
    try:
        member = archive.open(info)
    except _DAMAGED as error:
        raise Unreadable(f"damaged in the archive ({_reason(error)})") from None
    return io.BufferedReader(_Unpacking(member.read, budget), buffer_size=65_536)


class _Unpacking(io.RawIOBase):
    """The bytes that ``read`` gives, each taken from the budget."""

    def __init__(self, read: Callable[[int], bytes], budget: Budget) -> None:
        self._read_some, self._budget = read, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._read_some(len(buffer))
        except _DAMAGED as error:
            raise Unreadable(f"damaged in the archive ({_reason(error)})") from None
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def _reason(error: BaseException) -> str:
    return str(error).split("\n")[0][:100] or type(error).__name__
