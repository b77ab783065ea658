"""What an asker does, in a real browser on a real archive: conversations, conditions, taking along, judging, keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from ui.browser.conftest import opened, serving

pytestmark = pytest.mark.slow
expect.set_options(timeout=90_000)
Start = Callable[..., Any]
ARTICLES = [
    {
        "id": "four",
        "title": "Fire at Tarn Mill",
        "body": "Four people died in the fire at Tarn Mill in Harrow on Monday, the Norland police said.",
        "published": "2025-03-03",
        "source": "Tarn Gazette",
        "url": "https://gazette.example/fire",
        "section": "Local",
    },
    {
        "id": "three",
        "title": "Fire at Tarn Mill: the toll",
        "body": "Three people died in the fire at Tarn Mill in Harrow on Monday, the Norland fire service said.",
        "published": "2025-03-04",
        "source": "Valley Echo",
    },
    {
        "id": "odd",
        "title": "A notice",
        "body": "The library of Harrow lends kites from Friday.",
        "published": "2025-03-02",
        "source": "![x](http://leak.example/x.png) :red[Echo] <b>$5$</b>",
        "section": ":material/home: *Odd*",
    },
]
ACCESSIBILITY = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
QUESTION = "How many people died in the fire at Tarn Mill?"
OTHER = "When was the fire at Tarn Mill?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    file = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    assert opened(folder).ingest([str(file)]).added == 3
    return folder


@pytest.fixture(scope="module")
def app(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(archive, tmp_path_factory.mktemp("desk")) as url:
        yield url


def asked(visit: Start, app: str, question: str = QUESTION, **window: Any) -> Page:
    """A page with one settled answer."""
    one = visit(app, **window)
    page: Page = one.open()
    one.ask(question)
    expect(page.locator(".actions .bar")).to_be_visible()
    return page


def button(page: Page, name: str) -> Any:
    return page.locator(".actions").last.get_by_role("button", name=name, exact=True)


def test_a_conversation_survives_a_reload_and_its_address_opens_it_in_another_window(visit: Start, app: str) -> None:
    page = asked(visit, app)
    told = page.locator(".flow").inner_text()
    page.reload()
    expect(page.locator(".question h2")).to_have_text(QUESTION)
    expect(page.locator(".flow")).to_have_text(told)
    other = visit(app)
    other.open("/?" + page.url.partition("?")[2])
    expect(other.page.locator(".flow")).to_have_text(told)


def test_back_leaves_the_conversation_and_forward_returns_to_it(visit: Start, app: str) -> None:
    page = asked(visit, app)
    page.go_back()
    expect(page.get_by_text("What do you want to know?")).to_be_visible()
    page.go_forward()
    expect(page.locator(".question h2")).to_have_text(QUESTION)


def test_another_page_and_back_and_the_conversation_is_still_open(visit: Start, app: str) -> None:
    page = asked(visit, app)
    page.get_by_role("link", name="Archive").first.click()
    expect(page.get_by_text("Fire at Tarn Mill: the toll").first).to_be_visible()
    page.get_by_role("link", name="Ask").first.click()
    expect(page.locator(".question h2")).to_have_text(QUESTION)


def test_a_conversation_is_found_renamed_and_deleted_by_hand(visit: Start, app: str) -> None:
    page = asked(visit, app, OTHER)
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name=f"Rename: {OTHER}").first.click()
    page.get_by_label("The name of the conversation").fill("Opening day")
    page.keyboard.press("Enter")
    expect(page.locator(".conversation.current .title")).to_have_text("Opening day")
    page.get_by_label("Find in your conversations").fill("opening DAY")
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_role("button", name="Delete: Opening day").click()
    page.get_by_role("button", name="Delete: Opening day").click()
    expect(page.get_by_text("What do you want to know?")).to_be_visible()


def test_a_condition_is_taken_back_and_put_back_with_a_click(visit: Start, app: str) -> None:
    page = asked(visit, app, "What did the Valley Echo say about the fire at Tarn Mill?")
    page.get_by_role("button", name="Ask again without: Publisher Valley Echo").click()
    again = page.get_by_role("button", name="Ask again with: Publisher Valley Echo")
    expect(again).to_be_visible()
    expect(page.locator(".question h2")).to_have_count(1)
    again.click()
    expect(page.get_by_role("button", name="Ask again without: Publisher Valley Echo")).to_be_visible()


def test_a_hostile_publisher_and_section_are_plain_words_among_the_filters(visit: Start, app: str) -> None:
    odd = ARTICLES[2]
    window = visit(app)
    page = window.open()
    page.get_by_role("button", name="Filters").click()
    for label, words in (("Publishers", odd["source"]), ("Sections", odd["section"])):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=words, exact=True).click()
        page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    window.ask("What does the library of Harrow lend?")
    expect(page.locator(".condition .words")).to_have_text([odd["source"], odd["section"], "Harrow"])
    assert page.locator("img[src*=leak]").count() == 0


def test_a_question_is_edited_in_its_place(visit: Start, app: str) -> None:
    page = asked(visit, app)
    button(page, "Edit").click()
    page.get_by_label("The question", exact=True).fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.locator(".question h2")).to_have_text(OTHER)
    expect(page.locator(".flow")).to_contain_text("Monday")


def test_an_answer_is_copied_and_saved_with_its_sources(visit: Start, app: str) -> None:
    page = asked(visit, app)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(page, "Copy").click()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"**{QUESTION}**")
    assert "[Fire at Tarn Mill](<https://gazette.example/fire>), 3 March 2025." in copied
    with page.expect_download() as coming:
        page.get_by_role("link", name="Save as BibTeX").click()
    assert coming.value.suggested_filename == "sources.bib"
    assert "@article{gazette2025fire," in Path(coming.value.path()).read_text(encoding="utf-8")


def test_an_answer_is_judged_and_the_page_remembers(visit: Start, app: str, archive: Path) -> None:
    page = asked(visit, app)
    button(page, "Wrong").click()
    page.get_by_label("What is wrong?").select_option(index=1)
    page.get_by_label("Note").fill("an older figure")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("You said that a source does not hold.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You said that a source does not hold.")).to_be_visible()
    stored = [json.loads(each.text) for each in opened(archive).catalog.conversations.feedback()]
    assert "an older figure" in [each["note"] for each in stored]
    assert all(each["citation"]["quote"] for each in stored)


def test_sources_that_differ_stand_side_by_side_on_a_desk_and_below_each_other_on_a_telephone(
    visit: Start, app: str
) -> None:
    page = asked(visit, app)
    left, right = (side.bounding_box() for side in page.locator(".conflict .side").all())
    assert left is not None
    assert right is not None
    assert left["y"] == pytest.approx(right["y"], abs=1)
    assert left["x"] < right["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    above, below = (side.bounding_box() for side in page.locator(".conflict .side").all())
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_by_keys_alone_a_source_is_opened_read_and_left_for_where_one_came_from(visit: Start, app: str) -> None:
    page = asked(visit, app)
    page.get_by_placeholder("Ask the archive").focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUSED) == "chip":
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(1)
    expect(page.locator(".panel .page")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    assert page.evaluate(FOCUSED) == "chip"


FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node.className;
}"""


def test_a_click_leaves_the_focus_and_escape_still_closes_the_article(visit: Start, app: str) -> None:
    page = asked(visit, app)
    page.locator(".flow .chip").first.click()
    expect(page.locator("mark")).to_have_count(1)
    page.locator("body").press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(page.locator(".question h2")).to_have_text(QUESTION)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_that_can_be_acted_on_has_a_name_and_every_text_can_be_told_from_its_ground(
    visit: Start, app: str, scheme: str
) -> None:
    page = asked(visit, app, scheme=scheme)
    button(page, "Wrong").click()
    assert page.evaluate(ACCESSIBILITY) == {"nameless": [], "faint": []}
    button(page, "Copy").click()
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator(".conversation").first).to_be_visible()
    assert page.evaluate(ACCESSIBILITY) == {"nameless": [], "faint": []}
