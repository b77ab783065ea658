from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from outcomes import BRIDGE, RECORD, a_case

from eval.case import CaseSet
from eval.record import RunRecord, code_hash, record_as_json, record_from_json, record_run
from rag.domain.article import Version
from rag.settings import Settings


def a_record(settings: Settings, *articles: Version) -> RunRecord:
    cases = CaseSet(Path("some.jsonl"), "s", "seeds", (a_case(),))
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


def test_the_code_hash_is_the_same_twice() -> None:
    assert code_hash() == code_hash()
