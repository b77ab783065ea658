"""Whether a question names a day, month or year that an article knows nothing of: "in November", asked of October's."""

from __future__ import annotations

from rag.domain.article import Article
from rag.verify.dates import Moment, moments, supports
from rag.verify.tokens import read


def of_another_date(question: str, article: Article) -> bool:
    """True where a date that the question writes out is neither in the article's body nor its day of publication."""
    asked = [moment for moment in moments(read(question), None) if moment.month or moment.year]
    if not asked:
        return False
    published = article.published.at.date() if article.published else None
    told = moments(read(article.body), published)
    return any(not _is_told(moment, told, article) for moment in asked)


def _is_told(asked: Moment, told: tuple[Moment, ...], article: Article) -> bool:
    if asked.text in article.body or any(supports(moment, asked) for moment in told):
        return True
    if article.published is None:
        return False
    day = article.published.at.date()
    pairs = ((asked.year, day.year), (asked.month, day.month), (asked.day, day.day))
    return all(mine is None or mine == its for mine, its in pairs)
