"""Opening what a search has found."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import STORED, a_version, an_article, new_version, stored_articles

from rag.adapters.sqlite import SqliteCatalog


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path)


def test_what_is_opened_stands_in_the_order_asked_for_without_what_is_gone(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("One. Two. Three.")])
    assert [(i, each.passage.text) for i, each in catalog.opened([3, 99, 1, 2]).items()] == [
        (3, "Three."),
        (1, "One."),
        (2, "Two."),
    ]
    assert catalog.opened([]) == {}


def test_each_passage_comes_with_the_version_that_it_is_of(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("The toll is 3.", id="toll", authors=("Ann Vane",))])
    stored_articles(catalog, [an_article("The toll is 5.", id="toll")], stored=STORED)
    old, new = catalog.opened([1, 2]).values()
    assert (old.passage.text, new.passage.text) == ("The toll is 3.", "The toll is 5.")
    for each in (old, new):
        assert each.version == catalog.version("toll", each.passage.version)
        assert each.passage in catalog.passages_of("toll", each.passage.version)


def test_a_passage_of_a_copy_says_what_it_is_a_copy_of(catalog: SqliteCatalog) -> None:
    copy = replace(new_version(a_version(id="copy")), origin_id="wire", outcome="near_copy")
    catalog.store([new_version(a_version(id="wire")), copy])
    origins = {each.passage.article_id: each.origin for each in catalog.opened([1, 2]).values()}
    assert origins == {"wire": "wire", "copy": "wire"}


def test_text_is_cut_at_its_own_characters_whatever_they_are(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("Brücke\x00 auf. 橋 ist 😀 offen.")])
    for each in catalog.opened([1, 2]).values():
        passage = each.passage
        assert passage.text == each.version.article.body[passage.start : passage.end]
