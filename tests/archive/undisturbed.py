"""Work on an archive that nothing disturbs, and whether disturbed work comes to the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from archive.killed_archive import DAY, REMOVED

from eval.bench.ingest_articles import lines
from eval.bench.ingest_stand_in import PATH
from rag.archive.export import export
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.settings import Settings

TESTS = Path(__file__).resolve().parents[1]
QUERIES = ("bridge", "council water", "report 7", "the ferry to Sollen", "revision", "minister government", "road of")
OF_THE_DAY = (
    ("ferry", "The ferry to Sollen stops for the winter. Captain Ada Roan said the hull needs repair."),
    ("school", "A school in Merrow opened on Friday. It has room for 240 pupils, the council said."),
    ("court", "The court in Lund rejected the appeal. Three judges heard the case for 12 days."),
)


@dataclass(frozen=True)
class Content:
    """What an archive holds, without what may differ between two runs: the moments of storing and the passages' ids."""

    versions: dict[tuple[str, int], tuple[str, ...]]
    passages: dict[tuple[str, int], tuple[tuple[int, int], ...]]
    origins: dict[str, str]
    removed: frozenset[str]
    counts: dict[str, int]
    found: dict[str, list[tuple[str, int, int, float]]] = field(compare=False)


def content_of(dateline: Dateline) -> Content:
    catalog = dateline.catalog
    rows = list(catalog.export_rows())
    articles = [row for row in rows if row["kind"] == "article"]
    ids = [str(row["id"]) for row in articles]
    keys = [(str(row["id"]), int(str(row["version"]))) for row in articles]
    texts = [(str(r["title"]), str(r["body"]), str(r["published"]), str(r["source"])) for r in articles]
    return Content(
        versions=dict(zip(keys, texts, strict=True)),
        passages={key: tuple((p.start, p.end) for p in catalog.passages_of(*key)) for key in keys},
        origins=catalog.origins(ids),
        removed=frozenset(str(row["id"]) for row in rows if row["kind"] == "tombstone"),
        counts={what: n for what, n in catalog.counts().items() if what != "briefings"},
        found={query: found_by(dateline, query) for query in QUERIES},
    )


def found_by(dateline: Dateline, query: str) -> list[tuple[str, int, int, float]]:
    hits = dateline.search(query, k=10).hits
    return [(hit.passage.article_id, hit.passage.version, hit.passage.start, hit.score) for hit in hits]


def opened(folder: Path) -> Dateline:
    return open_dateline(Settings(archive=folder, llamaindex_embedder=PATH))


class Children:
    """The process that forks children for us."""

    def __init__(self, inputs: Path) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
        command = [sys.executable, str(TESTS / "archive" / "killed_archive.py")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._inputs = inputs
        assert self._read() == "loaded"

    def work(
        self, folder: Path, *, point: str = "", passes: int = 0, after_s: float | None = None, happens: str = "kill"
    ) -> dict[str, Any]:
        """What a child said and how it ended; ``happens`` at the point, or after the seconds, if either is given."""
        return self._ordered(folder, {"happens": happens, "point": point, "passes": passes, "after_s": after_s})

    def work_with_a_failing_call(self, folder: Path, *, failing: int | None, error: int = 0) -> dict[str, Any]:
        """The same, where one call, counted from 0, that changes a file of the archive fails; or where none does."""
        order = {"happens": "call", "failing": failing, "error": error, "point": "", "after_s": None}
        return self._ordered(folder, order)

    def _ordered(self, folder: Path, order: dict[str, object]) -> dict[str, Any]:
        assert self._process.stdin is not None
        whole = {"folder": str(folder), "inputs": str(self._inputs), **order}
        self._process.stdin.write(json.dumps(whole) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._read())
        return answer

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@dataclass(frozen=True)
class Undisturbed:
    """The process that forks children, the work that one of them did to its end, and what it was given."""

    children: Children
    folder: Path
    content: Content
    seconds: float
    first: frozenset[str]
    later: frozenset[str]
    imported: frozenset[str]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    """The same work without a kill, and the process that does it."""
    inputs = tmp_path_factory.mktemp("inputs")
    first = [*lines(130, words=60), *(json.dumps(article) for article in of_the_day())]
    later = [*lines(45, words=60, revision=1), *(line.replace('"plain-', '"long-', 1) for line in lines(20, words=400))]
    (inputs / "first.jsonl").write_text("\n".join(first), encoding="utf-8")
    (inputs / "later.jsonl").write_text("\n".join(later), encoding="utf-8")
    other = [line.replace('"plain-', '"other-', 1) for line in lines(30, words=80, seed=5)]
    imported = exported(inputs, other, tmp_path_factory.mktemp("other"))
    children = Children(inputs)
    folder = tmp_path_factory.mktemp("undisturbed")
    ended = children.work(folder)
    assert ended["said"][-1] == "rebuilt", ended
    ids = [frozenset(str(json.loads(line)["id"]) for line in some) for some in (first, later, other)]
    assert imported == len(other) + 1  # the row of the archive itself
    yield Undisturbed(children, folder, content_of(opened(folder)), ended["seconds"], *ids)
    children.close()


def of_the_day() -> Iterator[dict[str, str]]:
    for name, body in OF_THE_DAY:
        yield {"id": name, "title": f"The {name}", "body": body, "published": DAY.isoformat(), "source": "Courier"}


def exported(inputs: Path, articles: list[str], folder: Path) -> int:
    file = folder / "other.jsonl"
    file.write_text("\n".join(articles), encoding="utf-8")
    other = opened(folder / "archive")
    other.ingest([str(file)])
    with (inputs / "export.jsonl").open("w", encoding="utf-8") as out:
        return export(other.catalog, out)


def assert_nothing_reported_is_lost(folder: Path, said: list[str], whole: Undisturbed) -> None:
    """After one kill, before anything is repaired: what was said to be done is there, and nothing is there by half."""
    dateline = opened(folder)
    catalog = dateline.catalog
    assert catalog.check() == "ok"
    rows = [row for row in catalog.export_rows() if row["kind"] == "article"]
    for row in rows:
        key = str(row["id"]), int(str(row["version"]))
        passages = catalog.passages_of(*key)
        assert all(p.text == str(row["body"])[p.start : p.end] for p in passages)
        if key in whole.content.versions:
            assert whole.content.versions[key][1] == row["body"]
            assert whole.content.passages[key] == tuple((p.start, p.end) for p in passages)
        else:
            assert key[0] in REMOVED
    held = {str(row["id"]) for row in rows} | {i for i in REMOVED if catalog.tombstone(i)}
    for step, ids in (("first", whole.first), ("later", whole.later), ("imported", whole.imported)):
        assert step not in said or ids <= held
    if "later" in said:
        assert {key for key in whole.content.versions if key[0] in whole.later} <= {
            (str(r["id"]), r["version"]) for r in rows
        }
    assert "removed" not in said or all(catalog.tombstone(i) for i in REMOVED)
    assert "briefed" not in said or catalog.briefings()


def assert_one_clear_error(ended: dict[str, Any]) -> None:
    """The child ended with status 1 and an error of ours that names the archive and says what to do."""
    assert ended["exit"] == 1, ended
    assert ended["said"][-1].startswith("refused: "), ended
    assert "cannot be" in ended["said"][-1], ended


def assert_citations_resolve(dateline: Dateline) -> None:
    """Of every stored briefing: each quote stands in the stored text at the place that is cited."""
    citations = list(cited([json.loads(stored) for _, _, stored in dateline.catalog.briefings()]))
    assert citations
    for citation in citations:
        version = dateline.catalog.version(citation["article_id"], citation["version"])
        assert version is not None
        field = getattr(version.article, citation.get("field", "body"))
        assert field[citation["start"] : citation["end"]] == citation["quote"]


def cited(stored: object) -> Iterator[dict[str, Any]]:
    """Every citation, wherever it stands in the JSON."""
    if isinstance(stored, dict) and {"article_id", "version", "start", "end", "quote"} <= stored.keys():
        yield stored
    elif isinstance(stored, dict | list):
        for value in stored.values() if isinstance(stored, dict) else stored:
            yield from cited(value)


def assert_completed(folder: Path, whole: Undisturbed) -> None:
    """After the work was repeated to its end: as the archive that nothing disturbed."""
    dateline = opened(folder)
    content = content_of(dateline)
    assert dateline.catalog.check() == "ok"
    assert content == whole.content
    assert content.found == whole.content.found
    assert [check for check in dateline.check_health() if not check.ok and check.name != "disk"] == []
    assert_citations_resolve(dateline)
    shutil.rmtree(folder)
