"""A visitor's day with the Briefing page: make it, read it, compare it, take it along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from ui.browser.conftest import HOSTILE, serving

pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)
Start = Callable[..., Any]


@pytest.fixture
def shared_screen(archive: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the app on the archive, read only."""
    with serving(archive, tmp_path, DATELINE_READ_ONLY="true") as url:
        yield url


def make(page: Page, *, profile: str = "") -> None:
    """A page as it is offered, made and shown."""
    page.locator(".bar .day").wait_for()
    before = page.locator(".entry").count()
    page.get_by_role("button", name="Make a page").click()
    dialog = page.get_by_role("dialog", name="Make a page")
    if profile:
        dialog.get_by_label("For").click()
        page.get_by_role("option", name=profile).click()
    dialog.get_by_role("button", name="Make the page").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".entry")).to_have_count(before + 1)
    expect(page.locator(".masthead")).to_be_visible()


def pick_day(page: Page, day: str) -> None:
    page.locator(".bar .day").click()
    page.locator(f"[data-day='{day}']").click()


def edition_of(page: Page) -> str:
    """Its number, as the tab that is pressed has it."""
    return page.locator(".entry[aria-pressed='true']").inner_text().removeprefix("No. ")


def test_a_page_is_made_read_and_comes_down_as_a_pdf_of_one_page(visit: Start, app: str) -> None:
    from pypdf import PdfReader

    page = visit(app).open("/briefing")
    make(page)
    expect(page.locator(".story .headline").first).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="PDF").click()
    assert coming.value.suggested_filename == "briefing-2025-03-14.pdf"
    assert len(PdfReader(BytesIO(Path(coming.value.path()).read_bytes())).pages) == 1
    page.locator(".story .chip").first.click()
    expect(page.locator("mark")).to_have_count(1)
    page.get_by_text("As sent").click()
    expect(page.locator("iframe[sandbox='']")).to_have_count(1)


def test_every_format_comes_down(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    page.get_by_role("button", name="More").click()
    for label, ending in (("HTML", "html"), ("Markdown", "md"), ("JSON", "json")):
        with page.expect_download() as coming:
            page.get_by_role("button", name=label).click()
        assert coming.value.suggested_filename == f"briefing-2025-03-14.{ending}"
        assert "Jeddah" in Path(coming.value.path()).read_text(encoding="utf-8")


def test_why_a_story_is_there_can_be_unfolded(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    page.get_by_text("Why is this here?").first.click()
    expect(page.locator(".reasons").first).to_contain_text("independent publishers")


def test_an_edition_can_be_shared_by_its_address(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    number = edition_of(page)
    other = visit(app).open(f"/briefing?edition={number}")
    expect(other.locator(".entry[aria-pressed='true']")).to_contain_text(f"No. {number}")


def test_the_calendar_leads_to_a_day_with_and_without_a_page(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    page.locator(".bar .day").click()
    expect(page.locator("[data-day='2025-03-10']")).to_have_attribute("aria-label", "Monday, March 10, 2025, 1 article")
    page.locator("[data-day='2025-03-10']").click()
    expect(page.get_by_text("The archive holds 1 article of this day; no page about them yet.")).to_be_visible()
    page.get_by_label("The day after").click()
    expect(page.locator(".story .headline").first).to_be_visible()


def test_arrow_keys_go_from_day_to_day_in_the_calendar(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    page.locator(".bar .day").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cell.picked")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-day='2025-03-13']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".month")).to_be_hidden()


def test_two_editions_are_compared(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    make(page)
    older = edition_of(page)
    make(page)
    page.get_by_text("What changed").click()
    expect(page.locator(".heading h2")).to_contain_text(f"From No. {older}")


def test_a_profile_is_made_and_a_page_for_it(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    page.get_by_role("button", name="Profiles").click()
    dialog = page.get_by_role("dialog", name="Profiles")
    dialog.get_by_label("Name", exact=True).fill("morning")
    dialog.get_by_label("Topics, one a line").fill("minerals")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    make(page, profile="morning")
    expect(page.locator(".masthead")).to_contain_text("morning")


def test_a_hostile_article_is_plain_text_on_the_page(visit: Start, app: str) -> None:
    page = visit(app).open("/briefing")
    pick_day(page, "2025-03-10")
    expect(page.get_by_text("no page about them yet")).to_be_visible()
    make(page)
    expect(page.locator(".story .headline").first).to_have_text(HOSTILE["title"])
    page.get_by_text("As sent").click()
    expect(page.frame_locator("iframe").get_by_text("$5 and $10 stamps").first).to_be_visible()
    assert page.title() != "taken"


def test_a_shared_screen_shows_pages_and_makes_none(visit: Start, shared_screen: str) -> None:
    page = visit(shared_screen).open("/briefing")
    page.locator(".bar .day").wait_for()
    assert page.get_by_role("button", name="Make a page").count() == 0
    assert page.get_by_role("button", name="Profiles").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(visit: Start, app: str, scheme: str) -> None:
    page = visit(app, width=390, height=844, scheme=scheme).open("/briefing")
    make(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".bar .day").tap()
    month = page.locator(".month").bounding_box()
    assert month is not None
    assert month["x"] >= 0
    assert month["x"] + month["width"] <= 390
