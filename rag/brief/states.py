"""How things stand, said in words: open or closed, planned or called off, arrested or charged, orange or red.

A scale is a question that news asks again and again; its states exclude each other. Two sentences that put one thing at
two states of a scale tell of a change, though neither has a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.verify.polarity import cues, denied
from rag.verify.stems import meaning
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_SCALES = """
planned scheduled due | cancelled canceled scrapped abandoned called_off off_the_table | postponed delayed put_off
open opened opens reopened reopens | closed closes shut shuts sealed
goes_on continues continued continuing | ended ends over finished came_to_an_end
arrested detained custody | charged indicted | convicted guilty sentenced jailed | acquitted freed released cleared bail
missing | found rescued recovered
critical critically | stable | left_hospital discharged sent_home gone_home at_home
operating sailing | suspended halted out_of_service | resumed resumes restarted back_in_service
on_strike stopped_work walked_out | back_at_work returned_to_work went_back_to_work
banned forbidden imposed in_force introduced | lifted eased allowed permitted
accepted accepts signed agreed_to | rejected rejects refused turned_down broke_down collapsed
appointed elected named sworn_in succeeded | resigned resigns stepped_down dismissed sacked removed
burning out_of_control raging spreading | under_control contained | extinguished put_out
green | yellow | amber orange | red
clear clean | cloudy muddy murky brown | polluted contaminated
unknown unclear unexplained | caused established identified proved proven
leads leading ahead wins won winning | trails trailing behind lost loses losing | level tied drew
approved passed adopted | defeated voted_down thrown_out
evacuated | return_home returned_home allowed_back
dry | wet flooded
alive survived in_hospital | dead died killed
denied denies | admitted admits confessed
safe | unsafe dangerous
in_public | behind_closed_doors
holds intact | broke burst breached gave_way
accident accidental | arson murder deliberate
aground adrift | refloated afloat towed
blocked impassable | passable cleared_of
granted set_bail | revoked withdrawn
"""


class State(NamedTuple):
    """A place on a scale; ``words`` are the meanings of the words that say so."""

    scale: int
    place: int
    words: frozenset[str]


def _table() -> dict[tuple[str, ...], list[State]]:
    found: dict[tuple[str, ...], list[State]] = {}
    for scale, line in enumerate(_SCALES.strip().splitlines()):
        for place, part in enumerate(line.split("|")):
            for phrase in part.split():
                said = tuple(phrase.split("_"))
                found.setdefault(said, []).append(State(scale, place, frozenset(meaning(word) for word in said)))
    return found


_STATE_OF = _table()
_LONGEST = max(map(len, _STATE_OF))


@lru_cache(maxsize=4_096)
def states(text: Text) -> tuple[State, ...]:
    """The states that a text gives as facts: not what is denied, feared or hoped for."""
    return tuple(_read(text))


def _read(text: Text) -> Iterator[State]:
    tokens = text.tokens
    doubts = [c for c in cues(text) if c.kind != "future" and tokens[c.at].folded not in _SUSPECTS]
    held = {head for cue in doubts for head in cue.heads}
    for at in range(len(tokens)):
        if at in held or _is_condition(tokens, at) or (at and tokens[at - 1].folded == "as"):
            continue
        for length in range(1, _LONGEST + 1):
            yield from _STATE_OF.get(tuple(t.folded for t in tokens[at : at + length]), ())


def _is_quality(token: Token) -> bool:
    """As far as its form tells: "cloudy" and "final", not "fees" or "arranged"."""
    return token.is_content and token.kind == "word" and not token.folded.endswith(("s", "ed", "ing"))


def _is_condition(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether "if" or "whether" stands before it in its clause."""
    return any(t.folded in _CONDITIONS and t.clause == tokens[at].clause for t in tokens[max(0, at - _WITHIN) : at])


_CONDITIONS = frozenset(words("if whether unless until"))
_SUSPECTS = frozenset(words("suspect suspects suspected"))
"""Mostly people here, and no doubt."""
_WITHIN = 12
_BEING = frozenset(words("is are was were remains remain stays stay stayed became becomes turned looks looked"))
_SKIPPED = frozenset(words("now still not no longer again very quite slightly less more too been being a an the to"))
_AHEAD = 4


def attributes(text: Text) -> Iterator[tuple[str, str]]:
    """(thing, what it is) of each "the water is clear", by their meanings; not of names, nor of what is denied."""
    tokens = text.tokens
    for at, token in enumerate(tokens):
        if token.folded not in _BEING or not at or tokens[at - 1].clause != token.clause:
            continue
        thing = tokens[at - 1]
        behind = (t for t in tokens[at + 1 : at + _AHEAD] if t.folded not in _SKIPPED)
        said = next(behind, None)
        if said is None or not _is_quality(said) or said.clause != token.clause or _is_condition(tokens, at):
            continue
        if thing.is_content and not thing.is_capitalised and not denied(text, at):
            yield thing.meaning, said.meaning


def denied_words(text: Text) -> frozenset[str]:
    """The meanings of the words that a text plainly denies: "not", not "avert" or "cancel"."""
    heads = (head for cue in cues(text) if cue.kind == "negation" and not cue.strength for head in cue.heads)
    return frozenset(text.tokens[head].meaning for head in heads)
