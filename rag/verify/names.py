"""Names: which words of a statement are names, and whether the cited spans, or the article before them, have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rag.verify.lexicon import FUNCTION_WORDS
from rag.verify.places import COMMON_OPENERS, KNOWN_NAMES, SAME_NAME, TITLES
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

_JOINERS = frozenset(words("of de la le du des del della di da van von der den bin ibn al el the y e and for"))


class Name(NamedTuple):
    """A run of capitalised words in a text; tokens [first, last), with small words such as "of" inside.

    ``parts`` are the stretches between hyphens and small words: "U.S.-Ukraine" names two.
    """

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    sentence: int


@lru_cache(maxsize=4096)
def names(text: Text) -> tuple[Name, ...]:
    """The names of a text in order. A sentence's first word is one only where something else says so."""
    return tuple(_read(text))


@lru_cache(maxsize=100_000)
def canonical(folded: str) -> str:
    """One form for the names of one country and its people: "american", "us" and "usa" are "america"."""
    return SAME_NAME.get(folded, folded)


@lru_cache(maxsize=4096)
def name_words(text: Text) -> tuple[str, ...]:
    """Every word of a text in canonical form, in order, with names of several words for one country as one."""
    return tuple(word for word, _, _ in _spans_of(text))


@lru_cache(maxsize=4096)
def _spans_of(text: Text) -> list[tuple[str, int, int]]:
    return _canonical_spans(text.tokens)


# "Us" and "who" are pronouns unless all their letters are capitals.
_PRONOUNS_TOO = frozenset(("us", "who", "un", "fed"))


def canonical_run(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of some tokens in canonical form, in order."""
    if len(tokens) == 1 and tokens[0].kind == "word":
        word = _pronoun_or_name(tokens[0])
        return (SAME_NAME.get(word, word),)
    return tuple(word for word, _, _ in _canonical_spans(tokens))


@lru_cache(maxsize=4096)
def name_at(text: Text) -> dict[int, str]:
    """Index -> canonical form, for every token that is a word of a name, or a country's adjective or people."""
    inside = {n for name in names(text) for n in range(name.first, name.last) if text.tokens[n].kind == "word"}
    found: dict[int, str] = {}
    for word, first, last in _spans_of(text):
        known = word in COUNTRIES and text.tokens[first].is_capitalised
        for n in range(first, last):
            if n in inside or known:
                found[n] = word if known else _place_of(word)
    return found


def _place_of(word: str) -> str:
    """The place of an unlisted adjective such as "dorian", by its ending; other names lose nothing by it."""
    return word[:-1] if len(word) >= 6 and word.endswith("an") else word


def _canonical_spans(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """(canonical word, first, last) with indices into ``tokens``."""
    kept = [n for n, t in enumerate(tokens) if t.kind in ("word", "number")]
    words = [_pronoun_or_name(tokens[n]) for n in kept]
    if _LENGTHS.keys().isdisjoint(words):
        return [(SAME_NAME.get(word, word), n, n + 1) for word, n in zip(words, kept, strict=True)]
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(words):
        for length in _LENGTHS.get(words[at], ()):
            whole = SAME_NAME.get(" ".join(words[at : at + length]))
            if whole is not None and at + length <= len(words):
                found.append((whole, kept[at], kept[at + length - 1] + 1))
                at += length
                break
        else:
            found.append((SAME_NAME.get(words[at], words[at]), kept[at], kept[at] + 1))
            at += 1
    return found


def _pronoun_or_name(token: Token) -> str:
    return f"{token.folded} (word)" if token.folded in _PRONOUNS_TOO and token.text.islower() else token.folded


def _lengths() -> dict[str, tuple[int, ...]]:
    """First word -> the lengths, in words, of the known names that begin with it; the longest first."""
    found: dict[str, set[int]] = {}
    for name in SAME_NAME:
        parts = name.split()
        if len(parts) > 1:
            found.setdefault(parts[0], set()).add(len(parts))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


_LENGTHS = _lengths()
COUNTRIES = frozenset(SAME_NAME.values())


def has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    """Whether ``run`` stands in ``words``, in order and together; "of" and "the" may stand between."""
    wanted = [w for w in run if w not in _JOINERS]
    kept = [w for w in words if w not in _JOINERS]
    if not wanted:
        return True
    length = len(wanted)
    if length == 1:
        return wanted[0] in kept or any(_is_adjective(word, wanted[0]) for word in kept)
    return any(word == wanted[0] and kept[at : at + length] == wanted for at, word in enumerate(kept))


def _is_adjective(one: str, other: str) -> bool:
    """Whether one word is the other with an ending that makes people or an adjective of a place: Doria, Dorian."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or long == short or not long.startswith(short[:-1]):
        return False
    return (long.startswith(short) and long[len(short) :] in _ENDINGS) or long[len(short) - 1 :] in _ENDINGS_FOR_VOWEL


_ENDINGS = frozenset(("n", "an", "ian", "ean", "ese", "ish", "i", "er", "ers", "ns", "ans", "ians"))
_ENDINGS_FOR_VOWEL = frozenset(("ian", "ians", "ese", "ish"))


def _read(text: Text) -> Iterator[Name]:
    tokens = text.tokens
    at = 0
    while at < len(tokens):
        if not tokens[at].is_capitalised or not _is_name_word(tokens, at, text):
            at += 1
            continue
        end = at + 1
        while end < len(tokens):
            if _is_name_word(tokens, end, text) and _touch(tokens, end):
                end += 1
            elif (step := _over_joiners(tokens, end, text)) is not None:
                end = step
            else:
                break
        yield _name(tokens, at, end)
        at = end


def _name(tokens: tuple[Token, ...], first: int, last: int) -> Name:
    words = canonical_run(tokens[first:last])
    source = " ".join(t.text for t in tokens[first:last] if t.kind != "dash")
    cuts = [n for n in range(first, last) if tokens[n].kind == "dash" or tokens[n].folded in _JOINERS]
    pieces = (canonical_run(tokens[a:b]) for a, b in pairwise((first, *cuts, last))) if cuts else (words,)
    parts = tuple(kept for piece in pieces if (kept := tuple(w for w in piece if w not in _JOINERS)))
    return Name(first, last, source, words, parts, tokens[first].sentence)


def _touch(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a token follows the one before it with nothing but a space, an initial's dot between, or a hyphen."""
    return tokens[at].start - tokens[at - 1].end <= 1 and not tokens[at - 1].text.endswith(("'s", "’s"))


def _over_joiners(tokens: tuple[Token, ...], at: int, text: Text) -> int | None:
    """Past "of the" or a hyphen or an initial's dot to the next name word, or None."""
    end = at
    while end < len(tokens) and end - at < 2 and tokens[end].folded in _JOINERS - {"and", "for"}:
        end += 1
    if (end == at and tokens[at].kind == "dash" and tokens[at].start == tokens[at - 1].end) or (
        end == at and tokens[at].text == "." and len(tokens[at - 1].text) <= 2 and tokens[at - 1].is_capitalised
    ):
        end += 1
    if end == at or end >= len(tokens) or not _is_name_word(tokens, end, text):
        return None
    if tokens[at - 1].text.endswith(("'s", "’s")):
        return None
    return end + 1


def _is_name_word(tokens: tuple[Token, ...], at: int, text: Text) -> bool:
    token = tokens[at]
    if not token.is_capitalised or (token.folded in CALENDAR and not _is_namesake(tokens, at)):
        return False
    if token.folded in FUNCTION_WORDS and not token.text.isupper() and not _is_namesake(tokens, at):
        return False
    if not _opens_sentence(tokens, at):
        return True
    if token.folded in KNOWN_NAMES or token.folded in SAME_NAME or (len(token.text) > 1 and token.text.isupper()):
        return True
    if token.folded in _LENGTHS and at + 1 < len(tokens) and f"{token.folded} {tokens[at + 1].folded}" in SAME_NAME:
        return True
    if token.folded in COMMON_OPENERS or token.folded in TITLES:
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return bool(token.folded in TITLES and following and following.is_capitalised)
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if token.folded.endswith("s") and not token.folded.endswith("ss") and after in _AFTER_PLURALS:
        return False  # "Attempts to", "Hopes of"
    return not _looks_common(token)


CALENDAR = frozenset(
    words(
        "i monday tuesday wednesday thursday friday saturday sunday january february march april june july "
        "august september october november december mr mrs ms mx dr prof"
    )
)


def _is_namesake(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a month is a person's name: "analyst June Park"."""
    if tokens[at].folded not in _NAMESAKES or at + 1 >= len(tokens) or not tokens[at + 1].is_capitalised:
        return False
    before = tokens[at - 1] if at else None
    return before is not None and before.kind == "word" and before.folded not in FUNCTION_WORDS


_NAMESAKES = frozenset(("april", "may", "june", "august", "march", "will"))


_AFTER_PLURALS = frozenset(
    words("by of to in on are were have from for at over that against between who which about with will into")
)


def _opens_sentence(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word's capital may only be that of a sentence's, a quotation's or a bullet's first word."""
    if at == 0 or tokens[at - 1].sentence != tokens[at].sentence:
        return True
    before = tokens[at - 1]
    return (
        before.kind == "quote"
        or before.text in (":", ";", "•", "'", "‘", "(", "[")
        or before.text in (".", "!", "?", "…")
    )


def _looks_common(token: Token) -> bool:
    """Whether an unlisted first word has the form of a common one: "Negotiators", "Rebuilding", "Fortunately"."""
    word = token.folded
    return word.endswith(
        (
            "ing",
            "ly",
            "tion",
            "tions",
            "ment",
            "ments",
            "ists",
            "ers",
            "ors",
            "ness",
            "ities",
            "ives",
            "ants",
            "ents",
            "ed",
        )
    )


def acronym_of(words: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether a one-word name is made of the initials of capitalised words that stand together: "IMF"."""
    if len(words) != 1 or not 2 <= len(words[0]) <= 6:
        return False
    initials = "".join(
        t.folded[0] if t.is_capitalised else " " for t in tokens if t.kind == "word" and t.folded not in _JOINERS
    )
    return words[0] in initials


def expands(words: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether a name of several words is written as its initials among the tokens: "International Monetary Fund"."""
    letters = "".join(w[0] for w in words if w not in _JOINERS)
    return len(letters) >= 2 and any(t.folded == letters and t.text.isupper() for t in tokens)


def without_titles(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name without the titles before it, and the titles: "President Trump" is ("trump",) and ("president",)."""
    kept, titles = list(words), []
    while len(kept) > 1 and (kept[0] in TITLES or kept[0] in COUNTRIES):
        titles.append(kept.pop(0))
    return tuple(kept), tuple(titles)
