"""Pairs crossed: a number, date or name of the statement that the evidence has, but beside something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rag.verify.names import canonical, canonical_run, name_at, names
from rag.verify.numbers import as_digits
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_ANAPHORA = frozenset(
    words("it he she they this that these those its his her their both him them there former latter each one who which")
)
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "its", "their", "his", "her"))
_THIN = frozenset(
    words(
        "rise fall grow up down last next this january february march april may june july august september "
        "october november december year month week day hour percent be total people"
    )
)


class Place(NamedTuple):
    """A number or date with the words around it, up to a break before another.

    ``is_joined`` says that a conjunction leads to it from the one before, so that it may leave out what they share.
    """

    text: Text
    first: int
    last: int
    sentence: int
    near: frozenset[str]
    near_names: frozenset[str]
    is_joined: bool


class Crossed(NamedTuple):
    """A part of the statement that stands beside the wrong thing."""

    text: str
    why: str


def surroundings(text: Text, items: Sequence[tuple[int, int]]) -> list[Place]:
    """Each item, given by its tokens [first, last), with its own surroundings: up to a clause break between items."""
    ordered = sorted(items)
    breaks = [_break(text, one[1], other[0]) for one, other in pairwise(ordered)]
    places: list[Place] = []
    taken = {at for a, b in ordered for at in range(a, b)}
    parts, named_at = text.parts, _name_indices(text)
    for n, (first, last) in enumerate(ordered):
        sentence = text.tokens[first].sentence
        low = max((b for b in breaks[:n] if b is not None), default=0)
        high = min((b for b in breaks[n:] if b is not None), default=len(text.tokens))
        part = parts[first]
        inside = [
            (at, t)
            for at, t in enumerate(text.tokens[low:high], start=low)
            if t.sentence == sentence and parts[at] == part and at not in taken
        ]
        near = frozenset(_word(t) for _, t in inside if t.is_content)
        named = frozenset(canonical(t.folded) for at, t in inside if at in named_at)
        joined = low > 0 and (text.tokens[low].text not in (",", ";") or first > low + 1)
        places.append(Place(text, first, last, sentence, near, named, joined))
    return places


@lru_cache(maxsize=4096)
def _name_indices(text: Text) -> frozenset[int]:
    return frozenset(n for name in names(text) for n in range(name.first, name.last) if text.tokens[n].kind == "word")


def _word(token: Token) -> str:
    shared = canonical(token.folded)
    return shared if token.is_capitalised and shared != token.folded else token.meaning


def _break(text: Text, low: int, high: int) -> int | None:
    """Where the words between two items part: at a conjunction or comma; None where they belong to both.

    The comma of a list ("6-4, 7-5") parts nothing, and neither does the one before "which".
    """
    if high - low == 1:
        return None
    found = [
        n
        for n in range(low, high)
        if text.tokens[n].folded in _PARTING
        or (text.tokens[n].text in (",", ";") and text.tokens[n + 1].folded not in ("which", "who", "whose", "where"))
    ]
    return min(found, key=lambda n: abs(2 * n - low - high)) if found else None


_PARTING = frozenset(words("and but while whereas with"))


def crossed_pairs(
    statement: Text,
    items: Sequence[tuple[int, int]],
    told: Sequence[Place],
    supporting: Sequence[Sequence[int]],
    peers: Sequence[Sequence[int]],
    nouns: Sequence[str],
    told_nouns: Sequence[str],
) -> Iterator[Crossed]:
    """For each item the places that support it and the places of its kind: those it could be confused with.

    ``supporting`` and ``peers`` hold indices into ``told``. An item is crossed when the words around it in the
    statement stand around a peer in the evidence and not around any place that supports it, or when it counts what
    the evidence counts with another number; ``nouns`` and ``told_nouns`` say what is counted, "" where nothing is.
    """
    here = surroundings(statement, items)
    order = sorted(range(len(items)), key=lambda n: items[n])
    for place, n in zip(here, order, strict=True):
        good = [told[k] for k in supporting[n]]
        others = [told[k] for k in peers[n] if k not in supporting[n]]
        if not good or not others:
            continue
        counts = {told_nouns[k] for k in supporting[n]}
        swapped = nouns[n] and "" not in counts and nouns[n] not in counts
        swapped = swapped and any(told_nouns[k] == nouns[n] for k in peers[n] if k not in supporting[n])
        if swapped or all(any(_belongs_elsewhere(place, mine, other) for other in others) for mine in good):
            item = statement.text[statement.tokens[place.first].start : statement.tokens[place.last - 1].end]
            yield Crossed(item, f"the cited text says {item} of something else")


def _belongs_elsewhere(said: Place, mine: Place, other: Place) -> bool:
    """Whether the words around an item in the statement stand around another item of the evidence, not around it."""
    only_mine = (mine.near - other.near) & said.near
    only_other = (other.near - mine.near) & said.near
    same_sentence = mine.text is other.text and mine.sentence == other.sentence
    names_mine = mine.near_names - other.near_names
    names_other = (other.near_names - mine.near_names) & said.near_names
    if names_other and names_mine and not names_mine & said.near_names:
        return True
    if not only_other:
        return False
    if same_sentence:
        if mine.is_joined and mine.first > other.first and not mine.near - _THIN:
            return False  # "rose 5 percent in May and 3 in June": the second takes its words from the first
        against, speaking = only_other - _THIN, only_mine - _THIN
        return len(against) >= min(2, len(said.near - _THIN)) > 0 and not speaking
    return not only_mine and len(only_other - _THIN) >= 1 and not _is_anaphoric(mine)


def _is_anaphoric(place: Place) -> bool:
    """Whether a sentence takes its subject from the one before: "It cost …", "The company said …"."""
    opening = [t for t in place.text.tokens if t.sentence == place.sentence][:6]
    return any(t.folded in _ANAPHORA for t in opening) or bool(opening and opening[0].folded in _DEFINITE)


def crossed_dates(
    statement: Text,
    items: Sequence[tuple[int, int]],
    told: Sequence[Place],
    supporting: Sequence[Sequence[int]],
    is_date: Sequence[bool],
    told_is_date: Sequence[bool],
) -> Iterator[Crossed]:
    """A number beside a date, where the evidence has each of them beside another: "4.1 percent last month"."""
    order = sorted(range(len(items)), key=lambda n: items[n])
    for one, other in pairwise(order):
        if is_date[one] == is_date[other] or _apart(statement, items[one], items[other]):
            continue
        number, day = (other, one) if is_date[one] else (one, other)
        pairs = [(told[a], told[b]) for a in supporting[number] for b in supporting[day]]
        together = [(a, b) for a, b in pairs if a.text is b.text and a.sentence == b.sentence]
        if together and all(_parted(a, b) or _each_has_a_nearer(a, b, told, told_is_date) for a, b in together):
            yield Crossed(_source(statement, items[number]), "the cited text says it of another date")


def _apart(text: Text, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = text.tokens[one[1] : other[0]]
    return len(between) > 3 or any(t.text in (",", ";") or t.folded in _JOINING for t in between)


_JOINING = frozenset(words("and but while to from than"))


def _parted(number: Place, day: Place) -> bool:
    """Whether the evidence compares between the two: "38 percent full, against 65 percent in April"."""
    low, high = sorted(((number.first, number.last), (day.first, day.last)))
    tokens = number.text.tokens
    return any(
        tokens[n].folded in _COMPARING or (tokens[n].folded == "from" and tokens[n + 1].kind in ("number", "symbol"))
        for n in range(low[1], high[0])
    )


_COMPARING = frozenset(words("against than compared versus"))


def _each_has_a_nearer(number: Place, day: Place, told: Sequence[Place], told_is_date: Sequence[bool]) -> bool:
    gap = _gap(number, day)
    peers = [(p, dated) for p, dated in zip(told, told_is_date, strict=True) if p.text is day.text]
    nearer_day = any(dated and p is not day and _gap(number, p) < gap for p, dated in peers)
    nearer_number = any(not dated and p is not number and _gap(p, day) < gap for p, dated in peers)
    return nearer_day and nearer_number


def _gap(one: Place, other: Place) -> int:
    return max(other.first - one.last, one.first - other.last)


def _source(text: Text, item: tuple[int, int]) -> str:
    return text.text[text.tokens[item[0]].start : text.tokens[item[1] - 1].end]


def crossed_shares(statement: Text, evidence: Sequence[Text]) -> Iterator[Crossed]:
    """ "20 of 18" where the evidence has "18 of 20"."""
    told = frozenset(pair for text in evidence for pair in _shares(text))
    for part, whole in _shares(statement):
        if (whole, part) in told and (part, whole) not in told:
            yield Crossed(f"{part} of {whole}", f"the cited text says {whole} of {part}")


@lru_cache(maxsize=4096)
def _shares(text: Text) -> tuple[tuple[str, str], ...]:
    """Numbers as written on either side of "of"."""
    found = []
    for n, token in enumerate(text.tokens[1:-1], start=1):
        if token.folded == "of":
            behind = n + 2 if text.tokens[n + 1].folded in ("the", "its", "all") and n + 2 < len(text.tokens) else n + 1
            pair = as_digits(text.tokens[n - 1].folded), as_digits(text.tokens[behind].folded)
            if all(pair):
                found.append(pair)
    return tuple(found)


def crossed_parties(statement: Text, evidence: Sequence[Text]) -> Iterator[Crossed]:
    """ "Between A and B" where the evidence has "between A and C"."""
    if "between" not in statement.folded_words:
        return
    told = [pair for text in evidence for pair in _betweens(text)]
    for pair in _betweens(statement):
        sharing = [other for other in told if len(pair & other) == 1]
        if sharing and not any(pair == other for other in told):
            yield Crossed(" and ".join(sorted(pair)), "the cited text names other parties")


@lru_cache(maxsize=4096)
def _betweens(text: Text) -> list[frozenset[str]]:
    """The parties, in canonical form, of each "between A and B"."""
    found: list[frozenset[str]] = []
    named = name_at(text)
    for n, token in enumerate(text.tokens):
        joint = next((k for k in range(n, min(n + 8, len(text.tokens))) if text.tokens[k].folded == "and"), 0)
        if token.folded == "between" and joint:
            first = [named[k] for k in range(n, joint) if k in named]
            second = [named[k] for k in range(joint, min(joint + 4, len(text.tokens))) if k in named]
            if first and second:
                found.append(frozenset((first[-1], second[0])))
    return found


def crossed_names(statement: Text, evidence: Sequence[Text]) -> Iterator[Crossed]:
    """Names whose clause in the statement says what the evidence says only in sentences about others."""
    sentences = [sentence for text in evidence for sentence in _sentences(text)]
    if len(sentences) < 2:
        return
    for name in names(statement):
        clause = statement.tokens[name.first].clause
        said = frozenset(
            t.meaning for t in statement.tokens if t.clause == clause and t.is_content and not t.is_capitalised
        )
        own = [k for k, s in enumerate(sentences) if name.words[-1] in s.words]
        if not own or len(said) < 2:
            continue
        near = set(own) | {k + 1 for k in own if k + 1 < len(sentences) and sentences[k + 1].is_anaphoric}
        if any(sentences[k].content & said for k in near):
            continue
        rivals = [s for k, s in enumerate(sentences) if k not in near and s.names and len(s.content & said) >= 2]
        if rivals and not any(s.is_anaphoric and not s.opens_with_name for s in rivals):
            yield Crossed(name.text, f"what is said of {name.text} stands in a sentence about something else")


@lru_cache(maxsize=4096)
def _sentences(text: Text) -> tuple[_Sentence, ...]:
    return tuple(_Sentence(text, n) for n in range(len(text.sentences)))


class _Sentence:
    """One sentence of the evidence: its words, content and names."""

    def __init__(self, text: Text, number: int) -> None:
        tokens = [t for t in text.tokens if t.sentence == number]
        indices = [n for n, t in enumerate(text.tokens) if t.sentence == number]
        self.words = frozenset(canonical_run(tokens))
        self.content = frozenset(t.meaning for t in tokens if t.is_content)
        self.names = frozenset(canonical(text.tokens[n].folded) for n in indices if n in _name_indices(text))
        opening = tokens[:6]
        self.opens_with_name = bool(indices and indices[0] in _name_indices(text))
        self.is_anaphoric = any(t.folded in _ANAPHORA for t in opening) or bool(
            opening and opening[0].folded in _DEFINITE
        )
