"""DOCX: the text of a word processor's document as its reader sees it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.containers import Budget, open_container, part_bytes
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.prose import Kind, Paragraph, article_of
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_events import NamedTexts, walk_xml

_LARGEST_UNPACKED = 3 * LARGEST_FILE
# Text that was deleted or moved away, the older form of a text box, comments' marks.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "annotationRef", "instrText", "delText"})
_OFF = frozenset({"0", "false", "off", "none"})


def read_docx(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the document. Macros, embedded files, comments, headers and footers are not looked at."""
    with open_container(stream) as archive:
        budget = Budget(_LARGEST_UNPACKED)
        styles, flow = _Styles(), None
        if data := part_bytes(archive, "word/styles.xml", budget):
            walk_xml(data, styles, part="word/styles.xml")
        document = part_bytes(archive, _main_part(archive, budget), budget)
        if not document:
            raise Unreadable("no Word document: the part with its text is missing")
        flow = DocumentFlow(styles.kinds)
        walk_xml(document, flow, part="the document's text")
        properties = NamedTexts("title", "creator")
        if data := part_bytes(archive, "docProps/core.xml", budget):
            walk_xml(data, properties, part="docProps/core.xml")
    authors = re.split(r"\s*;\s*", properties.first("creator"))
    yield ReadArticle(article_of(flow.paragraphs, title=properties.first("title"), authors=authors), source)


def _main_part(archive: zipfile.ZipFile, budget: Budget) -> str:
    """Where the text is: by the package's own list of parts, since not every program calls it word/document.xml."""
    data = part_bytes(archive, "[Content_Types].xml", budget)
    match = re.search(
        rb'PartName="/([^"]{1,200})"\s+ContentType="[^"]{0,200}?(?:wordprocessingml\.document|word\.document\.macroEnabled)'
        rb'\.main\+xml"',
        data,
    )
    return match[1].decode("utf-8", errors="replace") if match else "word/document.xml"


class _Styles:
    """Events of the style sheet: the kind of paragraph that each style id stands for, whatever its language."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self._id = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._id = attributes.get("styleId", "")
        elif name == "name" and self._id:
            self.kinds[self._id] = _kind(attributes.get("val", ""))

    def end(self, name: str) -> None:
        if name == "style":
            self._id = ""

    def text(self, text: str) -> None:
        pass


def _kind(style: str) -> Kind:
    style = style.lower().replace(" ", "")
    if style in ("title", "subtitle"):
        return "title" if style == "title" else "subtitle"
    return "heading" if style == "heading1" else "text"


class DocumentFlow:
    """Events of the text: paragraphs and table rows, in order; text boxes where they are anchored."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._kinds = kinds
        self._targets = [self.paragraphs]
        self._rows: list[list[str]] = []
        self._open: list[_Draft] = []
        self._skipped = 0
        self._is_text = self._is_in_run = self._is_hidden = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "p":
            self._open.append(_Draft())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._targets.append([])
        elif name == "r":
            self._is_in_run, self._is_hidden = True, False
        elif name in ("vanish", "webHidden") and self._is_in_run:
            self._is_hidden = attributes.get("val", "") not in _OFF
        elif name == "pStyle" and self._open:
            style = attributes.get("val", "")
            self._open[-1].kind = self._kinds.get(style) or _kind(style)
        else:
            self._mark(name)

    def _mark(self, name: str) -> None:
        self._is_text = name == "t"
        written = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(name, "")
        if written and self._is_in_run and self._open and not self._is_hidden:
            self._open[-1].pieces.append(written)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "p" and self._open:
            draft = self._open.pop()
            if text := "".join(draft.pieces).strip():
                self._targets[-1].append(Paragraph(text, draft.kind))
        elif name == "tc" and len(self._targets) > 1:
            cell = " ".join(p.text for p in self._targets.pop())
            if self._rows:
                self._rows[-1].append(cell.replace("\n", " "))
        elif name == "tr" and self._rows:
            self._targets[-1].append(Paragraph(" | ".join(c for c in self._rows.pop() if c), "row"))
        elif name == "r":
            self._is_in_run = False
        elif name == "t":
            self._is_text = False

    def text(self, text: str) -> None:
        if self._is_text and self._open and not self._skipped and not self._is_hidden:
            self._open[-1].pieces.append(text)


class _Draft:
    """A paragraph that is still being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.kind: Kind = "text"


def _begins(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in head or b"word/" in head)


DOCX = Reader("DOCX", (".docx", ".docm", ".dotx"), _begins, read_docx)
