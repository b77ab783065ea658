"""EPUB: one article a document, in reading order, with what the package says of all of them."""

from __future__ import annotations

import io

import pytest
from builders import published
from documents import STORY, a_page, a_zip, an_epub

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.epub import EPUB

FACTS = (
    "<dc:title>Harbour Weekly</dc:title><dc:publisher>Example Press</dc:publisher>"
    "<dc:date>2025-03-14</dc:date><dc:language>en-GB</dc:language>"
)


def read(data: bytes) -> list[ReadOutcome]:
    return list(EPUB.read(io.BytesIO(data), "weekly.epub", {}))


def test_each_document_with_a_title_and_prose_is_an_article_in_reading_order() -> None:
    documents = {
        "b.xhtml": a_page("Mill closes", *STORY),
        "a.xhtml": a_page("Port reopens", *STORY),
        "part.xhtml": a_page("Part two"),
        "toc.xhtml": a_page("Contents", *STORY),
    }
    outcomes = read(an_epub(documents, order=("a.xhtml", "b.xhtml", "part.xhtml", "toc.xhtml"), facts=FACTS))
    articles = [outcome.article for outcome in outcomes if isinstance(outcome, ReadArticle)]
    assert [article.title for article in articles] == ["Port reopens", "Mill closes"]
    assert [outcome.where for outcome in outcomes if isinstance(outcome, ReadArticle)] == [
        "document a.xhtml",
        "document b.xhtml",
    ]
    first = articles[0]
    assert first.body.split("\n") == list(STORY)
    assert (first.source, first.language, first.published) == ("Example Press", "en", published("2025-03-14"))


def test_a_damaged_document_leaves_the_others_readable() -> None:
    data = an_epub({"a.xhtml": a_page("Port reopens", *STORY), "b.xhtml": "\x00\x01\x02" * 500})
    kinds = [type(outcome) for outcome in read(data)]
    assert kinds == [ReadArticle, FailedInput]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (an_epub({}), "no document"),
        (a_zip({"mimetype": "application/epub+zip"}), "package document is missing"),
        (a_zip({"META-INF/encryption.xml": "<x/>", "META-INF/rights.xml": "<x/>"}), "protected"),
        (an_epub({"a.xhtml": "x"}, facts="<!-- -->")[:200], "damaged"),
    ],
)
def test_what_is_no_readable_book_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)
