"""Word, OpenDocument, PowerPoint and RTF files: what is seen on their pages, and nothing else."""

from __future__ import annotations

import io

import pytest
from builders import published
from documents import STORY, a_docx, a_pptx, a_shape, a_zip, an_odt, w_p

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.docx import DOCX
from rag.ingest.readers.odt import ODT
from rag.ingest.readers.pptx import PPTX
from rag.ingest.readers.reader import Reader
from rag.ingest.readers.rtf import RTF

BODY = "\n\n".join(STORY)
PROSE = "".join(w_p(text) for text in STORY)


def read(reader: Reader, data: bytes) -> Article:
    (outcome,) = reader.read(io.BytesIO(data), "a", {})
    assert isinstance(outcome, ReadArticle)
    return outcome.article


def test_title_dek_date_and_byline_of_a_word_document() -> None:
    head = w_p("Port of Harrow reopens", "Titel") + w_p("Cranes stay shut.", "Subtitle") + w_p("14 March 2025")
    styles = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    article = read(DOCX, a_docx(head + w_p("By Ann Lee") + PROSE, title="Document1", author="Jane Doe", styles=styles))
    assert (article.title, article.dek, article.body) == ("Port of Harrow reopens", "Cranes stay shut.", BODY)
    assert (article.published, article.authors) == (published("2025-03-14"), ("Ann Lee",))


def test_a_word_documents_properties_help_where_no_style_does() -> None:
    named = read(DOCX, a_docx(w_p("Port reopens") + PROSE, title="Port reopens", author="Jane Doe; Ann Lee"))
    assert (named.title, named.authors, named.body) == ("Port reopens", ("Jane Doe", "Ann Lee"), BODY)
    other = read(DOCX, a_docx(w_p("Port reopens") + PROSE, title="Harrow story for Friday"))
    assert (other.title, other.body) == ("Port reopens", BODY)


def test_a_heading_above_the_text_is_the_title() -> None:
    article = read(DOCX, a_docx(w_p("Port reopens", "Heading1") + PROSE + w_p("What comes next", "Heading1")))
    assert (article.title, article.body) == ("Port reopens", f"{BODY}\n\nWhat comes next")


def test_table_rows_are_lines() -> None:
    cells = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{cells.format(w_p('Year'), w_p('Ships'))}{cells.format(w_p('2024'), w_p('412'))}</w:tbl>"
    assert read(DOCX, a_docx(PROSE + table)).body == f"{BODY}\n\nYear | Ships\n2024 | 412"


def test_inserted_text_counts_and_deleted_and_hidden_text_does_not() -> None:
    paragraph = (
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>Ships </w:t></w:r></w:sdtContent></w:sdt>"
        "<w:ins><w:r><w:t>left </w:t></w:r></w:ins><w:del><w:r><w:delText>sank </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly </w:t></w:r>"
        '<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:t>at</w:t><w:tab/><w:t>dawn.</w:t></w:r></w:p>'
    )
    assert read(DOCX, a_docx(paragraph)).body == "Ships left at dawn."


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{w_p('In the box.')}</w:txbxContent>"
    both = (
        f"<m:AlternateContent xmlns:m='m'><m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent>"
    )
    assert read(DOCX, a_docx(f"<w:p><w:r>{both}</w:r><w:r><w:t>Around it.</w:t></w:r></w:p>")).body.count("box") == 1


def test_an_opendocument_text() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:p text:style-name="P1">Port reopens</text:p><text:p>14 March 2025</text:p>'
        "<text:p>Ships<text:s text:c='2'/>left<text:note><text:p>a note</text:p></text:note> at "
        "<text:span>dawn</text:span>.</text:p><text:p>Nobody was hurt.</text:p>"
    )
    article = read(ODT, an_odt(body, styles='<style:style style:name="P1" style:parent-style-name="Title"/>'))
    assert (article.title, article.published) == ("Port reopens", published("2025-03-14"))
    assert article.body == "Ships  left at dawn.\n\nNobody was hurt."


def test_a_presentation_in_the_order_of_its_slides() -> None:
    first = a_shape("Port of Harrow reopens", "ctrTitle") + a_shape("7", "sldNum")
    data = a_pptx(first, a_shape(STORY[0]), f"{a_shape(STORY[1])}")
    article = read(PPTX, data)
    assert (article.title, article.body) == ("Port of Harrow reopens", BODY)


def test_an_rtf_file() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\*\generator X;}{\info{\author Jane Doe}}"
        rb"Port reopens\par 14 March 2025\par The f\'e4hre \u8220?left\u8221? at dawn. {\v secret}"
        rb"Nobody was hurt \u-10179?\u-8704?.\par\trowd a\cell b\cell\row}"
    )
    article = read(RTF, data)
    assert (article.title, article.authors) == ("Port reopens", ("Jane Doe",))
    assert article.published == published("2025-03-14")
    assert article.body == "The fähre “left” at dawn. Nobody was hurt 😀.\n\na | b"


def test_rtf_in_cyrillic_is_decoded_by_its_code_page() -> None:
    text = "".join(f"\\'{byte:02x}" for byte in "Порт открыт.".encode("cp1251"))
    assert read(RTF, rf"{{\rtf1\ansi\ansicpg1251 {text}}}".encode()).body == "Порт открыт."


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document><w:p>&b;</w:p></w:document>'


@pytest.mark.parametrize(
    ("reader", "data", "reason"),
    [
        (DOCX, a_zip({"word/document.xml": LAUGHS}), "defines entities"),
        (DOCX, a_zip({"word/document.xml": "<w:p>" * 2000}), "nested too deeply|not well-formed"),
        (DOCX, a_zip({"word/document.xml": "<w:p>"}), "not well-formed"),
        (DOCX, a_zip({"word/document.xml": f"<x>{' ' * 17_000_000}</x>"}), "times its size|larger than"),
        (DOCX, a_zip({"other.xml": "<x/>"}), "no Word document"),
        (DOCX, a_docx(""), "no text"),
        (ODT, a_zip({"x": "y"}), "no OpenDocument"),
        (PPTX, a_zip({"x": "y"}), "no presentation"),
        (RTF, b"plain text", "no RTF"),
        (RTF, b"{\\rtf1" + b"{" * 5000, "nested too deeply"),
        (DOCX, b"\xd0\xcf\x11\xe0 an old Word file", "damaged archive"),
    ],
)
def test_bad_documents_are_refused_with_their_reason(reader: Reader, data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(reader, data)
