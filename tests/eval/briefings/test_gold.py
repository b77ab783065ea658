from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.bench.delta import GOLD
from eval.briefings.gold import load_briefing_gold
from rag.domain.errors import UsageError


def test_the_fortnights_labels_are_read_with_every_item_quoted() -> None:
    gold = load_briefing_gold(GOLD)
    assert Counter(item.kind for item in gold.items) == {"new": 140, "changed": 94, "corrected": 10, "withdrawn": 3}
    assert [item.what for item in gold.items if not item.quotes] == []
    assert {story.rank for story in gold.stories} >= {1, 2, 3}
    assert all(story.articles for story in gold.stories)


def test_a_folder_without_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"corrections\.jsonl cannot be read"):
        load_briefing_gold(tmp_path)
