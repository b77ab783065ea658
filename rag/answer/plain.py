"""A model's text as plain text: no markup, no links, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>|<!--.*?-->")
_BULLET = re.compile(r"\A(?:(?:[-*+•‣▪·–—>]|#{1,6}|\d{1,3}[.)])\s+)+")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_STRAY = re.compile(r"\*{2,}|`{2,}|~~|[*`_]+\Z|\A[*`]+")
_LEADING_MARKUP = re.compile(r"\A[\s.!?,;:…*`_~)\]”»]+")
_WRAPPED = re.compile(r"\A«([^«»]*)»([.!?]?)\Z")
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|vbscript|data|mailto|file|tel):\S|\]\(|\.[a-z]{2,}/\S",
    re.IGNORECASE,
)
_SITE = re.compile(r"[^\W_][\w-]+(?:[.。．]|\s?[\[({][.。][\])}]\s?)(?=[a-z]{2,}\b)[\w-]+", re.IGNORECASE)
_LINE_BREAKS = "\n\u2028\u2029"


def visible(text: str) -> str:
    """``text`` without characters that a reader cannot see or that change its direction; each judged by itself."""
    return "".join(_visible(c) for c in text)


def _visible(character: str) -> str:
    if " " <= character <= "~":
        return character
    if character in _LINE_BREAKS:
        return "\n"
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    # control, format, surrogate, private, unassigned; and variation selectors, which can smuggle data
    hidden = unicodedata.category(character)[0] == "C" or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
    return "" if hidden else character


def plain(text: str) -> str:
    """One line of what a reader would read: images gone, links reduced to their words, markup taken off."""
    line = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", visible(text))))
    line = _BULLET.sub("", " ".join(line.split()))
    before = ""
    while before != line:
        before, line = line, _EMPHASIS.sub(r"\2", line)
    line = _LEADING_MARKUP.sub("", _STRAY.sub("", line))
    line = _WRAPPED.sub(r"\1\2", " ".join(line.split()))
    return re.sub(r"\s+(?=[,.;:!?](?:\s|\Z))", "", line)


def has_address(text: str) -> bool:
    """Whether something in ``text`` is, or could be made into, a link."""
    return _ADDRESS.search(text) is not None


def sites(text: str) -> frozenset[str]:
    """What looks like the name of a web site, its stop disguised or not ("evil[.]example"), without the stops."""
    return frozenset("".join(filter(str.isalnum, found.casefold())) for found in _SITE.findall(text))
