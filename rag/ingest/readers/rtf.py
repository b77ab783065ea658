"""RTF: the text of a rich text file, without pictures, tables of styles and hidden text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO

from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.prose import Paragraph, article_of
from rag.ingest.readers.reader import Reader

_DEEPEST = 2_000
_MOST_PIECES = 500_000
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?(?P<blank> ?)|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no text of the document. Whatever begins with \* is one too, unless it is known.
_NO_TEXT = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict object themedata header headerl "
    b"headerr headerf footer footerl footerr footerf footnote annotation fldinst datastore xmlnstbl latentstyles info "
    b"filetbl revtbl bkmkstart bkmkend nonshppict".split()
)
_WRITTEN = {
    b"par": "\n\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"line": "\n", b"cell": " | ", b"tab": " ",
    b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c",
    b"rdblquote": "\u201d", b"bullet": "\u2022", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n\n", b"\r": "\n\n"}
_FIELDS = (b"title", b"author")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces: how many bytes stand for a \\u, and where its text goes."""

    skips: int = 1
    place: bytes = b"body"
    is_hidden: bool = False


def read_rtf(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the document."""
    data = read_bounded(stream)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("no RTF: it does not begin as one")
    texts = _texts(data)
    body = re.sub(r" \| *(?=\n|\Z)", "", texts["body"])
    paragraphs = [Paragraph(text) for text in re.split(r"\n{2,}", body)]
    yield ReadArticle(article_of(paragraphs, title=texts["title"], authors=(texts["author"],)), source)


def _texts(data: bytes) -> dict[str, str]:
    """The text of the body, and the title and author that the file says it has."""
    rtf = _Rtf(_code_page(data))
    for token in _TOKEN.finditer(data):
        rtf.take(token)
    rtf.flush()
    return {place.decode(): "".join(rtf.texts[place]) for place in (b"body", *_FIELDS)}


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:4_096])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


class _Rtf:
    """The state of the reading: open groups, bytes that wait to be decoded together, text by its place."""

    def __init__(self, encoding: str) -> None:
        self.texts: dict[bytes, list[str]] = {place: [] for place in (b"body", *_FIELDS)}
        self._encoding = encoding
        self._groups = [_Group()]
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_starred = False

    def take(self, token: re.Match[bytes]) -> None:
        if token["hex"]:
            self._byte(int(token["hex"], 16))
        elif token["text"] is not None:
            self._plain(token["text"])
        elif token["brace"]:
            self._brace(token["brace"])
        elif token["sign"]:
            self._sign(token["sign"])
        else:
            self._word(token["word"], int(token["number"]) if token["number"] else None)

    def flush(self) -> None:
        """Bytes so far as text: a letter may be written as two of them."""
        if self._bytes:
            text = self._bytes.decode(self._encoding, errors="replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        group = self._groups[-1]
        if not group.is_hidden and group.place in self.texts:
            self.texts[group.place].append(text)
            if len(self.texts[group.place]) > _MOST_PIECES:
                raise Unreadable("RTF of more paragraphs than an article has")

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _plain(self, text: bytes) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        self._bytes += text[skipped:]
        self._is_starred = False

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._groups) > _DEEPEST:
                raise Unreadable("RTF nested too deeply")
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()
        self._is_starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_starred = True
        elif sign in _SIGNS:
            self.flush()
            self._write(_SIGNS[sign])

    def _word(self, word: bytes, number: int | None) -> None:
        group = self._groups[-1]
        if word == b"u" and number is not None:
            self._unicode(number)
        elif word in _FIELDS and group.place == b"info":
            self._groups[-1] = replace(group, place=word)
        elif word in _NO_TEXT or self._is_starred:
            self._groups[-1] = replace(group, place=word if word == b"info" else b"nowhere")
        elif word == b"v":
            self.flush()
            self._groups[-1] = replace(group, is_hidden=number != 0)
        elif word == b"plain":
            self.flush()
            self._groups[-1] = replace(group, is_hidden=False)
        elif word == b"uc":
            self._groups[-1] = replace(group, skips=min(max(number or 0, 0), 8))
        elif word in _WRITTEN:
            self.flush()
            self._write(_WRITTEN[word])
        self._is_starred = False

    def _unicode(self, number: int) -> None:
        """A UTF-16 unit, written as a signed number; what stands behind it is for programs that do not know it."""
        self.flush()
        unit = number % 65_536
        texts = self.texts.get(self._groups[-1].place)
        high = texts[-1][-1:] if texts and 0xDC00 <= unit <= 0xDFFF else ""
        if texts and "\ud800" <= high <= "\udbff":
            texts[-1] = texts[-1][:-1] + chr(0x10000 + ((ord(high) - 0xD800) << 10) + unit - 0xDC00)
        else:
            self._write(chr(unit))
        self._to_skip = self._groups[-1].skips


def _begins(head: bytes) -> bool:
    return head.lstrip().startswith(b"{\\rtf")


RTF = Reader("RTF", (".rtf",), _begins, read_rtf)
