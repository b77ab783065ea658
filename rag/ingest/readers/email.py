"""Email: a message (.eml), or a mailbox of them (.mbox), newsletters above all."""

from __future__ import annotations

import email
import io
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import IO

from rag.domain.article import Article
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.clean import clean_line
from rag.ingest.decoding import LARGEST_FILE, Unreadable, read_bounded
from rag.ingest.message import attachments, headers_of, message_text
from rag.ingest.readers.reader import Reader

_LONGEST_LINE = 1024 * 1024
_MOST_LINES = 500_000
_MOST_BOUNDARIES = 10_000
_HEADER_NAMES = (
    b"from|to|cc|subject|date|message-id|return-path|received|delivered-to|mime-version|reply-to|sender|"
    b"dkim-signature|list-id|content-type|x-[\\w-]+|arc-seal|authentication-results"
)
_HEADER = re.compile(rb"(?:" + _HEADER_NAMES + rb"):[ \t\r\n]", re.IGNORECASE)
_TELLING = re.compile(rb"^(?:from|subject|date|message-id|received|return-path):[ \t]", re.IGNORECASE | re.MULTILINE)
# The line that mail programs put between messages; with a date, since a line of prose may begin with "From " too.
_SEPARATOR = re.compile(rb"From \S+.{0,100}\d{4}.{0,20}\r?\n\Z|From \S+ .{0,100}\d\d:\d\d:\d\d.{0,30}\r?\n\Z")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_eml(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The message as an article, then its attachments of kinds that can be read ("attachment report.pdf")."""
    yield from _read_message(read_bounded(stream), source, "", names)


def read_mbox(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The same for each message ("message 3"); memory holds one message, of at most 16 MiB."""
    found = False
    for number, data in enumerate(_messages(stream), start=1):
        found = True
        where = f"message {number}"
        try:
            if data is None:
                raise Unreadable(f"larger than {LARGEST_FILE // 2**20} MiB")
            yield from _read_message(data, source, where, names)
        except Unreadable as error:
            yield FailedInput(source, where, str(error))
    if not found:
        raise Unreadable("no mailbox: no line in it separates messages")


def _read_message(data: bytes, source: str, where: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    message = _parsed(data)
    files = list(attachments(message))
    body = message_text(message)
    if body:
        yield ReadArticle(_article(message, body), source, where)
    elif not files:
        raise Unreadable("a message without text")
    for name, content in files:
        place = ", ".join(filter(None, (where, f"attachment {name}")))
        try:
            yield from _read_attachment(name, content, source, place, names)
        except Unreadable as error:
            yield FailedInput(source, place, str(error))


def _article(message: Message, body: str) -> Article:
    headers = headers_of(message)
    lines = body.split("\n")
    while len(lines) > 1 and clean_line(lines[0]) in ("", headers.subject):
        del lines[0]
    return Article(
        title=headers.subject,
        body="\n".join(lines),
        dateline=headers.date if headers.published else "",
        published=headers.published,
        source=headers.sender,
        url=headers.url,
        guid=headers.guid,
    )


def _read_attachment(
    name: str, data: bytes, source: str, place: str, names: Mapping[str, str]
) -> Iterator[ReadOutcome]:
    from rag.ingest.readers import HEAD_BYTES, reader_for
    from rag.ingest.readers.zip import ZIP

    reader = reader_for(name, data[:HEAD_BYTES])
    if reader in (ZIP, EML, MBOX):
        raise Unreadable("an archive or message in a message; save it and name the file")
    for outcome in reader.read(io.BytesIO(data), source, names):
        if isinstance(outcome, ReadArticle | FailedInput):
            inner = ", ".join(filter(None, (place, outcome.where)))
            yield (
                ReadArticle(outcome.article, source, inner, outcome.full_text_at, outcome.note)
                if isinstance(outcome, ReadArticle)
                else FailedInput(source, inner, outcome.reason)
            )


def _parsed(data: bytes) -> Message:
    """The message's parts. What would take far more memory than its bytes is refused before."""
    if data.count(b"\n--") > _MOST_BOUNDARIES or max(data.count(b"\n"), data.count(b"\r")) > _MOST_LINES:
        raise Unreadable("a message of too many parts or lines")
    if not _TELLING.search(data[: 16 * 1024]):
        raise Unreadable("no email message: it has none of the headers of one")
    try:
        return email.message_from_bytes(data.lstrip())
    except RecursionError:
        raise Unreadable("a message nested too deeply") from None


def _messages(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The messages between the separators, without ">" before quoted "From "; None for one that is too large."""
    lines: list[bytes] = []
    size, is_open, after_blank = 0, False, True
    while line := stream.readline(_LONGEST_LINE):
        if after_blank and _SEPARATOR.match(line):
            if is_open:
                yield _joined(lines, size)
            lines, size, is_open = [], 0, True
        elif is_open:
            size += len(line)
            if size <= LARGEST_FILE and len(lines) <= _MOST_LINES:
                lines.append(line)
            else:
                size, lines = LARGEST_FILE + 1, []
        after_blank = line in (b"\n", b"\r\n")
    if is_open:
        yield _joined(lines, size)


def _joined(lines: list[bytes], size: int) -> bytes | None:
    return _QUOTED_FROM.sub(rb"\1", b"".join(lines)) if size <= LARGEST_FILE else None


def _is_message(head: bytes) -> bool:
    """Two headers of email in the first block, which begins with one."""
    return _HEADER.match(head) is not None and len(_TELLING.findall(head)) > 1


def _is_mailbox(head: bytes) -> bool:
    first, _, rest = head.partition(b"\n")
    return _SEPARATOR.match(first + b"\n") is not None and _HEADER.match(rest.lstrip(b">")) is not None


EML = Reader("email", (".eml",), _is_message, read_eml)
MBOX = Reader("mailbox", (".mbox", ".mbx"), _is_mailbox, read_mbox)
