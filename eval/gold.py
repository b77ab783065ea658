"""Gold quotes -> spans in the archive, so that what an answer cites can be compared by place, not by wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from eval.case import CaseSet, GoldQuote, SetUnusable
from rag.domain.article import Field, Version
from rag.domain.evidence import Citation


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Where a gold quote stands: characters [start, end) of one field of one article's version.

    ``whole``: the gold is the article as such, and the characters are all of its body.
    """

    article_id: str
    version: int
    field: Field
    start: int
    end: int
    fact: int
    whole: bool = False

    def inside(self, citation: Citation) -> bool:
        """Whether a reader who opens the citation sees every character of the gold quote highlighted.

        Gold that is a whole article is met by any citation of that version.
        """
        if self.whole:
            return (citation.article_id, citation.version) == (self.article_id, self.version)
        same = (citation.article_id, citation.version, citation.field) == (self.article_id, self.version, self.field)
        return same and citation.start <= self.start and self.end <= citation.end


def locate_gold(cases: CaseSet, versions: Iterable[Version]) -> Mapping[str, tuple[GoldSpan, ...]]:
    """Spans by case id: in each article's newest version, or the one that was the newest on the case's day where its
    days go by arrival.

    Raises SetUnusable naming every line whose quote is not, or not once, in its article.
    """
    versions = tuple(versions)
    named: dict[date | None, dict[str, list[Version]]] = {}
    spans: dict[str, tuple[GoldSpan, ...]] = {}
    problems: list[tuple[int, str]] = []
    for case in cases.cases:
        day = case.as_of if case.by_arrival else None
        if day not in named:
            named[day] = _by_name(versions, day)
        located = [_locate(quote, named[day].get(quote.article, []), day) for quote in case.gold]
        problems += [(case.line, place) for place in located if isinstance(place, str)]
        spans[case.id] = tuple(place for place in located if isinstance(place, GoldSpan))
    if problems:
        raise SetUnusable(cases.path, problems)
    return spans


def facts_cited(gold: Iterable[GoldSpan], citations: Iterable[Citation]) -> dict[int, bool]:
    """For each fact of the gold, whether any of its alternative spans lies inside a citation."""
    citations = tuple(citations)
    cited: dict[int, bool] = {}
    for span in gold:
        cited[span.fact] = cited.get(span.fact, False) or any(span.inside(c) for c in citations)
    return cited


def _by_name(versions: Iterable[Version], day: date | None) -> dict[str, list[Version]]:
    """Under id and title, of each article the newest version that had come by the end of the UTC day."""
    newest: dict[str, Version] = {}
    for version in versions:
        if day is None or version.stored.date() <= day:
            known = newest.get(version.article_id)
            if known is None or known.number < version.number:
                newest[version.article_id] = version
    by_name: dict[str, list[Version]] = defaultdict(list)
    for version in newest.values():
        for name in {version.article_id, version.article.title}:
            by_name[name].append(version)
    return by_name


def _locate(gold: GoldQuote, versions: list[Version], day: date | None) -> GoldSpan | str:
    """The span, or what is wrong with the quote."""
    if not versions:
        return f"the archive holds no article {gold.article!r}{f' on {day}' if day else ''}"
    if len(versions) > 1:
        return f"the archive holds {len(versions)} articles titled {gold.article!r}; give the id instead"
    version = versions[0]
    if gold.is_whole_article:
        length = len(version.article.body)
        return GoldSpan(version.article_id, version.number, "body", 0, length, gold.fact, whole=True)
    text = version.article.text(gold.field)
    count = text.count(gold.quote)
    if count != 1:
        where = f"the {gold.field} of {gold.article!r}{f' as it was on {day}' if day else ''}"
        how = "is not in" if count == 0 else f"stands {count} times in"
        return f"the gold quote {gold.quote!r} {how} {where}{'' if count == 0 else '; lengthen it'}"
    start = text.index(gold.quote)
    return GoldSpan(version.article_id, version.number, gold.field, start, start + len(gold.quote), gold.fact)
