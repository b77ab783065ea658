"""`dateline show`: an article as it is stored."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit
from rag.domain.errors import ArticleNotFound


def show(
    article_id: Annotated[str, typer.Argument(help="As search and ask print it.")],
    number: Annotated[int | None, typer.Option("--version", metavar="N", help="Default: the newest.")] = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Print an article as it is stored.

    Every field, the list of versions, near-copies, the body.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.json import article_as_json
    from rag.render.terminal import article_lines

    with json_alone() as print_json:
        record = open_archive(archive).show(article_id)
        version = record.latest if number is None else record.version(number)
        if version is None:
            raise ArticleNotFound(article_id, number)
        if as_json:
            print_json(article_as_json(record, version))
    if not as_json:
        print_lines(article_lines(record, version))
    return Exit.DONE
