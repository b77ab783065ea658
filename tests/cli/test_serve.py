"""The app, started as a user starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from newsroom import Cli

from eval.bench.app_server import Server
from eval.bench.app_session import Session

ROOT = Path(__file__).resolve().parents[2]
# Python reads a file of this name as it starts; here it makes one of the app's own modules fail.
UNFORESEEN = """
import sys
from importlib.abc import MetaPathFinder

class Fails(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "rag.ui.frame":
            raise ImportError("planted")

sys.meta_path.insert(0, Fails())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`dateline serve` over an empty archive, in ``folder``."""
    served = subprocess.Popen(
        [sys.executable, "-c", "from rag.cli.main import run; run()", "serve", "--port", str(port)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "DATELINE_ARCHIVE": str(folder / "archive")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield served
    finally:
        served.kill()
        served.communicate(timeout=20)


def address_of(served: subprocess.Popen[str]) -> str:
    """What it prints when the app answers."""
    assert served.stdout
    return served.stdout.readline()


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_app_prints_its_address_when_it_answers_and_ends_with_the_command(
    tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    with serving(tmp_path, port) as served:
        address = address_of(served)
        assert address == f"http://127.0.0.1:{port}\n"
        with urllib.request.urlopen(address.strip(), timeout=10) as page:
            assert page.status == 200
        served.send_signal(ending)
        out, err = served.communicate(timeout=20)
    assert (served.returncode, out) == (130, "")
    assert "The app has stopped." in err
    assert "Traceback" not in err
    assert not is_open(port)


@pytest.mark.slow
def test_what_goes_wrong_on_a_page_is_told_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(UNFORESEEN, encoding="utf-8")
    with serving(tmp_path, free_port()) as served:
        with Session(Server(address_of(served).strip(), served.pid)) as session:
            session.open()
        served.send_signal(signal.SIGINT)
        _, err = served.communicate(timeout=20)
    assert "ImportError: planted" in err


def test_a_port_that_is_taken_is_named(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli("serve", "--port", taken.getsockname()[1])
    assert (ran.status, ran.out) == (1, "")
    assert "Name another with --port." in ran.sentence
