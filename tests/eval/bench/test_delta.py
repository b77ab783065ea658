"""Scoring the editions that an archive holds, from the articles to the printed measures."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.bench.delta import main
from rag.compose import open_dateline
from rag.settings import Settings

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
DAM = "Water seeps through the foot of the dam at Tolbrook at 12 litres a second. The operator calls it harmless."
LATER = "Water seeps through the foot of the dam at Tolbrook at 30 litres a second. The mayor wants the town to leave."
ARTICLES = [
    {
        "id": "dam-1",
        "title": "Dam at Tolbrook seeps",
        "published": "2026-03-02T09:00:00Z",
        "source": "Post",
        "body": DAM,
    },
    {
        "id": "dam-2",
        "title": "Dam at Tolbrook worse",
        "published": "2026-03-03T09:00:00Z",
        "source": "Post",
        "body": LATER,
    },
]


def labelled(folder: Path) -> Path:
    seeps = {"what": "it seeps", "cites": [{"article": "dam-1", "quote": "at 12 litres a second"}]}
    rises = {"fact": "litres", "new": {"article": "dam-2", "quote": "at 30 litres a second"}}
    stories = [{"story": "dam", "rank": 1}]
    nothing = {"new": [], "changed": [], "corrected": [], "withdrawn": [], "stories": stories}
    days = [{**nothing, "day": "2026-03-02", "new": [seeps]}, {**nothing, "day": "2026-03-03", "changed": [rises]}]
    (folder / "days.jsonl").write_text("\n".join(map(json.dumps, days)), encoding="utf-8")
    (folder / "stories.jsonl").write_text(
        json.dumps({"story": "dam", "articles": ["dam-1", "dam-2"]}), encoding="utf-8"
    )
    (folder / "corrections.jsonl").write_text("", encoding="utf-8")
    return folder


def test_the_editions_of_an_archive_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    dateline = open_dateline(Settings(archive=tmp_path / "archive", model="", timezone="UTC"))
    dateline.ingest([str(tmp_path / "articles.jsonl")])
    for day in (MONDAY, TUESDAY):
        dateline.press.publish(day, since=day, until=day, mode="extract")
    assert main(["--archive", str(tmp_path / "archive"), "--gold", str(labelled(tmp_path))]) == 0
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()[1:])
    assert lines["delta_recall"].split() == ["1.000", "n", "2"]
    assert lines["story_coverage"].split() == ["1.000", "n", "2"]
    assert lines["one_page"].split() == ["1.000", "n", "2"]
    assert lines["repeats"].split()[0] == "0.000"
