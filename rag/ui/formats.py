"""Days, times and numbers as the reader's browser writes them: German, American, or English as elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from rag.domain.article import Published
from rag.render.wording import day_in_words

_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_GERMAN_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)


@dataclass(frozen=True, slots=True)
class Formats:
    """One reader's ways of writing; ``zone`` is his own, so that no time needs a label but one in UTC."""

    day: Callable[[date], str] = day_in_words
    number: Callable[[int], str] = "{:,}".format
    zone: tzinfo = UTC

    def moment(self, at: datetime) -> str:
        """ "14 March 2025, 09:30" on the reader's clock."""
        there = at.astimezone(self.zone)
        return f"{self.day(there.date())}, {there:%H:%M}{' UTC' if self.zone is UTC else ''}"

    def days_in(self, text: str) -> str:
        """The program's own sentence with the ISO days in it as this reader writes them."""
        return _ISO_DAY.sub(lambda found: self._day_of(found[0]), text)

    def _day_of(self, iso: str) -> str:
        try:
            return self.day(date.fromisoformat(iso))
        except ValueError:
            return iso

    def published(self, published: Published | None) -> str:
        """A day alone where the time of day is not known; "" for an article without a date."""
        if published is None:
            return ""
        return self.day(published.at.date()) if published.precision == "day" else self.moment(published.at)

    def count(self, number: int, one: str, many: str = "") -> str:
        """ "1 article", "1.200 articles"."""
        return f"{self.number(number)} {one if number == 1 else many or one + 's'}"


IN_ENGLISH = Formats()
"""In UTC."""


def formats_for(locale: str, timezone: str, *, otherwise: tzinfo = UTC) -> Formats:
    """Of a browser that says ``locale`` ("de-AT") and ``timezone`` ("Europe/Vienna"); what it says is not trusted to
    be a zone, and ``otherwise`` is used in its place."""
    try:
        zone: tzinfo = ZoneInfo(timezone) if timezone else otherwise
    except (KeyError, ValueError, OSError):
        zone = otherwise
    language, _, region = locale.lower().replace("_", "-").partition("-")
    if language == "de":
        separator = "’" if region in ("ch", "li") else "."
        return Formats(_german_day, lambda number: f"{number:,}".replace(",", separator), zone)
    if (language, region) == ("en", "us"):
        return Formats(_american_day, zone=zone)
    return Formats(zone=zone)


def _german_day(day: date) -> str:
    return f"{day.day}. {_GERMAN_MONTHS[day.month - 1]} {day.year}"


def _american_day(day: date) -> str:
    _, month, _ = day_in_words(day).split(" ")
    return f"{month} {day.day}, {day.year}"
