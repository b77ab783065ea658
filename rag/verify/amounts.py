"""How much of a group is meant: "all" is more than "most", "all but four" or "five of the nine"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_WHOLE = frozenset(words("all every everyone everybody everything always entire entirely whole completely none nobody"))
_LESS = frozenset(
    words("most some many several few half part partly majority minority nearly almost mostly mainly among")
)
_IDIOMS = frozenset((("at", "all"), ("in", "all"), ("above", "all"), ("all", "over"), ("all", "in")))


def overclaimed(statement: Text, evidence: Sequence[Text]) -> Iterator[Token]:
    """Words such as "all" where the evidence speaks of a part, or makes an exception."""
    if _WHOLE.isdisjoint(statement.folded_words) or any(_wholes(text) for text in evidence):
        return
    if not any(_speaks_of_a_part(text) for text in evidence):
        return
    yield from _wholes(statement)


def _wholes(text: Text) -> list[Token]:
    """Unrestricted words for a whole: "all but four" and "not all" are not."""
    found = []
    for n, token in enumerate(text.tokens):
        before = text.tokens[n - 1].folded if n else ""
        after = text.tokens[n + 1].folded if n + 1 < len(text.tokens) else ""
        idiom = (before, token.folded) in _IDIOMS or (token.folded, after) in _IDIOMS
        restricted = after in ("but", "except") or before in ("not", "nearly", "almost")
        restricted = restricted or any(t.folded == "except" for t in text.tokens[n : n + 5])
        if token.folded in _WHOLE and not idiom and not restricted:
            found.append(token)
    return found


def _speaks_of_a_part(text: Text) -> bool:
    tokens = text.tokens
    if not _LESS.isdisjoint(text.folded_words) or any(t.folded in _WHOLE for t in tokens):
        return True
    return any(
        token.folded == "of" and n and (tokens[n - 1].kind == "number" or tokens[n - 1].folded in _COUNTS)
        for n, token in enumerate(tokens)
    )


_COUNTS = frozenset(words("one two three four five six seven eight nine ten eleven twelve"))
