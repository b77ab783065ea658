"""Formats, one a file: bytes in, Articles out. A new one is one file and one line here."""

from rag.ingest.readers.html import HTML
from rag.ingest.readers.json import JSON
from rag.ingest.readers.jsonl import JSONL
from rag.ingest.readers.markdown import MARKDOWN
from rag.ingest.readers.reader import Reader
from rag.ingest.readers.text import TEXT

READERS: tuple[Reader, ...] = (JSONL, JSON, HTML, MARKDOWN, TEXT)
"""In the order in which a file of unknown name is tried; plain text, which takes anything, is last."""

__all__ = ["READERS", "Reader"]
