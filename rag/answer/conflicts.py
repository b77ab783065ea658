"""Conflicts: sources, or two versions of one article, that give different values for the same thing.

A conflict that is none embarrasses more than one that is missed, so everything must speak for it: two articles that
are no copies of each other, about one event, published close together, in sentences of the same words about the same
people and places, each with one value of that kind, and neither article knowing the other's value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache

from rag.answer.contrast import days_meet, periods_meet
from rag.answer.denials import denials
from rag.answer.extract import Extract
from rag.answer.given import Given, conflict_of, next_word, shared_words
from rag.answer.values import Told, Value, ValueKind, article_names, lead_days
from rag.domain.answer import Conflict, Statement
from rag.domain.article import Version
from rag.domain.evidence import Evidence
from rag.verify.tokens import read

CLOSE = timedelta(days=30)
"""Articles published further apart than this tell of different things, or of another state of one."""

SAME_EVENT = 3
"""Words of names that two articles must share, at least, to be about one event."""

SHARED: Mapping[ValueKind, int] = {"count": 2, "amount": 3, "clock": 2, "day": 3, "name": 3}
"""Content words that two sentences must share besides the value; a unit says less than a counted thing."""

NEAR = 8
"""Tokens before and behind a value within which a word of what it is told of must stand."""

ANSWERING: Mapping[str, frozenset[ValueKind]] = {
    "number": frozenset(("count", "amount")),
    "duration": frozenset(("amount",)),
    "age": frozenset(("amount",)),
    "size": frozenset(("amount",)),
    "money": frozenset(("amount", "count")),
    "percent": frozenset(("amount",)),
    "date": frozenset(("day", "clock")),
    "clock": frozenset(("clock",)),
    "person": frozenset(("name",)),
    "place": frozenset(("name",)),
}
"""Which values answer a question of a kind; other questions are answered by no value alone."""

_OF_ITSELF: frozenset[ValueKind] = frozenset(("count", "clock"))
"""Values that are shown to conflict where the question asks for no particular kind."""

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion)|revis(?:es|ed|ion)|wrong(?:ly)?|error|mistaken(?:ly)?|misstated|not at|and not|"
    r"rather than|instead of|(?:earlier|previous) (?:version|report|article|figure))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is compared with: sentences of the evidence, and ``earlier`` ones of superseded versions.

    ``origins`` maps an article to the one that it is a near-copy of: copies are one source, whatever they say.
    """

    evidence: tuple[Evidence, ...]
    earlier: tuple[Evidence, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)


def find_conflicts(answered: Sequence[Extract], known: Known) -> tuple[Conflict, ...]:
    """What of the chosen sentences the others contradict; sides oldest first, the newest with a note.

    A superseded version can only differ from its own article.
    """
    if not any(found.chosen for found in answered):
        return ()
    current = [Told(item) for item in known.evidence if item.field == "body"]
    superseded = [Told(item) for item in known.earlier if item.field == "body"]
    found: list[Conflict] = []
    disputed: set[tuple[str, int, int, int]] = set()
    for given in (given for extract in answered for given in _answering(extract)):
        if _place(given) in disputed:
            continue
        own = [t for t in superseded if t.evidence.version.article_id == given.version.article_id]
        against = list(_against(given, [*current, *own], known.origins))
        if against:
            disputed.update(map(_place, (given, *against)))
            found.append(conflict_of(given, against))
    shown = {candidate.evidence.citation() for extract in answered for candidate in extract.chosen}
    for denial, report in denials(current):
        sides = denial, report
        is_shown = any(side.told.evidence.citation() in shown for side in sides)
        if is_shown and _may_be_denied(denial, report, known.origins) and disputed.isdisjoint(map(_place, sides)):
            disputed.update(map(_place, sides))
            found.append(conflict_of(report, [denial]))
    return tuple(found)


def _may_be_denied(denial: Given, report: Given, origins: Mapping[str, str]) -> bool:
    """By another source on the event, or by a party that the same article quotes."""
    return denial.version is report.version or _may_differ(denial.version, report.version, origins)


def _place(given: Given) -> tuple[str, int, int, int]:
    evidence = given.told.evidence
    return evidence.version.article_id, evidence.version.number, evidence.start, given.value.start


def _answering(found: Extract) -> Iterator[Given]:
    """The values of the chosen sentences that answer the question."""
    asked = frozenset(t.meaning for t in read(found.part.text).content)
    for candidate in found.chosen:
        if candidate.evidence.field != "body":
            continue
        told = Told(candidate.evidence)
        kinds = ANSWERING.get(candidate.kind, _OF_ITSELF)
        for value in told.values:
            # The span that answers "when" is the day; the time of day beside it is part of the answer.
            open_to_all = candidate.kind not in ANSWERING or (candidate.kind == "date" and value.kind == "clock")
            if value.kind in kinds and (open_to_all or told.within(value, candidate.spans)):
                yield Given(told, value, asked & told.common_words - value.things)


def _against(given: Given, told: Sequence[Told], origins: Mapping[str, str]) -> Iterator[Given]:
    """The best contradicting value of each other source."""
    best: dict[tuple[str, int], tuple[int, Given]] = {}
    for other in told:
        if not _may_differ(given.told.evidence.version, other.evidence.version, origins):
            continue
        for value in other.values:
            rival = Given(other, value)
            if _contradict(given, rival):
                key = (rival.version.article_id, rival.version.number)
                likeness = len(given.told.words & other.words)
                if key not in best or likeness > best[key][0]:
                    best[key] = (likeness, rival)
    for _, rival in best.values():
        yield rival


def _may_differ(one: Version, other: Version, origins: Mapping[str, str]) -> bool:
    """Whether two versions are different sources on one event, or two states of one article."""
    if one.article_id == other.article_id:
        return one.number != other.number
    if origins.get(one.article_id, one.article_id) == origins.get(other.article_id, other.article_id):
        return False
    first, second = one.article.published, other.article.published
    return bool(first and second and abs(first.at - second.at) <= CLOSE and _is_same_event(one, other))


def _is_same_event(one: Version, other: Version) -> bool:
    return len(article_names(one) & article_names(other)) >= SAME_EVENT


def _contradict(one: Given, other: Given) -> bool:
    if not one.value.is_like(other.value) or one.value.agrees(other.value):
        return False
    if one.version.article_id == other.version.article_id:
        return _is_same_sentence(one, other)
    return (
        _tell_of_the_same(one, other)
        and _is_only_one(one, beside=other)
        and _is_only_one(other, beside=one)
        and (_disputes(one, other) or not (knows(one.version, other) or knows(other.version, one)))
    )


def _is_same_sentence(one: Given, other: Given) -> bool:
    """Whether two versions' sentences are one but for the value."""
    mine, theirs = _without(one), _without(other)
    return len(mine & theirs) >= 0.8 * max(len(mine | theirs), 1)


def _without(given: Given) -> frozenset[str]:
    tokens = given.told.text.tokens
    own = range(given.value.first, given.value.last)
    return frozenset(t.meaning for n, t in enumerate(tokens) if n not in own and t.kind in ("word", "number"))


def _tell_of_the_same(one: Given, other: Given) -> bool:
    mine, theirs = one.told, other.told
    kind = one.value.kind
    shared = shared_words(one, other)
    if not shared & _near(one) & _near(other):
        return False
    if not _disputes(one, other) and not (
        len(shared) >= SHARED[kind] - (kind == "count") and _answers_too(one, theirs) and _stands_alike(one, other)
    ):
        return False
    if kind != "name" and mine.names and theirs.names and mine.names.isdisjoint(theirs.names):
        return False
    leads = lead_days(one.version), lead_days(other.version)
    if kind != "day" and not (days_meet(mine.days, theirs.days) and days_meet(*leads)):
        return False
    return periods_meet(mine, theirs)


def _answers_too(one: Given, other: Told) -> bool:
    """Whether the other sentence has the question's words that this one has: for a count half of them will do."""
    held = len(one.asked & other.words)
    return 2 * held >= len(one.asked) if one.value.kind == "count" else held == len(one.asked)


def _stands_alike(one: Given, other: Given) -> bool:
    """Whether days, times and names stand behind or before the same word; numbers are known by what they count."""
    return one.value.kind in ("count", "amount") or any(
        (mine := next_word(one, step)) and mine == next_word(other, step) for step in (-1, 1)
    )


def _near(given: Given) -> frozenset[str]:
    """Content words that stand near the value and are no names, who says it left out."""
    tokens = given.told.text.tokens[max(given.value.first - NEAR, 0) : given.value.last + NEAR]
    return given.told.common_words & frozenset(t.meaning for t in tokens)


def _is_only_one(given: Given, *, beside: Given) -> bool:
    """Whether the sentence has no second value that could be meant instead.

    One that it denies does not count, nor a name that both sentences have.
    """
    others = [v for v in given.told.values if v.is_like(given.value) and v.first != given.value.first]
    return all(
        v.agrees(given.value) or _is_denied(given.told, v) or (v.name and v.name <= beside.told.names) for v in others
    )


def _is_denied(told: Told, value: Value) -> bool:
    before = told.text.tokens[max(value.first - 3, 0) : value.first]
    return any(t.folded in ("not", "than", "instead") for t in before)


def _disputes(one: Given, other: Given) -> bool:
    """Whether one of the sentences names the other's value and says that it is wrong."""
    return any(
        any(v.is_like(theirs.value) and v.agrees(theirs.value) for v in mine.told.values)
        and _CORRECTS.search(mine.told.evidence.text)
        for mine, theirs in ((one, other), (other, one))
    )


def knows(version: Version, given: Given) -> bool:
    """Whether an article gives the value as well, so that it tells of both or of a change."""
    if given.value.kind == "name":
        return given.value.name <= article_names(version)
    return any(v.is_like(given.value) and v.agrees(given.value) for v in _values_of(version))


@lru_cache(maxsize=512)
def _values_of(version: Version) -> tuple[Value, ...]:
    """Of the whole body."""
    body = version.article.body
    return Told(Evidence("0.0", version, "body", 0, len(body), body)).values


def newest_first(found: Extract, conflicts: Sequence[Conflict]) -> Extract:
    """The answer to one part with what the newest or corrected source says in front, where sources differ."""
    newest = [conflict.sides[-1].citation for conflict in conflicts]
    leading = [c for c in found.ranked if c.evidence.citation() in newest]
    return replace(found, chosen=tuple(dict.fromkeys((*leading, *found.chosen)))) if leading else found


def shown_in(statements: Sequence[Statement], extracts: Sequence[Extract]) -> list[Extract]:
    """The parts of the question with those sentences chosen that the statements cite, whoever wrote them."""
    cited = {citation for statement in statements for citation in statement.citations}
    return [
        replace(found, chosen=tuple(c for c in found.ranked if c.evidence.citation() in cited)) for found in extracts
    ]
