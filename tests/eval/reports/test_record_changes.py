from __future__ import annotations

from dataclasses import replace

from outcomes import RECORD

from eval.record import PromptUsed
from eval.reports.record_changes import record_changes


def test_model_prompts_code_articles_and_settings_are_told_each_in_its_way() -> None:
    after = replace(
        RECORD,
        model="gpt-small",
        endpoint="http://127.0.0.1:9/v1",
        archive="b" * 64,
        prompts=(PromptUsed("answer", 2, "q" * 64), PromptUsed("repair", 1, "r" * 64)),
        settings={"passages": 12},
    )
    assert [str(change) for change in record_changes(RECORD, after)] == [
        "model: extract → gpt-small",
        "endpoint: none → http://127.0.0.1:9/v1",
        "articles: hash a → hash bbbbbbbbbbbb",
        "prompt answer: version 1 (p) → version 2 (qqqqqqqqqqqq)",
        "prompt repair: none → version 1 (rrrrrrrrrrrr)",
        "setting passages: default → 12",
    ]


def test_times_and_the_name_of_the_sets_file_are_no_difference() -> None:
    assert record_changes(RECORD, replace(RECORD, started="later", finished="later", set_name="moved.jsonl")) == []
