"""XML of any other kind: refused by the name of its root, since its tags are no text of an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import ReadOutcome
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_text import is_html, root_name, xml_text


def read_xml(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """Nothing. Raises Unreadable, naming the root."""
    root = root_name(xml_text(read_bounded(stream)).strip())
    raise Unreadable(f"XML of a kind that is not read: its root is <{root[:60]}>")
    yield


def _begins(head: bytes) -> bool:
    try:
        text = xml_text(head)
    except Unreadable:
        return False
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") or (bool(root_name(text)) and not is_html(text))


XML = Reader("other XML", (".xml",), _begins, read_xml)
