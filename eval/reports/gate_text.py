"""A gate for the terminal: a line for each thing that it looked at."""

from __future__ import annotations

from eval.gate import Gate


def gate_as_text(gate: Gate) -> str:
    """What did not hold first, and at the end what that comes to."""
    lines = [f"{'holds ' if check.held else 'FAILED'}  {check.why}" for check in gate.checks]
    failed = sum(not check.held for check in gate.checks)
    end = f"The gate does not hold: {failed} of {len(gate.checks)} checks failed." if failed else "The gate holds."
    return "\n".join([*lines, end]) + "\n"
