"""Where the reader stands: an article, perhaps a version, perhaps characters of one field. The URL is its home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.domain.article import FIELDS, Field
from rag.domain.evidence import Citation

PARAMETERS = ("article", "version", "field", "start", "end")


@dataclass(frozen=True, slots=True)
class Place:
    """An article to open; ``version`` None is the newest, ``start`` and ``end`` are None where nothing is marked."""

    article_id: str
    version: int | None = None
    field: Field = "body"
    start: int | None = None
    end: int | None = None

    @classmethod
    def at(cls, citation: Citation) -> Place:
        return cls(citation.article_id, citation.version, citation.field, citation.start, citation.end)

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Place | None:
        """The place that an address or a click names; what is not a number or a field is as if it were not there."""
        article_id = str(parameters.get("article") or "")
        if not article_id:
            return None
        named = str(parameters.get("field") or "body")
        field = next((f for f in FIELDS if f == named), None)
        start, end = _count(parameters.get("start")), _count(parameters.get("end"))
        if field is None or start is None or end is None:
            return cls(article_id, _count(parameters.get("version")))
        return cls(article_id, _count(parameters.get("version")), field, start, end)

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in the address."""
        values = (self.article_id, self.version, self.field if self.start is not None else None, self.start, self.end)
        return {name: str(value) for name, value in zip(PARAMETERS, values, strict=True) if value is not None}

    def slices(self, text: str) -> tuple[str, str, str]:
        """``text`` before, inside and after the mark, in code points; all of it before where the span does not fit."""
        if self.start is None or self.end is None or not self.start < self.end <= len(text):
            return text, "", ""
        return text[: self.start], text[self.start : self.end], text[self.end :]


def _count(value: object) -> int | None:
    digits = str(value)
    return int(digits) if digits.isdecimal() and len(digits) <= 12 else None
