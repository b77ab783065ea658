"""XML of any make as text: encodings, prologs, and what is never expanded or loaded."""

from __future__ import annotations

import pytest

from rag.ingest.decoding import Unreadable
from rag.ingest.xml_text import is_html, parsed, root_name, xml_text

FEED = "<rss><channel><title>Tavin — grün</title></channel></rss>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("prolog", ["", '<?xml version="1.0"?>\n'])
def test_an_encoding_is_told_with_and_without_a_mark(encoding: str, prolog: str) -> None:
    assert xml_text((prolog + FEED).encode(encoding)).strip() == FEED


@pytest.mark.parametrize("encoding", ["iso-8859-15", "windows-1252", "koi8-r", "shift_jis", "euc-kr", "gb2312"])
def test_a_declared_encoding_is_used(encoding: str) -> None:
    word = {"koi8-r": "Жук", "shift_jis": "記事の", "euc-kr": "년", "gb2312": "今天记者"}.get(encoding, "élevé")
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss>{word}</rss>'
    assert xml_text(text.encode(encoding)) == f"<rss>{word}</rss>"


def test_the_charset_of_the_header_is_used_where_the_document_says_nothing() -> None:
    assert xml_text("<rss>Жук</rss>".encode("koi8-r"), "koi8-r") == "<rss>Жук</rss>"


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "bogus", "utf-16"])
def test_utf_8_is_believed_against_a_wrong_declaration(declared: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?><rss>grün —</rss>'.encode()
    assert xml_text(data) == "<rss>grün —</rss>"
    assert xml_text(data, declared) == "<rss>grün —</rss>"


def test_characters_and_references_that_xml_forbids_are_taken_out() -> None:
    assert xml_text(b"<a>one\x00 t\x01wo&#0;&#x1F600;</a>" + b" " * 200).strip() == "<a>one two&#x1F600;</a>"
    assert xml_text(b"<a>&#xD800;&#99999999999999999999;&#x110000;</a>") == "<a>\ufffd\ufffd</a>"


def test_a_dtd_is_taken_out_and_lines_keep_their_numbers() -> None:
    text = xml_text(
        b'<?xml version="1.0"?>\n<!DOCTYPE rss [\n<!ENTITY x SYSTEM "file:///etc/passwd">\n]>\n<rss>&x;</rss>'
    )
    assert "ENTITY" not in text
    assert text.split("\n").index("<rss>&x;</rss>") == 4


def test_entities_are_neither_loaded_nor_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    text = xml_text(f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]><a>x&l9;y</a>'.encode())
    assert "lol" not in "".join(parsed(text).root.itertext())


def test_names_of_html_are_characters() -> None:
    assert parsed("<a>caf&eacute;&nbsp;&amp; co</a>").root.text == "café\xa0& co"


def test_a_document_with_a_fault_is_mended_and_the_fault_has_a_place() -> None:
    document = parsed("<a>\n<b>Roe & Sons</b>\n<c>open</a>")
    assert document.place == "line 2"
    assert [e.text for e in document.root.iter("b")] == ["Roe & Sons"]


@pytest.mark.parametrize("text", ["", "no xml", "<", "<<<<"])
def test_what_has_no_root_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="not XML"):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("<rss/>", "rss"), (" <!-- a --><?b c?>\n<rdf:RDF>", "RDF"), ("text <rss/>", ""), ("<!doctype html><html>", "")],
)
def test_the_root_is_the_first_element(text: str, name: str) -> None:
    assert root_name(text) == name


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>", "<html lang='en'>", "<!-- x -->\n<HTML>", "<head>"])
def test_a_web_page_is_known(page: str) -> None:
    assert is_html(xml_text(page.encode()))
