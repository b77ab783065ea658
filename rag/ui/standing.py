"""What became of a cited article since: removed, withdrawn, or changed in the very words that were cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rag.domain.article import Version
from rag.domain.evidence import Citation
from rag.ui.formats import IN_ENGLISH, Formats

if TYPE_CHECKING:
    from rag.dateline import Dateline


@dataclass(frozen=True, slots=True)
class Articles:
    """What the archive holds now of the articles that an answer cites: the cited versions by article and number, the
    newest by article, and when the others were removed."""

    cited: dict[tuple[str, int], Version] = field(default_factory=dict)
    newest: dict[str, Version] = field(default_factory=dict)
    removed: dict[str, datetime] = field(default_factory=dict)


def articles_of(dateline: Dateline, citations: Iterable[Citation]) -> Articles:
    """Looked up in the catalog, each article once."""
    found = Articles()
    for article_id, number in dict.fromkeys((c.article_id, c.version) for c in citations):
        newest = dateline.catalog.latest(article_id)
        if newest is None:
            if (tombstone := dateline.catalog.tombstone(article_id)) is not None:
                found.removed[article_id] = tombstone.removed
            continue
        found.newest[article_id] = newest
        version = newest if newest.number == number else dateline.catalog.version(article_id, number)
        if version is not None:
            found.cited[article_id, number] = version
    return found


def standing(citation: Citation, articles: Articles, *, since: datetime, formats: Formats = IN_ENGLISH) -> str:
    """What a reader must know of a citation that was made at ``since``, "" where it stands as it did."""
    if (removed := articles.removed.get(citation.article_id)) is not None:
        return f"This article was removed from the archive on {formats.moment(removed)}."
    newest = articles.newest.get(citation.article_id)
    if newest is None:
        return "This article is not in the archive."
    if newest.number <= citation.version or newest.stored <= since:
        return ""
    if newest.article.notice == "withdrawn":
        return "Its publisher has withdrawn this article since."
    if citation.quote not in newest.article.text(citation.field):
        return "A newer version of this article no longer has these words."
    return "Its publisher has corrected this article since, but not these words." if newest.article.notice else ""
