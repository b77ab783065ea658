"""The check as a whole: what holds for any text."""

from __future__ import annotations

import pytest
from builders import published
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.answer import FailureKind
from rag.domain.evidence import CitedSpan
from rag.verify.verify import check

BODY = (
    "Mayor Ines Falk said the port may close in 2026. Profits rose 5 percent to €12 million. "
    "“We are not selling,” said Falk. The union rejected the plan."
)


def cited(text: str) -> CitedSpan:
    return CitedSpan(text, 0, len(text), published("2025-03-14"))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("Profits rose 6 percent.", "number"),
        ("The port may close in 2027.", "date"),
        ("Mayor Otto Falk said the port may close.", "name"),
        ("Falk said: “We are selling.”", "quotation"),
        ("Holm said: “We are not selling.”", "speaker"),
        ("The port will close in 2026.", "hedging"),
        ("Profits fell 5 percent.", "comparison"),
        ("The union did not reject the plan.", "negation"),
        ("The union signed the plan.", "content"),
        ("Bananas taste of summer.", "unrelated"),
    ],
)
def test_a_failure_names_its_kind(statement: str, kind: FailureKind) -> None:
    assert kind in {failure.kind for failure in check(statement, [cited(BODY)]).failures}


def test_a_statement_that_cites_nothing_fails() -> None:
    assert [f.kind for f in check("Profits rose.", []).failures] == ["no_citation"]


def test_parts_from_two_sentences_must_not_be_joined() -> None:
    text = "Germany's economy grew 0.3 percent. France's grew 1.1 percent."
    assert check("France's economy grew 1.1 percent.", [cited(text)]).supported
    assert [f.kind for f in check("Germany's economy grew 1.1 percent.", [cited(text)]).failures] == ["crossed"]


def test_several_spans_support_together() -> None:
    spans = [cited("The bridge opened on Monday."), cited("The bridge cost 40 million euros.")]
    assert check("The bridge, which cost 40 million euros, opened on Monday.", spans).supported


visible = st.text(min_size=1, max_size=200).filter(lambda text: any(c.isalnum() for c in text))


@given(visible)
def test_a_verbatim_copy_is_always_supported(text: str) -> None:
    assert check(text, [cited(text)]).supported


@given(st.text(max_size=200), visible)
def test_any_statement_gets_a_verdict(statement: str, text: str) -> None:
    verdict = check(statement, [cited(text)])
    assert verdict == check(statement, [cited(text)])
