"""The command `dateline`: its verbs, each in its own file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import rag
from rag.cli import eval as eval_verbs
from rag.cli.ask import ask
from rag.cli.brief import brief
from rag.cli.chat import chat
from rag.cli.check import check
from rag.cli.doctor import doctor
from rag.cli.export import export
from rag.cli.ingest import ingest
from rag.cli.reporting import reported
from rag.cli.search import search
from rag.cli.serve import serve
from rag.cli.show import show
from rag.cli.verify import verify

# Typer's own rich help and tracebacks cost 0.1 s and 0.2 s of every start.
app = typer.Typer(
    name="dateline",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
evaluation = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)

for verb in (ingest, search, ask, chat, show, verify, check, brief, export, serve, doctor):
    app.command(verb.__name__)(reported(verb))
evaluation.command("run")(reported(eval_verbs.run))
app.add_typer(evaluation, name="eval", help="Known questions and answers, run and scored.")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dateline {rag.__version__}")
        raise typer.Exit


@app.callback()
def _dateline(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Answers and one-page briefings over a news archive, every sentence cited and checked."""


def run(argv: Sequence[str] | None = None) -> None:
    """The program: always ends with SystemExit, whose code is the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Results are UTF-8 wherever they go; a lone surrogate in an argument must not end in a traceback.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(args=None if argv is None else list(argv), prog_name="dateline")
