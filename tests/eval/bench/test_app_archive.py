"""The archive that the app is measured on: invented, the same every time, and found by its own questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.app_archive import PATTERNS, made_archive, story


def test_a_story_is_the_same_for_the_same_number() -> None:
    assert story(5) == story(5)


def test_no_two_stories_share_a_place_a_person_or_a_question() -> None:
    stories = [story(number) for number in range(25_000)]
    names = [name for told in stories for name in (told.place, told.person)]
    assert len(set(names)) == 2 * len(stories)
    assert len({told.question for told in stories}) == len(stories)


def test_stories_of_one_pattern_differ_in_names_and_figures_alone() -> None:
    one, other = story(7), story(7 + PATTERNS)
    assert (one.body, one.act, one.thing, one.reason) == (other.body, other.act, other.thing, other.reason)
    assert one.people != other.people


def test_an_archive_is_made_once_and_answers_the_question_of_a_story(tmp_path: Path) -> None:
    made = made_archive(tmp_path, 40)
    assert made.catalog.counts()["passages"] == 40
    assert (made.catalog.pending_count("words"), made.catalog.pending_count("vectors")) == (0, 0)
    told = story(3)
    answer = made.ask(told.question)
    assert str(told.people) in " ".join(statement.text for statement in answer.statements)
    before = made.catalog.generation("words")
    assert made_archive(tmp_path, 40).catalog.generation("words") == before


def test_an_archive_of_another_size_is_refused_with_what_to_do(tmp_path: Path) -> None:
    made_archive(tmp_path, 4)
    with pytest.raises(ValueError, match=r"holds 4 passages, not 40.*--passages 4"):
        made_archive(tmp_path, 40)
