"""How close articles are: what their openings mean, and which words, names and pairs of words they share.

Words count by how rare they are in the archive's last weeks. A name is a word that these articles capitalise more often
than not, so that the first word of a headline is none by its place alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from rag.domain.article import Version

Matrix = NDArray[np.float32]

MEANING, WORDS, NAMES, PAIRS = 0.4, 0.1, 0.3, 0.2
"""What the parts weigh; chosen on the dev halves that `eval/bench/stories.py` names."""

_BAG_CHARACTERS = 2_500
_OPENING_CHARACTERS = 350
_LONGEST_WORD = 40
_LATIN = "\u024f"
"""The last letter of the Latin blocks."""
_SMALL_ARCHIVE = 150
"""Articles that are thought to be there besides: among three no word is rare, and the first days decide which stories
there are."""
_TOO_COMMON = 0.12
_COMMON_FROM = 60
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_SMALL_WORDS = frozenset(
    "the a an of in on at to for and or by with from as is are was were be been has have had that this these those it "
    "its their his her he she they we you i will would could may said says say after before over into than more most "
    "not no but who which about up out also there when where what while if so all one two new some only its "
    "der die das den dem des ein eine einer einem einen und oder in im am an auf mit von zu zum zur ist war sind wird "
    "hat haben nicht sich auch als für bei nach aus dass wie es er sie".split()
)


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of one article: all, those that are capitalised, and pairs of neighbours; each with its count."""

    words: Mapping[str, int]
    capitalised: Mapping[str, int]
    pairs: Mapping[str, int]
    language: str


def opening(version: Version) -> str:
    """Headline and lead: what is embedded of an article. About as many tokens in every script: what is not Latin costs
    the embedder several times as much a character, and a word without end costs most."""
    article = version.article
    lead = _words_of(f"{article.dek} {article.body[:_BAG_CHARACTERS]}")
    head = f"{_words_of(article.title)[:200]}. " if article.title.strip() else ""
    text = (head + lead)[:_OPENING_CHARACTERS]
    return text[: len(text) // 3] if sum(c > _LATIN for c in text) > len(text) / 3 else text


def _words_of(text: str) -> str:
    return " ".join(word[:_LONGEST_WORD] for word in text.split())


def bag(version: Version) -> Bag:
    """The words of headline, subtitle and the beginning of the body, small words left out."""
    article = version.article
    found = _WORD.findall(f"{article.title}. {article.dek} {article.body[:_BAG_CHARACTERS]}")
    folded = [_POSSESSIVE.sub("", word.casefold()) for word in found]
    tells = [len(word) > 1 and word not in _SMALL_WORDS for word in folded]
    return Bag(
        words=Counter(w for w, ok in zip(folded, tells, strict=True) if ok),
        capitalised=Counter(w for w, f, ok in zip(folded, found, tells, strict=True) if ok and f[0].isupper()),
        pairs=Counter(f"{a} {b}" for a, b, x, y in zip(folded, folded[1:], tells, tells[1:], strict=False) if x and y),
        language=article.language,
    )


def closeness(new: Sequence[int], bags: Sequence[Bag], vectors: Matrix) -> Matrix:
    """Of each of the articles at the indices ``new`` to each of all, 0..1; shape (len(new), len(bags)).

    Between two languages the embedder's cosine says little; there names have its weight too.
    """
    rows = np.asarray(new, dtype=np.int64)
    named = Counter[str]()
    for one in bags:
        named.update({w for w, n in one.capitalised.items() if 2 * n > one.words[w]})
    spoken = Counter(word for one in bags for word in one.words)
    names = [{w: n for w, n in one.capitalised.items() if 2 * named[w] > spoken[w]} for one in bags]
    by_names = _cosines(rows, names)
    meaning = vectors[rows] @ vectors.T
    languages = np.array([one.language for one in bags])
    apart = (languages[rows][:, None] != languages[None, :]) & (languages[rows][:, None] != "") & (languages != "")
    meaning = np.where(apart, by_names, meaning)
    by_words, by_pairs = _cosines(rows, [b.words for b in bags]), _cosines(rows, [b.pairs for b in bags])
    return np.asarray(MEANING * meaning + NAMES * by_names + WORDS * by_words + PAIRS * by_pairs, np.float32)


def _cosines(rows: NDArray[np.int_], counts: Sequence[Mapping[str, int]]) -> Matrix:
    """Of idf-weighted counts, by the postings of each term: only articles that share a term cost anything."""
    weights = _weighted(counts)
    place = {int(article): row for row, article in enumerate(rows)}
    found = np.zeros((len(rows), len(counts)), np.float32)
    postings: dict[str, list[tuple[int, float]]] = {}
    for article, terms in enumerate(weights):
        for term, weight in terms.items():
            postings.setdefault(term, []).append((article, weight))
    for listed in postings.values():
        mine = [(place[a], w) for a, w in listed if a in place]
        if mine and len(listed) > 1:
            columns, values = np.array([a for a, _ in listed]), np.array([w for _, w in listed], np.float32)
            for row, weight in mine:
                found[row, columns] += weight * values
    return found


def _weighted(counts: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """Unit vectors of (1 + log count) x idf; in a large archive the most common terms are left out."""
    known = Counter(term for terms in counts for term in terms)
    total = len(counts)
    rare = {t: log((_SMALL_ARCHIVE + total) / (0.5 + n)) for t, n in known.items() if _is_rare(n, total)}
    return [_unit((t, (1 + log(n)) * rare[t]) for t, n in terms.items() if t in rare) for terms in counts]


def _is_rare(count: int, total: int) -> bool:
    return count <= max(_COMMON_FROM, _TOO_COMMON * total)


def _unit(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    found = dict(weights)
    norm = sum(w * w for w in found.values()) ** 0.5
    return {t: w / norm for t, w in found.items()} if norm else {}
