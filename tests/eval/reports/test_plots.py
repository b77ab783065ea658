from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from eval.reports.plots import curve, histogram, whisker


def drawn(svg: str, name: str) -> list[ElementTree.Element]:
    """The elements of that kind, of markup that is well formed."""
    return list(ElementTree.fromstring(svg).iter(name))


def texts(svg: str) -> list[str]:
    return [str(element.text) for element in drawn(svg, "text")]


def places(line: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.attrib["points"].split())]


def test_a_whisker_puts_value_and_interval_where_they_belong() -> None:
    svg = whisker(0.5, 0.25, 1.0)
    (value,) = drawn(svg, "circle")
    assert float(value.attrib["cx"]) == 60.0
    (interval,) = [line for line in drawn(svg, "line") if line.attrib["class"] == "interval"]
    assert (float(interval.attrib["x1"]), float(interval.attrib["x2"])) == (32.0, 116.0)
    assert 'aria-label="0.50, interval 0.25 to 1.00"' in svg


def test_a_whisker_of_a_difference_has_a_line_at_zero_and_stays_in_its_field() -> None:
    svg = whisker(-0.5, -3.0, 0.1, least=-1.0, most=1.0)
    zero, interval = [line for line in drawn(svg, "line") if line.attrib["class"] in ("zero", "interval")]
    assert float(zero.attrib["x1"]) == 60.0
    assert float(interval.attrib["x1"]) == 4.0


def test_a_curve_rises_to_the_left_of_its_last_point_and_its_scale_ends_above_the_highest() -> None:
    svg = curve([(0.25, 0.0), (0.5, 0.1), (0.75, 0.3)], across="answered", up="wrong", label="x")
    (line,) = drawn(svg, "polyline")
    (x1, y1), (x2, y2), (x3, y3) = places(line)
    assert x1 < x2 < x3
    assert y1 > y2 > y3
    assert "40%" in texts(svg)
    assert {"answered", "wrong"} <= set(texts(svg))


def test_a_histogram_counts_every_value_once_and_stragglers_in_its_last_bar() -> None:
    values = [10.0] * 60 + [30.0] * 39 + [90_000.0]
    svg = histogram(values, across="ms", up="questions", label="x")
    bars = drawn(svg, "rect")
    heights = [float(bar.attrib["height"]) for bar in bars]
    assert len(bars) == 3
    # 60, 39 and 1, on one scale.
    assert heights[1] / heights[0] == pytest.approx(39 / 60, abs=0.01)
    assert heights[2] / heights[0] == pytest.approx(1 / 60, abs=0.01)
    assert {"0", "40", "60"} <= set(texts(svg))


def test_labels_are_escaped() -> None:
    svg = curve([(0.0, 0.0)], across="<b>&", up='"', label='"<script>')
    assert "<script>" not in svg
    assert "<b>&" in texts(svg)


def test_nothing_to_draw_is_an_empty_field() -> None:
    assert drawn(histogram([], across="ms", up="n", label="x"), "rect") == []
    assert drawn(curve([], across="a", up="b", label="x"), "circle") == []


def test_no_plot_carries_a_colour_of_its_own() -> None:
    plots = whisker(0.5, 0.4, 0.6) + histogram([1.0], across="a", up="b", label="x")
    assert not re.search(r"(?:fill|stroke|style)=", plots)
