"""The set of short stories, and how what is shown of one is held against its labels."""

from __future__ import annotations

from collections import Counter

from fakes import FakeEmbedder

from eval.bench.changes import Found, read, rows

ROWS = {row.id: row for row in rows()}


def test_there_are_enough_stories_of_each_sort_in_both_halves() -> None:
    counts = Counter((row.half, row.sort) for row in ROWS.values())
    assert len(ROWS) >= 120
    assert min(counts.values()) >= 14
    assert len(counts) == 6


def test_every_label_is_in_the_articles_that_it_is_about() -> None:
    for row in ROWS.values():
        bodies = [v.article.body for v in (*row.story.earlier, *row.story.versions)]
        for sides in (*row.conflicts, *row.changes):
            assert all(any(words in body for body in bodies) for words in sides), row.id


def test_changes_are_over_days_and_the_oldest_article_comes_first() -> None:
    assert all(row.story.earlier for row in ROWS.values() if row.changes)
    assert all(not row.story.earlier for row in ROWS.values() if row.kind == "cost")


def test_what_cites_both_sides_is_found_and_what_cites_none_is_false() -> None:
    row = ROWS["ferry-osk"]
    (one, other), elsewhere = row.conflicts[0], "The vessel, the Marigold, was licensed for 40."
    found = Found(row, ((one, other), (elsewhere, other)), ((elsewhere, elsewhere),))
    assert (found.conflicts_found, len(found.false_conflicts), len(found.false_changes)) == (1, 1, 1)


def test_a_story_goes_the_way_of_a_briefing() -> None:
    found = read(ROWS["ferry-osk"], FakeEmbedder())
    assert (found.conflicts_found, found.false_conflicts) == (1, [])
