"""Are articles about one event put together, and only those? Three sets, and a plain TF-IDF clustering beside.

`python -m eval.bench.stories` prints BCubed on the invented fortnight, replayed day by day. With DATELINE_BENCH_DATA
naming a folder that has ``ecbplus_clusters`` and ``wikipedia_current_events`` in it, it also prints BCubed on the first
(two look-alike events a topic, no dates) and pairwise F1 over a year of the second (some minutes). How parts weigh and
when an article joins were chosen on the fortnight's first week, on ECB+ dev and on the year's first 2,000 items.

The peer puts each item, in order, to the story whose mean TF-IDF cosine is highest, from a threshold on; it gets the
threshold that suits it best on the first half of the year.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bench.replay import FORTNIGHT, SECOND_WEEK, ZONE, replayed
from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.brief.day import day_of
from rag.brief.placing import FOLLOWED, place
from rag.brief.reading import Days, Reader
from rag.domain.article import Article, Published, Version
from rag.domain.briefing import StoryMember
from rag.ports import Embedder

_RESAMPLES = 1_000
_NO_DATE = datetime(2025, 1, 1, tzinfo=UTC)
_WORD = re.compile(r"\w\w+")
_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """Items in order: the story that each belongs to, and the one that it was put in."""

    gold: tuple[str, ...]
    put: tuple[str, ...]


def bcubed(found: Labelled) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, over items. Source: Bagga and Baldwin, COLING-ACL 1998."""
    put, gold = Counter(found.put), Counter(found.gold)
    both = Counter(zip(found.put, found.gold, strict=True))
    total = len(found.gold)
    precision = sum(n * n / put[p] for (p, _), n in both.items()) / total
    recall = sum(n * n / gold[g] for (_, g), n in both.items()) / total
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_counts(found: Labelled) -> NDArray[np.float64]:
    """Of each item how many others are rightly with it, are with it, and should be; shape (items, 3)."""
    put, gold = Counter(found.put), Counter(found.gold)
    both = Counter(zip(found.put, found.gold, strict=True))
    rows = [(both[p, g] - 1, put[p] - 1, gold[g] - 1) for p, g in zip(found.put, found.gold, strict=True)]
    return np.array(rows, dtype=np.float64)


def pairwise_f1(counts: NDArray[np.float64]) -> float:
    """Over pairs of items."""
    right, with_it, wanted = counts.sum(axis=0)
    return float(2 * right / max(1.0, with_it + wanted))


def fortnight(embedder: Embedder) -> Iterator[tuple[str, Labelled]]:
    """The whole of it, its first and its second week, each article placed on the evening of its day."""
    rows = (FORTNIGHT / "gold" / "stories.jsonl").read_text("utf-8").splitlines()
    gold = {article: row["story"] for row in map(json.loads, rows) for article in row["articles"]}
    with tempfile.TemporaryDirectory() as folder:
        for day, catalog in replayed(Path(folder)):
            Reader(catalog, embedder).read(Days(day, day, day, ZONE), topic="")
        members = catalog.story_members(_NO_DATE, _NO_DATE + timedelta(days=3_650), limit=10_000)
    days = [day_of(m.version.article.published, ZONE) for m in members if m.version.article.published]
    for name, chosen in (
        ("both weeks", members),
        ("first week", [m for m, d in zip(members, days, strict=True) if d < SECOND_WEEK]),
        ("second week", [m for m, d in zip(members, days, strict=True) if d >= SECOND_WEEK]),
    ):
        ids = [m.place.article_id for m in chosen]
        yield name, Labelled(tuple(gold[i] for i in ids), tuple(m.place.story_id for m in chosen))


def ecbplus(folder: Path, embedder: Embedder, *, seed: int) -> Labelled:
    """All topics at once, in a random order."""
    rows = list(_read(folder / "ecbplus_clusters" / "docs_dev.jsonl.gz"))
    order = np.random.default_rng(seed).permutation(len(rows))
    versions = [_item(f"{n:04}", _NO_DATE, *_untokenised(rows[i]["sentences"])) for n, i in enumerate(order)]
    put = {p.article_id: p.story_id for p in place(versions, (), {}, embedder)}
    gold = tuple(rows[i]["event_cluster"] for i in order)
    return Labelled(gold, tuple(put[v.article_id] for v in versions))


def _untokenised(sentences: Sequence[str]) -> tuple[str, str]:
    """Headline and text as they were printed, web addresses left out."""
    lines = [re.sub(r"\s+([.,;:!?%)])", r"\1", s.replace("`` ", '"').replace(" ''", '"')) for s in sentences]
    lines = [re.sub(r"\s+'s\b", "'s", line) for line in lines if not re.match(r"\W*(?:https?|www)", line)]
    return lines[0], "\n".join(lines[1:]) or lines[0]


def current_events(folder: Path) -> list[dict[str, Any]]:
    """The items of the year in order."""
    return list(_read(folder / "wikipedia_current_events" / "events_dev.jsonl.gz"))


def followed(rows: Sequence[Mapping[str, Any]], embedder: Embedder) -> list[str]:
    """The story that each item was put in, day by day."""
    members: list[StoryMember] = []
    put: list[str] = []
    for day, items in groupby(rows, key=lambda row: str(row["date"])):
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        new = [_item(row["id"], at, "", row["text"]) for row in items]
        members = [m for m in members if m.version.article.published and at - m.version.article.published.at < FOLLOWED]
        places = {p.article_id: p for p in place(new, members, {}, embedder)}
        members += [StoryMember(places[v.article_id], v) for v in new]
        put += [places[v.article_id].story_id for v in new]
    return put


def by_tf_idf(rows: Sequence[Mapping[str, Any]], threshold: float) -> list[str]:
    """The peer, over the same 60 days."""
    close = _tf_idf([row["text"] for row in rows])
    days = np.array([date.fromisoformat(row["date"]).toordinal() for row in rows])
    labels = np.full(len(rows), -1)
    last: list[int] = []
    for i in range(len(rows)):
        best = -1
        if last:
            told = labels[:i]
            mean = np.bincount(told, weights=close[i, :i], minlength=len(last)) / np.bincount(told, minlength=len(last))
            mean[days[i] - np.array(last) > FOLLOWED.days] = -1
            best = int(mean.argmax()) if mean.max() >= threshold else -1
        if best < 0:
            best = len(last)
            last.append(0)
        labels[i], last[best] = best, int(days[i])
    return [str(label) for label in labels]


def _tf_idf(texts: Sequence[str]) -> NDArray[np.float32]:
    bags = [Counter(_WORD.findall(text.lower())) for text in texts]
    known = Counter(word for bag in bags for word in bag)
    column = {word: n for n, word in enumerate(known)}
    rows = np.zeros((len(bags), len(column)), np.float32)
    for row, bag in zip(rows, bags, strict=True):
        for word, n in bag.items():
            row[column[word]] = n * np.log(len(bags) / known[word])
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows @ rows.T, np.float32)


def _item(id_: str, at: datetime, title: str, body: str) -> Version:
    return Version(Article(id=id_, title=title, body=body, language="en", published=Published(at)), 1, at)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def report_year(folder: Path, embedder: Embedder) -> None:
    """Pairwise F1 of both, by the innermost and by the outermost name of an item's story, with 95% intervals."""
    rows = current_events(folder)
    half = next(n for n, row in enumerate(rows) if row["date"] >= "2025-07-01")
    started = perf_counter()
    put = followed(rows, embedder)
    seconds = perf_counter() - started
    days = len({row["date"] for row in rows})
    print(f"wikipedia_current_events: {len(rows)} items on {days} days ({seconds:.0f} s)")
    thresholds = [round(0.06 + 0.02 * n, 2) for n in range(14)]
    for name, end in (("innermost name", -1), ("outermost name", 0)):
        gold = [row["story_path"][end] if row["story_path"] else row["id"] for row in rows]
        tried = {t: by_tf_idf(rows[:half], t) for t in thresholds}
        best = max(thresholds, key=lambda t: pairwise_f1(pair_counts(Labelled(tuple(gold[:half]), tuple(tried[t])))))
        peer = by_tf_idf(rows, best)
        for part, chosen in (("the year", slice(None)), ("its second half", slice(half, None))):
            mine = pair_counts(Labelled(tuple(gold[chosen]), tuple(put[chosen])))
            theirs = pair_counts(Labelled(tuple(gold[chosen]), tuple(peer[chosen])))
            print(f"  {name}, {part}: {_compared(mine, theirs)} (TF-IDF from {best})")


def _compared(mine: NDArray[np.float64], theirs: NDArray[np.float64]) -> str:
    """Both with their intervals, and the interval of the difference: items are drawn anew, the same for both."""
    random = np.random.default_rng(0)
    drawn = [random.integers(0, len(mine), len(mine)) for _ in range(_RESAMPLES)]
    ours = np.array([pairwise_f1(mine[d]) for d in drawn])
    peers = np.array([pairwise_f1(theirs[d]) for d in drawn])
    return (
        f"stories {pairwise_f1(mine):.3f} {_interval(ours)}, TF-IDF {pairwise_f1(theirs):.3f} {_interval(peers)}, "
        f"ahead by {pairwise_f1(mine) - pairwise_f1(theirs):+.3f} {_interval(ours - peers)}"
    )


def _interval(values: NDArray[np.float64]) -> str:
    low, high = np.quantile(values, [0.025, 0.975])
    return f"[{low:.3f}, {high:.3f}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.stories", description=__doc__)
    parser.parse_args(arguments)
    embedder = OnnxEmbedder("minilm")
    for name, found in fortnight(embedder):
        print("fortnight, {}: BCubed P {:.3f} R {:.3f} F1 {:.3f}".format(name, *bcubed(found)))
    if data := os.environ.get("DATELINE_BENCH_DATA"):
        scores = [bcubed(ecbplus(Path(data), embedder, seed=seed)) for seed in range(_ORDERS)]
        print(
            "ecbplus_clusters dev, mean of {} orders: BCubed P {:.3f} R {:.3f} F1 {:.3f}".format(
                _ORDERS, *np.mean(scores, axis=0)
            )
        )
        report_year(Path(data), embedder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
