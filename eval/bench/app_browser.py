"""What a reader at a real browser waits for: the first page, another page, the list while a search is typed.

Times are the browser's own: from the key or the click until a frame in which the page shows what it should and nothing
of the page before. Chromium runs without a window; a frame is 17 ms.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from eval.bench.app_archive import Story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BARE = """
import streamlit as st

def first():
    st.title("First page")
    echo()

def second():
    st.title("Second page")

@st.fragment
def echo():
    st.text("You typed " + st.text_input("Type", placeholder="Type here"))

st.navigation([st.Page(first, title="First"), st.Page(second, title="Second")], position="top").run()
"""
"""A Streamlit app that does nothing: what its pages take, no app in Streamlit undercuts."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
_BETWEEN_KEYS_MS = 120
_PATIENCE_MS = 30_000
_PROBE = """
const probe = window.benchProbe = { since: 0, took: null };
for (const kind of ['keydown', 'click']) addEventListener(kind, event => { probe.since = event.timeStamp; }, true);
const shown = () => {
  const texts = [document.body.textContent];
  const into = root => {
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) { texts.push(node.shadowRoot.textContent); into(node.shadowRoot); }
    }
  };
  into(document);
  return texts.join('\\n');
};
const holds = (there, gone) => {
  const text = shown();
  return there.every(each => text.includes(each)) && !gone.some(each => text.includes(each));
};
probe.wait = (there, gone) => {
  probe.took = null;
  const look = () => {
    if (holds(there, gone)) probe.took = performance.now() - probe.since;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page of the app: the name of its link, and texts that only it shows, the last parts of it among them."""

    link: str
    texts: tuple[str, ...]


ASK = Sight("Ask", ("What do you want to know?", "Newest in the archive"))
PAGES = (
    ASK,
    Sight("Archive", ("newest first",)),
    Sight("Briefing", ("A briefing is one page about a day",)),
    Sight("Eval", ("A set is a list of questions",)),
    Sight("Health", ("No model is configured.", ", Python 3.")),
)
BARE_PAGES = (Sight("First", ("First page", "You typed")), Sight("Second", ("Second page",)))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Without a window. Raises RuntimeError where there is none."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError("No Chromium or Chrome was found. Install the package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """With nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_PATIENCE_MS)
    context.add_init_script(f"(() => {{ {_PROBE} }})();")
    try:
        yield context.new_page()
    finally:
        context.close()


def first_page(browser: Browser, url: str, placeholder: str) -> float:
    """Seconds from the address to a line that can be typed in, in a new window."""
    with window(browser) as page:
        started = time.perf_counter()
        page.goto(url)
        page.get_by_placeholder(placeholder).wait_for()
        return time.perf_counter() - started


def page_changes(page: Page, pages: Sequence[Sight], rounds: int) -> dict[str, list[float]]:
    """Seconds from a click on a page's link until it stands there whole, by the name of the page.

    Each page is first opened once without being timed. The window must show the first of them.
    """
    took: dict[str, list[float]] = {}
    visits = [*pages, *(list(pages) * rounds), pages[0]]
    for number, (before, after) in enumerate(pairwise(visits)):
        seconds = _change(page, before, after)
        if number >= len(pages):
            took.setdefault(after.link, []).append(seconds)
    return took


def searches(page: Page, stories: Sequence[Story]) -> list[float]:
    """Seconds from the last key of a name to the list that has its article first, typed as fast as people type.

    No name may bring its article to that place before it is typed to its end.
    """
    line = page.get_by_placeholder("Search ")
    took = []
    for told in stories:
        line.fill("")
        page.get_by_text("newest first").wait_for()
        line.press_sequentially(told.place[:-1], delay=_BETWEEN_KEYS_MS)
        page.wait_for_timeout(_BETWEEN_KEYS_MS)
        # The line above the list ends so, and the first row follows it.
        _watch(page, [f"best first{told.title}"])
        line.press(told.place[-1])
        took.append(_taken(page, f"the article {told.title!r}"))
    return took


def echoes(page: Page, rounds: int) -> list[float]:
    """Seconds from Enter in Streamlit's own line to a text that has what was typed."""
    line = page.get_by_placeholder("Type here")
    took = []
    for number in range(rounds):
        line.fill(f"word {number}")
        _watch(page, [f"You typed word {number}"])
        line.press("Enter")
        took.append(_taken(page, "what was typed"))
    return took


def _change(page: Page, before: Sight, after: Sight) -> float:
    _watch(page, after.texts, before.texts)
    page.get_by_role("link", name=after.link, exact=True).click()
    took = _taken(page, f"the page {after.link}")
    # The rest of the run, whatever it still sends, must not count as the next page's.
    page.wait_for_timeout(300)
    return took


def _watch(page: Page, there: Sequence[str], gone: Sequence[str] = ()) -> None:
    """From the next key or click on."""
    page.evaluate("([there, gone]) => benchProbe.wait(there, gone)", [there, gone])


def _taken(page: Page, what: str) -> float:
    from playwright.sync_api import TimeoutError as NeverCame

    try:
        milliseconds = page.wait_for_function("benchProbe.took").json_value()
    except NeverCame as error:
        raise RuntimeError(f"{_PATIENCE_MS / 1e3:g} s were not enough for {what}.") from error
    return float(milliseconds) / 1e3
