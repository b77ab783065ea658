"""Amounts in two units of one kind: "40 kilometres" and "12 miles" can be compared, "48 hours" and "three days" too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from rag.answer.values import Value

_IN_BASE: Mapping[str, tuple[str, Fraction]] = {
    "mile": ("kilometre", Fraction(1_609, 1_000)),
    "metre": ("kilometre", Fraction(1, 1_000)),
    "yard": ("kilometre", Fraction(914, 1_000_000)),
    "foot": ("kilometre", Fraction(305, 1_000_000)),
    "minute": ("hour", Fraction(1, 60)),
    "day": ("hour", Fraction(24)),
    "week": ("hour", Fraction(168)),
    "acre": ("hectare", Fraction(405, 1_000)),
    "gallon": ("litre", Fraction(3_785, 1_000)),
    "gigawatt": ("megawatt", Fraction(1_000)),
}
_PRINTED_ROUNDED = Fraction(1, 10)
"""How far a number may lie from the one that it was converted from before it was printed."""


def in_one_unit(one: Value, other: Value) -> tuple[Value, Value]:
    """Both as they are where they have one unit; else in the base unit, with room for what a converter rounds."""
    if one.kind != "amount" or other.kind != "amount" or one.unit == other.unit:
        return one, other
    return _in_base(one), _in_base(other)


def _in_base(value: Value) -> Value:
    unit, factor = _IN_BASE.get(value.unit, (value.unit, Fraction(1)))
    low, high = value.low * factor * (1 - _PRINTED_ROUNDED), value.high
    return replace(value, unit=unit, low=low, high=None if high is None else high * factor * (1 + _PRINTED_ROUNDED))
