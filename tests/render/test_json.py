"""The JSON of the command line's contract: names and shapes that other programs rely on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from builders import a_version, published
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.answer import (
    Abstention,
    Answer,
    Conflict,
    ConflictSide,
    Dropped,
    Failure,
    Searched,
    Statement,
    Usage,
    Verdict,
)
from rag.domain.article import ArticleRecord
from rag.domain.evidence import cite
from rag.domain.health import HealthCheck
from rag.domain.ingest import FailedInput, IngestReport
from rag.domain.passage import Hit, Passage
from rag.domain.search import SearchResult
from rag.render.json import (
    answer_as_json,
    article_as_json,
    health_as_json,
    ingest_as_json,
    one_line,
    search_as_json,
    verdict_as_json,
)

BRIDGE = a_version(
    "The bridge at Harrow opened on Monday. It cost 4 million.",
    id="harrow",
    title="Bridge opens",
    source="Harrow Post",
    url="https://post.example/bridge",
    published="2025-03-14",
)
OPENED = cite(BRIDGE, "body", 0, 38)
CITATION_KEYS = {
    *("article_id", "version", "field", "start", "end", "quote"),
    *("title", "source", "published", "url"),
}


def test_an_answer_has_the_keys_of_the_contract() -> None:
    row = answer_as_json(
        Answer(question="When?", statements=(Statement("It opened on Monday.", (OPENED,), "checked"),))
    )
    assert set(row) >= {
        *("id", "question", "abstained", "reason", "statements", "conflicts", "dropped", "nearest", "missing"),
        *("searched", "model", "usage", "timings_ms"),
    }
    assert row["abstained"] is False
    assert row["reason"] is None
    [told] = row["statements"]  # type: ignore[misc]
    assert set(told) == {"text", "support", "citations"}
    [citation] = told["citations"]
    assert set(citation) == CITATION_KEYS
    assert BRIDGE.article.body[citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_gives_its_sentence_as_reason_and_what_came_nearest() -> None:
    answer = Answer(
        question="Who paid?",
        abstention=Abstention("no_evidence", "The archive does not say who paid."),
        nearest=(OPENED,),
        missing=("who paid",),
        dropped=(Dropped("The king paid.", "names nobody that the source names"),),
        searched=Searched(3, ("Harrow Post",), date(2025, 3, 1), date(2025, 3, 14)),
        usage=Usage(10, 5),
    )
    row = answer_as_json(answer, row_id="q7")
    assert (row["id"], row["abstained"], row["statements"]) == ("q7", True, [])
    assert (row["reason"], row["reason_code"]) == ("The archive does not say who paid.", "no_evidence")
    assert row["nearest"][0]["quote"] == "The bridge at Harrow opened on Monday."  # type: ignore[index]
    assert row["dropped"] == [{"text": "The king paid.", "why": "names nobody that the source names"}]
    assert row["searched"] == {
        "articles": 3,
        "sources": ["Harrow Post"],
        "since": "2025-03-01",
        "until": "2025-03-14",
        "without_vectors": 0,
    }
    assert row["usage"] == {"prompt_tokens": 10, "completion_tokens": 5}


def test_both_sides_of_a_conflict_stand_with_their_citations() -> None:
    other = cite(BRIDGE, "body", 39, 57)
    conflict = Conflict("the cost", (ConflictSide("Monday", OPENED), ConflictSide("4 million", other, "newer")))
    [row] = answer_as_json(Answer(question="?", conflicts=(conflict,)))["conflicts"]  # type: ignore[misc]
    assert row["about"] == "the cost"
    assert [(side["value"], side["note"]) for side in row["sides"]] == [("Monday", ""), ("4 million", "newer")]
    assert set(row["sides"][0]["citation"]) == CITATION_KEYS


def test_a_hit_is_a_passage_sliced_from_the_body() -> None:
    passage = Passage("harrow", 1, 39, 57, BRIDGE.article.body[39:57], id=4)
    row = search_as_json(SearchResult("cost", (Hit(passage, BRIDGE, 0.5, 1),), ("a word",), timings_ms={"fuse": 0.1}))
    assert set(row) == {"id", "query", "hits", "understood", "timings_ms"}
    [hit] = row["hits"]  # type: ignore[misc]
    assert hit == {
        "article_id": "harrow",
        "version": 1,
        "start": 39,
        "end": 57,
        "text": "It cost 4 million.",
        "score": 0.5,
        "title": "Bridge opens",
        "source": "Harrow Post",
        "published": "2025-03-14",
        "url": "https://post.example/bridge",
    }


def test_an_article_is_shown_with_every_field_its_versions_and_its_near_copies() -> None:
    first = a_version("It opened.", id="harrow", fetched=datetime(2025, 3, 14, 9, tzinfo=UTC), authors=("A. Writer",))
    record = ArticleRecord((first, BRIDGE), near_copies=("copy-1",))
    row = article_as_json(record, first)
    assert (row["article_id"], row["version"], row["body"]) == ("harrow", 1, "It opened.")
    assert row["fetched"] == "2025-03-14T09:00:00+00:00"
    assert row["authors"] == ["A. Writer"]
    assert [version["version"] for version in row["versions"]] == [1, 1]  # type: ignore[index,union-attr]
    assert row["near_copies"] == ["copy-1"]


def test_a_time_of_day_is_shown_only_where_it_is_known() -> None:
    record = ArticleRecord((a_version("One.", published=published("2025-03-14T09:30")),))
    assert article_as_json(record, record.latest)["published"] == "2025-03-14T09:30:00Z"
    assert article_as_json(record, BRIDGE)["published"] == "2025-03-14"


def test_an_ingest_report_names_each_input_that_failed() -> None:
    report = IngestReport(added=2, failed=(FailedInput("a.jsonl", "line 3", "no body"),), passages=9, seconds=1.23456)
    assert ingest_as_json(report) == {
        "added": 2,
        "unchanged": 0,
        "new_versions": 0,
        "near_copies": 0,
        "failed": [{"source": "a.jsonl", "where": "line 3", "reason": "no body"}],
        "flagged": [],
        "passages": 9,
        "seconds": 1.235,
    }


def test_a_verdict_lists_what_failed() -> None:
    verdict = Verdict((Failure("number", "nine", "the source says seven"),))
    assert verdict_as_json(verdict, row_id=3) == {
        "id": 3,
        "supported": False,
        "failures": [{"kind": "number", "text": "nine", "why": "the source says seven"}],
    }


def test_health_is_ok_only_if_every_check_is() -> None:
    good, bad = HealthCheck("catalog", True, "ok"), HealthCheck("words", False, "empty", "Rebuild.")
    assert health_as_json([good])["ok"] is True
    assert health_as_json([good, bad])["ok"] is False


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x1b", "\u202e", "\ud800", "\x7f", "\n", "\ufeff"])
def test_what_would_break_a_line_or_a_terminal_is_escaped(char: str) -> None:
    line = one_line({"text": f"a{char}b"})
    assert char not in line
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": f"a{char}b"}


def test_other_scripts_stay_readable() -> None:
    assert one_line({"text": "Жарқын 😀 – „so“"}) == '{"text": "Жарқын 😀 – „so“"}'


@given(st.text())
def test_any_text_survives_the_way_out_and_back(text: str) -> None:
    line = one_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    line.encode()


def test_a_false_premise_is_named_and_is_the_reason_of_the_correction() -> None:
    premise = "The question says “Riyadh”; the archive says “Jeddah”."
    row = answer_as_json(
        Answer(question="?", statements=(Statement("It opened.", (OPENED,), "checked"),), premises=(premise,))
    )
    assert (row["abstained"], row["reason"], row["premises"]) == (False, premise, [premise])
