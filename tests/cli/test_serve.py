"""The app, started as a user starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from newsroom import Cli

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAGE_WITHIN_S = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_app_prints_its_address_when_it_answers_and_ends_with_the_command(
    tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    began = time.monotonic()
    served = subprocess.Popen(
        [sys.executable, "-c", "from rag.cli.main import run; run()", "serve", "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATELINE_ARCHIVE": str(tmp_path / "archive")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stdout
        address = served.stdout.readline()
        assert address == f"http://127.0.0.1:{port}\n"
        with urllib.request.urlopen(address.strip(), timeout=10) as page:
            assert page.status == 200
        assert time.monotonic() - began < FIRST_PAGE_WITHIN_S
    finally:
        served.send_signal(ending)
        out, err = served.communicate(timeout=20)
    assert (served.returncode, out) == (130, "")
    assert "The app has stopped." in err
    assert "Traceback" not in err
    assert not is_open(port)


def test_a_port_that_is_taken_is_named(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli("serve", "--port", taken.getsockname()[1])
    assert (ran.status, ran.out) == (1, "")
    assert "Name another with --port." in ran.sentence
