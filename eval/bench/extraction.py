"""Bodies, titles, bylines and dates of web pages against gold, beside trafilatura with its own defaults.

    DATELINE_BENCH_DATA=<folder> python -m eval.bench.extraction [--pages]

Reads ingest/html_index.jsonl.gz below the folder. A body is compared by shingles of four words, a page's precision,
recall and F1 averaged over pages (the measure of Zyte's article-extraction-benchmark); where the gold is a list of
segments, it is the share of those that must stand in the body and do, and of those that must not and do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from eval.statistics.means import bootstrap_mean
from rag.domain.article import Article, Published
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.html import parse_html

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_BLOCK_END = re.compile(r"</(?:p|div|li|h\d|td|tr|blockquote|figcaption|pre)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
SYSTEMS = ("dateline", "trafilatura")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is known of it; fields that the gold does not give are "" or empty."""

    name: str
    part: str
    html: bytes
    url: str
    text: str
    within: tuple[str, ...]
    without: tuple[str, ...]
    title: str
    byline: str
    day: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Measure -> value between 0 and 1 of one system on one page; a measure without gold is not there."""

    values: Mapping[str, float]
    seconds: float


def shingle_scores(gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over the multisets of four-word shingles; a shorter text is one shingle."""
    wanted, given = _shingles(gold), _shingles(found)
    common = (wanted & given).total()
    precision = common / given.total() if given else 0.0
    recall = common / wanted.total() if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def segment_scores(within: Sequence[str], without: Sequence[str], found: str) -> dict[str, float]:
    """Shares of the wanted segments that are in ``found``, and of the unwanted that are not, spaces levelled."""
    text = _level(found)
    shares = {}
    if within:
        shares["wanted present"] = sum(_level(segment) in text for segment in within) / len(within)
    if without:
        shares["unwanted absent"] = sum(_level(segment) not in text for segment in without) / len(without)
    return shares


def head_scores(page: Page, title: str, byline: str, day: str) -> Mapping[str, float]:
    """1 or 0 for each of title, byline and day that the gold names."""
    pairs = (("title", page.title, title), ("byline", page.byline, byline), ("day", page.day, day))
    return {name: float(_same(gold, given)) for name, gold, given in pairs if gold}


def read_pages(folder: Path) -> Iterator[Page]:
    """The pages that the index names, in its order."""
    with gzip.open(folder / "html_index.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            known = row.get("gold_metadata") or row.get("extra") or {}
            expected = row.get("gold_html_file")
            yield Page(
                name=row["file"],
                part=row["set"],
                html=gzip.decompress((folder / row["file"]).read_bytes()),
                url=(row["url"] or "").strip(),
                text=text_of(gzip.decompress((folder / expected).read_bytes()).decode())
                if expected
                else row.get("gold_text") or "",
                within=tuple(row.get("gold_with") or ()),
                without=tuple(row.get("gold_without") or ()),
                title=known.get("title") or "",
                byline=known.get("byline") or known.get("author") or "",
                day=(known.get("publishedTime") or known.get("date") or "")[:10],
            )


def text_of(html: str) -> str:
    """The text of the gold's own markup, a block a line."""
    from html import unescape

    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))


def dateline_scores(page: Page) -> Scores:
    started = time.perf_counter()
    try:
        article = parse_html(page.html, url=page.url)
    except Unreadable:
        article = Article(body="")
    seconds = time.perf_counter() - started
    day = _day_as_printed(article.published, page.day)
    scores = dict(_scores(page, article.body, article.title, ", ".join(article.authors), day))
    # The segments may be in the line under the title, which an Article keeps apart.
    text = f"{article.dek}\n{article.body}"
    return Scores(scores | segment_scores(page.within, page.without, text), seconds)


def _day_as_printed(published: Published | None, gold: str) -> str:
    """The day of ``published``; the gold's, where the instant falls on it in some zone: the gold names none."""
    if published is None:
        return ""
    ahead = [(published.at + timedelta(hours=hours)).date().isoformat() for hours in (-12, 14)]
    return gold if published.precision == "time" and gold and ahead[0] <= gold <= ahead[1] else published.day


def trafilatura_scores(page: Page) -> Scores:
    from trafilatura import extract, extract_metadata

    started = time.perf_counter()
    body = extract(page.html) or ""
    seconds = time.perf_counter() - started
    known = extract_metadata(page.html)
    return Scores(_scores(page, body, known.title or "", known.author or "", known.date or ""), seconds)


def _scores(page: Page, body: str, title: str, byline: str, day: str) -> Mapping[str, float]:
    scores = dict(head_scores(page, title, byline, day))
    if page.text:
        scores["precision"], scores["recall"], scores["F1"] = shingle_scores(page.text, body)
    return scores | segment_scores(page.within, page.without, body)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else ()
    return Counter(tuple(words[at : at + _SHINGLE]) for at in starts)


def _level(text: str) -> str:
    return " ".join(text.split())


def _same(gold: str, given: str) -> bool:
    """Equal but for case, spaces and punctuation; names in any order."""
    return sorted(_WORD.findall(gold.lower())) == sorted(_WORD.findall(given.lower()))


def report(pages: Sequence[Page], ours: Sequence[Scores], theirs: Sequence[Scores]) -> Iterator[str]:
    """A line a part and measure: n, both means, and the paired difference with its 95% bootstrap interval."""
    yield f"{'part':30} {'measure':16} {'n':>4} {SYSTEMS[0]:>9} {SYSTEMS[1]:>12}   difference"
    for part in dict.fromkeys(page.part for page in pages):
        rows = [(a.values, b.values) for page, a, b in zip(pages, ours, theirs, strict=True) if page.part == part]
        for measure in dict.fromkeys(name for row, _ in rows for name in row):
            pairs = [(a[measure], b[measure]) for a, b in rows if measure in a]
            difference = bootstrap_mean([a - b for a, b in pairs])
            assert difference is not None
            yield (
                f"{part:30} {measure:16} {len(pairs):4} {sum(a for a, _ in pairs) / len(pairs):9.4f} "
                f"{sum(b for _, b in pairs) / len(pairs):12.4f}   "
                f"{difference.value:+.4f} [{difference.low:+.4f}, {difference.high:+.4f}]"
            )
    for name, scores in zip(SYSTEMS, (ours, theirs), strict=True):
        slowest = max(score.seconds for score in scores)
        yield f"{name}: {1000 * sum(s.seconds for s in scores) / len(scores):.0f} ms a page, slowest {slowest:.2f} s"


def _each(measure: Callable[[Page], Scores], pages: Sequence[Page]) -> list[Scores]:
    return [measure(page) for page in pages]


def main() -> int:
    """Prints the table; 2 where the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", action="store_true", help="also a line for each page on which the two differ")
    each = parser.parse_args().pages
    folder = Path(os.environ.get("DATELINE_BENCH_DATA", "")) / "ingest"
    if not (folder / "html_index.jsonl.gz").is_file():
        print("DATELINE_BENCH_DATA must name the folder that holds ingest/html_index.jsonl.gz")
        return 2
    pages = list(read_pages(folder))
    ours, theirs = _each(dateline_scores, pages), _each(trafilatura_scores, pages)
    print("\n".join(report(pages, ours, theirs)))
    if each:
        for page, a, b in zip(pages, ours, theirs, strict=True):
            for measure in a.values:
                if a.values[measure] != b.values[measure]:
                    print(f"{page.name} {measure}: {a.values[measure]:.3f} {b.values[measure]:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
