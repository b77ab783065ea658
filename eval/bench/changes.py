"""Conflicts and changes that are found in short invented stories, and those that are none.

    python -m eval.bench.changes [--half dev|test|all] [--show]

The stories: eval/sets/changes.jsonl, whose first line says what they are. Each goes the way of a briefing's story:
`rag.brief.disputes` for what two articles tell differently, `rag.brief.delta.updates` for what has changed.
Found is what cites words of both sides of a label; false is what is shown and cites no label's words. A conflict over
something that happened days ago may be called a change as well. Halves by a hash of the id; rules are made on "dev".
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args
from zlib import crc32

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.brief.delta import updates
from rag.brief.disputes import disputes
from rag.brief.telling import candidates
from rag.domain.article import Article, Published, Version
from rag.domain.briefing import Story
from rag.ports import Embedder

FILE = Path(__file__).parents[1] / "sets" / "changes.jsonl"
Half = Literal["dev", "test", "all"]
Sides = tuple[str, str]
"""Words of two articles, the older first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One story with its labels; ``kind`` says in which way its articles differ, or only seem to."""

    id: str
    kind: str
    story: Story
    conflicts: tuple[Sides, ...]
    changes: tuple[Sides, ...]

    @property
    def half(self) -> Half:
        return "test" if crc32(self.id.encode()) % 2 else "dev"

    @property
    def sort(self) -> str:
        """Whether it has a conflict, a change or nothing."""
        return "conflict" if self.conflicts else "change" if self.changes else "neither"


@dataclass(frozen=True, slots=True)
class Found:
    """What was shown for a row: the sentences of each conflict, and of each change."""

    row: Row
    conflicts: tuple[tuple[str, ...], ...]
    changes: tuple[Sides, ...]

    @property
    def conflicts_found(self) -> int:
        return sum(any(_has(shown, label) for shown in self.conflicts) for label in self.row.conflicts)

    @property
    def changes_found(self) -> int:
        return sum(any(_has(shown, label) for shown in self.changes) for label in self.row.changes)

    @property
    def false_conflicts(self) -> list[tuple[str, ...]]:
        return [shown for shown in self.conflicts if not any(_has(shown, label) for label in self.row.conflicts)]

    @property
    def false_changes(self) -> list[Sides]:
        """Not those that a label of either sort has: the sentence of now is enough, an earlier one may stand twice."""
        labels = (*self.row.changes, *self.row.conflicts)
        return [shown for shown in self.changes if not any(label[1] in shown[1] for label in labels)]


def rows() -> Iterator[Row]:
    """The stories of the set, in the order of the file."""
    for line in FILE.read_text("utf-8").splitlines()[1:]:
        row = json.loads(line)
        versions = [_version(f"{row['id']}-{n}", **article) for n, article in enumerate(row["articles"], start=1)]
        today = max(v.stored for v in versions)
        story = Story(
            row["id"],
            row["id"],
            tuple(v for v in versions if v.stored == today),
            earlier=tuple(v for v in versions if v.stored < today),
        )
        conflicts, changes = ([(one, other) for one, other in row[name]] for name in ("conflicts", "changes"))
        yield Row(row["id"], row["kind"], story, tuple(conflicts), tuple(changes))


def read(row: Row, embedder: Embedder) -> Found:
    """What a briefing would show of the story."""
    shown = disputes(row.story, {}, embedder)
    changes = updates(row.story, candidates(row.story, {}), embedder)
    return Found(
        row,
        tuple(tuple(side.citation.quote for side in conflict.sides) for conflict in shown),
        tuple((c.before.text, c.statement.text) for c in changes if c.before),
    )


def _version(id_: str, *, source: str, published: str, body: str) -> Version:
    at = datetime.fromisoformat(published).replace(tzinfo=UTC)
    return Version(Article(id=id_, body=body, source=source, language="en", published=Published(at, "day")), 1, at)


def _has(shown: Sequence[str], label: Sides) -> bool:
    return all(any(words in text for text in shown) for words in label)


def report(found: Sequence[Found], *, show: bool) -> None:
    """A line a kind, then the totals; with ``show`` what was missed and what is false."""
    kinds = dict.fromkeys((f.row.sort, f.row.kind) for f in found)
    for sort, kind in kinds:
        print(f"  {sort:9}{kind:26}{_counts(f for f in found if (f.row.sort, f.row.kind) == (sort, kind))}")
    print(f"  {'all':35}{_counts(found)}")
    if show:
        for each in found:
            _show(each)


def _counts(found: Iterable[Found]) -> str:
    every = list(found)
    conflicts, changes = (sum(len(getattr(f.row, name)) for f in every) for name in ("conflicts", "changes"))
    return (
        f"conflicts {sum(f.conflicts_found for f in every):>2} of {conflicts:>2}, "
        f"false {sum(len(f.false_conflicts) for f in every)}; "
        f"changes {sum(f.changes_found for f in every):>2} of {changes:>2}, "
        f"false {sum(len(f.false_changes) for f in every)}"
    )


def _show(found: Found) -> None:
    row = found.row
    if found.conflicts_found < len(row.conflicts):
        print(f"MISSED conflict, {row.id}: {row.conflicts}")
    if found.changes_found < len(row.changes):
        print(f"MISSED change, {row.id}: {row.changes}")
    for shown in found.false_conflicts:
        print(f"FALSE conflict, {row.id}: {' / '.join(shown)}")
    for change in found.false_changes:
        print(f"FALSE change, {row.id}: {' / '.join(change)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=get_args(Half), default="dev")
    parser.add_argument("--show", action="store_true", help="print what was missed and what is false")
    given = parser.parse_args()
    chosen = [row for row in rows() if given.half in ("all", row.half)]
    print(f"{given.half}: {len(chosen)} stories")
    embedder = OnnxEmbedder("minilm")
    report([read(row, embedder) for row in chosen], show=given.show)


if __name__ == "__main__":
    main()
