"""What narrows the Archive page down: publishers, sections, languages, and a histogram of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from rag.domain.article import Version
from rag.domain.facets import Counted, Facets
from rag.domain.question import Filters
from rag.ui.formats import Formats

MOST_DAYS, MOST_MONTHS = 62, 60
"""As many bars as a telephone has room for; beyond that a bar is a month, then a year."""
_LONGEST_NAME = 500
Unit = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many articles there are from ``since`` to ``until``, both included."""

    since: date
    until: date
    articles: int


def histogram(days: Sequence[tuple[date, int]]) -> list[Bar]:
    """A bar for each day, month or year from the first day to the last, those without articles included."""
    if not days:
        return []
    unit = _unit(days[0][0], days[-1][0])
    counts: Counter[date] = Counter()
    for day, articles in days:
        counts[_start(day, unit)] += articles
    bars: list[Bar] = []
    start = _start(days[0][0], unit)
    while start <= days[-1][0]:
        following = _next(start, unit)
        bars.append(Bar(start, following - timedelta(days=1), counts[start]))
        start = following
    return bars


def facets_of(versions: Sequence[Version]) -> Facets:
    """Of articles that a search found."""
    articles = [version.article for version in versions]
    return Facets(
        len(articles),
        sources=_counted(a.source for a in articles),
        sections=_counted(a.section for a in articles),
        languages=_counted(a.language for a in articles),
        days=tuple(sorted(Counter(a.published.at.date() for a in articles if a.published).items())),
    )


def changed(filters: Filters, click: Mapping[str, Any]) -> Filters:
    """After a click in the browser, whose words are not trusted: a name is added or taken away, days are set."""
    kind, value = click.get("kind"), click.get("value")
    if kind == "clear":
        return Filters()
    if kind == "days":
        since, until = _day(click.get("since")), _day(click.get("until"))
        same = (since, until) == (filters.since, filters.until)
        return replace(filters, since=None if same else since, until=None if same else until)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        return filters
    if kind == "sources":
        return replace(filters, sources=_toggled(filters.sources, value))
    if kind == "sections":
        return replace(filters, sections=_toggled(filters.sections, value))
    if kind == "languages":
        return replace(filters, languages=_toggled(filters.languages, value))
    return filters


def facets_view(shown: Facets, choices: Facets, filters: Filters, formats: Formats) -> dict[str, object]:
    """``choices`` counts each facet as it would be without its own filter, so that a second name can be added."""
    return {
        "bars": [
            {
                "since": bar.since.isoformat(),
                "until": bar.until.isoformat(),
                "articles": bar.articles,
                "label": f"{period(bar.since, bar.until, formats)}: {formats.count(bar.articles, 'article')}",
                "picked": _overlaps(bar, filters),
            }
            for bar in histogram(choices.days)
        ],
        "lists": [
            {"kind": kind, "title": title, "names": _choices(names, picked, formats)}
            for kind, title, names, picked in (
                ("sources", "Publisher", choices.sources, filters.sources),
                ("sections", "Section", choices.sections, filters.sections),
                ("languages", "Language", choices.languages, filters.languages),
            )
            # A single name that all of them bear would narrow nothing down.
            if picked or len(names) > 1 or any(articles < choices.articles for _, articles in names)
        ],
        "active": _active(filters, formats),
        "articles": shown.articles,
    }


def period(since: date | None, until: date | None, formats: Formats) -> str:
    """ "3 March 2025", "3 March 2025 to 5 March 2025", "since 3 March 2025"."""
    if since and until:
        return formats.day(since) if since == until else f"{formats.day(since)} to {formats.day(until)}"
    return f"since {formats.day(since)}" if since else f"until {formats.day(until)}" if until else ""


def _active(filters: Filters, formats: Formats) -> list[dict[str, str]]:
    """The filters that are set, each with the click that takes it away."""
    named = [
        *(("sources", name) for name in filters.sources),
        *(("sections", name) for name in filters.sections),
        *(("languages", name) for name in filters.languages),
    ]
    found = [{"label": name, "kind": kind, "value": name} for kind, name in named]
    if days := period(filters.since, filters.until, formats):
        since, until = filters.since, filters.until
        found.append(
            {
                "label": days,
                "kind": "days",
                "since": since.isoformat() if since else "",
                "until": until.isoformat() if until else "",
            }
        )
    return found


def _choices(names: Counted, picked: Sequence[str], formats: Formats) -> list[dict[str, object]]:
    known = dict(names)
    listed = [*names, *((name, 0) for name in picked if name not in known)]
    return [{"name": name, "articles": formats.number(n), "picked": name in picked} for name, n in listed]


def _counted(names: Any) -> Counted:
    return tuple(sorted(Counter(name for name in names if name).items(), key=lambda each: (-each[1], each[0])))


def _overlaps(bar: Bar, filters: Filters) -> bool:
    if not (filters.since or filters.until):
        return False
    return (filters.since or date.min) <= bar.until and bar.since <= (filters.until or date.max)


def _toggled(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(n for n in names if n != name) if name in names else (*names, name)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _unit(first: date, last: date) -> Unit:
    if (last - first).days < MOST_DAYS:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return "month" if months <= MOST_MONTHS else "year"


def _start(day: date, unit: Unit) -> date:
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _next(start: date, unit: Unit) -> date:
    if unit == "day":
        return start + timedelta(days=1)
    if unit == "month":
        return (start + timedelta(days=31)).replace(day=1)
    return start.replace(year=start.year + 1)
