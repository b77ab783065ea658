"""Bytes of a text file as text: byte order marks, UTF-8, and Windows-1252 for what is neither."""

from __future__ import annotations

import codecs
import re
from typing import IO

LARGEST_FILE = 16 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
}


class Unreadable(Exception):
    """Why one input cannot be read; the message is the reason that the report shows."""


def read_bounded(stream: IO[bytes]) -> bytes:
    """The whole stream. Raises Unreadable where it is empty or over 16 MiB."""
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"larger than {LARGEST_FILE // 2**20} MiB, the most that is read as one article")
    if not data.strip():
        raise Unreadable("the file is empty")
    return data


def decode(data: bytes) -> str:
    """The text. Raises Unreadable where the bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(data)


def refuse_binary(data: bytes) -> None:
    """Raises Unreadable where the bytes are those of no text file, naming what they are where that is known."""
    for start, kind in _KINDS.items():
        if data.startswith(start):
            raise Unreadable(f"{kind}, which this version does not read; save it as text, HTML or JSONL")
    head = data[:65_536]
    if len(_CONTROL.findall(head)) > len(head) // 100 + 3:
        raise Unreadable("a binary file, not text; save it as text, HTML or JSONL")


def _decode_damaged(data: bytes) -> str:
    """UTF-8 with a few broken bytes if its many-byte letters outnumber them, else Windows-1252."""
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    if sum(not c.isascii() for c in damaged) - broken > broken:
        return damaged
    return data.decode("cp1252", errors="replace")
