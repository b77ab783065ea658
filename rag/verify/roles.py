"""Who did what to whom, as far as word order shows it: doer and done-to of a verb that statement and evidence share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rag.verify.alike import about
from rag.verify.names import CALENDAR, name_at
from rag.verify.stems import meaning, stem
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_BE = frozenset(words("be been being is are was were got gets"))
_AUXILIARIES = frozenset(
    words("have has had to will would may might could can should must did does do not n't never didn't doesn't won't")
)
_IRREGULAR_PAST = frozenset(
    words(
        "said told rose fell met won beat lost took gave made went came saw left led paid bought sold brought "
        "built kept found drove wrote spoke broke struck shot sent spent ran held hit sank stole caught "
        "fought threw sought hurt overtook upset spread quit withdrew began became knew felt thought taught "
        "chose flew cut put set let sued"
    )
)
_PRESENT = frozenset(
    words(
        "suspect suspects believe believes think thinks say says expect expects want wants plan plans hope "
        "hopes fear fears deny denies claim claims accuse accuses blame blames oppose opposes reject rejects "
        "pay pays demand demands owns own"
    )
)
_PARTICIPLES = frozenset(
    words(
        "grown thrown worn drawn shown eaten laid dealt spread shut burnt sworn torn frozen raised fed heard "
        "said told met won beaten lost taken given made seen left led paid bought sold brought built kept "
        "found driven written spoken broken struck shot sent spent held hit sunk stolen caught fought thrown "
        "sought hurt overtaken withdrawn begun known felt thought taught chosen flown run cut put set let "
        "bitten forgiven hidden"
    )
)
_FINITE = _IRREGULAR_PAST | _PRESENT
_SPEAKING = frozenset(
    stem(w)
    for w in words(
        "say tell announce declare warn insist claim argue deny admit confirm propose suggest demand promise "
        "pledge vow urge criticise condemn welcome reject refuse accuse write reply respond predict testify "
        "ask offer call complain"
    )
)
_PREPOSITIONS = frozenset(words("for with in on at by from over after to of against about into during without before"))
_BREAKS = frozenset(";:()")
_LINKS = frozenset(words("and but while who which that whereas although though because after before when as if where"))
_TURNING = frozenset(words("and but while whereas although though because due"))
_PLACING = frozenset(words("in at on during after before from near"))
_SKIPPED = frozenset(words("previously also then later now already reportedly again once never not recently"))


class Deed(NamedTuple):
    """A verb with the words, in canonical form, of its doer, of its object, and of what else follows it.

    ``owners`` are names whose "'s" stands in front of the doer: of "Quill's predecessor" the doer is the predecessor.
    """

    verb: str
    at: int
    doer: frozenset[str]
    doer_names: frozenset[str]
    object: frozenset[str]
    object_names: frozenset[str]
    rest: frozenset[str]
    preposition: str
    owners: frozenset[str]
    is_passive: bool

    @property
    def done_to(self) -> frozenset[str]:
        return self.object | self.rest


class Swapped(NamedTuple):
    """A verb of the statement whose doer or object is another than in the evidence."""

    token: Token
    speaking: bool


@lru_cache(maxsize=16_384)
def deed_at(text: Text, n: int) -> Deed | None:
    """The deed whose verb stands at an index; None where no verb does, or word order gives it no doer and no object."""
    return _deed(text, n) if _is_verb(text, n) else None


@lru_cache(maxsize=4096)
def _verbs(text: Text) -> dict[str, tuple[int, ...]]:
    """Stem -> the indices of the verbs that have it."""
    found: dict[str, tuple[int, ...]] = {}
    for n, token in enumerate(text.tokens):
        if _is_verb(text, n):
            verb = stem(token.folded)
            found[verb] = (*found.get(verb, ()), n)
    return found


def _deeds_of(text: Text, verb: str) -> list[Deed]:
    return [deed for n in _verbs(text).get(verb, ()) if (deed := deed_at(text, n)) is not None]


def swapped(statement: Text, evidence: Sequence[Text]) -> Iterator[Swapped]:
    """Verbs whose parts the statement exchanges, or whose doer or object it replaces by another name of the spans."""
    verbs = frozenset(verb for text in evidence for verb in _verbs(text))
    spoken = [n for n, t in enumerate(statement.tokens) if t.kind == "word" and stem(t.folded) in verbs]
    shared = [deed for n in spoken if (deed := deed_at(statement, n)) is not None]
    if not shared:
        return
    everyone = frozenset(w for text in evidence for w in name_at(text).values())
    known = frozenset(w for text in evidence for w in text.meanings)
    pairs: list[tuple[Deed, Deed]] = []
    for deed in shared:
        places = about(statement, deed.at, evidence)
        told = [(text, other) for text in evidence for other in _deeds_of(text, deed.verb)]
        same = [(text, other) for text, other in told if (text, text.tokens[other.at].sentence) in places]
        if same and all(
            _differs(statement, deed, text, other, everyone) or _unknown_speaker(deed, other, known)
            for text, other in same
        ):
            yield Swapped(statement.tokens[deed.at], deed.verb in _SPEAKING)
        elif len(same) == 1:
            pairs.append((deed, same[0][1]))
    for (one, its), (other, others) in combinations(pairs, 2):
        if one.doer & others.doer and other.doer & its.doer and not (one.doer & its.doer or other.doer & others.doer):
            yield Swapped(statement.tokens[one.at], False)


def _unknown_speaker(said: Deed, told: Deed, known: frozenset[str]) -> bool:
    """Whether a statement has somebody speak whom the evidence does not mention, where it names the speaker."""
    if said.verb not in _SAYING or said.doer_names or not told.doer_names or not said.doer:
        return False
    about_the_same = bool(said.done_to & told.done_to) or not (said.done_to or told.done_to)
    return said.doer.isdisjoint(known | _ANYBODY) and about_the_same


_SAYING = frozenset(stem(w) for w in words("say state tell announce claim argue explain add"))
_ANYBODY = frozenset(
    meaning(w) for w in words("official officials spokesman spokeswoman spokesperson man woman source")
)


def _differs(statement: Text, said: Deed, text: Text, told: Deed, everyone: frozenset[str]) -> bool:
    rivals = bool(said.doer_names and told.doer_names) and not said.doer_names & told.doer_names
    if said.doer & told.doer and not (rivals and said.doer_names & told.object):
        return _objects_exchanged(said, told)
    if said.doer & told.object and not said.object & told.object and (said.done_to & told.doer or not told.doer_names):
        return True
    if not said.doer and said.object & told.doer and not said.object & told.done_to and told.object:
        return True
    if said.doer & _later(text, told) and told.doer & _later(statement, said):
        return True
    if told.doer_names & said.done_to and not said.doer & told.doer and said.doer:
        return True
    if said.doer_names and said.doer_names <= told.owners and not said.doer & told.doer:
        return True
    about_the_same = bool(said.done_to & told.done_to) or not said.done_to
    if said.doer_names & everyone and told.doer_names and not said.doer_names & told.doer_names and about_the_same:
        return True
    return _other_object(said, told, everyone)


def _objects_exchanged(said: Deed, told: Deed) -> bool:
    """ "Joined Rovers from United" for "joined United from Rovers"."""
    if said.preposition != told.preposition or not said.preposition:
        return False
    apart = not said.object & told.object
    return apart and bool(said.object and said.object <= told.rest) and bool(told.object & said.rest)


def _other_object(said: Deed, told: Deed, everyone: frozenset[str]) -> bool:
    """Whether a passive statement names another than the one to whom it was done."""
    if said.doer or not said.object_names & everyone or not told.object_names:
        return False
    return not said.object_names & told.object_names and not said.object_names & told.doer_names


def _is_verb(text: Text, n: int) -> bool:
    """Whether a word has the form of a finite verb or a participle, or stands behind an auxiliary."""
    token = text.tokens[n]
    if token.kind != "word" or token.is_capitalised or not (token.is_content or token.meaning == meaning("say")):
        return False
    before = _before(text, n)
    if before in ("the", "a", "an", "its", "their", "his", "her", "this", "these", "of"):
        return False
    if token.folded.endswith(("al", "tion", "ment", "ance", "ence", "ity")):
        return False
    if token.folded.endswith("ing"):
        return _previous(text, n) in name_at(text) or before in _BE or _is_participle(text, n)
    if token.folded.endswith("s") and _is_present(text, n):
        return True
    return token.folded.endswith("ed") or token.folded in _FINITE or before in _AUXILIARIES or before in _BE


def _is_present(text: Text, n: int) -> bool:
    """Whether a word in -s stands like a verb: behind a name or an apposition, before a name or an article."""
    named = name_at(text)
    behind = n - 1 in named and not text.tokens[n - 1].text.endswith(("'s", "’s"))
    following = text.tokens[n + 1].folded if n + 1 < len(text.tokens) else ""
    return (behind or text.tokens[n - 1].text == ",") and (
        n + 1 in named or (behind and following in ("the", "a", "an", "its", "his", "her", "their"))
    )


def _is_participle(text: Text, n: int) -> bool:
    """Whether an -ing form behind a comma tells what the subject did, too: "…, overtaking Belmo"."""
    return n > 1 and text.tokens[n].folded.endswith("ing") and text.tokens[n - 1].text == ","


def _previous(text: Text, n: int) -> int:
    """The index of the word before, small adverbs passed over."""
    at = n - 1
    while at > 0 and (text.tokens[at].folded in _SKIPPED or text.tokens[at].folded.endswith("ly")):
        at -= 1
    return at


def _before(text: Text, n: int) -> str:
    at = _previous(text, n)
    return text.tokens[at].folded if at >= 0 else ""


def _deed(text: Text, n: int) -> Deed | None:
    verb = stem(text.tokens[n].folded)
    if _before(text, n) == "to":
        return None  # whose act an infinitive is, its place does not tell
    left, left_names = _left(text, _main_verb(text, n) if _is_participle(text, n) else n)
    if _is_passive(text, n):
        by = _by(text, n)
        doer, doer_names, _, _ = _right(text, by + 1) if by else _NOTHING
        return (
            Deed(verb, n, doer, doer_names, left, left_names, frozenset(), "", frozenset(), is_passive=True)
            if left or doer
            else None
        )
    if _is_reduced(text, n):
        return None
    found, found_names, rest, preposition = _right(text, n + 1)
    if verb in _SPEAKING and found_names and _follows_speech(text, n):
        left, left_names, found, found_names = found, found_names, frozenset(), frozenset()  # "…,” said Lee"
    return (
        Deed(verb, n, left, left_names, found, found_names, rest, preposition, _owners(text, n), is_passive=False)
        if left or found
        else None
    )


def _owners(text: Text, n: int) -> frozenset[str]:
    near = range(max(n - 8, 0), n)
    return frozenset(
        name_at(text)[at] for at in near if at in name_at(text) and text.tokens[at].text.endswith(("'s", "’s"))
    )


def _follows_speech(text: Text, n: int) -> bool:
    """Whether a verb stands behind what is said, and so in front of its doer; not behind "the minister, Ruth Keil,"."""
    if n == 0 or text.tokens[n - 1].kind == "quote":
        return True
    if text.tokens[n - 1].kind != "stop" or n - 2 in name_at(text):
        return False
    return stem(text.tokens[n].folded) in _SAYING or _main_verb(text, n) != n


def _later(text: Text, deed: Deed) -> frozenset[str]:
    """Every word behind an active verb in its sentence, whatever stands between."""
    found: set[str] = set()
    sentence = text.tokens[deed.at].sentence
    for at in range(len(text.tokens) if deed.is_passive else deed.at + 1, len(text.tokens)):
        if text.tokens[at].sentence != sentence or text.tokens[at].folded in _TURNING:
            break
        _take(text, at, found, set())
    return frozenset(found)


def _main_verb(text: Text, n: int) -> int:
    """The first verb of the sentence, whose subject a participle shares; the word itself where there is none."""
    before = (at for at in range(n) if text.tokens[at].sentence == text.tokens[n].sentence and _is_verb(text, at))
    return next(before, n)


_NOTHING: tuple[frozenset[str], frozenset[str], frozenset[str], str] = (frozenset(), frozenset(), frozenset(), "")


def _is_passive(text: Text, n: int) -> bool:
    token = text.tokens[n]
    if not (token.folded.endswith("ed") or token.folded in _PARTICIPLES):
        return False
    near = next((at for at in range(n - 1, max(n - 4, -1), -1) if text.tokens[at].folded in _BE), None)
    return near is not None and all(t.kind == "word" for t in text.tokens[near:n])


def _is_reduced(text: Text, n: int) -> bool:
    """Whether a participle may be one without "was": "the study, published on Friday, …", "people killed in …"."""
    following = text.tokens[n + 1].folded if n + 1 < len(text.tokens) else ""
    before = text.tokens[n - 1] if n else None
    if n + 1 < len(text.tokens) and following.endswith("ed") and n and text.tokens[n - 1].kind == "word":
        return True  # "the applicants interviewed accepted"
    participle = text.tokens[n].folded.endswith("ed") or text.tokens[n].folded in _PARTICIPLES
    return participle and following in _PREPOSITIONS and (before is None or before.kind != "word" or following == "by")


def _by(text: Text, n: int) -> int:
    """The index of "by" behind a passive verb, 0 where there is none."""
    for at in range(n + 1, min(n + 9, len(text.tokens))):
        if text.tokens[at].text in _BREAKS or text.tokens[at].folded in _LINKS:
            return 0
        if text.tokens[at].folded == "by":
            return 0 if _is_time(text, at + 1) else at
    return 0


def _left(text: Text, n: int) -> tuple[frozenset[str], frozenset[str]]:
    """Words in front of a verb back to a link, a stop or another verb; "Quill's" owns the doer, and is not it."""
    found: set[str] = set()
    named: set[str] = set()
    for at in range(n - 1, max(n - 25, -1), -1):
        token = text.tokens[at]
        if token.sentence != text.tokens[n].sentence or token.text in _BREAKS or token.kind == "quote":
            break
        if token.text == "," and found and _attributes_behind(text, n):
            break
        if token.folded in ("who", "which") and not found:
            return _antecedent(text, at)
        if token.folded in _LINKS and not _joins_names(text, at):
            break
        if at < n - 1 and _is_verb(text, at) and not _is_reduced(text, at):
            link = _relative(text, at)
            if link:
                return _antecedent(text, link)
            if found or not _before_preposition(text, at):
                break
            continue  # "talks held in Jeddah ended": the doer stands before the participle
        if not token.text.endswith(("'s", "’s")) and not _is_placed(text, at):
            _take(text, at, found, named)
    return frozenset(found), frozenset(named)


def _is_time(text: Text, at: int) -> bool:
    """Whether "by" gives a deadline: "by Thursday", "by 2030", "by the end of June"."""
    token = text.tokens[at] if at < len(text.tokens) else None
    following = text.tokens[at + 1].folded if at + 1 < len(text.tokens) else ""
    return token is None or token.kind == "number" or token.folded in CALENDAR or following == "end"


def _attributes_behind(text: Text, verb: int) -> bool:
    """Whether a saying verb ends its sentence: "…, police said."."""
    after = text.tokens[verb + 1] if verb + 1 < len(text.tokens) else None
    ends = after is None or after.text in (".", ";", ",") or after.folded == "on"
    return ends and stem(text.tokens[verb].folded) in _SAYING


def _relative(text: Text, verb: int) -> int:
    """The index of the "who" or "which" whose verb this is, 0 where there is none: "Falk, who opposed it, said"."""
    for at in range(verb - 1, max(verb - 5, 0), -1):
        if text.tokens[at].folded in ("who", "which", "that"):
            return at
        if text.tokens[at].kind != "word":
            return 0
    return 0


def _antecedent(text: Text, link: int) -> tuple[frozenset[str], frozenset[str]]:
    """Whom "who" or "which" stands for: the words right in front of it, back to a small word."""
    found: set[str] = set()
    named: set[str] = set()
    for at in range(link - 1, max(link - 10, -1), -1):
        token = text.tokens[at]
        if token.text == "," and not found:
            continue
        if token.kind != "word" or token.folded in _LINKS or _is_verb(text, at):
            break
        _take(text, at, found, named)
    return frozenset(found), frozenset(named)


def _before_preposition(text: Text, n: int) -> bool:
    return n + 1 < len(text.tokens) and text.tokens[n + 1].folded in _PREPOSITIONS


def _is_placed(text: Text, n: int) -> bool:
    """Whether a word says where or when: "in Jeddah", "on the eve"."""
    before = [t.folded for t in text.tokens[max(n - 2, 0) : n]]
    return bool(before) and (before[-1] in _PLACING or (before[-1] in ("the", "a") and before[0] in _PLACING))


def _right(text: Text, first: int) -> tuple[frozenset[str], frozenset[str], frozenset[str], str]:
    """The words behind a verb: of its object, up to a preposition; the names in it; the rest; the preposition."""
    found: set[str] = set()
    named: set[str] = set()
    rest: set[str] = set()
    preposition = ""
    for at in range(first, min(first + 14, len(text.tokens))):
        token = text.tokens[at]
        if token.sentence != text.tokens[first].sentence or token.text in _BREAKS or token.kind == "quote":
            break
        if token.folded in _LINKS and not _joins_names(text, at):
            break
        if _is_verb(text, at) and at > first:
            break
        if token.folded in _PREPOSITIONS:
            preposition = preposition or token.folded
        elif preposition:
            _take(text, at, rest, set())
        else:
            _take(text, at, found, named)
    return frozenset(found), frozenset(named), frozenset(rest), preposition


_MEASURES = frozenset(meaning(w) for w in words("hour day week month year minute second decade percent time morning"))


def _take(text: Text, at: int, found: set[str], named: set[str]) -> None:
    token = text.tokens[at]
    if token.meaning in _MEASURES:
        return
    canonical = name_at(text).get(at)
    if canonical is not None and not _is_acronym(token, canonical):
        found.update((canonical, token.meaning))
        named.add(canonical)
    elif token.is_content and canonical is None:
        found.add(token.meaning)


def _is_acronym(token: Token, canonical: str) -> bool:
    """Whether a name is initials whose long form the other text may have: it proves nothing by being absent."""
    return token.text.isupper() and canonical == token.folded


def _joins_names(text: Text, n: int) -> bool:
    return text.tokens[n].folded == "and" and (n - 1 in name_at(text) or n + 1 in name_at(text))
