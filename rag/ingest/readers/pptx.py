"""PPTX: the text of a presentation, slide by slide."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.containers import Budget, open_container, part_bytes
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.prose import Kind, Paragraph, article_of
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_events import NamedTexts, walk_xml

_LARGEST_UNPACKED = 4 * LARGEST_FILE
_MOST_SLIDES = 2_000
_PLACES: dict[str, Kind] = {"title": "title", "ctrTitle": "title", "subTitle": "subtitle"}
# The slide's number, date and footer are the page's and not the talk's.
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr"})


def read_pptx(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the presentation: its slides in the order in which they are shown, without speaker's notes."""
    with open_container(stream) as archive:
        budget = Budget(_LARGEST_UNPACKED)
        order, targets = _Order(), _Relations()
        presentation = part_bytes(archive, "ppt/presentation.xml", budget)
        if not presentation:
            raise Unreadable("no presentation: the list of its slides is missing")
        walk_xml(presentation, order, part="ppt/presentation.xml")
        walk_xml(part_bytes(archive, "ppt/_rels/presentation.xml.rels", budget), targets, part="the list of slides")
        paragraphs: list[Paragraph] = []
        for slide in order.ids[:_MOST_SLIDES]:
            path = posixpath.normpath(posixpath.join("ppt", targets.paths.get(slide, ""))).lstrip("/")
            if data := part_bytes(archive, path, budget):
                shown = _Slide()
                walk_xml(data, shown, part=path)
                paragraphs += shown.paragraphs
        properties = NamedTexts("title", "creator")
        if data := part_bytes(archive, "docProps/core.xml", budget):
            walk_xml(data, properties, part="docProps/core.xml")
    authors = re.split(r"\s*;\s*", properties.first("creator"))
    yield ReadArticle(article_of(paragraphs, title=properties.first("title"), authors=authors), source)


class _Order:
    """Events of the presentation: the slides' relation ids in order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sldId":
            self.ids.append(attributes.get("id", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Relations:
    """Events of a list of relations: the part behind each id."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.paths[attributes.get("Id", "")] = target if not target.startswith("/") else f"..{target}"

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Slide:
    """Events of one slide: its paragraphs and table rows; hidden slides have none."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._place = ""
        self._pieces: list[str] = []
        self._row: list[str] | None = None
        self._is_text = self._is_hidden = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._is_text = name == "t"
        if name == "sld":
            self._is_hidden = attributes.get("show") in ("0", "false")
        elif name in ("sp", "graphicFrame"):
            self._place = ""
        elif name == "ph":
            self._place = attributes.get("type", "")
        elif name == "p":
            self._pieces = []
        elif name == "br":
            self._pieces.append("\n")
        elif name == "tr":
            self._row = []

    def end(self, name: str) -> None:
        self._is_text = False
        text = "".join(self._pieces).strip()
        if name == "p" and text and not self._is_hidden and self._place not in _FURNITURE:
            if self._row is None:
                self.paragraphs.append(Paragraph(text, _PLACES.get(self._place, "text")))
            else:
                self._row.append(text.replace("\n", " "))
            self._pieces = []
        elif name == "tr" and self._row:
            self.paragraphs.append(Paragraph(" | ".join(self._row), "row"))
        if name == "tr":
            self._row = None

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


def _begins(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"ppt/" in head


PPTX = Reader("PPTX", (".pptx", ".pptm", ".ppsx"), _begins, read_pptx)
