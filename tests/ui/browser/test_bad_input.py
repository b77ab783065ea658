"""What goes wrong on a real day: hundreds of files with broken ones, a huge one, another process, a night between."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import ROOT, serving

pytestmark = pytest.mark.slow
expect.set_options(timeout=60_000)
Start = Callable[..., Any]
FILES, BROKEN = 500, 20
FERRY = {
    "id": "ferry",
    "title": "Ferry to Velm delayed",
    "source": "Harbour Post",
    "published": "2025-03-03",
    "body": "The ferry to Velm left 20 minutes late on Monday. Forty passengers waited on the quay, the captain said.",
}


def from_another_process(archive: Path, desk: Path, *rows: dict[str, str]) -> None:
    """`dateline ingest`, while the app is at work on the same archive."""
    file = desk / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-c", "from rag.cli.main import run; run()", "ingest", str(file)]
    environment = {**os.environ, "DATELINE_ARCHIVE": str(archive), "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=desk, env=environment, check=True, capture_output=True)


def test_of_five_hundred_files_the_broken_ones_are_named_and_the_rest_goes_in(visit: Start, tmp_path: Path) -> None:
    files = []
    for number in range(FILES):
        broken = number % (FILES // BROKEN) == 0
        files.append(tmp_path / f"{number}.{'bin' if broken else 'txt'}")
        text = f"3 March 2025\n\nReport {number}\n\nThe harbour office counted {number + 7} boats at quay {number}.\n"
        files[-1].write_bytes(bytes(range(256)) if broken else text.encode())
    with serving(tmp_path / "archive", tmp_path) as url:
        from_another_process(tmp_path / "archive", tmp_path, FERRY)
        page = visit(url).open("/archive")
        page.get_by_text("Add", exact=True).click()
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Add to the archive").click()
        said = f"{FILES - BROKEN} articles added from {FILES} sources; {BROKEN} sources with problems"
        expect(page.get_by_text(said)).to_be_visible(timeout=120_000)
        expect(page.locator(".row.failed")).to_have_count(BROKEN)
        page.get_by_text("Articles", exact=True).click()
        expect(page.get_by_placeholder(f"Search {FILES - BROKEN + 1} articles")).to_be_visible()


def test_a_file_of_two_hundred_megabytes_is_refused_by_name_before_it_is_sent(
    visit: Start, app: str, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    page = visit(app).open("/archive")
    page.get_by_text("Add", exact=True).click()
    page.locator("input[type=file]").set_input_files(huge)
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("huge.txt")
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("20.0MB or smaller")


def test_what_another_process_takes_in_is_found_by_a_window_that_was_open_before(visit: Start, tmp_path: Path) -> None:
    with serving(tmp_path / "archive", tmp_path) as url:
        from_another_process(tmp_path / "archive", tmp_path, {**FERRY, "id": "other", "title": "A", "body": "A dog."})
        window = visit(url)
        window.open()
        window.ask("How late was the ferry to Velm?")
        expect(window.page.locator(".declined .card")).to_be_visible()
        from_another_process(tmp_path / "archive", tmp_path, FERRY)
        window.ask("How late did the ferry to Velm leave?")
        expect(window.page.locator(".flow .statement").last).to_contain_text("20 minutes late")


def test_a_window_left_open_overnight_goes_on_when_the_server_was_started_anew(
    visit: Start, archive: Path, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(archive, tmp_path, port=port) as url:
        window = visit(url)
        window.open()
        window.ask("How long did the Jeddah talks last?")
        expect(window.page.locator(".flow")).to_contain_text("nine hours")
    with serving(archive, tmp_path, port=port):
        # The window finds its server again by itself; nobody reloads it.
        window.page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for()
        window.ask("What did the American delegation propose?")
        expect(window.page.get_by_role("heading", name="What did the American delegation propose?")).to_be_visible()
        expect(window.page.locator(".flow").last).to_contain_text("suspending the signing")
        expect(window.page.get_by_role("heading", name="How long did the Jeddah talks last?")).to_be_attached()
