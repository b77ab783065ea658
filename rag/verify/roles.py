"""Who did what to whom, as far as word order shows it: doer and done-to of a verb that statement and evidence share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.names import canonical, names
from rag.verify.stems import stem
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_BE = frozenset(words("be been being is are was were get got gets"))
_HAVE = frozenset(words("have has had having to will would may might could can should did does do not n't never"))
_IRREGULAR_PAST = frozenset(
    words("said told rose fell met won beat lost took gave made went came saw left led paid bought sold brought built kept "
          "found drove wrote spoke broke struck shot sent spent ran held hit sank stole caught fought threw sought hurt "
          "overtook withdrew began became knew felt thought taught chose flew cut put set let")
)  # fmt: skip
_SPEAKING = frozenset(
    stem(w)
    for w in words(
        "say state tell note add explain announce declare stress emphasise emphasize underline warn insist claim argue "
        "deny admit confirm propose suggest demand promise pledge vow urge criticise criticize condemn welcome reject "
        "refuse accuse agree write reply respond predict testify ask offer call comment remark complain"
    )
)
_BREAKS = frozenset(";:()")
_LINKS = frozenset(words("and but while who which that whereas although though because after before when as if"))
_ENDS_OBJECT = frozenset(words("and but while who which that whereas although though because after before when if"))


class Deed(NamedTuple):
    """A verb with the words, in canonical form, of its doer and of what it is done to."""

    verb: str
    at: int
    doer: frozenset[str]
    doer_names: frozenset[str]
    done_to: frozenset[str]


class Swapped(NamedTuple):
    """A verb of the statement whose doer is another than in the evidence."""

    token: Token
    speaking: bool


@lru_cache(maxsize=4096)
def deeds(text: Text) -> tuple[Deed, ...]:
    """The verbs of a text that word order gives a doer or a thing done to."""
    named = _named(text)
    return tuple(
        deed
        for n, token in enumerate(text.tokens)
        if _is_verb(text.tokens, n) and (deed := _deed(text, n, token, named)) is not None
    )


def swapped(statement: Text, evidence: Sequence[Text]) -> Iterator[Swapped]:
    """Verbs whose doer and done-to the statement exchanges, or whose doer it replaces by another name of the spans."""
    told = [deed for text in evidence for deed in deeds(text)]
    everyone = frozenset(w for text in evidence for w in _named(text).values())
    for deed in deeds(statement):
        same = [other for other in told if other.verb == deed.verb]
        if same and all(_differs(deed, other, everyone) for other in same):
            yield Swapped(statement.tokens[deed.at], deed.verb in _SPEAKING)


def _differs(said: Deed, told: Deed, everyone: frozenset[str]) -> bool:
    """Whether two deeds of one verb have their parts exchanged, or different people as doers."""
    if said.doer & told.doer:
        return False
    exchanged = bool(said.doer & told.done_to) and not said.done_to & told.done_to
    if exchanged and (said.done_to & told.doer or not said.done_to):
        return True
    if not said.doer and said.done_to & told.doer and not said.done_to & told.done_to and told.done_to:
        return True
    # another name of the spans, where the spans name the doer themselves
    other = said.doer_names & everyone
    return bool(other and told.doer_names and not said.doer_names & told.doer_names)


@lru_cache(maxsize=4096)
def _named(text: Text) -> dict[int, str]:
    """Token index -> canonical form, for every word of a name."""
    return {
        n: canonical(text.tokens[n].folded)
        for name in names(text)
        for n in range(name.first, name.last)
        if text.tokens[n].kind == "word" and len(text.tokens[n].folded) > 2
    } | {
        n: canonical(t.folded)
        for n, t in enumerate(text.tokens)
        if t.is_capitalised and canonical(t.folded) != t.folded
    }


def _is_verb(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether a word has the form of a finite verb or a participle, or stands behind an auxiliary."""
    token = tokens[n]
    if token.kind != "word" or (not token.is_content and stem(token.folded) != "say"):
        return False
    if token.is_capitalised:
        return False
    before = tokens[n - 1].folded if n else ""
    if before in ("the", "a", "an", "its", "their", "his", "her", "this", "these", "of"):
        return False
    return token.folded.endswith("ed") or token.folded in _IRREGULAR_PAST or before in _HAVE or before in _BE


def _deed(text: Text, n: int, token: Token, named: dict[int, str]) -> Deed | None:
    left, left_names = _words(text, range(n - 1, max(n - 14, -1), -1), named, _LINKS)
    right, _ = _words(text, range(n + 1, min(n + 9, len(text.tokens))), named, _ENDS_OBJECT)
    if _is_passive(text.tokens, n):
        by = _by(text.tokens, n)
        doer, doer_names = (
            _words(text, range(by + 1, min(by + 8, len(text.tokens))), named, _LINKS)
            if by
            else (frozenset(), frozenset())
        )
        return Deed(stem(token.folded), n, doer, doer_names, left) if left or doer else None
    if not left:
        return None
    return Deed(stem(token.folded), n, left, left_names, right)


def _is_passive(tokens: tuple[Token, ...], n: int) -> bool:
    return any(t.folded in _BE for t in tokens[max(n - 3, 0) : n]) and not tokens[n].folded.endswith("ing")


def _by(tokens: tuple[Token, ...], n: int) -> int:
    """The index of "by" behind a passive verb, 0 where there is none."""
    for at in range(n + 1, min(n + 7, len(tokens))):
        if tokens[at].text in _BREAKS or tokens[at].folded in _LINKS:
            return 0
        if tokens[at].folded == "by":
            return at
    return 0


def _words(
    text: Text, indices: range, named: dict[int, str], stops: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Content words and names met along ``indices`` until the clause breaks or another verb stands in the way."""
    found: set[str] = set()
    names_found: set[str] = set()
    first = indices[0] if len(indices) else 0
    for n in indices:
        token = text.tokens[n]
        if token.sentence != text.tokens[min(max(first, 0), len(text.tokens) - 1)].sentence or token.text in _BREAKS:
            break
        if token.folded in stops and not (token.folded == "and" and _joins_names(text, n, named)):
            break
        if token.kind == "quote" or (n != first and _is_verb(text.tokens, n)):
            break
        if n in named:
            names_found.add(named[n])
            found.add(named[n])
        elif token.is_content:
            found.add(token.meaning)
    return frozenset(found), frozenset(names_found)


def _joins_names(text: Text, n: int, named: dict[int, str]) -> bool:
    return n + 1 < len(text.tokens) and n > 0 and (n - 1 in named or n + 1 in named)
