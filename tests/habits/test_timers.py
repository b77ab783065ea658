"""The same habit for cron and systemd."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from rag.habits.schedule import parse_schedule
from rag.habits.timers import Task, cron_lines, systemd_units


def a_task(every: str = "day@06:05", *command: str) -> Task:
    return Task(parse_schedule(every), "Europe/Berlin", command or ("/usr/bin/dateline", "brief"), "/srv/ann")


def test_cron_gets_the_zone_of_the_timer_and_of_the_briefing_and_the_command() -> None:
    assert cron_lines(a_task()) == [
        "CRON_TZ=Europe/Berlin",
        "DATELINE_TIMEZONE=Europe/Berlin",
        "5 6 * * * cd /srv/ann && /usr/bin/dateline brief",
    ]


def test_cron_counts_weekdays_from_sunday() -> None:
    assert cron_lines(a_task("weekday@07:00"))[-1].startswith("0 7 * * 1,2,3,4,5 ")
    assert cron_lines(a_task("monday,sunday@07:00"))[-1].startswith("0 7 * * 1,0 ")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_any_argument_comes_through_cron_and_its_shell_as_it_was(argument: str) -> None:
    line = cron_lines(a_task("day@06:00", "dateline", "brief", "--topic", argument))[-1]
    command = line.split(" && ", 1)[1].replace("\\%", "%")
    assert shlex.split(command) == ["dateline", "brief", "--topic", argument]
    assert "%" not in line.replace("\\%", "")


def test_systemd_gets_a_service_and_a_timer_that_makes_up_for_a_missed_run() -> None:
    service, timer = systemd_units(a_task("weekday@06:05"), name="dateline-dam")
    assert (service.name, timer.name) == ("dateline-dam.service", "dateline-dam.timer")
    assert "ExecStart=/usr/bin/dateline brief\n" in service.text
    assert "Environment=DATELINE_TIMEZONE=Europe/Berlin\n" in service.text
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:05:00 Europe/Berlin\n" in timer.text
    assert "Persistent=true\n" in timer.text


def test_systemd_expands_nothing_in_an_argument() -> None:
    service, _ = systemd_units(a_task("day@06:05", "dateline", "50% off", "$HOME", 'a "b"', "c;d"), name="x")
    assert 'ExecStart=dateline "50%% off" $$HOME "a \\"b\\"" "c;d"\n' in service.text
