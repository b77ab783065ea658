"""Words that every form of a briefing shares: dates, the coverage line, what is new."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from rag.domain.briefing import Briefing

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
VERBATIM = "Written without a language model: every sentence stands word for word in the article it cites."


def day_in_words(day: date) -> str:
    """ "14 March 2025", whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_in_words(day: date) -> str:
    """ "Friday, 14 March 2025"."""
    return f"{_DAYS[day.weekday()]}, {day_in_words(day)}"


def published_in_words(published: str) -> str:
    """An ISO date or time as a reader wants it ("14 March 2025, 09:30 UTC"); "" for an article without a date."""
    if not published:
        return ""
    at = datetime.fromisoformat(published)
    clock = f", {at:%H:%M} UTC" if "T" in published else ""
    return day_in_words(at.date()) + clock


def period_in_words(briefing: Briefing) -> str:
    """The days that the page is about."""
    if briefing.since == briefing.until:
        return weekday_in_words(briefing.since)
    return f"{day_in_words(briefing.since)} to {weekday_in_words(briefing.until)}"


def coverage(briefing: Briefing) -> str:
    """How many articles were read, from how many publishers, what could not be read, and in which time zone a day is
    a day."""
    searched = briefing.searched
    publishers = f" from {count(len(searched.sources), 'publisher')}" if searched.sources else ""
    unread = f"; {count(len(briefing.unread), 'feed')} could not be read" if briefing.unread else ""
    return f"{count(searched.articles, 'article')} read{publishers}{unread}; days in {briefing.timezone}"


def heading_of_news(briefing: Briefing) -> str:
    """ "What is new since 13 March 2025"; "" where there is nothing to compare with."""
    return f"What is new since {day_in_words(briefing.compared_with)}" if briefing.compared_with else ""


def summary_of_news(briefing: Briefing) -> str:
    """The difference to earlier briefings in one sentence; "" where there is nothing to compare with."""
    if briefing.compared_with is None:
        return ""
    statuses = Counter(story.status for story in briefing.stories)
    kinds = Counter(change.kind for change in briefing.delta)
    fresh = statuses["new"]
    parts = [f"{count(fresh, 'new story', 'new stories')}"] if fresh else []
    if going_on := len(briefing.stories) - fresh:
        parts.append(f"{count(going_on, 'story goes', 'stories go')} on")
    parts += [f"{kinds[kind]} {kind}" for kind in ("updated", "corrected", "withdrawn") if kinds[kind]]
    if repeats := sum(o.why.startswith("in the briefing of") for o in briefing.omitted):
        parts.append(f"{count(repeats, 'sentence')} that you had before left out")
    return (", ".join(parts) if parts else "Nothing that earlier briefings did not have") + "."


def nothing(briefing: Briefing) -> str:
    """What an empty page says."""
    days = day_in_words(briefing.since)
    if briefing.since != briefing.until:
        days = f"{days} to {day_in_words(briefing.until)}"
    about = f" about “{briefing.topic}”" if briefing.topic else ""
    if briefing.searched.articles:
        return f"Nothing new{about} for {days}: the articles read say nothing that an earlier briefing did not have."
    return f"The archive holds no article{about} published on {days}."


def count(number: int, one: str, many: str = "") -> str:
    """ "1 article", "1,200 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
