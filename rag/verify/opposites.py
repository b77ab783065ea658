"""Words that exclude each other, and acts that must not be swapped: direction of comparison, who agreed to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.lexicon import ACTS, EXCLUSIONS
from rag.verify.polarity import cues, denied
from rag.verify.roles import deed_at
from rag.verify.stems import fold_word, meaning, stem
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words


class Opposed(NamedTuple):
    """A word of the statement that excludes, or is not, what the spans say."""

    token: Token
    against: str


def _sides() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for line, text in enumerate(EXCLUSIONS):
        for side, part in enumerate(text.split("|")):
            for word in part.split():
                found.setdefault(key_of_word(word), (line, side))
    return found


def key_of_word(word: str) -> str:
    """What a word is compared by here: comparatives and particles as they stand, others by meaning."""
    folded = fold_word(word)
    return folded if folded in _AS_WRITTEN else meaning(folded)


_AS_WRITTEN = frozenset(
    words(
        "all none up down higher lower more less fewer before after above below first last ahead behind "
        "better worse best worst completed finalised finalized against favour favor supported supports "
        "supporting supporter backed doubled double halved halve newer newest high low ease finance transport "
        "morning afternoon evening night men man boy boys male women woman girl girls female older oldest "
        "elder younger youngest larger largest bigger biggest smaller smallest longer longest shorter "
        "shortest faster fastest slower slowest stronger weaker hotter hottest colder coldest dead weeks "
        "months days hours years minutes seconds decades led leads trailed trails long short early late young "
        "old promoted suspended pricier costlier cheaper dearer cheapest quarterly monthly weekly yearly "
        "earlier sooner later warmer warmest cooler coolest north south east west northern southern eastern "
        "western defence fired back loss losses profit public private red initial call clear contract"
    )
)
_SIDE_OF = _sides()
# "The storm hit before the vote" is "the vote came after the storm": opposite only before the same words.
_CONVERSE = frozenset(_SIDE_OF[key_of_word(word)][0] for word in ("before", "above", "ahead", "agreement", "earlier"))

_ACT_OF = {key_of_word(word): n for n, line in enumerate(ACTS) for word in line.split()}
# "Back", "clear", "call" and the like are acts only sometimes: they support one, but do not claim one.
_FAINT = frozenset(
    key_of_word(w) for w in ("back", "clear", "call", "initial", "stop", "halt", "pause", "blast", "alert")
)
_REFUSING, _ASSENTING = _ACT_OF[key_of_word("refuse")], _ACT_OF[key_of_word("agree")]
_CONVICTING, _ACQUITTING = _ACT_OF[key_of_word("convict")], _ACT_OF[key_of_word("acquit")]
# An act and the one that it is the denial of: "not guilty" is "acquitted".
_TURNED = {
    _REFUSING: _ASSENTING,
    _ASSENTING: _REFUSING,
    _CONVICTING: _ACQUITTING,
    _ACQUITTING: _CONVICTING,
}


def opposed(statement: Text, evidence: Sequence[Text]) -> Iterator[Opposed]:
    """Words of the statement whose opposite stands in their place in the evidence."""
    sides = [(text, n, side) for text in evidence for n, side in _sided(text)]
    for at, side in _sided(statement):
        token = statement.tokens[at]
        same = [(text, n) for text, n, other in sides if other == side]
        same += [(text, n) for text in evidence for n in text.places.get(token.meaning, ()) if (text, n) not in same]
        if side[0] == _RISE_FALL and not same and any(not _STILL.isdisjoint(text.folded_words) for text in evidence):
            yield Opposed(token, "unchanged")
            continue
        against = [(text, n) for text, n, other in sides if other[0] == side[0] and other[1] != side[1]]
        if not against:
            continue
        best, (text, n) = max(((_overlap(statement, at, *spot), spot) for spot in against), key=lambda pair: pair[0])
        if same and max(_overlap(statement, at, *spot) for spot in same) + 0.5 > best:
            continue
        if any(_pairs(statement, at) & _pairs(*spot) for spot in same):
            continue
        if denied(statement, at) != denied(text, n) or _is_converse(statement, at, text, n):
            continue
        if side[0] not in _CONVERSE or _following(statement, at) & _following(text, n):
            yield Opposed(token, text.tokens[n].text)


def _pairs(text: Text, at: int) -> set[tuple[str, str]]:
    """The word with its neighbours: "higher wages" is about the same thing in both texts."""
    tokens = text.tokens
    after = tokens[at + 1].meaning if at + 1 < len(tokens) and tokens[at + 1].is_content else ""
    before = tokens[at - 1].meaning if at and tokens[at - 1].is_content else ""
    return {pair for pair in ((tokens[at].meaning, after), (before, tokens[at].meaning)) if all(pair)}


def _following(text: Text, at: int) -> frozenset[str]:
    """Content behind a word, up to the end of its clause."""
    clause = text.tokens[at].clause
    return frozenset(
        t.meaning for t in text.tokens[at + 1 : at + 8] if t.clause == clause and (t.is_content or t.kind == "number")
    )


_STILL = frozenset(words("unchanged steady stable"))
_RISE_FALL = _SIDE_OF["rise"][0]
_WIN_LOSE = _SIDE_OF[key_of_word("lose")][0]


def _is_converse(statement: Text, at: int, text: Text, n: int) -> bool:
    """Whether "Rovers lost to United" says what "United beat Rovers" does: the parts have changed sides."""
    side = _side(statement, at)
    if side is None or side[0] != _WIN_LOSE:
        return False
    said, told = deed_at(statement, at), deed_at(text, n)
    if said is None or told is None:
        return False
    return bool(said.doer_names & told.object_names) and not said.doer_names & told.doer_names


# These may be said of who approves, but are no approval wherever they stand.
_CLEARING = frozenset(meaning(w) for w in ("clear", "allow", "permit", "authorise", "authorize", "pass"))


def swapped_acts(statement: Text, evidence: Sequence[Text]) -> Iterator[Token]:
    """Acts that the statement reports and the evidence does not: "signed" where it says "discussed"."""
    told = frozenset(act for text in evidence for _, act, _ in _acts(text))
    agreed = frozenset(
        (_ASSENTING, denied(text, n)) for text in evidence for n in text.places.get(meaning("agreement"), ())
    )
    negated = any(is_denied for text in evidence for _, _, is_denied in _acts(text)) or _has_negation(evidence)
    for at, act, is_denied in _acts(statement):
        token = statement.tokens[at]
        if act == _ASSENTING and (
            (_ASSENTING, is_denied) in agreed or any(_CLEARING & text.meanings for text in evidence)
        ):
            continue
        if act in told or token.is_capitalised or _key(token) in _FAINT:
            continue
        if any(token.meaning in text.places for text in evidence) and not _is_phrase(statement, at):
            continue
        turned = _TURNED.get(act)
        if (turned in told and (negated or is_denied)) or (act == _REFUSING and negated):
            continue
        yield token


@lru_cache(maxsize=4096)
def _acts(text: Text) -> tuple[tuple[int, int, bool], ...]:
    """(index, act, whether it is denied) of the acts in a text."""
    found: list[tuple[int, int, bool]] = []
    for n, token in enumerate(text.tokens):
        if token.is_content and _may_act(token.folded):
            phrase = _PHRASES.get((stem(token.folded), _after(text, n)))
            act = _ACT_OF.get(key_of_word(phrase) if phrase else _key(token))
            if act is not None:
                found.append((n, act, denied(text, n)))
    return tuple(found)


@lru_cache(maxsize=100_000)
def _may_act(folded: str) -> bool:
    """Whether a word is an act in some surroundings."""
    return stem(folded) in _PHRASE_VERBS or (folded if folded in _AS_WRITTEN else meaning(folded)) in _ACT_OF


def _is_phrase(text: Text, at: int) -> bool:
    return (stem(text.tokens[at].folded), _after(text, at)) in _PHRASES


def _has_negation(evidence: Sequence[Text]) -> bool:
    return any(cue.kind == "negation" for text in evidence for cue in cues(text))


def _key(token: Token) -> str:
    return token.folded if token.folded in _AS_WRITTEN else token.meaning


@lru_cache(maxsize=4096)
def _sided(text: Text) -> tuple[tuple[int, tuple[int, int]], ...]:
    """(index, side) of the words of a text that exclude others."""
    found = ((n, _side(text, n)) for n, t in enumerate(text.tokens) if t.kind == "word" and _may_exclude(t.folded))
    return tuple((n, side) for n, side in found if side is not None)


@lru_cache(maxsize=100_000)
def _may_exclude(folded: str) -> bool:
    """Whether a word has a side in some surroundings: most have none in any, and are passed over."""
    if folded in _LOSING or folded == "for" or stem(folded) in _PHRASE_VERBS:
        return True
    return meaning(folded) in _RATES or (folded if folded in _AS_WRITTEN else meaning(folded)) in _SIDE_OF


def _side(text: Text, at: int) -> tuple[int, int] | None:
    token = text.tokens[at]
    if token.folded in _LOSING and _is_amount(text, at + 1):
        return _SIDE_OF["fall"]
    if (phrase := _PHRASES.get((stem(token.folded), _after(text, at)))) is not None:
        return _SIDE_OF.get(key_of_word(phrase))
    if token.folded == "for" and at and text.tokens[at - 1].meaning == meaning("vote"):
        return _SIDE_OF["favour"]
    if token.meaning in _RATES and at and text.tokens[at - 1].folded in ("a", "an", "per", "each", "every"):
        return None if _after(text, at) in _NO_RATE else (_RATE_LINE, _RATES[token.meaning])
    if token.folded in ("up", "down") and _after(text, at) not in ("from", "by") and not _counts(text, at + 1):
        return None  # "catch up", "shut down"
    return _SIDE_OF.get(_key(token))


def _counts(text: Text, at: int) -> bool:
    return at < len(text.tokens) and text.tokens[at].kind in ("number", "symbol")


# "80,000 a year" is not "80,000 a month"; "a year ago" is no rate.
_RATE_LINE = -1
_RATES = {meaning(unit): n for n, unit in enumerate(words("hour day week month year minute second"))}
_NO_RATE = frozenset(words("ago earlier later after before old long from since"))


def _is_amount(text: Text, at: int) -> bool:
    """Whether money or a percentage stands at an index: what is lost by falling, not in a match."""
    following = text.tokens[at : at + 2]
    return any(t.text in ("%", "$", "€", "£") or t.folded in ("percent", "points", "per") for t in following)


def _after(text: Text, at: int) -> str:
    return text.tokens[at + 1].folded if at + 1 < len(text.tokens) else ""


# Verbs whose particle makes them another verb.
_PHRASES = {
    (stem("call"), "off"): "cancel",
    (stem("turn"), "down"): "reject",
    (stem("rule"), "out"): "reject",
    (stem("step"), "down"): "resign",
}
_PHRASE_VERBS = frozenset(verb for verb, _ in _PHRASES)
_LOSING = frozenset(words("lost loses lose losing shed sheds"))


def _overlap(statement: Text, at: int, text: Text, n: int) -> float:
    """How many words the surroundings of two words share: their clauses count whole, the rest of the parts a tenth."""
    here, there = _near(statement, at), _near(text, n)
    wide = _part(statement, at) & _part(text, n)
    return len(here & there) + len(wide) / 10


def _near(text: Text, at: int) -> frozenset[str]:
    segment = text.segments[at]
    return frozenset(
        t.meaning
        for n, t in enumerate(text.tokens)
        if text.segments[n] == segment and n != at and (t.is_content or t.kind == "number")
    )


def _part(text: Text, at: int) -> frozenset[str]:
    part = text.parts[at]
    return frozenset(t.meaning for n, t in enumerate(text.tokens) if text.parts[n] == part and n != at and t.is_content)
