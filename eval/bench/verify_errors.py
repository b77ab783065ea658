"""How many planted errors the check catches, how many correct statements it refuses, and how fast it is.

Run ``python -m eval.bench.verify_errors``. Rules are tuned on verify_sources.txt; verify_held_out.txt was written
afterwards, and its mistakes are only counted. Both are printed. With DATELINE_BENCH_DATA naming a folder that has
``wikinews`` in it, sentences of real articles are rewritten and spoilt by the same rules; nothing of them is stored.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from eval.bench.verify_rewrites import names_of, planted, safe_rewrites
from eval.bench.verify_sources import Row, Source, all_sources
from rag.domain.article import Published
from rag.domain.evidence import CitedSpan
from rag.sentences import sentence_spans
from rag.verify.rows import many_rows
from rag.verify.verify import check

DETERMINISTIC = ("number", "unit", "currency", "scale", "date", "name", "quotation")
SOFT = ("negation", "hedging", "roles", "causes")
_ROUNDS = 6


def rows_of(sources: Sequence[Source], chance: random.Random) -> list[Row]:
    """Every hand-written statement, its safe rewrites and pairs, and errors planted in all of them; no row twice."""
    pool = [name for source in sources for sentence in source.sentences for name in names_of(sentence)]
    rows: dict[tuple[str, str], Row] = {}
    for source in sources:
        for row in _rows_of(source, pool, chance):
            rows.setdefault((row.statement, str(row.cited)), row)
    return list(rows.values())


def _rows_of(source: Source, pool: Sequence[str], chance: random.Random) -> Iterator[Row]:
    true = [((n,), s) for n, s in enumerate(source.sentences, start=1)] + source.correct
    for numbers, statement in source.correct:
        yield source.row("correct, by hand", statement, numbers, supported=True)
    for numbers, kind, statement in source.lies:
        yield source.row(f"{kind}, by hand", statement, numbers, supported=False)
    rewritten = []
    for numbers, statement in true:
        for kind, other in safe_rewrites(statement, source.published.at.date()):
            rewritten.append((numbers, other))
            yield source.row(f"correct, {kind}", other, numbers, supported=True)
    for (cites, first), (cites_too, second) in combinations(source.correct, 2):
        if cites != cites_too:
            joined = f"{first.rstrip('.')}; {second}"
            yield source.row("correct, joined", joined, tuple(dict.fromkeys(cites + cites_too)), supported=True)
    everything = tuple(range(1, len(source.sentences) + 1))
    for _, statement in [*source.correct, *rewritten]:
        yield source.row("correct, citing all", statement, everything, supported=True)
    for numbers, statement in [*true, *rewritten]:
        told = " ".join(source.sentences[n - 1] for n in numbers)
        for kind, wrong in (e for _ in range(_ROUNDS) for e in planted(statement, told, pool, chance)):
            yield source.row(kind, wrong, numbers, supported=False)


def real_rows(folder: Path, chance: random.Random, *, limit: int = 1500) -> list[Row]:
    """Sentences of real dated news, rewritten safely and with planted errors; about ``limit`` of each."""
    file = folder / "wikinews" / "articles_dev.jsonl.gz"
    if not file.exists():
        return []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    rows: list[Row] = []
    pool = [name for article in articles[:40] for name in names_of(article["text"][:2000])]
    for article in articles:
        published = Published(datetime.fromisoformat(article["date"]).replace(tzinfo=UTC), "day")
        body = article["text"][:6000]
        for start, end in sentence_spans(body)[:12]:
            span = (CitedSpan(body, start, end, published, article["title"]),)
            sentence = body[start:end]
            if not 40 < end - start < 400:
                continue
            for _kind, other in safe_rewrites(sentence, published.at.date()):
                rows.append(Row("correct, real", other, span, supported=True, held_out=False))
            for kind, wrong in planted(sentence, sentence, pool, chance):
                rows.append(Row(f"{kind}, real", wrong, span, supported=False, held_out=False))
    chance.shuffle(rows)
    kept = Counter[bool]()
    return [r for r in rows if (kept.update([r.supported]) or kept[r.supported] <= limit)]


def balanced(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """As many wrong rows as correct ones; everything written by hand stays."""
    correct = [r for r in rows if r.supported]
    by_hand = [r for r in rows if not r.supported and r.kind.endswith("by hand")]
    others = [r for r in rows if not r.supported and not r.kind.endswith("by hand")]
    chance.shuffle(others)
    return [*correct, *by_hand, *others[: max(len(correct) - len(by_hand), 0)]]


def main() -> None:
    """Print the table; with --show, the tuning half's mistakes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print the mistakes in what rules are tuned on")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    rows = balanced(rows_of(all_sources(), chance), chance)
    report(rows, "invented", show=options.show)
    data = os.environ.get("DATELINE_BENCH_DATA", "")
    if data and (real := real_rows(Path(data), chance)):
        report(real, "real news", show=options.show)


def report(rows: Sequence[Row], title: str, *, show: bool) -> None:
    """Judge every row once, from cold caches, and print a line a kind for each half; rows are for a second of one
    core's time, whatever else the machine does."""
    started = time.process_time()
    with many_rows():
        right = [check(row.statement, row.cited).supported == row.supported for row in rows]
    seconds = time.process_time() - started
    correct = sum(r.supported for r in rows)
    print(
        f"{title}: {len(rows)} rows, {correct} correct, {len(rows) - correct} wrong; {len(rows) / seconds:,.0f} rows/s"
    )
    print(f"{'kind':28}{'tuned on':>22}{'held out':>22}")
    kinds = sorted({r.kind for r in rows}, key=lambda k: (k.startswith("correct"), k))
    groups: list[tuple[str, tuple[str, ...]]] = [(k, (k,)) for k in kinds]
    groups.append(("= deterministic", tuple(k for k in kinds if k.split(",")[0] in DETERMINISTIC)))
    groups.append(("= hard, by hand", tuple(k for k in kinds if k.endswith("by hand") and not k.startswith("correct"))))
    groups.append(("= negation..causes", tuple(k for k in kinds if k.split(",")[0] in SOFT)))
    groups.append(("= all wrong", tuple(k for k in kinds if not k.startswith("correct"))))
    groups.append(("= all correct", tuple(k for k in kinds if k.startswith("correct"))))
    for name, members in groups:
        cells = [
            [ok for row, ok in zip(rows, right, strict=True) if row.kind in members and row.held_out is held]
            for held in (False, True)
        ]
        print(f"{name:28}" + "".join(f"{_share(cell):>22}" for cell in cells))
    if show:
        for row, ok in zip(rows, right, strict=True):
            if not ok and not row.held_out:
                why = check(row.statement, row.cited).why
                told = " ".join(span.quote for span in row.cited)
                print(f"\n{'REFUSED' if row.supported else 'MISSED'} {row.kind}\n  {row.statement}\n  {told}\n  {why}")


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)} {100 * sum(right) / len(right):.1f}%" if right else "-"


if __name__ == "__main__":
    main()
