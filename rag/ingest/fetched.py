"""A fetched body that is no feed, as articles."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from rag.domain.fetch import Fetched
from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.identity import same_site
from rag.ingest.readers import HEAD_BYTES, READERS, reader_for
from rag.ingest.readers.html import HTML, parse_html


def read_fetched(fetched: Fetched, source: str, names: Mapping[str, str], *, now: datetime) -> Iterator[ReadOutcome]:
    """Its articles, in whatever format it is; ``now`` is when it was fetched. Raises Unreadable."""
    reader = reader_for(_file_name(fetched), fetched.body[:HEAD_BYTES])
    if reader is HTML:
        article = parse_html(fetched.body, charset=fetched.charset, url=fetched.url, now=now)
        yield ReadArticle(replace(article, url=own_address(article.url, fetched.url)), source)
        return
    for outcome in reader.read(io.BytesIO(fetched.body), source, names):
        if isinstance(outcome, ReadArticle) and not outcome.article.url and not outcome.where:
            yield replace(outcome, article=replace(outcome.article, url=fetched.url))
        else:
            yield outcome


def own_address(named: str, fetched_from: str) -> str:
    """The canonical address that a page names, if it is on its own site: no page may pass for another publisher's."""
    return named if named and same_site(named, fetched_from) else fetched_from


def _file_name(fetched: Fetched) -> str:
    """The last part of the address; with the ending of its media type where its own names no format."""
    name = PurePosixPath(urlsplit(fetched.url).path or "/").name
    if fetched.media_type in ("text/html", "application/xhtml+xml"):
        return f"{name}.html"
    if any(name.lower().endswith(suffix) for reader in READERS for suffix in reader.suffixes):
        return name
    return name + (mimetypes.guess_extension(fetched.media_type) or "")
