"""Plots as inline SVG: values in, markup out. Colours come from the page's style sheet, so that they follow its theme.

Each is drawn on a narrow field (360 units), so that its letters can be read on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 360, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 28, 40
_WHISKER_WIDTH, _WHISKER_HEIGHT = 120, 16
_BINS = 24
_TICKS = 4


def whisker(value: float, low: float, high: float, *, least: float = 0.0, most: float = 1.0) -> str:
    """One value with its interval between ``least`` and ``most``; with a line at 0 where that lies between them."""

    def x(at: float) -> float:
        inside = min(max(at, least), most)
        return 4 + (inside - least) / (most - least) * (_WHISKER_WIDTH - 8)

    middle = _WHISKER_HEIGHT / 2
    parts = [_line(x(least), middle, x(most), middle, "axis")]
    if least < 0 < most:
        parts.append(_line(x(0), 1, x(0), _WHISKER_HEIGHT - 1, "zero"))
    parts.append(_line(x(low), middle, x(high), middle, "interval"))
    parts.append(f'<circle class="value" cx="{x(value):.1f}" cy="{middle:.1f}" r="3.5"/>')
    label = f"{value:.2f}, interval {low:.2f} to {high:.2f}"
    return _svg(_WHISKER_WIDTH, _WHISKER_HEIGHT, label, parts, css="whisker")


def curve(points: Sequence[tuple[float, float]], *, across: str, up: str, label: str) -> str:
    """A line through ``points``, (x, y) with x in 0..1 and rising; y from 0 to the next round share above the highest.

    ``across`` and ``up`` name the axes; ``label`` is what a reader who cannot see the plot is told.
    """
    most = _round_up(max((y for _, y in points), default=0.0), least=0.1)
    parts = _axes([(at / _TICKS, f"{100 * at / _TICKS:.0f}%") for at in range(_TICKS + 1)], most, across, up, "share")
    placed = " ".join(f"{_x(x):.1f},{_y(y / most):.1f}" for x, y in points)
    parts.append(f'<polyline class="curve" points="{placed}"/>')
    if points:
        x, y = points[-1]
        parts.append(f'<circle class="value" cx="{_x(x):.1f}" cy="{_y(y / most):.1f}" r="3.5"/>')
    return _svg(_WIDTH, _HEIGHT, label, parts, css="plot")


def histogram(values: Sequence[float], *, across: str, up: str, label: str) -> str:
    """How many of ``values`` (at least 0) fall into each of 24 equal bins.

    What lies far beyond their 95th percentile is in the last one, so that a few stragglers do not squeeze the rest.
    """
    ordered = sorted(values)
    edge = _round_up(ordered[ceil(0.95 * len(ordered)) - 1] if ordered else 0.0, least=1.0)
    counts = [0] * _BINS
    for value in ordered:
        counts[min(_BINS - 1, floor(value / edge * _BINS))] += 1
    most = max(1, *counts)
    marks = [(at / _TICKS, f"{edge * at / _TICKS:,.0f}") for at in range(_TICKS + 1)]
    parts = _axes(marks, most, across, up, "count")
    width = (_WIDTH - _LEFT - _RIGHT) / _BINS
    for number, count in enumerate(counts):
        top = _y(count / most)
        height = _HEIGHT - _BOTTOM - top
        if count:
            place = f'x="{_LEFT + number * width + 0.5:.1f}" y="{top:.1f}" width="{width - 1:.1f}"'
            parts.append(f'<rect class="bar" {place} height="{height:.1f}"/>')
    return _svg(_WIDTH, _HEIGHT, label, parts, css="plot")


def _axes(marks: Sequence[tuple[float, str]], most: float, across: str, up: str, kind: str) -> list[str]:
    """Lines, numbers and names; ``marks`` are those of the x axis, (place in 0..1, text)."""
    floor_y, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = []
    for share in (0.0, 0.5, 1.0):
        text = f"{100 * share * most:.3g}%" if kind == "share" else f"{share * most:,.4g}"
        parts.append(_line(_LEFT, _y(share), right, _y(share), "axis"))
        parts.append(_text(_LEFT - 6, _y(share) + 4, text, "end"))
    for place, text in marks:
        parts.append(_text(_x(place), floor_y + 16, text, "end" if place == 1 else "middle"))
    parts.append(_text((_LEFT + right) / 2, _HEIGHT - 6, across, "middle"))
    parts.append(_text(_LEFT, 14, up, "start"))
    return parts


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _round_up(value: float, *, least: float) -> float:
    """The next of 1, 2, 4, 5 or 10 times a power of ten; shares never pass 1 that way unless they do."""
    value = max(value, least)
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 4, 5, 10) if value <= step * power * (1 + 1e-9))


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<line class="{css}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(width: int, height: int, label: str, parts: Sequence[str], *, css: str) -> str:
    opening = f'<svg class="{css}" role="img" aria-label="{escape(label)}" viewBox="0 0 {width} {height}">'
    return f"{opening}{''.join(parts)}</svg>"
