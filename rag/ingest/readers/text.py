"""Plain text: a page saved from a browser or a scraper, with or without date, section, title, dek and byline.

What stands above the body is taken for what it surely is; whatever is in doubt stays body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from rag.domain.article import Article, Published
from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.dates import is_scrape_line, printed_date
from rag.ingest.decoding import Unreadable, decode, read_bounded
from rag.ingest.readers.reader import Reader
from rag.sentences import sentence_spans

_LONGEST_TITLE = 200
_LONGEST_DEK = 300
_LONGEST_LABEL = 300
_LABEL = re.compile(
    r"(?P<label>source|publisher|authors?|by|written by|url|link|section|category|title|headline)\s*:\s+"
    r"(?P<value>\S.*)",
    re.IGNORECASE,
)
_FIELDS = {"publisher": "source", "author": "authors", "by": "authors", "written by": "authors", "link": "url"} | {
    "category": "section",
    "headline": "title",
}
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.’'-]+(?:\s+(?:(?:de|van|von|der|den|la|le|bin|al|el|dos|da|di)\s+)*[A-ZÀ-ÖØ-Þ][\w.’'-]*){1,4}"
_BYLINE = re.compile(rf"(?:[Bb]y|BY|Von|Par|Por)\s+(?P<names>{_NAME}(?:(?:\s*,\s*|\s+(?:and|und|et|y)\s+){_NAME})*)")
_BETWEEN_NAMES = re.compile(r"\s*,\s*|\s+(?:and|und|et|y)\s+")
_BETWEEN_PARTS = re.compile(r"\s+[|·•]\s+")
_PROSE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# "JEDDAH, March 11 (Example Wire) —": the first paragraph of a wire story, which no dek begins with.
_WIRE_PLACE = re.compile(r"[A-Z][A-Z .'-]{2,}(?:,|\s+\(|\s+[-–—])")


@dataclass(slots=True)
class _Head:
    """What has been read above the body so far, and the number of the line that comes next."""

    lines: list[str]
    at: int = 0
    title: str = ""
    dek: str = ""
    dateline: str = ""
    published: Published | None = None
    fields: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    is_laid_out: bool = False
    """A date or section stood above the title, as on a saved page: only there is a dek told from a first paragraph."""


def read_text(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the file."""
    yield ReadArticle(parse_text(decode(read_bounded(stream))), source)


def parse_text(text: str, *, title: str = "") -> Article:
    """The article that a plain text holds; its body is the text's own paragraphs. Raises Unreadable without any.

    ``title`` is given where the document names it elsewhere: then no line of the text is taken for it.
    """
    text = clean_text(text).strip("\n")
    if not text.strip():
        raise Unreadable("no visible text")
    head = _Head(text.split("\n"), title=title)
    _take_furniture(head)
    _take_section(head)
    _take_furniture(head)
    _take_title(head)
    _take_furniture(head)
    _take_dek(head)
    _take_furniture(head)
    body = _body(head)
    if not body.strip():
        return Article(title=title, body=text.strip())
    return Article(
        title=head.title or clean_line(head.fields.get("title", "")),
        dek=head.dek,
        body=body,
        dateline=head.dateline,
        published=head.published,
        source=clean_line(head.fields.get("source", "")),
        url=clean_line(head.fields.get("url", "")),
        authors=head.authors,
        section=clean_line(head.fields.get("section", "")),
    )


def _body(head: _Head) -> str:
    """The lines below the head; labels under the last paragraph ("Source: …") are read and left out."""
    end = len(head.lines)
    while end > head.at and (not head.lines[end - 1].strip() or _label(head.lines[end - 1], head)):
        end -= 1
    return "\n".join(head.lines[head.at : end]).strip("\n").rstrip()


def _take_furniture(head: _Head) -> None:
    """Lines that are a date, a byline or a label, and the blank lines between them."""
    while head.at < len(head.lines):
        line = head.lines[head.at].strip()
        if line and not _is_furniture(line, head):
            return
        head.at += 1


def _is_furniture(line: str, head: _Head) -> bool:
    """Whether the line ("By Jane Doe | 14 March 2025") is no part of the text; what it says is noted."""
    if not _says_something(line):
        return False
    for part in _BETWEEN_PARTS.split(line):
        _note(part, head)
    return True


def _says_something(line: str) -> bool:
    """Whether every part of the line is a date, a byline or a label."""
    return len(line) <= _LONGEST_LABEL and all(
        is_scrape_line(part) or printed_date(part) or _BYLINE.fullmatch(part.rstrip(".")) or _LABEL.fullmatch(part)
        for part in _BETWEEN_PARTS.split(line)
    )


def _note(part: str, head: _Head) -> None:
    if is_scrape_line(part):
        head.is_laid_out = head.is_laid_out or not head.title
    elif published := printed_date(part):
        head.is_laid_out = head.is_laid_out or not head.title
        if head.published is None:
            head.published, head.dateline = published, part
    elif byline := _BYLINE.fullmatch(part.rstrip(".")):
        head.authors = head.authors or tuple(_BETWEEN_NAMES.split(byline["names"]))
    else:
        _label(part, head)


def _label(line: str, head: _Head) -> bool:
    match = _LABEL.fullmatch(line.strip()) if len(line) <= _LONGEST_LABEL else None
    if match is None:
        return False
    name = _FIELDS.get(match["label"].lower(), match["label"].lower())
    if name == "authors":
        head.authors = head.authors or tuple(clean_line(n) for n in _BETWEEN_NAMES.split(match["value"]) if n.strip())
    else:
        head.fields.setdefault(name, match["value"])
    return True


def _take_section(head: _Head) -> None:
    """A word or three directly under or over a date line, with a title still to come."""
    if head.at >= len(head.lines):
        return
    line = head.lines[head.at].strip()
    above = head.lines[head.at - 1].strip() if head.at else ""
    below = head.lines[head.at + 1].strip() if head.at + 1 < len(head.lines) else ""
    is_short = len(line) <= 40 and len(line.split()) <= 3 and not _PROSE_END.search(line)
    if not (is_short and (_is_date(above) or _is_date(below))):
        return
    follows = list(
        islice((t for line in head.lines[head.at + 1 :] if (t := line.strip()) and not _says_something(t)), 2)
    )
    if len(follows) > 1 and _could_be_title(follows[0]):
        head.fields.setdefault("section", line)
        head.is_laid_out = True
        head.at += 1


def _is_date(line: str) -> bool:
    return is_scrape_line(line) or printed_date(line) is not None


def _could_be_title(line: str) -> bool:
    """Short, one sentence, and without the full stop of prose ("… in the U.S." may end a headline)."""
    if not line or len(line) > _LONGEST_TITLE or len(sentence_spans(line)) > 1:
        return False
    return not line.endswith((".", ":", ",", ";")) or bool(re.search(r"\b(?:[A-Z]\.){2,}$|\.\.\.$", line))


def _take_title(head: _Head) -> None:
    """The first line, if it could be one and something follows it: a blank line, a date or byline, or longer prose."""
    if head.title or head.at >= len(head.lines) or "title" in head.fields:
        return
    line = head.lines[head.at].strip()
    below = head.lines[head.at + 1].strip() if head.at + 1 < len(head.lines) else ""
    has_more = any(rest.strip() for rest in head.lines[head.at + 1 :])
    stands_alone = not below or _says_something(below) or (len(below) > max(100, len(line)) and below[:1].isupper())
    if _could_be_title(line) and has_more and stands_alone:
        head.title = clean_line(line)
        head.at += 1


def _take_dek(head: _Head) -> None:
    """On a laid-out page: one short sentence in a paragraph of its own, above a longer paragraph of several."""
    lines = head.lines
    if not (head.is_laid_out and head.title) or head.at + 2 >= len(lines) or lines[head.at + 1].strip():
        return
    line = lines[head.at].strip()
    following = next((text for text in lines[head.at + 1 :] if text.strip()), "")
    is_one_sentence = len(line) <= _LONGEST_DEK and len(sentence_spans(line)) == 1
    is_above_prose = len(following) > len(line) and len(sentence_spans(following)) > 1
    if is_one_sentence and is_above_prose and not _WIRE_PLACE.match(line):
        head.dek = clean_line(line)
        head.at += 1


def _begins(head: bytes) -> bool:
    return True


TEXT = Reader("plain text", (".txt", ".text"), _begins, read_text)
