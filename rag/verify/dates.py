"""Dates absolute and relative, and times of day: what a text says, resolved by the day it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_MONTH_FORMS = (
    "january jan januar janvier enero",
    "february feb februar fevrier febrero",
    "march mar marz mars marzo",
    "april apr avril abril",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet julio",
    "august aug aout agosto",
    "september sept sep septembre septiembre",
    "october oct oktober octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember decembre diciembre",
)
_MONTHS = {form: n for n, forms in enumerate(_MONTH_FORMS, start=1) for form in forms.split()}
_ALSO_WORDS = frozenset(words("may march mar mars sep jun dec mai marz"))
_DAY_FORMS = (
    "monday mon mondays montag lundi lunes",
    "tuesday tue tues tuesdays dienstag mardi martes",
    "wednesday wed wednesdays mittwoch mercredi miercoles",
    "thursday thu thur thurs thursdays donnerstag jeudi jueves",
    "friday fri fridays freitag vendredi viernes",
    "saturday sat saturdays samstag sonnabend samedi sabado",
    "sunday sun sundays sonntag dimanche domingo",
)
_WEEKDAYS = {form: n for n, forms in enumerate(_DAY_FORMS) for form in forms.split()}
_ABBREVIATED_DAYS = frozenset(words("sun sat mon wed thu tue fri"))
_COUNTS = {
    w: n
    for n, w in enumerate(
        words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen")
    )
} | {"a": 1, "an": 1}
_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_OPENING = (
    _MONTHS.keys()
    | _WEEKDAYS.keys()
    | _COUNTS.keys()
    | _DAY_WORDS.keys()
    | frozenset(words("noon midday midnight last next this previous past coming the"))
)
"""Words that a date or time may begin with; it may also begin with a number."""
_PERIODS = frozenset(words("day week weekend fortnight month quarter year decade century"))
_SEASONS = frozenset(("spring", "summer", "autumn", "fall", "winter"))
_FUTURE = frozenset(
    words(
        "will would shall next upcoming scheduled due planned plans plan expected tomorrow coming hopes aims "
        "intends forthcoming deadline may might could"
    )
)
_DATED = frozenset(words("published dated reported report article story dateline of"))

Part = Literal["day", "time", "era"]


class Moment(NamedTuple):
    """A date or time that a text names; tokens [first, last) are its own.

    ``year``, ``month``, ``day`` and ``weekday`` (Monday is 0) hold what is known after resolving; ``days`` is the
    stretch of calendar days, where that is known; ``symbol`` stands for what cannot be resolved ("last week" in an
    article without a date, "the 1990s", "summer"); ``minute`` counts from midnight;
    ``bare`` is a weekday, or a day without its year, as written: two texts that write it mean the same one;
    ``other`` is the day it may mean as well, where the sentence speaks of past and future.
    """

    first: int
    last: int
    text: str
    sentence: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days: tuple[date, date] | None = None
    symbol: str = ""
    minute: int | None = None
    zone: str = ""
    bare: str = ""
    other: tuple[date, date] | None = None


def supports(evidence: Moment, said: Moment) -> bool:
    """Whether the evidence's date or time says the statement's: the same one, or a coarser form of it."""
    if said.minute is not None or evidence.minute is not None:
        return said.minute == evidence.minute and (not said.zone or not evidence.zone or said.zone == evidence.zone)
    if (said.symbol and said.symbol == evidence.symbol) or (said.bare and said.bare == evidence.bare):
        return True
    if said.days and evidence.days:
        if _is_long(said) and not _names_a_month_or_year(evidence):
            return False
        return any(
            mine[0] <= theirs[0] and theirs[1] <= mine[1]
            for mine in (said.days, said.other)
            for theirs in (evidence.days, evidence.other)
            if mine and theirs
        )
    if said.symbol or (evidence.symbol and not evidence.year):
        return False
    return all(
        mine is None or mine == theirs
        for mine, theirs in (
            (said.year, evidence.year),
            (said.month, evidence.month),
            (said.day, evidence.day),
            (said.weekday, _weekday(evidence)),
        )
    )


def _is_long(moment: Moment) -> bool:
    """Whether a month or more is meant by its own name."""
    return bool(moment.days and (moment.days[1] - moment.days[0]).days >= 27 and not moment.symbol)


def _names_a_month_or_year(moment: Moment) -> bool:
    """Whether a month or year was written, so that a coarser date may rest on it; "Wednesday" does not say "2025"."""
    return (
        _is_long(moment)
        or bool(moment.symbol)
        or any(w.casefold().rstrip(".,") in _MONTHS or w.isdigit() for w in moment.text.split())
    )


def _weekday(moment: Moment) -> int | None:
    if moment.weekday is not None:
        return moment.weekday
    if moment.days and moment.days[0] == moment.days[1]:
        return moment.days[0].weekday()
    return None


@lru_cache(maxsize=8192)
def moments(text: Text, published: date | None) -> tuple[Moment, ...]:
    """The dates and times of a text in order, relative ones resolved by ``published`` where that is known."""
    return tuple(_read(text.tokens, published))


def names_publication(text: Text, moment: Moment, published: date | None) -> bool:
    """Whether a moment is the article's own date, said to be that: "as of 14 March", "published on 14 March"."""
    if published is None or moment.days != (published, published):
        return False
    before = text.tokens[max(moment.first - 4, 0) : moment.first]
    return any(t.folded in _DATED for t in before) and any(
        t.folded in ("as", "published", "dated", "article") for t in before
    )


def _read(tokens: tuple[Token, ...], published: date | None) -> Iterator[Moment]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        may_open = token.kind == "number" or (token.kind == "word" and token.folded in _OPENING)
        found = _moment_at(tokens, at, published) if may_open else None
        if found is None:
            at += 1
        else:
            yield found
            at = found.last


def _moment_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    token = tokens[at]
    if token.kind == "number":
        return (
            _clock_at(tokens, at)
            or _iso_at(tokens, at, published)
            or _day_month_at(tokens, at, published)
            or _ago_at(tokens, at, published)
            or _year_at(tokens, at)
        )
    if token.kind != "word":
        return None
    word = token.folded
    if word in _MONTHS and _is_month(tokens, at):
        return _month_at(tokens, at, published)
    if word in _WEEKDAYS and token.is_capitalised:
        return _weekday_at(tokens, at, published)
    if word in _DAY_WORDS:
        return _make(tokens, at, at + 1, _shifted(published, _DAY_WORDS[word]), symbol="" if published else word)
    if word in ("noon", "midday", "midnight"):
        return _make(tokens, at, at + 1, None, minute=0 if word == "midnight" else 720)
    if word in ("last", "next", "this", "previous", "past", "coming"):
        return _period_at(tokens, at, published)
    if word in _COUNTS:
        return _ago_at(tokens, at, published) or _clock_at(tokens, at)
    return _day_month_at(tokens, at, published) if word == "the" else None


def _word(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def _make(
    tokens: tuple[Token, ...],
    first: int,
    last: int,
    days: tuple[date, date] | None,
    *,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
    weekday: int | None = None,
    symbol: str = "",
    minute: int | None = None,
    zone: str = "",
    bare: str = "",
    other: tuple[date, date] | None = None,
) -> Moment:
    if days and days[0] == days[1]:
        year, month, day = days[0].year, days[0].month, days[0].day
    text = " ".join(t.text for t in tokens[first:last])
    return Moment(
        first, last, text, tokens[first].sentence, year, month, day, weekday, days, symbol, minute, zone, bare, other
    )


def _is_month(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a month's name is one: "may" and "march" are also verbs, "Mars" is a planet."""
    token = tokens[at]
    if token.folded not in _ALSO_WORDS:
        return token.is_capitalised or _is_number(tokens, at - 1)
    if not token.is_capitalised and token.folded != "mai":
        return False
    after = at + 2 if _word(tokens, at + 1) == "." else at + 1
    near = _is_number(tokens, after) or _is_number(tokens, at - 1) or _ordinal(tokens, at - 1) is not None
    before = _word(tokens, at - 1)
    calendar = before in _BEFORE_MONTHS
    return near or (token.folded in ("may", "march") and calendar) or (token.folded == "mai" and near)


_BEFORE_MONTHS = frozenset(
    words("in since until by last next this early late mid from of to and through for during before after around till")
)


def _is_number(tokens: tuple[Token, ...], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].kind == "number"


def _plain(tokens: tuple[Token, ...], at: int, low: int, high: int) -> int | None:
    """The number at ``at`` if it is written in plain digits and lies in low..high."""
    if not _is_number(tokens, at) or not tokens[at].text.isdigit():
        return None
    value = int(tokens[at].text)
    return value if low <= value <= high else None


_ORDINAL_DAYS = {
    word: n
    for n, word in enumerate(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
}


def _ordinal(tokens: tuple[Token, ...], at: int) -> int | None:
    return _ORDINAL_DAYS.get(_word(tokens, at))


def _month_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment:
    """ "March", "March 11", "March 11, 2025", "March 2025", "Mar. 11"."""
    month, end = _MONTHS[tokens[at].folded], at + 1
    if _word(tokens, end) == "." and _is_number(tokens, end + 1):
        end += 1
    day = _plain(tokens, end, 1, 31)
    if day is not None and not (_word(tokens, end + 1) in ("people", "percent") or _word(tokens, end + 1) == "%"):
        end += 1
        if _word(tokens, end) in ("st", "nd", "rd", "th"):
            end += 1
    else:
        day = None
    year, end = _year_after(tokens, end)
    return _on(tokens, at, end, published, month, day, year)


def _year_after(tokens: tuple[Token, ...], end: int) -> tuple[int | None, int]:
    for skip in (0, 1):
        if skip and _word(tokens, end) not in (",", "of", "de", "."):
            break
        if (year := _plain(tokens, end + skip, 1000, 2199)) is not None and len(tokens[end + skip].text) == 4:
            return year, end + skip + 1
    return None, end


def _day_month_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    """ "11 March", "11th of March 2025", "the 11th"."""
    end = at
    if _word(tokens, end) == "the":
        end += 1
    day = _plain(tokens, end, 1, 31) or _ordinal(tokens, end)
    if day is None:
        return None
    end += 1
    ordinal = _word(tokens, end) in ("st", "nd", "rd", "th") and tokens[end].start == tokens[end - 1].end
    end += ordinal
    if _word(tokens, end) == "." and _word(tokens, end + 1) in _MONTHS:
        end += 1
    joined = end + 1 if _word(tokens, end) in ("of", "de") else end
    if _word(tokens, joined) in _MONTHS and _is_month(tokens, joined):
        year, last = _year_after(tokens, joined + 1)
        return _on(tokens, at, last, published, _MONTHS[_word(tokens, joined)], day, year)
    if _word(tokens, at) == "the" and ordinal and _word(tokens, at - 1) == "on":
        return _on(tokens, at, end, published, published.month if published else None, day, None)
    return None


def _on(
    tokens: tuple[Token, ...],
    first: int,
    last: int,
    published: date | None,
    month: int | None,
    day: int | None,
    year: int | None,
) -> Moment:
    """The moment of a day or month; a missing year is the one nearest to publication in the sentence's tense."""
    bare = f"{month}-{day}" if year is None and month is not None else ""
    if year is None and published is not None and month is not None:
        year = _nearest_year(tokens, first, published, month, day)
    days = None
    if year is not None and month is not None:
        days = _day(year, month, day) if day else _month(year, month)
    return _make(tokens, first, last, days, year=year, month=month, day=day, bare=bare)


def _nearest_year(tokens: tuple[Token, ...], first: int, published: date, month: int, day: int | None) -> int:
    years = [published.year - 1, published.year, published.year + 1]
    distance = {
        y: ((y - published.year) * 365 + (month - published.month) * 30.4 + ((day or 15) - published.day))
        for y in years
    }
    future = _looks_ahead(tokens, first)
    preferred = [y for y in years if (distance[y] >= -20 if future else distance[y] <= 20)]
    return min(preferred or years, key=lambda y: abs(distance[y]))


def _looks_ahead(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the sentence around a date speaks of what is to come."""
    sentence = tokens[at].sentence
    low = at
    while low and tokens[low - 1].sentence == sentence and at - low < 25:
        low -= 1
    high = min(at + 12, len(tokens))
    found = {
        t.folded for t in tokens[low:high] if t.sentence == sentence and not (t.folded == "may" and t.is_capitalised)
    }
    return not _FUTURE.isdisjoint(found)


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _shifted(published: date | None, days: int) -> tuple[date, date] | None:
    if published is None:
        return None
    found = published + timedelta(days=days)
    return found, found


def _weekday_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    """ "Tuesday", "last Tuesday", "Tuesday, March 11"; the last such day up to publication, or the next one."""
    if (
        tokens[at].folded in _ABBREVIATED_DAYS
        and not _word(tokens, at + 1).isdigit()
        and _word(tokens, at + 1) not in (".", ",")
    ):
        return None
    weekday, before, end = _WEEKDAYS[tokens[at].folded], _word(tokens, at - 1), at + 1
    after = end + 1 if _word(tokens, end) in (",", ".", "the") else end
    dated = _moment_at(tokens, after, published) if after < len(tokens) and _starts_day(tokens, after) else None
    if dated is not None and dated.day is not None:
        # Both are claimed: a weekday that does not fall on the date matches nothing, which is as it should be.
        days = dated.days if not dated.days or dated.days[0].weekday() == weekday else None
        bare = f"{weekday} {dated.bare}" if dated.bare else ""
        return dated._replace(first=at, weekday=weekday, days=days, bare=bare, text=f"{tokens[at].text} {dated.text}")
    if tokens[at].folded.endswith("days"):
        return _make(tokens, at, end, None, weekday=weekday, symbol=f"every {weekday}")
    if published is None:
        return _make(tokens, at, end, None, weekday=weekday)
    bare = f"{before if before in ('next', 'last') else ''} {weekday}"
    back = (published.weekday() - weekday) % 7
    if before == "last":
        back = back or 7
    if before == "next" or (before != "last" and back and _looks_ahead(tokens, at)):
        ahead = (weekday - published.weekday()) % 7 or 7
        past = None if before == "next" else _shifted(published, -back)
        return _make(tokens, at, end, _shifted(published, ahead), weekday=weekday, bare=bare, other=past)
    return _make(tokens, at, end, _shifted(published, -back), weekday=weekday, bare=bare)


def _starts_day(tokens: tuple[Token, ...], at: int) -> bool:
    return _word(tokens, at) in _MONTHS or (_is_number(tokens, at) and not _is_clock(tokens, at))


def _is_clock(tokens: tuple[Token, ...], at: int) -> bool:
    return _clock_at(tokens, at) is not None


def _period_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    """ "Last week", "this month", "next year", "last summer", "last March"."""
    which, period, end = _word(tokens, at), _word(tokens, at + 1), at + 2
    if period in _WEEKDAYS:
        found = _weekday_at(tokens, at + 1, published)
        return found and found._replace(first=at)
    if period in _MONTHS and at + 1 < len(tokens) and tokens[at + 1].is_capitalised:
        return _month_at(tokens, at + 1, published)._replace(first=at)
    if period in ("morning", "afternoon", "evening", "night") and which in ("this", "last"):
        shift = -1 if (which, period) == ("last", "night") else 0
        return _make(tokens, at, end, _shifted(published, shift), symbol="" if published else f"{which} {period}")
    if period in _SEASONS:
        return _make(tokens, at, end, None, symbol=f"{which} {period}")
    if (
        period not in _PERIODS
        or which in ("past", "coming")
        or period in ("quarter", "decade", "century", "day", "fortnight")
    ):
        return None
    step = {"last": -1, "previous": -1, "this": 0, "next": 1}[which]
    if published is None or which == "previous":
        return _make(tokens, at, end, None, symbol=f"{which} {period}")
    return _make(tokens, at, end, _period(published, period, step), symbol=f"{which} {period}")


def _period(published: date, period: str, step: int) -> tuple[date, date]:
    if period == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    if period == "month":
        months = published.year * 12 + published.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    if period == "weekend":
        saturday = monday + timedelta(days=5)
        if step == -1 or published.weekday() >= 5:
            return saturday, saturday + timedelta(days=1)
        return saturday, saturday + timedelta(days=1)
    return monday, monday + timedelta(days=6)


def _ago_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    """ "Two days ago", "three weeks earlier": resolved to the day or the stretch; "earlier" only as a symbol."""
    count = _COUNTS.get(_word(tokens, at))
    if count is None:
        count = _plain(tokens, at, 1, 400)
    unit = _word(tokens, at + 1).rstrip("s")
    if count is None or unit not in ("day", "week", "month", "year") or _word(tokens, at + 2) not in ("ago", "earlier"):
        return None
    if _word(tokens, at + 3) == "than":
        return None
    symbol = f"{count} {unit} ago"
    if published is None or _word(tokens, at + 2) == "earlier":
        return _make(tokens, at, at + 3, None, symbol=symbol)
    if unit == "day":
        days = _shifted(published, -count)
    elif unit == "week":
        around = published - timedelta(weeks=count)
        days = (
            (around - timedelta(days=1), around + timedelta(days=1))
            if count == 1
            else _period(published, "week", -count)
        )
    else:
        days = _period(published, unit, -count)
    return _make(tokens, at, at + 3, days, symbol=symbol)


def _iso_at(tokens: tuple[Token, ...], at: int, published: date | None) -> Moment | None:
    """2025-03-11, 11.03.2025 and 11/03/2025 (day first unless that cannot be)."""
    parts = tokens[at].text.split(".")
    if len(parts) == 3 and all(p.isdigit() for p in parts) and len(parts[2]) == 4:
        return _numeric(tokens, at, at + 1, int(parts[2]), int(parts[1]), int(parts[0]))
    if at + 4 >= len(tokens) or tokens[at + 1].text != tokens[at + 3].text or tokens[at + 1].text not in "-/–":
        return None
    numbers = [_plain(tokens, at + n, 1, 2199) for n in (0, 2, 4)]
    if any(n is None for n in numbers):
        return None
    a, b, c = (n or 0 for n in numbers)
    if a > 999:
        return _numeric(tokens, at, at + 5, a, b, c)
    if c > 999:
        return _numeric(tokens, at, at + 5, c, *((b, a) if b <= 12 else (a, b)))
    return None


def _numeric(tokens: tuple[Token, ...], first: int, last: int, year: int, month: int, day: int) -> Moment | None:
    days = _day(year, month, day) if 1 <= month <= 12 else None
    return _make(tokens, first, last, days) if days else None


def _year_at(tokens: tuple[Token, ...], at: int) -> Moment | None:
    """A bare year, "the 1990s"; four digits before a thing that is counted are a number instead."""
    year = _plain(tokens, at, 1400, 2199)
    if year is None or len(tokens[at].text) != 4:
        return None
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and (
        before.kind == "symbol" or before.folded in ("about", "around", "over", "nearly", "than", "some")
    ):
        return None
    if after is not None and after.folded == "s" and after.start == tokens[at].end:
        return _make(tokens, at, at + 2, (date(year, 1, 1), date(year + 9, 12, 31)), symbol=f"{year}s")
    if after is not None and (after.kind == "symbol" or (after.is_content and _is_counted(after, before))):
        return None
    return _make(tokens, at, at + 1, (date(year, 1, 1), date(year, 12, 31)), year=year)


def _is_counted(after: Token, before: Token | None) -> bool:
    """Whether a word behind four digits is counted by them: "1900 people", but "the 2019 elections"."""
    if before is not None and before.folded in (
        "in",
        "since",
        "by",
        "until",
        "the",
        "of",
        "from",
        "during",
        "early",
        "late",
        "to",
    ):
        return False
    return not after.is_capitalised and (
        after.folded.endswith("s") or after.folded in ("people", "men", "women", "million")
    )


def _clock_at(tokens: tuple[Token, ...], at: int) -> Moment | None:
    """ "3 pm", "3:30 p.m. GMT", "15:30", "three o'clock"; 15.30 only with a word that makes it a time."""
    hour, minute, end = _plain(tokens, at, 0, 24), 0, at + 1
    if hour is None and tokens[at].kind == "number" and _word(tokens, at + 1) in ("am", "pm"):
        head, dot, tail = tokens[at].text.partition(".")
        if dot and head.isdigit() and tail.isdigit() and int(head) <= 12 and int(tail) < 60 and len(tail) == 2:
            hour, minute = int(head), int(tail)
    if hour is None:
        hour = _COUNTS.get(_word(tokens, at)) if _word(tokens, at + 1) in ("am", "pm", "o'clock") else None
    if hour is None:
        return None
    colon = _word(tokens, end) == ":" and end + 1 < len(tokens) and tokens[end].end == tokens[end + 1].start
    if colon and (read := _plain(tokens, end + 1, 0, 59)) is not None and len(tokens[end + 1].text) == 2:
        minute, end = read, end + 2
    elif colon:
        return None
    suffix = _word(tokens, end)
    if suffix in ("am", "pm"):
        hour, end = hour % 12 + (12 if suffix == "pm" else 0), end + 1
    elif suffix in ("o'clock", "uhr"):
        end += 1
    elif not colon:
        return None
    zone = _word(tokens, end) if _word(tokens, end) in _ZONES else ""
    return _make(tokens, at, end + bool(zone), None, minute=hour * 60 + minute, zone=zone)


_ZONES = frozenset(words("gmt utc cet cest eet eest est edt et pst pdt pt bst msk ist jst"))
