"""An archive in which every page has something to show: articles that differ and change, editions, runs, feedback."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.browser.conftest import opened

from eval.run import run_set
from rag.domain.conversation import Conversation, Exchange, Feedback
from rag.settings import Settings
from rag.ui.notebook import ArchiveNotebook

if TYPE_CHECKING:
    from rag.dateline import Dateline

DAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
FIRE = "Four people died in the fire at Tarn Mill in Harrow on Monday, the Norland police said."
QUESTION = "How many people died in the fire at Tarn Mill?"
UNKNOWN = "Who won the chess championship in Reykjavik?"
CONVERSATION = "a-kept-conversation"
ARTICLES = [
    {"id": "four", "title": "Fire at Tarn Mill", "dek": "The mill was empty for years.", "source": "Tarn Gazette"}
    | {"body": FIRE, "published": "2025-03-03", "section": "Local", "url": "https://gazette.example/fire"},
    {"id": "three", "title": "Fire at Tarn Mill: the toll", "source": "Valley Echo", "published": "2025-03-03"}
    | {"body": "Three people died in the fire at Tarn Mill in Harrow on Monday, the Norland fire service said."},
    {"id": "ferry", "title": "Ferry to Velm delayed", "source": "Harbour Post", "published": "2025-03-02"}
    | {"body": "The ferry to Velm left 20 minutes late on Sunday. Forty passengers waited, the captain said."},
]
CHANGED = [{**ARTICLES[2], "body": str(ARTICLES[2]["body"]).replace("20 minutes", "50 minutes")}]
KNOWN = [
    {"id": "ferry", "question": "How late was the ferry to Velm?", "answerable": True, "kind": "fact"}
    | {"answers": ["50 minutes"], "gold": [{"article": "ferry", "quote": "left 50 minutes late"}], "tags": ["late"]},
    {"id": "chess", "question": UNKNOWN, "answerable": False, "kind": "unanswerable"},
]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Furnished:
    """An archive's folder, with the names of its runs, oldest first, and the story of its first article."""

    archive: Path
    runs: tuple[str, ...]
    story: str


def furnish(
    archive: Path,
    desk: Path,
    *,
    articles: Rows = ARTICLES,
    later: Rows = CHANGED,
    known: Rows = KNOWN,
    set_name: str = "harrow",
    question: str = QUESTION,
    topic: str = "",
) -> Furnished:
    """All of it, with two editions; ``later`` changes articles, ``desk`` is a folder for what it needs on the way."""
    dateline = opened(archive)
    for number, rows in enumerate((articles, later)):
        file = desk / f"articles{number}.jsonl"
        file.write_text(_lines(rows), encoding="utf-8")
        assert dateline.ingest([str(file)]).failed == ()
    for _ in range(2):
        dateline.brief(DAY, topic=topic)
    _judge(dateline, question)
    runs = _runs(archive / "evaluations", [*articles, *later], known, set_name)
    return Furnished(archive, runs, dateline.catalog.story_of(str(articles[0]["id"])))


def _judge(dateline: Dateline, question: str) -> None:
    """A conversation that is kept, its answer called right."""
    exchange = Exchange(id="kept", question=question, asked=NOW, answer=dateline.ask(question))
    notebook = ArchiveNotebook(dateline, "")
    notebook.put(Conversation(CONVERSATION, "", question, NOW, NOW))
    notebook.put_exchange(CONVERSATION, exchange)
    notebook.put_feedback(CONVERSATION, Feedback(exchange=exchange, history=(), judgement="right", given=NOW))


def _runs(folder: Path, articles: Rows, known: Rows, set_name: str) -> tuple[str, ...]:
    """A set of one's own, and what two systems said to it."""
    folder.mkdir()
    (folder / "articles.jsonl").write_text(_lines(articles), encoding="utf-8")
    file = folder / f"{set_name}.jsonl"
    file.write_text(_lines([{**row, "archive": "articles.jsonl"} for row in known]), encoding="utf-8")
    names = []
    for number, system in enumerate(("bm25", "dateline")):
        names.append(f"2025031{number}T090000-{system}")
        run_set(file, system=system, out=folder / names[-1], settings=Settings(), progress=None)
        record = folder / names[-1] / "run.json"
        row = json.loads(record.read_text(encoding="utf-8"))
        record.write_text(json.dumps({**row, "started": f"2025-03-1{number}T09:00:00+00:00"}), encoding="utf-8")
    return tuple(names)


def _lines(rows: Rows) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)
