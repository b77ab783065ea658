from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from outcomes import BRIDGE, RECORD, a_case

from eval.case import Case, CaseSet
from eval.record import (
    PromptUsed,
    RunRecord,
    code_hash,
    question_key,
    record_as_json,
    record_from_json,
    record_run,
    settings_used,
)
from rag.domain.article import Version
from rag.domain.question import Turn
from rag.settings import Settings


def a_record(settings: Settings, *articles: Version, case: Case | None = None) -> RunRecord:
    cases = CaseSet(Path("some.jsonl"), "s", "seeds", (case or a_case(),))
    return record_run(cases, system="dateline", settings=settings, embedder="e", articles=articles, started="now")


def test_a_record_comes_back_from_json_as_it_was() -> None:
    assert record_from_json(record_as_json(RECORD)) == RECORD


def test_two_records_differ_in_what_may_change_the_answers_and_not_in_their_times() -> None:
    assert RECORD.differences(replace(RECORD, started="x", finished="y", set_name="z")) == []
    assert RECORD.differences(replace(RECORD, code="x", archive="y")) == ["archive", "code"]


def test_the_endpoint_is_recorded_without_its_credentials() -> None:
    settings = Settings(model="m", openai_base_url="http://ann:secret@127.0.0.1:9/v1?key=secret")
    record = record_as_json(a_record(settings))
    assert record["endpoint"] == "http://127.0.0.1:9/v1"
    assert "secret" not in str(record)


def test_the_archive_is_recorded_by_its_texts_in_any_order() -> None:
    settings = Settings(model="")
    other = replace(BRIDGE, number=2)
    assert a_record(settings, BRIDGE, other) == a_record(settings, other, BRIDGE)
    assert a_record(settings, BRIDGE) != a_record(settings, other)


def test_when_the_articles_came_is_recorded_only_where_days_go_by_it() -> None:
    later = replace(BRIDGE, stored=BRIDGE.stored + timedelta(days=1))
    settings = Settings(model="")
    assert a_record(settings, BRIDGE) == a_record(settings, later)
    dated = a_case(as_of=date(2026, 3, 3), by_arrival=True)
    assert a_record(settings, BRIDGE, case=dated).archive != a_record(settings, later, case=dated).archive


def test_the_code_hash_is_the_same_twice_and_the_users_own_file_is_a_part_of_it(tmp_path: Path) -> None:
    own = tmp_path / "mine.py"
    own.write_text("A = 1", encoding="utf-8")
    assert code_hash() == code_hash()
    first = code_hash(own)
    own.write_text("A = 2", encoding="utf-8")
    assert len({code_hash(), first, code_hash(own)}) == 3


def test_settings_that_answers_depend_on_are_recorded_and_no_others() -> None:
    settings = Settings(
        timezone="UTC",
        passages=3,
        smtp_url="smtp://desk",
        reranker_url="http://ann:secret@127.0.0.1:9",
        llamaindex_llm_arguments={"api_key": "secret"},
    )
    used = settings_used(settings)
    assert set(used) == {"timezone", "passages", "reranker_url", "llamaindex_llm_arguments"}
    assert "secret" not in str(used)
    assert settings_used(Settings(timezone="UTC")) == {"timezone": "UTC"}


WRITTEN = replace(RECORD, model="m")
PROMPTED = replace(WRITTEN, prompts=(PromptUsed("answer", 2, "q"), PromptUsed("repair", 1, "r")))


@pytest.mark.parametrize(
    "change",
    [{"system": "bm25"}, {"model": "m"}, {"embedder": "x"}, {"archive": "x"}, {"code": "x"}, {"settings": {"a": 1}}],
)
def test_an_answer_holds_no_longer_where_what_it_depends_on_has_changed(change: dict[str, Any]) -> None:
    assert question_key(RECORD, a_case(), 1) != question_key(replace(RECORD, **change), a_case(), 1)


def test_an_answer_holds_where_only_its_gold_its_id_or_the_run_have_changed() -> None:
    key = question_key(RECORD, a_case(), 1)
    assert key == question_key(RECORD, a_case(id="other", answers=(("x",),), tags=("t",)), 1)
    assert key == question_key(replace(RECORD, set_sha256="x", started="x", repeats=3), a_case(), 1)


def test_another_question_history_day_or_repeat_is_another_answer() -> None:
    cases = [a_case(), a_case("Who?"), a_case(history=(Turn("Where?"),)), a_case(as_of=date(2025, 3, 14))]
    keys = {question_key(RECORD, case, repeat) for case in cases for repeat in (1, 2)}
    assert len(keys) == 8


def test_a_changed_prompt_matters_only_where_a_model_is_asked() -> None:
    assert question_key(WRITTEN, a_case(), 1) != question_key(PROMPTED, a_case(), 1)
    extract = replace(PROMPTED, model="extract")
    assert question_key(RECORD, a_case(), 1) == question_key(extract, a_case(), 1)


def test_what_has_changed_is_told_in_words() -> None:
    assert PROMPTED.reasons_to_ask(replace(WRITTEN, code="x")) == ["the code", "the prompts answer, repair"]
    assert replace(RECORD, archive="x").reasons_to_ask(RECORD) == ["the articles"]
    assert replace(PROMPTED, model="extract").reasons_to_ask(RECORD) == []
