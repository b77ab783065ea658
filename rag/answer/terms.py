"""The words of a question that evidence must speak to, and whether a text holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from rag.ports import Span
from rag.retrieve.late import rarity
from rag.verify.lexicon import FUNCTION_WORDS
from rag.verify.names import COUNTRIES, canonical, name_words
from rag.verify.stems import fold_word, meaning
from rag.verify.tokens import read
from rag.verify.wordlists import words

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_ASKING = frozenset(
    words(
        "please tell give name list describe explain kind sort type many much long far often take took takes taken "
        "place happen happened happens occur occurred everything anything something latest newest recent recently "
        "current currently now nowadays"
    )
)

MISSPELT = 84.0
"""rapidfuzz ratio from which an unknown word of five letters or more is read as a word of the text (Jedda, Jeddah)."""

_LETTERS = 5
_CAPITALS = {
    "washington": "american", "moscow": "russian", "kremlin": "russian", "kyiv": "ukrainian", "kiev": "ukrainian",
    "beijing": "chinese", "berlin": "german", "paris": "french", "brussels": "european", "rome": "italian",
    "madrid": "spanish", "tokyo": "japanese", "ankara": "turkish", "tehran": "iranian", "warsaw": "polish",
    "delhi": "indian",
}  # fmt: skip
"""A capital stands for its government in news. Only for finding; the check of statements decides for itself."""


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; ``weight`` is 0..1, higher for rarer words."""

    text: str
    start: int
    end: int
    weight: float
    is_name: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in the forms that they are compared in."""

    folded: frozenset[str]
    meanings: frozenset[str]
    countries: frozenset[str]

    def hold(self, word: str) -> float:
        """1 for the word in one of its forms or meanings, .9 for a near spelling of a longer one, else 0."""
        folded = fold_word(word)
        if folded in self.folded or meaning(folded) in self.meanings:
            return 1.0
        if country_of(folded) in self.countries:
            return 1.0
        return 0.9 if self._has_near(folded) else 0.0

    def _has_near(self, folded: str) -> bool:
        if len(folded) < _LETTERS or not folded.isalpha():
            return False
        best = process.extractOne(folded, self.folded, scorer=fuzz.ratio, score_cutoff=MISSPELT)
        return best is not None and best[0][:1] == folded[:1]


def words_of_all(texts: Iterable[str]) -> Words:
    """Of several texts together, each read once: other questions meet the same passages in other company."""
    each = [words_of(text) for text in texts]
    return Words(
        folded=frozenset().union(*(words.folded for words in each)),
        meanings=frozenset().union(*(words.meanings for words in each)),
        countries=frozenset().union(*(words.countries for words in each)),
    )


@lru_cache(maxsize=16_384)
def words_of(text: str) -> Words:
    """Of any text; cached, since a passage is looked at for every part of a question."""
    folded = {fold_word(piece) for word in _WORD.findall(text) for piece in (word, *re.split(r"[-'’]", word)) if piece}
    countries = frozenset(country for word in folded if (country := country_of(word))) | _spelled_out(text)
    folded |= {word for country in countries for word in country.split()}  # "United" and "States" where it says U.S.
    return Words(
        folded=frozenset(folded),
        meanings=frozenset(meaning(word) for word in folded),
        countries=countries,
    )


def country_of(folded: str) -> str:
    """The country that a word names by itself, by its people or by its capital; "" for other words."""
    country = canonical(_CAPITALS.get(folded, folded))
    return country if country in COUNTRIES else ""


def _spelled_out(text: str) -> frozenset[str]:
    """Countries whose names take more than one word ("United States")."""
    return frozenset(word for word in name_words(read(text)) if word in COUNTRIES)


def question_terms(text: str, piece_ids: tuple[int, ...], spans: tuple[Span, ...]) -> tuple[Term, ...]:
    """Content words with the weight of their rarest word piece; a name is capitalised and not the first word."""
    terms = []
    for match in _WORD.finditer(text):
        folded = fold_word(match[0])
        if folded in FUNCTION_WORDS or folded in _ASKING:
            continue
        weights = [
            rarity(i) for i, (a, b) in zip(piece_ids, spans, strict=True) if a >= match.start() and b <= match.end()
        ]
        is_name = match[0][:1].isupper() and match.start() > 0
        terms.append(Term(match[0], match.start(), match.end(), max(weights, default=1.0), is_name))
    return tuple(terms)


def places_of(terms: Sequence[Term], text: str) -> tuple[int, ...]:
    """Where in the text (characters) the terms stand, in some form."""
    wanted = words_of(" ".join(term.text for term in terms))
    return tuple(m.start() for m in _WORD.finditer(text) if fold_word(m[0]) not in FUNCTION_WORDS and wanted.hold(m[0]))
