"""PDF: the text of its pages in reading order, as paragraphs."""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable
from rag.ingest.page_lines import Line, paragraphs_of
from rag.ingest.prose import article_of
from rag.ingest.readers.reader import Reader

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LARGEST_PDF = 64 * 1024 * 1024
_MOST_PAGES = 1_000
_LONGEST_S = 30.0
_LARGEST_STREAM = 16 * 1024 * 1024
_MOST_OPERATIONS = 400_000
"""Of one page: each takes about 200 bytes while the page is read. A page dense with small type has some thousands."""
_MOST_CHARACTERS = 16 * 1024 * 1024
_DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on broken files beside its own errors, as its documentation warns."""


def read_pdf(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the file. A scan without text and a file that needs a password are refused."""
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, PyPdfError

    data = stream.read(_LARGEST_PDF + 1)
    if len(data) > _LARGEST_PDF:
        raise Unreadable(f"a PDF larger than {_LARGEST_PDF // 2**20} MiB")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # each fault that it mends would be a line on the terminal
    try:
        with apply_configuration(
            zlib_maximum_output_length=_LARGEST_STREAM,
            lzw_maximum_output_length=_LARGEST_STREAM,
            run_length_maximum_output_length=_LARGEST_STREAM,
            array_based_stream_maximum_output_length=_LARGEST_STREAM,
            stream_decoding_work_maximum_length=4 * _LARGEST_STREAM,
            stream_parsing_work_maximum_count=_MOST_OPERATIONS,
            page_tree_maximum_entries=10 * _MOST_PAGES,
        ):
            outcome = _read(data, source)
    except DependencyError:
        raise Unreadable("a PDF that is encrypted; save it without a password") from None
    except (PyPdfError, *_DAMAGED) as error:
        raise Unreadable(f"a damaged PDF ({_reason(error)})") from None
    yield outcome


def _read(data: bytes, source: str) -> ReadArticle:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("a PDF that is encrypted; save it without a password")
    pages = len(reader.pages)
    if pages > _MOST_PAGES:
        raise Unreadable(f"a PDF of {pages:,} pages, more than {_MOST_PAGES:,}")
    deadline = time.monotonic() + _LONGEST_S
    lines: list[Line] = []
    characters = 0
    for number in range(pages):
        page = _page_lines(reader.pages[number], number, deadline)
        characters += sum(len(line.text) for line in page)
        if characters > _MOST_CHARACTERS:
            raise Unreadable("a PDF with more text than one article may have")
        lines += page
    if not any(c.isalpha() for line in lines for c in line.text):
        raise Unreadable("a PDF without text, probably scanned; run it through text recognition first")
    title, authors = _facts(reader)
    return ReadArticle(article_of(paragraphs_of(lines, title=title), title=title, authors=authors), source)


def _facts(reader: PdfReader) -> tuple[str, list[str]]:
    """Title and authors as the file's information says. Its dates are those of the file and not of the text."""
    facts = reader.metadata
    title, author = (facts.title, facts.author) if facts else ("", "")
    return str(title or ""), re.split(r"\s*[;,]\s*|\s+and\s+", str(author or ""))


def _page_lines(page: PageObject, number: int, deadline: float) -> list[Line]:
    """The lines in the order in which they are drawn, which is that of reading in what text programs write."""
    gathered = _Gathered(number, deadline)
    page.extract_text(visitor_operand_before=gathered.operand, visitor_text=gathered.text)
    gathered.close()
    gathered.operand()  # pypdf passes over what is raised inside a form
    return gathered.lines


class _Gathered:
    """Pieces of text as pypdf meets them, put together to lines."""

    def __init__(self, page: int, deadline: float) -> None:
        self.lines: list[Line] = []
        self._page, self._deadline = page, deadline
        self._pieces: list[str] = []
        self._place: tuple[float, float, float] | None = None

    def operand(self, *_: Any) -> None:
        if time.monotonic() > self._deadline:
            raise Unreadable(f"a PDF that takes more than {_LONGEST_S:g} s to read")

    def text(self, text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.close()
            if piece.strip() and self._place is None:
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
                self._place = (x, y, size * scale)
            self._pieces.append(piece)

    def close(self) -> None:
        """The line is over."""
        if self._place is not None:
            x, y, size = self._place
            self.lines.append(Line("".join(self._pieces).strip(" \t"), self._page, x, y, size))
        self._pieces, self._place = [], None


def _reason(error: BaseException) -> str:
    return re.sub(r"\s+", " ", str(error))[:100] or type(error).__name__


def _begins(head: bytes) -> bool:
    return head.lstrip().startswith(b"%PDF-")


PDF = Reader("PDF", (".pdf",), _begins, read_pdf)
