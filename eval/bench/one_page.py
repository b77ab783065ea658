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

from eval.bench.generated_days import DAY, EVE, generated_day, generated_eve
from rag.adapters.typst import TypstTypesetter
from rag.brief.briefer import Briefer
from rag.brief.fit import NO_ROOM
from rag.domain.answer import Searched
from rag.domain.article import Version
from rag.domain.briefing import Briefing, Paper, StoryMember, StoryPlace
from rag.domain.feed import FeedHealth
from rag.domain.question import Filters
from rag.ports import Catalog
from rag.render.typst_page import TEMPLATE, page_data

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


class GeneratedDays:
    """As much of a catalog as a briefing of generated days asks for; it keeps what it is given to keep."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._places: list[StoryPlace] = []
        self._briefings: list[tuple[date, str]] = []

    def published_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Those of the days."""
        return (v for v in self._versions if v.article.published and since <= v.article.published.at < until)

    def changed_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """None has an earlier version."""
        return iter(())

    def version(self, article_id: str, number: int) -> Version | None:
        """The only one."""
        return self.latest(article_id)

    def latest(self, article_id: str) -> Version | None:
        """The only one."""
        return next((v for v in self._versions if v.article_id == article_id), None)

    def put_story_places(self, places: Sequence[StoryPlace]) -> None:
        """Kept."""
        self._places += places

    def story_members(self, since: datetime, until: datetime, *, limit: int) -> list[StoryMember]:
        """Those that were placed before."""
        known = {v.article_id: v for v in self.published_between(since, until)}
        return [StoryMember(p, known[p.article_id]) for p in self._places if p.article_id in known]

    def feeds(self) -> list[FeedHealth]:
        """No subscriptions."""
        return []

    def origins(self, article_ids: Sequence[str]) -> dict[str, str]:
        """No article is a copy."""
        return {article_id: article_id for article_id in article_ids}

    def searched(self, filters: Filters) -> Searched:
        """All of them."""
        return Searched(len(self._versions), since=EVE, until=DAY)

    def briefings_before(self, day: date, *, topic: str = "") -> list[str]:
        """The one of the day before, where it was made."""
        return [text for made_for, text in self._briefings if made_for < day]

    def put_briefing(self, briefing_json: str, *, day: date, topic: str, made: datetime) -> None:
        """Kept."""
        self._briefings.append((day, briefing_json))


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: how many pages the PDF itself says it has, and whether there was text enough to fill one.

    ``seconds`` are of the whole briefing, ``setting_s`` of setting the finished page once more.
    """

    seed: int
    articles: int
    pdf_pages: int
    size_pt: float
    briefing: Briefing
    seconds: float
    setting_s: float
    has_material: bool

    @property
    def is_one_page(self) -> bool:
        """By the PDF, and by what the typesetter said of it."""
        return self.pdf_pages == self.briefing.pages == 1

    @property
    def falls_short(self) -> bool:
        """Whether there was enough to fill the page, and the page is not full."""
        return self.has_material and self.briefing.fill < _FULL


def measure(seed: int, *, most: int = 300) -> Measured:
    """Briefs one generated day, on A4 for even seeds and Letter for odd ones; every third seed after the day before,
    so that the page tells of changes and of stories that go on."""
    from pypdf import PdfReader

    versions = generated_day(seed, most=most)
    goes_on = seed % 3 == 0
    clock = lambda: datetime(2025, 3, 14, 18, tzinfo=UTC)  # noqa: E731
    catalog = cast(Catalog, GeneratedDays([*(generated_eve(seed) if goes_on else ()), *versions]))
    setter = TypstTypesetter()
    briefer = Briefer(catalog, HashedWords(), setter, None, zone=ZoneInfo("UTC"), clock=clock)
    paper = _PAPERS[seed % 2]
    if goes_on:
        briefer.brief(EVE, since=EVE, until=EVE, topic="", paper=paper)
    started = perf_counter()
    briefing, page = briefer.brief(DAY, since=DAY, until=DAY, topic="", paper=paper)
    made = perf_counter()
    setter.typeset(TEMPLATE, page_data(briefing), paper)
    set_again = perf_counter()
    no_room = sum(len(o.text) for o in briefing.omitted if o.why == NO_ROOM)
    return Measured(
        seed,
        len(versions),
        len(PdfReader(io.BytesIO(page.pdf)).pages),
        page.size_pt,
        briefing,
        made - started,
        set_again - made,
        sum(len(s.text) for s in briefing.statements) + no_room > _MATERIAL_CHARACTERS,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the share of days with exactly one page and the distribution of fill."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.one_page", description=__doc__)
    parser.add_argument("--days", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--most-articles", type=int, default=1000)
    given = parser.parse_args(arguments)
    found: list[Measured] = []
    for seed in range(given.first_seed, given.first_seed + given.days):
        found.append(measure(seed, most=given.most_articles))
        if not found[-1].is_one_page:
            print(f"seed {seed}: {found[-1].pdf_pages} pages", file=sys.stderr)
        if found[-1].falls_short:
            print(f"seed {seed}: {found[-1].briefing.fill:.1%} full", file=sys.stderr)
    _report(found)
    return 0 if all(m.is_one_page for m in found) else 3


def _report(found: Sequence[Measured]) -> None:
    one = sum(m.is_one_page for m in found)
    print(f"exactly one page: {one} of {len(found)} days ({one / len(found):.1%})")
    print(f"articles a day: {min(m.articles for m in found)} to {max(m.articles for m in found)}")
    print(f"smallest type: {min(m.size_pt for m in found):g} pt")
    for name, chosen in (("all days", list(found)), ("days with material", [m for m in found if m.has_material])):
        if chosen:
            fills = np.array([m.briefing.fill for m in chosen])
            low, middle = np.quantile(fills, [0.05, 0.5])
            print(
                f"fill, {name} ({len(chosen)}): least {fills.min():.2f}, 5% {low:.2f}, median {middle:.2f}, "
                f"at least {_FULL:.0%} full: {(fills >= _FULL).mean():.1%}"
            )
    for name, seconds in (("a day", [m.seconds for m in found]), ("of setting alone", [m.setting_s for m in found])):
        middle, high = np.quantile(seconds, [0.5, 0.95])
        print(f"seconds {name}: median {middle:.2f}, 95% {high:.2f}, most {max(seconds):.2f}")


if __name__ == "__main__":
    sys.exit(main())
