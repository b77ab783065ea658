"""Bytes that are text, and bytes that are not."""

from __future__ import annotations

import io
import random

import pytest

from rag.ingest.decoding import LARGEST_FILE, Unreadable, decode, read_bounded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_with_a_byte_order_mark_or_as_utf_8_is_decoded(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    assert decode((mark + "“Fähre” → 港").encode(encoding)) == "“Fähre” → 港"


def test_what_is_not_utf_8_is_windows_1252() -> None:
    assert decode("“Fähre” früh – 5 €".encode("cp1252")) == "“Fähre” früh – 5 €"


def test_utf_8_with_one_broken_byte_stays_utf_8() -> None:
    assert decode("Fähre, früh, größer".encode() + b"\xff") == "Fähre, früh, größer\ufffd"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "an archive or office document"),
        (b"\x89PNG\r\n", "an image"),
        (random.Random(1).randbytes(5000), "a binary file"),
        (b"text\x00" * 100, "a binary file"),
    ],
)
def test_a_binary_file_is_refused_by_name(data: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        decode(data)


def test_a_single_nul_does_not_make_a_text_binary() -> None:
    assert decode(b"Ships\x00 left.") == "Ships\x00 left."


def test_an_empty_stream_and_one_that_is_too_long_are_refused() -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_bounded(io.BytesIO(b" \n"))
    with pytest.raises(Unreadable, match="larger than 16 MiB"):
        read_bounded(io.BytesIO(b"x" * (LARGEST_FILE + 1)))
