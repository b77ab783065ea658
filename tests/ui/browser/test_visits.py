"""What a visitor does, in a real browser on a real archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow
expect.set_options(timeout=60_000)
QUESTION = "How long did the Jeddah talks last?"
SENTENCE = (
    "During the lengthy negotiations, which reportedly lasted about nine hours, the American delegation proposed "
    "suspending the signing of the framework agreement on rare earth metals."
)
Start = Callable[..., Any]


def place(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_an_answers_chip_opens_the_article_at_exactly_the_cited_characters(
    visit: Start, app: str, archive: Path
) -> None:
    from rag.compose import open_dateline
    from rag.settings import Settings

    window = visit(app)
    page = window.open()
    window.ask(QUESTION)
    expect(page.locator(".flow")).to_contain_text("about nine hours")
    page.locator(".flow .chip").first.click()
    expect(page.locator("mark")).to_have_text(SENTENCE)
    at = place(page)
    body = open_dateline(Settings(archive=archive)).show(at["article"]).latest.article.body
    assert body[int(at["start"]) : int(at["end"])] == SENTENCE
    box, reader = page.locator("mark").bounding_box(), page.locator(".page").bounding_box()
    assert box is not None
    assert reader is not None
    assert reader["y"] <= box["y"] <= reader["y"] + reader["height"]


def test_hovering_over_a_chip_shows_what_it_quotes(visit: Start, app: str) -> None:
    window = visit(app)
    page = window.open()
    window.ask(QUESTION)
    page.locator(".flow .chip").first.hover()
    expect(page.locator(".tip-quote")).to_have_text(SENTENCE)
    expect(page.locator(".tip-about")).to_contain_text("March 14, 2025")


def test_back_returns_to_the_article_before_and_the_conversation_stays(visit: Start, app: str) -> None:
    window = visit(app)
    page = window.open()
    window.ask(QUESTION)
    page.locator(".flow .chip").first.click()
    expect(page.locator("mark")).to_have_text(SENTENCE)
    first = page.url
    window.ask("What did Andrey Yermak say about a frozen conflict?")
    expect(page.locator(".flow").last).to_contain_text("frozen conflict")
    page.locator(".flow").last.locator(".chip").first.click()
    expect(page.locator("mark")).to_contain_text("frozen conflict")
    page.go_back()
    expect(page.locator("mark")).to_have_text(SENTENCE)
    assert page.url == first
    expect(page.locator(".question h2")).to_have_count(2)


def test_a_shared_link_opens_at_its_mark_and_closing_it_clears_the_address(visit: Start, app: str) -> None:
    window = visit(app)
    window.open("/?article=hostile&version=1&field=body&start=20&end=21")
    expect(window.page.locator("mark")).to_have_text("🌉")
    window.page.get_by_role("button", name="Close the article").click()
    expect(window.page.locator(".panel")).to_have_count(0)
    assert place(window.page) == {}


def test_keys_alone_are_enough_to_open_and_close_a_source(visit: Start, app: str) -> None:
    window = visit(app)
    page = window.open()
    window.ask(QUESTION)
    page.locator(".flow .chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(SENTENCE)
    page.get_by_role("button", name="Close the article").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)


def test_what_the_archive_does_not_hold_is_declined_with_the_nearest_evidence_to_open(visit: Start, app: str) -> None:
    window = visit(app)
    page = window.open()
    window.ask("Who won the chess championship in Reykjavik?")
    expect(page.locator(".card")).to_contain_text("The archive does not say")
    page.locator(".near").first.click()
    expect(page.locator("mark")).to_have_count(1)


def test_a_hostile_article_is_plain_text_and_asks_for_nothing(visit: Start, app: str) -> None:
    from ui.browser.conftest import HOSTILE

    window = visit(app)
    page = window.open("/archive?article=hostile")
    expect(page.locator(".panel .body")).to_have_text(HOSTILE["body"])
    expect(page.locator(".panel .title")).to_have_text(HOSTILE["title"])
    assert page.locator(".panel img, .panel script, .panel a[href^='javascript']").count() == 0
    expect(page.get_by_text("Open the original")).to_have_count(0)
    window.open()
    window.ask("What did the mayor of Harrow sell on Friday?")
    expect(page.locator(".flow")).to_contain_text("sold $5 and $10 stamps on Friday")
    assert page.title() != "taken"


def test_an_empty_archive_takes_in_the_example_with_one_click(visit: Start, app_without_articles: str) -> None:
    window = visit(app_without_articles)
    page = window.open()
    page.get_by_role("button", name="Load the example article").click()
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator(".flow")).to_contain_text("about nine hours")


def test_a_model_that_is_down_is_one_sentence_and_an_answer_without_it(
    visit: Start, app_whose_model_is_down: str
) -> None:
    window = visit(app_whose_model_is_down)
    page = window.open()
    expect(page.get_by_text("absent-model writes; every sentence is checked")).to_be_visible()
    window.ask(QUESTION)
    expect(page.locator(".failed")).to_contain_text("did not answer")
    page.get_by_role("button", name="Answer without the model").click()
    expect(page.locator(".flow:not([hidden])")).to_contain_text("about nine hours")
    assert page.get_by_text("Traceback").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_the_reader_is_a_sheet_from_below(visit: Start, app: str, scheme: str) -> None:
    window = visit(app, width=390, height=844, scheme=scheme)
    page = window.open()
    window.ask(QUESTION)
    page.locator(".flow .chip").first.tap()
    expect(page.locator("mark")).to_have_text(SENTENCE)
    sheet = page.locator(".panel").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"]) == (0, 390)
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    assert sheet["height"] < 844 * 0.75
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_chips_are_large_enough_to_hit(visit: Start, app: str) -> None:
    window = visit(app)
    page = window.open()
    window.ask(QUESTION)
    chip = page.locator(".flow .chip").first
    expect(chip).to_be_visible()
    size = chip.evaluate(
        "n => { const s = getComputedStyle(n, '::after'); return [s.width, s.height].map(parseFloat) }"
    )
    assert min(size) >= 24
