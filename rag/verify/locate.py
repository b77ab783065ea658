"""Where a quotation stands in a text, modulo quote marks, dashes, white space, ellipses and the last stop."""

from __future__ import annotations

import re
from functools import lru_cache

Span = tuple[int, int]

DOUBLE_MARKS = '"“”„‟«»″〝〞＂'
SINGLE_MARKS = "'‘’‚‛‹›′`´＇"
DASHES = "-‐‑‒–—―−﹘﹣－"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_FOLD = {
    **dict.fromkeys(DOUBLE_MARKS + SINGLE_MARKS, "'"),
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(_INVISIBLE, ""),
    "…": "...",
}


def locate(quote: str, text: str) -> Span | None:
    """The first [start, end) of ``text`` that says ``quote``, or None.

    Quote marks, dashes, runs of white space, invisible characters and "…" against "..." may differ. Quote marks around
    the whole, and one comma or full stop at its end, may be there or not; they are part of the span only where the text
    has them inside. Letters, case and every other character must be the same.
    """
    folded, offsets = _folded(text)
    for needle in _needles(quote):
        at = folded.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not (_inside_word(folded, at) or _inside_word(folded, end)):
                return offsets[at], offsets[end - 1] + 1
            at = folded.find(needle, at + 1)
    return None


def fold(text: str) -> str:
    """``text`` with one kind of quote mark and dash, single spaces, and no space at either end."""
    plain = _ELLIPSIS_AND_DASHES.sub(_unify, text.translate(_TABLE))
    return " ".join(plain.split())


def _unify(match: re.Match[str]) -> str:
    return "-" if match[0][0] == "-" else "..."


_ELLIPSIS_AND_DASHES = re.compile("-{2,}|…")
_TABLE = str.maketrans({c: f for c, f in _FOLD.items() if c != "…"})


def _inside_word(text: str, at: int) -> bool:
    """Whether a cut at ``at`` would go through a word; scripts that write no spaces have no such place."""
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and at > 0 and around.isalnum() and max(around) < "\u2e80"


def _needles(quote: str) -> list[str]:
    """What to look for, most literal first."""
    whole = fold(quote)
    inner = whole.strip("' ")
    tries = [whole, inner, inner.rstrip("' ")[:-1].rstrip() if inner.endswith((",", ".")) else inner]
    return [needle for needle in dict.fromkeys(tries) if any(character.isalnum() for character in needle)]


@lru_cache(maxsize=1024)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the offset in ``text`` that it comes from."""
    out: list[str] = []
    offsets: list[int] = []
    spaced = False
    for at, character in enumerate(text):
        if character.isspace():
            if not spaced:
                out.append(" ")
                offsets.append(at)
            spaced = True
            continue
        for folded in _FOLD.get(character, character):
            # "--" and " - " are typists' dashes: one dash, whatever its length
            if folded == "-" and out and out[-1] == "-":
                continue
            out.append(folded)
            offsets.append(at)
            spaced = False
    return "".join(out), tuple(offsets)
