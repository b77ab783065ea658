"""Article text as it goes into the archive: what a reader would see, character for character.

Nothing is rewritten for looks (no NFC, no straight quotes): only line ends are unified, and characters that show
nothing and can hide or reorder text are taken out.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width and direction-changing characters, Hangul fillers, variation selectors, tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
# One text-or-emoji style mark and one joiner may stay, and only where they are part of what is seen: in an emoji,
# or between letters of a script that joins them (Arabic, the Indic and south-east Asian scripts, Mongolian).
_KEPT = re.compile("([\ufe0e\ufe0f]?)([\u200c\u200d]?)")
_EMOJI = "#*0-9\xa9\xae\u203c\u2049\u20e3\u2122-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_STYLED = re.compile(f"[{_EMOJI}]")
_JOINED = re.compile(f"[{_EMOJI}\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua800-\uabff\U00011000-\U00011fff]")
_BLANKS = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """``text`` with "\\n" line ends, without unseen characters; a lone surrogate becomes U+FFFD. Idempotent."""
    text = _SURROGATE.sub("\ufffd", text)
    return _LINE_END.sub("\n", _UNSEEN.sub(_what_is_seen, text))


def clean_line(text: str) -> str:
    """The same on one line, without white space at its ends: for titles, names, places and reasons."""
    return _BLANKS.sub(" ", clean_text(text)).strip()


def _what_is_seen(run: re.Match[str]) -> str:
    kept = _KEPT.fullmatch(run[0])
    before = run.string[run.start() - 1 : run.start()]
    if kept is None or not before:
        return ""
    style = kept[1] if _STYLED.match(before) else ""
    joins = _JOINED.match(before) and _JOINED.match(run.string, run.end())
    return style + (kept[2] if joins else "")
