"""Days that a question names: "on 14 March", "since Tuesday", "between 3 and 7 March", "two days after 14 March".

Intervals include both ends. What counts from now counts from ``today``; without it only dates with a year are read.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from rag.domain.question import Days

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_NUMBERS = {
    word: n
    for n, words in enumerate(
        "zero|a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen".split("|")
    )
    for word in words.split()
} | {"couple of": 2, "a couple of": 2, "the": 1}

_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_WEEKDAY = "|".join(_WEEKDAYS)
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:day|week|fortnight|month|year)s?"

_POINT = rf"""(?:
    (?P<iso>{_YEAR}-\d{{1,2}}-\d{{1,2}})(?:T[\d:.+Z-]*)?
  | (?:(?:{_WEEKDAY}),?\s+)?(?:the\s+)?(?P<d1>{_DAY})(?:\s+of)?\s+(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}))?
  | (?:(?:{_WEEKDAY}),?\s+)?(?P<m2>{_MONTH})\s+(?:the\s+)?(?P<d2>{_DAY})(?!\d)(?:,?\s+(?P<y2>{_YEAR}))?
  | (?P<m3>{_MONTH})\s+(?P<y3>{_YEAR})
  | the\s+(?P<d4>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:century|time|anniversary|day|year|round))
  | (?P<today>today|tonight|this\s+(?:morning|afternoon|evening))
  | (?P<before_yesterday>the\s+day\s+before\s+yesterday)
  | (?P<yesterday>yesterday|last\s+night)
  | (?P<ago>{_COUNT})\s+(?P<ago_unit>{_UNIT})\s+ago
  | (?P<which>last|past|previous|this)\s+(?P<weekday_of>{_WEEKDAY})
  | (?P<weekday>{_WEEKDAY})
  | (?P<span>last|past|previous|this)\s+(?P<span_unit>week|weekend|month|year)
  | (?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\bduring\s)|(?<=\buntil\s))(?P<m5>{_MONTH})
  | (?<=\bin\s)(?P<y6>{_YEAR}) | (?<=\bsince\s)(?P<y7>{_YEAR}) | (?<=\bbefore\s)(?P<y8>{_YEAR})
  | (?<=\bafter\s)(?P<y9>{_YEAR}) | (?<=\bduring\s)(?P<y10>{_YEAR})
)(?!\w)"""
POINT = re.compile(rf"(?<![\w-]){_POINT}", re.IGNORECASE | re.VERBOSE)

_LAST_FEW = re.compile(
    rf"(?:\b(?:in|over|during|within)\s+)?(?:the\s+)?(?:last|past|previous)\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    rf"(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+(?P<side>after|before|from|following)\s+$", re.IGNORECASE
)
_AROUND = re.compile(
    rf"within\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+(?P<side>of|after|before)\s+$", re.IGNORECASE
)
_BARE_FIRST = re.compile(
    rf"(?P<opens>\bbetween\s+|\bfrom\s+)?(?:the\s+)?(?P<day>{_DAY})"
    r"\s*(?P<joins>and|to|until|till|through|[-–—])\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_SHORT_SECOND = re.compile(
    rf"^\s*(?:[-–—]|and|to|until|through)\s*(?:the\s+)?(?P<day>{_DAY})(?!\d|\s*(?:{_MONTH}))", re.IGNORECASE
)
_SIDES = (
    ("since", re.compile(r"\b(?:ever\s+since|since|from|starting(?:\s+on)?|beginning)\s+$", re.IGNORECASE)),
    ("after", re.compile(r"\b(?:after|following|later\s+than)\s+$", re.IGNORECASE)),
    ("before", re.compile(r"\b(?:before|prior\s+to|ahead\s+of|earlier\s+than)\s+$", re.IGNORECASE)),
    ("until", re.compile(r"\b(?:until|till|up\s+to|through|by|no\s+later\s+than)\s+$", re.IGNORECASE)),
    ("in", re.compile(r"\b(?:on|in|during|of|for|dated|published\s+(?:on|at))\s+['’\"]?$", re.IGNORECASE)),
)
_JOINED = re.compile(r"^\s*(?:and|to|until|till|through|[-–—])\s*(?:the\s+)?$", re.IGNORECASE)
_OPENS_RANGE = re.compile(r"\b(?P<word>between|from)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """Days named at [start, end) of a text; ``days`` is None where such a day does not exist ("31 February")."""

    start: int
    end: int
    days: Days | None

    def words(self, text: str) -> str:
        return text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    days: Days | None
    day_only: bool = False


def days_in(text: str, *, today: date | None) -> list[Told]:
    """Every day or range that the text names, in its order."""
    found: list[Told] = []
    points = [p for match in POINT.finditer(text) if (p := _point(match, today)) is not None]
    at = 0
    while at < len(points):
        first = points[at]
        following = points[at + 1] if at + 1 < len(points) else None
        told, used = _range(text, first, following)
        found.append(told)
        at += used
    found += [few for match in _LAST_FEW.finditer(text) if (few := _last_few(match, today)) is not None]
    return sorted(found, key=lambda told: told.start)


def in_words(days: Days) -> str:
    """ "14 March 2025", "3 to 7 March 2025", "since 3 March 2025", "until 7 March 2025"."""
    since, until = (_day_words(d) if d else "" for d in (days.since, days.until))
    if since and until:
        return since if since == until else f"{since} to {until}"
    return f"since {since}" if since else f"until {until}"


def _day_words(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _range(text: str, first: _Point, following: _Point | None) -> tuple[Told, int]:
    """The days that begin at the first point, and how many points they took."""
    before = text[: first.start]
    if following is not None and _JOINED.match(text[first.end : following.start]):
        opens = _OPENS_RANGE.search(before)
        joiner = text[first.end : following.start].strip().lower()
        if opens or joiner not in ("and",):
            start = opens.start() if opens else first.start
            return Told(start, following.end, _spanning(first.days, following.days)), 2
    if first.days is None:
        return Told(first.start, first.end, None), 1
    if (bare := _BARE_FIRST.search(before)) and (bare["opens"] or bare["joins"] not in ("and",)):
        since = _same_month(first.days, bare["day"])
        if since is not None or not bare["opens"]:
            return Told(bare.start(), first.end, Days(since, first.days.until) if since else None), 1
    if (short := _SHORT_SECOND.match(text[first.end :])) and first.days.is_one_day and _opens(before, short[0]):
        until = _same_month(first.days, short["day"])
        opens = _OPENS_RANGE.search(before)
        start = opens.start() if opens else first.start
        if until is not None and first.days.since is not None and until > first.days.since:
            return Told(start, first.end + short.end(), Days(first.days.since, until)), 1
    return _sided(before, first, first.days), 1


def _opens(before: str, joined: str) -> bool:
    """ "March 3-7" and "between March 3 and 7" are ranges; "March 3 and 7 people" is none."""
    return bool(_OPENS_RANGE.search(before)) or joined.strip()[0] in "-–—"


def _sided(before: str, point: _Point, days: Days) -> Told:
    """With the word in front of it taken into account."""
    if (offset := _OFFSET.search(before)) and days.since and days.until:
        length = _length(offset["count"], offset["unit"])
        backwards = offset["side"].lower() == "before"
        shifted = _moved(days.since, -length) if backwards else _moved(days.until, length)
        return Told(offset.start(), point.end, Days(shifted, shifted) if shifted else None)
    if (around := _AROUND.search(before)) and days.since and days.until:
        length, side = _length(around["count"], around["unit"]), around["side"].lower()
        since = days.since if side == "after" else _moved(days.since, -length)
        until = days.until if side == "before" else _moved(days.until, length)
        return Told(around.start(), point.end, Days(since, until))
    for side, form in _SIDES:
        if match := form.search(before):
            return Told(match.start(), point.end, _on_side(side, days))
    return Told(point.start, point.end, days)


def _on_side(side: str, days: Days) -> Days:
    one = timedelta(days=1)
    if side == "since":
        return Days(days.since, None)
    if side == "after":
        return Days(days.until + one if days.until else None, None)
    if side == "before":
        return Days(None, days.since - one if days.since else None)
    return Days(None, days.until) if side == "until" else days


def _spanning(first: Days | None, second: Days | None) -> Days | None:
    if first is None or second is None:
        return None
    if first.since and second.until and first.since > second.until:
        return Days(second.since, first.until)
    return Days(first.since, second.until)


def _point(match: re.Match[str], today: date | None) -> _Point | None:
    """None where the words name no day that can be known."""
    start, end = match.span()
    try:
        days = _dated(match, today) or (_counted(match, today) if today else None)
    except (ValueError, OverflowError):
        return _Point(start, end, None)
    return _Point(start, end, days) if days else None


def _dated(match: re.Match[str], today: date | None) -> Days | None:
    """Days with a month or a year. ValueError where there is no such day."""
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return _one(date(year, month, day))
    for d, m, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if match[m]:
            return _day_of_month(_number(match[d]), _month(match[m]), match[y], today)
    if match["m3"]:
        return _whole_month(int(match["y3"]), _month(match["m3"]))
    if match["m5"] and today:
        month = _month(match["m5"])
        return _whole_month(today.year - (month > today.month), month)
    year_told = next((match[name] for name in ("y6", "y7", "y8", "y9", "y10") if match[name]), None)
    return Days(date(int(year_told), 1, 1), date(int(year_told), 12, 31)) if year_told else None


def _counted(match: re.Match[str], today: date) -> Days | None:
    """Days that are told from today."""
    if match["today"]:
        return _one(today)
    if match["yesterday"] or match["before_yesterday"]:
        return _one(today - timedelta(days=1 if match["yesterday"] else 2))
    if match["ago"]:
        moved = _moved(today, -_length(match["ago"], match["ago_unit"]))
        return _one(moved) if moved else None
    if match["d4"]:
        return _day_before(_number(match["d4"]), today)
    if name := match["weekday"] or match["weekday_of"]:
        back = (today.weekday() - _WEEKDAYS[name.lower()]) % 7
        is_earlier = bool(match["which"]) and match["which"].lower() != "this"
        return _one(today - timedelta(days=back or (7 if is_earlier else 0)))
    return _calendar_span(match, today) if match["span"] else None


def _calendar_span(match: re.Match[str], today: date) -> Days:
    is_this, unit = match["span"].lower() == "this", match["span_unit"].lower()
    monday = today - timedelta(days=today.weekday())
    if unit == "week":
        since = monday if is_this else monday - timedelta(days=7)
        return Days(since, since + timedelta(days=6))
    if unit == "weekend":
        saturday = monday + timedelta(days=5) if today.weekday() >= 5 and is_this else monday - timedelta(days=2)
        return Days(saturday, saturday + timedelta(days=1))
    if unit == "year":
        year = today.year if is_this else today.year - 1
        return Days(date(year, 1, 1), date(year, 12, 31))
    first = today.replace(day=1)
    return _whole_month(*((first.year, first.month) if is_this else _month_before(first)))


def _last_few(match: re.Match[str], today: date | None) -> Told | None:
    since = _moved(today, -_length(match["count"], match["unit"])) if today else None
    return Told(match.start(), match.end(), Days(since, today)) if since else None


def _length(count: str, unit: str) -> timedelta:
    """A month counts 30 days, a year 365: whoever says "two months ago" names no day."""
    number = int(count) if count.isdigit() else _NUMBERS[" ".join(count.lower().split())]
    days = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}[unit.lower().removesuffix("s")]
    return timedelta(days=number * days)


def _moved(day: date, by: timedelta) -> date | None:
    try:
        return day + by
    except OverflowError:
        return None


def _day_of_month(day: int, month: int, year: str | None, today: date | None) -> Days | None:
    """Without a year, the last such day that is not after today; 29 February reaches back to a leap year."""
    if year:
        return _one(date(int(year), month, day))
    date(2024, month, day)  # a leap year: raises for what no year has
    if today is None:
        return None
    return next(
        _one(date(y, month, day)) for y in range(today.year, today.year - 9, -1) if _is_past(y, month, day, today)
    )


def _is_past(year: int, month: int, day: int, today: date) -> bool:
    return day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= today


def _day_before(day: int, today: date) -> Days | None:
    """ "the 3rd": of this month, or of the last one that has had it."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    year, month = today.year, today.month
    while not _is_past(year, month, day, today):
        year, month = _month_before(date(year, month, 1))
    return _one(date(year, month, day))


def _same_month(days: Days, day: str) -> date | None:
    near = days.until or days.since
    number = _number(day)
    if near is None or not 1 <= number <= calendar.monthrange(near.year, near.month)[1]:
        return None
    return near.replace(day=number)


def _month_before(day: date) -> tuple[int, int]:
    return (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)


def _whole_month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _one(day: date) -> Days:
    return Days(day, day)
