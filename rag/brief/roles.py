"""What a sentence does for its story: happened, why, expected, quotation or opinion; and who is quoted."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rag.brief.day import DayOf
from rag.domain.article import Article
from rag.domain.briefing import Role, Telling
from rag.domain.evidence import Evidence
from rag.verify.dates import Moment, moments
from rag.verify.quotations import quotations
from rag.verify.speakers import speaker_of
from rag.verify.tokens import read

_OPINION = re.compile(
    r"(?i)\b(?:opinions?|comments?|commentary|op-?ed|editorials?|leaders?|columns?|columnists?|viewpoints?|letters|"
    r"analysis|meinung|kommentare?|leitartikel|kolumne|opini[óo]n|tribune|éditorial)\b"
)
_EXPECTS = re.compile(
    r"(?i)\b(?:will|would|shall|should|(?:is|are|was|were) (?:to|due|set|expected|planned|scheduled)|due|"
    r"plan(?:s|ned)?|scheduled|wants?|hopes?|intends?|expects?|asked for|invited|until|by|earliest|deadline|"
    r"begins?|starts?|opens?|meets?|votes?|decides?|ends?|resumes?|returns?|next|could|can|may|must|is on|are on|"
    r"wird|werden|soll|sollen|bis|findet|beginnt|öffnet|stimmen|trifft|befasst|tagt)\b"
)
_LOOKS_BACK = re.compile(r"(?i)\b(?:since|had (?:expected|planned|asked|said)|began|seit|hatte)\b")
_WEEK = timedelta(days=7)
_REASON = re.compile(
    r"(?i)\b(?:because|due to|owing to|as a result of|so that|in order to|which means|means that|the reason|caused by|"
    r"led to|for the first time|the (?:first|largest|biggest|worst|highest|lowest|oldest|deadliest)\b[^.]{0,60}\b"
    r"(?:since|ever|for \w+ years|in \w+ years|in the country|on record)|weil|wegen|damit)\b"
)
_PAST = re.compile(r"\b\w{3,}ed\b")
_AHEAD = 8
"""Tokens before a weekday among which the word that looks ahead must stand."""
_LONGEST_STRETCH = 100
"""Days of a stretch that can still be said to be expected: a season, not a year."""
_QUOTED_WORDS = 4
"""Words between quote marks from which a sentence is a quotation and not one that mentions a name or a phrase."""


def telling_of(line: Evidence, *, after: date, day_of: DayOf) -> Telling:
    """``after`` is the last day of the briefing: only what lies behind it can be expected.

    A day to come counts with a word that looks ahead; of several the first.
    """
    article = line.version.article
    published = day_of(article.published) if article.published else None
    expected = due(line.text, published, after)
    quoted = _longest_quotation(line.text)
    speaker = ""
    if quoted is not None and line.field == "body":
        speaker = speaker_of(article.body, line.start + quoted[0], line.start + quoted[1])
    return Telling(_role(line.text, article, expected, quoted), article.source, published, speaker, expected)


def is_opinion(article: Article) -> bool:
    """Whether it stands in a section of opinions."""
    return bool(_OPINION.search(article.section))


def _role(text: str, article: Article, expected: date | None, quoted: tuple[int, int] | None) -> Role:
    if is_opinion(article):
        return "opinion"
    if expected is not None:
        return "expected"
    if quoted is not None:
        return "quotation"
    return "why" if _REASON.search(text) else "happened"


def due(text: str, published: date | None, after: date) -> date | None:
    """The first day behind ``after`` for which a sentence of that publication expects something."""
    if published is None or not _EXPECTS.search(text) or _LOOKS_BACK.search(text):
        return None
    days = [found for m in moments(read(text), published) if (found := _day_to_come(text, m, published, after))]
    return days[0] if days else None


def _day_to_come(text: str, moment: Moment, published: date, after: date) -> date | None:
    """The day, or the first day still to come of a stretch; None for what is past and where a year or more is meant.

    A weekday that was read as the last one is the next one where the words right before it look ahead.
    """
    for days in (moment.days, moment.other):
        if days and days[1] > after and (days[1] - days[0]).days < _LONGEST_STRETCH:
            return days[0] if days[0] > after else days[1]
    if moment.bare and moment.weekday is not None and moment.days and moment.days[0] < published:
        coming = moment.days[0] + _WEEK
        return coming if coming > after and _is_ahead(text, moment) else None
    return None


def _is_ahead(text: str, moment: Moment) -> bool:
    tokens = read(text).tokens
    before = text[tokens[max(0, moment.first - _AHEAD)].start : tokens[moment.first].start]
    ahead = list(_EXPECTS.finditer(before))
    return bool(ahead) and not _PAST.search(before, ahead[-1].end())


def _longest_quotation(text: str) -> tuple[int, int] | None:
    found = [q for q in quotations(text) if len(q.words.split()) >= _QUOTED_WORDS]
    longest = max(found, key=lambda q: q.end - q.start, default=None)
    return (longest.start, longest.end) if longest else None
