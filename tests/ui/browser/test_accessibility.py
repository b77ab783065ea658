"""Every page in each of its states under axe-core: nothing serious or critical, in both themes and two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect
from ui.browser.conftest import serving
from ui.browser.furnished import Furnished, furnish
from ui.browser.states import STATES, State

pytestmark = pytest.mark.slow
expect.set_options(timeout=30_000)
Start = Callable[..., Any]
GROUNDS = {"light": "rgb(253, 252, 249)", "dark": "rgb(23, 22, 20)"}
SIZES = ((1280, 900), (390, 844))
STREAMLITS_OWN = {
    # While a list stands open above it, Streamlit hides all of a popover from screen readers, and with it everything
    # in it that takes the focus; it comes back when the list shuts. No option changes that.
    ("scrollable-region-focusable", 'data-testid="stPopoverBody"'),
}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    return furnish(tmp_path_factory.mktemp("furnished"), tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def furnished_app(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(furnished.archive, tmp_path_factory.mktemp("desk")) as url:
        yield url


def grave(page: Page) -> list[str]:
    """What axe-core calls serious or critical and is not Streamlit's own: the rule, where, and what is wrong."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} at {node['html'][:200]}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == own and element in node["html"] for own, element in STREAMLITS_OWN)
    ]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_serious(visit: Start, furnished_app: str, furnished: Furnished, state: State) -> None:
    window = visit(furnished_app)
    state(window, furnished)
    for scheme, ground in GROUNDS.items():
        window.page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            window.page.set_viewport_size({"width": width, "height": height})
            expect(window.page.get_by_test_id("stApp")).to_have_css("background-color", ground)
            window.settle()
            assert grave(window.page) == [], (scheme, width)


def test_what_axe_would_call_serious_is_seen_inside_our_own_elements_too(
    visit: Start, furnished_app: str, furnished: Furnished
) -> None:
    window = visit(furnished_app)
    STATES[0](window, furnished)
    window.page.locator("button.row .title").first.evaluate("node => { node.style.color = '#eee' }")
    assert [each.partition(" ")[0] for each in grave(window.page)] == ["color-contrast"]
