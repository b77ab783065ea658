"""The two requests beside the writing, on the whole road: settings turn them on, answers say what came of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import an_article, stored_articles
from models import Asked, Part, ScriptedModel, Wire, fails, says, stalls

from rag.answer.entailment import UNREAD, WITHHELD
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.answer import Understood
from rag.domain.errors import ModelBudgetSpent
from rag.domain.question import Reading, Turn
from rag.retrieve.rewriting import WITHOUT
from rag.settings import Settings

BRIDGE = an_article(
    "Ann Vane opened the bridge at Harrow on Monday. The town of Harrow paid nine million pounds for the bridge.",
    id="bridge",
    source="Harrow Post",
    published="2025-03-14",
)
FERRY = an_article(
    "The ferry to Sollen stops on Friday.", id="ferry", source="Valley Echo", published="2025-03-15", title="Ferry"
)
HISTORY = [Turn("Who opened the bridge at Harrow?", "Ann Vane opened the bridge at Harrow on Monday.")]
FOLLOW_UP, STANDALONE = "And who paid for it?", "Who paid for the bridge at Harrow?"
WRITTEN = "Nine million pounds for the bridge were paid by the town of Harrow [1.2]."


def reading(question: str = STANDALONE) -> str:
    part = {"question": question, "since": "", "until": "", "publishers": []}
    return json.dumps({"standalone": question, "parts": [part]})


def verdict(word: str) -> str:
    return json.dumps({"verdicts": [{"sentence": 1, "verdict": word}]})


def playing(read: Part, judge: Part) -> Part:
    """Reads, writes or judges, as its prompt wants it."""

    def play(asked: Asked, wire: Wire) -> None:
        form = asked.body.get("response_format", {}).get("json_schema", {}).get("name", "")
        return {"questionform": read, "verdictsform": judge}.get(form, says(WRITTEN))(asked, wire)

    return play


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel(playing(says(reading()), says(verdict("yes")))) as running:
        yield running


def opened(folder: Path, server: ScriptedModel, **settings: Any) -> Dateline:
    given = {"model_step_timeout_s": 60, **settings}
    dateline = open_dateline(
        Settings(archive=folder / "archive", model="scripted", openai_base_url=server.url, **given)
    )
    stored_articles(dateline.catalog, [BRIDGE, FERRY])
    dateline.rebuild()
    return dateline


def test_neither_is_asked_unless_the_settings_say_so(tmp_path: Path, server: ScriptedModel) -> None:
    answer = opened(tmp_path, server).ask(FOLLOW_UP, history=HISTORY)
    assert answer.text == WRITTEN.replace(" [1.2]", "")
    assert len(server.asked) == 1


def test_a_follow_up_is_read_by_the_model_shown_and_can_be_taken_back(tmp_path: Path, server: ScriptedModel) -> None:
    dateline = opened(tmp_path, server, model_rewrites=True)
    events = list(dateline.ask_streamed(FOLLOW_UP, history=HISTORY))
    rules, model = [event for event in events if isinstance(event, Understood)]
    assert rules.readings[0].kind == "follow-up"
    assert model.readings[0] == Reading("rewritten", STANDALONE)
    assert f"asked as: {STANDALONE}" in events[-1].understood  # type: ignore[union-attr]
    assert f"Question: {STANDALONE}" in server.asked[1].prompt, "the writer answers that"
    assert len(server.asked) == 2
    *_, again = dateline.ask_streamed(FOLLOW_UP, history=HISTORY, without=[model.readings[0]])
    assert any("follow-up, about" in said for said in again.understood)  # type: ignore[union-attr]
    assert len(server.asked) == 3, "no request to read what its asker does not want read"


def test_a_plain_question_costs_no_request_more(tmp_path: Path, server: ScriptedModel) -> None:
    opened(tmp_path, server, model_rewrites=True).ask(STANDALONE)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (says(reading("Who paid Orlov for the bridge at Harrow?")), "it adds a name"),
        (says("Gladly!"), "not of the form"),
        (stalls(), "took longer than 0.3 s"),
        (fails(500, "down"), "did not answer"),
    ],
    ids=["lying", "chatty", "slow", "broken"],
)
def test_a_reading_that_fails_leaves_the_rules_and_the_answer_says_so(tmp_path: Path, part: Part, why: str) -> None:
    with ScriptedModel(playing(part, part)) as server:
        limit_s = 0.3 if "took longer" in why else 60
        dateline = opened(tmp_path, server, model_rewrites=True, model_rereads=True, model_step_timeout_s=limit_s)
        answer = dateline.ask(FOLLOW_UP, history=HISTORY)
    assert answer.text == WRITTEN.replace(" [1.2]", "")
    note, second = answer.notes
    assert note.startswith(WITHOUT)
    assert why in note
    assert second.startswith(UNREAD)
    assert any("follow-up, about" in said for said in answer.understood)


def test_both_count_in_the_usage_the_cost_and_the_trace(tmp_path: Path, server: ScriptedModel) -> None:
    dateline = opened(
        tmp_path, server, model_rewrites=True, model_rereads=True, model_price_read=1.0, trace=tmp_path / "trace"
    )
    answer = dateline.ask(FOLLOW_UP, history=HISTORY)
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (33, 21)
    assert answer.usage.cost == pytest.approx(33 / 1e6)
    assert {"understand", "write"} <= answer.timings_ms.keys()
    (record,) = [json.loads(file.read_text()) for file in (tmp_path / "trace").iterdir()]
    assert [call.get("schema") for call in record["calls"]].count("questionform") == 1
    assert [call.get("schema") for call in record["calls"]].count("verdictsform") == 1
    assert len(record["calls"]) == 3


def test_a_budget_that_the_reading_spends_is_spent(tmp_path: Path, server: ScriptedModel) -> None:
    dateline = opened(tmp_path, server, model_rewrites=True, model_budget_tokens=18)
    with pytest.raises(ModelBudgetSpent):
        dateline.ask(FOLLOW_UP, history=HISTORY)
    assert len(server.asked) == 1


def test_what_the_model_denies_is_withheld_and_listed(tmp_path: Path) -> None:
    with ScriptedModel(playing(says(reading()), says(verdict("no")))) as server:
        answer = opened(tmp_path, server, model_rereads=True).ask(STANDALONE)
    assert WRITTEN.split(" [")[0] not in answer.text
    assert WITHHELD in [dropped.why for dropped in answer.dropped]


def test_one_request_at_a_time_is_enough_for_both(tmp_path: Path, server: ScriptedModel) -> None:
    answer = opened(tmp_path, server, model_rereads=True, model_requests_at_once=1).ask(STANDALONE)
    assert answer.notes == ()
    assert len(server.asked) == 2


def test_a_day_of_which_the_archive_has_nothing_is_told_in_the_answer(tmp_path: Path, server: ScriptedModel) -> None:
    answer = opened(tmp_path, server).ask("Who opened the bridge at Harrow in 1999?", mode="extract")
    assert any("looked for without that" in said for said in answer.understood)
