"""Every page and every name that an address may have, as the code has them: on a fresh tab, known and unknown."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from ui.browser.conftest import Visit, serving
from ui.browser.furnished import CONVERSATION, FIRE, QUESTION, Furnished, furnish

from rag.ui.place import PARAMETERS

pytestmark = pytest.mark.slow
expect.set_options(timeout=30_000)
ROOT = Path(__file__).resolve().parents[3]
Start = Callable[..., Any]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    return furnish(tmp_path_factory.mktemp("furnished"), tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def furnished_app(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(furnished.archive, tmp_path_factory.mktemp("desk")) as url:
        yield url


def pages() -> dict[str, str]:
    """Each page's title by its path, as the router has them."""
    every = [node for node in ast.walk(_parsed(ROOT / "app.py")) if isinstance(node, ast.Call)]
    calls = [call for call in every if ast.unparse(call.func) == "st.Page"]
    named = [{each.arg: ast.unparse(each.value).strip("'") for each in call.keywords} for call in calls]
    return {words.get("url_path", ""): words["title"] for words in named}


def parameters() -> set[str]:
    """Every name that the pages read from an address or write into it."""
    found = set(PARAMETERS)
    for path in (ROOT / "rag" / "ui").glob("*.py"):
        for node in ast.walk(_parsed(path)):
            found |= {_value(path, key) for key in _keys(node)}
    return found


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _keys(node: ast.AST) -> list[ast.expr]:
    """Of `st.query_params[key]`, `.get(key)` and `.pop(key)`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="query_params"), slice=key):
            return [key]
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="query_params"), attr="get" | "pop"), args=[key, *_]):
            return [key]
    return []


def _value(path: Path, key: ast.expr) -> str:
    """The text itself, or what the name stands for in its module."""
    if isinstance(key, ast.Name):
        return str(getattr(importlib.import_module(f"rag.ui.{path.stem}"), key.id))
    return str(ast.literal_eval(key))


def test_the_code_is_read_rightly() -> None:
    assert (pages()[""], pages()["eval"]) == ("Ask", "Eval")
    assert {"article", "conversation", "edition", "day", "search", "run"} <= parameters()


def mark(page: Page) -> None:
    expect(page.locator("mark")).to_have_text("Four people")


def the_question(page: Page) -> None:
    expect(page.locator(".question h2")).to_have_text(QUESTION)


def the_text(page: Page) -> None:
    expect(page.locator(".panel .body")).to_have_text(FIRE)


def the_older_text(page: Page) -> None:
    expect(page.locator(".panel .body")).to_contain_text("20 minutes late")


def the_first_edition(page: Page) -> None:
    expect(page.locator(".entry[aria-pressed='true']")).to_have_text("No. 1")


def a_day_without_an_edition(page: Page) -> None:
    expect(page.get_by_text("The archive holds 1 article of this day; no page about them yet.")).to_be_visible()


def the_newest_of_its_day(page: Page) -> None:
    expect(page.locator(".entry[aria-pressed='true']")).to_have_text("No. 2")


def what_was_found(page: Page) -> None:
    expect(page.get_by_role("searchbox")).to_have_value("ferry captain")
    expect(page.locator("a.row .title").first).to_have_text("Ferry to Velm delayed")


def the_story(page: Page) -> None:
    expect(page.get_by_text("Fire at Tarn Mill: the toll").first).to_be_visible()


def the_older_run(page: Page) -> None:
    expect(page.get_by_label("Run", exact=True)).to_have_value("harrow, bm25 · March 10, 2025, 09:00")


KNOWN: list[tuple[str, Callable[[Page], None]]] = [
    (f"/?conversation={CONVERSATION}", the_question),
    ("/?article=four", the_text),
    ("/archive?article=four", the_text),
    ("/archive?article=ferry&version=1", the_older_text),
    (f"/?conversation={CONVERSATION}&article=four&version=1&field=body&start=0&end=11", mark),
    ("/briefing?article=four&version=1&field=body&start=0&end=11", mark),
    ("/briefing?edition=1", the_first_edition),
    ("/briefing?day=2025-03-02", a_day_without_an_edition),
    ("/briefing?day=2025-03-03", the_newest_of_its_day),
    ("/archive?search=ferry+captain", what_was_found),
    ("/archive?story={story}&headline=fire", the_story),
    ("/eval?run=20250310T090000-bm25", the_older_run),
]
UNKNOWN = [
    ("/?conversation=nobody", "There is no such conversation here."),
    ("/?article=nothing", "The archive holds no such article."),
    ("/archive?article=nothing", "The archive holds no such article."),
    ("/archive?article=ferry&version=9", "The ferry to Velm left 50 minutes late on Sunday."),
    ("/archive?article=ferry&field=tail&start=x&end=-1", "The ferry to Velm left 50 minutes late on Sunday."),
    ("/briefing?edition=99", "The archive holds no such page."),
    ("/briefing?edition=many", "Fire at Tarn Mill"),
    ("/briefing?day=1999-01-01", "The archive holds nothing of this day."),
    ("/briefing?day=someday", "Fire at Tarn Mill"),
    ("/archive?search=zyxwvut", "articles"),
    ("/archive?story=nothing", "The archive holds no such story."),
    ("/eval?run=nothing", "The archive holds no such run."),
]


def is_sound(window: Visit) -> None:
    """No error on the page or in the console, and a frame that a screen reader can find its way in."""
    window.settle()
    page = window.page
    assert page.get_by_test_id("stException").count() == 0
    assert window.complaints == []
    expect(page.get_by_role("main")).to_have_count(1)


@pytest.mark.parametrize(("path", "title"), pages().items(), ids=pages())
def test_a_page_opens_on_a_fresh_tab_with_its_title_and_one_heading(
    visit: Start, furnished_app: str, path: str, title: str
) -> None:
    window = visit(furnished_app)
    page = window.open(f"/{path}")
    expect(page).to_have_title(f"{title} · Dateline")
    expect(page.locator("h1")).to_have_count(1)
    is_sound(window)


def test_all_pages_have_their_heading_at_the_same_height(visit: Start, furnished_app: str) -> None:
    heights = []
    for path in ("briefing", "archive", "eval", "health"):
        window = visit(furnished_app)
        window.open(f"/{path}")
        window.settle()
        heights.append(window.page.locator("h1").bounding_box()["y"])
    assert max(heights) - min(heights) <= 2


def test_every_name_of_an_address_is_in_a_link_below() -> None:
    linked = {name for path, _ in KNOWN for name in parse_qs(urlsplit(path).query)}
    assert parameters() - linked == set()


@pytest.mark.parametrize(("path", "shown"), KNOWN, ids=[path for path, _ in KNOWN])
def test_a_shared_link_opens_what_it_names(
    visit: Start, furnished_app: str, furnished: Furnished, path: str, shown: Callable[[Page], None]
) -> None:
    window = visit(furnished_app)
    shown(window.open(path.format(story=furnished.story)))
    is_sound(window)


@pytest.mark.parametrize(("path", "said"), UNKNOWN, ids=[path for path, _ in UNKNOWN])
def test_a_link_to_what_is_not_there_says_so(visit: Start, furnished_app: str, path: str, said: str) -> None:
    window = visit(furnished_app)
    expect(window.open(path).get_by_text(said).first).to_be_visible()
    is_sound(window)


def test_a_path_that_is_no_page_says_so_and_shows_the_first_page(visit: Start, furnished_app: str) -> None:
    page = visit(furnished_app).open("/nowhere")
    expect(page.get_by_text("Page not found")).to_be_visible()
    expect(page.locator("h1")).to_have_text("What do you want to know?")


def test_back_leads_from_edition_to_edition_and_from_day_to_day(visit: Start, furnished_app: str) -> None:
    page = visit(furnished_app).open("/briefing")
    the_newest_of_its_day(page)
    page.locator(".entry", has_text="No. 1").click()
    the_first_edition(page)
    page.get_by_label("The day before").click()
    a_day_without_an_edition(page)
    page.go_back()
    the_first_edition(page)
    page.go_back()
    the_newest_of_its_day(page)
    page.go_forward()
    the_first_edition(page)


def test_back_leads_from_run_to_run(visit: Start, furnished_app: str) -> None:
    page = visit(furnished_app).open("/eval")
    expect(page.get_by_label("Run", exact=True)).to_have_value("harrow, dateline · March 11, 2025, 09:00")
    page.get_by_label("Run", exact=True).click()
    page.get_by_role("option", name="bm25").click()
    the_older_run(page)
    expect(page).to_have_url(f"{furnished_app}/eval?run=20250310T090000-bm25")
    page.go_back()
    expect(page.get_by_label("Run", exact=True)).to_have_value("harrow, dateline · March 11, 2025, 09:00")


def test_a_search_stands_in_the_address_and_back_leaves_it_at_once(visit: Start, furnished_app: str) -> None:
    window = visit(furnished_app)
    page = window.open()
    page.get_by_role("link", name="Archive").first.click()
    page.get_by_role("searchbox").press_sequentially("ferry captain", delay=80)
    what_was_found(page)
    expect(page).to_have_url(f"{furnished_app}/archive?search=ferry+captain")
    page.locator("a.row").first.click()
    expect(page.locator("mark")).to_be_visible()
    assert "search=ferry" in page.url
    page.reload()
    what_was_found(page)
    page.go_back()
    page.go_back()
    expect(page.get_by_text("What do you want to know?")).to_be_visible()
