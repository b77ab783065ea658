"""`dateline feeds`: subscriptions, read when they are due."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson, Everyone, Owner, owner_alone, owner_typed
from rag.cli.reporting import Exit, say
from rag.domain.errors import WorkFailed
from rag.whole_file import written_whole

if TYPE_CHECKING:
    from rag.dateline import Dateline
    from rag.domain.feed import Refresh


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Of a feed, or of a page that names one.")],
    title: Annotated[str, typer.Option(help="Instead of what the feed calls itself.")] = "",
    archive: ArchiveDir = None,
) -> Exit:
    """Subscribe to a feed, after a look at it."""
    from rag.cli.opening import open_archive

    feed = open_archive(archive).subscriptions.add(url, title=title)
    say(f"Subscribed to {feed.title} ({feed.url}). `dateline feeds refresh` reads it.")
    return Exit.DONE


def show(owner: Owner = None, everyone: Everyone = False, as_json: AsJson = False, archive: ArchiveDir = None) -> Exit:
    """List the subscriptions and how they fare: the shared ones, one reader's own or everybody's."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.feeds import feed_lines, feeds_as_json

    with json_alone() as print_json:
        address = owner_alone(owner, everyone=everyone)
        subscriptions = open_archive(archive).subscriptions.of(address)
        feeds = subscriptions.everybodys() if everyone else subscriptions.own()
        if as_json:
            print_json(feeds_as_json(feeds))
    if address and not feeds:
        say(f"{address} follows no feed of their own. `dateline feeds list --everyone` lists everybody's.")
    elif not as_json:
        print_lines(feed_lines(feeds))
    if not everyone and not address and (others := subscriptions.of_others()):
        say(
            f"Readers who signed in follow {others} more; `dateline feeds refresh` reads those too, "
            "`dateline feeds list --everyone` lists them."
        )
    return Exit.DONE


def refresh(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL", help="These, due or not. Else all due.")] = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Read the feeds that are due.

    One that fails never harms the others; it is asked again after a pause that grows.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.feeds import refresh_as_json, refresh_lines
    from rag.render.terminal import failed_line, flagged_line

    with json_alone() as print_json:
        done = _refreshed(open_archive(archive), urls or [])
        if as_json:
            print_json(refresh_as_json(done.report, done.asked, done.not_due))
    if not as_json:
        print_lines(refresh_lines(done.report, done.asked, done.not_due))
    for failed in done.report.failed:
        say(failed_line(failed))
    for flagged in done.report.flagged:
        say(flagged_line(flagged))
    return _status(done)


def _refreshed(dateline: Dateline, urls: list[str]) -> Refresh:
    from rag.cli.terminal import ingest_progress

    with ingest_progress() as progress:
        return dateline.subscriptions.refresh(urls, progress=progress)


def _status(done: Refresh) -> Exit:
    """A failed refresh is one in which every feed that was asked failed."""
    if not done.report.failed:
        return Exit.DONE
    fared_well = any(health.state is not None and not health.state.failures_in_a_row for health in done.asked)
    return Exit.DONE_WITH_FAILURES if fared_well else Exit.FAILED


def remove(
    url: Annotated[str, typer.Argument(metavar="URL", help="As `feeds list` prints it.")],
    owner: Owner = None,
    archive: ArchiveDir = None,
) -> Exit:
    """End a subscription, a shared one or a reader's own; what came from it stays."""
    from rag.cli.opening import open_archive

    address = owner_typed(owner)
    open_archive(archive).subscriptions.of(address).remove(url)
    say(f"{address} no longer follows {url}." if address else f"No longer subscribed to {url}.")
    return Exit.DONE


def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds, or - for stdin.")],
    archive: ArchiveDir = None,
) -> Exit:
    """Subscribe to every feed of an OPML list."""
    from rag.cli.opening import open_archive
    from rag.render.terminal import failed_line

    done = open_archive(archive).subscriptions.import_list(_read(file), str(file))
    say(f"{len(done.added)} subscriptions added, {done.known} known before. `dateline feeds refresh` reads them.")
    for failed in done.failed:
        say(failed_line(failed))
    return Exit.DONE_WITH_FAILURES if done.failed else Exit.DONE


def export_list(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="Where to, or - for stdout.")],
    archive: ArchiveDir = None,
) -> Exit:
    """Write the subscriptions as an OPML list."""
    from rag.cli.opening import open_archive

    text = open_archive(archive).subscriptions.as_list()
    if str(file) == "-":
        print(text, end="")
        return Exit.DONE
    with written_whole(file) as out:
        out.write(text)
    say(f"Subscriptions written to {file}.")
    return Exit.DONE


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise WorkFailed(f"{file} cannot be read ({error.strerror or error}). Name a list of feeds (OPML).") from error
