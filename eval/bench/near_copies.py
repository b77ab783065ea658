"""How well near-copies are told from what only looks like them, decided as the ingest decides it.

Run ``python -m eval.bench.near_copies`` for the half that rules are tuned on, with ``--half test`` for the other. A
pair counts as found only if its texts share a band and the decision confirms it. Beside it stands a plain MinHash
threshold. With DATELINE_BENCH_DATA naming a folder that has ``reuters21578`` in it, its machine-made pairs are decided
too; their labels are word overlap and no judgement, so only the share called a copy is printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eval.bench.near_copies_set import HALVES, Half, Pair, read_pairs
from eval.statistics.means import bootstrap_mean
from rag.domain.article import Article
from rag.ingest.near_copies import find_origin, likeness, signature

Decision = Callable[[str, str], bool]


def found_at_ingest(stored: str, arriving: str) -> bool:
    """Whether ``arriving`` would be taken for a copy of ``stored``: by bands, then signatures, then text."""
    before, own = signature(stored), signature(arriving)
    if set(before.bands).isdisjoint(own.bands):
        return False
    article = Article(body=arriving, id="arriving")
    return find_origin(article, own, [("stored", before.stored)], {"stored": stored}.get) == "stored"


def as_like_as(least: float) -> Decision:
    """The peer: MinHash alone, a copy from that likeness on."""

    def decide(stored: str, arriving: str) -> bool:
        one, other = signature(stored).stored, signature(arriving).stored
        return bool(one and other) and likeness(one, other) >= least

    return decide


def precision_and_recall(pairs: Sequence[Pair], called: Sequence[bool]) -> str:
    """Both with their 95% bootstrap intervals; "-" where nothing was called a copy, or none is one."""
    precision = [float(pair.is_copy) for pair, yes in zip(pairs, called, strict=True) if yes]
    recall = [float(yes) for pair, yes in zip(pairs, called, strict=True) if pair.is_copy]
    return f"precision {_interval(precision)}   recall {_interval(recall)}"


def _interval(values: Sequence[float]) -> str:
    mean = bootstrap_mean(values)
    return f"{mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}] of {mean.n}" if mean else "-"


def report(half: Half, *, show: bool) -> None:
    """A line a kind and a line a system; with ``show`` the pairs that were decided wrongly."""
    pairs = read_pairs(half)
    started = time.perf_counter()
    called = [found_at_ingest(pair.one, pair.other) for pair in pairs]
    each_ms = (time.perf_counter() - started) / len(pairs) * 1_000
    right = [pair.is_copy is yes for pair, yes in zip(pairs, called, strict=True)]
    copies = sum(pair.is_copy for pair in pairs)
    print(f"{half}: {len(pairs)} pairs, {copies} copies; {each_ms:.2f} ms a pair (two signatures, one decision)")
    totals = Counter((not pair.is_copy, pair.kind) for pair in pairs)
    correct = Counter((not p.is_copy, p.kind) for p, ok in zip(pairs, right, strict=True) if ok)
    for is_other, kind in sorted(totals):
        key = (is_other, kind)
        print(f"  {'other' if is_other else 'copy':6}{kind:18}{correct[key]:>4}/{totals[key]}")
    print(f"  {'at ingest':16}{precision_and_recall(pairs, called)}")
    for least in (0.5, 0.35):
        peer = [as_like_as(least)(pair.one, pair.other) for pair in pairs]
        print(f"  {f'MinHash >= {least}':16}{precision_and_recall(pairs, peer)}")
    if show:
        for pair, ok in zip(pairs, right, strict=True):
            if not ok:
                print(f"  {'MISSED' if pair.is_copy else 'TAKEN FOR A COPY'}: {pair.story}, {pair.kind}")


def silver(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(band of overlap, one body, the other's) of each machine-made pair."""
    with gzip.open(folder / "stories_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = {story["id"]: story["body"] for story in map(json.loads, lines)}
    with gzip.open(folder / "near_duplicate_pairs_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            yield pair["band"], bodies[pair["a"]], bodies[pair["b"]]


def report_silver(folder: Path) -> None:
    """The share of each band of overlap that is called a copy."""
    called = Counter[str]()
    total = Counter[str]()
    for band, one, other in silver(folder):
        total[band] += 1
        called[band] += found_at_ingest(one, other)
    print("reuters21578, pairs by word overlap (not judged):")
    for band, n in total.most_common():
        print(f"  {band:18}{called[band]:>4}/{n} called copies")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--show", action="store_true", help="name the pairs that were decided wrongly")
    options = parser.parse_args()
    report(options.half, show=options.show)
    data = os.environ.get("DATELINE_BENCH_DATA", "")
    if data and (folder := Path(data) / "reuters21578").is_dir():
        report_silver(folder)


if __name__ == "__main__":
    main()
