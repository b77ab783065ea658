"""Is one page one page? Briefs generated days, reads the pages back from the PDF, and prints how full they are.

`python -m eval.bench.one_page --days 500` (about a second a day). Exit status 3 where any PDF has not exactly one page.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import perf_counter
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from eval.bench.generated_days import DAY, generated_day
from rag.adapters.typst import TypstTypesetter
from rag.brief.briefer import Briefer
from rag.domain.answer import Searched
from rag.domain.article import Version
from rag.domain.briefing import Briefing, Paper
from rag.domain.question import Filters
from rag.ports import Catalog

_PAPERS: tuple[Paper, ...] = ("a4", "letter")
_FULL = 0.85
_MATERIAL_CHARACTERS = 6_000


class HashedWords:
    """A bag of hashed words for an embedder: what is measured here is the page, not the grouping."""

    fingerprint = "hashed words"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows."""
        rows = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % 256] += 1
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


class OneDay:
    """As much of a catalog as a briefing of one generated day asks for."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions

    def published_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Those of the day."""
        return (v for v in self._versions if v.article.published and since <= v.article.published.at < until)

    def origins(self, article_ids: Sequence[str]) -> dict[str, str]:
        """No article is a copy."""
        return {article_id: article_id for article_id in article_ids}

    def searched(self, filters: Filters) -> Searched:
        """All of them."""
        return Searched(len(self._versions), since=DAY, until=DAY)

    def briefings_before(self, day: date, *, topic: str = "") -> list[str]:
        """None: each day is a first one."""
        return []

    def put_briefing(self, briefing_json: str, briefing: Briefing) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: how many pages the PDF itself says it has, and whether there was text enough to fill one."""

    seed: int
    articles: int
    pdf_pages: int
    briefing: Briefing
    seconds: float
    has_material: bool


def measure(seed: int, *, most: int = 300) -> Measured:
    """Briefs one generated day, on A4 for even seeds and Letter for odd ones."""
    from pypdf import PdfReader

    versions = generated_day(seed, most=most)
    clock = lambda: datetime(2025, 3, 14, 18, tzinfo=UTC)  # noqa: E731
    catalog = cast(Catalog, OneDay(versions))
    briefer = Briefer(catalog, HashedWords(), TypstTypesetter(), None, zone=ZoneInfo("UTC"), clock=clock)
    started = perf_counter()
    briefing, page = briefer.brief(DAY, since=DAY, until=DAY, topic="", paper=_PAPERS[seed % 2])
    seconds = perf_counter() - started
    text = sum(len(s.text) for s in briefing.statements) + sum(len(o.text) for o in briefing.omitted)
    return Measured(
        seed, len(versions), len(PdfReader(io.BytesIO(page.pdf)).pages), briefing, seconds, text > _MATERIAL_CHARACTERS
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the share of days with exactly one page and the distribution of fill."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.one_page", description=__doc__)
    parser.add_argument("--days", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--most-articles", type=int, default=300)
    given = parser.parse_args(arguments)
    found: list[Measured] = []
    for seed in range(given.first_seed, given.first_seed + given.days):
        found.append(measure(seed, most=given.most_articles))
        if found[-1].pdf_pages != 1 or found[-1].briefing.pages != 1:
            print(f"seed {seed}: {found[-1].pdf_pages} pages", file=sys.stderr)
    _report(found)
    return 0 if all(m.pdf_pages == m.briefing.pages == 1 for m in found) else 3


def _report(found: Sequence[Measured]) -> None:
    one = sum(m.pdf_pages == m.briefing.pages == 1 for m in found)
    print(f"exactly one page: {one} of {len(found)} days ({one / len(found):.1%})")
    for name, chosen in (("all days", list(found)), ("days with material", [m for m in found if m.has_material])):
        if chosen:
            fills = np.array([m.briefing.fill for m in chosen])
            low, middle = np.quantile(fills, [0.05, 0.5])
            print(
                f"fill, {name} ({len(chosen)}): least {fills.min():.2f}, 5% {low:.2f}, median {middle:.2f}, "
                f"at least {_FULL:.0%} full: {(fills >= _FULL).mean():.1%}"
            )
    seconds = np.array([m.seconds for m in found])
    middle, high = np.quantile(seconds, [0.5, 0.95])
    print(f"seconds a day: median {middle:.2f}, 95% {high:.2f}, most {seconds.max():.2f}")


if __name__ == "__main__":
    sys.exit(main())
