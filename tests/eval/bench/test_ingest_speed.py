"""The benchmarks of an ingest, with small numbers: that they measure what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.bench.ingest_articles import lines
from eval.bench.ingest_speed import Step, again, growth, memory, searchable, vectors


def test_articles_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    assert list(lines(5, seed=1)) == list(lines(5, seed=1))
    assert set(lines(5, seed=1)).isdisjoint(lines(5, seed=2))


def test_articles_have_about_as_many_words_as_asked_for_and_ids_of_their_own() -> None:
    articles = [json.loads(line) for line in lines(50, words=350)]
    assert len({article["id"] for article in articles}) == 50
    assert 340 < sum(len(article["body"].split()) for article in articles) / 50 < 420


def test_a_revision_keeps_the_ids_and_changes_every_text() -> None:
    before, after = ([json.loads(line) for line in lines(10, revision=revision)] for revision in (0, 1))
    assert [a["id"] for a in before] == [a["id"] for a in after]
    assert all(b["body"].startswith(a["body"]) and a != b for a, b in zip(before, after, strict=True))


def test_what_is_searchable_is_timed(tmp_path: Path) -> None:
    took = searchable(tmp_path, 5)
    assert took.count == 5
    assert took.per_second > 0


@pytest.mark.slow
def test_vectors_are_timed_three_ways_over_the_same_passages(tmp_path: Path) -> None:
    found = vectors(tmp_path, 2)
    assert found.passages > 5
    assert min(found.ours, found.raw, found.stock) > 0


@pytest.mark.slow
def test_unchanged_articles_are_far_faster_than_new_ones(tmp_path: Path) -> None:
    assert again(tmp_path, 100, 3).ratio > 5


def test_growth_takes_its_steps(tmp_path: Path) -> None:
    told: list[Step] = []
    steps = growth(tmp_path, [30, 60], told.append)
    assert steps == told
    assert 30 < steps[0].passages < steps[1].passages


@pytest.mark.slow
def test_memory_is_that_of_a_process_of_its_own(tmp_path: Path) -> None:
    assert 50 < memory(20) < 2_000
