"""What one account says against another in so many words, whether there is a number in it or not.

Three forms: a figure that is compared with what somebody has said ("longer than the operator has said"), a happening
that one publisher reports and another denies ("a girl has died", "knew of no death"), and what one party says and the
other denies in the next sentence ("the union denies it"). That all sentences are of one story is for the caller to see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from rag.answer.given import Given, claim_of
from rag.answer.values import Told
from rag.verify.polarity import cues, denied
from rag.verify.stems import meaning
from rag.verify.tokens import Text
from rag.verify.wordlists import words

REACH = timedelta(days=7)
"""How much older the report may be that a figure is compared with."""

NEEDED = 2
"""Words that a report and its denial must share besides, if but one word is denied."""

_THAN_SAID = re.compile(
    r"(?i)\b(?:(?P<less>less|fewer|lower|shorter|smaller|half as \w+)|more|\w+er|again|twice|as \w+) (?:than|as) \w+\b"
    r"[^.,;]{0,40}?\b(?:has|have|had) (?:first |so far |earlier )?"
    r"(?:said|stated|claimed|reported|announced|admitted|given|estimated)\b"
)
_DENIES = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied)|disputes?|disputed|contradicts?|contradicted)\s+"
    r"(?:it|this|that|the (?:claim|charge|accusation|allegation|report|figure)s?)\b"
    r"|\b(?:rejects?|rejected|dismiss(?:es|ed)?)\s+the (?:claim|charge|accusation|allegation|report|figure)s?\b"
    r"|\bcall(?:s|ed) (?:it|this|that|the \w+) (?:untrue|false|wrong|a lie|an invention|nonsense)\b"
)
_CLAIMS = re.compile(
    r"(?i)\b(?:say|says|said|claim(?:s|ed)?|accus(?:e|es|ed)|alleg(?:e|es|ed)|according|report(?:s|ed)|told|insist\w*)\b"
)
_TURNS = re.compile(r"(?i)\b(?:again|since|until|no longer|resum\w+|reopen\w*)\b")
"""Words of a sentence that tells of two states itself."""
_OF_NO = frozenset(meaning(w) for w in words("proof evidence sign indication trace record report information case"))
"""What is denied is not the proof but what it would be proof of."""
_PLAIN = frozenset(
    meaning(w)
    for w in words(
        "say tell know reveal disclose confirm answer comment specify give name want need plan way time day reason "
        "doubt longer change question word more have use make immediate"
    )
)
"""Words that two articles have in common though they tell of other things."""
_EVERYBODY = frozenset(words("all everyone everybody"))
_UNHARMED = frozenset(words("alive unhurt unharmed survived safe"))
_FEARED = frozenset(words("fear fears feared risk risks threat danger rumour rumours rumor rumors possibility"))
_NOTHING = frozenset(words("no none nobody nothing neither without"))
_BEHIND = 5


def denials(told: Sequence[Told], earlier: Sequence[Told] = ()) -> Iterator[tuple[Given, Given]]:
    """Pairs of a denial and what it denies; ``earlier`` are sentences of days before, which only figures look back on.

    Whether two articles are independent of each other is for the caller to ask.
    """
    common = common_words(told)
    for one in told:
        yield from _figures(one, [*told, *earlier])
        yield from _happenings(one, told, common)
    for before, behind in pairwise(told):
        if _is_denied_by(before, behind):
            yield Given(behind, claim_of(behind)), Given(before, claim_of(before))


def _figures(one: Told, others: Sequence[Told]) -> Iterator[tuple[Given, Given]]:
    """The figure that is compared with what was said, and the one that was said: only where it can be but one."""
    match = _THAN_SAID.search(one.evidence.text)
    if not match:
        return
    is_less = bool(match["less"])
    for value in (v for v in one.values if v.kind in ("count", "amount")):
        said = [
            Given(other, rival)
            for other in others
            if _is_before(other, one)
            for rival in other.values
            if rival.is_like(value) and not rival.agrees(value) and (rival.low > value.low) == is_less
        ]
        if said and all(given.value.agrees(said[0].value) for given in said):
            yield Given(one, value), said[0]


def _is_before(other: Told, one: Told) -> bool:
    first, second = other.evidence.version.article, one.evidence.version.article
    if first.source == second.source or not first.published or not second.published:
        return False
    return timedelta(0) <= second.published.at - first.published.at <= REACH


def _happenings(one: Told, others: Sequence[Told], common: frozenset[str]) -> Iterator[tuple[Given, Given]]:
    """What the sentence denies and another publisher of the same day reports."""
    denied_here = list(_denied(one.text))
    if (not denied_here and not _speaks_of_all(one.text)) or _TURNS.search(one.evidence.text):
        return
    for other in others:
        if other.evidence.version.article.source == one.evidence.version.article.source or not _same_day(one, other):
            continue
        met = [denial for denial in denied_here if _reported(other.text, denial) is not None]
        shared = (one.words & other.words) - common
        words_met = {word for denial in met for word in denial.words}
        if (
            len(words_met) > 1
            or (met and len(shared - words_met) >= NEEDED)
            or _dies_though_all_live(one, other, shared)
        ):
            yield Given(one, claim_of(one)), Given(other, claim_of(other))


@dataclass(frozen=True, slots=True)
class _Denied:
    """Words that are denied together, and the word for whom or what they are denied of, "" where there is none."""

    words: frozenset[str]
    subject: str


def _denied(text: Text) -> Iterator[_Denied]:
    tokens = text.tokens
    for cue in cues(text):
        if cue.kind != "negation" or cue.strength or not cue.heads:
            continue
        heads = [n for n in cue.heads if tokens[n].is_content]
        if any(tokens[n].meaning in _OF_NO for n in heads):
            last = max(heads)
            behind = range(last + 1, min(last + 1 + _BEHIND, len(tokens)))
            heads = [n for n in behind if tokens[n].is_content and tokens[n].clause == tokens[last].clause][:1]
        found = frozenset(tokens[n].meaning for n in heads)
        is_nothing = tokens[cue.at].folded in _NOTHING
        subject = "" if is_nothing else _subject(text, cue.at)
        if found and not found & _PLAIN and (is_nothing or subject):
            yield _Denied(found, subject)


def _subject(text: Text, at: int) -> str:
    """The meaning of the last word of its own before the "not" of a clause."""
    tokens = text.tokens
    before = (t for t in reversed(tokens[:at]) if t.clause == tokens[at].clause and t.is_content)
    return next((t.meaning for t in before if t.meaning not in _PLAIN), "")


def _reported(text: Text, denial: _Denied) -> int | None:
    """The place of the last of the words, where the text says them all as facts, of the same subject, in one clause."""
    if text.folded_words & _FEARED or _TURNS.search(text.text):
        return None
    held = {head for cue in cues(text) for head in cue.heads}
    held |= {n for n in range(1, len(text.tokens)) if "yet" in {t.folded for t in text.tokens[max(0, n - 3) : n]}}
    nothing = {t.clause for t in text.tokens if t.folded in _NOTHING}
    held |= {n for n, token in enumerate(text.tokens) if token.clause in nothing}
    places = [[n for n in text.places.get(word, ()) if n not in held and not denied(text, n)] for word in denial.words]
    if not all(places):
        return None
    last = max(found[0] for found in places)
    clause = text.tokens[last].clause
    if any(text.tokens[found[0]].clause != clause for found in places):
        return None
    subjects = [n for n in text.places.get(denial.subject, ()) if n < last and text.tokens[n].clause == clause]
    return last if subjects or not denial.subject else None


def _speaks_of_all(text: Text) -> bool:
    """ "All fourteen are alive": nobody died."""
    return bool(text.folded_words & _EVERYBODY and text.folded_words & _UNHARMED)


def _dies_though_all_live(one: Told, other: Told, shared: frozenset[str]) -> bool:
    return bool(shared) and _speaks_of_all(one.text) and _reported(other.text, _NOBODY_DIED) is not None


def common_words(told: Sequence[Told]) -> frozenset[str]:
    """Those in more than one sentence in eight, and in more than three: in a story about a dam, "dam" says nothing."""
    held = Counter(word for sentence in told for word in sentence.words)
    return frozenset(word for word, count in held.items() if count > max(3, len(told) / 8))


_NOBODY_DIED = _Denied(frozenset((meaning("death"),)), "")


def _same_day(one: Told, other: Told) -> bool:
    first, second = one.evidence.version.article.published, other.evidence.version.article.published
    return bool(first and second and first.day == second.day)


def _is_denied_by(before: Told, behind: Told) -> bool:
    """Whether the second sentence stands right behind the first and denies what somebody says in it."""
    one, other = before.evidence, behind.evidence
    if one.version is not other.version or not 0 <= other.start - one.end <= 2:
        return False
    return bool(_DENIES.search(other.text) and _CLAIMS.search(one.text) and not _DENIES.search(one.text))
