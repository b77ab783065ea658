"""A question in another language, read as English keywords: no translation, but enough to find and to rank.

The word list beside this file covers how questions about news are asked in German, French, Spanish, Ukrainian and
Russian. Names stay as they are; Cyrillic ones are written in Latin letters (the national romanisations, simplified).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("de", "fr", "es", "uk", "ru")

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ELIDED = re.compile(r"\b(?:qu|[ldsntcjm])['’]", re.IGNORECASE)
_LONGEST = 4
"""Words of the longest phrase in the list ("combien de temps", "припинення вогню")."""

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "ы": "y", "э": "e", "ё": "e", "ъ": "",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "е": "ye"}
"""Letters that are written otherwise at the start of a word; Russian "Ермак" and Ukrainian "Єрмак" are both Yermak."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """English keywords for a question, and what share of its content words the list or a name accounts for."""

    text: str
    known: float


def gloss(text: str, language: str) -> Gloss:
    """Keywords in the order of the question; words that are neither listed nor capitalised are left out."""
    entries = _entries()[language]
    words = [match[0] for match in _WORD.finditer(_ELIDED.sub(" ", text))]
    english: list[str] = []
    unknown = 0
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            found = entries.of("-".join(words[at : at + length]).lower())
            if found is not None:
                english += [found] if found != "-" else []
                at += length
                break
        else:
            word = words[at]
            if word[0].isupper() or any(c.isdigit() for c in word):
                english.append(romanised(word))
            else:
                unknown += 1
            at += 1
    content = len(english) + unknown
    asked = "?" if text.rstrip().endswith("?") else ""
    return Gloss(" ".join(dict.fromkeys(english)) + asked, len(english) / content if content else 0.0)


def romanised(word: str) -> str:
    """A Cyrillic word in Latin letters; others as they are. Case endings of names mostly fall to the spelling check."""
    if not re.search(r"[а-яёєіїґ]", word, re.IGNORECASE):
        return word
    lower = word.lower()
    latin = _FIRST.get(lower[0], _LATIN.get(lower[0], lower[0])) + "".join(_LATIN.get(c, c) for c in lower[1:])
    return latin.capitalize() if word[0].isupper() else latin


@dataclass(frozen=True)
class _Entries:
    whole: dict[str, str]
    stems: dict[str, str]

    def of(self, word: str) -> str | None:
        """English for a word or a hyphenated phrase, "-" for one that is dropped, None where it is not listed."""
        if word in self.whole:
            return self.whole[word]
        # A stem must reach into the last word of a phrase, or "Gespräche in Dschidda" would all be "talks".
        last = word.rfind("-") + 1
        return next((self.stems[word[:n]] for n in range(len(word), last + 1, -1) if word[:n] in self.stems), None)


@cache
def _entries() -> dict[str, _Entries]:
    found = {language: _Entries({}, {}) for language in LANGUAGES}
    for line in files("rag.retrieve").joinpath("glossary.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        english, *cells = [cell.strip() for cell in line.split("|")]
        for language, cell in zip(LANGUAGES, cells, strict=True):
            for form in cell.split():
                table = found[language].stems if form.endswith("*") else found[language].whole
                table.setdefault(form.rstrip("*"), english)
    return found
