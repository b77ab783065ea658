"""Words made comparable: folded (case, accents), stemmed, and mapped to a small class of words of equal meaning."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rag.verify.lexicon import FUNCTION_WORDS, IRREGULAR, SAME_MEANING
from rag.verify.wordlists import words

_SUFFIXES = words(
    "izations isations ization isation ations ation itions ition ments ment nesses ness ically ially "
    "ingly edly ities ity ings ing ions ion ances ance ences ence ively ive ally ely ers er ors or ies "
    "ied ed es ly al s"
)
_INFLECTIONS = frozenset(("ed", "ing", "ings", "s", "es"))
_SHORTEST_STEM = {
    "ing": 3,
    "ings": 3,
    "ed": 3,
    "s": 2,
    "es": 3,
    "ies": 2,
    "ied": 2,
    "ly": 5,
    "er": 4,
    "ers": 4,
    "al": 5,
}


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Lower case without accents, dots and possessive: "Müller’s" is "muller", "U.S." is "us"."""
    if not word.isascii():
        word = word.replace("’", "'").replace("ʼ", "'")
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.translate(_LETTERS)
    word = word.casefold().replace(".", "")
    if word.endswith("'s"):
        return word[:-2]
    return word.rstrip("'")


_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The part of a folded English word that its forms share; words of other languages mostly come back as they are."""
    if folded in IRREGULAR:
        return IRREGULAR[folded]
    if len(folded) < 4 or not folded.isascii() or folded.endswith("ss"):
        return folded
    for suffix in _SUFFIXES:
        if folded.endswith(suffix):
            kept = folded[: -len(suffix)]
            if len(kept) >= _SHORTEST_STEM.get(suffix, 4) and any(c in "aeiouy" for c in kept):
                if kept in IRREGULAR:
                    return IRREGULAR[kept]
                if suffix in _INFLECTIONS and kept.endswith("er") and len(kept) >= 6:
                    kept = kept[:-2]
                return _finish(kept + ("y" if suffix in ("ies", "ied") else "e" if _ends_agree(kept, suffix) else ""))
    return _finish(folded)


def _ends_agree(kept: str, suffix: str) -> bool:
    return suffix == "ed" and kept.endswith("e")


def _finish(kept: str) -> str:
    """Without a doubled last consonant or a final e, i or y, which the forms of a word do not share."""
    if len(kept) > 3 and kept[-1] == kept[-2] and kept[-1] not in "aeious":
        kept = kept[:-1]
    if len(kept) > 3 and kept[-1] in "eiy":
        kept = kept[:-1]
    return kept


@lru_cache(maxsize=100_000)
def meaning(folded: str) -> str:
    """The stem, or the name of the class of words of equal meaning that it is in; a function word is only itself."""
    if folded in FUNCTION_WORDS:
        return f"={folded}"
    found = stem(folded)
    return _CLASS_OF.get(found, found)


def _classes() -> dict[str, str]:
    """Stem -> class, named by its first word; a stem that is listed twice stays in the first."""
    found: dict[str, str] = {}
    for line in SAME_MEANING:
        words = line.split()
        for word in words:
            found.setdefault(stem(word), stem(words[0]))
    return found


_CLASS_OF = _classes()
