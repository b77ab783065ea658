"""Texts for the typst page: short enough for their place, and breakable where a column is narrower than a word."""

from __future__ import annotations

import re

Item = dict[str, object]
"""An object of the page's JSON."""

_ENDLESS = re.compile(r"[^\s\u00ad\u200b\u2e80-\U0010ffff-]{21,}")
_PIECE = re.compile(r".{7}(?=.{4})")


def shortened(text: str, characters: int) -> str:
    """At most that many characters, cut between words where there are any, the cut shown by an ellipsis."""
    if len(text) <= characters:
        return text
    head = text[: characters - 1]
    return head.rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…" if " " in head[characters // 2 :] else head + "…"


def breakable(text: str) -> str:
    """The same to a reader, with places at which a word that is wider than a column may be broken.

    Letters are broken at a hyphen that shows only there; anything else, like an address, without one.
    """
    return _ENDLESS.sub(
        lambda word: _PIECE.sub(lambda m: m[0] + ("\u00ad" if m[0].isalpha() else "\u200b"), word[0]), text
    )
