"""Conflicts and time on the whole road: invented articles in a real archive, stored on different days."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from models import SpokenLLM

from rag.answer.answerer import Answerer
from rag.answer.writer import Writer
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.answer import Answer, Statement
from rag.domain.question import Filters
from rag.prompts import load_prompt
from rag.retrieve.understand import understand
from rag.settings import Settings

FLOOD = (
    "The river Elmar broke its banks at Tarnow overnight, the Varda rescue service said on Tuesday. "
    "The water flooded {} houses in the old town of Tarnow. Mayor Lena Holt asked for sandbags."
)
FERRY = {
    "id": "ferry",
    "title": "A new ferry for Sollen",
    "body": "The line Mersa will run a second ferry to Sollen from June. It carries 80 cars.",
    "published": "2025-06-20",
    "source": "Sollen Post",
}


def flood(houses: str, *, article_id: str, source: str, published: str) -> dict[str, str]:
    body = FLOOD.format(houses)
    return {"id": article_id, "title": "Elmar floods Tarnow", "body": body, "published": published, "source": source}


def ingest(dateline: Dateline, folder: Path, *rows: dict[str, str], on: str) -> None:
    """Stores the articles as if it were the day ``on``."""
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    at = datetime.fromisoformat(on).replace(hour=12, tzinfo=UTC)
    pipeline = dateline.pipeline
    pipeline._clock = lambda: at
    report = replace(dateline, pipeline=pipeline).ingest([str(file)])
    assert report.failed == ()


@pytest.fixture
def dateline(tmp_path: Path) -> Dateline:
    return open_dateline(Settings(archive=tmp_path / "archive", model=""))


WIRE = flood("some 300", article_id="wire", source="Coast Wire", published="2025-03-11")
MAIL = flood("450", article_id="mail", source="Varda Mail", published="2025-03-12")
MAIL["body"] = (
    "Lena Holt, the mayor of Tarnow, contradicted the Varda rescue service. The water of the river had flooded 450 "
    "houses in the old town of Tarnow, she said, and her people had counted them twice. The Elmar has fallen since."
)
HOUSES = "How many houses were flooded in Tarnow?"


def sides(answer: Answer) -> list[list[tuple[str, str, str]]]:
    return [[(s.value, s.citation.source, s.note) for s in c.sides] for c in answer.conflicts]


BOTH = [[("some 300 houses", "Coast Wire", ""), ("450 houses", "Varda Mail", "newer")]]


def test_without_a_model_both_versions_are_shown_and_the_newer_is_told_first(
    dateline: Dateline, tmp_path: Path
) -> None:
    ingest(dateline, tmp_path, WIRE, MAIL, on="2025-03-12")
    events = list(dateline.ask_streamed(HOUSES))
    told = [event for event in events if isinstance(event, Statement)]
    assert "450 houses" in told[0].text
    assert isinstance(events[-1], Answer)
    assert sides(events[-1]) == BOTH
    for conflict in events[-1].conflicts:
        for side in conflict.sides:
            version = dateline.catalog.version(side.citation.article_id, side.citation.version)
            assert version is not None
            assert version.article.body[side.citation.start : side.citation.end] == side.citation.quote


def test_with_a_model_that_tells_one_version_the_other_is_shown_beside_it(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, MAIL, on="2025-03-12")
    shown = dateline.retriever.search(understand(HOUSES, filters=Filters()), k=8).hits
    place = next(n for n, hit in enumerate(shown, start=1) if hit.version.article_id == "wire")
    model = SpokenLLM([f"The water flooded some 300 houses in the old town of Tarnow [{place}.2]."])
    answer = spoken(dateline, model, HOUSES)
    assert ["some 300" in s.text for s in answer.statements] == [True]
    assert sides(answer) == BOTH


def spoken(dateline: Dateline, model: SpokenLLM, question: str) -> Answer:
    extractive = dateline.answerers["extract"]()
    prompts = {name: load_prompt(name) for name in ("answer", "repair", "briefing")}
    writer = Writer(model, **prompts, max_tokens=300)
    answerer = Answerer(
        dateline.catalog, dateline.retriever, extractive._reader, writer, passages=8, evidence_tokens=2000
    )
    *_, answer = answerer.stream(understand(question, filters=Filters()))
    assert isinstance(answer, Answer)
    return answer


def test_sources_that_agree_show_no_conflict(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, {**MAIL, "body": MAIL["body"].replace("450", "310")}, FERRY, on="2025-06-21")
    assert dateline.ask(HOUSES).conflicts == ()


def test_a_corrected_article_shows_what_it_said_before(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, on="2025-03-11")
    corrected = {**WIRE, "body": FLOOD.format("450") + "\n\nCorrection: an earlier version gave a wrong number."}
    ingest(dateline, tmp_path, corrected, on="2025-03-14")
    answer = dateline.ask(HOUSES)
    assert [[(s.value, s.citation.version, s.note) for s in c.sides] for c in answer.conflicts] == [
        [("some 300 houses", 1, ""), ("450 houses", 2, "corrected")]
    ]


def test_what_was_stored_after_the_day_asked_about_is_not_used(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, on="2025-03-11")
    ingest(dateline, tmp_path, MAIL, on="2025-03-14")
    before = dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 12)))
    assert {(c.article_id, c.version) for s in before.statements for c in s.citations} == {("wire", 1)}
    assert (before.conflicts, before.searched.articles) == ((), 1)
    assert sides(dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 14)))) == BOTH
    nothing = dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 10)))
    assert nothing.abstention is not None
    assert nothing.abstention.reason == "nothing_in_filters"


def test_a_version_stored_after_the_day_asked_about_is_not_used(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, on="2025-03-11")
    ingest(dateline, tmp_path, {**WIRE, "body": FLOOD.format("520")}, on="2025-03-14")
    before = dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 12)))
    cited = [*before.nearest, *(c for s in before.statements for c in s.citations)]
    assert [c.version for c in cited if c.version != 1] == []
    assert before.conflicts == ()
    after = dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 14)))
    assert {(c.article_id, c.version) for s in after.statements for c in s.citations} == {("wire", 2)}
    assert len(after.conflicts) == 1


def test_an_old_answer_says_how_old_it_is_and_by_when_that_is_measured(dateline: Dateline, tmp_path: Path) -> None:
    ingest(dateline, tmp_path, WIRE, on="2025-03-11")
    ingest(dateline, tmp_path, FERRY, on="2025-06-21")
    note = "The newest article that this rests on is of 2025-03-11."
    assert dateline.ask(HOUSES).notes == (note,)
    assert dateline.ask(HOUSES, filters=Filters(as_of=date(2025, 3, 20))).notes == ()
    assert dateline.ask("How many cars does the second ferry to Sollen carry?").notes == ()


def test_latest_is_answered_from_the_article_published_last(dateline: Dateline, tmp_path: Path) -> None:
    counts = [
        {
            "id": f"count-{month}",
            "title": "Passengers to Sollen",
            "body": f"The ferry to Sollen carried {5000 + 37 * month:,} passengers, the line Mersa said.",
            "published": f"2025-{month:02}-02",
            "source": "Sollen Post",
        }
        for month in range(1, 13)
    ]
    ingest(dateline, tmp_path, *counts, on="2025-12-31")
    answer = dateline.ask("What is the latest number of passengers that the ferry to Sollen carried?")
    assert [s.text for s in answer.statements] == ["The ferry to Sollen carried 5,444 passengers, the line Mersa said."]
