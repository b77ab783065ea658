"""The Archive page's logic, run without a browser."""

from __future__ import annotations

import pytest
from builders import a_version
from streamlit.testing.v1 import AppTest
from ui.apptest import page, sent
from ui.fake_dateline import BODY, FakeDateline, the_bridge

from rag.domain.article import Version
from rag.domain.errors import ArchiveDamaged
from rag.domain.question import Filters


def searched(query: str, *versions: Version) -> AppTest:
    """The page after that was typed."""
    at = page("archive", FakeDateline(list(versions)))
    at.session_state["archive_query"] = query
    return at.run()


def rows(at: object) -> list[dict[str, object]]:
    return sent(at, "listing")[-1]["rows"]  # type: ignore[arg-type]


def test_articles_are_listed_with_publisher_and_day() -> None:
    (row,) = rows(page("archive", FakeDateline([the_bridge()])).run())
    assert (row["title"], row["meta"]) == ("Harrow bridge opens after nine months", "Harrow Gazette · 3 March 2025")
    assert row["place"] == {"article": "bridge"}


def test_an_article_without_a_headline_is_listed_by_its_first_words() -> None:
    (row,) = rows(page("archive", FakeDateline([a_version("A short note. " * 20)])).run())
    assert row["title"] == "A short note. A short note. A short note. A short note. A short note. A short note. A…"


def test_what_became_of_an_article_stands_in_its_row() -> None:
    (row,) = rows(page("archive", FakeDateline([the_bridge(number=2, notice="corrected")])).run())
    assert row["meta"] == "Harrow Gazette · 3 March 2025 · 2 versions · corrected"


def test_a_search_lists_articles_that_open_at_the_passage_that_was_found() -> None:
    (row,) = rows(searched("county engineer", the_bridge()))
    start = BODY.index("county engineer")
    assert row["snippet"] == "county engineer"
    assert (row["place"]["start"], row["place"]["end"]) == (str(start), str(start + 15))  # type: ignore[index]


def test_a_search_counts_what_it_found_by_publisher_and_day() -> None:
    at = searched("Harrow", the_bridge(), the_bridge(id="copy", source="Valley Echo"))
    (facets,) = sent(at, "facets")
    assert [(n["name"], n["articles"]) for n in facets["lists"][0]["names"]] == [
        ("Harrow Gazette", "1"),
        ("Valley Echo", "1"),
    ]
    assert [bar["label"] for bar in facets["bars"]] == ["3 March 2025: 2 articles"]


def test_a_filter_narrows_the_list_and_can_be_taken_away() -> None:
    dateline = FakeDateline([the_bridge(), the_bridge(id="copy", source="Valley Echo", title="Echo of the bridge")])
    at = page("archive", dateline)
    at.session_state["archive_filters"] = Filters(sources=("Valley Echo",))
    assert [row["title"] for row in rows(at.run())] == ["Echo of the bridge"]
    (facets,) = sent(at, "facets")
    assert facets["active"] == [{"label": "Valley Echo", "kind": "sources", "value": "Valley Echo"}]
    assert [n["name"] for n in facets["lists"][0]["names"]] == ["Harrow Gazette", "Valley Echo"]


def test_more_articles_than_a_page_holds_are_turned_over() -> None:
    at = page("archive", FakeDateline([the_bridge(id=f"a{n}", title=f"Bridge {n}") for n in range(25)])).run()
    assert [row["title"] for row in rows(at)] == [f"Bridge {n}" for n in range(20)]
    at.session_state[f"archive_page_{hash(Filters())}"] = 2
    at.run()
    assert [row["title"] for row in rows(at)] == [f"Bridge {n}" for n in range(20, 25)]


def test_the_words_of_a_shared_search_are_searched_for() -> None:
    at = page("archive", FakeDateline([the_bridge(), the_bridge(id="other", body="Nothing of the kind.")]))
    at.query_params["search"] = "nine months"
    assert [row["title"] for row in rows(at.run())] == [the_bridge().article.title]
    assert sent(at, "search")[0]["value"] == "nine months"


def test_a_shared_screen_offers_neither_adding_nor_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    at = page("archive", FakeDateline([the_bridge()])).run()
    assert len(rows(at)) == 1
    (views,) = at.get("button_group")
    assert views.options == ["Articles", "Stories"]


def test_an_empty_archive_on_a_shared_screen_offers_nothing_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    at = page("archive", FakeDateline()).run()
    assert list(at.button) == []
    assert sent(at, "notice")[0]["text"].endswith("Nothing can be added here.")


def test_the_fortnight_is_loaded_with_one_click() -> None:
    dateline = FakeDateline()
    page("archive", dateline).run().button(key="load_fortnight").click().run()
    ((name, content),) = dateline.ingested
    assert name == "articles.jsonl"
    assert content.startswith(b"{")


def test_an_empty_archive_explains_itself() -> None:
    assert sent(page("archive", FakeDateline()).run(), "notice")[0]["title"] == "The archive is empty"


def test_an_archive_that_breaks_while_somebody_searches_is_one_sentence() -> None:
    dateline = FakeDateline([the_bridge()])
    at = page("archive", dateline).run()

    def broken(*_: object) -> None:
        raise ArchiveDamaged("here", "not a database")

    dateline.catalog.facets = broken  # type: ignore[assignment, method-assign]
    (card,) = sent(at.run(), "notice")
    assert card["text"].startswith("The catalog of the archive here cannot be read")
