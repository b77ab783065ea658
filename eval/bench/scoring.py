"""How long scoring takes, without any asking: the measures, their means with intervals, and the report.

`python -m eval.bench.scoring [--answers 10000]` makes replies to the development set's questions out of the sentences
around the gold quotes, right and wrong ones, with ten passages each, until there are enough, and prints seconds of
processor time (and of the clock, which a busy machine stretches).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from eval.case import Case, load_set
from eval.gold import GoldSpan
from eval.reply import Backing, Confidence, Outcome, Ranked, Reply, Said, Witness
from eval.run import SETS
from eval.scores import Scored, means, run_means, score
from rag.domain.article import Article, Version
from rag.domain.evidence import Citation, cite

Made = TypeVar("Made")
_PASSAGE = 600
"""Characters; about as long as a passage of the archive."""
_PASSAGES = 10


def outcomes(count: int, *, seed: int = 0) -> list[Outcome]:
    """``count`` outcomes over the development set's cases, in turn; ids differ."""
    draw = random.Random(seed)
    cases = load_set(SETS / "development.jsonl")
    archive = cases.path.parent / cases.archive
    rows = [json.loads(line) for line in archive.read_text("utf-8").splitlines()]
    versions = {row["id"]: _version(row) for row in rows}
    found = []
    for number in range(count):
        case = cases.cases[number % len(cases.cases)]
        found.append(_outcome(replace(case, id=f"{case.id}-{number}"), versions, draw))
    return found


def _version(row: dict[str, str]) -> Version:
    return Version(
        Article(id=row["id"], title=row.get("title", ""), body=row["body"]), 1, datetime(2025, 1, 1, tzinfo=UTC)
    )


def _outcome(case: Case, versions: dict[str, Version], draw: random.Random) -> Outcome:
    gold = tuple(
        GoldSpan(g.article, 1, "body", start, start + len(g.quote), g.fact)
        for g in case.gold
        if g.quote and g.article in versions and (start := versions[g.article].article.body.find(g.quote)) >= 0
    )
    cited = [_around(versions[span.article_id], span.start, span.end) for span in gold[:2]]
    other = draw.choice(list(versions.values()))
    citations = cited if cited and draw.random() < 0.8 else [_around(other, 0, 80)]
    said = tuple(Said(citation.quote, (citation,)) for citation in citations)
    reply = Reply(
        said=said if draw.random() < 0.9 else (),
        declined="no_evidence",
        ranked=tuple(_passage(versions[span.article_id], span.start) for span in gold[:3])
        + tuple(_passage(draw.choice(list(versions.values())), 0) for _ in range(_PASSAGES)),
        confidence=Confidence(draw.random(), "probability"),
    )
    witness = Witness(
        stored=tuple(c.quote for c in reply.citations),
        origins=tuple(c.article_id for c in reply.citations),
        backing=tuple(Backing(True, (True,), (False,)) for _ in reply.said),
    )
    return Outcome(case=case, gold=gold, reply=reply, witness=witness, latency_ms=draw.uniform(20, 80))


def _around(version: Version, start: int, end: int) -> Citation:
    """The line that the characters stand in."""
    body = version.article.body
    low = body.rfind("\n", 0, start) + 1
    high = body.find("\n", end)
    return cite(version, "body", low, high if high > 0 else len(body))


def _passage(version: Version, start: int) -> Ranked:
    return Ranked(version.article_id, 1, "body", start, min(len(version.article.body), start + _PASSAGE), 1.0)


def timed(name: str, work: Callable[[], Made]) -> Made:
    """The result of ``work``, its seconds printed."""
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    seconds = time.process_time() - processor
    print(f"{name:28} {seconds:6.2f} s of processor time, {time.perf_counter() - clock:6.2f} s of the clock")
    return made


def report(count: int) -> None:
    """A line a part, and one for all."""
    given = outcomes(count)
    print(f"{count} answers")

    def scored_and_summed() -> Sequence[Scored]:
        scored = timed("measures", lambda: [score(outcome) for outcome in given])
        timed("means and intervals", lambda: means(scored))
        timed("measures of the whole run", lambda: run_means(scored))
        return scored

    timed("all", scored_and_summed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.scoring", description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    report(parser.parse_args(arguments).answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
