"""`dateline editions`: briefings that were made, shown again, compared and sent again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.brief import Mail, Webhook
from rag.cli.edition_file import Form, contents, form_of, target_of, write
from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit, say
from rag.domain.briefing import Paper
from rag.domain.errors import UsageError

Number = Annotated[int, typer.Argument(metavar="ID", help="As `editions list` prints it.")]


def show_all(
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this profile.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 30,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """List the editions, newest first."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.editions import edition_lines, editions_as_json

    with json_alone() as print_json:
        editions = open_archive(archive).press.editions(limit=limit, profile=profile)
        if as_json:
            print_json(editions_as_json(editions))
    if not as_json:
        print_lines(edition_lines(editions))
    return Exit.DONE


def show(
    number: Number,
    form: Annotated[
        Form | None, typer.Option("--format", help="Default: what --out ends in, else txt.", show_default=False)
    ] = None,
    paper: Annotated[Paper | None, typer.Option(help="For a PDF. Default: as it was made.", show_default=False)] = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Default: stdout.", show_default=False)] = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Show an edition as it was made, in any form."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_text
    from rag.render.editions import edition_as_json

    wanted = form_of(out, form or (None if out else "txt"))
    with json_alone() as print_json:
        press = open_archive(archive).press
        edition = press.edition(number)
        if as_json:
            print_json(edition_as_json(edition))
            return Exit.DONE
        target = target_of(out, edition.briefing.date, edition.profile) if out else _pdf_name(wanted, number)
        page = press.reprint(number, paper=paper).page if wanted == "pdf" else None
        text = contents(edition, press.imprint(edition), page, wanted)
    if target is None:
        print_text(text.decode())
    else:
        write(target, text)
        say(f"Edition {number} written to {target}.")
    return Exit.DONE


def compare(
    older: Annotated[int, typer.Argument(metavar="OLDER", help="As `editions list` prints it.")],
    newer: Annotated[int, typer.Argument(metavar="NEWER")],
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Tell what changed from one edition to another."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.editions import difference_as_json, difference_lines

    with json_alone() as print_json:
        found = open_archive(archive).press.difference(older, newer)
        if as_json:
            print_json(difference_as_json(found))
    if not as_json:
        print_lines(difference_lines(found))
    return Exit.DONE


def send(number: Number, mail: Mail = None, webhook: Webhook = None, archive: ArchiveDir = None) -> Exit:
    """Send an edition, for the first time or again."""
    from rag.cli.opening import open_archive

    if not mail and not webhook:
        raise UsageError("Where to? Give --mail ADDRESS or --webhook URL.")
    dateline = open_archive(archive)
    dateline.courier.require(mail or (), webhook or ())
    printed = dateline.press.reprint(number)
    failed = dateline.courier.deliver(printed.edition, printed.page, mail_to=mail or (), webhooks=webhook or ())
    for failure in failed:
        say(str(failure))
    if not failed:
        say(f"Edition {number} sent.")
    return Exit.FAILED if failed else Exit.DONE


def _pdf_name(form: Form, number: int) -> Path | None:
    """A PDF goes into a file; everything else to stdout."""
    return Path(f"edition-{number}.pdf") if form == "pdf" else None
