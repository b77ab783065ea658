"""The Archive page's logic, run without a browser."""

from __future__ import annotations

from builders import a_version
from ui.apptest import page, sent
from ui.fake_dateline import BODY, FakeDateline, the_bridge


def rows(at: object) -> list[dict[str, object]]:
    return sent(at, "listing")[-1]["rows"]  # type: ignore[arg-type]


def test_articles_are_listed_with_publisher_and_day() -> None:
    (row,) = rows(page("archive", FakeDateline([the_bridge()])).run())
    assert (row["title"], row["meta"]) == ("Harrow bridge opens after nine months", "Harrow Gazette · 3 March 2025")
    assert row["place"] == {"article": "bridge"}


def test_an_article_without_a_headline_is_listed_by_its_first_words() -> None:
    (row,) = rows(page("archive", FakeDateline([a_version("A short note. " * 20)])).run())
    assert row["title"] == "A short note. A short note. A short note. A short note. A short note. A short note. A…"


def test_a_search_lists_passages_that_open_at_their_own_characters() -> None:
    at = page("archive", FakeDateline([the_bridge()])).run()
    at.text_input(key="query").set_value("county engineer").run()
    (row,) = rows(at)
    start = BODY.index("county engineer")
    assert row["snippet"] == "county engineer"
    assert (row["place"]["start"], row["place"]["end"]) == (str(start), str(start + 15))  # type: ignore[index]


def test_more_articles_than_a_page_holds_are_turned_over() -> None:
    at = page("archive", FakeDateline([the_bridge(id=f"a{n}", title=f"Bridge {n}") for n in range(25)])).run()
    assert [row["title"] for row in rows(at)] == [f"Bridge {n}" for n in range(20)]
    at.session_state["archive_page"] = 2
    at.run()
    assert [row["title"] for row in rows(at)] == [f"Bridge {n}" for n in range(20, 25)]


def test_an_empty_archive_explains_itself() -> None:
    assert sent(page("archive", FakeDateline()).run(), "notice")[0]["title"] == "The archive is empty"
