"""A day of a thousand articles, from an archive that holds their words until its page is there. No language model.

    python -m eval.bench.crowded_day --articles 1000

The articles are generated (`eval.bench.generated_days`): made-up events that several publishers tell, long and missing
titles, several scripts. Ingesting them is not timed. Prints wall clock, processor time and peak memory of the briefing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from eval.bench.generated_days import DAY, generated_day
from eval.bench.ingest_speed import peak_mb
from rag.compose import open_dateline
from rag.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line, _ in zip(_lines(), range(arguments.articles), strict=False))
        dateline = open_dateline(Settings(archive=Path(folder) / "archive", model="", timezone="UTC"))
        report = dateline.ingest([str(file)], wait=False)
        started, used = time.perf_counter(), time.process_time()
        printed = dateline.brief(DAY)
        took, used = time.perf_counter() - started, time.process_time() - used
    briefing = printed.edition.briefing
    print(
        f"{report.added:,} articles, {report.near_copies:,} near-copies: {len(briefing.stories)} stories on the page,"
    )
    print(f"{briefing.fill:.0%} full after {took:.1f} s ({used:.1f} s of processor time); peak {peak_mb():,.0f} MB")


def _lines() -> Iterator[str]:
    """JSONL, day after generated day, all of them dated alike."""
    number = count()
    for seed in count():
        for version in generated_day(seed):
            article = version.article
            row = {
                "id": f"made-{next(number)}",
                "title": article.title,
                "body": article.body,
                "source": article.source,
                "language": article.language,
                "published": article.published.at.isoformat() if article.published else DAY.isoformat(),
            }
            yield json.dumps(row, ensure_ascii=False)


if __name__ == "__main__":
    main()
