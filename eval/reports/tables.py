"""Tables for the terminal, and figures as they are written everywhere."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from eval.statistics.means import Mean

if TYPE_CHECKING:
    from rich.table import Table

_WIDTH = 200
"""Wide enough for any figures; a table is only as wide as what is in it."""
_FINE = ("share", "sources", "money")


def table(*headings: str) -> Table:
    """An empty table; a column called "n" stands to the right."""
    from rich.box import SIMPLE
    from rich.table import Table

    made = Table(box=SIMPLE, pad_edge=False)
    for heading in headings:
        made.add_column(heading, justify="right" if heading == "n" else "left", no_wrap=True)
    return made


def as_text(parts: Iterable[str | Table]) -> str:
    """Lines and tables one after the other; long lines are left whole."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=_WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, str))
    return text.getvalue()


def figure(value: float, unit: str, *, signed: bool = False) -> str:
    """ "0.87" for a share, a number of sources or money, "120" for the rest; with a plus or minus where ``signed``."""
    return f"{value:{'+' if signed else ''}.{2 if unit in _FINE else 0}f}"


def with_interval(mean: Mean, unit: str) -> str:
    """ "0.87 [0.80, 0.93]", or "20 [10, 30] ms"."""
    low, high = figure(mean.low, unit), figure(mean.high, unit)
    return f"{figure(mean.value, unit)} [{low}, {high}]{' ms' if unit == 'ms' else ''}"
