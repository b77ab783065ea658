from __future__ import annotations

from eval.gate import Check, Gate
from eval.reports.gate_text import gate_as_text

HELD, FAILED = Check("a", True, "All is well."), Check("b", False, "Something fell.")


def test_each_check_has_its_line_and_the_last_line_sums_up() -> None:
    assert gate_as_text(Gate((FAILED, HELD))) == (
        "FAILED  Something fell.\nholds   All is well.\nThe gate does not hold: 1 of 2 checks failed.\n"
    )
    assert gate_as_text(Gate((HELD,))) == "holds   All is well.\nThe gate holds.\n"
