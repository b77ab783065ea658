"""A shared screen: it answers, shows and compares, and nothing of the archive is another afterwards."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import serving
from ui.browser.furnished import CONVERSATION, QUESTION, Furnished, furnish
from ui.browser.states import pick

pytestmark = pytest.mark.slow
expect.set_options(timeout=30_000)
Start = Callable[..., Any]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    return furnish(tmp_path_factory.mktemp("furnished"), tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def shared_screen(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(furnished.archive, tmp_path_factory.mktemp("desk"), DATELINE_READ_ONLY="true") as url:
        yield url


def held(archive: Path) -> dict[str, str]:
    """What the archive holds: the catalog's rows, and each file of the runs and sets."""
    with closing(sqlite3.connect(f"file:{archive / 'catalog.sqlite'}?mode=ro", uri=True)) as connection:
        rows = "\n".join(connection.iterdump())
    files = sorted(path for path in (archive / "evaluations").rglob("*") if path.is_file())
    return {"": _sum(rows.encode())} | {str(path): _sum(path.read_bytes()) for path in files}


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_question_is_answered_and_neither_kept_nor_judged(
    visit: Start, shared_screen: str, furnished: Furnished
) -> None:
    before = held(furnished.archive)
    window = visit(shared_screen)
    page = window.open()
    expect(page.get_by_text("Earlier conversations")).to_have_count(0)
    window.ask(QUESTION)
    expect(page.locator(".actions .bar")).to_be_visible()
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Wrong", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Ask again", exact=True).click()
    expect(page.locator(".actions .bar")).to_be_visible()
    window.settle()
    assert held(furnished.archive) == before


def test_a_conversation_that_was_kept_elsewhere_is_not_shown(visit: Start, shared_screen: str) -> None:
    page = visit(shared_screen).open(f"/?conversation={CONVERSATION}")
    expect(page.get_by_text("There is no such conversation here.")).to_be_visible()


def test_runs_are_shown_and_compared_and_none_can_be_started(
    visit: Start, shared_screen: str, furnished: Furnished
) -> None:
    before = held(furnished.archive)
    page = visit(shared_screen).open("/eval")
    pick(page, "Beside it", "bm25")
    page.get_by_role("radio", name="Comparison").click()
    expect(page.get_by_text("scored otherwise")).to_be_visible()
    for words in ("Run a set", "Questions from feedback"):
        expect(page.get_by_text(words)).to_have_count(0)
    assert held(furnished.archive) == before
