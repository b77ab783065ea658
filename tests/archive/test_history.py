"""Any history of an archive: whatever was quoted stays where it was quoted, or a tombstone says that it was removed.

Ten histories of twenty steps; ``DATELINE_HISTORIES=100x50`` for a hundred of fifty.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from eval.bench.ingest_stand_in import PATH
from rag.archive.export import export
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import ArticleRemoved
from rag.domain.question import Filters
from rag.settings import Settings

HISTORIES, STEPS = map(int, os.environ.get("DATELINE_HISTORIES", "10x20").split("x"))
Quote = tuple[str, int, str, int, int, str]
"""Article, version, field, start, end, and what stood there."""

names = st.sampled_from([f"article-{n}" for n in range(6)])
sentences = st.sampled_from(
    [
        "The ferry to Sollen stops for the winter.",
        "The bridge at Harrow opened on Monday after 12 years.",
        "“We waited long,” said Ada Roan, the harbour master.",
        "Nine people were hurt in Lund, the police said.",
        "Zwölf Schiffe blieben im Hafen – der Sturm hielt an.",
        "市长表示，新桥将于五月十二日通车。",
    ]
)
bodies = st.lists(sentences, min_size=1, max_size=8).map(" ".join)
words = st.sampled_from(["When did the bridge open?", "ferry Sollen", "Who waited long?", "hurt in Lund", "Hafen"])


class History(RuleBasedStateMachine):
    """An archive with its real catalog and indexes, and every quote that it ever showed."""

    def __init__(self) -> None:
        super().__init__()
        self._folders = tempfile.TemporaryDirectory(prefix="dateline-")
        self._archives = 0
        self._quotes: set[Quote] = set()
        self._told: dict[str, list[str]] = {}
        self._dateline = self._opened(self._next())

    def teardown(self) -> None:
        self._folders.cleanup()

    @rule(name=names, body=bodies)
    def ingest(self, name: str, body: str) -> None:
        line = json.dumps({"id": name, "title": f"About {name}", "body": body, "published": "2025-03-14"})
        report = self._dateline.ingest(["-"], stdin=io.BytesIO(line.encode()))
        assert not report.failed
        if self._dateline.catalog.tombstone(name) is None and body not in (told := self._told.setdefault(name, [])):
            told.append(body)

    @rule(name=names)
    def remove(self, name: str) -> None:
        if self._dateline.catalog.latest(name):
            self._dateline.remover.remove([name], Filters())
            self._told.pop(name, None)

    @rule()
    def rebuild(self) -> None:
        self._dateline.rebuild()

    @rule(text=words)
    def search(self, text: str) -> None:
        for hit in self._dateline.search(text).hits:
            passage = hit.passage
            self._quotes.add((passage.article_id, passage.version, "body", passage.start, passage.end, passage.text))

    @rule(text=words)
    def ask(self, text: str) -> None:
        for statement in self._dateline.ask(text, mode="extract").statements:
            for c in statement.citations:
                self._quotes.add((c.article_id, c.version, c.field, c.start, c.end, c.quote))

    @rule()
    def restart(self) -> None:
        self._dateline.catalog.close()
        self._dateline = self._opened(self._folder)

    @rule()
    def move(self) -> None:
        """Everything is exported and imported into a new archive, which goes on from there."""
        out = io.StringIO()
        export(self._dateline.catalog, out)
        moved = self._opened(self._next())
        report = moved.restorer.restore(out.getvalue().splitlines(), "export")
        assert not report.failed
        self._dateline = moved

    @invariant()
    def every_quote_stands_where_it_stood(self) -> None:
        for article_id, number, field, start, end, quote in self._quotes:
            version = self._dateline.catalog.version(article_id, number)
            if version is None:
                with pytest.raises(ArticleRemoved):
                    self._dateline.show(article_id)
            else:
                assert getattr(version.article, field)[start:end] == quote

    @invariant()
    def every_text_that_came_is_a_version_in_order(self) -> None:
        for name, told in self._told.items():
            record = self._dateline.show(name)
            assert [version.article.body for version in record.versions] == told

    @invariant()
    def both_indexes_hold_what_is_current(self) -> None:
        current = self._dateline.catalog.counts()["passages"]
        found = {check.name: check.finding for check in self._dateline.check_health()}
        assert found["words"] == found["vectors"] == f"{current:,} of {current:,} passages"

    def _next(self) -> Path:
        self._archives += 1
        self._folder = Path(self._folders.name) / str(self._archives)
        return self._folder

    def _opened(self, folder: Path) -> Dateline:
        return open_dateline(Settings(archive=folder, llamaindex_embedder=PATH))


@pytest.mark.slow
def test_whatever_happens_to_an_archive_its_quotes_hold() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            # Steps take tenths of a second: a failure is shown as it was found.
            phases=(Phase.explicit, Phase.generate),
            derandomize=HISTORIES <= 10,
            suppress_health_check=list(HealthCheck),
        ),
    )
