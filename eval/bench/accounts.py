"""How many of the fortnight's conflicts between publishers are found inside its stories, and how many shown are right.

    python -m eval.bench.accounts [--week first|second] [--show]

Stories and copies are the gold ones, so that only the detector is measured; it is asked each day, as a briefing asks
it. Rules were written on the first week; the second is only for reporting. A shown conflict is right where its two
values are those of a gold conflict, be it between publishers or between two parties that one of them quotes; found are
counted those between publishers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from operator import eq, lt
from pathlib import Path
from typing import Any

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.brief.disputes import disputes
from rag.domain.answer import Conflict
from rag.domain.article import Article, Published, Version
from rag.domain.briefing import Story
from rag.ports import Embedder
from rag.verify.numbers import quantities
from rag.verify.tokens import read

_FORTNIGHT = Path(__file__).parents[1] / "fortnight"
_WEEKS = {"first": (date(2026, 3, 2), date(2026, 3, 8)), "second": (date(2026, 3, 9), date(2026, 3, 15))}

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is shown and what is missed in the first week")
    parser.add_argument("--week", choices=_WEEKS, default="first")
    given = parser.parse_args()
    report(given.week, *_WEEKS[given.week], OnnxEmbedder("minilm"), show=given.show and given.week == "first")


def report(week: str, first: date, last: date, embedder: Embedder, *, show: bool) -> None:
    """One line: shown, of these right, and found of the conflicts that both sides told within the week."""
    versions = {v.article_id: v for v in _versions() if v.article.published and first <= _day(v) <= last}
    origins = {copy["article"]: group["origin"] for group in _rows("copies") for copy in group["copies"]}
    gold_rows = [row for row in _rows("conflicts") if _is_told(row, versions)]
    wanted = {row["conflict"] for row in gold_rows if row["between"] == "publishers"}
    shown = right = 0
    found: set[str] = set()
    for story in (story for row in _rows("stories") for story in _days_of(row, versions)):
        for conflict in disputes(story, origins, embedder):
            gold = [row["conflict"] for row in gold_rows if row["story"] == story.id and _is_gold(conflict, row)]
            shown, right = shown + 1, right + bool(gold)
            found.update(gold)
            if show:
                print(f"{'right' if gold else 'WRONG'}: {' / '.join(side.citation.quote for side in conflict.sides)}")
    print(f"{week} week: {shown} shown, {right} right; {len(found & wanted)} of {len(wanted)} found")
    if show:
        print(f"missed: {', '.join(sorted(wanted - found))}")


def _days_of(row: Row, versions: dict[str, Version]) -> Iterator[Story]:
    """The story as each of its days has it: the articles of the day, and those of the week before it."""
    own = [versions[article] for article in row["articles"] if article in versions]
    for day in sorted({_day(v) for v in own}):
        today, earlier = (tuple(v for v in own if is_of(_day(v), day)) for is_of in (eq, lt))
        yield Story(row["story"], row["title"], today, earlier=earlier)


def _is_told(row: Row, versions: dict[str, Version]) -> bool:
    return all(value["article"] in versions for value in row["values"][:2])


def _is_gold(conflict: Conflict, row: Row) -> bool:
    """Whether the sides give both of the gold values; those without a number where both sides cite their sentences."""
    given = {quantity.value for side in conflict.sides for quantity in quantities(read(side.value))[:1]}
    gold = {quantity.value for value in row["values"][:2] for quantity in quantities(read(value["value"]))[:1]}
    if len(gold) == 2:
        return gold <= given
    return all(any(v["quote"] in side.citation.quote for side in conflict.sides) for v in row["values"][:2])


def _versions() -> Iterator[Version]:
    """The first version of each article."""
    seen: set[str] = set()
    for line in (_FORTNIGHT / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] not in seen:
            seen.add(row["id"])
            at = datetime.fromisoformat(row["published"])
            at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
            article = Article(
                id=row["id"],
                title=row["title"],
                body=row["body"],
                published=Published(at, "time" if "T" in row["published"] else "day"),
                source=row["source"],
                section=row["section"],
                language=row["language"],
            )
            yield Version(article, 1, at)


def _day(version: Version) -> date:
    assert version.article.published is not None
    return version.article.published.at.date()


def _rows(name: str) -> list[Row]:
    lines = (_FORTNIGHT / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
