"""Every page in each of its states, as a visitor of a furnished archive gets there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from ui.browser.conftest import Visit
from ui.browser.furnished import CONVERSATION, UNKNOWN, Furnished

State = Callable[[Visit, Furnished], None]


def asking(window: Visit, _: Furnished) -> None:
    window.open()
    expect(window.page.locator("h1")).to_be_visible()


def setting_filters(window: Visit, _: Furnished) -> None:
    window.open().get_by_role("button", name="Filters").click()
    window.page.get_by_role("combobox", name="Publishers").click()
    expect(window.page.get_by_role("option").first).to_be_visible()


def an_answer_and_a_conflict(window: Visit, _: Furnished) -> None:
    window.open(f"/?conversation={CONVERSATION}")
    expect(window.page.locator(".conflict .side").first).to_be_visible()
    expect(window.page.locator(".actions .bar")).to_be_visible()


def a_source_beside_an_answer(window: Visit, furnished: Furnished) -> None:
    an_answer_and_a_conflict(window, furnished)
    window.page.locator(".flow .chip").first.click()
    expect(window.page.locator("mark")).to_be_visible()


def judging_an_answer(window: Visit, furnished: Furnished) -> None:
    an_answer_and_a_conflict(window, furnished)
    window.page.get_by_role("button", name="Wrong", exact=True).click()
    expect(window.page.get_by_label("Note")).to_be_visible()


def a_declined_answer(window: Visit, _: Furnished) -> None:
    window.open()
    window.ask(UNKNOWN)
    expect(window.page.locator(".near").first).to_be_visible()


def the_conversations(window: Visit, _: Furnished) -> None:
    window.open().get_by_role("button", name="Conversations").click()
    expect(window.page.locator(".conversation").first).to_be_visible()


def an_edition(window: Visit, _: Furnished) -> None:
    window.open("/briefing")
    window.page.get_by_text("Why is this here?").first.click()
    expect(window.page.locator(".reasons").first).to_be_visible()


def an_edition_as_sent(window: Visit, furnished: Furnished) -> None:
    an_edition(window, furnished)
    window.page.get_by_text("As sent").click()
    expect(window.page.frame_locator("iframe").locator("h1")).to_be_visible()


def what_changed_between_editions(window: Visit, furnished: Furnished) -> None:
    an_edition(window, furnished)
    window.page.get_by_text("What changed").click()
    expect(window.page.locator(".heading h2")).to_be_visible()


def the_calendar(window: Visit, _: Furnished) -> None:
    window.open("/briefing").locator(".bar .day").click()
    expect(window.page.locator(".month .cell").first).to_be_visible()


def ordering_a_page(window: Visit, _: Furnished) -> None:
    window.open("/briefing").get_by_role("button", name="Make a page").click()
    expect(window.page.get_by_role("dialog").get_by_role("button", name="Make the page")).to_be_visible()


def the_archive(window: Visit, _: Furnished) -> None:
    window.open("/archive")
    expect(window.page.locator("a.row")).to_have_count(3)
    window.page.get_by_text("Publisher", exact=True).click()


def found_in_the_archive(window: Visit, _: Furnished) -> None:
    window.open("/archive?search=fire")
    expect(window.page.locator("a.row .snippet").first).to_be_visible()


def an_article(window: Visit, _: Furnished) -> None:
    window.open("/archive?article=four")
    expect(window.page.locator(".panel .body")).to_be_visible()


def versions_compared(window: Visit, _: Furnished) -> None:
    window.open("/archive?article=ferry").get_by_text("2 versions", exact=True).click()
    expect(window.page.locator("ins.new")).to_be_visible()


def the_stories(window: Visit, _: Furnished) -> None:
    window.open("/archive").get_by_text("Stories", exact=True).click()
    expect(window.page.locator("a.title").first).to_be_visible()


def a_story(window: Visit, furnished: Furnished) -> None:
    the_stories(window, furnished)
    window.page.locator("a.title").first.click()
    expect(window.page.locator(".story-line").first).to_be_visible()


def adding(window: Visit, _: Furnished) -> None:
    window.open("/archive").get_by_text("Add", exact=True).click()
    expect(window.page.get_by_role("button", name="Add to the archive")).to_be_visible()


def the_feeds(window: Visit, _: Furnished) -> None:
    window.open("/archive").get_by_text("Feeds", exact=True).click()
    expect(window.page.get_by_text("No feeds yet")).to_be_visible()


def a_run(window: Visit, _: Furnished) -> None:
    window.open("/eval")
    expect(window.page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()


def two_runs(window: Visit, furnished: Furnished) -> None:
    window.open("/eval")
    pick(window.page, "Beside it", furnished.runs[0].rpartition("-")[2])
    expect(window.page.get_by_text("Report of the run beside it")).to_be_visible()


def picking_a_run(window: Visit, _: Furnished) -> None:
    window.open("/eval").get_by_label("Run", exact=True).click()
    expect(window.page.get_by_role("option")).to_have_count(2)


def ordering_a_run(window: Visit, _: Furnished) -> None:
    window.open("/eval").get_by_text("Run a set", exact=True).click()
    window.page.get_by_label("Set", exact=True).click()
    expect(window.page.get_by_role("option").first).to_be_visible()


def questions_from_feedback(window: Visit, _: Furnished) -> None:
    window.open("/eval").get_by_text("Questions from feedback", exact=True).click()
    expect(window.page.get_by_role("button", name="Put them into the set")).to_be_visible()


def the_questions(window: Visit, _: Furnished) -> None:
    window.open("/eval").get_by_role("radio", name="Questions").click()
    expect(window.page.locator("button.row")).to_have_count(2)


def a_question(window: Visit, furnished: Furnished) -> None:
    two_runs(window, furnished)
    window.page.get_by_role("radio", name="Questions").click()
    window.page.locator("button.row").first.click()
    expect(window.page.get_by_text("What was said").last).to_be_visible()


def runs_compared(window: Visit, furnished: Furnished) -> None:
    two_runs(window, furnished)
    window.page.get_by_role("radio", name="Comparison").click()
    expect(window.page.get_by_text("scored otherwise")).to_be_visible()


def health(window: Visit, _: Furnished) -> None:
    window.open("/health").get_by_text("Settings", exact=True).click()
    expect(window.page.get_by_text("integrity: ok")).to_be_visible()
    expect(window.page.get_by_text("DATELINE_ARCHIVE", exact=True)).to_be_visible()


STATES: tuple[State, ...] = (
    asking,
    setting_filters,
    an_answer_and_a_conflict,
    a_source_beside_an_answer,
    judging_an_answer,
    a_declined_answer,
    the_conversations,
    an_edition,
    an_edition_as_sent,
    what_changed_between_editions,
    the_calendar,
    ordering_a_page,
    the_archive,
    found_in_the_archive,
    an_article,
    versions_compared,
    the_stories,
    a_story,
    adding,
    the_feeds,
    a_run,
    two_runs,
    picking_a_run,
    ordering_a_run,
    questions_from_feedback,
    the_questions,
    a_question,
    runs_compared,
    health,
)


def pick(page: Page, label: str, words: str) -> None:
    """The option that holds ``words``, from the list of that label."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option").filter(has_text=words).click()
