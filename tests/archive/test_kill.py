"""A process that is killed while it ingests loses nothing that it reported as stored, and leaves no half article."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import an_archive
from fakes import FakeEmbedder

from rag.domain.question import Filters

TESTS = Path(__file__).resolve().parents[1]
CHILD = TESTS / "archive" / "ingest_until_killed.py"
SENTENCES = 5

POINTS = [
    ("inside a transaction", 0),
    ("inside a transaction", 25),
    ("before words", 2),
    ("after words, before they are marked", 2),
    ("before vectors", 3),
    ("after vectors, before they are marked", 3),
    ("after a removal, before it is marked", 1),
    ("after marking", 5),
    ("in a rebuild, before clearing", 0),
    ("in a rebuild, between the two", 0),
]


def body_of(batch: int, number: int) -> str:
    return " ".join(f"Sentence {i} of article {number} was written in round {batch}." for i in range(SENTENCES))


def start(folder: Path, point: str = "", passes: int = 0) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    arguments = [sys.executable, str(CHILD), str(folder), point, str(passes)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)


def reported(child: subprocess.Popen[str]) -> list[tuple[str, int, int]]:
    """(article id, version, batch) of everything that the child said was stored; waits for its end."""
    output, _ = child.communicate(timeout=120)
    lines = [
        line.split()[1:] for line in output.splitlines(keepends=True) if line.startswith("stored") and "\n" in line
    ]
    triples = [entry.split("/") for line in lines for entry in line]
    return [(article_id, int(version), int(batch)) for article_id, version, batch in triples]


def assert_whole(folder: Path, stored: list[tuple[str, int, int]]) -> None:
    catalog, indexer = an_archive(folder, FakeEmbedder())
    assert catalog.check() == "ok"
    for article_id, number, batch in stored:
        version = catalog.version(article_id, number)
        assert version is not None
        assert version.article.body == body_of(batch, int(article_id.removeprefix("article-")))
    for latest in catalog.articles(limit=1_000):
        record = catalog.record(latest.article_id)
        assert record is not None
        assert [v.number for v in record.versions] == list(range(1, latest.number + 1))
        for version in record.versions:
            passages = catalog.passages_of(version.article_id, version.number)
            assert len(passages) == SENTENCES
            assert all(p.text == version.article.body[p.start : p.end] for p in passages)
    with catalog.writing():  # the dead process holds nothing
        indexer.catch_up(vectors=True)
    current = catalog.selected(Filters(as_of=latest.stored.date())) if catalog.counts()["articles"] else frozenset()
    assert current is not None
    assert len(current) == catalog.counts()["passages"] == indexer.words.count() == indexer.vectors.count()
    assert {i for i, _ in indexer.words.search("sentence", 10_000)} == current
    query = indexer.embedder.embed(["sentence"])[0]
    assert {i for i, _ in indexer.vectors.nearest(query, 10_000)} == current


@pytest.mark.slow
@pytest.mark.parametrize(("point", "passes"), POINTS)
def test_killed_at_a_named_point(tmp_path: Path, point: str, passes: int) -> None:
    with start(tmp_path, point, passes) as child:
        stored = reported(child)
    assert child.returncode == -signal.SIGKILL
    assert_whole(tmp_path, stored)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(15))
def test_killed_at_any_time(tmp_path: Path, seed: int) -> None:
    with start(tmp_path) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(random.Random(seed).uniform(0.0, 2.5))
        child.kill()
        stored = reported(child)
    assert_whole(tmp_path, stored)


@pytest.mark.slow
def test_not_killed_at_all(tmp_path: Path) -> None:
    with start(tmp_path) as child:
        stored = reported(child)
    assert child.returncode == 0
    assert len(stored) > 100
    assert_whole(tmp_path, stored)
