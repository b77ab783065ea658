"""What the reader beside a page shows for an address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ui.apptest import page, sent, the_article
from ui.fake_dateline import BODY, FakeDateline, the_bridge

from rag.domain.article import Tombstone


def opened(dateline: FakeDateline, **parameters: str) -> dict[str, Any]:
    at = page("ask", dateline)
    for name, value in parameters.items():
        at.query_params[name] = value
    return the_article(at.run())


def field(article: dict[str, Any], name: str) -> tuple[str, str, str]:
    (found,) = [f for f in article["fields"] if f["name"] == name]
    return found["before"], found["hit"], found["after"]


def test_a_deep_link_marks_exactly_the_characters_that_it_names() -> None:
    start = BODY.index("£4.2 million")
    article = opened(FakeDateline([the_bridge()]), article="bridge", version="1", start=str(start), end=str(start + 12))
    assert field(article, "body") == (BODY[:start], "£4.2 million", BODY[start + 12 :])
    assert field(article, "title")[1] == ""


@pytest.mark.parametrize(("name", "text"), [("title", "Harrow"), ("dek", "The county"), ("dateline", "3 March 2025")])
def test_headlines_deks_and_date_lines_can_be_marked_too(name: str, text: str) -> None:
    link = {"article": "bridge", "field": name, "start": "0", "end": str(len(text))}
    article = opened(FakeDateline([the_bridge()]), **link)
    assert field(article, name)[1] == text
    assert field(article, "body")[1] == ""


@pytest.mark.parametrize(
    ("start", "end"), [("x", "9"), ("-3", "9"), ("9", "3"), ("0", "999999"), ("4", "4"), ("", ""), ("9" * 5000, "1")]
)
def test_numbers_that_make_no_span_open_the_article_without_a_mark(start: str, end: str) -> None:
    article = opened(FakeDateline([the_bridge()]), article="bridge", start=start, end=end)
    assert field(article, "body") == (BODY, "", "")


def test_a_time_stamp_in_the_place_of_a_date_line_is_shown_only_where_it_is_cited() -> None:
    stamp = "2025-03-03T07:20:00+01:00"
    dateline = FakeDateline([the_bridge(dateline=stamp)])
    assert field(opened(dateline, article="bridge"), "dateline") == ("", "", "")
    assert field(opened(dateline, article="bridge", field="dateline", start="0", end="10"), "dateline")[1] == stamp[:10]


def test_an_unknown_article_is_said_to_be_unknown() -> None:
    assert opened(FakeDateline([the_bridge()]), article="nope")["missing"] == (
        "The archive holds no such article. The link may belong to another archive."
    )


def test_a_removed_article_is_said_to_be_removed_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TIMEZONE", "UTC")
    dateline = FakeDateline([the_bridge()])
    dateline.catalog.tombstones["gone"] = Tombstone("gone", datetime(2025, 4, 2, 8, 30, tzinfo=UTC))
    assert opened(dateline, article="gone")["missing"] == (
        "This article was removed from the archive on 2 April 2025, 08:30."
    )


def test_an_old_version_still_opens_and_says_that_there_is_a_newer_one() -> None:
    dateline = FakeDateline([the_bridge(), the_bridge(body="It opened on Tuesday.", number=2)])
    article = opened(dateline, article="bridge", version="1", start="0", end="3")
    assert field(article, "body")[1] == "The"
    assert article["note"].startswith("A newer version of this article is in the archive.")
    assert [v["number"] for v in article["versions"]] == [1, 2]


def test_a_version_that_does_not_exist_shows_the_newest_without_a_mark() -> None:
    article = opened(FakeDateline([the_bridge()]), article="bridge", version="7", start="0", end="3")
    assert field(article, "body") == (BODY, "", "")
    assert "not in the archive" in article["note"]


def test_what_the_publisher_says_of_its_text_stands_over_every_version() -> None:
    dateline = FakeDateline(
        [the_bridge(), the_bridge(body="This story has been withdrawn.", number=2, notice="withdrawn")]
    )
    for version in ("1", "2"):
        note = opened(dateline, article="bridge", version=version)["note"]
        assert note.endswith("Its publisher has withdrawn this article.")


def test_a_date_that_is_not_believed_is_said() -> None:
    dateline = FakeDateline([the_bridge(published=None, date_note="2999-01-01 lies in the future")])
    assert opened(dateline, article="bridge")["note"] == ("Its date is not believed: 2999-01-01 lies in the future.")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//gazette.example", "http://[", "ftp://a.example"]
)
def test_only_http_addresses_become_links(url: str) -> None:
    assert opened(FakeDateline([the_bridge(url=url)]), article="bridge")["url"] == ""


def test_near_copies_are_named_and_can_be_opened() -> None:
    copy = the_bridge(id="copy", source="Valley Echo")
    article = opened(FakeDateline([the_bridge(), copy], near_copies=("copy",)), article="bridge")
    assert [(c["meta"], c["place"]) for c in article["copies"]] == [("Valley Echo · 3 March 2025", {"article": "copy"})]


def test_without_an_article_in_the_address_there_is_no_reader() -> None:
    assert sent(page("ask", FakeDateline([the_bridge()])).run(), "reader") == []
