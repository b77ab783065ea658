"""Negation and hedging: which words a text denies or holds back, and whether a statement says more than its spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rag.verify.alike import about
from rag.verify.stems import meaning, stem
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

CueKind = Literal["negation", "modal", "hearsay", "future"]

_NOT = frozenset(words("not never cannot hardly barely scarcely"))
_NO = frozenset(words("no without none neither nor nobody nothing zero lacks lacked lacking lack absence"))
_FAILING = frozenset(stem(w) for w in words("fail refuse deny unable unsuccessful forbid prohibit dissuade deter"))
# These deny their object: "suspend the signing", "prevent a collapse".
_PREVENTING = frozenset(
    stem(w) for w in words("suspend postpone delay prevent avoid block avert cancel abandon stop bar halt")
)
_DENYING = (
    _FAILING
    | _PREVENTING
    | frozenset(stem(w) for w in words("reject lack absent skip resist withhold boycott ban rule lose"))
)
_UNDONE = frozenset(
    words(
        "absent absence unsuccessful stalled stall deadlock stalemate impasse missed unable disagreement "
        "disagreed disagree unlikely impossible unsigned unresolved"
    )
)

# What holds a claim back, by how much it still claims: 1 is possible, 2 is intended or expected, 3 is announced.
_MODALS = {
    **dict.fromkeys(words("may might could possibly perhaps maybe potentially possible potential conceivably"), 1),
    **dict.fromkeys(
        words(
            "subject pending awaits awaiting await whether if unless speculation speculated unclear uncertain "
            "unlikely possibility"
        ),
        1,
    ),
    **dict.fromkeys(
        words(
            "likely probably expected expects expect expecting anticipated anticipates planned plans plan "
            "planning considering considers considered consider hopes hoped hope hoping aims aimed aim aiming "
            "intends intended intend intending seeks sought seek seeking proposed proposes propose proposing "
            "proposal suggested suggests suggest suggesting wants wanted want wanting threatened threatens "
            "threaten threatening agreed agrees agree agreeing promised promises promise promising pledged "
            "pledges pledge pledging vowed vows urged urges urge urging asked asks ask asking demanded demands "
            "demand demanding offered offers offer offering tried tries try trying attempted attempts attempt "
            "attempting ready willing prepared scheduled appears appeared seems seemed forecast forecasts "
            "predicted predicts projected projects estimated wished recommended recommends committed committing "
            "commits requested requests called calls calling advised told ordered draft due set about bid effort "
            "efforts"
        ),
        2,
    ),
    "should": 2,
    "ought": 2,
}
_HEARSAY = frozenset(
    words(
        "reportedly allegedly alleged apparently purportedly supposedly rumoured rumored unconfirmed "
        "seemingly suspected suspects suspect suspecting believe believes think thinks doubt doubts believed "
        "thought claimed claims claim claiming accused accuses accusing alleges allege alleging presumed "
        "rumours rumors"
    )
)
_BE = frozenset(words("is are was were"))
_CONSIDERING = frozenset(words("considering considers considered consider mulling contemplating"))
_PREDICATED = frozenset(
    words(
        "agreed promised pledged decided expected planned proposed likely unlikely scheduled considered "
        "forecast predicted possible anticipated due suggested estimated projected potentially possibly "
        "perhaps probably uncertain unclear may might could offered"
    )
)
# Words that hold a whole sentence back, wherever they stand in it.
_SOFT = frozenset(
    words(
        "allowed permitted can "
        "fear fears feared risk risks threat danger prospect chance hopes rumour rumours possibility"
    )
)
_FUTURE = frozenset(words("will shall would won't wouldn't"))
_ATTRIBUTING = frozenset(
    words(
        "said says say saying according reported reports told stated states announced announces added noted "
        "confirmed quoted cited wrote explained testified"
    )
)
_ENDS = frozenset(",;:()[]")
_TURNS = frozenset(words("but while although though whereas however because after before which who despite"))
_SMALL_VERBS = frozenset(words("be been being is are was were have has had get got do does did become"))
_ADVERBS_SKIPPED = frozenset(
    words("longer also only even still already again soon now then well fully formally officially")
)


class Cue(NamedTuple):
    """A word that denies or holds back the words at the indices ``heads``; a smaller ``strength`` claims less.

    Of negations, 0 is a plain one, which a reader may hear over the whole clause; 1 ("prevent") denies its heads alone.
    """

    kind: CueKind
    strength: int
    at: int
    heads: tuple[int, ...]


class Overstated(NamedTuple):
    """A word of the statement that the spans only have denied, or only not denied, or only held back."""

    kind: Literal["negation", "hedging"]
    token: Token
    why: str


@lru_cache(maxsize=4096)
def cues(text: Text) -> tuple[Cue, ...]:
    """The negations and hedges of a text, in order, each with the words that it acts on."""
    return tuple(_read(text.tokens))


def overstated(statement: Text, evidence: Iterable[Text]) -> Iterator[Overstated]:
    """Where a statement drops or adds a negation, or drops or strengthens a hedge."""
    texts = tuple(evidence)
    held = frozenset(word for text in texts for word in _held_words(text))
    for n, token in enumerate(statement.tokens):
        if token.is_content and token.meaning in held and (spots := _spots(token, texts)):
            yield from _dropped_negation(statement, n, spots)
            yield from _dropped_hedge(statement, n, spots)
    for cue in cues(statement):
        if cue.kind == "negation" and cue.strength == 0 and cue.heads:
            yield from _added_negation(statement, cue, texts)
    yield from _sure_to_come(statement, texts)
    yield from _already_held(statement, texts)
    yield from _already_done(statement, texts)


@lru_cache(maxsize=4096)
def _held_words(text: Text) -> frozenset[str]:
    """The meanings of the words that the cues of a text act on: of the others a statement can drop nothing."""
    return frozenset(text.tokens[head].meaning for cue in cues(text) for head in cue.heads)


def denied(text: Text, at: int) -> bool:
    """Whether the word at an index stands in a clause that denies something else than itself."""
    return at in _denied(text)


@lru_cache(maxsize=4096)
def _denied(text: Text) -> frozenset[int]:
    if not any(c.kind == "negation" for c in cues(text)) and _UNDONE.isdisjoint(text.folded_words):
        return frozenset()
    return frozenset(n for n in range(len(text.tokens)) if _is_denied(text, n))


def _is_denied(text: Text, at: int) -> bool:
    clause = text.tokens[at].clause
    return any(
        c.kind == "negation"
        and c.at != at
        and (at in c.heads or (c.strength == 0 and text.tokens[c.at].clause == clause and abs(c.at - at) <= _NEAR))
        for c in cues(text)
    ) or any(t.folded in _UNDONE and n != at and t.clause == clause for n, t in enumerate(text.tokens))


_NEAR = 5
_DONE = frozenset(
    words("paid gave given received got spent delivered provided transferred obtained secured bought sold")
)
_ASKED_FOR = frozenset(
    words(
        "pledged promised offered asked requested sought proposed demanded wanted committed vowed seeking asking pledge"
    )
)


def _already_done(statement: Text, texts: tuple[Text, ...]) -> Iterator[Overstated]:
    """ "Received" or "paid" where the evidence has only "asked for" or "pledged"."""
    asked = any(not _ASKED_FOR.isdisjoint(text.folded_words) for text in texts)
    if not asked or not _ASKED_FOR.isdisjoint(statement.folded_words):
        return
    for n, token in enumerate(statement.tokens):
        is_new = token.folded in _DONE and not any(token.meaning in text.places for text in texts)
        if is_new and not _cues_near(statement, n):
            yield Overstated("hedging", token, f"the cited text does not say that it was {token.text}")


_HELD = frozenset(words("held happened occurred"))
_AHEAD = frozenset(words("planned scheduled due expected"))


def _sure_to_come(statement: Text, texts: tuple[Text, ...]) -> Iterator[Overstated]:
    """ "Will" where the sentence that the statement is about has only "could", "may" or "might"."""
    mine = cues(statement)
    for cue in mine:
        token = statement.tokens[cue.at]
        if token.folded != "will" or any(
            c.kind == "modal" and statement.parts[c.at] == statement.parts[cue.at] for c in mine
        ):
            continue
        told = [
            c
            for text, sentence in about(statement, cue.at, texts)
            for c in cues(text)
            if text.tokens[c.at].sentence == sentence and c.kind in ("modal", "future") and c.strength in (1, 3)
        ]
        if told and all(c.strength == 1 and c.heads for c in told):
            yield Overstated("hedging", token, "the cited text says only that it may come")


def _already_held(statement: Text, texts: tuple[Text, ...]) -> Iterator[Overstated]:
    """ "Was held" where the evidence has only "is planned for"."""
    told = [c for text in texts for c in cues(text) if text.tokens[c.at].folded in _AHEAD and not c.heads]
    if not told or any(c.kind in ("modal", "future") for c in cues(statement)):
        return
    for token in statement.tokens:
        if token.folded in _HELD and not any(token.folded in text.folded_words for text in texts):
            yield Overstated("hedging", token, "the cited text says that it is yet to come")


Spots = list[tuple[Text, int]]


def _spots(token: Token, texts: tuple[Text, ...]) -> Spots:
    """Where the evidence has the word."""
    found = [(text, n) for text in texts for n in text.places.get(token.meaning, ())]
    same = [(text, n) for text, n in found if stem(text.tokens[n].folded) == stem(token.folded)]
    if token.meaning == _SAY:  # "a statement" is not what somebody "stated"
        return [(text, n) for text, n in same if text.tokens[n].folded == token.folded]
    return same or found


_SAY = meaning("say")


def _dropped_negation(statement: Text, at: int, spots: Spots) -> Iterator[Overstated]:
    if all(_is_head(text, n, "negation") for text, n in spots) and not _denies_near(statement, at):
        token = statement.tokens[at]
        yield Overstated("negation", token, f"the cited text denies “{token.text}”; the statement does not")


def _added_negation(statement: Text, cue: Cue, texts: tuple[Text, ...]) -> Iterator[Overstated]:
    """A denial of words that the sentence which the statement is about has, and does not deny."""
    places = about(statement, cue.at, texts)
    told = [
        (statement.tokens[head], text, n)
        for head in cue.heads
        for text, n in _spots(statement.tokens[head], texts)
        if (text, text.tokens[n].sentence) in places and not statement.tokens[head].is_capitalised
    ]
    if told and not any(denied(text, n) or _is_head(text, n, "negation") or _is_open(text, n) for _, text, n in told):
        token = told[0][0]
        yield Overstated("negation", token, f"the statement denies “{token.text}”; the cited text does not")


def _is_open(text: Text, at: int) -> bool:
    """Whether the word is pending or only somebody's claim, so that it may be denied."""
    return any(text.tokens[c.at].folded in _OPEN or c.kind == "hearsay" for c in _hedges_on(text, at))


_OPEN = frozenset(words("subject pending awaits awaiting await whether if unless unclear uncertain"))


def _dropped_hedge(statement: Text, at: int, spots: Spots) -> Iterator[Overstated]:
    held = [_hedges_on(text, n) for text, n in spots]
    if not all(held):
        return
    if _is_head(statement, at, "negation"):
        return
    token = statement.tokens[at]
    if not _is_verbal(statement, at) and not any(c.strength == 1 or c.kind != "modal" for found in held for c in found):
        return  # "plans to merge" leaves "the merger" to be spoken of
    here = _cues_near(statement, at)
    needed = max((c for found in held for c in found), key=lambda c: c.strength)
    if needed.kind == "future":
        if _is_past(statement, at) and not here:
            yield Overstated("hedging", token, f"the cited text says that “{token.text}” is yet to come")
        return
    if needed.kind == "hearsay":
        kept = any(c.kind in ("hearsay", "modal") for c in here) or _attributes(statement, at)
    else:
        kept = any(c.kind in ("modal", "hearsay") and c.strength <= needed.strength for c in here)
        kept = kept and not (needed.strength == 1 and any(c.kind == "future" and at in c.heads for c in here))
    if not kept:
        yield Overstated("hedging", token, f"the cited text holds “{token.text}” back; the statement does not")


def _is_head(text: Text, at: int, kind: CueKind) -> bool:
    return any(c.kind == kind and at in c.heads for c in cues(text))


def _hedges_on(text: Text, at: int) -> list[Cue]:
    return [c for c in cues(text) if c.kind != "negation" and at in c.heads]


def _cues_near(text: Text, at: int) -> list[Cue]:
    """Hedges on the word, or in its part of the sentence: in front of it, or behind it as in "is expected"."""
    part = text.parts[at]
    return [
        c
        for c in cues(text)
        if c.kind != "negation" and c.at != at and text.parts[c.at] == part and _reaches(text, c, at)
    ] + [
        Cue("modal", 1, n, ())
        for n, t in enumerate(text.tokens)
        if (t.folded in _SOFT or (t.folded.endswith("able") and t.folded.startswith("un"))) and text.parts[n] == part
    ]


def _reaches(text: Text, cue: Cue, at: int) -> bool:
    """Whether a hedge holds a word back: one of its heads, or behind them, or its like "is expected" anywhere near."""
    if at in cue.heads or cue.kind == "hearsay" or text.tokens[cue.at].folded in _PREDICATED:
        return True
    if cue.heads:
        return cue.at < at and at - cue.heads[-1] <= _NEAR
    return cue.at < at and text.segments[cue.at] == text.segments[at]


def _denies_near(text: Text, at: int) -> bool:
    part = text.parts[at]
    if any(c.kind == "negation" and c.at != at and text.parts[c.at] == part for c in cues(text)):
        return True
    return any(
        text.parts[n] == part and n != at and (t.folded in _UNDONE or stem(t.folded) in _DENYING - _PREVENTING)
        for n, t in enumerate(text.tokens)
        if t.kind == "word"
    )


def _attributes(text: Text, at: int) -> bool:
    return any(t.folded in _ATTRIBUTING and t.sentence == text.tokens[at].sentence for t in text.tokens)


def _is_verbal(text: Text, at: int) -> bool:
    """Whether a word has a verb's ending or stands where a verb does."""
    token, before = text.tokens[at], text.tokens[at - 1].folded if at else ""
    if before in ("a", "an", "the", "its", "their", "his", "her", "of"):
        return False
    return token.folded.endswith(("ed", "ing", "s")) or token.folded in _PAST_FORMS or before in _FUTURE or not before


def _is_past(text: Text, at: int) -> bool:
    """Whether the word is a finite past form: "signed", not "to be signed", "is signed" or "signing"."""
    token = text.tokens[at]
    if not (token.folded.endswith("ed") or token.folded in _PAST_FORMS):
        return False
    before = {t.folded for t in text.tokens[max(at - 3, 0) : at]}
    return before.isdisjoint(words("to be is are being will would"))


_PAST_FORMS = frozenset(
    words(
        "rose fell met won lost began took gave made went came saw left led paid bought sold brought built "
        "kept found cost cut put set hit shut gone risen fallen begun taken given grew flew drove wrote spoke "
        "broke struck sank shot sent spent ran stood became held withdrew"
    )
)


def _read(tokens: tuple[Token, ...]) -> Iterator[Cue]:
    for n, token in enumerate(tokens):
        word = token.folded
        if token.kind != "word" or not _may_be_cue(word):
            continue
        negation = _negation_at(tokens, n, word)
        if negation is not None:
            yield negation
        elif word in _CHARGING and any(t.folded == "with" for t in tokens[n : n + 14]):
            yield Cue("hearsay", 2, n, _after_with(tokens, n))
        elif word in _SUSPICION and n + 1 < len(tokens) and tokens[n + 1].folded in ("of", "that"):
            yield Cue("hearsay", 2, n, _following(tokens, n + 1, 1))
        elif word in _HEARSAY:
            yield Cue("hearsay", 2, n, _hearsay_heads(tokens, n, word))
        elif word in _BE and n + 1 < len(tokens) and tokens[n + 1].folded == "to":
            yield Cue("future", 3, n, _infinitive(tokens, n + 1))
        elif word in _FUTURE:
            yield Cue("future", 3, n, _following(tokens, n, 1))
        elif word in _MODALS and (heads := _modal_heads(tokens, n, word)) is not None:
            yield Cue("modal", _MODALS[word], n, heads)


@lru_cache(maxsize=100_000)
def _may_be_cue(word: str) -> bool:
    """Whether a word denies or holds back in some surroundings: most do in none, and are passed over."""
    if word.endswith("n't") or word.startswith("declin") or word in _CUE_WORDS:
        return True
    return stem(word) in _FAILING or stem(word) in _PREVENTING or stem(word) in _CALLED_OFF_VERBS


def _negation_at(tokens: tuple[Token, ...], n: int, word: str) -> Cue | None:
    following = tokens[n + 1].folded if n + 1 < len(tokens) else ""
    if word in _NOT or word.endswith("n't"):
        if following in ("only", "just", "merely", "more", "less", "fewer") or word == "n't":
            return None
        return Cue("negation", 0, n, _denied_verb(tokens, n))
    if (word, following) == ("yet", "to"):
        return Cue("negation", 0, n, _following(tokens, n, 1))
    if word == "none" and following == "of":
        return Cue("negation", 0, n, ())
    if word in _NO:
        if following in ("doubt", "more", "less", "fewer", "later", "sooner", "wonder", "confidence", "."):
            return None
        if (word, following) == ("no", "longer"):
            return Cue("negation", 0, n, _denied_verb(tokens, n + 1))
        nouns = _following(tokens, n, 1 if word in ("nor", "neither") else 2)
        return Cue("negation", 0, n, nouns + _verb_behind(tokens, nouns) if word == "no" else nouns)
    if stem(word) in _FAILING or (word.startswith("declin") and following == "to" and not _is_noun(tokens, n)):
        return Cue("negation", 0, n, _refused(tokens, n))
    if (stem(word), following) in _CALLED_OFF:
        return Cue("negation", int(following == "off"), n, _direct_object(tokens, n + 1))
    if stem(word) in _PREVENTING and not (word.endswith("ed") and _is_noun(tokens, n)):
        return Cue("negation", 1, n, _direct_object(tokens, n))
    if (word, following) in (("instead", "of"), ("rather", "than"), ("far", "from")):
        return Cue("negation", 0, n, _following(tokens, n + 1, 1))
    return None


def _is_noun(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a small word in front shows that no verb stands here: "the decline to", "to delayed deliveries"."""
    return n > 0 and tokens[n - 1].folded in _BEFORE_NOUNS


_BEFORE_NOUNS = frozenset(words("the a an its their his her of to for with by from on in this that"))


def _verb_behind(tokens: tuple[Token, ...], nouns: tuple[int, ...]) -> tuple[int, ...]:
    """The verb of which a denied noun is the subject: "no flights were cancelled"."""
    if not nouns:
        return ()
    for n in range(nouns[-1] + 1, min(nouns[-1] + 5, len(tokens))):
        if tokens[n].text in _ENDS or tokens[n].folded in _TURNS:
            break
        if tokens[n].folded in _AUXILIARIES or tokens[n].folded in ("been", "be"):
            return _following(tokens, n, 1)
    return ()


def _denied_verb(tokens: tuple[Token, ...], at: int) -> tuple[int, ...]:
    """The verb behind a "not"; of "not allowed to work" the work."""
    heads = _following(tokens, at, 1)
    after = heads[0] + 1 if heads else len(tokens)
    if after < len(tokens) and tokens[heads[0]].folded in _LEADING and tokens[after].folded == "to":
        return _following(tokens, after, 1) or heads
    return heads


_LEADING = frozenset(words("allowed able permitted required supposed expected going want wanted need needed likely"))


def _following(tokens: tuple[Token, ...], at: int, count: int) -> tuple[int, ...]:
    """Indices of the next content words up to the end of the clause; a run of two stops at the first small word."""
    found: list[int] = []
    for n in range(at + 1, min(at + 9, len(tokens))):
        token = tokens[n]
        if token.text in _ENDS or token.folded in _TURNS or token.sentence != tokens[at].sentence:
            break
        if found and not token.is_content:
            break
        if token.is_content and token.folded not in _ADVERBS_SKIPPED and not token.folded.endswith("ly"):
            found.append(n)
            if len(found) == count:
                break
    return tuple(found)


def _refused(tokens: tuple[Token, ...], at: int) -> tuple[int, ...]:
    """What is refused, where it is an act: "refused to sign", "denied that he had met", "denied having met"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return ()
    if following.folded in ("to", "that") or following.folded.endswith("ing") or following.folded == "ever":
        return _following(tokens, at, 1)
    for n in range(at + 1, min(at + 7, len(tokens))):
        if tokens[n].text in _ENDS or tokens[n].folded in _TURNS:
            break
        if tokens[n].folded in _AUXILIARIES:
            return _following(tokens, n, 1)
    return ()


_CALLED_OFF = frozenset(((stem("rule"), "out"), (stem("call"), "off"), (stem("turn"), "down")))
_CALLED_OFF_VERBS = frozenset(verb for verb, _ in _CALLED_OFF)
_AUXILIARIES = frozenset(words("had has have was were is are will would did"))


def _direct_object(tokens: tuple[Token, ...], at: int) -> tuple[int, ...]:
    """The noun or -ing form right behind a verb."""
    for n in range(at + 1, min(at + 3, len(tokens))):
        if tokens[n].is_content:
            return (n,)
        if tokens[n].folded not in ("the", "a", "an", "its", "their", "his", "her", "all", "any"):
            break
    return ()


def _hearsay_heads(tokens: tuple[Token, ...], at: int, word: str) -> tuple[int, ...]:
    if word.endswith("ly") or word in ("alleged", "suspected", "presumed", "unconfirmed", "rumoured", "rumored"):
        ahead = _following(tokens, at, 1)
        return ahead or _preceding(tokens, at)
    return _all_following(tokens, at, 5)


_SUSPICION = frozenset(words("suspicion suspicions allegation allegations accusation accusations charge charges"))
_CHARGING = frozenset(words("charged charges charging indicted"))
_CUE_WORDS = (
    frozenset(words("yet none instead rather far"))
    | (_NOT | _NO | _CHARGING | _SUSPICION | _HEARSAY | _BE | _FUTURE)
    | _MODALS.keys()
)


def _after_with(tokens: tuple[Token, ...], at: int) -> tuple[int, ...]:
    """What somebody is charged with."""
    behind = next(n for n in range(at, len(tokens)) if tokens[n].folded == "with")
    return _following(tokens, behind, 2)


def _preceding(tokens: tuple[Token, ...], at: int) -> tuple[int, ...]:
    for n in range(at - 1, max(at - 7, -1), -1):
        if tokens[n].sentence != tokens[at].sentence:
            break
        if tokens[n].is_content:
            return (n,)
    return ()


def _all_following(tokens: tuple[Token, ...], at: int, count: int) -> tuple[int, ...]:
    found: list[int] = []
    for n in range(at + 1, min(at + 14, len(tokens))):
        token = tokens[n]
        if token.text in _ENDS or token.folded in _TURNS or token.sentence != tokens[at].sentence:
            break
        if token.is_content and not token.is_capitalised:
            found.append(n)
            if len(found) == count:
                break
    return tuple(found)


def _modal_heads(tokens: tuple[Token, ...], at: int, word: str) -> tuple[int, ...] | None:
    """What a modal or a verb of intention acts on; None where the word is none of these here."""
    if word in ("whether", "if", "unless"):
        return _all_following(tokens, at, 8)
    if word == "may" and tokens[at].is_capitalised and at:
        return None
    if word == "subject":
        return _following(tokens, at, 1) if at + 1 < len(tokens) and tokens[at + 1].folded == "to" else None
    if _MODALS[word] == 1 or word in ("pending", "awaits", "awaiting", "await"):
        return _following(tokens, at, 1)
    if word in ("likely", "probably", "should", "ought"):
        return _following(tokens, at, 1)
    return _intended(tokens, at, word)


def _intended(tokens: tuple[Token, ...], at: int, word: str) -> tuple[int, ...] | None:
    """The verb behind "to", or the -ing form, within six words: "proposed suspending", "urged Kyiv to comply"."""
    for n in range(at + 1, min(at + 8, len(tokens))):
        token = tokens[n]
        if token.text in _ENDS or token.folded in _TURNS or token.sentence != tokens[at].sentence:
            break
        if token.folded == "to":
            if word in ("due", "set", "about") and n != at + 1:
                return None
            return _infinitive(tokens, n)
        if token.folded.endswith("ing") and n - at <= 3 and token.is_content:
            return (n,)
    if word in _CONSIDERING:
        return _following(tokens, at, 2)
    return None if word in ("due", "set", "about", "told", "called", "calls", "draft", "ordered") else ()


_LY_VERBS = frozenset(words("comply apply reply rely supply imply multiply fly ally"))


def _infinitive(tokens: tuple[Token, ...], to: int) -> tuple[int, ...]:
    """The verb behind "to"; none where "to" leads to a thing or place ("due to rain", "committed to peace")."""
    for n in range(to + 1, min(to + 4, len(tokens))):
        token = tokens[n]
        if (
            token.folded in ("the", "a", "an", "his", "her", "their", "its", "this")
            or token.is_capitalised
            or token.kind != "word"
        ):
            return ()
        if token.folded in _SMALL_VERBS or (token.folded.endswith("ly") and token.folded not in _LY_VERBS):
            continue
        return (n,) if token.is_content else ()
    return ()
