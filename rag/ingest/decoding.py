"""Bytes of a text file as text: byte order marks, UTF-8, the encoding that is declared, and else a careful guess."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import IO

from rag.ingest.charsets import guessed_encoding

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
    b"%PDF": "a PDF under the name of a text; give its file the ending .pdf",
    b"PK\x03\x04": "an archive or office document of a kind that is not read; save it as .docx, .epub, .zip or text",
    b"\xd0\xcf\x11\xe0": "an office document of an old kind; save it as .docx, PDF or text",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"7z\xbc\xaf": "an archive; unpack it first",
    b"Rar!": "an archive; unpack it first",
    b"\x89PNG": "an image, not text",
    b"\xff\xd8\xff": "an image, not text",
    b"GIF8": "an image, not text",
    b"SQLite format 3": "a database, not text",
    b"\x7fELF": "a program, not text",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 2_048
_SAMPLE = 4_096
# What is declared under these names is, on the web, the Windows encoding that has more characters (WHATWG, Encoding).
_WIDER = {
    "iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "koi8-r": "koi8_u", "tis-620": "cp874",
}  # fmt: skip
# Their bytes are all ASCII, so that "valid UTF-8" says nothing against what is declared.
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})
# Python knows codecs that are no character sets (zip, rot13, idna).
_TEXT_CODEC = re.compile(r"utf-(?:8|16|32)|iso|cp\d|koi8|kz|ptcp|mac|big5|euc|gb|shift|johab|hz$|tis|ascii|latin")
_NOT_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


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


def decode(data: bytes, charset: str = "") -> str:
    """The text. Raises Unreadable where the bytes are no text.

    ``charset`` is what came with the bytes (HTTP, MIME); without it, what an XML or HTML head declares counts. Neither
    is believed against a byte order mark, against bytes that are UTF-8, or where the bytes are not of that encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if wide := _wide_encoding(data):
        return data.decode(wide, errors="replace")
    if wide := _wide_encoding_without_zeros(data):
        return data.decode(wide, errors="replace")
    refuse_binary(data)
    declared = _codec(charset) or _codec(_declared(data))
    if declared in _SEVEN_BIT and (text := _strictly(data, declared)) is not None:
        return text
    if (text := _strictly(data, "utf-8")) is not None:
        return text
    return _decode_other(data, declared)


def refuse_binary(data: bytes) -> None:
    """Raises Unreadable where the bytes are those of no text file, naming what they are where that is known."""
    for start, kind in _KINDS.items():
        if data.startswith(start):
            raise Unreadable(kind)
    head = data[:65_536]
    if len(_CONTROL.findall(head)) > len(head) // 100 + 3:
        raise Unreadable("a binary file, not text; save it as text, HTML or JSONL")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told from where its zero bytes stand; "" where they do not stand so."""
    sample = data[:_SAMPLE]
    if b"\x00" not in sample or len(sample) < 8:
        return ""
    zeros = [sample[place::4].count(0) * 4 / len(sample) for place in range(4)]
    wide = _by_zeros(zeros)
    if not wide or len(data) % (4 if "32" in wide else 2):
        return ""
    text = _strictly(sample[: len(sample) // 4 * 4], wide)
    if text is None:
        return ""
    odd = sum(unicodedata.category(c) in _NOT_TEXT and c not in "\t\n\r\f" for c in text)
    return wide if odd <= len(text) // 100 else ""


def _by_zeros(zeros: list[float]) -> str:
    """The encoding that puts this share of zeros at each place of four; a blank in two dozen letters is enough."""
    if min(zeros[2:]) > 0.9 and zeros[0] < 0.05:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < 0.05:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.04 and even < odd / 8:
        return "utf-16-le"
    return "utf-16-be" if even > 0.04 and odd < even / 8 else ""


def _wide_encoding_without_zeros(data: bytes) -> str:
    """UTF-16 of Chinese or Japanese, which has no zero bytes: nearly every other byte is 30, 4E to 9F or FF."""
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    if len(data) % 2 or len(sample) < 8 or sample.isascii():
        return ""
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[place::2]
        # Kana and the full stop begin with 30, which no pair of Shift-JIS, GB or Big5 begins with.
        is_east_asian = sum(byte in (0x30, 0xFF) or 0x4E <= byte <= 0x9F for byte in high) > 0.95 * len(high)
        if (
            is_east_asian
            and high.count(0x30) > len(high) // 50
            and sample[1 - place :: 2].count(0x30) < len(high) // 10
        ):
            return encoding if _strictly(sample, encoding) is not None else ""
    return ""


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    return (match[1] or match[2]).decode("ascii") if match else ""


def _codec(charset: str) -> str:
    """Python's name of the codec, widened as browsers do; "" for none, one that is unknown, and one that is no text."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(name, name) if _TEXT_CODEC.match(name) else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _decode_other(data: bytes, declared: str) -> str:
    """UTF-8 with a few broken bytes if its letters outnumber them; as declared, if the bytes agree; else a guess."""
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    if sum(not c.isascii() for c in damaged) - broken > broken:
        return damaged
    is_wide = declared.startswith(("utf", "utf_16", "utf_32"))
    if declared and not is_wide and (text := _strictly(data, declared)) is not None and _agrees(data, declared):
        return text
    return data.decode(guessed_encoding(data), errors="replace")


def _agrees(data: bytes, declared: str) -> bool:
    """Whether the letters speak for what was declared: Windows-1252 is often only what a program writes unasked."""
    return declared != "cp1252" or guessed_encoding(data) == "cp1252"
