"""ODT: the text of an OpenDocument text as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.containers import Budget, open_container, part_bytes
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.prose import Kind, Paragraph, article_of
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_events import NamedTexts, walk_xml

_LARGEST_UNPACKED = 2 * LARGEST_FILE
_SKIPPED = frozenset({"annotation", "annotation-end", "note", "tracked-changes", "hidden-text", "hidden-paragraph"})
_MOST_BLANKS = 100


def read_odt(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the document. Macros, embedded files, comments, notes, headers and footers are not read."""
    with open_container(stream) as archive:
        budget = Budget(_LARGEST_UNPACKED)
        content = part_bytes(archive, "content.xml", budget)
        if not content:
            raise Unreadable("no OpenDocument text: its content.xml is missing, or it needs a password")
        flow, properties = _Flow(), NamedTexts("title", "creator", "initial-creator")
        walk_xml(content, flow, part="content.xml")
        if data := part_bytes(archive, "meta.xml", budget):
            walk_xml(data, properties, part="meta.xml")
    author = properties.first("initial-creator") or properties.first("creator")
    yield ReadArticle(article_of(flow.paragraphs, title=properties.first("title"), authors=(author,)), source)


class _Flow:
    """Events of content.xml: paragraphs and table rows, in order."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._targets = [self.paragraphs]
        self._rows: list[list[str]] = []
        self._open: list[tuple[list[str], Kind]] = []
        self._kinds: dict[str, Kind] = {}
        self._skipped = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "style":  # an automatic style stands for the named one that it was made from
            self._kinds[attributes.get("name", "")] = _kind(attributes.get("parent-style-name", ""))
        elif name in ("p", "h"):
            style = attributes.get("style-name", "")
            kind = self._kinds.get(style) or _kind(style)
            is_heading = name == "h" and attributes.get("outline-level", "1") == "1"
            self._open.append(([], "heading" if is_heading and kind == "text" else kind))
        elif name == "table-row":
            self._rows.append([])
        elif name == "table-cell":
            self._targets.append([])
        elif self._open:
            self._open[-1][0].append(_written(name, attributes))

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name in ("p", "h") and self._open:
            pieces, kind = self._open.pop()
            if text := "".join(pieces).strip():
                self._targets[-1].append(Paragraph(text, kind))
        elif name == "table-cell" and len(self._targets) > 1:
            cell = " ".join(p.text for p in self._targets.pop())
            if self._rows:
                self._rows[-1].append(cell.replace("\n", " "))
        elif name == "table-row" and self._rows:
            self._targets[-1].append(Paragraph(" | ".join(cell for cell in self._rows.pop() if cell), "row"))

    def text(self, text: str) -> None:
        if self._open and not self._skipped:
            self._open[-1][0].append(text.replace("\n", " "))


def _kind(style: str) -> Kind:
    if style in ("Title", "Subtitle"):
        return "title" if style == "Title" else "subtitle"
    return "text"


def _written(name: str, attributes: Mapping[str, str]) -> str:
    """What an element inside a paragraph stands for; a run of blanks is written as one element with their number."""
    if name == "s":
        count = attributes.get("c", "1")
        return " " * min(int(count) if count.isascii() and count.isdigit() and len(count) < 6 else 1, _MOST_BLANKS)
    return {"tab": " ", "line-break": "\n"}.get(name, "")


def _begins(head: bytes) -> bool:
    return head[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


ODT = Reader("ODT", (".odt", ".ott"), _begins, read_odt)
