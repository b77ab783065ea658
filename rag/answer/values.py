"""Values in a sentence that another source may give differently: counts, amounts, days, times of day and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal

from rag.answer.moves import STEPS
from rag.domain.article import FIELDS, Version
from rag.domain.evidence import Evidence
from rag.ports import Span
from rag.verify.dates import Moment, moments
from rag.verify.names import Name, names
from rag.verify.numbers import Quantity, quantities
from rag.verify.stems import fold_word, meaning
from rag.verify.tokens import Text, Token, read
from rag.verify.wordlists import words

ValueKind = Literal["count", "amount", "day", "clock", "name", "claim"]
"""A claim is a whole sentence, which another one denies; no sentence gives it by itself."""

OLDEST = 120
"""Years that a person can be old."""

LEAD_SENTENCES = 2
LONGEST_NOUN_PHRASE = 3
"""Words behind a number among which the counted thing stands ("450 flooded houses")."""

_PERSONS = frozenset(
    meaning(w)
    for w in words(
        "people commuter passenger traveller traveler tourist visitor guest spectator worker pupil student patient "
        "protester demonstrator farmer member villager islander worshipper fan"
    )
)
_PERSON = meaning("people")
_IN_ADDITION = frozenset(words("another further additional extra other more others each every per apiece average of"))
_SHARES = frozenset(
    words(
        "one two three four five six seven eight nine ten eleven twelve some most many all none half part third "
        "quarter rest average out each any both several few more majority"
    )
)
"""Words before "of" behind which a number is a whole, and not the size of what is named before ("a gust of 152")."""
_OWNERS = frozenset(words("its their his her our my"))
_SPANS = frozenset(words("hour day week month year"))
"""Units of which one is told as a value: "within an hour"."""
_HEDGES = frozenset(
    words("about around roughly approximately some nearly almost over under above below exceeding exactly only")
)
_HEDGES_OF_TWO = frozenset(words("more less fewer"))
_MAKING = frozenset(words("built made founded established laid carved painted formed erected born"))
_SAYING = frozenset(meaning(w) for w in words("say tell announce report write confirm estimate put according"))
_CALENDAR = frozenset(
    meaning(w)
    for w in words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
        "september october november december today yesterday tomorrow night morning evening afternoon a.m. p.m. am pm "
        "gmt utc"
    )
)
_TENTH = Fraction(1, 10)


@dataclass(frozen=True)
class Value:
    """One value; tokens [first, last) are its own, characters [start, end) it with its hedge and what it counts.

    ``low`` and ``high`` bound what a number may mean; ``things`` are the meanings of what it counts; ``unit`` is "" for
    counts; ``days`` is the day of a date, ``minute`` that of a time of day; ``name`` the words of a name.
    """

    kind: ValueKind
    first: int
    last: int
    start: int
    end: int
    low: Fraction = Fraction(0)
    high: Fraction | None = None
    unit: str = ""
    things: frozenset[str] = frozenset()
    day: date | None = None
    minute: int | None = None
    name: frozenset[str] = frozenset()

    def is_like(self, other: Value) -> bool:
        """Whether both are of one kind, so that they could be told of one thing: same unit, or same counted thing."""
        if self.kind != other.kind or self.unit != other.unit:
            return False
        if self.kind == "count":
            return bool(self.things & other.things) or _are_both_persons(self.things, other.things)
        return True

    def agrees(self, other: Value) -> bool:
        """Whether both may be true of one thing; rounding and "about", "more than" are allowed for."""
        match self.kind:
            case "count" | "amount":
                return not _apart(self, other)
            case "day":
                return self.day == other.day
            case "clock":
                return self.minute == other.minute
            case "name":
                return bool(self.name & other.name)
            case "claim":
                return False


@dataclass(frozen=True)
class Told:
    """One sentence of the evidence with the values that it gives."""

    evidence: Evidence

    @cached_property
    def text(self) -> Text:
        return read(self.evidence.text)

    @cached_property
    def published(self) -> date | None:
        at = self.evidence.version.article.published
        return at.at.date() if at else None

    @cached_property
    def values(self) -> tuple[Value, ...]:
        return tuple(_values(self.text, self.published))

    @cached_property
    def days(self) -> frozenset[date]:
        """The days that the sentence names, those of saying it left out ("said on Tuesday")."""
        return frozenset(event_days(self.text, self.published))

    @cached_property
    def periods(self) -> tuple[tuple[date, date], ...]:
        """Months, years and other long stretches that it names."""
        found = (m.days for m in moments(self.text, self.published) if m.days)
        return tuple(days for days in found if days[0] != days[1])

    @cached_property
    def words(self) -> frozenset[str]:
        """Meanings of its content words, without who says it, days and verbs of saying."""
        said_by = attribution(self.text)
        return frozenset(
            t.meaning
            for n, t in enumerate(self.text.tokens)
            if t.is_content and n not in said_by and t.meaning not in _SAYING | _CALENDAR
        )

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Of these, the ones that are no names."""
        return self.words - frozenset(t.meaning for t in self.text.tokens if t.is_capitalised)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words of the names that it is about; who says it is left out."""
        said_by = attribution(self.text)
        return frozenset(w for n in names(self.text) if n.first not in said_by for w in name_words(n))

    def within(self, value: Value, spans: tuple[Span, ...]) -> bool:
        """Whether the value touches one of the character spans."""
        tokens = self.text.tokens
        first, last = tokens[value.first].start, tokens[value.last - 1].end
        return any(start < last and first < end for start, end in spans)


def event_days(text: Text, published: date | None) -> Iterator[date]:
    """Single days named in a text, without those on which somebody only said it."""
    for moment in moments(text, published):
        if moment.days and moment.days[0] == moment.days[1] and not _is_of_saying(text, moment):
            yield moment.days[0]


@lru_cache(maxsize=512)
def lead_days(version: Version) -> frozenset[date]:
    """The days of which the first sentences of an article tell."""
    body = read(version.article.body)
    end = body.sentences[min(LEAD_SENTENCES, len(body.sentences)) - 1][1]
    published = version.article.published
    return frozenset(event_days(read(version.article.body[:end]), published.at.date() if published else None))


def name_words(name: Name) -> frozenset[str]:
    """Folded words of a name, without single letters, small words and days."""
    folded = (fold_word(word) for word in name.text.replace("-", " ").split())
    return frozenset(w for w in folded if len(w) > 2 and meaning(w) not in _CALENDAR and not meaning(w).startswith("="))


@lru_cache(maxsize=512)
def article_names(version: Version) -> frozenset[str]:
    """Words of all names in an article."""
    return frozenset(word for name in names(read(whole(version))) for word in name_words(name))


@lru_cache(maxsize=512)
def whole(version: Version) -> str:
    """Everything of an article that can be cited."""
    return "\n".join(version.article.text(field) for field in FIELDS)


def attribution(text: Text) -> frozenset[int]:
    """Indices of the tokens that name who says the sentence: all before "said that", all behind the comma of
    ", the company said." and ", she said, and"."""
    tokens = text.tokens
    for n, token in enumerate(tokens):
        if token.meaning not in _SAYING or token.is_capitalised:
            continue
        following = tokens[n + 1].folded if n + 1 < len(tokens) else ""
        if token.folded == "according":
            return frozenset(range(n, _end_of_clause(tokens, n)))
        if following in ("that", ":"):
            return frozenset(range(n))
        if following in (",", ".", "", "on") or n + 1 == len(tokens):
            return frozenset(range(_start_of_speaker(tokens, n), n))
    return frozenset()


def _end_of_clause(tokens: tuple[Token, ...], at: int) -> int:
    return next((n for n in range(at, len(tokens)) if tokens[n].text in (",", ".", ";")), len(tokens))


def _start_of_speaker(tokens: tuple[Token, ...], verb: int) -> int:
    """Behind the first of the commas that set the speaker off: ", the operator, Strait Lines, said"."""
    commas = [n for n in range(max(verb - 9, 0), verb) if tokens[n].text == ","]
    return commas[0] + 1 if commas else max(verb - 4, 0)


def _is_of_saying(text: Text, moment: Moment) -> bool:
    around = (*text.tokens[max(moment.first - 3, 0) : moment.first], *text.tokens[moment.last : moment.last + 2])
    return any(t.meaning in _SAYING for t in around)


def _values(text: Text, published: date | None) -> Iterator[Value]:
    dates = moments(text, published)
    taken = frozenset(n for m in dates for n in range(m.first, m.last))
    for quantity in quantities(text, taken):
        if (found := _number(text, quantity)) is not None:
            yield found
    for moment in dates:
        if moment.minute is not None:
            yield _at(text, "clock", moment.first, moment.last, minute=moment.minute)
        elif moment.days and moment.days[0] == moment.days[1] and not _is_of_saying(text, moment):
            yield _at(text, "day", moment.first, moment.last, day=moment.days[0])
    said_by = attribution(text)
    for name in names(text):
        if name.first not in said_by and name_words(name):
            yield _at(text, "name", name.first, name.last, name=name_words(name))
        yield from _age_behind(text, name)


def _age_behind(text: Text, name: Name) -> Iterator[Value]:
    """ "Emil Trask, 34, a teacher"."""
    behind = text.tokens[name.last : name.last + 3]
    if len(behind) == 3 and behind[0].text == "," and behind[1].text.isdigit() and behind[2].text in (",", "."):
        years = Fraction(int(behind[1].text))
        if years <= OLDEST:
            at = behind[1]
            yield Value("amount", name.last + 1, name.last + 2, at.start, at.end, years, years, unit="age")


def _at(
    text: Text,
    kind: ValueKind,
    first: int,
    last: int,
    *,
    day: date | None = None,
    minute: int | None = None,
    name: frozenset[str] = frozenset(),
) -> Value:
    start, end = text.tokens[first].start, text.tokens[last - 1].end
    return Value(kind, first, last, start, end, day=day, minute=minute, name=name)


def _number(text: Text, quantity: Quantity) -> Value | None:
    """A count or an amount; None for what is no value of its own: "two of them", "another 40", "hundreds"."""
    tokens = text.tokens
    first, last = quantity.first, quantity.last
    before = tokens[first - 1].folded if first else ""
    behind = tokens[last].folded if last < len(tokens) else ""
    of_the = first > 1 and before == "the" and tokens[first - 2].folded == "of"  # "450 of the 2,000 houses"
    is_span = quantity.sort == "article" and quantity.unit in _SPANS and before in ("within", "for", "in")
    plain = (quantity.sort in ("cardinal", "range") or is_span) and not quantity.is_pair and quantity.unit != "part"
    is_share = behind == "of" and (quantity.unit != "" or _is_owned(tokens, last))
    added = (before in _IN_ADDITION and not _is_size(tokens, first)) or (behind in _IN_ADDITION and not is_share)
    if not plain or of_the or _is_difference(tokens, quantity) or added:
        return None
    low, high = _bounds(quantity)
    start = tokens[_with_hedge(tokens, first)].start
    if quantity.unit:
        end = tokens[last - 1].end
        return Value("amount", first, last, start, end, low, high, unit=_unit(quantity.unit, tokens, first, last))
    things, until = _counted(tokens, last)
    if not things:
        return None
    return Value("count", first, last, start, tokens[until - 1].end, low, high, things=things)


def _is_difference(tokens: tuple[Token, ...], quantity: Quantity) -> bool:
    """ "Cut by 300 people", "from 12"; not "signed by 12,000 people"."""
    if quantity.role != "by":
        return quantity.role == "from"
    clause = tokens[quantity.first].clause
    return any(STEPS.fullmatch(t.text) for t in tokens if t.clause == clause)


def _unit(unit: str, tokens: tuple[Token, ...], first: int, last: int) -> str:
    """ "Built 6,400 years ago" tells an age, as "6,400 years old" does."""
    is_ago = unit == "year" and last < len(tokens) and tokens[last].folded == "ago"
    if is_ago and any(t.folded in _MAKING for t in tokens[max(first - 4, 0) : first]):
        return "age"
    return unit.removeprefix("us ")


def _is_size(tokens: tuple[Token, ...], first: int) -> bool:
    """Whether the number says how large the thing before it is: "bribes of 1.8 million", not "two of 12"."""
    if first < 2 or tokens[first - 1].folded != "of":
        return False
    thing = tokens[first - 2]
    return thing.kind == "word" and thing.is_content and thing.folded not in _SHARES


def _with_hedge(tokens: tuple[Token, ...], first: int) -> int:
    """Where the number with its "about" or "more than" begins."""
    if first and tokens[first - 1].folded in _HEDGES:
        return first - 1
    if first > 1 and tokens[first - 1].folded == "than" and tokens[first - 2].folded in _HEDGES_OF_TWO:
        return first - 2
    return first


def _counted(tokens: tuple[Token, ...], last: int) -> tuple[frozenset[str], int]:
    """Meanings of the words right behind a number, which say what it counts, and the index behind them."""
    last += 2 if _is_owned(tokens, last) else 0
    until = last
    while until < len(tokens) and until - last < LONGEST_NOUN_PHRASE:
        token = tokens[until]
        if not token.is_content or token.kind != "word" or token.meaning in _CALENDAR | _SAYING:
            break
        until += 1
        if token.folded.endswith("s") or token.meaning in _PERSONS:
            break  # a plural ends what is counted
    return frozenset(t.meaning for t in tokens[last:until] if not t.folded.endswith("ed")), until


def _is_owned(tokens: tuple[Token, ...], at: int) -> bool:
    """ "48 of its shops": they are shops all the same."""
    behind = [t.folded for t in tokens[at : at + 3]]
    return len(behind) == 3 and behind[0] == "of" and behind[1] in _OWNERS and not behind[2].isdigit()


def _are_both_persons(one: frozenset[str], other: frozenset[str]) -> bool:
    """ "1,200 commuters" and "2,150 people" may be the same people; "12 nurses" and "40 passengers" are not."""
    return bool(one & _PERSONS and other & _PERSONS and _PERSON in one | other)


def _bounds(quantity: Quantity) -> tuple[Fraction, Fraction | None]:
    """What the number may mean, from lowest to highest; None for no highest."""
    if quantity.upper is not None:
        return quantity.value, quantity.upper
    value = abs(quantity.value)
    match quantity.bound:
        case "over" | "at least":
            return value, None
        case "under" | "at most" | "nearly":
            return Fraction(0), value
        case "about":
            off = min(value * _TENTH, _step(value))
            return value - off, value + off
        case _:
            off = _rounding(value, is_count=not quantity.unit)
            return value - off, value + off


def _rounding(value: Fraction, *, is_count: bool) -> Fraction:
    """How far a printed number may lie from the true one: half of its last place, never more than a tenth.

    Counts below a hundred are taken as counted.
    """
    if is_count and value < 100:
        return Fraction(0)
    place = Fraction(1)
    while value and (value / place).denominator != 1:
        place /= 10
    while value >= 100 and (value / (place * 10)).denominator == 1:
        place *= 10
    return min(place / 2, value * _TENTH)


def _step(value: Fraction) -> Fraction:
    """What somebody who rounds to such a number rounds to: hundreds for 3,200, fifties for 150, tenths for 2.4."""
    step = Fraction(1)
    while value and (value / step).denominator != 1:
        step /= 10
    while value and (value / (step * 10)).denominator == 1:
        step *= 10
    return step * 5 if (value / step) % 10 == 5 else step


def _apart(one: Value, other: Value) -> bool:
    return (one.high is not None and one.high < other.low) or (other.high is not None and other.high < one.low)
