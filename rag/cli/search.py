"""`dateline search`: passages, best first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson, AsOf, Languages, Sections, Since, Sources, Until, filters_from, typed
from rag.cli.reporting import Exit
from rag.domain.errors import UsageError
from rag.domain.question import Filters


def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.", show_default=False)] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    queries: Annotated[
        Path | None, typer.Option(metavar="FILE", help='JSONL of {"id", "query"}; prints one JSON row for each.')
    ] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    sources: Sources = None,
    sections: Sections = None,
    languages: Languages = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what each score is made of, and what fell out and why.")
    ] = False,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Find passages of the archived articles."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.json import explanation_as_json, search_as_json
    from rag.render.terminal import explanation_lines, search_lines

    query = typed(query)
    filters = filters_from(since, until, as_of, sources, sections, languages)
    if (query is None) == (queries is None):
        raise UsageError("Give either a query, or a file of queries with --queries.")
    if query is None:
        assert queries is not None
        return _search_all(queries, archive, k, filters)
    if as_json:
        with json_alone() as print_json:
            dateline = open_archive(archive)
            if explain:
                print_json(explanation_as_json(dateline.explain(query, k=k, filters=filters)))
            else:
                print_json(search_as_json(dateline.search(query, k=k, filters=filters)))
    elif explain:
        print_lines(explanation_lines(open_archive(archive).explain(query, k=k, filters=filters)))
    else:
        print_lines(search_lines(open_archive(archive).search(query, k=k, filters=filters)))
    return Exit.DONE


def _search_all(file: Path, archive: Path | None, k: int, filters: Filters) -> Exit:
    from rag.cli.batch import run_batch
    from rag.cli.opening import open_archive
    from rag.cli.rows import GoodRow, QueryRow
    from rag.render.json import search_as_json

    dateline = open_archive(archive)

    def work(row: GoodRow[QueryRow]) -> dict[str, object]:
        return search_as_json(dateline.search(row.row.query, k=k, filters=filters), row_id=row.id)

    return run_batch(file, QueryRow, work)
