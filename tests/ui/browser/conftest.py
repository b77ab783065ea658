"""The real app in a real browser: an archive with invented articles, a server process, and visits that are watched."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

    from rag.dateline import Dateline

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "test-results"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
)
AT_REST = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-stale=true]')
  && document.getAnimations().every(each => each.effect.getTiming().iterations === Infinity)"""
HOSTILE = {
    "id": "hostile",
    "title": "Offer :red[ends] $5 to $9 <script>document.title='taken'</script>",
    "dek": "![pixel](http://leak.example/pixel.png) and :material/home:",
    "body": (
        "The mayor of Harrow 🌉 sold $5 and $10 stamps on Friday. "
        "![track](http://leak.example/track.png) <img src=http://leak.example/x onerror=alert(1)> "
        "<script>fetch('http://leak.example/run')</script> [win](javascript:alert(1)) `code` **bold** -> end."
    ),
    "published": "2025-03-10",
    "source": "<b>Harrow</b> Gazette",
    "url": "javascript:alert(document.domain)",
}


@dataclass
class Visit:
    """One browser window on the app, with every address that it asked for and every complaint that it made."""

    page: Page
    url: str
    asked_for: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def own_too(self, url: str) -> None:
        """The app may send the browser there too."""
        self.others.append(url)

    def open(self, path: str = "") -> Page:
        """The page at ``path`` of the app, once it can be used."""
        self.page.goto(self.url + path)
        self.page.get_by_test_id("stMainBlockContainer").wait_for()
        return self.page

    def ask(self, question: str) -> None:
        """Types the question and sends it."""
        line = self.page.get_by_placeholder("Ask the archive")
        line.fill(question)
        line.press("Enter")

    def settle(self) -> None:
        """Waits until nothing is being drawn and nothing moves."""
        self.page.wait_for_function(AT_REST, polling=100)

    def hear(self, message: ConsoleMessage) -> None:
        """Errors are kept, but for those of Streamlit's own search for its server below the page's address."""
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def dismiss(self, dialog: Dialog) -> None:
        """None of the app's pages opens one."""
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def outside(self) -> list[str]:
        """What was asked for from anywhere but the app itself."""
        own = (self.url, self.url.replace("http", "ws"), "data:", "blob:", "about:", *self.others)
        return [address for address in self.asked_for if not address.startswith(own)]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed page and an article that tries everything."""
    folder = tmp_path_factory.mktemp("archive")
    hostile = tmp_path_factory.mktemp("hostile") / "hostile.jsonl"
    hostile.write_text(json.dumps(HOSTILE), encoding="utf-8")
    report = opened(folder).ingest([str(ROOT / "seeds"), str(hostile)])
    assert (report.added, report.failed) == (2, ())
    return folder


def opened(archive: Path) -> Dateline:
    """The archive as Python sees it."""
    from rag.compose import open_dateline
    from rag.settings import Settings

    return open_dateline(Settings(archive=archive))


@pytest.fixture(scope="session")
def app(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the archive, without a model."""
    with serving(archive, tmp_path_factory.mktemp("desk")) as url:
        yield url


@pytest.fixture
def app_without_articles(tmp_path: Path) -> Iterator[str]:
    """The address of the app on an archive that is empty."""
    with serving(tmp_path / "archive", tmp_path) as url:
        yield url


@pytest.fixture
def app_whose_model_is_down(archive: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the app with a model's endpoint where nobody listens."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
        with serving(archive, tmp_path, DATELINE_MODEL="absent-model", OPENAI_BASE_URL=endpoint) as url:
            yield url


@contextmanager
def serving(archive: Path, desk: Path, *, port: int = 0, **settings: str) -> Iterator[str]:
    """The app as `dateline serve` starts it, in a process of its own; its address, once it answers."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE_", "OPENAI_", "STREAMLIT_"))}
    environment = {**clean, "DATELINE_ARCHIVE": str(archive), "DATELINE_TIMEZONE": "UTC", **settings}
    port = port or _free_port()
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-c", "from rag.cli.main import run; run()", "serve", "--port", str(port)]
    log = (desk / "server.log").open("wb")
    server = subprocess.Popen(command, cwd=desk, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        log.close()
    said = (desk / "server.log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the app ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the app did not start within 60 s")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome from this machine; a test run without one fails rather than skips."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("No Chromium or Chrome was found. Install the package chromium, or google-chrome-stable.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """`visit(url, width=…, scheme=…)`: a window; none may ask for anything outside, failures leave a picture."""
    visits: list[Visit] = []

    def start(url: str, *, width: int = 1280, height: int = 900, scheme: str = "light") -> Visit:
        phone = width < 640
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=phone, accept_downloads=True
        )
        context.set_default_timeout(60_000)
        one = Visit(context.new_page(), url)
        one.page.on("request", lambda asked: one.asked_for.append(asked.url))
        one.page.on("websocket", lambda socket: one.asked_for.append(socket.url))
        one.page.on("console", one.hear)
        one.page.on("dialog", one.dismiss)
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        visits.append(one)
        return one

    yield start
    name = re.sub(r"\W+", "-", request.node.name)
    failed = getattr(request.node, "failed", True)
    for number, one in enumerate(visits):
        if failed:
            KEPT.mkdir(exist_ok=True)
            one.page.screenshot(path=KEPT / f"{name}-{number}.png")
        one.page.context.close()
    assert [one.outside for one in visits] == [[] for _ in visits]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report
