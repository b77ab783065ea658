"""Date lines that count from now: "2 hours ago", "gestern, 09:30 Uhr"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from rag.domain.article import Published
from rag.ingest.date_words import LABEL, TIME_WORD
from rag.ingest.zones import utc_offset

_UNITS = {
    timedelta(seconds=1): "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondi",
    timedelta(minutes=1): "m min min. mins minute minutes minuten minuto minutos minuti minuut minuter minutter",
    timedelta(hours=1): "h hr hrs hour hours std std. stunde stunden heure heures hora horas ora ore uur uren tim "
    "timme timmar time timer",
    timedelta(
        days=1
    ): "d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage dager",
    timedelta(weeks=1): "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane weken "
    "vecka veckor uge uger uke uker",
}
_LENGTHS = {name: length for length, names in _UNITS.items() for name in names.split()}
_ONE = "a|an|one|einer|einem|une?|unas?|unos?|uma|un[ao]|één|een|en|ett|et"
_COUNT = rf"(?:about\s+|etwa\s+|ca\.\s+|environ\s+)?(?P<count>\d{{1,4}}|{_ONE})\s?(?P<unit>[^\W\d_]{{1,9}}\.?)"
_AGO = tuple(
    re.compile(rf"(?:{LABEL})?{form}", re.IGNORECASE | re.VERBOSE)
    for form in (
        rf"{_COUNT}\s+(?:ago|fa|geleden|sedan|siden|atrás)",
        rf"(?:vor|il\s+y\s+a|hace|há)\s+{_COUNT}",
        rf"(?:för|for)\s+{_COUNT}\s+(?:sedan|siden)",
    )
)
_NOW = re.compile(
    r"(?:just\s+now|right\s+now|moments\s+ago|gerade\s+eben|soeben|à\s+l['’]instant|ahora\s+mismo|adesso|zojuist)",
    re.IGNORECASE,
)
_DAYS_AGO = {
    0: r"today|heute|aujourd['’]hui|hoy|oggi|vandaag|hoje|dzisiaj|dziś|сегодня|bugün|idag|i\s+dag|tänään|dnes",
    1: r"yesterday|gestern|hier|ayer|ieri|gisteren|ontem|wczoraj|вчера|dün|igår|i\s+går|eilen|včera",
    2: r"vorgestern|avant-hier|anteayer|eergisteren|anteontem",
}
_CALENDAR = re.compile(
    rf"""(?:{LABEL})?(?:{"|".join(f"(?P<back{back}>{words})" for back, words in _DAYS_AGO.items())})
    (?:(?:\s*[,|·•–—-]\s*|\s+)(?:{TIME_WORD}\s+)?(?P<hour>\d{{1,2}})(?:\s?[:.h]\s?(?P<minute>\d{{2}}))?
       \s*(?P<half>[ap]\.?m\.?)?(?:\s+(?:uhr|uur|hrs?|h))?(?:\s*\(?(?P<zone>[a-z]{{1,5}}|[+-]\d{{2}}:?\d{{2}})\)?)?)?\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 80


def relative_date(line: str, now: datetime) -> Published | None:
    """The date of a whole line that counts from ``now`` (with a zone), or None if it is no such line.

    Precision is a day, of the calendar of ``now``'s zone, unless the line counts hours, minutes or seconds or names the
    zone of its time of day. Months and years ago name no day. Never raises.
    """
    line = line.strip()
    if len(line) > _LONGEST:
        return None
    try:
        if _NOW.fullmatch(line):
            return Published(now.astimezone(UTC))
        if match := next((found for form in _AGO if (found := form.fullmatch(line))), None):
            return _ago(match, now)
        match = _CALENDAR.fullmatch(line)
        return _on_day(match, now) if match else None
    except (ValueError, OverflowError):
        return None


def _ago(match: re.Match[str], now: datetime) -> Published | None:
    length = _LENGTHS.get(match["unit"].lower())
    if length is None:
        return None
    at = now - length * (int(match["count"]) if match["count"].isdigit() else 1)
    return Published(at.astimezone(UTC)) if length < timedelta(days=1) else _day_of(at)


def _on_day(match: re.Match[str], now: datetime) -> Published | None:
    """A named day; with its time of day only where the zone is named."""
    at = now - timedelta(days=next(back for back in _DAYS_AGO if match[f"back{back}"]))
    if match["zone"] and match["minute"] and (offset := utc_offset(match["zone"], at.date())) is not None:
        hour, half = int(match["hour"]), (match["half"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        at = at.replace(hour=hour, minute=int(match["minute"]), second=0, microsecond=0, tzinfo=UTC) - offset
        return Published(at)
    return _day_of(at)


def _day_of(at: datetime) -> Published:
    return Published(datetime(at.year, at.month, at.day, tzinfo=UTC), "day")
