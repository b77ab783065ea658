"""Text inside an article that is meant for a machine: paragraphs that give it orders, lines that imitate citations.

It stays in the archive and can be read there, but it is no evidence: neither a sentence of an answer nor of a briefing,
nor anything that a model is shown. Only forms that reporting does not have are taken for it; an order that is quoted is
a report. What is not recognised is still only ever stated under the check, with its citation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.ports import Span

_READERS = r"(?:ai|a\.i\.|llm|(?:large\s+)?language\s+model|assistant|chat\s?bot|bot|summari[sz]er|crawler|agent)s?"
_STEERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|earlier|above|your|all|system)\b[^.\n]{0,20}"
    r"\b(?:instructions?|rules|prompts?)\b"
    rf"|\b(?:note|notice|message|attention|instructions?)\s+(?:to|for)\s+(?:any|all|every|each|the)?\s*(?:\w+\s+)?{_READERS}\b"
    rf"|\byou\s+are\s+(?:now\s+)?an?\s+(?:\w+\s+){{0,2}}{_READERS}\b"
    r"|\bif\s+(?:a|the|any)\s+users?\s+asks?\b"
    r"|\b(?:begin|start|end)\s+your\s+(?:answer|reply|response|summary)\b"
    r"|<\|[a-z_]+\|>|\bsystem\s+prompt\s*:",
    re.IGNORECASE,
)
_TURN = re.compile(r"^\s*(?:SYSTEM|ASSISTANT|USER|DEVELOPER)\s*:", re.MULTILINE)
_QUOTED = re.compile(r"“[^”]*”|„[^“]*“|«[^»]*»|\"[^\"]*\"")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?![ \t]*\n))*")
_IMITATED = re.compile(r"^[ \t]*\[\d{1,3}(?:\.\d{1,3})?\][^\n]*", re.MULTILINE)


@lru_cache(maxsize=256)
def planted(text: str) -> tuple[Span, ...]:
    """Where such text stands in ``text``: spans [start, end)."""
    lines = [match.span() for match in _IMITATED.finditer(text)]
    if not _STEERS.search(text) and not _TURN.search(text):
        return tuple(lines)
    return tuple(lines + [match.span() for match in _PARAGRAPH.finditer(text) if _is_for_a_machine(match[0])])


def _is_for_a_machine(paragraph: str) -> bool:
    reported = _QUOTED.sub("“”", paragraph)
    return bool(_STEERS.search(reported) or _TURN.search(reported))
