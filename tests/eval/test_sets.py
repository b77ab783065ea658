from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from eval.case import Case, Kind, load_set, split_of
from eval.gold import locate_gold
from eval.run import SETS, find_set
from rag.domain.article import Version
from rag.domain.ingest import ReadArticle
from rag.ingest.readers.jsonl import read_jsonl
from rag.resources import bundled

SEED = load_set(SETS / "seed.jsonl")
PAGE = "\n".join(path.read_text(encoding="utf-8") for path in bundled("seeds").glob("*.txt"))

DEVELOPMENT = load_set(SETS / "development.jsonl")


def test_the_seed_set_holds_every_kind_in_both_halves() -> None:
    assert len(SEED.cases) >= 80
    for split in ("dev", "test"):
        assert {case.kind for case in SEED.cases if case.split == split} == set(get_args(Kind))


@pytest.mark.parametrize("case", SEED.cases, ids=lambda case: case.id)
def test_a_seed_case_was_reviewed_stays_in_its_half_and_its_gold_stands_in_the_page(case: Case) -> None:
    assert case.reviewed
    assert case.split == split_of(case.id)
    assert all(PAGE.count(gold.quote) == 1 for gold in case.gold)


def test_the_development_set_names_an_archive_in_a_folder_beside_it_and_its_gold_stands_there() -> None:
    with (DEVELOPMENT.path.parent / DEVELOPMENT.archive).open("rb") as stream:
        read = list(read_jsonl(stream, "development", {}))
    articles = [outcome.article for outcome in read if isinstance(outcome, ReadArticle)]
    assert len(articles) == len(read)
    spans = locate_gold(DEVELOPMENT, [Version(article, 1, datetime.now(UTC)) for article in articles])
    assert all(article.published for article in articles)
    assert all(article.source.endswith("(invented)") for article in articles)
    asked_about = {span.article_id for located in spans.values() for span in located}
    assert asked_about == {article.id for article in articles}


def test_the_development_set_was_reviewed_and_holds_every_decision_in_both_halves() -> None:
    assert all(case.reviewed and case.split == split_of(case.id) for case in DEVELOPMENT.cases)
    for split in ("dev", "test"):
        kinds = [case.kind for case in DEVELOPMENT.cases if case.split == split]
        assert set(kinds) == set(get_args(Kind)) - {"injection"}
        assert kinds.count("unanswerable") >= 40
        assert kinds.count("false-premise") >= 25


def test_no_question_stands_twice_in_the_development_set() -> None:
    asked = [(case.question, case.history) for case in DEVELOPMENT.cases]
    assert len(set(asked)) == len(asked)


def test_a_shipped_set_is_found_by_its_name_and_no_other_file_is_taken_for_it(tmp_path: Path) -> None:
    assert find_set(Path("seed")) == SETS / "seed.jsonl"
    assert find_set(tmp_path / "seed.jsonl") == tmp_path / "seed.jsonl"
    assert find_set(Path("other.jsonl")) == Path("other.jsonl")
