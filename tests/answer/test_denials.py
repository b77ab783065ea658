"""What one account says against another in so many words. All articles are invented."""

from __future__ import annotations

import pytest
from builders import a_version

from rag.answer.denials import common_words, denials
from rag.answer.evidence import sentences
from rag.answer.values import Told


def told(body: str, source: str, day: str = "2026-03-03") -> list[Told]:
    return [Told(line) for line in sentences(a_version(body, source=source, published=day)) if line.field == "body"]


def pairs(one: str, two: str, *, later: str = "2026-03-03") -> list[tuple[str, str]]:
    """(denial, what it denies), as the sentences begin; the second article may be of a later day."""
    found = denials([*told(one, "One"), *told(two, "Two", later)])
    return [tuple(given.told.evidence.text[:12] for given in pair) for pair in found]  # type: ignore[misc]


SAID = "The crack in the wall of the weir is nine metres long, said the operator."


@pytest.mark.parametrize(
    "other",
    [
        "The crack is 14 metres long, considerably longer than the operator has said.",
        "The crack is 14 metres long, half as much again as the operator had claimed.",
        "At 4 metres the crack is shorter than the owner has said.",
    ],
)
def test_a_figure_that_is_compared_with_what_was_said_stands_against_it_on_a_later_day_too(other: str) -> None:
    assert pairs(SAID, other, later="2026-03-05") == [(other[:12], SAID[:12])]


@pytest.mark.parametrize(
    "other",
    [
        "The crack is 14 metres long.",
        "At 14 metres the crack is shorter than the owner has said.",
        "The wall is 14 years old, older than the operator has said.",
    ],
    ids=["compared with nothing", "in the other direction", "of another unit"],
)
def test_a_figure_that_is_not_so_compared_stands_against_nothing(other: str) -> None:
    assert pairs(SAID, other, later="2026-03-05") == []


def test_of_two_figures_that_may_have_been_said_neither_is_chosen() -> None:
    assert pairs(SAID + " The weir is 60 metres long.", "The crack is 70 metres, longer than they have said.") == []


def test_what_was_said_long_ago_is_not_looked_back_on() -> None:
    assert pairs(SAID, "The crack is 14 metres long, longer than the operator has said.", later="2026-03-20") == []


REPORT = "A girl has died after an outbreak of meningitis at the Hill School in Maresund."


def test_what_one_publisher_reports_and_another_denies_are_two_accounts() -> None:
    denial = "The county said that it had no proof of meningitis and knew of no death."
    assert pairs(REPORT, denial) == [("The county s", "A girl has d")]


def test_all_alive_denies_a_death() -> None:
    alive = "All the children of the Hill School are alive, the county medical officer said."
    assert pairs(REPORT, alive) == [("All the chil", "A girl has d")]


@pytest.mark.parametrize(
    "other",
    [
        "The county did not say whether a girl had died after an outbreak of meningitis at the school.",
        "The Hill School in Maresund has no gymnasium.",
        "There has been no outbreak of measles in the country since 1998.",
        "The county said that it had no reason to close the school.",
    ],
    ids=["only silent", "another thing", "another outbreak", "a reason"],
)
def test_a_negation_of_something_else_denies_nothing(other: str) -> None:
    assert pairs(REPORT, other) == []


def test_what_is_only_feared_is_not_reported() -> None:
    denial = "The county said that it had no proof of meningitis and knew of no death."
    assert pairs("Parents fear meningitis and a death at the Hill School.", denial) == []


def test_another_day_may_know_more() -> None:
    denial = "The county said that it had no proof of meningitis and knew of no death."
    assert pairs(REPORT, denial, later="2026-03-04") == []


def test_what_one_party_says_and_the_next_sentence_denies_are_two_accounts_of_one_article() -> None:
    body = "The union chained the gates of the depot, he claimed. The union denies it. Trams run again."
    assert pairs(body, "Rain fell on Lund.") == [("The union de", "The union ch")]


@pytest.mark.parametrize(
    "body",
    [
        "The company offered 3 percent, it said. The union rejected this as too little.",
        "The gates of the depot were shut. The union denies it.",
        "He claimed that the union chained the gates. Nobody was there. The union denies it.",
    ],
    ids=["an offer that is turned down", "nobody claims it", "not the sentence before"],
)
def test_what_is_no_claim_that_is_denied(body: str) -> None:
    assert pairs(body, "Rain fell on Lund.") == []


def test_words_of_many_sentences_say_nothing() -> None:
    lines = told(" ".join(f"The dam was seen by visitor number {n}." for n in range(8)), "One")
    assert "dam" not in common_words(lines[:3])
    assert "dam" in common_words(lines)
