"""A text as tokens with offsets, sentences and clauses: read once, then every part of the check looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from rag.sentences import sentence_spans
from rag.verify.lexicon import FUNCTION_WORDS
from rag.verify.locate import DASHES, DOUBLE_MARKS
from rag.verify.stems import fold_word, meaning
from rag.verify.wordlists import words

TokenKind = Literal["word", "number", "symbol", "dash", "stop", "quote"]

_TOKEN = re.compile(
    rf"""
    (?P<abbreviation>(?:[^\W\d_]\.){{2,}}|\b(?:USD|EUR|GBP|CHF|JPY|CNY|SEK|NOK|DKK|AUD|CAD|US|CDN)(?=[$€£]?\d))
  | (?P<number>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?![\d])|\d+(?:[.,]\d+)*)
  | (?P<word>[^\W\d_](?:[^\W_]|[\u0300-\u036f])*(?:['’ʼ][^\W\d_]+)*)
  | (?P<symbol>[$€£¥₴₽₹%°½¼¾⅓⅔:/&+])
  | (?P<dash>[{re.escape(DASHES)}]+)
  | (?P<quote>[{re.escape(DOUBLE_MARKS)}])
  | (?P<stop>[^\s\w])
    """,
    re.VERBOSE,
)
_KIND_OF: dict[str, TokenKind] = {
    "abbreviation": "word", "word": "word", "number": "number", "symbol": "symbol", "dash": "dash",
    "quote": "quote", "stop": "stop",
}  # fmt: skip
_BREAKS = frozenset(",;()[]")
_BREAKING_WORDS = frozenset(words("but while although though whereas which who because after before when"))
_PARTING = frozenset(words("but while although though whereas however"))
_TERMINATOR = re.compile(r"[.!?…。！？]|\n")


class Token(NamedTuple):
    """One token: its text and offsets, folded form, meaning, and the sentence and clause that it stands in.

    ``is_content`` says that it is a word with something of its own to say.
    """

    text: str
    start: int
    end: int
    kind: TokenKind
    folded: str
    meaning: str
    sentence: int
    clause: int
    is_content: bool
    is_capitalised: bool


@dataclass(frozen=True, eq=False)
class Text:
    """A read text; clauses are numbered through all sentences. Compared by identity, so that it is cheap to hash."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def folded_words(self) -> frozenset[str]:
        return frozenset(t.folded for t in self.tokens if t.kind == "word")

    @cached_property
    def meanings(self) -> frozenset[str]:
        return frozenset(t.meaning for t in self.tokens if t.kind == "word")

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Meaning -> the indices of the words that have it."""
        found: dict[str, list[int]] = {}
        for n, token in enumerate(self.tokens):
            if token.kind == "word":
                found.setdefault(token.meaning, []).append(n)
        return {key: tuple(indices) for key, indices in found.items()}

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """For each token the part of a sentence that it stands in; "but", "while" and semicolons part."""
        part, found = 0, []
        for n, token in enumerate(self.tokens):
            if n and (token.sentence != self.tokens[n - 1].sentence or token.text == ";" or token.folded in _PARTING):
                part += 1
            found.append(part)
        return tuple(found)

    @cached_property
    def segments(self) -> tuple[int, ...]:
        """For each token the stretch between stops and conjunctions that it stands in: finer than clauses."""
        segment, found = 0, []
        for n, token in enumerate(self.tokens):
            if n and (token.clause != self.tokens[n - 1].clause or token.folded in ("and", "or")):
                segment += 1
            found.append(segment)
        return tuple(found)

    @cached_property
    def content(self) -> tuple[Token, ...]:
        return tuple(t for t in self.tokens if t.is_content)


@lru_cache(maxsize=4096)
def read(text: str) -> Text:
    """The tokens of a text, cached: a span that many statements cite is read once."""
    sentences = tuple(_sentences(text))
    tokens: list[Token] = []
    sentence = clause = 0
    next_starts = iter([*(start for start, _ in sentences[1:]), len(text) + 1])
    next_start = next(next_starts)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while start >= next_start:
            sentence += 1
            clause += 1
            next_start = next(next_starts)
        kind, written = _KIND_OF[match.lastgroup or "stop"], match.group()
        if kind == "word":
            folded, means, is_content, is_capitalised = _form(written)
            if folded in _BREAKING_WORDS:
                clause += 1
            tokens.append(Token(written, start, end, kind, folded, means, sentence, clause, is_content, is_capitalised))
        else:
            tokens.append(Token(written, start, end, kind, written, written, sentence, clause, False, False))
            if kind == "quote" or written in _BREAKS:
                clause += 1
    return Text(text, tuple(tokens), sentences)


@lru_cache(maxsize=100_000)
def _form(word: str) -> tuple[str, str, bool, bool]:
    """What a written word is wherever it stands: its folded form and meaning, whether it has something of its own to
    say, and whether it is capitalised."""
    folded = fold_word(word)
    return folded, meaning(folded), folded not in FUNCTION_WORDS, word[0].isupper()


def _sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans; a text without an inner full stop is one, which saves the splitter's time."""
    found = _TERMINATOR.search(text)
    if found is None or found.end() >= len(text.rstrip("\"'”’» ")):
        return [(0, len(text))]
    return sentence_spans(text) or [(0, len(text))]
