"""Stories in a real browser: found, opened, shared, and left again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import opened, serving

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)
Start = Callable[..., Any]
HOSTILE = "![p](http://leak.example/p.png) <script>document.title='taken'</script>"
LINES = [
    ("dam", "Dam at Selkirk leaks", "2025-03-03", "The dam at Selkirk leaks 12 litres a second, engineers said."),
    ("dam", HOSTILE, "2025-03-04", "The dam at Selkirk leaks 20 litres a second now, engineers said on Tuesday."),
    ("dam", "Dam at Selkirk holds", "2025-03-06", "The dam at Selkirk holds, the operator said after a week of work."),
    ("ferry", "Ferry to Velm late", "2025-03-01", "The ferry to Velm left 20 minutes late on Saturday."),
    ("ferry", "Ferry to Velm late again", "2025-03-02", "The ferry to Velm left 50 minutes late on Sunday."),
]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[str]:
    """The address of the app on an archive with two stories."""
    from rag.domain.briefing import StoryPlace

    dateline, lines = opened(tmp_path / "archive"), tmp_path / "lines.jsonl"
    rows = [
        {"id": f"a{n}", "title": title, "published": day, "body": body, "source": "Post"}
        for n, (_, title, day, body) in enumerate(LINES)
    ]
    lines.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    dateline.ingest([str(lines)])
    dateline.catalog.put_story_places([StoryPlace(f"a{n}", story) for n, (story, *_) in enumerate(LINES)])
    with serving(tmp_path / "archive", tmp_path) as url:
        yield url


def test_a_story_is_found_opened_read_and_left_by_the_back_button(visit: Start, told: str) -> None:
    page = visit(told).open("/archive")
    page.get_by_text("Stories", exact=True).click()
    expect(page.locator("a.title")).to_have_text(["Dam at Selkirk holds", "Ferry to Velm late again"])
    page.get_by_placeholder("Search 2 stories by headline").press_sequentially("velm")
    expect(page.locator("a.title")).to_have_text(["Ferry to Velm late again"])
    page.get_by_placeholder("Search 2 stories by headline").fill("")
    page.get_by_role("link", name="Dam at Selkirk holds").click()
    expect(page.get_by_role("heading", name="Dam at Selkirk holds")).to_be_focused()
    expect(page.locator(".story-line .label")).to_have_text(["March 3, 2025", "March 4, 2025", "March 6, 2025"])
    page.get_by_role("link", name="Dam at Selkirk leaks").click()
    expect(page.locator(".st-key-reader_open")).to_contain_text("12 litres a second")
    assert "story=dam" in page.url
    assert "article=a0" in page.url
    page.go_back()
    expect(page.locator(".st-key-reader_open")).to_have_count(0)
    expect(page.get_by_role("heading", name="Dam at Selkirk holds")).to_be_visible()
    page.go_back()
    expect(page.locator("a.title")).to_have_text(["Dam at Selkirk holds", "Ferry to Velm late again"])


def test_a_shared_link_opens_the_story_and_the_article_beside_it(visit: Start, told: str) -> None:
    page = visit(told).open("/archive?story=dam&article=a2")
    expect(page.get_by_role("heading", name="Dam at Selkirk holds").first).to_be_visible()
    expect(page.locator(".st-key-reader_open")).to_contain_text("after a week of work")
    page.get_by_role("link", name="All stories").click()
    expect(page.locator("a.title")).to_have_count(2)
    page.get_by_text("Articles", exact=True).click()
    expect(page.locator("a.row")).to_have_count(5)


def test_an_article_leads_to_the_page_of_its_story(visit: Start, told: str) -> None:
    page = visit(told).open("/?article=a3")
    page.get_by_text("The story in 2 articles").click()
    page.get_by_role("link", name="Open the story in the archive").click()
    expect(page.get_by_role("heading", name="Ferry to Velm late again")).to_be_visible()


def test_a_hostile_headline_is_plain_text(visit: Start, told: str) -> None:
    page = visit(told).open("/archive?story=dam")
    expect(page.locator(".story-line")).to_contain_text("![p](http://leak.example/p.png) <script>")
    assert page.title() != "taken"


def test_a_day_leaves_the_stories_that_tell_of_it(visit: Start, told: str) -> None:
    page = visit(told).open("/archive")
    page.get_by_text("Stories", exact=True).click()
    expect(page.locator("a.title")).to_have_count(2)
    day = page.get_by_test_id("stDateInput")
    day.get_by_role("spinbutton").first.click()
    page.keyboard.type("20250302")
    page.keyboard.press("Escape")
    expect(page.locator("a.title")).to_have_text(["Ferry to Velm late again"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(visit: Start, told: str, scheme: str) -> None:
    page = visit(told, width=390, height=844, scheme=scheme).open("/archive")
    page.get_by_text("Stories", exact=True).tap()
    page.locator("a.title").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("a.title").first.tap()
    page.locator(".story-line").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
