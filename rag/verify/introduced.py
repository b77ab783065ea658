"""Names that an article introduced before the cited span, so that the span may leave them out or say them in part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from rag.domain.evidence import CitedSpan
from rag.verify.names import COUNTRIES, Name, canonical_run, has_run, name_words, names
from rag.verify.quotations import quotations
from rag.verify.tokens import Text, read
from rag.verify.wordlists import words

_SUBJECTS = frozenset(words("he she his her him it its they their them"))
_DEFINITE = frozenset(words("the this that these those its their his her"))
_BOTH = frozenset(words("both two neither either each"))
_PARTIES = frozenset(
    words(
        "side sides country countries nation nations government governments leader leaders party parties "
        "delegation delegations team teams company companies state states capital capitals"
    )
)
_LINKING = frozenset(words("in at of between and from with on for the near"))
_NEAR = 8
_BESIDE = 5
_REACH = 7
_BEFORE_CHARACTERS = 6000
_JOINING = frozenset(("and", "the"))


@dataclass(frozen=True, eq=False)
class Introduced:
    """What one span's article says before the span, its title, dek and source included."""

    span: CitedSpan

    @cached_property
    def cited(self) -> Text:
        return read(self.span.quote)

    @cached_property
    def before(self) -> Text:
        return read(self.span.text[max(self.span.start - _BEFORE_CHARACTERS, 0) : self.span.start])

    @cached_property
    def everything(self) -> Text:
        return read(f"{self.span.context}\n{self.before.text}")

    def stands_for(self, name: Name, statement: Text, bare: tuple[str, ...], titles: tuple[str, ...]) -> bool:
        """Whether the span means this name by a surname, a pronoun, or a thing that was introduced with it."""
        if has_run(name_words(self.cited), bare):
            return all(self._goes_with(title, bare[-1]) for title in titles)
        if not self._mentions(bare[-1]) or not has_run(name_words(self.everything), bare):
            return False
        if bare[-1] in name_words(self.cited):
            return True
        return self._by_pronoun(bare) or self._by_thing(name, statement, bare) or self._by_parties(bare)

    def _mentions(self, word: str) -> bool:
        """Whether the letters of a word stand in front of the span or in the context: cheaper than reading them all.

        A country may stand there under another name, and a word without its accents, so those are not sought.
        """
        if word in COUNTRIES:
            return True
        for text in (self.span.context, self.span.text):
            stretch = text if text is self.span.context else text[: self.span.start]
            if not stretch.isascii() or word[:4] in stretch.casefold():
                return True
        return False

    def _goes_with(self, title: str, surname: str) -> bool:
        """Whether a title or country stands in the span, or near the name where the article introduced it."""
        return any(
            title in words[max(n - reach, 0) : n + reach]
            for words, reach in ((name_words(self.cited), _BESIDE), (name_words(self.everything), _NEAR))
            for n, word in enumerate(words)
            if word == surname
        )

    def _by_pronoun(self, bare: tuple[str, ...]) -> bool:
        """Whether a sentence of the span begins with a pronoun and the name is among the last two sentences' names."""
        if not self._opens(_SUBJECTS):
            return False
        last = len(self.before.sentences) - 1
        recent = [n for n in names(self.before) if n.sentence >= last - 1]
        return any(has_run(n.words, bare) for n in recent)

    def _by_thing(self, name: Name, statement: Text, bare: tuple[str, ...]) -> bool:
        """ "The Jeddah talks" for "the lengthy negotiations", where the article said "Jeddah talks" before."""
        heads = _heads(statement, name)
        nameable = {
            t.meaning for n, t in enumerate(self.cited.tokens) if t.meaning in heads and _is_definite(self.cited, n)
        }
        return bool(nameable) and any(self._was_with(meaning, bare) for meaning in nameable)

    def _was_with(self, meaning: str, bare: tuple[str, ...]) -> bool:
        every = self.everything
        for at in every.places.get(meaning, ()):
            around = every.tokens[max(at - _NEAR, 0) : at + _NEAR + 4]
            if has_run(canonical_run(around), bare):
                return True
        return False

    def _by_parties(self, bare: tuple[str, ...]) -> bool:
        """Whether a sentence of the span begins with both sides or the like, and the name is one of a pair before."""
        spoken_of = self._opens(_BOTH) and any(t.folded in _PARTIES for t in self.cited.tokens)
        return spoken_of and self._is_of_a_pair(bare)

    def _is_of_a_pair(self, bare: tuple[str, ...]) -> bool:
        """Whether the article joins the name with another: "between Arland and Boria", "Arland-Boria talks"."""
        found = names(self.everything)
        for one, other in pairwise(found):
            between = {t.folded for t in self.everything.tokens[one.last : other.first]}
            if "and" in between and between <= _JOINING and any(has_run(n.words, bare) for n in (one, other)):
                return True
        return any(
            has_run(name.words, bare) and len(name.words) > len(bare) and all(word in COUNTRIES for word in name.words)
            for name in found
        )

    def _opens(self, subjects: frozenset[str]) -> bool:
        return any(_opens_with(self.cited, n, subjects) for n in range(len(self.cited.sentences)))


def _heads(statement: Text, name: Name) -> frozenset[str]:
    """Meanings of the common nouns that a name qualifies: "Jeddah talks", "talks in Jeddah", "between A and B"."""
    tokens = statement.tokens
    found: set[str] = set()
    for token in tokens[name.last : name.last + 2]:
        if token.is_content and not token.is_capitalised:
            found.add(token.meaning)
            break
    at = name.first - 1
    while at >= 0 and (tokens[at].folded in _LINKING or tokens[at].is_capitalised) and name.first - at <= _REACH:
        at -= 1
    if 0 <= at < name.first - 1 and tokens[at].is_content:
        found.add(tokens[at].meaning)
    return frozenset(found)


def _is_definite(text: Text, at: int) -> bool:
    """Whether a word follows "the", "this" or the like with no name between: what was spoken of before."""
    for n in range(at - 1, max(at - 4, -1), -1):
        token = text.tokens[n]
        if token.folded in _DEFINITE or token.folded in _BOTH:
            return True
        if token.is_capitalised or token.kind != "word":
            return False
    return False


@lru_cache(maxsize=4096)
def _opens_with(text: Text, sentence: int, subjects: frozenset[str]) -> bool:
    """Whether one of some words stands among the first ten of a sentence, before any name and outside quotations."""
    quoted = quotations(text.text)
    opening = [
        t
        for t in text.tokens
        if t.sentence == sentence and t.kind == "word" and not any(q.start <= t.start < q.end for q in quoted)
    ]
    for n, token in enumerate(opening[:10]):
        if token.folded in subjects:
            return True
        if n and token.is_capitalised:
            return False
    return False
