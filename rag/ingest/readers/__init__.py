"""Formats, one a file: bytes in, Articles out. A new one is one file and one line here."""

from collections.abc import Sequence
from pathlib import PurePath

from rag.ingest.readers.csv import CSV
from rag.ingest.readers.docx import DOCX
from rag.ingest.readers.email import EML, MBOX
from rag.ingest.readers.epub import EPUB
from rag.ingest.readers.feed import FEED
from rag.ingest.readers.html import HTML
from rag.ingest.readers.json import JSON
from rag.ingest.readers.jsonl import JSONL
from rag.ingest.readers.markdown import MARKDOWN
from rag.ingest.readers.newsml import NEWSML
from rag.ingest.readers.odt import ODT
from rag.ingest.readers.opml import OPML
from rag.ingest.readers.pdf import PDF
from rag.ingest.readers.pptx import PPTX
from rag.ingest.readers.reader import Reader
from rag.ingest.readers.rtf import RTF
from rag.ingest.readers.text import TEXT
from rag.ingest.readers.xml import XML
from rag.ingest.readers.zip import ZIP

READERS: tuple[Reader, ...] = (
    JSONL,
    JSON,
    HTML,
    FEED,
    OPML,
    NEWSML,
    XML,
    PDF,
    EPUB,
    ODT,
    PPTX,
    DOCX,
    ZIP,
    RTF,
    MBOX,
    EML,
    CSV,
    MARKDOWN,
    TEXT,
)
"""In the order in which a file of unknown name is tried; plain text, which takes anything, is last."""

HEAD_BYTES = 4096
"""How much of an input `reader_for` is shown."""


def reader_for(name: str, head: bytes, readers: Sequence[Reader] = READERS) -> Reader:
    """By the ending of the file's name; where several formats share it (.xml, .json) or none has it, by ``head``."""
    suffix = PurePath(name).suffix.lower()
    named = [reader for reader in readers if suffix in reader.suffixes]
    if len(named) == 1:
        return named[0]
    return next((reader for reader in named if reader.begins(head)), None) or next(
        reader for reader in readers if reader.begins(head)
    )


__all__ = ["HEAD_BYTES", "READERS", "Reader", "reader_for"]
