"""Options of `dateline eval run` that say how a set is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        max=64,
        help="Processes that ask at the same time. Default: the cores, at most 4, where no model is asked; else 1.",
        show_default=False,
    ),
]
Repeats = Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How often each question is asked.")]
MaxQuestions = Annotated[
    int | None,
    typer.Option("--max-questions", metavar="N", min=1, help="Ask no more than these now.", show_default=False),
]
MaxTokens = Annotated[
    int | None,
    typer.Option("--max-tokens", metavar="N", min=1, help="Stop once these are spent.", show_default=False),
]
MaxMinutes = Annotated[
    float | None,
    typer.Option("--max-minutes", metavar="N", min=0.01, help="Stop after this time.", show_default=False),
]
Seed = Annotated[int, typer.Option(metavar="N", help="Draws the questions that a budget allows.")]
Reuse = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="An earlier run: take over the answers that still hold.", show_default=False),
]
