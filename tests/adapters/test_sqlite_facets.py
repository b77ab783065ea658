"""What the catalog's articles are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import an_article, stored_articles

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.facets import Facets
from rag.domain.question import Filters


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    catalog = SqliteCatalog(tmp_path)
    stored_articles(
        catalog,
        [
            an_article("One.", id="a", source="Echo", section="Local", language="en", published="2025-03-03"),
            an_article("Two.", id="b", source="Post", section="Local", language="de", published="2025-03-03T22:00:00"),
            an_article("Three.", id="c", source="Post", section="", language="en", published="2025-03-05"),
            an_article("Four.", id="d", source="", section="", language="", published=None),
        ],
    )
    return catalog


def test_articles_are_counted_by_name_most_first(catalog: SqliteCatalog) -> None:
    assert catalog.facets() == Facets(
        articles=4,
        sources=(("Post", 2), ("Echo", 1)),
        sections=(("Local", 2),),
        languages=(("en", 2), ("de", 1)),
        days=((date(2025, 3, 3), 2), (date(2025, 3, 5), 1)),
    )


def test_only_what_the_filters_allow_is_counted(catalog: SqliteCatalog) -> None:
    facets = catalog.facets(Filters(sources=("post",), until=date(2025, 3, 4)))
    assert (facets.articles, facets.sources) == (1, (("Post", 1),))


def test_an_article_counts_once_by_its_newest_version(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("One, changed.", id="a", source="Echo", section="National")])
    facets = catalog.facets()
    assert facets.articles == 4
    assert dict(facets.sections) == {"Local": 1, "National": 1}


def test_an_empty_archive_has_no_facets(tmp_path: Path) -> None:
    assert SqliteCatalog(tmp_path / "empty").facets() == Facets()


def test_articles_are_counted_once_for_as_long_as_they_are_the_same(catalog: SqliteCatalog) -> None:
    assert catalog.facets() is catalog.facets()
    assert catalog.facets(Filters(languages=("en",))) is catalog.facets(Filters(languages=("en",)))
    assert catalog.facets(Filters(languages=("de",))).articles == 1


def test_what_another_process_stores_or_removes_is_counted_anew(catalog: SqliteCatalog, tmp_path: Path) -> None:
    assert catalog.facets().articles == 4
    other = SqliteCatalog(tmp_path)
    stored_articles(other, [an_article("Five.", id="e", source="Echo")])
    assert catalog.facets().articles == 5
    other.remove(["e", "a"], removed=datetime(2025, 3, 6, tzinfo=UTC))
    assert catalog.facets().sources == (("Post", 2),)


def test_one_article_in_another_one_s_place_is_counted_once_the_words_are_indexed(
    catalog: SqliteCatalog, tmp_path: Path
) -> None:
    assert catalog.facets().articles == 4
    other = SqliteCatalog(tmp_path)
    other.remove(["a"], removed=datetime(2025, 3, 6, tzinfo=UTC))
    stored_articles(other, [an_article("Five.", id="e", source="Herald")])
    other.mark_indexed("words", [])
    assert dict(catalog.facets().sources) == {"Post": 2, "Herald": 1}


def test_the_filters_of_a_long_day_do_not_pile_up(catalog: SqliteCatalog) -> None:
    first = catalog.facets()
    for number in range(100):
        assert catalog.facets(Filters(sources=(f"Nobody {number}",))) == Facets()
    assert catalog.facets() is not first
    assert catalog.facets() == first
