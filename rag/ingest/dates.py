"""Publication dates: from a printed date line, from metadata. Strict: what is not surely a date is none.

A date without a time of day, or with a time in an unnamed place, has precision "day". Metadata without a time zone is
read as UTC. Sources: RFC 822, 850 and 5322 (mail and HTTP), ISO 8601 with its W3C and NewsML profiles, C's asctime.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from rag.domain.article import Published
from rag.ingest.date_words import LABEL, MONTHS, TIME_WORD, WEEKDAYS
from rag.ingest.zones import utc_offset

_ZONE = r"(?P<zone>[a-z]{1,5}|(?:utc|gmt|ut)?\s?[+\u2212-]\d{1,2}(?::?\d{2})?)"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
_NAMED_MONTH = r"(?P<month>[^\W\d_]{2,12})"
_DATE = rf"""(?:
    (?P<iso_year>\d{{4}})(?P<iso_mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=iso_mark)(?P<iso_day>\d{{1,2}})
  | (?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°)?[\s/-]+(?:de\s+|of\s+)?{_NAMED_MONTH}
    \.?,?[\s/-]+(?:del?\s+)?(?P<year>\d{{4}})(?:\s*(?:r\.|г\.|года|год))?
  | (?P<us_month>[^\W\d_]{{3,12}})\.?\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{{4}})
  | (?P<first_year>\d{{4}})[\s-](?P<later_month>[^\W\d_]{{3,12}})[\s-](?P<later_day>\d{{1,2}})
  | (?P<first>\d{{1,2}})(?P<mark>[./-])\s?(?P<second_number>\d{{1,2}})(?P=mark)\s?(?P<num_year>\d{{4}})
)"""
_TIME = rf"""(?:
    (?:\s*[,|·•–—/T-]\s*|\s+)(?:{TIME_WORD}\s+)?(?:[,–—-]\s*)?
    (?P<hour>\d{{1,2}})(?:(?:\s?[:.h]\s?)(?P<minute>\d{{2}}))(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?
    \s*(?P<half>[ap]\.?m\.?)?(?:\s+(?:uhr|uur|hrs?|h))?
    (?:\s*\(?{_ZONE}\)?)?
)?"""
_LINE = re.compile(
    rf"(?:{LABEL})?(?:(?:{WEEKDAYS})\.?,?\s+)?(?:(?:the|den|der|le|il|el|on|am|op)\s+)?{_DATE}"
    rf"(?:,?\s+\(?(?:{WEEKDAYS})\)?\.?)?{_TIME}\.?",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+(?:uhr|uur|hrs?))?(?:\s+\(?[a-z]{2,4}\)?)?)"
    r"(?:\s*[,|·•–—-])?\s+(?:on\s+)?(?P<day>\S.{7,})",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(
    r"""(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]
    (?:\s*[(（][^)）]{1,3}[)）] | \s*(?:星期|週|周|礼拜)\S | \s*\S曜日)?
    (?:\s*,?\s*(?P<half>午前|午後|上午|下午|오전|오후)?\s*(?P<hour>\d{1,2})(?:\s?[:：時时点點시]\s?)
       (?:(?P<minute>\d{1,2})\s?[分분]?)?(?::(?P<second>\d{2}))?(?:\s*\(?(?P<zone>[A-Z]{3,4}|[+-]\d{2}:?\d{2})\)?)?)?
    (?:\s*(?:発表|配信|掲載|公開|发布|發布|입력))?""",
    re.VERBOSE,
)
_SCRAPED = re.compile(r"(?:today(?:\s+is)?|heute|aujourd['’]hui|hoy)\s*[:,]?\s+(?P<date>.+)", re.IGNORECASE)
_UPDATED = re.compile(
    r"\s*[,;|·•–—(/-]?\s*\b(?:(?:last\s+)?(?:updated|modified)|(?:zuletzt\s+)?aktualisiert|mis\s+à\s+jour|actualizado)"
    r"\b.*",
    re.IGNORECASE,
)
_DATA_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.VERBOSE)
    for form in (
        # ISO 8601: 2025-03-14T09:30:00.5+01:00, 20250314T093000Z, with what programs write instead of "T" and "Z".
        rf"""(?P<year>\d{{4}})(?P<m1>[-:/]?)(?P<number>\d{{2}})(?P=m1)(?P<day>\d{{2}})
        (?:(?:\s?T\s?|\s+)(?P<hour>\d{{2}})(?P<m2>:?)(?P<minute>\d{{2}})(?:(?P=m2)(?P<second>\d{{2}})(?:[.,](?P<fraction>\d+))?)?
        (?:\s*{_ZONE})?(?:\[[\w/+-]+\])?)?""",
        # RFC 822, 850 and 5322: Fri, 14 Mar 2025 09:30:00 +0100 (CET).
        rf"""(?:[^\W\d_]{{2,12}}\.?,?\s*)?(?P<day>\d{{1,2}})[\s-]+{_NAMED_MONTH}\.?,?[\s-]+(?P<year>\d{{4}}|\d{{2}}),?\s+
        {_CLOCK}(?:\s*(?P<half>[ap]m))?(?:\s*{_ZONE})?(?:\s*\([^()]*\))*""",
        # asctime, Unix date and JavaScript: Fri Mar 14 09:30:00 UTC 2025, Fri Mar 14 2025 09:30:00 GMT+0100 (CET).
        rf"""(?:[a-z]{{3,9}},?\s+){_NAMED_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}(?:\s+{_ZONE})?\s+(?P<year>\d{{4}})""",
        rf"""(?:[a-z]{{3,9}},?\s+){_NAMED_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<year>\d{{4}})\s+{_CLOCK}
        (?:\s*{_ZONE})?(?:\s*\([^()]*\))?""",
        r"(?P<year>(?:19|20)\d\d)(?P<number>\d{2})(?P<day>\d{2})(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?",
    )
)
_EPOCH = re.compile(r"\d{9,13}(?:\.\d+)?")
_LONGEST = 120
_EARLIEST = date(1600, 1, 1)
_ZERO_DAYS = (date(1969, 12, 31), date(1970, 1, 1))
_FUTURE_ALLOWED = timedelta(days=2)
_MILLISECONDS_FROM = 100_000_000_000
_AFTERNOON = ("p", "午後", "下午", "오후")


def printed_date(line: str) -> Published | None:
    """The date that a whole line prints ("Published: Friday, 14 March 2025, 09:30 GMT"), or None if it is no such line.

    Month names of the larger European languages, ISO and East Asian dates, and numbers where only one order of day and
    month is possible (14.03.2025; with full stops the day comes first). A time whose zone is not named is not used;
    "updated …" behind the date is passed over. None for years before 1600.
    """
    if len(line) > _LONGEST:
        return None
    line = _UPDATED.sub("", line.strip())
    if east_asian := _EAST_ASIAN.fullmatch(line):
        day = _date(east_asian["year"], east_asian["month"], east_asian["day"])
        return _printed(day, east_asian)
    if clock_first := _CLOCK_FIRST.fullmatch(line):
        line = f"{clock_first['day'].rstrip('.')}, {clock_first['clock']}"
    match = _LINE.fullmatch(line)
    return _printed(_day(match), match) if match else None


def is_scrape_line(line: str) -> bool:
    """Whether the line prints the day on which the page was looked at ("Today : Mar 14, 2025")."""
    match = _SCRAPED.fullmatch(line.strip()) if len(line) <= _LONGEST else None
    return match is not None and printed_date(match["date"]) is not None


def metadata_date(value: str | int | float) -> Published | None:
    """A date from a data field: ISO 8601, RFC 822 and 5322, asctime, seconds or milliseconds since 1970, or printed.

    Digits that read as a calendar date (20250314, 202503140930) are one and no seconds. None for anything else, a month
    without a day, and what lies before there were newspapers.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    if len(text) > _LONGEST:
        return None
    for form in _DATA_FORMS:
        if (match := form.fullmatch(text)) and (found := _given(match)):
            return found
    return _epoch(float(text)) if _EPOCH.fullmatch(text) and text.isascii() else printed_date(text)


def disbelief(published: Published, now: datetime) -> str:
    """Why the date is not believed: it lies over two days ahead of ``now`` or is the zero of a clock; else ""."""
    if published.at > now + _FUTURE_ALLOWED:
        return f"{published.day} lies in the future"
    # A clock at zero shows the last day of 1969 west of Greenwich, and programs print that without its zone.
    return f"{published.day} is the zero of a clock" if published.at.date() in _ZERO_DAYS else ""


def _printed(day: date | None, match: re.Match[str]) -> Published | None:
    """A printed day; its time of day only where the zone is named."""
    if day is None:
        return None
    at = _at(day, match, _offset(day, match)) if match["zone"] else None
    return Published(at) if at else _whole(day)


def _given(match: re.Match[str]) -> Published | None:
    """A data field's day and time; without a zone in UTC, with an unknown one the day alone."""
    parts = match.groupdict()
    month = parts["number"] if parts.get("number") else MONTHS.get((parts.get("month") or "").lower())
    day = _date(_full_year(parts["year"]), month, parts["day"]) if month else None
    if day is None or parts["hour"] is None:
        return _whole(day) if day else None
    at = _at(day, match, _offset(day, match) if parts.get("zone") else timedelta(0))
    return Published(at) if at else _whole(day)


def _full_year(year: str) -> str:
    """Two digits as RFC 5322 (section 4.3) reads them: 00 to 49 are of this century."""
    return year if len(year) == 4 else f"{20 if int(year) < 50 else 19}{year}"


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts["iso_year"]:
        return _date(parts["iso_year"], parts["iso_month"], parts["iso_day"])
    if parts["num_year"]:
        return _numeric(parts["first"], parts["second_number"], parts["num_year"], dotted=parts["mark"] == ".")
    month = MONTHS.get((parts["month"] or parts["us_month"] or parts["later_month"]).lower())
    year = parts["year"] or parts["us_year"] or parts["first_year"]
    return _date(year, month, parts["day"] or parts["us_day"] or parts["later_day"]) if month else None


def _numeric(first: str, second: str, year: str, *, dotted: bool) -> date | None:
    """Day and month in either order, if that is decided by the full stops or by the numbers themselves."""
    readings = [_date(year, second, first)] if dotted else [_date(year, second, first), _date(year, first, second)]
    found = {reading for reading in readings if reading}
    return found.pop() if len(found) == 1 else None


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found >= _EARLIEST else None


def _whole(day: date) -> Published:
    return Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day")


def _offset(day: date, match: re.Match[str]) -> timedelta | None:
    return utc_offset(match["zone"], day)


def _at(day: date, match: re.Match[str], offset: timedelta | None) -> datetime | None:
    """The instant in UTC; None without an offset, or where the numbers are no time of day."""
    parts = match.groupdict()
    hour, half = int(parts["hour"]), (parts.get("half") or "").lower()
    if offset is None or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith(_AFTERNOON) else 0)
    # A leap second is told as the second before it; 24:00 is the midnight that ends the day (ISO 8601).
    second = 59 if parts.get("second") == "60" else int(parts.get("second") or 0)
    micro = int((parts.get("fraction") or "0")[:6].ljust(6, "0"))
    minute = int(parts["minute"] or 0)
    ends = hour == 24 and minute == second == micro == 0
    try:
        at = datetime(day.year, day.month, day.day, 0 if ends else hour, minute, second, micro, timezone(offset))
        return at.astimezone(UTC) + timedelta(days=ends)
    except (ValueError, OverflowError):
        return None


def _epoch(seconds: float) -> Published | None:
    if seconds >= _MILLISECONDS_FROM:
        seconds /= 1000
    return Published(datetime.fromtimestamp(seconds, UTC))
