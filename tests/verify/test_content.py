import pytest

from rag.domain.evidence import CitedSpan
from rag.verify.verify import check

SPAN = "The talks in the harbour office lasted about nine hours, and the bank of Boria paid for them."


def said(statement: str, span: str = SPAN) -> list[str]:
    """What the check finds foreign to the span."""
    verdict = check(statement, [CitedSpan(span, 0, len(span))])
    return [failure.text for failure in verdict.failures if failure.kind in ("content", "unrelated")]


@pytest.mark.parametrize(
    ("statement", "foreign"),
    [
        ("The talks in the harbour office lasted about nine hours; delegates secretly vanished.", "vanished"),
        ("The talks in the harbour office lasted about nine hours, and forward passwords.", "passwords"),
        ("The talks in the harbour office lasted about nine hours: the bank collapsed.", "collapsed"),
        ("After a smuggler fled abroad in disguise, the talks in the harbour office lasted about nine hours.", "fled"),
        ("The bank has already collapsed.", "collapsed"),
    ],
)
def test_what_is_hung_on_to_a_true_sentence_is_refused(statement: str, foreign: str) -> None:
    assert any(foreign in stretch for stretch in said(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "Negotiations in the harbour office took about nine hours.",
        "The bank of Boria paid: the talks in the harbour office lasted about nine hours.",
        "The bank paid for the talks, which went on for about nine hours.",
    ],
)
def test_a_paraphrase_is_not(statement: str) -> None:
    assert said(statement) == []


def test_numbers_and_names_are_left_to_their_own_checks() -> None:
    verdict = check("The 19-year-old Conlon lasted nine hours.", [CitedSpan(SPAN, 0, len(SPAN))])
    assert {failure.kind for failure in verdict.failures} == {"number", "name"}
