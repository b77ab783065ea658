"""`dateline brief`: one page about a day, cited and compared with earlier briefings; once, or by a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.edition_file import AsForm, Form, Out, contents, form_of, target_of, write
from rag.cli.options import ArchiveDir, AsJson, Mode, day, span_of_days, typed
from rag.cli.reporting import Exit, say, sentence_for
from rag.domain.briefing import Briefing, Paper
from rag.domain.errors import UsageError
from rag.domain.profile import NO_PROFILE, Profile

if TYPE_CHECKING:
    from rag.dateline import Dateline
    from rag.dateline import Mode as Writing
    from rag.habits.press import Printed
    from rag.settings import Settings

LONGEST_GAP = timedelta(days=31)
"""How far back --since-last reaches where the last edition is older."""

ForProfile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="For this profile; see dateline profiles.")
]
Mail = Annotated[list[str] | None, typer.Option("--mail", metavar="ADDRESS", help="Send it there. Repeatable.")]
Webhook = Annotated[list[str] | None, typer.Option("--webhook", metavar="URL", help="POST it there. Repeatable.")]


@dataclass(frozen=True, slots=True)
class _Days:
    """The day that the briefing is dated, the days that it is about (inclusive), and whether it goes on from the last
    edition, so that all that the reader had before its day counts as told."""

    day: date
    since: date
    until: date
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    """What is made each time, and where it goes."""

    profile: Profile
    topic: str
    paper: Paper | None
    mode: Writing
    form: Form
    out: str | None
    mail: tuple[str, ...]
    webhooks: tuple[str, ...]
    as_json: bool

    @property
    def goes_elsewhere(self) -> bool:
        """Whether there is a reader to whom it is sent, so that no file is needed here."""
        return bool(self.mail or self.webhooks)


def brief(
    on: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day (YYYY-MM-DD). Default: today.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="The first of several days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="The last of them. Default: the --date.")] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="From the day of the last edition on; what it told is left out.")
    ] = False,
    topic: Annotated[str, typer.Option(help="Only what concerns this.")] = "",
    profile: ForProfile = None,
    every: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Stay and make it whenever due: day@06:30, weekday@07:00, monday@18:15."),
    ] = None,
    form: AsForm = None,
    paper: Annotated[
        Paper | None, typer.Option(help="The size of the page. Default: the profile's, else a4.", show_default=False)
    ] = None,
    out: Out = None,
    mail: Mail = None,
    webhook: Webhook = None,
    mode: Mode = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Make a one-page briefing, once or by a schedule, and deliver it."""
    from rag.cli.opening import open_with, read_settings

    settings = read_settings(archive)
    if every is not None and (any((on, since, until)) or as_json):
        raise UsageError("--every chooses the days itself; give it without --date, --since, --until and --json.")
    if since_last and any((since, until)):
        raise UsageError("--since-last chooses the first day itself; leave out --since and --until.")
    days = _days(on, since, until, settings)
    wanted = form_of(out, form)
    if out is not None:
        target_of(out, days.day, profile or "")
    dateline = open_with(settings)
    order = _Order(
        profile=dateline.press.profile(profile) if profile else NO_PROFILE,
        topic=(typed(topic) or "").strip(),
        paper=paper,
        mode=mode or dateline.mode,
        form=wanted,
        out=out,
        mail=tuple(mail or ()),
        webhooks=tuple(webhook or ()),
        as_json=as_json,
    )
    dateline.courier.require(order.mail, order.webhooks)
    if every is not None:
        return _keep(dateline, order, every, settings)
    return _make(dateline, order, _since_last(dateline, order, days.day) if since_last else days)


def _make(dateline: Dateline, order: _Order, days: _Days) -> Exit:
    """One edition: stored, written, sent, and one sentence about it."""
    from rag.cli.terminal import json_alone, print_text
    from rag.render.editions import edition_as_json

    target = _target(order, days)
    with json_alone() as print_json:
        printed = dateline.press.publish(
            days.day,
            since=days.since,
            until=days.until,
            topic=order.topic,
            paper=order.paper,
            profile=order.profile,
            mode=order.mode,
            told_before=days.day if days.goes_on else None,
        )
        edition = printed.edition
        text = contents(edition, dateline.press.imprint(edition), printed.page, order.form)
        if target is not None:
            write(target, text)
        if order.as_json:
            print_json(edition_as_json(edition))
    if target is None and not order.as_json and not order.goes_elsewhere:
        print_text(text.decode())
    if edition.briefing.model_failure:
        say(f"The model wrote nothing more. {edition.briefing.model_failure}")
    say(_summary(edition.number, edition.briefing, target))
    return _deliver(dateline, order, printed)


def _deliver(dateline: Dateline, order: _Order, printed: Printed) -> Exit:
    if not order.goes_elsewhere:
        return Exit.DONE
    failed = dateline.courier.deliver(printed.edition, printed.page, mail_to=order.mail, webhooks=order.webhooks)
    for failure in failed:
        say(f"{failure} `dateline editions send {printed.edition.number}` tries again.")
    return Exit.FAILED if failed else Exit.DONE


def _keep(dateline: Dateline, order: _Order, every: str, settings: Settings) -> Exit:
    """Until it is interrupted; a run that fails is reported, and the next one is waited for all the same."""
    import time

    from rag.compose import now
    from rag.habits.schedule import keep, next_run, parse_schedule

    schedule = parse_schedule(every)
    last = dateline.press.last_edition(profile=order.profile.name, topic=order.topic)
    since = last.made if last else now()
    following = next_run(schedule, max(since, now()), settings.zone).astimezone(settings.zone)
    say(f"Briefings are made {schedule} ({settings.timezone}); the next is due {following:%Y-%m-%d at %H:%M}.")

    def run(due: datetime) -> None:
        try:
            _make(dateline, order, _since_last(dateline, order, due.astimezone(settings.zone).date()))
        except Exception as error:  # noqa: BLE001 - whatever went wrong this time, the next edition is due tomorrow
            say(sentence_for(error))

    keep(schedule, settings.zone, since=since, run=run, clock=now, sleep=time.sleep)
    return Exit.DONE


def _since_last(dateline: Dateline, order: _Order, on: date) -> _Days:
    """From the day of the last edition before ``on``, since that day was not over when it was made."""
    last = dateline.press.last_edition(profile=order.profile.name, topic=order.topic, before=on)
    first = max(last.date, on - LONGEST_GAP) if last else on - timedelta(days=1)
    return _Days(on, first, on, goes_on=True)


def _days(on: str | None, since: str | None, until: str | None, settings: Settings) -> _Days:
    """Raises UsageError for what is no day, or days that run backwards."""
    first, last = span_of_days(since, until)
    dated = day(on, option="--date") if on is not None else last or _today(settings)
    first, last = first or last or dated, last or dated
    if first > last:
        raise UsageError(f"--since {first} lies after {last}, the last day of the briefing; give an --until.")
    return _Days(dated, first, last)


def _today(settings: Settings) -> date:
    from rag.compose import now

    return now().astimezone(settings.zone).date()


def _target(order: _Order, days: _Days) -> Path | None:
    """The file to write; None where there is none. Raises WorkFailed where it cannot be written."""
    if order.out is not None:
        return target_of(order.out, days.day, order.profile.name)
    is_needed = order.form == "pdf" and not order.as_json and not order.goes_elsewhere
    return Path(f"briefing-{days.day}.pdf") if is_needed else None


def _summary(number: int, briefing: Briefing, target: Path | None) -> str:
    """One sentence about what was made, and where it lies."""
    stories = len(briefing.stories)
    page = f"{briefing.pages} {'page' if briefing.pages == 1 else 'pages'}, {briefing.fill:.0%} full"
    where = f" Written to {target}." if target is not None else ""
    left_out = f", {len(briefing.omitted)} left out" if briefing.omitted else ""
    told = f"{stories} {'story' if stories == 1 else 'stories'}{left_out}"
    return f"Briefing of {briefing.date}, edition {number}: {told}; {page}.{where}"
