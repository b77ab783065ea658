"""Bytes that are text, and bytes that are not."""

from __future__ import annotations

import codecs
import io
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.ingest.decoding import LARGEST_FILE, Unreadable, decode, read_bounded

MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE, b"%PDF", b"GIF8", b"Rar!")


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
        (b"\xd0\xcf\x11\xe0....", "an office document of an old kind"),
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


GERMAN = "Der Hafen von Harrow ist wieder geöffnet, teilte die Behörde mit. „Wir prüfen täglich“, sagte Käthe Böhm."
TEXTS = {
    "cp1252": (
        GERMAN,
        "Le port a rouvert mardi, a annoncé l’autorité. « Deux grues resteront fermées », a dit Hélène Gérard.",
        "El puerto reabrió el martes. «Mañana habrá más», señaló la directora Begoña Núñez.",
        "Färjorna går åter i dag, säger Åsa Öberg.",
        "O porto reabriu na terça-feira. A decisão não é definitiva, informou João Gonçalves.",
        "It wasn’t clear on Monday who paid.",
        "It costs £5 – or 6 € – he said.",
        "São Paulo’s Müller meets Françoise Åberg",
        "Fähre früh",
        "ÄRGER ÜBER GEBÜHREN",
    ),
    "cp1250": (
        "Port został ponownie otwarty, poinformował urząd. Dwa żurawie pozostaną zamknięte – mówi Łucja Dąbrowska.",
        "Přístav byl po bouři znovu otevřen, oznámil úřad. Nikdo nebyl zraněn, řekla Božena Dvořáková.",
        "A kikötő újra megnyílt. Két daru májusig zárva marad, az őrök figyelnek, mondta Kovács Zsófia.",
    ),
    "iso8859_2": ("Port został otwarty. Dwa żurawie są zamknięte, powiedziała Łucja Dąbrowska, również później.",),
    "cp1251": (
        "В понедельник мост закрыт.",
        "Порт знову відкрився, повідомило управління. Її судна чекали біля берега.",
    ),
    "koi8_r": ("В понедельник мост закрыт.", "Порт снова открылся во вторник, сообщило управление."),
    "cp1253": ("Το λιμάνι άνοιξε ξανά την Τρίτη, ανακοίνωσε η αρχή.",),
    "cp1254": ("Liman salı günü yeniden açıldı, yetkililer duyurdu. Kimse yaralanmadı, dedi Ayşe Şahin.",),
    "cp1255": ("הנמל נפתח מחדש ביום שלישי לאחר הסערה, הודיעה הרשות.",),
    "cp1256": ("أعيد فتح الميناء يوم الثلاثاء بعد العاصفة، حسبما أعلنت السلطة.",),
    "cp932": ("港は火曜日に再び開いたと当局が発表した。", "ニュース：ハローの港でクレーンが止まる"),
    "euc_jp": ("港は火曜日に再び開いたと当局が発表した。船は沖で待機していた。",),
    "cp949": ("항구가 폭풍 이후 화요일에 다시 문을 열었다고 당국이 밝혔다.",),
    "gb18030": ("港口管理局表示，风暴过后，港口于星期二重新开放。",),
    "big5": ("港口管理局表示，風暴過後，港口於星期二重新開放。",),
}
CASES = [(encoding, text) for encoding, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_an_old_encoding_is_told_from_the_letters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("encoding", "text"), CASES)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such-thing", "zip", "utf-16"])
def test_a_wrong_charset_is_not_believed(encoding: str, text: str, charset: str) -> None:
    assert decode(text.encode(encoding), charset) == text
    assert decode(text.encode(), charset) == text


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="{}"?>', '<meta charset="{}">', '<meta content="text/html; charset={}">']
)
def test_what_a_document_declares_is_used(head: str) -> None:
    text = head.format("koi8-r") + "ПОРТ"
    assert decode(text.encode("koi8_r")) == text
    assert decode("ПОРТ".encode("koi8_r"), "koi8-r") == "ПОРТ"


def test_japanese_of_seven_bits_is_decoded_where_it_is_declared() -> None:
    assert decode("港は開いた".encode("iso2022_jp"), "iso-2022-jp") == "港は開いた"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [GERMAN, TEXTS["koi8_r"][1], TEXTS["cp949"][0], TEXTS["gb18030"][0], TEXTS["cp932"][0]]
)
def test_wide_characters_without_a_mark_are_told_from_their_bytes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(min_size=1))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    data = text.encode("utf-8", errors="replace")
    assume(not data.startswith(MARKS) and b"\x00" not in data)
    try:
        assert decode(data) == data.decode()
    except Unreadable:
        assert any(byte < 32 for byte in data)


@given(st.binary(), st.text(max_size=20))
def test_any_bytes_are_text_or_refused(data: bytes, charset: str) -> None:
    reason = "readable"
    try:
        decode(data, charset).encode("utf-8")
    except Unreadable as error:
        reason = str(error)
    assert reason
