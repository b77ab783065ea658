"""Questions about a day or a stretch of days: is the right day's passage among the first five?

    DATELINE_BENCH_DATA=... python -m eval.bench.temporal [--half dev|test|all] [--cache FOLDER]

The archive: the items of Wikipedia's current events of 2025, each an article of its day (CC BY-SA 4.0, read from
``wikipedia_current_events/``). The questions: eval/sets/temporal_questions.jsonl, written for this, with the day
they are asked on and the item that answers; mostly one of an ongoing story, so that its words find other days as well.
Halves by a hash of the id. In one run: with what the question says of time, and with the same words and nothing read.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args
from zlib import crc32

from eval.bench.retrieval_sets import success_at
from eval.statistics.means import bootstrap_mean
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.question import Clause, Filters
from rag.retrieve.understand import understand
from rag.settings import Settings

FILE = Path(__file__).parents[1] / "sets" / "temporal_questions.jsonl"
Half = Literal["dev", "test", "all"]
HITS = 5


@dataclass(frozen=True)
class Dated:
    """A question asked on a day, and the id of the item that answers it."""

    id: str
    question: str
    asked: date
    gold: str

    @property
    def half(self) -> Half:
        return "test" if crc32(self.id.encode()) % 2 else "dev"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=get_args(Half), default="dev")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "dateline-bench")
    arguments = parser.parse_args()
    data = Path(os.environ["DATELINE_BENCH_DATA"]) / "wikipedia_current_events" / "events_dev.jsonl.gz"
    dateline = open_dateline(Settings(archive=arguments.cache / "temporal", model=""))
    if not dateline.catalog.counts()["articles"]:
        report = dateline.ingest(["-"], stdin=io.BytesIO("\n".join(_articles(data)).encode()))
        print(f"{report.added} articles, {report.passages} passages, {report.seconds:.0f} s")
    chosen = [q for q in questions() if arguments.half in ("all", q.half)]
    read = [found(dateline, q, "read") for q in chosen]
    unread = [found(dateline, q, "unread") for q in chosen]
    for name, hits in (("time read", read), ("not read", unread)):
        for k in (1, HITS):
            mean = bootstrap_mean(
                [success_at(ids, frozenset({q.gold}), k) for ids, q in zip(hits, chosen, strict=True)]
            )
            assert mean is not None
            print(f"{name:10} in the first {k}: {mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}], {mean.n} questions")
    for ids, question in zip(read, chosen, strict=True):
        if question.gold not in ids:
            print(f"missed: {question.id} {question.question} ({question.asked})")


def questions() -> list[Dated]:
    """The whole set, in its order."""
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [Dated(r["id"], r["question"], date.fromisoformat(r["as_of"]), r["gold"]) for r in rows]


def found(dateline: Dateline, asked: Dated, how: Literal["read", "unread"]) -> list[str]:
    """Article ids of the first hits."""
    today = asked.asked if how == "read" else None
    question = understand(asked.question, filters=Filters(), sources=dateline.catalog.sources(), today=today)
    if how == "unread":
        question = replace(question, clauses=(Clause(question.standalone, 0, len(question.standalone)),))
    return [hit.passage.article_id for hit in dateline.retriever.search(question, k=HITS).hits]


def _articles(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            title = row["story_path"][-1] if row["story_path"] else row["category"]
            yield json.dumps({"id": row["id"], "title": title, "body": row["text"], "published": row["date"]})


if __name__ == "__main__":
    main()
