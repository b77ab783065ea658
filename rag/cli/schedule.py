"""`dateline schedule`: the same habit, kept by cron or systemd."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from rag.cli.brief import ForProfile, Mail, Webhook
from rag.cli.edition_file import form_of
from rag.cli.options import ArchiveDir, typed
from rag.cli.reporting import Exit

Keeper = Literal["cron", "systemd"]


def schedule(
    every: Annotated[str, typer.Argument(metavar="WHEN", help="day@06:30, weekday@07:00, monday,thursday@18:15.")],
    keeper: Annotated[
        Keeper | None, typer.Option("--for", help="Only for this one. Default: both.", show_default=False)
    ] = None,
    topic: Annotated[str, typer.Option(help="As of brief.")] = "",
    profile: ForProfile = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="As of brief.", show_default=False)] = None,
    mail: Mail = None,
    webhook: Webhook = None,
    archive: ArchiveDir = None,
) -> Exit:
    """Print a crontab line and a systemd timer that make and deliver a briefing; nothing is installed."""
    from rag.cli.opening import read_settings
    from rag.habits.schedule import parse_schedule
    from rag.habits.timers import Task, cron_lines, systemd_units

    settings = read_settings(archive)
    form_of(out, None)
    given = [("--topic", (typed(topic) or "").strip()), ("--profile", profile or ""), ("--out", out or "")]
    sent = [*(("--mail", address) for address in mail or ()), *(("--webhook", url) for url in webhook or ())]
    flags = [word for option, value in (*given, *sent) if value for word in (option, value)]
    command = [_program(), "brief", "--since-last", "--archive", str(settings.archive.absolute()), *flags]
    task = Task(parse_schedule(every), settings.timezone, tuple(command), str(Path.cwd()))
    if keeper != "systemd":
        print("\n".join(["# crontab -e", *cron_lines(task)]))
    if keeper != "cron":
        for unit in systemd_units(task, name=f"dateline-{profile}" if profile else "dateline"):
            print(f"\n# ~/.config/systemd/user/{unit.name}\n{unit.text}", end="")
        print(f"\n# systemctl --user enable --now {unit.name}")
    return Exit.DONE


def _program() -> str:
    """Where this program lies: a timer has another PATH."""
    return shutil.which("dateline") or str(Path(sys.argv[0]).absolute())
