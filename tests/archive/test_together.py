"""Several at one archive at once: two that write, and one that reads while another writes."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest

import rag.ingest.pipeline as pipeline_module
from eval.bench.ingest_articles import lines
from eval.bench.ingest_stand_in import PATH
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import ArchiveLocked
from rag.domain.question import Filters
from rag.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
INGEST = f"""
import sys
from rag.compose import open_dateline
from rag.settings import Settings
dateline = open_dateline(Settings(archive=sys.argv[1], llamaindex_embedder={PATH!r}))
print(dateline.ingest([sys.argv[2]]).added)
"""


def opened(folder: Path) -> Dateline:
    return open_dateline(Settings(archive=folder, llamaindex_embedder=PATH))


def written(file: Path, count: int, *, seed: int) -> Path:
    made = (line.replace('"plain-', f'"{file.stem}-', 1) for line in lines(count, words=90, seed=seed))
    file.write_text("\n".join(made), encoding="utf-8")
    return file


@pytest.mark.slow
def test_two_ingests_at_once_lose_nothing(tmp_path: Path) -> None:
    files = [written(tmp_path / f"part{n}.jsonl", 80, seed=n) for n in (1, 2)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    commands = [[sys.executable, "-c", INGEST, str(tmp_path / "archive"), str(file)] for file in files]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for command in commands]
    assert [child.communicate(timeout=120)[0].strip() for child in children] == ["80", "80"]
    dateline = opened(tmp_path / "archive")
    assert dateline.catalog.counts()["articles"] == 160
    assert [check for check in dateline.check_health() if not check.ok and check.name != "disk"] == []


def test_an_ingest_that_has_waited_long_enough_is_told_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "LOCK_WAIT_S", 0.1)
    first, second = opened(tmp_path / "archive"), opened(tmp_path / "archive")
    file = written(tmp_path / "part.jsonl", 2, seed=1)
    with first.catalog.writing(), pytest.raises(ArchiveLocked, match=f"process {os.getpid()} since 20"):
        second.ingest([str(file)])
    assert second.ingest([str(file)]).added == 2


@pytest.mark.slow
def test_a_reader_never_sees_half_an_article_while_another_process_writes(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    dateline = opened(folder)
    dateline.ingest([str(written(tmp_path / "some.jsonl", 5, seed=3))])
    file = written(tmp_path / "part.jsonl", 400, seed=1)
    command = [sys.executable, "-c", INGEST, str(folder), str(file)]
    ended, seen = Event(), list[int]()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as child:
        waiting = Thread(target=lambda: (child.communicate(timeout=120), ended.set()))
        waiting.start()
        while not ended.is_set():
            seen.append(read_everything_found(dateline))
        waiting.join()
    assert seen == sorted(seen)
    assert len(set(seen)) > 1
    assert dateline.catalog.counts()["articles"] == 405


def read_everything_found(dateline: Dateline) -> int:
    """Checks the hits of a search and the newest articles, and returns how many articles there are."""
    for hit in dateline.search("council bridge", k=10).hits:
        version = dateline.catalog.version(hit.passage.article_id, hit.passage.version)
        assert version is not None
        assert version.article.body[hit.passage.start : hit.passage.end] == hit.passage.text
    for latest in dateline.articles(limit=5):
        passages = dateline.catalog.passages_of(latest.article_id, latest.number)
        text = latest.article.body
        assert passages[0].start == 0
        assert passages[-1].end == len(text)
        assert all(text[a.end : b.start].isspace() for a, b in pairwise(passages))
    assert dateline.catalog.searched(Filters()).articles <= dateline.catalog.counts()["articles"]
    return dateline.catalog.counts()["articles"]
