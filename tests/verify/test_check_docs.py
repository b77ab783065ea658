"""docs/check.md says what passes and what fails; this runs it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from builders import published

from rag.domain.evidence import CitedSpan
from rag.verify.verify import check

DOCS = Path(__file__).parents[2] / "docs" / "check.md"


class Example(NamedTuple):
    statement: str
    cited: CitedSpan
    supported: bool


def _examples() -> list[Example]:
    found: list[Example] = []
    for block in re.findall(r"```check\n(.*?)```", DOCS.read_text("utf-8"), flags=re.DOTALL):
        fields = dict(re.findall(r"^(published|before|span): (.*)$", block, flags=re.MULTILINE))
        before = f"{fields['before']} " if "before" in fields else ""
        text = before + fields["span"]
        day = published(fields["published"]) if "published" in fields else None
        cited = CitedSpan(text, len(before), len(text), day)
        found += [Example(line[2:], cited, line[0] == "+") for line in block.splitlines() if line[:2] in ("+ ", "- ")]
    return found


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example.statement)
def test_the_check_does_what_its_page_says(example: Example) -> None:
    verdict = check(example.statement, [example.cited])
    assert verdict.supported is example.supported, verdict.why
