"""PDF: lines of pages as an article; scans, locks, damage and bombs refused."""

from __future__ import annotations

import io
import zlib

import pytest
from builders import published
from documents import a_pdf

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.pdf import PDF

Line = tuple[float, float, float, str]


def read(data: bytes) -> Article:
    (outcome,) = PDF.read(io.BytesIO(data), "a.pdf", {})
    assert isinstance(outcome, ReadArticle)
    return outcome.article


def column(*texts: str, x: float = 50, y: float = 700, size: float = 10) -> list[Line]:
    return [(x, y - 12 * number, size, text) for number, text in enumerate(texts)]


def test_title_date_byline_and_paragraphs_are_told_apart() -> None:
    article = read(
        a_pdf(
            [
                (50, 780, 20, "Port of Harrow reopens"),
                (50, 750, 10, "14 March 2025"),
                (50, 730, 10, "By Jane Doe"),
                *column("The port of Harrow reopened on Tuesday, the", "authority said. Two cranes stay shut."),
                *column("Ships had waited off the coast for days, and", "nobody was hurt.", y=660),
            ]
        )
    )
    assert article.title == "Port of Harrow reopens"
    assert (article.published, article.authors) == (published("2025-03-14"), ("Jane Doe",))
    assert article.body == (
        "The port of Harrow reopened on Tuesday, the authority said. Two cranes stay shut.\n\n"
        "Ships had waited off the coast for days, and nobody was hurt."
    )


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    first = column("The port reopened on Tuesday after", "a storm, and the ships of") + column(
        "three companies left again", "at dawn, said the", x=300
    )
    article = read(a_pdf(first, column("harbour authority.")))
    assert article.body == (
        "The port reopened on Tuesday after a storm, and the ships of three companies left again at dawn, "
        "said the harbour authority."
    )


def test_a_hyphen_at_the_margin_goes_unless_the_word_has_one_elsewhere() -> None:
    article = read(
        a_pdf(
            column(
                "The recon-", "struction of the long-", "term berth is a long-term task of the U.S.-", "Harrow fund."
            )
        )
    )
    assert article.body == "The reconstruction of the long-term berth is a long-term task of the U.S.-Harrow fund."


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            (50, 810, 8, "Example Wire, 14 March 2025"),
            *column(f"Crane number {word} is shut.", "It opens again in May.", "Nobody was hurt."),
            (290, 30, 8, f"Page {number} of 3"),
        ]
        for number, word in enumerate(("one", "two", "three"), start=1)
    ]
    body = read(a_pdf(*pages)).body
    assert "Example Wire" not in body
    assert "Page" not in body
    assert [word in body for word in ("one", "two", "three")] == [True] * 3


def test_the_files_own_title_and_author_count_only_where_they_are_ones() -> None:
    lines = column("The port of Harrow reopened on Tuesday.", "Nobody was hurt.")
    given = read(a_pdf(lines, info="/Title (Port of Harrow reopens) /Author (Jane Doe) /CreationDate (D:20250314)"))
    assert (given.title, given.authors, given.published) == ("Port of Harrow reopens", ("Jane Doe",), None)
    unasked = read(a_pdf(lines, info="/Title (Microsoft Word - harrow_v3.docx) /Author (user)"))
    assert (unasked.title, unasked.authors) == ("", ())


def test_a_broken_table_of_objects_is_mended() -> None:
    data = a_pdf(column("The port of Harrow reopened on Tuesday."))
    assert read(data.replace(b"startxref\n", b"startxref\n9")).body == "The port of Harrow reopened on Tuesday."


def test_a_scan_is_refused_with_advice() -> None:
    with pytest.raises(Unreadable, match="without text, probably scanned"):
        read(a_pdf([]))


def test_an_encrypted_file_is_refused() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf(column("The port reopened.")))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="encrypted"):
        read(out.getvalue())


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Unreadable, match="1,001 pages"):
        read(a_pdf(*([[]] * 1001)))


@pytest.mark.parametrize(
    "content", [zlib.compress(b" " * 50_000_000), b"q Q " * 1_000_000], ids=["compressed twice", "operations"]
)
def test_a_page_that_unpacks_to_too_much_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(a_pdf(content=content))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no PDF at all", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)
