"""Different accounts of one thing among the articles of one story: no question says what is meant, the story does.

Two sentences by two publishers are laid side by side. They tell of one thing where they mean nearly the same or share
words, where what they give is of one kind and size, and where nothing beside it sets them apart
(`rag.answer.contrast`). Articles of two days are compared where both tell of one day that is over, and the later one
does not say that things moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product

from rag.answer.deeds import others_named
from rag.answer.denials import denials
from rag.answer.figures import SHARED, figures_differ
from rag.answer.given import Given, conflict_of, shared_words
from rag.answer.likeness import Likeness
from rag.answer.moves import MOVES
from rag.answer.outcomes import opposites, other_times
from rag.answer.tallies import tallies
from rag.answer.values import Told, ValueKind, lead_days
from rag.domain.answer import Conflict
from rag.domain.article import Version
from rag.domain.evidence import Evidence
from rag.ports import Embedder
from rag.verify.stems import meaning
from rag.verify.wordlists import words

_RUNNING = frozenset(
    meaning(word)
    for word in words(
        "kill die dead death drown fatality injure hurt wound missing rescue evacuate displace arrest ill sick "
        "infected homeless sign victim case"
    )
)
"""What is counted as it happens: a later number that is higher is no other account."""


def accounts_differ(
    evidence: Sequence[Evidence], origins: Mapping[str, str], earlier: Sequence[Evidence] = (), *, embedder: Embedder
) -> tuple[Conflict, ...]:
    """What two publishers of one story tell differently, or one denies, both sides cited, oldest first.

    ``origins`` maps an article to the one that it is a near-copy of: copies are one voice. ``earlier`` is what the
    story's articles of other days said.
    """
    told = [Told(item) for item in evidence if item.field == "body"]
    before = [Told(item) for item in earlier if item.field == "body"]
    likeness = Likeness(embedder)
    found: list[Conflict] = []
    settled: set[tuple[str, int, ValueKind]] = set()
    pairs = ((one, [other]) for one, other in _pairs(told, before, origins, likeness))
    for one, others in [*_denials(told, before, origins), *pairs]:
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


def _pairs(
    told: Sequence[Told], before: Sequence[Told], origins: Mapping[str, str], likeness: Likeness
) -> Iterator[tuple[Given, Given]]:
    """What differs, the sentences that are most alike first."""
    found: list[tuple[int, Given, Given]] = []
    every = [*told, *before]
    for mine, theirs in (*combinations(told, 2), *product(before, told)):
        if not _are_two_voices(mine.evidence.version, theirs.evidence.version, origins):
            continue
        for one, other in _differing(mine, theirs, likeness):
            if not (_tells_too(every, one, other) or _tells_too(every, other, one)):
                found.append((len(shared_words(one, other)), one, other))
    for _, one, other in sorted(found, key=lambda pair: -pair[0]):
        yield one, other


def _differing(mine: Told, theirs: Told, likeness: Likeness) -> Iterator[tuple[Given, Given]]:
    """Values, ends and times that cannot both be right."""
    is_same_day = mine.published == theirs.published
    if not is_same_day and not _looks_back_on_one_day(mine, theirs):
        return
    for value, rival in product((*mine.values, *tallies(mine)), (*theirs.values, *tallies(theirs))):
        one, other = Given(mine, value), Given(theirs, rival)
        if figures_differ(one, other, likeness) and (is_same_day or not _has_grown(one, other)):
            yield one, other
    if is_same_day:  # of two days they may tell of two states of one thing
        yield from other_times(mine, theirs, likeness)
        yield from others_named(mine, theirs, likeness)
        if opposite := opposites(mine, theirs, likeness):
            yield opposite


def _looks_back_on_one_day(before: Told, now: Told) -> bool:
    """Whether both tell of one day that was over when the older was written, and the newer of no change since."""
    over = {day for day in _days_of(before) & _days_of(now) if _is_past(before, day)}
    return bool(over) and not MOVES.search(now.evidence.text)


def _days_of(told: Told) -> frozenset[date]:
    """The days that the sentence names, else those of the first sentences of its article."""
    return told.days or lead_days(told.evidence.version)


def _is_past(told: Told, day: date) -> bool:
    return told.published is not None and day <= told.published


def _has_grown(before: Given, now: Given) -> bool:
    is_running = not _RUNNING.isdisjoint(before.told.text.meanings | now.told.text.meanings)
    return is_running and now.value.low > before.value.low


def _are_two_voices(one: Version, other: Version, origins: Mapping[str, str]) -> bool:
    if one.article.source == other.article.source or _are_copies(one, other, origins):
        return False
    return bool(one.article.published and other.article.published)


def _are_copies(one: Version, other: Version, origins: Mapping[str, str]) -> bool:
    origin = origins.get(one.article_id, one.article_id)
    return one.article_id != other.article_id and origin == origins.get(other.article_id, other.article_id)


def _tells_too(told: Sequence[Told], given: Given, other: Given) -> bool:
    """Whether the article of ``given`` tells of the other's value as well, in a sentence like the other's."""
    if other.value.kind == "claim":
        return False
    own = [t for t in told if t.evidence.version is given.version]
    return any(
        value.is_like(other.value) and value.agrees(other.value) and len(shared_words(Given(t, value), other)) >= SHARED
        for t in own
        for value in (*t.values, *tallies(t))
    )
