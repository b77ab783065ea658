"""How fast articles come in, and what an ingest needs of memory. Generated articles (`eval.bench.ingest_articles`).

    python -m eval.bench.ingest_speed searchable            until 10,000 articles are found by their words
    python -m eval.bench.ingest_speed vectors               vectors, against the model alone and a stock pipeline
    python -m eval.bench.ingest_speed again                 10,000 unchanged articles, against their first ingest
    python -m eval.bench.ingest_speed memory                peak memory, a process for each size (stand-in embedder)
    python -m eval.bench.ingest_speed growth                passages a second as the archive grows (stand-in embedder)

Ratios are of one run on one machine; where others use it too, only they mean something.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.archive import newest_versions
from eval.bench.ingest_articles import lines
from eval.bench.ingest_limits import raw_seconds, stock_seconds
from eval.bench.ingest_stand_in import PATH
from rag.compose import open_dateline, open_embedder
from rag.dateline import Dateline
from rag.domain.passage import embedding_text
from rag.settings import Settings

SHORT_WORDS = 60
"""Of the articles whose number, not length, is the point."""


@dataclass(frozen=True, slots=True)
class Timed:
    """``count`` things in ``seconds``, and what this process used of its cores in that time."""

    count: int
    seconds: float
    core_seconds: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def per_core_second(self) -> float:
        """What others do on the machine hardly moves it; all threads of this process count."""
        return self.count / self.core_seconds


def with_model(folder: Path) -> Settings:
    """An archive with the packaged model."""
    return Settings(archive=folder / "archive")


def with_stand_in(folder: Path) -> Settings:
    """An archive whose vectors cost next to nothing."""
    return Settings(archive=folder / "archive", llamaindex_embedder=PATH)


def written(folder: Path, count: int, *, words: int, seed: int) -> str:
    """A JSONL file of generated articles; another seed gives other articles with other ids."""
    file = folder / f"articles-{seed}.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(
            f"{line}\n".replace('"plain-', f'"plain-{seed}-', 1) for line in lines(count, words=words, seed=seed)
        )
    return str(file)


def timed(count: int, work: Callable[[], object]) -> Timed:
    """``work`` deals with ``count`` things."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return Timed(count, time.perf_counter() - started, time.process_time() - used)


def opened(settings: Settings, folder: Path) -> Dateline:
    """With everything loaded that is loaded at the first article."""
    dateline = open_dateline(settings)
    dateline.ingest([written(folder, 2, words=100, seed=999)])
    return dateline


def searchable(folder: Path, articles: int) -> Timed:
    """Articles of 350 words, from a file until all are found by their words."""
    dateline = opened(with_model(folder), folder)
    file = written(folder, articles, words=350, seed=0)
    return timed(articles, lambda: dateline.ingest([file], wait=False))


@dataclass(frozen=True, slots=True)
class Vectors:
    """Passages a second: by the whole vectors phase, by forward runs alone before and after it, by a stock pipeline."""

    passages: int
    ours: float
    raw_before: float
    raw_after: float
    stock: float

    @property
    def raw(self) -> float:
        """The mean of both, in seconds."""
        return 2 / (1 / self.raw_before + 1 / self.raw_after)


def vectors(folder: Path, articles: int) -> Vectors:
    """The same passages three ways, with the same model, in this process."""
    settings = with_model(folder)
    dateline = opened(settings, folder)
    before = dateline.catalog.counts()["passages"]
    dateline.ingest([written(folder, articles, words=350, seed=0)], wait=False)
    texts = [
        embedding_text(passage, version)
        for version in newest_versions(dateline)
        for passage in dateline.catalog.passages_of(version.article_id, version.number)
    ]
    count = dateline.catalog.counts()["passages"] - before
    raw_before = len(texts) / raw_seconds(texts)
    ours = timed(count, lambda: dateline.ingest([])).per_second
    raw_after = len(texts) / raw_seconds(texts)
    stock = len(texts) / stock_seconds(texts, open_embedder(settings), folder / "stock")
    return Vectors(count, ours, raw_before, raw_after, stock)


@dataclass(frozen=True, slots=True)
class Again:
    """Articles a second: taken in with vectors (a sample), and read again unchanged."""

    first: Timed
    again: Timed

    @property
    def ratio(self) -> float:
        return self.again.per_second / self.first.per_second


def again(folder: Path, articles: int, sample: int) -> Again:
    """The first ingest of all of them is extrapolated from a sample with the packaged model; the second is measured."""
    (folder / "sample").mkdir()
    file = written(folder, sample, words=350, seed=1)
    first = opened(with_model(folder / "sample"), folder)
    taken_in = timed(sample, lambda: first.ingest([file]))
    dateline = opened(with_stand_in(folder), folder)
    everything = written(folder, articles, words=350, seed=0)
    dateline.ingest([everything], wait=False)
    return Again(taken_in, timed(articles, lambda: dateline.ingest([everything], wait=False)))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of growth: ``passages`` in the archive after it, and what it took."""

    passages: int
    stored: Timed
    embedded: Timed
    peak_mb: float


def growth(folder: Path, sizes: Sequence[int], tell: Callable[[Step], None]) -> list[Step]:
    """One archive that grows to each of ``sizes`` passages; articles of 350 words make 5 to 6 passages each."""
    dateline = opened(with_stand_in(folder), folder)
    steps: list[Step] = []
    for seed, size in enumerate(sizes, start=1):
        before = dateline.catalog.counts()["passages"]
        file = written(folder, max(1, round((size - before) / 5.5)), words=350, seed=seed)
        stored = timed(0, lambda file=file: dateline.ingest([file], wait=False))  # type: ignore[misc]
        after = dateline.catalog.counts()["passages"]
        embedded = timed(after - before, lambda: dateline.ingest([]))
        steps.append(Step(after, replace(stored, count=after - before), embedded, peak_mb()))
        tell(steps[-1])
    return steps


def peak_mb() -> float:
    """Of this process so far, since its program was started."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    # Linux counts into ru_maxrss what the process held before it became this program: that of whoever started it.
    high_water = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(high_water.split()[1]) / 1_000


def memory(articles: int) -> float:
    """Peak memory, in MB, of a process that takes in this many short articles with vectors."""
    command = [sys.executable, "-m", "eval.bench.ingest_speed", "one-ingest", "--articles", str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _one_ingest(folder: Path, articles: int) -> None:
    file = written(folder, articles, words=SHORT_WORDS, seed=0)
    open_dateline(with_stand_in(folder)).ingest([file])
    print(peak_mb())


def _print_searchable(folder: Path, options: argparse.Namespace) -> None:
    took = searchable(folder, options.articles or 10_000)
    print(f"{took.count:,} articles of 350 words searchable after {took.seconds:.1f} s: {took.per_second:.0f} a second")


def _print_vectors(folder: Path, options: argparse.Namespace) -> None:
    found = vectors(folder, options.articles or 60)
    print(f"{found.passages:,} passages, a second:")
    print(f"  forward runs alone  {found.raw:6.1f}   (before {found.raw_before:.1f}, after {found.raw_after:.1f})")
    print(f"  vectors phase       {found.ours:6.1f}   {found.ours / found.raw:.2f} of the forward runs")
    print(f"  stock pipeline      {found.stock:6.1f}   {found.stock / found.raw:.2f} of the forward runs")


def _print_again(folder: Path, options: argparse.Namespace) -> None:
    found = again(folder, options.articles or 10_000, options.sample)
    print(f"first ingest, {found.first.count:,} articles with vectors: {found.first.per_second:,.1f} articles a second")
    print(f"again, {found.again.count:,} unchanged articles: {found.again.per_second:,.0f} articles a second")
    print(f"ratio {found.ratio:.0f}")


def _print_memory(_: Path, options: argparse.Namespace) -> None:
    for articles in options.sizes or (10_000, 50_000, 100_000):
        print(f"{articles:>9,} short articles: peak {memory(articles):,.0f} MB", flush=True)


def _print_growth(folder: Path, options: argparse.Namespace) -> None:
    print("passages of each step, a second (a second of one core)")
    print(" passages      stored, words            vectors   peak MB")
    growth(folder, options.sizes or (10_000, 100_000, 300_000), _print_step)


def _print_step(step: Step) -> None:
    rates = "".join(
        f"{each.per_second:>10,.0f} ({each.per_core_second:>6,.0f})" for each in (step.stored, step.embedded)
    )
    print(f"{step.passages:>9,}{rates}{step.peak_mb:>10,.0f}", flush=True)


_PARTS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "searchable": _print_searchable,
    "vectors": _print_vectors,
    "again": _print_again,
    "memory": _print_memory,
    "growth": _print_growth,
    "one-ingest": lambda folder, options: _one_ingest(folder, options.articles),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", choices=_PARTS)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--sample", type=int, default=40, help="articles of the first ingest that is extrapolated")
    parser.add_argument("--sizes", type=int, nargs="*", help="articles (memory) or passages (growth)")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="dateline-") as folder:
        _PARTS[options.part](Path(folder), options)


if __name__ == "__main__":
    main()
