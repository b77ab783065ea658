"""A list of feeds as OPML 2.0, for other readers of feeds. Source: opml.org/spec2.opml."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from rag.ingest.clean import clean_line


def opml_from(feeds: Sequence[tuple[str, str]]) -> str:
    """The (title, address) pairs as a document; a feed without a title bears its address."""
    outlines = "".join(
        f'    <outline type="rss" text={quoteattr(clean_line(title) or url)} xmlUrl={quoteattr(clean_line(url))}/>\n'
        for title, url in feeds
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Feeds</title></head>\n'
        f"  <body>\n{outlines}  </body>\n</opml>\n"
    )
