"""Rows of `dateline verify`."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from rag.verify.rows import VerifyRow

BODY = "The bridge at Harrow opened on Monday. It cost €12 million."


def a_row(statement: str, **evidence: object) -> VerifyRow:
    row = {"id": 7, "statement": statement, "evidence": [{"body": BODY, "published": "2025-03-14", **evidence}]}
    return VerifyRow.model_validate_json(json.dumps(row))


def test_a_span_by_its_offsets() -> None:
    assert a_row("The Harrow bridge opened on 10 March.", start=0, end=38).check().supported


def test_a_span_by_its_quote_which_is_located() -> None:
    assert a_row("It cost 12 million euros.", quote="It cost €12 million").check().supported


def test_what_stands_outside_the_span_supports_nothing() -> None:
    assert not a_row("The bridge cost 12 million euros.", start=0, end=38).check().supported


@pytest.mark.parametrize(
    "evidence", [{"quote": "It cost €13 million"}, {"start": 0, "end": 900}, {"start": 9, "end": 9}]
)
def test_a_span_that_is_not_there_fails_as_not_found(evidence: dict[str, object]) -> None:
    (failure,) = a_row("It cost 12 million euros.", **evidence).check().failures
    assert failure.kind == "not_found"


def test_a_row_without_evidence_has_no_citation() -> None:
    (failure,) = VerifyRow(statement="It cost 12 million euros.").check().failures
    assert failure.kind == "no_citation"


@pytest.mark.parametrize("evidence", [{}, {"start": 3}, {"start": 0, "end": 9, "published": "last week"}])
def test_a_row_that_cannot_be_read_says_so(evidence: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_row("It opened.", **evidence)


def test_a_publication_time_with_a_zone_is_read() -> None:
    assert a_row("It opened on 10 March.", start=0, end=38, published="2025-03-14T09:00:00+02:00").check().supported
