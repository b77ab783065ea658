"""A schedule as other programs keep it: a line for cron, a pair of units for systemd."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from rag.habits.schedule import Schedule

_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Task:
    """A command that is due by a schedule in a time zone; ``folder`` is where dateline.toml is looked for."""

    schedule: Schedule
    timezone: str
    command: tuple[str, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A file that systemd reads, by its name."""

    name: str
    text: str


def cron_lines(task: Task) -> list[str]:
    """Of a crontab: the time zone that cron goes by (cronie reads it; others go by the system's), the one that the
    briefing goes by, and the command."""
    weekdays = task.schedule.weekdays
    days = "*" if len(weekdays) == len(_SHORT) else ",".join(str((n + 1) % 7) for n in weekdays)
    # cron ends a command at a percent sign that is not escaped
    what = f"cd {shlex.quote(task.folder)} && {shlex.join(task.command)}".replace("%", "\\%")
    at = task.schedule.at
    zone = task.timezone
    return [f"CRON_TZ={zone}", f"DATELINE_TIMEZONE={zone}", f"{at.minute} {at.hour} * * {days} {what}"]


def systemd_units(task: Task, *, name: str) -> tuple[Unit, Unit]:
    """The service and the timer that starts it; a run that was missed while the machine was off is made up once."""
    weekdays = task.schedule.weekdays
    days = "" if len(weekdays) == len(_SHORT) else f"{','.join(_SHORT[n] for n in weekdays)} "
    service = (
        "[Unit]\nDescription=A Dateline briefing\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={task.folder.replace('%', '%%')}\n"
        f"Environment=DATELINE_TIMEZONE={task.timezone}\n"
        f"ExecStart={' '.join(map(_quoted, task.command))}\n"
    )
    timer = (
        f"[Unit]\nDescription=A Dateline briefing, {task.schedule}\n\n"
        f"[Timer]\nOnCalendar={days}*-*-* {task.schedule.at:%H:%M}:00 {task.timezone}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return Unit(f"{name}.service", service), Unit(f"{name}.timer", timer)


def _quoted(word: str) -> str:
    """As systemd.service(5) has it: quoted where it must be, nothing expanded."""
    plain = word.replace("%", "%%").replace("$", "$$")
    if plain and not any(char in plain for char in " \t\n\"'\\;"):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
