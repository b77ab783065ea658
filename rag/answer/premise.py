"""False premises: what a question takes for granted and the evidence contradicts.

A premise is called false only where the sentence that fits the question best says something else in the same place:
another number of the same unit, another date, another name in the same role, the opposite verb, another speaker.
Where the evidence is merely silent, the question is declined instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.match import Candidate
from rag.answer.terms import Words, country_of, words_of
from rag.domain.article import FIELDS
from rag.domain.question import Part
from rag.verify.dates import moments
from rag.verify.dates import supports as same_moment
from rag.verify.names import Name, names
from rag.verify.numbers import quantities
from rag.verify.numbers import supports as same_quantity
from rag.verify.quotations import is_quoted, quotations
from rag.verify.stems import fold_word, meaning
from rag.verify.tokens import Text, read

LOOKED_AT = 3
"""How many of the best sentences may contradict a premise."""

LOOKED_AT_FOR_NUMBERS = 6
"""A number or date is tied to the word beside it, so that also a sentence further down is safely recognised."""

HELD_FOR_NEGATION = 0.7
"""A "not" turns a sentence round only where it is about the very thing that is asked."""

OBJECT_WITHIN = 10
"""Tokens around an opposite verb within which something that is asked about must stand: "raised its key rate" says
nothing about a forecast that was cut."""

BESIDE = 3
"""Tokens within which a word counts as beside a number."""

FITS = 0.45
"""Share of the question's words that a contradicting sentence must hold: less, and it is about something else."""

_TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_PLACE_WORDS = frozenset(("in", "at", "from", "near", "outside"))
_OPPOSITES = tuple(
    (frozenset(map(meaning, one.split())), frozenset(map(meaning, other.split())))
    for one, other in (
        ("reject refuse decline oppose block veto resist", "accept agree commit approve welcome endorse back willing"),
        ("condemn criticise denounce deplore", "welcome praise support applaud endorse"),
        ("fail collapse stall suspend postpone cancel", "succeed conclude sign finalise clinch complete"),
        ("rise increase grow climb", "fall decrease drop decline"),
        ("win beat", "lose"),
        ("free release acquit", "arrest detain jail convict"),
        ("deny", "admit confirm"),
        ("ban forbid", "allow permit legalise"),
        ("strengthen", "weaken"),
        ("hire appoint", "dismiss fire sack"),
    )
)
_NEGATED = re.compile(r"\b(?:not|never|no|without|n[’']t|neither|nor|hardly|barely)\b", re.IGNORECASE)
_NOT = frozenset(("not", "never", "no", "without", "didnt", "wasnt", "wont", "cannot", "couldnt", "neither", "nor"))
_PRESUMES = re.compile(r"^\W*(?:\w+ ){0,2}?(?:why|how|when|where|how much|how many|which|who)\b", re.IGNORECASE)
_ASKING = frozenset(("who", "whom", "whose", "which", "what", "when", "where", "why", "how"))
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """What the question says, what the evidence says instead, and the sentence that says it."""

    said: str
    instead: str
    correction: tuple[Candidate, ...]

    @property
    def text(self) -> str:
        return f"The question says “{self.said}”; the archive says “{self.instead}”."


def false_premise(part: Part, ranked: Sequence[Candidate]) -> FalsePremise | None:
    """The first premise of the question that one of the best sentences contradicts, or None.

    A yes-no question takes nothing for granted: the sentence that answers it is the answer, also where it says no.
    """
    if not ranked or ranked[0].kind == "polar":
        return None
    question = read(part.text)
    body = [c for c in ranked if c.evidence.field == "body"]
    looks = (
        (_speakers, body[:LOOKED_AT]),
        (_dates, body[:LOOKED_AT]),
        (_numbers, body[:LOOKED_AT_FOR_NUMBERS]),
        (_places, [c for c in body[:LOOKED_AT] if c.features.held >= FITS]),
        (_loose_numbers, body[:LOOKED_AT]),
        (_doers, [c for c in body[:LOOKED_AT] if c.features.held >= FITS]),
        (_roles, [c for c in body[:LOOKED_AT] if c.features.held >= FITS]),
        (_opposites, [c for c in body[:LOOKED_AT] if c.features.held >= FITS]),
        (_negations, [c for c in body[:1] if c.features.held >= HELD_FOR_NEGATION]),
    )
    for contradictions, best in looks:
        for candidate in best:
            for said, instead in contradictions(question, _Side.of(candidate)):
                return FalsePremise(said, instead, (candidate,))
    return None


@dataclass(frozen=True)
class _Side:
    """A sentence of the evidence, and the whole article that it stands in."""

    sentence: Text
    whole: Text
    published: date | None

    @classmethod
    def of(cls, candidate: Candidate) -> _Side:
        article = candidate.evidence.version.article
        return cls(
            sentence=read(candidate.evidence.text),
            whole=read("\n".join(article.text(field) for field in FIELDS)),
            published=article.published.at.date() if article.published else None,
        )


def _numbers(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """Another value of the same unit beside the same word ("a 90-day halt"), or of time where both are of time."""
    known = quantities(side.whole)
    for said in quantities(question):
        if said.sort not in ("cardinal", "range") or not said.unit or any(same_quantity(k, said) for k in known):
            continue
        beside = _beside(question, said.first, said.last)
        for other in quantities(side.sentence):
            both_time = said.unit in _TIME_UNITS and other.unit in _TIME_UNITS
            same_thing = bool(beside & _beside(side.sentence, other.first, other.last))
            if same_thing and (other.unit == said.unit or both_time) and other.sort in ("cardinal", "range"):
                # With the word behind the number, which is mostly what it counts.
                yield (
                    _printed(question, said.first, said.last + 1),
                    _printed(side.sentence, other.first, other.last + 1),
                )
                break


def _loose_numbers(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """ "a 60-day ceasefire" where the sentence speaks of the ceasefire and of a 30-day halt: the same unit, joined."""
    known = quantities(side.whole)
    for said in quantities(question):
        if said.unit not in _TIME_UNITS or any(same_quantity(k, said) for k in known):
            continue
        behind = _around(question, said.last, said.last, 2)
        for other in quantities(side.sentence):
            if other.unit == said.unit and other.sort == "cardinal" and behind & side.sentence.meanings:
                yield (
                    _printed(question, said.first, said.last + 1),
                    _printed(side.sentence, other.first, other.last + 1),
                )
                break


def _doers(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """ "did Ukraine propose suspending it" where the sentence has another name do just that."""
    in_sentence, in_question = words_of(side.sentence.text), words_of(question.text)
    tokens = side.sentence.tokens
    for said in names(question):
        deed = _next_meanings(question, said)
        if len(deed) < 2 or _held(said, in_sentence):
            continue
        for at, token in enumerate(tokens):
            after = [t.meaning for t in tokens[at + 1 : at + 1 + BESIDE] if t.is_content]
            if token.meaning != deed[0] or after[:1] != deed[1:2]:
                continue
            before = [n for n in names(side.sentence) if at - OBJECT_WITHIN <= n.first < at]
            if before and not _held(before[-1], in_question):
                yield said.text, before[-1].text
                return


def _dates(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    known = moments(side.whole, side.published)
    for said in moments(question, None):
        if said.day is None or said.month is None or any(same_moment(k, said) for k in known):
            continue
        for other in moments(side.sentence, side.published):
            if other.day is not None and other.month is not None:
                yield _printed(question, said.first, said.last), _printed(side.sentence, other.first, other.last)
                break


def _places(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """ "in Riyadh" where the article never names Riyadh and the sentence says "in Jeddah"."""
    in_article, in_question = words_of(side.whole.text), words_of(question.text)
    theirs = [n for n in names(side.sentence) if _before(side.sentence, n) in _PLACE_WORDS]
    for said in names(question):
        if _before(question, said) in _PLACE_WORDS and not _held(said, in_article):
            for other in theirs:
                if not _held(other, in_question):
                    yield said.text, other.text
                    return


def _roles(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """ "the Ukrainian delegation" or "did Ukraine propose" where the sentence has another name in that place.

    Only for names that the article knows in another role: of one that it never mentions it says nothing.
    """
    in_sentence, in_question = words_of(side.sentence.text), words_of(question.text)
    in_article = words_of(side.whole.text)
    for said in names(question):
        following = _next_meanings(question, said)
        if not following or _held(said, in_sentence) or not _held(said, in_article):
            continue
        # Where the article has both delegations, only the same deed puts one in the other's place.
        also = any(_next_meanings(side.whole, n)[:1] == following[:1] and _is(n, said) for n in names(side.whole))
        for other in names(side.sentence):
            theirs = _next_meanings(side.sentence, other)
            same = theirs == following and len(following) == 2 if also else theirs[:1] == following[:1]
            if same and not _held(other, in_question):
                yield said.text, other.text
                return


def _opposites(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    if _NEGATED.search(question.text) or _NEGATED.search(side.sentence.text):
        return
    theirs = {t.meaning: at for at, t in enumerate(side.sentence.tokens) if t.is_content}
    asked = {t.meaning for t in question.content if not t.is_capitalised}
    for token in question.content:
        if token.meaning in theirs:
            continue
        for one, other in _OPPOSITES:
            for mine, opposite in ((one, other), (other, one)):
                found = sorted(opposite & theirs.keys())
                if token.meaning in mine and found and not (mine & theirs.keys()):
                    at = theirs[found[0]]
                    if _around(side.sentence, at, at + 1, OBJECT_WITHIN) & asked:
                        yield token.text, side.sentence.tokens[at].text
                        return


def _negations(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """ "Why did the council buy it?" where the sentence says that the council could not buy it."""
    if _NEGATED.search(question.text) or not _PRESUMES.search(question.text):
        return
    asked = {t.meaning for t in question.content if not t.is_capitalised}
    tokens = side.sentence.tokens
    for at, token in enumerate(tokens):
        if token.folded not in _NOT:
            continue
        for behind in tokens[at + 1 : at + 1 + BESIDE]:
            if behind.is_content and behind.meaning in asked:
                yield behind.text, _printed(side.sentence, at, tokens.index(behind) + 1)
                return


def _speakers(question: Text, side: _Side) -> Iterator[tuple[str, str]]:
    """Words that the question puts into one mouth and the sentence into another."""
    in_sentence = words_of(side.sentence.text)
    theirs = names(side.sentence)
    for quotation in quotations(question.text):
        if not is_quoted(quotation.words, side.sentence.text):
            continue
        speakers = [
            n
            for n in names(question)
            if question.tokens[n.first].start < quotation.start and question.tokens[n.first].folded not in _ASKING
        ]
        if speakers and theirs and not any(_held(n, in_sentence) for n in speakers):
            yield speakers[-1].text, theirs[0].text


def _beside(text: Text, first: int, last: int) -> frozenset[str]:
    """Meanings of the content words beside the tokens [first, last)."""
    return _around(text, first, last, BESIDE)


def _around(text: Text, first: int, last: int, within: int) -> frozenset[str]:
    around = (*text.tokens[max(first - within, 0) : first], *text.tokens[last : last + within])
    return frozenset(t.meaning for t in around if t.is_content and not t.is_capitalised)


def _before(text: Text, name: Name) -> str:
    at = name.first - 1
    if at >= 0 and text.tokens[at].folded == "the":
        at -= 1
    return text.tokens[at].folded if at >= 0 else ""


def _next_meanings(text: Text, name: Name) -> list[str]:
    """Meanings of the content words behind a name, two at most; none where another kind of word follows it."""
    if name.last >= len(text.tokens) or not text.tokens[name.last].is_content:
        return []
    behind = [t for t in text.tokens[name.last : name.last + BESIDE] if t.is_content and not t.is_capitalised]
    return [t.meaning for t in behind[:2]]


def _is(name: Name, other: Name) -> bool:
    return _held(other, words_of(name.text))


def _held(name: Name, words: Words) -> bool:
    return any(
        words.hold(_POSSESSIVE.sub("", word)) or (country_of(fold_word(word)) in words.countries)
        for word in name.text.split()
        if len(word) > 1
    )


def _printed(text: Text, first: int, last: int) -> str:
    """The tokens [first, last) as printed, without a stop at the end."""
    end = min(last, len(text.tokens)) - 1
    return text.text[text.tokens[first].start : text.tokens[end].end].rstrip(" .,;:!?")
