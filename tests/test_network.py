"""A whole run opens no connection to anywhere."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = """
import contextlib, ipaddress, io, json, sys

asked = []

def is_elsewhere(host):
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host not in ("localhost", "")

def listen(event, args):
    if event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple) and is_elsewhere(args[1][0]):
        asked.append([event, str(args[1][0])])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and args[0] and is_elsewhere(str(args[0])):
        asked.append([event, str(args[0])])

sys.addaudithook(listen)
from rag.cli.main import run

statuses = []
for argv in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        try:
            run(argv)
        except SystemExit as ended:
            statuses.append(ended.code or 0)
print(json.dumps({"statuses": statuses, "asked": asked}))
"""


class Listener:
    """A socket that counts who calls: native code that Python's audit hooks do not see goes through a proxy, too."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.callers = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.callers += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def proxy() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def whole_run(code: str, folder: Path, proxy: Listener, *commands: list[str]) -> dict[str, list[object]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_"))}
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), proxy.url)
    settings = {"DATELINE_ARCHIVE": str(folder / "archive"), "DATELINE_TIMEZONE": "UTC", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", code, json.dumps(commands)],
        cwd=folder,
        env={**kept, **proxies, **settings, "NO_PROXY": "", "no_proxy": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[object]] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_ingest_ask_brief_and_doctor_call_nobody(tmp_path: Path, proxy: Listener) -> None:
    found = whole_run(
        RUN,
        tmp_path,
        proxy,
        ["ingest", str(ROOT / "seeds")],
        ["ask", "How long did the Jeddah talks last?"],
        ["brief", "--date", "2025-03-14"],
        ["export", "all.jsonl"],
        ["doctor", "--rebuild"],
    )
    assert found == {"statuses": [0, 0, 0, 0, 0], "asked": []}
    assert proxy.callers == 0


@pytest.mark.slow
def test_a_call_that_is_made_would_be_seen(tmp_path: Path, proxy: Listener) -> None:
    # The events alone: a test of this must not call anybody either.
    calls = """
import httpx
sys.audit("socket.connect", None, ("192.0.2.1", 80))
sys.audit("socket.getaddrinfo", "news.invalid", 80, 0, 0, 0)
sys.audit("socket.connect", None, ("127.0.0.1", 80))
with contextlib.suppress(httpx.HTTPError):
    httpx.get("http://news.invalid/")
"""
    code = RUN.replace("from rag.cli.main import run", f"{calls}\nfrom rag.cli.main import run")
    found = whole_run(code, tmp_path, proxy)
    assert found["asked"] == [["socket.connect", "192.0.2.1"], ["socket.getaddrinfo", "news.invalid"]]
    assert proxy.callers == 1
