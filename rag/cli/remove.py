"""`dateline remove`: articles out of the archive, for good."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson, Sections, Sources, Until, filters_from
from rag.cli.reporting import Exit, say
from rag.domain.errors import UsageError


def remove(
    article_ids: Annotated[list[str] | None, typer.Argument(metavar="ARTICLE_ID", help="As search prints it.")] = None,
    until: Until = None,
    sources: Sources = None,
    sections: Sections = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; needed where nobody can answer.")] = False,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Take articles out of the archive, with all versions, for good.

    By id, or all of a source or section, or all published up to a day. Old citations say that it was removed, and when.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone

    filters = filters_from(None, until, None, sources, sections, None)
    with json_alone() as print_json:
        remover = open_archive(archive).remover
        chosen = remover.chosen(article_ids or [], filters)
        is_named = bool(article_ids) and not filters.restrict
        if not (is_named or yes):
            _confirm(len(chosen))
        done = remover.remove(article_ids or [], filters)
        if as_json:
            print_json({"removed": done.removed, "already_removed": list(done.already)})
    for article_id in done.already:
        say(f"{article_id} had been removed before.")
    say(f"{done.removed} {'article' if done.removed == 1 else 'articles'} removed.")
    return Exit.DONE


def _confirm(count: int) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"This would remove {count} articles for good. Repeat it with --yes, or name articles by id.")
    say(f"This removes {count} articles for good. Type yes to go on:")
    if sys.stdin.readline().strip().lower() != "yes":
        raise UsageError("Nothing was removed.")
