"""Publication dates: from a printed date line, from metadata. Strict: what is not surely a date is none.

A date without a time of day, or with a time in an unnamed place, has precision "day". Metadata without a time zone is
read as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from rag.domain.article import Published

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene",
            "february feb februar feber février fevrier févr febrero",
            "march mar märz maerz mrz mär mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet juil julio",
            "august aug août aout agosto ago",
            "september sep sept septembre septiembre setiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre déc diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "ist": 5.5,
}  # fmt: skip
_LABEL = r"""(?:
    (?:(?:first|originally|date)\s+)?(?:published|posted|issued|released|created)(?:\s+(?:on|at))?
  | date(?:\s+of\s+publication)?
  | publication\s+date | dated | datum | veröffentlicht(?:\s+am)? | erschienen(?:\s+am)? | vom | stand
  | publié(?:\s+le)? | le | publicado(?:\s+el)? | fecha
)\s*[:|–—-]?\s+"""
_DATE = r"""(?:
    (?P<iso_year>\d{4})(?P<iso_mark>[-/.])(?P<iso_month>\d{1,2})(?P=iso_mark)(?P<iso_day>\d{1,2})
  | (?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,10})
    \.?,?[\s-]+(?:del?\s+)?(?P<year>\d{4})
  | (?P<us_month>[^\W\d_]{3,10})\.?\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{4})
  | (?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<num_year>\d{4})
)"""
_TIME = r"""(?:
    (?:\s*[,|·•–—T-]\s*|\s+)(?:(?:at|um|à|a\s+las|kl\.?)\s+)?
    (?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::(?P<sec>\d{2})(?:[.,]\d+)?)?
    \s*(?P<half>[ap]\.?m\.?)?(?:\s+(?:uhr|hrs?|h))?
    (?:\s*\(?(?P<zone>[a-z]{1,4}|(?:utc|gmt)?\s?[+-]\d{1,2}:?(?:\d{2})?)\)?)?
)?"""
_LINE = re.compile(
    rf"(?:{_LABEL})?(?:(?:{_WEEKDAYS})\.?,?\s+)?(?:(?:the|den|le)\s+)?{_DATE}{_TIME}\.?", re.IGNORECASE | re.VERBOSE
)
_SCRAPED = re.compile(r"(?:today(?:\s+is)?|heute|aujourd['’]hui|hoy)\s*[:,]?\s+(?P<date>.+)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?")
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3},\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+\S+")
_EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)
_FUTURE_ALLOWED = timedelta(days=2)
_MILLISECONDS_FROM = 100_000_000_000


def printed_date(line: str) -> Published | None:
    """The date that a whole line prints ("Published: Friday, 14 March 2025, 09:30 GMT"), or None if it is no such line.

    English, German, French and Spanish month names, ISO dates, and numbers where only one order of day and month is
    possible (14.03.2025; with full stops the day comes first). A time whose zone is not named is not used.
    """
    match = _LINE.fullmatch(line.strip())
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    return _with_time(day, match) or Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day")


def is_scrape_line(line: str) -> bool:
    """Whether the line prints the day on which the page was looked at ("Today : Mar 14, 2025")."""
    match = _SCRAPED.fullmatch(line.strip())
    return match is not None and printed_date(match["date"]) is not None


def metadata_date(value: str | int | float) -> Published | None:
    """A date from a data field: ISO 8601, RFC 2822, seconds or milliseconds since 1970, or a printed date.

    None for anything else, and for what lies before there were newspapers.
    """
    text = str(value).strip()
    if isinstance(value, float) or _NUMBER.fullmatch(text):
        found = _epoch(float(text))
    else:
        found = _iso(text) or _rfc_2822(text) or printed_date(text)
    return found if found and found.at >= _EARLIEST else None


def believable(published: Published | None, now: datetime) -> Published | None:
    """``published``, unless it lies over two days in the future or is the zero of a clock."""
    if published is None or published.at > now + _FUTURE_ALLOWED:
        return None
    return None if published.at == datetime(1970, 1, 1, tzinfo=UTC) else published


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts["iso_year"]:
        return _date(parts["iso_year"], parts["iso_month"], parts["iso_day"])
    if parts["num_year"]:
        return _numeric(parts["first"], parts["second"], parts["num_year"], dotted=parts["mark"] == ".")
    month = _MONTHS.get((parts["month"] or parts["us_month"]).lower())
    return _date(parts["year"] or parts["us_year"], month, parts["day"] or parts["us_day"]) if month else None


def _numeric(first: str, second: str, year: str, *, dotted: bool) -> date | None:
    """Day and month in either order, if that is decided by the full stops or by the numbers themselves."""
    readings = [_date(year, second, first)] if dotted else [_date(year, second, first), _date(year, first, second)]
    found = {reading for reading in readings if reading}
    return found.pop() if len(found) == 1 else None


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_time(day: date, match: re.Match[str]) -> Published | None:
    zone = _zone(match["zone"] or "")
    if match["hour"] is None or zone is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        at = datetime(day.year, day.month, day.day, hour, int(match["minute"]), int(match["sec"] or 0), tzinfo=zone)
        return Published(at.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> timezone | None:
    name = name.lower().replace(" ", "")
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", name)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset) if offset < timedelta(hours=15) else None


def _iso(text: str) -> Published | None:
    try:
        at = datetime.fromisoformat(text)
        precision = "day" if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text) else "time"
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Published(at, "day" if precision == "day" else "time")


def _rfc_2822(text: str) -> Published | None:
    if not _RFC_2822.fullmatch(text):
        return None
    try:
        at = parsedate_to_datetime(text)
        return Published(at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _epoch(seconds: float) -> Published | None:
    try:
        if abs(seconds) >= _MILLISECONDS_FROM:
            seconds /= 1000
        return Published(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None
