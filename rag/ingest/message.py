"""One email message: what its headers say, the text that its reader sees, its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from rag.domain.article import Published
from rag.ingest.boilerplate import without_furniture
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.containers import accompanies
from rag.ingest.decoding import Unreadable, decode
from rag.ingest.fragment import html_fragment_text

_DEEPEST = 20
_MOST_ATTACHMENTS = 50
_LONGEST_HEADER = 2_000
_LARGEST_HTML = 3 * 1024 * 1024
"""A tree of nothing but small elements takes fifty times its bytes of memory; mail programs cut off at 100 KB."""
_PREFIX = re.compile(
    r"(?:(?:re|fwd?|fw|aw|wg|tr|rv|enc|sv|vs|antw|doorst|ref|r|i)(?:\[\d+\])?\s*:|\[(?:ext|extern(?:al)?)\]:?)\s*",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"^[\"'“”‘’\s]+|[\"'“”‘’\s]+$")
_BY_SERVICE = re.compile(r"\s+(?:via|from|on|auf)\s+(?:substack|mailchimp|beehiiv|linkedin|google groups)\s*$", re.I)
# Lines of the mail and not of what it tells.
_MAIL_FURNITURE = re.compile(
    r"""\W*(?:
        (?:view|read|open|see)\s+(?:(?:this\s+)?(?:e-?mail|message|newsletter|it|post|issue)\s+)?
            (?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?(?:browser|web|app)\b.{0,80}
      | (?:view|read)\s+(?:online|web\s+version|as\s+(?:a\s+)?web\s*page).{0,40}
      | (?:having\s+trouble|(?:is\s+)?(?:this\s+)?e-?mail\s+not\s+displaying|can.?t\s+(?:see|read)\s+this).{0,120}
      | (?:im\s+browser|online)\s+(?:ansehen|lesen|öffnen|anzeigen).{0,60} | web-?version.{0,60}
      | (?:voir|afficher|lire)\s+(?:dans|en|sur)\s+(?:le|votre)?\s*(?:navigateur|ligne).{0,60}
      | (?:forward|share)\s+(?:this\s+)?(?:e-?mail|newsletter|post)?(?:\s+(?:to|with)\s+a\s+friend)?
      | forwarded\s+this\s+e-?mail\?.{0,80} | like | comment | restack | read\s+in\s+app | upgrade\s+to\s+paid
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
# With the first of these, below the middle, the text is over.
_FOOTER = re.compile(
    r"""\W*(?:
        unsubscribe | (?:click\s+here\s+)?to\s+unsubscribe | (?:un)?subscribe\s+(?:from|here|\|).* | opt\s+out
      | you(?:.ve|.re)?\s+(?:are\s+)?(?:receiv(?:e|ed|ing)|got|subscribed\s+to)\s+this
      | this\s+(?:e-?mail|message|newsletter)\s+was\s+sent
      | (?:manage|update|change)\s+(?:your\s+)?(?:e-?mail\s+|newsletter\s+|subscription\s+)?
            (?:preferences|subscriptions?|settings)
      | our\s+mailing\s+address | no\s+longer\s+(?:want|wish)
      | if\s+you\s+(?:no\s+longer|do\s+not|don.t)\s+(?:want|wish)
      | newsletter\s+(?:abbestellen|abmelden) | abmelden | sie\s+erhalten\s+diese
      | se\s+désabonner | vous\s+recevez\s+ce | darse\s+de\s+baja | ©\s*\d{4}
      | copyright\s+(?:©|\(c\)|\d{4}) | privacy\s+policy
    )\b.{0,300}""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_LINK_TARGET = re.compile(r"\s?(?:<https?://[^>\s]*>|\(\s*https?://[^)\s]*\s*\)|\[https?://[^\]\s]*\])")
_RULE = re.compile(r"\W*https?://\S+\W*|[-=_*~#\s]{3,}")


@dataclass(frozen=True, slots=True)
class Headers:
    """Each "" (or None) where the message does not say; ``date`` is as it was written."""

    subject: str
    sender: str
    date: str
    published: Published | None
    guid: str
    url: str


def headers_of(message: Message) -> Headers:
    """What the message says of itself; "Fwd:" and "Re:" are no part of its subject."""
    subject = _header(message, "Subject")
    while match := _PREFIX.match(subject):
        subject = subject[match.end() :]
    date = _header(message, "Date")
    archived = re.fullmatch(r"<?(https?://[^\s<>]+?)>?", _header(message, "Archived-At"))
    guid = re.search(r"<?([^\s<>]+@[^\s<>]+)>?", _header(message, "Message-ID"))
    return Headers(
        subject, _sender(message), date, _published(date), guid[1] if guid else "", archived[1] if archived else ""
    )


def message_text(message: Message) -> str:
    """The text of the message, its HTML form where it has one; "" where it has none. Raises Unreadable.

    Left out are buttons, footers about the subscription, the signature, and the addresses behind links.
    """
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise Unreadable("an encrypted message")
    plain, rich = [], []
    for part in _parts(message):
        if _is_attachment(part):
            continue
        if part.get_content_type() == "text/html":
            html = _content(part)
            rich.append(html_fragment_text(html) if len(html) <= _LARGEST_HTML else "")
        elif part.get_content_type() == "text/plain":
            plain.append(_plain_text(_content(part)))
    from_html, from_plain = _without_footer("\n".join(rich)), _without_footer("\n\n".join(plain))
    # An HTML form may be one picture, and a plain form one line that says to look at the other.
    return from_html if 2 * len(from_html) > len(from_plain) else from_plain


def attachments(message: Message) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each attached file that may hold an article, at most fifty."""
    left = _MOST_ATTACHMENTS
    for part in _parts(message):
        name = PurePosixPath(clean_line(_decoded(part.get_filename() or "")).replace("\\", "/")).name
        is_media = part.get_content_maintype() in ("image", "audio", "video", "font")
        if not name or not _is_attachment(part) or is_media or accompanies(name) or not _has_known_ending(name):
            continue
        if left := left - 1:
            yield name, _payload(part)


def _has_known_ending(name: str) -> bool:
    from rag.ingest.readers import READERS

    suffix = PurePosixPath(name).suffix.lower()
    return any(suffix in reader.suffixes for reader in READERS)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, in order; of nested messages too, to a depth of twenty."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            if depth < _DEEPEST:
                waiting += [(each, depth + 1) for each in reversed(inner) if isinstance(each, Message)]
        else:
            yield part


def _is_attachment(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return disposition.startswith("attachment") or (bool(part.get_filename()) and not is_text)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _content(part: Message) -> str:
    """The text of a part; one whose bytes are no text is "", as its reader would see no more."""
    try:
        return clean_text(decode(_payload(part), str(part.get_param("charset", "") or "")))
    except Unreadable:
        return ""


def _plain_text(text: str) -> str:
    """Paragraphs of a text that was wrapped for the mail; without the addresses of links, rules and quoted mail."""
    text = _SIGNATURE.split(text, maxsplit=1)[0]
    lines = [_LINK_TARGET.sub("", line).rstrip() for line in text.split("\n") if not line.startswith(">")]
    lines = [line for line in lines if not line.strip() or not _RULE.fullmatch(line.strip())]
    width = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        # A line that was broken at the margin goes on in the next; a short one ends there.
        is_continued = before.strip() and line.strip() and 50 <= width <= 100 and len(before) > width - 25
        if is_continued and paragraphs:
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip("\n")


def _without_footer(text: str) -> str:
    """Without the mail's own lines, and without all that follows the first line about the subscription."""
    lines = [line for line in text.split("\n") if not _MAIL_FURNITURE.fullmatch(line.strip())]
    for number in range(len(lines) // 2, len(lines)):
        if _FOOTER.fullmatch(lines[number].strip()):
            lines = lines[:number]
            break
    while lines and _FOOTER.fullmatch(lines[0].strip()):
        del lines[0]
    return without_furniture("\n".join(lines)).strip("\n ")


def _sender(message: Message) -> str:
    """The display name, without quotes and the service's name; the address's domain where there is none."""
    name, address = parseaddr(_header(message, "From"))
    name = clean_line(_BY_SERVICE.sub("", _QUOTES.sub("", name)))
    return name if name and "@" not in name else address.rpartition("@")[2]


def _published(date: str) -> Published | None:
    try:
        at = parsedate_to_datetime(date[:_LONGEST_HEADER])
        return Published(at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(message: Message, name: str) -> str:
    """Decoded and on one line. Taken raw: what is no ASCII in it would else be lost (unencoded Latin letters)."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return clean_line(_decoded(re.sub(r"[\r\n]+[ \t]*", " ", raw[:_LONGEST_HEADER])))


def _decoded(header: str) -> str:
    """Encoded words as text (RFC 2047); bytes that were written into a header as they are, too."""
    try:
        parts = decode_header(header)
    except (HeaderParseError, ValueError, IndexError):
        return header
    return "".join(_word(text, charset) for text, charset in parts)


def _word(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, str):
        data, charset = text.encode("ascii", "surrogateescape") if _has_raw_bytes(text) else b"", ""
        if not data:
            return text
    else:
        data = text
    try:
        return decode(data, "" if charset in (None, "unknown-8bit") else str(charset)) if data else ""
    except (Unreadable, UnicodeError):
        return ""


def _has_raw_bytes(text: str) -> bool:
    return any("\udc80" <= c <= "\udcff" for c in text) and all(c.isascii() or "\udc80" <= c <= "\udcff" for c in text)
