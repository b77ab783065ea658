"""A visitor's day with the archive: find, filter, compare versions, add, follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import HOSTILE, opened, serving

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)
Start = Callable[..., Any]
FERRY = {
    "id": "ferry",
    "title": "Ferry to Velm delayed",
    "source": "Harbour Post",
    "published": "2025-03-03T09:00:00Z",
    "body": "The ferry to Velm left 20 minutes late on Monday. Forty passengers waited on the quay, the captain said.",
}


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[str]:
    """The address of the app on an archive whose ferry article was changed, and which follows a hostile feed."""
    from rag.domain.feed import Feed

    dateline = opened(tmp_path / "archive")
    for body in (FERRY["body"], FERRY["body"].replace("20 minutes", "50 minutes")):
        lines = tmp_path / "ferry.jsonl"
        lines.write_text(json.dumps({**FERRY, "body": body}), encoding="utf-8")
        dateline.ingest([str(lines)])
    title = "![pixel](http://leak.example/feed.png) <script>document.title='taken'</script>"
    dateline.catalog.put_feed(Feed("https://feed.example/rss", title, datetime(2025, 3, 3, tzinfo=UTC)))
    with serving(tmp_path / "archive", tmp_path) as url:
        yield url


def test_a_search_answers_while_it_is_typed(visit: Start, app: str) -> None:
    page = visit(app).open("/archive")
    page.get_by_placeholder("Search 2 articles").press_sequentially("stamps Harrow")
    expect(page.locator(".row .title").first).to_have_text(HOSTILE["title"])
    page.locator("a.row").first.click()
    expect(page.locator("mark")).to_have_count(1)
    expect(page.get_by_placeholder("Search 2 articles")).to_have_value("stamps Harrow")


def test_a_publisher_is_picked_and_taken_away_again(visit: Start, app: str) -> None:
    page = visit(app).open("/archive")
    expect(page.locator("a.row")).to_have_count(2)
    page.get_by_text("Publisher", exact=True).click()
    page.locator(".name", has_text=HOSTILE["source"]).click()
    expect(page.locator("a.row")).to_have_count(1)
    page.get_by_label(f"Take away the filter {HOSTILE['source']}").click()
    expect(page.locator("a.row")).to_have_count(2)


def test_a_day_of_the_histogram_is_picked(visit: Start, app: str) -> None:
    page = visit(app).open("/archive")
    page.get_by_label("March 14, 2025: 1 article").click()
    expect(page.locator("a.row")).to_have_count(1)
    expect(page.locator("a.row")).to_contain_text("March 14, 2025")


def test_two_versions_of_an_article_are_compared_word_by_word(visit: Start, changed: str) -> None:
    page = visit(changed).open("/archive?article=ferry")
    page.get_by_text("2 versions", exact=True).click()
    expect(page.locator("del.old")).to_have_text("20")
    expect(page.locator("ins.new")).to_have_text("50")


def test_a_hostile_feed_title_is_plain_text(visit: Start, changed: str) -> None:
    page = visit(changed).open("/archive")
    page.get_by_text("Feeds", exact=True).click()
    expect(page.locator(".feed .title")).to_contain_text("![pixel]")
    assert page.title() != "taken"


def test_a_feed_is_removed_only_by_a_second_click(visit: Start, changed: str) -> None:
    page = visit(changed).open("/archive")
    page.get_by_text("Feeds", exact=True).click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".feed")).to_have_count(1)
    page.get_by_role("button", name="Really remove").click()
    expect(page.get_by_text("No feeds yet")).to_be_visible()


def test_dropped_files_are_taken_in_each_with_its_line_and_can_be_asked_about(
    visit: Start, app_without_articles: str
) -> None:
    window = visit(app_without_articles)
    page = window.open("/archive")
    expect(page.get_by_text("The archive is empty")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        [
            {
                "name": "harbour.txt",
                "mimeType": "text/plain",
                "buffer": b"3 March 2025\n\nHarbour opens\n\nThe harbour at Velm opened on 3 March 2025 after a repair "
                b"that took eleven weeks. The port authority paid 40,000 crowns for the work, it said.\n",
            },
            {"name": "broken.bin", "mimeType": "application/octet-stream", "buffer": bytes(range(256)) * 8},
        ]
    )
    page.get_by_role("button", name="Add to the archive").click()
    page.get_by_text("Add", exact=True).click()
    expect(page.get_by_text("1 article added from 2 sources; 1 source with problems")).to_be_visible()
    expect(page.locator(".row.failed")).to_contain_text("broken.bin")
    page.get_by_role("link", name="Ask").click()
    window.ask("How long did the repair of the harbour at Velm take?")
    expect(page.locator(".flow")).to_contain_text("eleven weeks")


def test_the_fortnight_is_there_after_one_click(visit: Start, app_without_articles: str) -> None:
    page = visit(app_without_articles).open("/archive")
    page.get_by_role("button", name="Load the fortnight").click()
    expect(page.get_by_placeholder("Search 141 articles")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(visit: Start, changed: str, scheme: str) -> None:
    page = visit(changed, width=390, height=844, scheme=scheme).open("/archive")
    page.locator("a.row").first.wait_for()
    for view in ("Add", "Feeds"):
        page.get_by_text(view, exact=True).tap()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_health_page_looks_at_the_archive(visit: Start, app: str) -> None:
    page = visit(app).open("/health")
    expect(page.get_by_text("integrity: ok")).to_be_visible()
    page.get_by_text("Settings", exact=True).click()
    expect(page.get_by_text("OPENAI_API_KEY", exact=True)).to_be_visible()
