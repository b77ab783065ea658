"""In which direction and with which shaping a text is to be set, told from its characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]
_SCRIPTS = {
    "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "CYRILLIC": "ru", "GREEK": "el",
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
}  # fmt: skip
_ENGLISH = re.compile(r"(?i)\b(?:the|of|and|to|is|that|for|with)\b")


def direction(text: str) -> Direction:
    """ "rtl" where most letters that have a direction run from right to left."""
    rtl = ltr = 0
    for char in text:
        match unicodedata.bidirectional(char):
            case "R" | "AL":
                rtl += 1
            case "L":
                ltr += 1
    return "rtl" if rtl > ltr else "ltr"


def language(text: str) -> str:
    """A two-letter code for shaping and hyphenation: of the commonest script, "en" for English, "und" for other Latin.

    Words of an unknown language are not hyphenated: the rules of another language would break them wrongly.
    """
    counts: dict[str, int] = {}
    for char in text:
        if char.isalpha() and not char.isascii():
            script = unicodedata.name(char, "").partition(" ")[0]
            if script in _SCRIPTS:
                counts[_SCRIPTS[script]] = counts.get(_SCRIPTS[script], 0) + 1
    if counts and 2 * max(counts.values()) > sum(map(str.isalpha, text)):
        return max(counts, key=lambda code: counts[code])
    return "en" if _ENGLISH.search(text) else "und"
