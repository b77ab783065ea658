"""The figures of runs as rows of a table and as a plot of intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.ui.evaluation_runs import Figure

Cell = str | int | float | None
_FINE = ("share", "sources")
_ROW_PX = 26


def words(name: str) -> str:
    """A measure's name as words: "gold span cited"."""
    return name.replace("_", " ")


def written(value: float, unit: str) -> str:
    """ "0.87" for a share or a number of sources, "1,200" for the rest."""
    return f"{value:.2f}" if unit in _FINE else f"{value:,.0f}"


def with_interval(figure: Figure) -> str:
    """ "0.87 [0.80, 0.93]"."""
    value, low, high = (written(each, figure.unit) for each in (figure.value, figure.low, figure.high))
    return f"{value} [{low}, {high}]"


def measure_rows(runs: Mapping[str, Sequence[Figure]]) -> list[dict[str, Cell]]:
    """A row for each measure over all questions: to how many it applies, and each run's value under its name."""
    overall = {label: {f.measure: f for f in figures if not f.kind} for label, figures in runs.items()}
    measures = dict.fromkeys(name for figures in overall.values() for name in figures)
    rows: list[dict[str, Cell]] = []
    for name in measures:
        found = {label: figures.get(name) for label, figures in overall.items()}
        # A run that failed at some questions has fewer.
        counts = " / ".join(dict.fromkeys(str(figure.n) for figure in found.values() if figure))
        values = {label: with_interval(figure) if figure else "–" for label, figure in found.items()}
        rows.append({"measure": words(name), "n": counts, **values})
    return rows


def measures_by_kind(figures: Iterable[Figure]) -> dict[str, str]:
    """The measures that some kind of question has, each with its unit; in their order."""
    return {figure.measure: figure.unit for figure in figures if figure.kind}


def kind_rows(runs: Mapping[str, Sequence[Figure]], measure: str) -> list[dict[str, Cell]]:
    """A row for each kind of question and run that the measure applies to."""
    return [
        {"kind": f.kind, "run": label, "n": f.n, "value": f.value, "low": f.low, "high": f.high}
        for label, figures in runs.items()
        for f in figures
        if f.kind and f.measure == measure
    ]


def interval_plot(rows: Sequence[Mapping[str, Cell]], *, measure: str, unit: str) -> dict[str, object]:
    """A Vega-Lite plot: for each kind a point at the value in a line as long as its interval, a colour for each run."""
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows))
    runs = list(dict.fromkeys(str(row["run"]) for row in rows))
    scale: dict[str, object] = {"domain": [0, 1]} if unit == "share" else {"zero": True}
    title = words(measure) if unit in _FINE else f"{words(measure)} ({unit})"
    axis = {"title": title, "axis": {"tickCount": 5, "format": ".1f" if unit == "share" else ",.0f"}}
    place: dict[str, object] = {
        "y": {"field": "kind", "type": "nominal", "sort": kinds, "title": None},
        "yOffset": {"field": "run", "type": "nominal", "sort": runs},
        "color": {"field": "run", "type": "nominal", "sort": runs, "title": None, "legend": {"orient": "top"}},
        "tooltip": [
            {"field": "kind"},
            {"field": "run"},
            {"field": "n", "type": "quantitative"},
            *({"field": name, "type": "quantitative", "format": ".2f"} for name in ("value", "low", "high")),
        ],
    }
    if len(runs) == 1:
        place["color"] = {"field": "run", "type": "nominal", "legend": None}
    line = {"x": {"field": "low", "type": "quantitative", "scale": scale, **axis}, "x2": {"field": "high"}}
    point = {"x": {"field": "value", "type": "quantitative", "scale": scale, **axis}}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "height": max(4, len(kinds) * len(runs)) * _ROW_PX,
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": {**place, **line}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": {**place, **point}},
        ],
    }
