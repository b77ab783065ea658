"""Different accounts of one thing among the articles of one story: no question says what is meant, the story does.

That all articles are about one happening takes the place of what a question's words would tell; for the rest this is
stricter than `find_conflicts`: articles of one day, numbers of one size, and no value that another sentence shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise, product

from rag.answer.denials import denials
from rag.answer.given import Given, conflict_of, next_word, shared_words
from rag.answer.values import Told, Value, ValueKind
from rag.domain.answer import Conflict
from rag.domain.article import Version
from rag.domain.evidence import Evidence
from rag.verify.numbers import quantities
from rag.verify.tokens import read
from rag.verify.wordlists import words

LARGER = 3
"""Numbers of which one is more times the other are of two things."""

SMALL = 20
"""Counts below this stand in any article for something else."""

OLDEST = 120
"""Years that a person can be old."""

SHARED = 2
"""Words that two sentences must share besides the value and what it counts."""


_OF = "of "


def accounts_differ(
    evidence: Sequence[Evidence], origins: Mapping[str, str], earlier: Sequence[Evidence] = ()
) -> tuple[Conflict, ...]:
    """What two publishers of one story tell differently, or one denies, both sides cited, oldest first.

    ``origins`` maps an article to the one that it is a near-copy of: copies are one voice. ``earlier`` is what the
    story's articles of other days said: it counts only where the new ones say that it is otherwise.
    """
    told = [Told(item) for item in evidence if item.field == "body"]
    before = [Told(item) for item in earlier if item.field == "body"]
    found: list[Conflict] = []
    settled: set[tuple[str, int, ValueKind]] = set()
    for one, others in [*_denials(told, before, origins), *((one, [other]) for one, other in _pairs(told, origins))]:
        places = {(given.version.article_id, given.told.evidence.start, given.value.kind) for given in (one, *others)}
        if not places & settled:
            settled |= places
            found.append(conflict_of(one, others))
    return tuple(found)


def _denials(
    told: Sequence[Told], before: Sequence[Told], origins: Mapping[str, str]
) -> Iterator[tuple[Given, list[Given]]]:
    """What is reported, each with all that speaks against it."""
    grouped: dict[tuple[int, int], list[Given]] = {}
    first: dict[tuple[int, int], Given] = {}
    for denial, report in denials(told, before):
        if not _are_copies(denial.version, report.version, origins):
            place = id(report.told), report.value.start
            first.setdefault(place, report)
            grouped.setdefault(place, []).append(denial)
    for place, report in first.items():
        yield report, grouped[place]


def _pairs(told: Sequence[Told], origins: Mapping[str, str]) -> Iterator[tuple[Given, Given]]:
    """Values that differ, those whose sentences are most alike first."""
    found: list[tuple[int, Given, Given]] = []
    for mine, theirs in combinations(told, 2):
        if not _are_two_voices(mine.evidence.version, theirs.evidence.version, origins):
            continue
        for value, rival in product((*mine.values, *_parts(mine)), (*theirs.values, *_parts(theirs))):
            one, other = Given(mine, value), Given(theirs, rival)
            if _differ(one, other) and not (_tells_too(told, one, other) or _tells_too(told, other, one)):
                found.append((len(shared_words(one, other)), one, other))
    for _, one, other in sorted(found, key=lambda pair: -pair[0]):
        yield one, other


def _parts(told: Told) -> Iterator[Value]:
    """ "620 of its 700 drivers": how many of those that the sentence counts. Their unit is the whole: two sentences
    that have it in common speak of one thing."""
    tokens = told.text.tokens
    found = [q for q in quantities(told.text) if q.sort == "cardinal" and not q.unit and q.value >= 1]
    for part, whole in pairwise(found):
        between = [t.folded for t in tokens[part.last : whole.first]]
        if between[:1] == ["of"] and len(between) == 2 and between[1] in ("the", "its", "their") and whole.noun:
            start, end = tokens[part.first].start, tokens[whole.last].end
            things, unit = frozenset((whole.noun,)), f"{_OF}{whole.value}"
            yield Value("count", part.first, part.last, start, end, part.value, part.value, unit, things)


def _are_two_voices(one: Version, other: Version, origins: Mapping[str, str]) -> bool:
    if one.article.source == other.article.source:
        return False
    if _are_copies(one, other, origins):
        return False
    first, second = one.article.published, other.article.published
    return bool(first and second and first.day == second.day)  # of two days they may tell of two states of one thing


def _are_copies(one: Version, other: Version, origins: Mapping[str, str]) -> bool:
    origin = origins.get(one.article_id, one.article_id)
    return one.article_id != other.article_id and origin == origins.get(other.article_id, other.article_id)


def _differ(one: Given, other: Given) -> bool:
    mine, theirs = one.value, other.value
    if mine.kind not in ("count", "amount") or not mine.is_like(theirs) or mine.agrees(theirs):
        return False
    if not _is_of_one_size(mine, theirs):
        return False
    if mine.kind == "count" and not mine.things & theirs.things:
        return False  # two passengers may be among five people
    if (
        _is_measured_elsewhere(one, other)
        or _are_ages_of_two(one, other)
        or _mentions(one, theirs)
        or _mentions(other, mine)
    ):
        return False
    needed = 1 if mine.unit.startswith(_OF) else 2 * SHARED if _is_slip(mine, theirs) else SHARED
    return len(shared_words(one, other)) >= needed and _is_alone(one, other) and _is_alone(other, one)


def _tells_too(told: Sequence[Told], given: Given, other: Given) -> bool:
    """Whether the article of ``given`` tells of the other's value as well, in a sentence like the other's."""
    own = [t for t in told if t.evidence.version is given.version]
    return any(
        value.is_like(other.value) and value.agrees(other.value) and len(shared_words(Given(t, value), other)) >= SHARED
        for t in own
        for value in (*t.values, *_parts(t))
    )


def _is_measured_elsewhere(one: Given, other: Given) -> bool:
    """Whether one is a length and the other a width: "nine metres long", "four metres wide"."""
    ways = [given.told.text.tokens[given.value.last : given.value.last + 1] for given in (one, other)]
    said = [{t.folded for t in way} & _DIMENSIONS for way in ways]
    return said[0] != said[1]


def _are_ages_of_two(one: Given, other: Given) -> bool:
    """Whether both are ages that people reach and stand beside no word in common: each is somebody else's."""
    if not one.value.unit.endswith("age") or max(one.value.low, other.value.low) > OLDEST:
        return False
    return not any((word := next_word(one, step)) and word == next_word(other, step) for step in (-1, 1))


_DIMENSIONS = frozenset(words("long wide high deep tall thick away below above lower higher less more old"))


def _mentions(given: Given, value: Value) -> bool:
    """Whether the article has the other's number, whatever its unit there: it then tells of both.

    A small number stands in any article for something else; an amount of it counts in the same sentence.
    """
    exact = value.low if value.high is None else (value.low + value.high) / 2
    if exact >= SMALL:
        return exact in _numbers_of(given.version)
    return value.kind == "amount" and exact in {quantity.value for quantity in quantities(given.told.text)}


@lru_cache(maxsize=512)
def _numbers_of(version: Version) -> frozenset[Fraction]:
    return frozenset(quantity.value for quantity in quantities(read(version.article.body)))


def _is_of_one_size(one: Value, other: Value) -> bool:
    highest = max(one.high or one.low, other.high or other.low)
    lowest = max(min(one.low, other.low), Fraction(1))
    return highest <= LARGER * lowest or _is_slip(one, other)


def _is_slip(one: Value, other: Value) -> bool:
    """Whether a digit too many or too few tells them apart: 6,400 and 64,000."""
    exact = sorted((value.low + (value.high or value.low)) / 2 for value in (one, other))
    return exact[0] >= SMALL and exact[1] == 10 * exact[0]


def _is_alone(given: Given, beside: Given) -> bool:
    """Whether the sentence has no second value that could be meant; "620 of its 700" and "540 of the 700" share one."""
    others = [v for v in given.told.values if v.is_like(given.value) and v.first != given.value.first]
    return all(any(v.is_like(w) and v.agrees(w) for w in beside.told.values) for v in others)
