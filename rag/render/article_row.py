"""An article as a line of JSONL that an ingest reads: what stands beside a set of questions."""

from __future__ import annotations

from rag.domain.article import Article


def article_as_row(article: Article) -> dict[str, object]:
    """What is empty is left out. Where no date could be read, ``published`` is the date as it was printed."""
    row: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "dek": article.dek,
        "published": article.published.isoformat() if article.published else article.dateline,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
        "body": article.body,
    }
    return {name: value for name, value in row.items() if value}
