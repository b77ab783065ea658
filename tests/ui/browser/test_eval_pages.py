"""The pages of `dateline eval … --html`, opened as files: they fit, say nothing to the console and ask for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from runs import a_run

from eval.compare import compare_runs
from eval.gate import gate
from eval.reports.comparison_page import comparison_as_html
from eval.reports.run_page import run_as_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


def compared() -> str:
    comparison = compare_runs(a_run(), a_run(*range(10)))
    return comparison_as_html(comparison, gate(a_run(*range(10)), comparison, []))


@pytest.mark.parametrize("page", [lambda: run_as_html(a_run(3)), compared], ids=["run", "comparison"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_fits_its_window_and_is_silent(
    browser: Browser, tmp_path: Path, page: Callable[[], str], width: int, scheme: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    window = context.new_page()
    heard: list[str] = []
    window.on("request", lambda asked: heard.append(asked.url))
    window.on("console", lambda message: heard.append(message.text))
    window.on("dialog", lambda dialog: heard.append(dialog.message))
    window.goto(file.as_uri())
    window.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    shown = window.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (shown == "rgb(23, 24, 26)") is (scheme == "dark")
    context.close()
    assert heard == [file.as_uri()]
