"""Words that exclude each other, and acts that must not be swapped: direction of comparison, who agreed to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.polarity import denied
from rag.verify.roles import deeds
from rag.verify.stems import fold_word, meaning
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

# One exclusion a line, its sides between bars. A word belongs to one line only.
_EXCLUSIONS = """
rise up higher upward more growth strengthen accelerate upturn grew expand widen | fall down lower downward ease eased allay calm soothe less fewer weaken slow downturn shrink narrow contract
improve better improvement | worsen worse deteriorate deterioration
win | lose
accept approve uphold adopt endorse accepted supported supports supporting supporter backed | reject oppose veto overturn quash rejected rejection
buy | sell
import importer imports | export exporter exports
open | close
begin | end
arrive | leave
before | after
above | below
first | last
guilty convict convicted conviction | innocent acquit acquitted acquittal cleared
allow permit permitted legalise legalize | ban banned prohibit forbid outlaw
hire recruit recruited hired | sack fired sacked dismissed
survive alive survivor survived | kill
majority | minority
public | private
men man boy male boys | women woman girl female girls
profit surplus | loss deficit
strong stronger | weak weaker
hot hotter hottest | cold colder coldest
warm warmer warmest | cool cooler coolest
ahead | behind
best | worst
minimum lowest | maximum highest
include | exclude
admit | deny
praise | criticise
legal lawful | illegal unlawful
success succeed successful succeeded | unsuccessful fail failed
lift lifted | impose tighten imposed tightened
release released freed | arrest detained jailed
older oldest elder | younger youngest newer newest
larger largest bigger biggest | smaller smallest
longer longest | shorter shortest
faster fastest | slower slowest
cheaper cheapest | dearer pricier costlier
unanimous unanimously | narrowly
temporary temporarily | permanent permanently
north northern | south southern | east eastern | west western
morning | afternoon | evening | night
gold | silver | bronze
semi-final semifinal | quarter-final quarterfinal
father | mother | son | daughter | brother | sister | husband | wife
oil | gas | coal
red | blue | green | yellow | black | white
domestic | foreign
against | favour favor
doubled double doubling | halved halve halving
speed accelerated | slowed
agreement | disagreement
high | low
finance | transport | interior | health | education | justice | agriculture | environment
variable | fixed
quarterly | monthly | weekly | yearly
urban | rural
upstream | downstream
borrower | lender
plaintiff | defendant
defence | prosecution
supporters | opponents
supply | demand
birth births | deaths
""".strip().splitlines()

# Acts that change what happened if one stands for another; a statement's act must be one of its spans' acts.
_ACTS = """
agree accept consent commit pledge promise vow undertake approve endorse ratify adopt back acceptance
sign signature initial
deny denial
admit confess concede acknowledge
confirm confirmation verify
refuse reject oppose object disagree veto rebuff spurn disagreement rejection
threaten threat
warn warning caution alert
demand insist
propose suggest offer proposal
apologise apologize apology
resign quit resignation
convict guilty conviction
acquit clear acquittal
sue lawsuit
invade invasion
surrender capitulate
accuse allege accusation allegation blame
ban prohibit outlaw forbid
cancel scrap abandon call
postpone delay suspend defer pause halt stop
veto
sentence jail imprison
extradite deport expel
evacuate evacuation
explode explosion detonate blast bomb
hijack kidnap abduct
bribe corruption
praise
""".strip().splitlines()


class Opposed(NamedTuple):
    """A word of the statement that excludes, or is not, what the spans say."""

    token: Token
    against: str


def _sides() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for line, text in enumerate(_EXCLUSIONS):
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
        "up down higher lower more less fewer before after above below first last ahead behind better worse best worst against favour favor supported supports supporting supporter backed doubled double halved halve newer newest high low ease finance transport morning afternoon evening night men "
        "man boy boys male women woman girl girls female older oldest elder younger youngest larger largest bigger biggest "
        "smaller smallest longer longest shorter shortest faster fastest slower slowest stronger weaker hotter hottest colder "
        "coldest warmer warmest cooler coolest north south east west northern southern eastern western defence fired back "
        "loss losses profit public private red initial back call clear contract"
    )
)
_SIDE_OF = _sides()
# "The storm hit before the vote" is "the vote came after the storm": opposite only before the same words.
_CONVERSE = frozenset(
    _SIDE_OF[key_of_word(word)][0] for word in ("before", "above", "ahead", "agreement", "against", "success")
)
_ACT_OF = {key_of_word(word): n for n, line in enumerate(_ACTS) for word in line.split()}
# "Back", "clear", "call" and the like are acts only sometimes: they support one, but do not claim one.
_FAINT = frozenset(
    key_of_word(w) for w in ("back", "clear", "call", "initial", "stop", "halt", "pause", "blast", "alert")
)
_REFUSING, _ASSENTING = _ACT_OF[key_of_word("refuse")], _ACT_OF[key_of_word("agree")]


def opposed(statement: Text, evidence: Sequence[Text]) -> Iterator[Opposed]:
    """Words of the statement whose opposite stands in their place in the evidence."""
    sides = [(text, n, side) for text in evidence for n, side in _sided(text)]
    for at, side in _sided(statement):
        token = statement.tokens[at]
        same = [(text, n) for text, n, other in sides if other == side]
        against = [(text, n) for text, n, other in sides if other[0] == side[0] and other[1] != side[1]]
        if not against:
            continue
        best, where = max(
            ((_overlap(statement, at, text, n), (text, n)) for text, n in against), key=lambda pair: pair[0]
        )
        if same and max(_overlap(statement, at, text, n) for text, n in same) >= best:
            continue
        text, n = where
        if denied(statement, at) != denied(text, n) or _is_converse(statement, at, text, n):
            continue
        if (best >= 1) if side[0] in _CONVERSE else (not same or best > 0):
            yield Opposed(token, text.tokens[n].text)


_WIN_LOSE = _SIDE_OF[key_of_word("lose")][0]


def _is_converse(statement: Text, at: int, text: Text, n: int) -> bool:
    """Whether "Rovers lost to United" says what "United beat Rovers" does: the parts have changed sides."""
    side = _side(statement, at)
    if side is None or side[0] != _WIN_LOSE:
        return False
    said = next((d for d in deeds(statement) if d.at == at), None)
    told = next((d for d in deeds(text) if d.at == n), None)
    if said is None or told is None:
        return False
    return bool(said.doer_names & told.object_names) and not said.doer_names & told.doer_names


def swapped_acts(statement: Text, evidence: Sequence[Text]) -> Iterator[Token]:
    """Acts that the statement reports and the evidence does not: "signed" where it says "discussed"."""
    acts = {_ACT_OF[k] for text in evidence for t in text.tokens if t.kind == "word" and (k := _key(t)) in _ACT_OF}
    negated = any(denied(text, n) for text in evidence for n, t in enumerate(text.tokens) if t.kind == "word")
    for at, token in enumerate(statement.tokens):
        act = _ACT_OF.get(_key(token)) if token.is_content and not token.is_capitalised else None
        if act is None or act in acts or _key(token) in _FAINT or token.meaning in _meanings(evidence):
            continue
        turned = {_REFUSING: _ASSENTING, _ASSENTING: _REFUSING}.get(act)
        if turned in acts and (negated or denied(statement, at)):
            continue
        if act == _REFUSING and negated:
            continue
        yield token


def _meanings(evidence: Sequence[Text]) -> frozenset[str]:
    return frozenset().union(*(text.meanings for text in evidence))


def _key(token: Token) -> str:
    return token.folded if token.folded in _AS_WRITTEN else token.meaning


@lru_cache(maxsize=4096)
def _sided(text: Text) -> tuple[tuple[int, tuple[int, int]], ...]:
    """(index, side) of the words of a text that exclude others."""
    found = ((n, _side(text, n)) for n, t in enumerate(text.tokens) if t.kind == "word")
    return tuple((n, side) for n, side in found if side is not None)


def _side(text: Text, at: int) -> tuple[int, int] | None:
    token = text.tokens[at]
    if token.folded in _LOSING and at + 1 < len(text.tokens) and text.tokens[at + 1].kind in ("number", "symbol"):
        return _SIDE_OF["fall"]
    if token.folded == "for" and at and text.tokens[at - 1].meaning == meaning("vote"):
        return _SIDE_OF["favour"]
    return _SIDE_OF.get(_key(token))


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
