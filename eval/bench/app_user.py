"""A first-time user at the app in a real browser: every act is counted, and so is every second that the app is waited
for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page

DESK = (1440, 900)
PHONE = (390, 844)
PATIENCE_MS = 120_000
_STANDS_MS = 150
_AT_REST = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-stale=true]')"""
_IN_SIGHT = """node => {
  const box = node.getBoundingClientRect();
  const at = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10)];
  if (at[0] < 0 || at[1] < 0 || at[0] > innerWidth || at[1] > innerHeight) return false;
  let top = document.elementFromPoint(...at);
  while (top?.shadowRoot && top.shadowRoot.elementFromPoint(...at) !== top) {
    const inside = top.shadowRoot.elementFromPoint(...at);
    if (!inside) break;
    top = inside;
  }
  return node === top || node.contains(top) || top?.contains(node);
}"""


@dataclass(frozen=True, slots=True)
class Done:
    """One task: how many clicks and lines typed, how many seconds were waited for the app; ``failed`` is "" where it
    was done, else what was looked for in vain."""

    task: str
    clicks: int
    typed: int
    waited_s: float
    failed: str


class User:
    """Acts, then looks for what should come of it. Thinking, reading and typing take no time here."""

    def __init__(self, page: Page, url: str, shots: Path | None) -> None:
        self.page, self.url = page, url
        self._shots = shots
        self._clicks = self._typed = 0
        self._waited_s = 0.0

    def open(self, path: str = "") -> None:
        """An address typed or followed; the seconds until its page is seen are waited for by `see`."""
        self.page.goto(self.url + path)

    def click(self, target: Locator) -> None:
        """What cannot be clicked yet is waited for. A person scrolls to it first, and clicks when the page stands: a
        list that opens while it scrolls shuts again."""
        self._waiting(lambda: target.scroll_into_view_if_needed())
        self.page.wait_for_timeout(_STANDS_MS)
        self._waiting(lambda: target.click())
        self._clicks += 1

    def type(self, target: Locator, words: str, *, enter: bool = False) -> None:
        """Into a line, perhaps with Enter after it."""
        self._waiting(lambda: target.fill(words))
        if enter:
            target.press("Enter")
        self._typed += 1

    def pick(self, label: str, words: str) -> None:
        """The option that holds the words, from the list of that label: two clicks."""
        self.click(self.page.get_by_label(label, exact=True))
        self.click(self.page.get_by_role("option").filter(has_text=words).first)

    def see(self, target: Locator, *, count: int | None = None) -> None:
        """It is there, and not scrolled out of sight nor covered. Raises RuntimeError where it is not."""
        from playwright.sync_api import expect

        def look() -> None:
            if count is not None:
                expect(target).to_have_count(count, timeout=PATIENCE_MS)
            target.first.wait_for(timeout=PATIENCE_MS)

        self._waiting(look)
        if not self._in_sight(target.first):
            raise RuntimeError(f"out of sight: {_named(target)}")

    def reach(self, target: Locator) -> None:
        """Further down the page: scrolled to, and then seen."""
        self._waiting(lambda: target.first.scroll_into_view_if_needed())
        self.see(target)

    def miss(self, target: Locator) -> None:
        """It is gone."""
        self._waiting(lambda: target.first.wait_for(state="detached", timeout=PATIENCE_MS))

    def take(self, target: Locator) -> Download:
        """What a click on it downloads."""

        def fetch() -> None:
            with self.page.expect_download(timeout=PATIENCE_MS) as coming:
                target.click()
            taken.append(coming.value)

        taken: list[Download] = []
        self._waiting(fetch)
        self._clicks += 1
        return taken[0]

    def rest(self) -> None:
        """Until nothing is being drawn."""
        self._waiting(lambda: self.page.wait_for_function(_AT_REST, timeout=PATIENCE_MS))

    def doing(self, name: str, task: Callable[[User], None]) -> Done:
        """The task from its first act to its last look, its end kept as a picture where pictures are wanted."""
        from playwright.sync_api import Error

        self._clicks, self._typed, self._waited_s, failed = 0, 0, 0.0, ""
        try:
            task(self)
        except (AssertionError, RuntimeError, Error) as error:
            failed = str(error).strip().splitlines()[0]
        waited_s = self._waited_s
        if self._shots:
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=self._shots / f"{re.sub(r'[^a-z]+', '-', name.lower())}.png")
        if failed:
            self.page.reload()  # what was left open must not be in the way of the next task
        return Done(name, self._clicks, self._typed, waited_s, failed)

    def _in_sight(self, target: Locator) -> bool:
        # What has just been drawn may still be scrolling to its place.
        for _ in range(20):
            if target.evaluate(_IN_SIGHT):
                return True
            self.page.wait_for_timeout(50)
        return False

    def _waiting(self, wait: Callable[[], object]) -> None:
        started = time.perf_counter()
        try:
            wait()
        finally:
            self._waited_s += time.perf_counter() - started


@contextmanager
def user(browser: Browser, url: str, shots: Path | None, *, size: tuple[int, int] = DESK) -> Iterator[User]:
    """In a window of their own with nothing cached; on a phone it is touched, in the dark."""
    on_phone = size[0] < 640
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if on_phone else "light",
        has_touch=on_phone,
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield User(context.new_page(), url, shots)
    finally:
        context.close()


def _named(target: Locator) -> str:
    return str(target).removeprefix("<Locator ").rstrip(">")[:200]
