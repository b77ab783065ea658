"""`dateline remove`: for good, and old citations say so."""

from __future__ import annotations

import json

import pytest
from newsroom import Cli

ROWS = b"".join(
    json.dumps(row).encode() + b"\n"
    for row in (
        {"id": "a", "body": "The ferry sank on 3 May.", "source": "Post", "published": "2025-05-03"},
        {"id": "b", "body": "A bridge was opened in Harrow.", "source": "Valley News", "published": "2025-06-01"},
    )
)


@pytest.fixture
def stocked(cli: Cli) -> Cli:
    assert cli("ingest", "-", stdin=ROWS).status == 0
    return cli


def test_an_article_that_is_named_goes_without_a_question_and_its_citation_says_when(stocked: Cli) -> None:
    ran = stocked("remove", "a")
    assert (ran.status, ran.out, ran.sentence) == (0, "", "1 article removed.")
    shown = stocked("show", "a")
    assert shown.status == 1
    assert shown.sentence.startswith("The article 'a' was removed from the archive on 20")
    assert {hit["article_id"] for hit in stocked("search", "ferry", "--json").json["hits"]} <= {"b"}
    assert stocked("doctor").status == 0


def test_a_source_is_removed_only_with_yes_where_nobody_can_answer(stocked: Cli) -> None:
    refused = stocked("remove", "--source", "Post")
    assert refused.status == 2
    assert "--yes" in refused.sentence
    assert stocked("show", "a").status == 0
    ran = stocked("remove", "--source", "Post", "--yes", "--json")
    assert (ran.status, ran.json) == (0, {"removed": 1, "already_removed": []})
    assert stocked("show", "b").status == 0


def test_all_up_to_a_day(stocked: Cli) -> None:
    assert stocked("remove", "--until", "2025-05-31", "--yes", "--json").json["removed"] == 1


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [([], 2, "Nothing is chosen"), (["never"], 1, "never"), (["--until", "soon"], 2, "soon")],
)
def test_what_cannot_be_removed_is_one_sentence(stocked: Cli, argv: list[str], status: int, says: str) -> None:
    ran = stocked("remove", *argv)
    assert ran.status == status
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_removal_again_is_no_failure(stocked: Cli) -> None:
    stocked("remove", "a")
    ran = stocked("remove", "a", "--json")
    assert (ran.status, ran.json) == (0, {"removed": 0, "already_removed": ["a"]})


def test_a_removed_article_that_comes_again_is_not_taken_in(stocked: Cli) -> None:
    stocked("remove", "a")
    assert stocked("ingest", "-", "--json", stdin=ROWS).json["unchanged"] == 2
    assert stocked("show", "a").status == 1
