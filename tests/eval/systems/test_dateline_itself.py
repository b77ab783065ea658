from __future__ import annotations

import json
from pathlib import Path

import pytest
from answering import hit_of
from models import ScriptedModel, cut_off, good, refuses_key
from outcomes import BRIDGE, a_case, the_citation

from eval.reply import Confidence, Ranked
from eval.systems.dateline_itself import DatelineItself, reply_of
from rag.compose import open_dateline
from rag.domain.answer import Abstention, Answer, Conflict, ConflictSide, Statement, Usage
from rag.domain.errors import WorkFailed
from rag.settings import Settings

BODY = "The bridge at Harrow opened on Monday. It cost nine million pounds."


def test_statements_citations_the_marked_answer_and_premises_are_kept() -> None:
    text = BRIDGE.article.body[:28]
    citation = the_citation(text)
    answer = Answer(
        question="When?",
        statements=(Statement(text, (citation,), "verbatim", (18, 27)),),
        premises=("on Friday",),
        conflicts=(Conflict("the day", (ConflictSide("Monday", citation),)),),
        passages=(hit_of(BRIDGE, score=0.7),),
        confidence=0.8,
        model="m",
        usage=Usage(3, 4),
    )
    reply = reply_of(answer)
    assert reply.said[0].short == "on Monday"
    assert reply.ranked == (Ranked("bridge", 1, "body", 0, len(BRIDGE.article.body), 0.7),)
    assert reply.confidence == Confidence(0.8, "probability")
    assert reply.conflicts == answer.conflicts
    assert (reply.citations, reply.premises, reply.model, reply.usage) == (
        (citation,),
        ("on Friday",),
        "m",
        Usage(3, 4),
    )


def test_an_abstention_is_a_decline_with_its_reason() -> None:
    reply = reply_of(Answer(question="Who?", abstention=Abstention("no_evidence", "The archive does not say.")))
    assert reply.has_declined
    assert reply.declined == "no_evidence"


@pytest.mark.parametrize("part", [refuses_key, cut_off(f"{BODY[:37]} [1.1]. It cost")])
def test_a_model_that_fails_or_breaks_off_fails_the_question(tmp_path: Path, part: object) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "bridge", "body": BODY}), encoding="utf-8")
    with ScriptedModel(good, part) as server:  # type: ignore[arg-type]
        settings = Settings(archive=tmp_path / "archive", model="m", openai_base_url=server.url)
        dateline = open_dateline(settings)
        dateline.ingest([str(tmp_path / "a.jsonl")])
        system = DatelineItself(dateline, settings)
        assert system.answer(a_case("When did the bridge open?")).said
        with pytest.raises(WorkFailed):
            system.answer(a_case("When did the bridge at Harrow open?"))


def test_what_was_read_is_told_best_first_also_when_the_question_is_declined(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "bridge", "body": BODY}), encoding="utf-8")
    settings = Settings(archive=tmp_path / "archive", model="")
    dateline = open_dateline(settings)
    dateline.ingest([str(tmp_path / "a.jsonl")])
    reply = DatelineItself(dateline, settings).answer(a_case("Who is the head gardener of the palace?"))
    assert reply.has_declined
    assert [(r.article_id, r.start, r.end) for r in reply.ranked or ()] == [("bridge", 0, len(BODY))]
