"""LlamaIndex's real engines against a scripted endpoint, on a real archive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from models import Asked, Part, ScriptedModel, Wire, server_error
from outcomes import a_case

from eval.reply import Confidence, Outcome
from eval.scores import score
from eval.systems import SYSTEMS
from eval.systems.llamaindex import llamaindex_llm
from eval.systems.system import System
from eval.witness import bear_witness
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.answer import Usage
from rag.domain.errors import ModelError, ModelKeyMissing
from rag.domain.question import Turn
from rag.settings import Settings

ARTICLES = [
    {
        "id": "bridge",
        "title": "Bridge opens",
        "published": "2025-03-14",
        "body": "The bridge at Harrow opened on Monday.",
    },
    {"id": "ferry", "title": "Ferry stops", "published": "2025-03-20", "body": "The ferry stopped for the winter."},
]
STOCK = ("llamaindex-query", "llamaindex-chat", "llamaindex-citation")


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    folder = tmp_path_factory.mktemp("stock")
    file = folder / "articles.jsonl"
    file.write_text("\n".join(json.dumps(article) for article in ARTICLES), encoding="utf-8")
    opened = open_dateline(Settings(archive=folder / "archive", model=""))
    assert opened.ingest([str(file)]).added == 2
    return opened


def completes(text: str) -> Part:
    """A whole reply, or the same as a stream where one is asked for."""

    def play(asked: Asked, wire: Wire) -> None:
        if asked.body.get("stream"):
            wire.says(text)
            return wire.finishes()
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 30, "completion_tokens": 4, "total_tokens": 34}
        row = {"id": "c1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}
        row["usage"] = usage
        return wire.raw(json.dumps(row).encode(), kind="application/json")

    return play


def opened(name: str, dateline: Dateline, server: ScriptedModel) -> System:
    return SYSTEMS[name](dateline, Settings(model="any-name", openai_base_url=server.url, openai_api_key=None))


@pytest.mark.parametrize("name", STOCK)
def test_an_engine_answers_from_the_configured_endpoint_and_its_sources_slice_exactly(
    name: str, dateline: Dateline
) -> None:
    with ScriptedModel(completes("It opened on Monday [1].")) as server:
        reply = opened(name, dateline, server).answer(a_case("When did the bridge at Harrow open?"))
    assert reply.text == ("It opened on Monday." if name == "llamaindex-citation" else "It opened on Monday [1].")
    assert reply.model == "any-name"
    assert [r.article_id for r in reply.ranked or ()] == ["bridge", "ferry"]
    assert reply.confidence == Confidence((reply.ranked or ())[0].score, "score")
    assert reply.usage == Usage(30 * len(server.asked), 4 * len(server.asked))
    assert reply.citations[0].quote == "The bridge at Harrow opened on Monday."
    for citation in reply.citations:
        body = dateline.show(citation.article_id).latest.article.body
        assert body[citation.start : citation.end] == citation.quote
    assert "The bridge at Harrow opened on Monday." in server.asked[-1].prompt
    assert "article_id" not in server.asked[-1].prompt


def test_the_citation_engine_cites_only_the_sources_that_its_text_names(dateline: Dateline) -> None:
    with ScriptedModel(completes("It opened on Monday [1]."), completes("It did.")) as server:
        system = opened("llamaindex-citation", dateline, server)
        assert len(system.answer(a_case("When did the bridge at Harrow open?")).citations) == 1
        assert system.answer(a_case("Did it open?")).citations == ()


def test_a_mark_belongs_to_the_sentence_that_it_stands_in_or_behind(dateline: Dateline) -> None:
    text = "It opened on Monday [1]. The ferry stopped at 5 p.m. [2] Both are at Harrow. And more [7][1, 2]."
    with ScriptedModel(completes(text)) as server:
        reply = opened("llamaindex-citation", dateline, server).answer(a_case("When did the bridge at Harrow open?"))
    assert [(said.text, [c.article_id for c in said.citations]) for said in reply.said] == [
        ("It opened on Monday.", ["bridge"]),
        ("The ferry stopped at 5 p.m.", ["ferry"]),
        ("Both are at Harrow.", []),
        ("And more.", ["bridge", "ferry"]),
    ]


def test_a_model_that_lies_about_its_source_is_seen_to_lie(dateline: Dateline) -> None:
    case = a_case("When did the bridge at Harrow open?", answers=(("Monday",),))
    scores = {}
    for text in ("The bridge at Harrow opened on Monday [1].", "The bridge at Harrow opened on Friday [1]."):
        with ScriptedModel(completes(text)) as server:
            reply = opened("llamaindex-citation", dateline, server).answer(case)
        witness = bear_witness(reply, dateline)
        scored = score(Outcome(case=case, gold=(), reply=reply, witness=witness, latency_ms=1.0)).scores
        scores[text[-11:-5]] = (scored["citation_recall"], scored["right_when_answered"], scored["citation_exactness"])
    assert scores == {"Monday": (1.0, 1.0, 1.0), "Friday": (0.0, 0.0, 1.0)}


def test_calls_are_priced_by_the_settings(dateline: Dateline) -> None:
    with ScriptedModel(completes("It opened on Monday.")) as server:
        prices = {"model_price_read": 2.0, "model_price_written": 10.0}
        settings = Settings(model="m", openai_base_url=server.url, openai_api_key=None, **prices)
        reply = SYSTEMS["llamaindex-query"](dateline, settings).answer(a_case("When did the bridge open?"))
    assert reply.usage.cost == pytest.approx((30 * 2 + 4 * 10) / 1e6)


def test_marks_alone_are_no_answer(dateline: Dateline) -> None:
    with ScriptedModel(completes("[1]")) as server:
        assert opened("llamaindex-citation", dateline, server).answer(a_case("When?")).has_declined


def test_the_chat_engine_is_handed_the_conversation(dateline: Dateline) -> None:
    case = a_case("When did it open?", history=(Turn("What about the bridge?", "It is at Harrow."),))
    with ScriptedModel(completes("When did the bridge open?"), completes("On Monday.")) as server:
        opened("llamaindex-chat", dateline, server).answer(case)
    assert "What about the bridge?" in server.asked[0].prompt
    assert "It is at Harrow." in server.asked[0].prompt


@pytest.mark.parametrize("name", STOCK)
def test_nothing_published_after_the_case_is_handed_to_the_model(name: str, dateline: Dateline) -> None:
    with ScriptedModel(completes("It stopped [1].")) as server:
        opened(name, dateline, server).answer(a_case("Did the ferry stop?", as_of=date(2025, 3, 15)))
    assert all("stopped for the winter" not in asked.prompt for asked in server.asked)


def test_where_days_go_by_arrival_the_model_is_handed_the_wording_of_that_day_else_the_newest(tmp_path: Path) -> None:
    days = ("2025-03-14", "2025-03-17")
    came = iter([datetime.fromisoformat(f"{day}T08:00:00+00:00") for day in days])
    moment = next(came)
    dateline = open_dateline(Settings(archive=tmp_path / "archive", model=""), received=lambda: moment)
    for cost in ("4", "5"):
        row = {"id": "bridge", "published": days[0], "body": f"The bridge at Harrow cost £{cost} million."}
        dateline.ingest(["-"], stdin=BytesIO(json.dumps(row).encode()))
        moment = next(came, moment)
    case = a_case("What did the bridge cost?", as_of=date(2025, 3, 16), by_arrival=True)
    for asked, handed in ((case, "£4"), (replace(case, as_of=None), "£5"), (replace(case, by_arrival=False), "£5")):
        with ScriptedModel(completes("It cost much [1].")) as server:
            opened("llamaindex-query", dateline, server).answer(asked)
        assert {cost for cost in ("£4", "£5") if cost in server.asked[-1].prompt} == {handed}


@pytest.mark.parametrize("name", STOCK)
def test_a_refusal_in_words_is_a_decline(name: str, dateline: Dateline) -> None:
    with ScriptedModel(completes("The provided sources do not mention who designed it.")) as server:
        reply = opened(name, dateline, server).answer(a_case("Who designed the bridge?"))
    assert reply.has_declined
    assert reply.citations == ()
    assert reply.ranked


def test_an_endpoint_that_fails_is_an_error_and_no_answer(dateline: Dateline) -> None:
    with ScriptedModel(server_error) as server, pytest.raises(ModelError, match="Internal error"):
        opened("llamaindex-query", dateline, server).answer(a_case("When?"))


def test_without_a_base_url_the_hosted_endpoint_is_meant_and_needs_a_key(tmp_path: Path) -> None:
    with pytest.raises(ModelKeyMissing):
        llamaindex_llm(Settings(model="m", openai_base_url="", openai_api_key=None), spend=print)
