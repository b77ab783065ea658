"""What publishers changed in their articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import an_article, new_version

from rag.adapters.sqlite import SqliteCatalog
from rag.brief.revised import first_since, printed_before, revisions
from rag.domain.article import Notice, Version
from rag.domain.briefing import Change

_FIRST = datetime(2025, 3, 13, 9, tzinfo=UTC)
_SECOND = datetime(2025, 3, 14, 9, tzinfo=UTC)
_OLD = "The bridge of Tavin cost 12 million crowns. It opened on Monday. Mayor Ilse Brandt cut a ribbon."


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path / "archive")


def _revised(catalog: SqliteCatalog, body: str, notice: Notice = "") -> Version:
    article = an_article(_OLD, id="a", published="2025-03-13", title="Bridge opens")
    versions = [Version(article, 1, _FIRST), Version(replace(article, body=body, notice=notice), 2, _SECOND)]
    catalog.store([new_version(v) for v in versions])
    return versions[1]


def _changes(catalog: SqliteCatalog, body: str, notice: Notice = "") -> list[tuple[str, str, str]]:
    found: list[Change] = revisions(catalog, _revised(catalog, body, notice), "s", 2)
    return [(c.kind, c.statement.text, c.before.text if c.before else "") for c in found]


def test_a_corrected_sentence_is_reported_with_the_one_it_replaced(catalog: SqliteCatalog) -> None:
    body = f"Correction: an earlier version gave a wrong sum.\n\n{_OLD.replace('12', '21')}"
    assert _changes(catalog, body, "corrected") == [
        ("corrected", "The bridge of Tavin cost 21 million crowns.", "The bridge of Tavin cost 12 million crowns.")
    ]


def test_a_new_figure_without_a_notice_is_an_update(catalog: SqliteCatalog) -> None:
    assert _changes(catalog, _OLD.replace("12", "14")) == [
        ("updated", "The bridge of Tavin cost 14 million crowns.", "The bridge of Tavin cost 12 million crowns.")
    ]


def test_other_words_for_the_same_are_no_change(catalog: SqliteCatalog) -> None:
    assert _changes(catalog, _OLD.replace("It opened on", "It was opened on")) == []


def test_a_withdrawn_article_is_one_change_that_cites_the_notice_and_the_lead_taken_back(
    catalog: SqliteCatalog,
) -> None:
    body = "The Meridian withdraws its report of 13 March. No bridge was opened. We apologise to our readers."
    ((kind, now, before),) = _changes(catalog, body, "withdrawn")
    assert (kind, before) == ("withdrawn", "The bridge of Tavin cost 12 million crowns.")
    assert now.startswith("The Meridian withdraws its report")
    assert "No bridge was opened." in now


def test_both_versions_are_cited_to_the_character(catalog: SqliteCatalog) -> None:
    for change in revisions(catalog, _revised(catalog, _OLD.replace("12", "14")), "s", 2):
        for statement in (change.statement, change.before):
            assert statement is not None
            (citation,) = statement.citations
            version = catalog.version(citation.article_id, citation.version)
            assert version is not None
            assert version.article.body[citation.start : citation.end] == statement.text


def test_what_stood_there_before_the_day_is_what_the_reader_could_have_had(catalog: SqliteCatalog) -> None:
    version = _revised(catalog, _OLD.replace("12", "14"))
    assert first_since(version, catalog, _SECOND) == 2
    assert "The bridge of Tavin cost 12 million crowns." in printed_before(catalog, version, _SECOND)
    assert "The bridge of Tavin cost 14 million crowns." not in printed_before(catalog, version, _SECOND)
