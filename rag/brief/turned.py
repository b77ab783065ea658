"""Changes without a number: what was planned is called off, what was open is closed, what was said is denied.

An earlier sentence about the same is brought up to date by one that puts it at another state of one scale, expects it
on another day, says otherwise of the same thing, denies it or says its opposite, names somebody else for an office, or
says in so many words that it was otherwise before.
"""

from __future__ import annotations

import re
from datetime import date

from rag.answer.moves import MOVES
from rag.answer.stages import stage_of, subject_words, without_speaker
from rag.answer.values import Told
from rag.brief.earlier import ANOTHER_VALUE, NEWEST_WITHIN, Earlier
from rag.brief.roles import due
from rag.brief.states import State, attributes, denied_words, states
from rag.verify.opposites import opposed
from rag.verify.polarity import denied
from rag.verify.stems import meaning
from rag.verify.tokens import Text

_ANOTHER_STATE = 1.25
"""Rarity that must be shared, in words, where a word of change says so and nothing else does."""
_OTHERWISE = 0.75
"""The same, where the sentence says that it was otherwise before."""
_TURNED = 1.5
"""The same, where one of two sentences denies what the other says."""
_TOLL_SHARED = 0.4
"""The same, where a toll stands at a number."""
_OTHER_STATE = 0.6
"""The same for two states of one thing ("orange", "red"), the words for the states left out."""
_ANOTHER_STAGE = 1.25
"""The same, where something was to come or went on and is done now."""
_OWN_SUBJECT = 0.75
"""Of it what the head of the newer sentence must have in common with the other."""
_ALIKE = 0.5
"""Cosine that two such sentences must have."""
_OWN_THING = 0.4
"""How rare the thing must be of which two sentences say that it is this or that."""

_MOVES_ON = re.compile(
    r"(?i)\b(?:raise[ds]?|lowered|turned|no longer|put off|postponed|brought forward|extended|dropped|instead of|"
    r"has been lifted|reversed|cancelled|resumed|off the table|is now|are now|now expected|"
    r"(?:less|more|fewer|higher|lower)\b[^.]{0,20}\bthan (?:on|the day)|"
    r"(?<!s )(?:a|the) (?:second|third|fourth|fifth)(?= \w))\b"
)
_SAYS_OTHERWISE = re.compile(
    r"(?i)\b(?:no longer|(?:was|were) never|after all|off the table|call(?:s|ed) off|withdr[ae]w[ns]?|withdrawn|"
    r"chang(?:es|ed) (?:its|his|her|their) mind|g[ai]ve[sn]? (?:in|up|way)|backs? down|backed down|resign(?:s|ed)|"
    r"step(?:s|ped) down|replac(?:es|ed)|succeed(?:s|ed)|takes? over|took over|put off|postponed|brought forward|"
    r"has been lifted|reversed|resum(?:es|ed)|reopen(?:s|ed)|scrapped|abandoned|instead|"
    r"than (?:on \w+day|yesterday|the day before|last week|before))\b"
)
"""Words that say that it was otherwise before."""
_IS_HELD = re.compile(r"(?i)\b(?:will|would|should|shall|may|might|could|can|must|to|not|if|whether)(?: \w+){0,2} $")
_NEXT_VICTIM = re.compile(r"(?i)\b(?:second|third|fourth|fifth|sixth) (?:life|death|victim|body|fatality)\b")
_DEATH = meaning("death")
_DENY = meaning("denied")
_REACH = 4
"""Tokens within which "that" stands behind "denied"."""
_TOLL = re.compile(
    r"(?i)\b(?:risen|rose|rises|fallen|fell|falls|increased|climbed|grown|grew|revised|put|stands?|stood)\b"
    r"(?: \w+)? (?:to|at) (?:about |some |least )?"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
_NUMBER = re.compile(r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
_OFFICES = re.compile(
    r"(?i)\b(?:minister|president|chairman|chairwoman|chair|director|mayor|chief|coach|captain|editor|governor|"
    r"commissioner|secretary|ambassador|candidate|successor)\b"
)
_TAKES_OFFICE = re.compile(
    r"(?i)\b(?:new|acting|interim|named|appointed|elected|sworn in|becomes|became|succeed(?:s|ed)|takes? over|"
    r"took over|replac(?:es|ed))\b"
)


def turned(now: Told, earlier: Earlier) -> Told | None:
    """The earlier sentence that the new one brings up to date, None where there is none."""
    ways = (_by_state, _by_due, _by_attribute, _by_denial, _by_office, _by_words, _by_stage)
    return next((found for way in ways if (found := way(now, earlier))), None)


def _by_state(now: Told, earlier: Earlier) -> Told | None:
    """The earlier sentence that put the same thing at another state; none where the newest put it at this one."""
    best: tuple[float, Told] | None = None
    for state in states(now.text):
        near = _on_scale(now, state, earlier)
        if near and near[0][2].place != state.place and (best is None or near[0][0] > best[0]):
            best = near[0][:2]
    return best[1] if best else None


def _on_scale(now: Told, state: State, earlier: Earlier) -> list[tuple[float, Told, State]]:
    """The earlier sentences with some state of the scale, newest first of those that are about the same."""
    likes = [
        (earlier.shared((now.words & told.words) - state.words - other.words), told, other)
        for told in earlier.told
        for other in states(told.text)
        if other.scale == state.scale
    ]
    needed = max(_OTHER_STATE, NEWEST_WITHIN * max((likeness for likeness, _, _ in likes), default=0.0))
    return [found for found in likes if found[0] >= needed]


def _by_due(now: Told, earlier: Earlier) -> Told | None:
    """The earlier sentence that expected the same on another day, and shares no day with this one."""
    is_due = _due(now)
    if is_due is None:
        return None
    needed = ANOTHER_VALUE if MOVES.search(now.evidence.text) else _ANOTHER_STATE
    likes = [
        (likeness, told, was_due)
        for told in earlier.told
        if (likeness := earlier.shared(now.words & told.words)) >= needed
        and _are_of_one_thing(now, told)
        and not now.days & told.days
        and (was_due := _due(told))
    ]
    near = [found for found in likes if found[0] >= NEWEST_WITHIN * max(like[0] for like in likes)]
    return near[0][1] if near and near[0][2] != is_due else None


def _by_denial(now: Told, earlier: Earlier) -> Told | None:
    """The newest sentence about the same, where one of both denies what the other says, or says the opposite."""
    alike = [
        (shared, told)
        for told in earlier.told
        if _are_of_one_thing(now, told) and (shared := earlier.shared(now.words & told.words)) >= _TURNED
    ]
    top = max((shared for shared, _ in alike), default=0.0)
    newest = next((told for shared, told in alike if shared >= NEWEST_WITHIN * top), None)
    return newest if newest and _is_opposite(now, newest) else None


def _is_opposite(now: Told, told: Told) -> bool:
    mine, theirs = denied_words(now.text) | _denied_clause(now.text), denied_words(told.text)
    is_denied = bool((mine - theirs) & told.words or (theirs - mine) & now.words)
    return is_denied or any(opposed(now.text, (told.text,)))


def _denied_clause(text: Text) -> frozenset[str]:
    """The meanings of what stands behind "denied that"."""
    at = next((n for n, t in enumerate(text.tokens) if t.meaning == _DENY), None)
    if at is None:
        return frozenset()
    that = next((n for n in range(at, min(at + _REACH, len(text.tokens))) if text.tokens[n].folded == "that"), None)
    return frozenset(t.meaning for t in text.tokens[that:] if t.is_content) if that is not None else frozenset()


def _by_attribute(now: Told, earlier: Earlier) -> Told | None:
    """The newest earlier sentence that says of the same thing that it is otherwise."""
    for thing, is_now in attributes(now.text):
        known = [(told, was) for told in earlier.told for other, was in attributes(told.text) if other == thing]
        if known and earlier.rarity(thing) >= _OWN_THING and is_now not in {was for _, was in known}:
            return known[0][0]
    return None


def _by_words(now: Told, earlier: Earlier) -> Told | None:
    """The closest earlier sentence, where this one says that something is not as it was."""
    text = now.evidence.text
    if _NEXT_VICTIM.search(text):
        return next(
            (t for t in earlier.told if any(not denied(t.text, n) for n in t.text.places.get(_DEATH, ()))), None
        )
    is_toll = bool(_TOLL.search(text))
    is_otherwise = any(not _IS_HELD.search(text, 0, m.start()) for m in _SAYS_OTHERWISE.finditer(text))
    if not is_toll and not is_otherwise and not _MOVES_ON.search(text):
        return None
    known = [t for t in earlier.told if not is_toll or _NUMBER.search(t.evidence.text)]
    best = max(((earlier.shared(now.words & t.words), t) for t in known), key=lambda found: found[0], default=None)
    needed = _TOLL_SHARED if is_toll else _OTHERWISE if is_otherwise else _ANOTHER_STATE
    return best[1] if best and best[0] >= needed and now.evidence.text != best[1].evidence.text else None


def _by_office(now: Told, earlier: Earlier) -> Told | None:
    """The newest earlier sentence that names somebody else for an office that somebody takes."""
    office = _OFFICES.search(now.evidence.text)
    if not office or not _TAKES_OFFICE.search(now.evidence.text):
        return None
    held = (t for t in earlier.told if office[0].casefold() in t.text.folded_words and t.names - now.names)
    return next((t for t in held if earlier.shared(now.words & t.words) >= ANOTHER_VALUE), None)


def _by_stage(now: Told, earlier: Earlier) -> Told | None:
    """The newest earlier sentence by which the same was still to come or going on, where by this one it is done."""
    if stage_of(without_speaker(now)) != "done":
        return None
    subject = subject_words(now)
    likes = [
        (shared, told)
        for told in earlier.told
        if earlier.shared(subject & told.words) >= _OWN_SUBJECT
        and (shared := earlier.shared(now.words & told.words)) >= _ANOTHER_STAGE
        and stage_of(without_speaker(told)) in ("ahead", "going on")
        and not _wait_for_one_day(now, told)
        and earlier.likeness.of(now, told) >= _ALIKE
    ]
    near = [told for likeness, told in likes if likeness >= NEWEST_WITHIN * max(like for like, _ in likes)]
    return near[0] if near else None


def _wait_for_one_day(now: Told, told: Told) -> bool:
    """Whether both name a day that is still to come: then nothing has come of it yet."""
    return any(now.published is not None and day > now.published for day in now.days & told.days)


def _are_of_one_thing(now: Told, told: Told) -> bool:
    """Whether half of the words of the shorter sentence are in the other: they are about nothing else."""
    return 2 * len(now.words & told.words) >= min(len(now.words), len(told.words))


def _due(told: Told) -> date | None:
    """The day to come for which the sentence expects something."""
    return due(told.evidence.text, told.published, told.published) if told.published else None
