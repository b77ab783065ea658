"""Rows of `dateline verify`: untrusted JSON, one statement and the spans that it cites."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rag.domain.answer import Failure, Verdict
from rag.domain.article import Published
from rag.domain.evidence import CitedSpan
from rag.verify.locate import locate
from rag.verify.verify import check

_YOUNG = 100_000
"""Objects between two searches for cycles while many rows are checked; Python's own is 700."""


@contextmanager
def many_rows() -> Iterator[None]:
    """While many rows are checked: reading them makes small objects by the thousand that no cycle holds, and looking
    for cycles among them took a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class EvidenceRow(BaseModel):
    """A span by its offsets or by its quote, inside the whole text that it comes from."""

    model_config = ConfigDict(extra="ignore")
    body: str
    published: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    title: str = ""

    @field_validator("published")
    @classmethod
    def _is_a_time(cls, value: str | None) -> str | None:
        if value:
            datetime.fromisoformat(value)
        return value or None

    @model_validator(mode="after")
    def _has_a_span(self) -> EvidenceRow:
        if self.quote is None and (self.start is None or self.end is None):
            raise ValueError('give "start" and "end", or "quote"')
        return self

    def span(self) -> CitedSpan | Failure:
        """The span, or why there is none."""
        start, end = self._offsets()
        if start is None or end is None:
            return Failure("not_found", self.quote or "", "the quote is not in the text")
        if not 0 <= start < end <= len(self.body):
            return Failure("not_found", f"[{start}, {end})", f"the text has {len(self.body)} characters")
        return CitedSpan(self.body, start, end, self._published(), self.title)

    def _offsets(self) -> tuple[int | None, int | None]:
        if self.start is not None and self.end is not None:
            return self.start, self.end
        return locate(self.quote or "", self.body) or (None, None)

    def _published(self) -> Published | None:
        if self.published is None:
            return None
        at = datetime.fromisoformat(self.published)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        return Published(at, "time" if "T" in self.published or " " in self.published else "day")


class VerifyRow(BaseModel):
    """One row: `VerifyRow.model_validate_json(line).check()`."""

    model_config = ConfigDict(extra="ignore")
    id: str | int | None = None
    statement: str
    evidence: list[EvidenceRow] = Field(default_factory=list)

    def check(self) -> Verdict:
        """The verdict of the check; a quote that is not in its text, or offsets outside it, fail as "not_found"."""
        spans = [row.span() for row in self.evidence]
        missing = tuple(span for span in spans if isinstance(span, Failure))
        if missing:
            return Verdict(missing)
        return check(self.statement, [span for span in spans if isinstance(span, CitedSpan)])
