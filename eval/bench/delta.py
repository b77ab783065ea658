"""Is what is new reported as new? Replays the invented fortnight as a reader who gets a briefing every evening.

`python -m eval.bench.delta` ingests the articles of each day as they were received, makes that day's briefing, and
compares what it reports with the gold labels: first everything that was found, then what the page had room for. The
first week was looked at while the rules were made; the second was not.

An item counts as reported where a reported sentence cites at least half of the characters of a gold quote, and as what:
"changed" as updated or corrected, "corrected" and "withdrawn" as themselves, "new" as new or updated.
A repeat is a sentence reported as new of which an earlier edition had nine words in ten, or cited the same characters.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from eval.bench.replay import FORTNIGHT, SECOND_WEEK, ZONE, replayed
from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.adapters.typst import TypstTypesetter
from rag.answer.evidence import verbatim
from rag.brief.briefer import Briefer
from rag.brief.reading import Days, Reader, Reading
from rag.domain.answer import Statement
from rag.domain.briefing import Briefing, Change
from rag.ports import Embedder

Kind = Literal["new", "changed", "corrected", "withdrawn"]
KINDS: tuple[Kind, ...] = ("new", "changed", "corrected", "withdrawn")
COUNTS_AS: Mapping[Kind, frozenset[str]] = {
    "new": frozenset(("new", "updated")),
    "changed": frozenset(("updated", "corrected")),
    "corrected": frozenset(("corrected",)),
    "withdrawn": frozenset(("withdrawn",)),
}
_HALF = 0.5
_NEARLY_ALL = 0.9
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a version that a gold item stands on."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a briefing of a day should report; one of its quotes is enough."""

    day: date
    kind: Kind
    what: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What was found for one day, and what its page reported."""

    day: date
    found: tuple[Change, ...]
    page: tuple[Change, ...]


def gold_items() -> list[Item]:
    """Of every day, in the order of the files."""
    corrections = _rows("corrections")
    items: list[Item] = []
    for row in _rows("days"):
        day = date.fromisoformat(row["day"])
        items += [Item(day, "new", x["what"], tuple(map(_quote, x["cites"]))) for x in row["new"]]
        items += [Item(day, "changed", x["fact"], (_quote(x["new"]),)) for x in row["changed"]]
        for kind in ("corrected", "withdrawn"):
            items += [Item(day, kind, x["what"], _corrected(x, corrections)) for x in row[kind]]
    return items


def _corrected(row: Mapping[str, Any], corrections: Sequence[Mapping[str, Any]]) -> tuple[Quote, ...]:
    of_it = [c for c in corrections if c["article"] == row["article"] and c["what"] == row["what"]]
    return tuple(_quote(c[part]) for c in of_it for part in ("new", "notice") if c.get(part))


def _quote(row: Mapping[str, Any]) -> Quote:
    return Quote(row["article"], row["quote"])


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FORTNIGHT / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines() if line]


def editions(folder: Path, embedder: Embedder) -> Iterator[Edition]:
    """Day by day: read the day, make the page."""
    for day, catalog in replayed(folder):
        made = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
        briefer = Briefer(catalog, embedder, TypstTypesetter(), None, zone=ZONE, clock=partial(_the_moment, made))
        found = Reader(catalog, embedder).read(Days(day, day, day, ZONE), topic="")
        briefing, _ = briefer.brief(day, since=day, until=day, topic="", paper="a4")
        yield Edition(day, _found(found), _reported(briefing))


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


def _reported(briefing: Briefing) -> tuple[Change, ...]:
    """The difference; of a first briefing, which has none, all that it tells."""
    if briefing.compared_with is None:
        return tuple(Change("new", s.id, statement) for s in briefing.stories for statement in s.statements)
    return briefing.delta


def is_reported(item: Item, changes: Sequence[Change]) -> bool:
    """As what it is, by a sentence that cites at least half of a quote."""
    return any(c.kind in COUNTS_AS[item.kind] and _cites(c.statement, item) for c in changes)


def _cites(statement: Statement, item: Item) -> bool:
    return any(
        citation.article_id == quote.article and _overlap(citation.quote, quote.quote) >= _HALF
        for citation in statement.citations
        for quote in item.quotes
    )


def _overlap(cited: str, quote: str) -> float:
    """The share of the quote's characters, from its start or to its end, that the cited text holds."""
    if quote in cited:
        return 1.0
    longest = max((n for n in range(len(quote), 0, -1) if quote[:n] in cited or quote[-n:] in cited), default=0)
    return longest / len(quote)


def repeats(editions_: Sequence[Edition]) -> tuple[list[tuple[date, str]], int]:
    """Sentences reported as new on a page though an earlier page had them, and how many were reported as new."""
    had: list[frozenset[str]] = []
    again: list[tuple[date, str]] = []
    total = 0
    for edition in editions_:
        fresh = [c.statement.text for c in edition.page if c.kind == "new"]
        total += len(fresh)
        again += [(edition.day, t) for t in fresh if any(_is_in(_words(t), old) for old in had)]
        had += [_words(c.statement.text) for c in edition.page]
    return again, total


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _is_in(new: frozenset[str], old: frozenset[str]) -> bool:
    return bool(new) and len(new & old) / len(new) >= _NEARLY_ALL


def report(made: Sequence[Edition], *, show: bool) -> None:
    """A line a kind and week, before and after the page was fitted; with ``show`` what was missed."""
    items = gold_items()
    by_day = {e.day: e for e in made}
    for name, chosen in (
        ("first week", [i for i in items if i.day < SECOND_WEEK]),
        ("second week", [i for i in items if i.day >= SECOND_WEEK]),
    ):
        print(name)
        for kind in KINDS:
            wanted = [i for i in chosen if i.kind == kind and i.day in by_day]
            found = sum(is_reported(i, by_day[i.day].found) for i in wanted)
            shown = sum(is_reported(i, by_day[i.day].page) for i in wanted)
            print(
                f"  {kind:10} of {len(wanted):>3}: found {_share(found, wanted)}, on the page {_share(shown, wanted)}"
            )
        wanted = [i for i in chosen if i.day in by_day]
        found = sum(is_reported(i, by_day[i.day].found) for i in wanted)
        told = sum(any(_cites(c.statement, i) for c in by_day[i.day].found) for i in wanted)
        shown = sum(is_reported(i, by_day[i.day].page) for i in wanted)
        print(f"  {'all':10} of {len(wanted):>3}: found {_share(found, wanted)}, on the page {_share(shown, wanted)}")
        print(f"  cited, whatever it was called: {_share(told, wanted)}")
    again, total = repeats(made)
    print(f"repeats: {len(again)} of {total} sentences told as new ({len(again) / max(1, total):.1%})")
    for edition in made:
        kinds = Counter(c.kind for c in edition.page)
        print(f"  {edition.day}: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    if show:
        _show(items, by_day, again)


def _share(count: int, wanted: Sequence[Item]) -> str:
    return f"{count:>3} ({count / max(1, len(wanted)):.1%})"


def _show(items: Sequence[Item], by_day: Mapping[date, Edition], again: Sequence[tuple[date, str]]) -> None:
    for item in items:
        if item.day in by_day and not is_reported(item, by_day[item.day].found):
            called = sorted({c.kind for c in by_day[item.day].found if _cites(c.statement, item)})
            print(
                f"MISSED {item.day} {item.kind}: {item.what} | {item.quotes[0].quote if item.quotes else ''} {called}"
            )
    for day, text in again:
        print(f"REPEATED {day}: {text}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.delta", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was missed and what was told twice")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report(list(editions(Path(folder), OnnxEmbedder("minilm"))), show=given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
