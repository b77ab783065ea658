"""Markdown: front matter, a "# title", and the text that a reader of the page would see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.clean import clean_text
from rag.ingest.decoding import decode, read_bounded
from rag.ingest.fields import article_from
from rag.ingest.readers.reader import Reader

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_][\w.-]*):(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_TITLE = re.compile(r"\A\s*(?:#[ \t]+(.+?)[ \t]*#*[ \t]*|([^\n]+)\n=+[ \t]*)(?:\n|\Z)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
# Every repetition is bounded or ends at its own beginning: a line of 100,000 brackets must not take minutes.
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,1000}\](?:\([^()\n]*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])")
_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S.*(?:\n|\Z)", re.MULTILINE)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINE = re.compile(r"^(?:=+|-{2,}|\*{3,}|_{3,})[ \t]*(?:\n|\Z)", re.MULTILINE)
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_\\])(?:(\*{1,3})(?=\S)([^\n*]+)(?<=\S)\1|(_{1,3})(?=\S)([^\n_]+)(?<=\S)\3)(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")


def read_markdown(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the file."""
    text = clean_text(decode(read_bounded(stream)))
    fields: dict[str, object] = {}
    if match := _FRONT_MATTER.match(text):
        fields, text = front_matter(match[1]), text[match.end() :]
    text = _REFERENCE.sub("", _COMMENT.sub("", text))
    if match := _TITLE.match(text):
        title = visible_text(match[1] or match[2])
        if not fields.get("title") or fields["title"] == title:
            fields["title"], text = title, text[match.end() :]
    yield ReadArticle(article_from({**fields, "body": visible_text(text).strip()}, names), source)


def front_matter(block: str) -> dict[str, object]:
    """Keys with a text or a list of texts; any other YAML is left out, since no field of an article needs it."""
    fields: dict[str, object] = {}
    items: list[str] = []
    for line in block.splitlines():
        if match := _KEY.match(line):
            value = (match[2] or "").strip()
            items = []
            fields[match[1]] = _value(value) if value else items
        elif match := _ITEM.match(line):
            items.append(_unquoted(match[1].strip()))
    return fields


def _value(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def visible_text(markdown: str) -> str:
    """The words without the marks: link targets, images, comments and tags go, what is read as text stays."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", markdown)))
    text = _QUOTE.sub("", _UNDERLINE.sub("", _HEADING.sub(r"\1", text)))
    for _ in range(3):  # emphasis inside emphasis
        text = _EMPHASIS.sub(lambda match: match[2] or match[4], text)
    return _ESCAPE.sub(r"\1", text)


def _begins(head: bytes) -> bool:
    return head.startswith((b"---\n", b"---\r\n", b"# "))


MARKDOWN = Reader("Markdown", (".md", ".markdown"), _begins, read_markdown)
