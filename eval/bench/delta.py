"""Is what is new reported as new? Briefings against the gold labels of the days that they are about.

`python -m eval.bench.delta` replays the invented fortnight as a reader who gets a briefing every evening: it ingests
the articles of each day as they were received, makes that day's briefing, and compares what it reports with the labels:
first everything that was found, then what the page had room for. The first week was looked at while the rules were
made; the second was not held out either (docs/benchmarks.md).

`python -m eval.bench.delta --archive DIR [--profile NAME] [--gold FOLDER]` scores the editions that an archive holds.

The measures are those of `eval.briefings`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from eval.bench.replay import FORTNIGHT, SECOND_WEEK, ZONE, replayed
from eval.briefings.delta import CALLED, Told, cites, delta_precision, delta_recall, is_reported, reported
from eval.briefings.gold import KINDS, BriefingGold, Item, load_briefing_gold
from eval.briefings.repeats import repeated
from eval.briefings.series import score_series
from eval.briefings.share import Share
from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.adapters.typst import TypstTypesetter
from rag.answer.evidence import verbatim
from rag.brief.briefer import Briefer
from rag.brief.reading import Days, Reader, Reading
from rag.compose import open_dateline
from rag.domain.briefing import Briefing, Change
from rag.ports import Embedder
from rag.settings import Settings

GOLD = FORTNIGHT / "gold"
_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class Evening:
    """What was found for one day, and the briefing that was made of it."""

    day: date
    found: tuple[Change, ...]
    briefing: Briefing


def evenings(folder: Path, embedder: Embedder) -> Iterator[Evening]:
    """Day by day: read the day, make the page."""
    for day, catalog in replayed(folder):
        made = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
        briefer = Briefer(catalog, embedder, TypstTypesetter(), None, zone=ZONE, clock=partial(_the_moment, made))
        found = Reader(catalog, embedder).read(Days(day, day, day, ZONE), topic="")
        briefing, _ = briefer.brief(day, since=day, until=day, topic="", paper="a4")
        yield Evening(day, _found(found), briefing)


def _the_moment(moment: datetime) -> datetime:
    return moment


def _found(reading: Reading) -> tuple[Change, ...]:
    settled = {c.statement for c in reading.changes}
    fresh = [
        Change("new", story, statement)
        for story, waiting in reading.news.fresh.items()
        for candidate in waiting
        if (statement := verbatim(candidate.evidence)) not in settled
    ]
    return (*reading.changes, *fresh)


def report(gold: BriefingGold, made: Sequence[Evening], *, show: bool) -> None:
    """A line a kind and week, before and after the page was fitted; with ``show`` what was missed."""
    found: Told = {e.day: e.found for e in made}
    page: Told = {e.day: reported(e.briefing) for e in made}
    weeks: tuple[tuple[str, Callable[[Item], bool]], ...] = (
        ("first week", lambda item: item.day < SECOND_WEEK),
        ("second week", lambda item: item.day >= SECOND_WEEK),
    )
    for week, is_in_it in weeks:
        items = [item for item in gold.items if is_in_it(item)]
        print(week)
        for kind in KINDS:
            _line(kind, delta_recall(items, found, (kind,)), delta_recall(items, page, (kind,)))
        _line("all", delta_recall(items, found), delta_recall(items, page))
        told = [item for item in items if item.day in found]
        cited = sum(any(cites(c.statement, item) for c in found[item.day]) for item in told)
        print(f"  cited, whatever it was called: {Share(cited, len(told))}")
        for name in CALLED:
            print(f"  called {name:10} on the page and labelled so: {delta_precision(items, page, (name,))}")
    for day, changes in page.items():
        kinds = Counter(c.kind for c in changes)
        print(f"  {day}: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    if show:
        _show(gold.items, found, page)


def _line(name: str, found: Share, page: Share) -> None:
    print(f"  {name:10}: found {found}, on the page {page}")


def report_series(gold: BriefingGold, briefings: Sequence[Briefing]) -> None:
    """A line a measure, over all days."""
    print(f"{len(briefings)} briefings")
    for score in score_series(gold, briefings):
        value = "–" if score.value is None else f"{score.value:.3f}"
        print(f"  {score.name:22} {value:>5}  n {score.n}")


def _show(items: Sequence[Item], found: Told, page: Told) -> None:
    for item in items:
        if item.day in found and not is_reported(item, found[item.day]):
            called = sorted({c.kind for c in found[item.day] if cites(c.statement, item)})
            print(
                f"MISSED {item.day} {item.kind}: {item.what} | {item.quotes[0].quote if item.quotes else ''} {called}"
            )
    for repeat in repeated(page):
        print(f"REPEATED {repeat.day}: {repeat.text}")


def stored(archive: Path, profile: str) -> list[Briefing]:
    """The editions made for a profile ("" is none), oldest first."""
    press = open_dateline(Settings(archive=archive)).press
    return [edition.briefing for edition in reversed(press.editions(limit=_EVERY, profile=profile))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.delta", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was missed and what was told twice")
    parser.add_argument("--archive", type=Path, help="score the editions stored in this archive instead of a replay")
    parser.add_argument("--profile", default="", help="of this profile; without it those made for none")
    parser.add_argument("--gold", type=Path, default=GOLD, help="the folder of the labels")
    given = parser.parse_args(arguments)
    gold = load_briefing_gold(given.gold)
    if given.archive:
        report_series(gold, stored(given.archive, given.profile))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = list(evenings(Path(folder), OnnxEmbedder("minilm")))
    report(gold, made, show=given.show)
    report_series(gold, [evening.briefing for evening in made])
    return 0


if __name__ == "__main__":
    sys.exit(main())
