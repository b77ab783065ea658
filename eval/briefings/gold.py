"""What a day's briefing should report and which stories it should have: gold labels, read from their files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from rag.domain.errors import UsageError

Kind = Literal["new", "changed", "corrected", "withdrawn"]
KINDS: tuple[Kind, ...] = ("new", "changed", "corrected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that a gold item stands on."""

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
class DayStory:
    """A story that a day's briefing should have; ``rank`` 1 is the most important of that day."""

    day: date
    name: str
    rank: int
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class BriefingGold:
    """Of every labelled day, in the order of the files."""

    items: tuple[Item, ...]
    stories: tuple[DayStory, ...]


def load_briefing_gold(folder: Path) -> BriefingGold:
    """The labels in days.jsonl, stories.jsonl and corrections.jsonl of ``folder`` (eval/fortnight/README.md describes
    them). Raises UsageError naming the file that cannot be used."""
    corrections = _rows(folder / "corrections.jsonl")
    articles = {row["story"]: frozenset(row["articles"]) for row in _rows(folder / "stories.jsonl")}
    items: list[Item] = []
    stories: list[DayStory] = []
    for row in _rows(folder / "days.jsonl"):
        day = date.fromisoformat(row["day"])
        items += [Item(day, "new", x["what"], tuple(map(_quote, x["cites"]))) for x in row["new"]]
        items += [Item(day, "changed", x["fact"], (_quote(x["new"]),)) for x in row["changed"]]
        for kind in ("corrected", "withdrawn"):
            items += [Item(day, kind, x["what"], _corrected(x, corrections)) for x in row[kind]]
        stories += [DayStory(day, x["story"], x["rank"], articles[x["story"]]) for x in row["stories"]]
    return BriefingGold(tuple(items), tuple(stories))


def _corrected(row: Mapping[str, Any], corrections: Sequence[Mapping[str, Any]]) -> tuple[Quote, ...]:
    of_it = [c for c in corrections if c["article"] == row["article"] and c["what"] == row["what"]]
    return tuple(_quote(c[part]) for c in of_it for part in ("new", "notice") if c.get(part))


def _quote(row: Mapping[str, Any]) -> Quote:
    return Quote(row["article"], row["quote"])


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"The labels {path} cannot be read: {error}. Name a folder that holds them.") from error
