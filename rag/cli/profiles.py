"""`dateline profiles`: what a reader wants from a briefing, saved under a name."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson, Everyone, Owner, owner_alone, owner_typed, typed
from rag.cli.reporting import Exit, say
from rag.domain.briefing import Paper
from rag.domain.errors import UsageError
from rag.domain.profile import Length, Profile

Name = Annotated[str, typer.Argument(metavar="NAME")]


def add(
    name: Name,
    topic: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Articles that hold all these words. Repeatable.")
    ] = None,
    watch: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name that is never to be missed. Repeatable.")
    ] = None,
    publisher: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only from this publisher. Repeatable.")
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only from this section. Repeatable.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only in this language (en, de). Repeatable.")
    ] = None,
    paper: Annotated[Paper, typer.Option(help="The size of the page.")] = "a4",
    length: Annotated[Length, typer.Option(help="How much of the page may be filled.")] = "page",
    archive: ArchiveDir = None,
) -> Exit:
    """Save a profile, in place of one of that name."""
    from rag.cli.opening import open_archive

    try:
        profile = Profile(
            name,
            topics=_listed(topic),
            watch=_listed(watch),
            publishers=_listed(publisher),
            sections=_listed(section),
            languages=tuple(code.lower() for code in _listed(language)),
            paper=paper,
            length=length,
        )
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    dateline = open_archive(archive)
    dateline.press.add_profile(profile)
    known = {source.casefold() for source in dateline.catalog.sources()}
    for unknown in [p for p in profile.publishers if p.casefold() not in known]:
        say(f"The archive holds nothing from {unknown!r} so far.")
    say(f"Profile {name} saved. `dateline brief --profile {name}` makes its briefing.")
    return Exit.DONE


def show_all(
    owner: Owner = None, everyone: Everyone = False, as_json: AsJson = False, archive: ArchiveDir = None
) -> Exit:
    """List the profiles: the shared ones, one reader's own or everybody's."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.editions import profile_as_json, profile_lines

    with json_alone() as print_json:
        address = owner_alone(owner, everyone=everyone)
        press = open_archive(archive).press.of(address)
        profiles = press.everybodys_profiles() if everyone else press.own_profiles()
        if as_json:
            print_json({"profiles": [profile_as_json(profile) for profile in profiles]})
    if address and not profiles:
        say(f"{address} has no profile of their own. `dateline profiles list --everyone` lists everybody's.")
    elif not as_json:
        print_lines(profile_lines(profiles))
    if not everyone and not address and (others := len(press.everybodys_profiles()) - len(profiles)):
        say(f"Readers who signed in have {others} more; `dateline profiles list --everyone` lists them.")
    return Exit.DONE


def show(name: Name, owner: Owner = None, as_json: AsJson = False, archive: ArchiveDir = None) -> Exit:
    """Show one profile, a shared one or a reader's own."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.editions import profile_as_json, profile_lines

    with json_alone() as print_json:
        profile = open_archive(archive).press.of(owner_typed(owner)).own_profile(name)
        if as_json:
            print_json(profile_as_json(profile))
    if not as_json:
        print_lines(profile_lines([profile]))
    return Exit.DONE


def remove(name: Name, owner: Owner = None, archive: ArchiveDir = None) -> Exit:
    """Forget a profile, a shared one or a reader's own; its editions stay."""
    from rag.cli.opening import open_archive

    address = owner_typed(owner)
    open_archive(archive).press.of(address).remove_profile(name)
    say(f"Profile {name}{f' of {address}' if address else ''} removed; its editions stay.")
    return Exit.DONE


def _listed(values: list[str] | None) -> tuple[str, ...]:
    """What was typed, without blanks around it; raises UsageError for an empty value."""
    listed = tuple((typed(value) or "").strip() for value in values or ())
    if not all(listed):
        raise UsageError("An option of a profile is empty; leave it out to leave that part open.")
    return tuple(dict.fromkeys(listed))
