"""Publishers that a question names: those of the archive under their usual short names, and those that it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_DOMAIN = re.compile(
    r"^(?:www\.)?(?P<name>[\w-]+)\.(?:com|org|net|info|news|tv|co\.uk|co|de|fr|eu|ua|io)$", re.IGNORECASE
)
_PARTED = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")
"""Between a publisher and its slogan or section ("Courier | News of the Harbour", "Courier - Sport")."""
_OTHER_MEANINGS = frozenset("US UK EU UN UAE AI PM TV IT WHO NATO IMF GDP CEO".split())
"""Initials that in a question rather mean something else."""
_CUES = re.compile(
    r"^['’\"”]?(?:'s|’s)?\s*(?:article|report|piece|story|coverage|interview|review|reports|reported|says|said|wrote|writes)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(r"(?:\b(?:by|to|in|from|of|at|both|and|the)\s+(?:the\s+)?|,\s+|['‘\"“])$", re.IGNORECASE)
_FIRST = r"(?:[A-Z][\w.&'’-]*|[A-Z]+)"
_ATTRIBUTED = re.compile(
    rf"(?:\b(?:according\s+to|reported\s+(?:by|in)|(?:article|articles|report|story|piece|coverage)\s+(?:by|in|from|of))\s+"
    rf"(?:both\s+)?['‘\"“]?(?P<by>(?:[Tt]he\s+)?{_FIRST}(?:\s+(?:of\s+|and\s+)?{_FIRST})*)"
    rf"|(?:\b[Tt]he\s+)?['‘\"“]?(?P<its>(?<!\w){_FIRST}(?:\s+{_FIRST})*)['’\"”]?\s+(?:article|report|story)\b)"
)
_OUTLET = re.compile(
    r"\b(?:news|times|post|herald|journal|tribune|gazette|courier|chronicle|observer|telegraph|mail|guardian|independent|"
    r"press|agency|radio|television|magazine|weekly|daily|review|standard|today|globe|examiner|dispatch|echo|mirror|sun|"
    r"reuters|bbc|cnn|afp|cbs|nbc|abc|npr|pbs|msnbc|cnbc|bloomberg|forbes|economist|newsweek|politico|axios|vox|"
    r"xinhua|interfax|tass|spiegel|zeit|bild|figaro|monde|pais|jazeera|kyodo|yonhap|ansa|efe|dpa|ap|espn)\b|\.com\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Publishers named at [start, end) of a question; ``sources`` as the archive writes them, several where a short
    name may mean any of them, none where it has no such publisher."""

    start: int
    end: int
    name: str
    sources: tuple[str, ...]


def publishers_in(text: str, sources: Sequence[str]) -> list[Named]:
    """Those of the archive, and those that are named as publishers and are not in it, in their order."""
    found = _known(text, tuple(sources))
    taken = [(each.start, each.end) for each in found]
    for match in _ATTRIBUTED.finditer(text):
        group = "by" if match["by"] else "its"
        start, end = match.span(group)
        name = re.sub(r"^[Tt]he\s+|['’]s$", "", match[group])
        if _OUTLET.search(name) and not any(start < b and a < end for a, b in taken):
            found.append(Named(start, end, name, ()))
    return sorted(found, key=lambda named: named.start)


def _known(text: str, sources: tuple[str, ...]) -> list[Named]:
    forms = _forms(sources)
    if forms is None:
        return []
    pattern, names = forms
    found = []
    for match in pattern.finditer(text):
        name = match[0]
        if name in names.sure or _is_told_as_one(text, match.start(), match.end()):
            found.append(Named(match.start(), match.end(), name, names.sources[name]))
    return found


def _is_told_as_one(text: str, start: int, end: int) -> bool:
    """Whether an everyday word ("Times", "Age") stands where a publisher would."""
    return bool(_CUES.match(text[end:])) or bool(
        _TELLING.search(text[:start]) and re.match(r"['’\"”]|\s*[,.?]", text[end:])
    )


@dataclass(frozen=True, slots=True)
class _Names:
    sources: dict[str, tuple[str, ...]]
    sure: frozenset[str]
    """Forms that mean nothing but the publisher."""


@lru_cache(maxsize=8)
def _forms(sources: tuple[str, ...]) -> tuple[re.Pattern[str], _Names] | None:
    meant: dict[str, dict[str, None]] = {}
    sure = set()
    for source in sources:
        for form, is_sure in forms_of(source):
            meant.setdefault(form, {})[source] = None
            if is_sure:
                sure.add(form)
    if not meant:
        return None
    longest_first = sorted(meant, key=lambda form: (-len(form), form))
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    # A full name is that publisher alone, whatever other publisher's short form it is too.
    exact = {form: (form,) if form in sources else tuple(names) for form, names in meant.items()}
    return pattern, _Names(exact, frozenset(sure))


def forms_of(source: str) -> list[tuple[str, bool]]:
    """The forms a publisher's name is written in, and whether each means nothing else."""
    forms: dict[str, bool] = {}
    parts = [part.strip() for part in _PARTED.split(source) if part.strip()]
    for name in dict.fromkeys([source.strip(), *parts[:1]]):
        if not name:
            continue
        forms.setdefault(name, True)
        if domain := _DOMAIN.match(name):
            forms.setdefault(domain["name"], True)
            forms.setdefault(domain["name"].capitalize(), False)
        bare = re.sub(r"^(?:The|Die|Der|Das|Le|La|Les|El|Il)\s+", "", name)
        if bare != name:
            forms.setdefault(bare, " " in bare)
        capitals = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper())
        words = [word for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper()]
        if len(words) > 1 and all(w[1:].islower() or len(w) == 1 for w in words):
            for initials in {capitals, capitals.removeprefix("T") if words[0] == "The" else capitals}:
                if len(initials) > 1 and initials not in _OTHER_MEANINGS:
                    forms.setdefault(initials, len(initials) > 2)
    return [(form, is_sure) for form, is_sure in forms.items() if len(form) > 1]


def sections_in(text: str, sections: Sequence[str]) -> list[str]:
    """Of the archive's sections, those that the question names as such ("in the Sport section")."""
    return [name for name in sections if name and re.search(_section_form(name), text, re.IGNORECASE)]


def _section_form(name: str) -> str:
    return rf"\b(?:{re.escape(name)}\s+(?:section|pages?|desk|news)|section\s+['‘\"“]?{re.escape(name)})\b"
