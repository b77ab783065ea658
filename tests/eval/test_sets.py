from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from eval.archive import by_arrival
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

OVER_SEVERAL_DAYS = {"multi-article", "temporal", "conflict", "correction"}  # kinds that need a run of news

FORTNIGHT = load_set(SETS / "fortnight.jsonl")
STORIES = SETS.parent / "fortnight" / "gold" / "stories.jsonl"
AT_LEAST = {
    "fact": 30,
    "multi-article": 25,
    "temporal": 25,
    "comparison": 15,
    "conflict": 16,
    "correction": 16,
    "unanswerable": 30,
    "false-premise": 18,
    "follow-up": 18,
    "injection": 8,
    "list": 5,
    "quotation": 5,
    "yes-no": 5,
    "paraphrase": 5,
    "noisy": 5,
    "other-language": 5,
}


def test_the_seed_set_holds_every_kind_in_both_halves() -> None:
    assert len(SEED.cases) >= 80
    for split in ("dev", "test"):
        assert {case.kind for case in SEED.cases if case.split == split} == set(get_args(Kind)) - OVER_SEVERAL_DAYS


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
        assert set(kinds) == set(get_args(Kind)) - {"injection"} - OVER_SEVERAL_DAYS
        assert kinds.count("unanswerable") >= 40
        assert kinds.count("false-premise") >= 25


def test_no_question_stands_twice_in_the_development_set() -> None:
    asked = [(case.question, case.history) for case in DEVELOPMENT.cases]
    assert len(set(asked)) == len(asked)


def test_the_fortnight_set_holds_every_kind_in_both_halves_and_a_second_reader_read_each_row() -> None:
    kinds = Counter[str](case.kind for case in FORTNIGHT.cases)
    assert len(FORTNIGHT.cases) >= 200
    assert set(kinds) == set(AT_LEAST) == set(get_args(Kind)) - {"about-the-page"}
    assert {kind for kind, least in AT_LEAST.items() if kinds[kind] < least} == set()
    for split in ("dev", "test"):
        assert {case.kind for case in FORTNIGHT.cases if case.split == split} == set(kinds)
    assert all(case.reviewed and case.split == split_of(case.id) for case in FORTNIGHT.cases)


def test_the_gold_of_the_fortnight_set_stands_in_the_version_that_was_known_on_the_case_s_day() -> None:
    cases = by_arrival(FORTNIGHT)
    spans = locate_gold(cases, versions_of_the_fortnight())
    assert cases.by_arrival
    assert all(spans[case.id] for case in cases.cases if case.answerable)
    corrected_later = [case for case in cases.cases if "old-version" in case.tags]
    assert len(corrected_later) == 4
    assert all({span.version for span in spans[case.id]} == {1} for case in corrected_later)


def test_every_story_of_the_fortnight_is_asked_about_and_no_question_stands_twice() -> None:
    stories = [json.loads(line)["story"] for line in STORIES.read_text(encoding="utf-8").splitlines()]
    asked_about = Counter(tag for case in FORTNIGHT.cases for tag in set(case.tags))
    assert [story for story in stories if asked_about[story] < 3] == []
    asked = Counter((case.question, case.history, case.as_of) for case in FORTNIGHT.cases)
    assert asked.most_common(1)[0][1] == 1


def versions_of_the_fortnight() -> list[Version]:
    """As a catalog would hold them that took each in when it came."""
    path = FORTNIGHT.path.parent / FORTNIGHT.archive
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open("rb") as stream:
        read = list(read_jsonl(stream, "fortnight", {}))
    numbers = Counter[str]()
    versions = []
    for row, outcome in zip(rows, read, strict=True):
        assert isinstance(outcome, ReadArticle)
        numbers[row["id"]] += 1
        came = datetime.fromisoformat(row["received"]).astimezone(UTC)
        versions.append(Version(outcome.article, numbers[row["id"]], came))
    return versions


def test_a_shipped_set_is_found_by_its_name_and_no_other_file_is_taken_for_it(tmp_path: Path) -> None:
    assert find_set(Path("seed")) == SETS / "seed.jsonl"
    assert find_set(tmp_path / "seed.jsonl") == tmp_path / "seed.jsonl"
    assert find_set(Path("other.jsonl")) == Path("other.jsonl")
