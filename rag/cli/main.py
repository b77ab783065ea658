"""The command `dateline`: its verbs, each in its own file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

import rag
from rag.cli import editions, eval_compare, eval_gate, eval_import, eval_judge, eval_score, feeds, profiles
from rag.cli import eval as eval_verbs
from rag.cli.ask import ask
from rag.cli.brief import brief
from rag.cli.chat import chat
from rag.cli.check import check
from rag.cli.doctor import doctor
from rag.cli.export import export
from rag.cli.ingest import ingest
from rag.cli.remove import remove
from rag.cli.reporting import Exit, reported
from rag.cli.restore import restore
from rag.cli.schedule import schedule
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
following = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
reading = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
printing = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
evaluation = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)

verbs: dict[str, Callable[..., Exit]] = {
    "ingest": ingest,
    "search": search,
    "ask": ask,
    "chat": chat,
    "show": show,
    "verify": verify,
    "check": check,
    "brief": brief,
    "schedule": schedule,
    "remove": remove,
    "export": export,
    "import": restore,
    "serve": serve,
    "doctor": doctor,
}
feeds_verbs: dict[str, Callable[..., Exit]] = {
    "add": feeds.add,
    "list": feeds.show,
    "refresh": feeds.refresh,
    "remove": feeds.remove,
    "import": feeds.import_list,
    "export": feeds.export_list,
}
profiles_verbs: dict[str, Callable[..., Exit]] = {
    "add": profiles.add,
    "list": profiles.show_all,
    "show": profiles.show,
    "remove": profiles.remove,
}
editions_verbs: dict[str, Callable[..., Exit]] = {
    "list": editions.show_all,
    "show": editions.show,
    "compare": editions.compare,
    "send": editions.send,
}
evaluation_verbs: dict[str, Callable[..., Exit]] = {
    "run": eval_verbs.run,
    "score": eval_score.score,
    "compare": eval_compare.compare,
    "gate": eval_gate.gate,
    "import": eval_import.import_set,
    "judge": eval_judge.judge,
}
for name, verb in verbs.items():
    app.command(name)(reported(verb))
for name, verb in feeds_verbs.items():
    following.command(name)(reported(verb))
for name, verb in profiles_verbs.items():
    reading.command(name)(reported(verb))
for name, verb in editions_verbs.items():
    printing.command(name)(reported(verb))
app.add_typer(reading, name="profiles", help="What a reader wants from a briefing: save, list, show, remove.")
app.add_typer(printing, name="editions", help="Briefings that were made: list, show, compare, send.")
app.add_typer(following, name="feeds", help="Feeds that are followed: subscribe, list, read those that are due.")
for name, verb in evaluation_verbs.items():
    evaluation.command(name)(reported(verb))
app.add_typer(evaluation, name="eval", help="Known questions and answers: run, compare, gate.")


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
    # numpy's threads wait for their next product by spinning: half of an answer's processor time, for nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # Results are UTF-8 wherever they go; a lone surrogate in an argument must not end in a traceback.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(args=None if argv is None else list(argv), prog_name="dateline")
