"""One escape function a sink: the same visible text out, no markup interpreted, nothing sent to the terminal."""

from __future__ import annotations

import re
import unicodedata

# Needed inside words of Arabic, Persian and Indian scripts, and without effect on the order of text.
_JOINERS = frozenset("\u200c\u200d")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff\u180e\u034f\u115f\u1160\u3164\uffa0")
_SPACE = re.compile(r"\s+")
_ANY_TIME = re.compile(r"[\\`*_{}\[\]<>&$~|#!^@=]")
# Times (14:30) stay as they are; addresses, emoji codes and coloured text begin or end with any other colon.
_COLON = re.compile(r"(?<!\d):(?=\S)|:(?=[^\s\d])")
_WEB = re.compile(r"(?i)(?<=www)\.")
_LIST_START = re.compile(r"^([-+])|^(\d{1,9})([.)])")


def visible(text: str) -> str:
    """One line of what a reader would see: no control, direction-changing or zero-width characters.

    White space becomes single spaces; a character that no text may hold (a lone surrogate, an unassigned or private
    code point) becomes U+FFFD, which shows.
    """
    return _SPACE.sub(" ", "".join(map(_shown, text))).strip()


def _shown(char: str) -> str:
    if char in _JOINERS:
        return char
    if char in _INVISIBLE:
        return ""
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return ""
        case "Cs" | "Cn" | "Co":
            return "\ufffd"
        case _:
            return char


def for_terminal(text: str) -> str:
    """Text that moves no cursor, changes no colour and no direction."""
    return visible(text)


def for_markdown(text: str) -> str:
    """Text that Markdown, with the usual extensions, shows as it stands: no link, image, maths, HTML or list."""
    line = _ANY_TIME.sub(lambda m: "\\" + m[0], visible(text))
    line = _WEB.sub(r"\\.", _COLON.sub(r"\\:", line))
    return _LIST_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def web_address(url: str) -> str:
    """``url`` where it is a plain http(s) address that may become a link, else ""."""
    return url if re.fullmatch(r"https?://[^\s\x00-\x20\x7f<>\"'`{}|\\^\[\]()]+", url, re.IGNORECASE) else ""
