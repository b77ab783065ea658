"""Paragraphs of an office document as an article: its title by style, the rest as plain text is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.domain.article import Article
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.text import parse_text

Kind = Literal["title", "subtitle", "heading", "text", "row"]
_LONGEST_TITLE = 300
# What programs write as title unasked: the file's name, the first template, "Microsoft Word - draft.doc".
_UNASKED = re.compile(
    r"(?:untitled|unbenannt|sans titre|(?:word )?document|dokument|presentation|slide|title|titel)\W*\d*"
    r"|(?:microsoft (?:word|powerpoint)|powerpoint[- ]presentation)\b.*"
    r"|.*\.(?:docx?|dotx?|odt|rtf|pptx?|pdf|indd|qxd|tex|html?|txt|pages)|[\w.-]*[_\d][\w.-]*|https?:.*|\W*",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:user|admin|administrator|author|owner|unknown|microsoft.*|python-docx|.*@.*|[\W\d]*)", re.I)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table row as it is seen."""

    text: str
    kind: Kind = "text"


def article_of(paragraphs: Iterable[Paragraph], *, title: str = "", authors: Sequence[str] = ()) -> Article:
    """The article; ``title`` and ``authors`` are what the file says of itself, used where the text shows none.

    A title or a subtitle is told by its style; date line, byline and labels as in plain text. Raises Unreadable where
    nothing is visible.
    """
    rest = [p for p in (replace(p, text=clean_text(p.text).strip()) for p in paragraphs) if p.text]
    if not rest:
        raise Unreadable("no text in it")
    shown = _shown_title(rest)
    heading = clean_line(shown.text) if shown else ""
    if shown:
        rest.remove(shown)
    subtitle = next((p for p in rest[:3] if p.kind == "subtitle" and heading and len(rest) > 1), None)
    if subtitle:
        rest.remove(subtitle)
    if not rest:
        return Article(body=heading)
    article = parse_text(_joined(rest), title=heading) if heading else _untitled(rest, plausible_title(title))
    if subtitle:
        article = replace(article, dek=clean_line(subtitle.text))
    return replace(article, authors=article.authors or tuple(n for a in authors if (n := plausible_author(a))))


def _untitled(paragraphs: Sequence[Paragraph], given: str) -> Article:
    """Where no style shows a title: the paragraph that reads as ``given``, else what stands as a headline above the
    text, else ``given``, which no reader of the pages sees."""
    shown = next((p for p in paragraphs[:12] if given and clean_line(p.text) == given), None)
    if shown and len(paragraphs) > 1:
        return parse_text(_joined([p for p in paragraphs if p is not shown]), title=given)
    article = parse_text(_joined(paragraphs))
    return article if article.title or not given else replace(article, title=given)


def plausible_title(title: str) -> str:
    """The title on one line, "" for what a program wrote unasked."""
    title = clean_line(title)
    return "" if len(title) > _LONGEST_TITLE or _UNASKED.fullmatch(title) else title


def plausible_author(name: str) -> str:
    """The name on one line, "" for an account, an address or a program."""
    name = clean_line(name)
    return "" if _NOBODY.fullmatch(name) or " " not in name or len(name) > 100 else name


def _shown_title(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """The first paragraph in the style of a title, else the first heading above all long text."""
    titles = (p for p in paragraphs[:20] if p.kind == "title")
    if title := next(titles, None):
        return title if len(title.text) <= _LONGEST_TITLE else None
    for paragraph in paragraphs[:6]:
        if paragraph.kind == "heading" and len(paragraph.text) <= _LONGEST_TITLE:
            return paragraph
        if len(paragraph.text) > _LONGEST_TITLE:
            break
    return None


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    """A blank line between paragraphs; the rows of a table directly under each other."""
    pieces: list[str] = []
    for before, paragraph in zip([None, *paragraphs], paragraphs, strict=False):
        if before is not None:
            pieces.append("\n" if before.kind == paragraph.kind == "row" else "\n\n")
        pieces.append(paragraph.text)
    return "".join(pieces)
