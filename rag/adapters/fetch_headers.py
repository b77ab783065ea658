"""What the headers of a request and of an answer say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from rag.adapters.fetch_decoding import ACCEPT_ENCODING
from rag.domain.fetch import Validators

LONGEST_WAIT_S = 24 * 3600.0

Headers = list[tuple[bytes, bytes]]

_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)", re.ASCII)
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w:.+-]+)""", re.IGNORECASE | re.ASCII)
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class ContentType:
    """Lower-cased, "" for what is not given."""

    media_type: str = ""
    charset: str = ""


def request_headers(host: bytes, user_agent: str, validators: Validators) -> Headers:
    """Of a GET. No cookies and no authorization, ever; a validator that no header can hold is left out."""
    headers = [
        (b"Host", host),
        (b"User-Agent", user_agent.encode("ascii", errors="replace")),
        (b"Accept", _ACCEPT.encode()),
        (b"Accept-Encoding", ACCEPT_ENCODING.encode()),
        (b"Connection", b"close"),
    ]
    if _SENDABLE.fullmatch(validators.etag):
        headers.append((b"If-None-Match", validators.etag.encode("latin-1")))
    if _SENDABLE.fullmatch(validators.last_modified):
        headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1")))
    return headers


def header(headers: Iterable[tuple[bytes, bytes]], name: str) -> str:
    """The value of the first such header, "" where there is none; its bytes read as Latin-1, which keeps them all."""
    wanted = name.lower().encode()
    return next((value.decode("latin-1").strip() for key, value in headers if key.lower() == wanted), "")


def header_list(headers: Iterable[tuple[bytes, bytes]], name: str) -> str:
    """The values of all such headers, joined by commas as RFC 9110, section 5.3 has it."""
    wanted = name.lower().encode()
    return ",".join(value.decode("latin-1") for key, value in headers if key.lower() == wanted)


def content_type(value: str) -> ContentType:
    """Of a Content-Type header; what cannot be read of it is ""."""
    media_type, charset = _MEDIA_TYPE.match(value), _CHARSET.search(value)
    return ContentType(media_type[1].lower() if media_type else "", charset[1].lower() if charset else "")


def retry_after_s(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given as such or as a date; at most a day, None if unreadable."""
    if re.fullmatch(r"[0-9]+", value):
        # no number of ten digits is under a day, and Python refuses to read one of some thousands
        return min(float(value[-10:]), LONGEST_WAIT_S) if len(value.lstrip("0")) <= 10 else LONGEST_WAIT_S
    try:
        at = parsedate_to_datetime(value)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        return min(max((at - now).total_seconds(), 0.0), LONGEST_WAIT_S)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
