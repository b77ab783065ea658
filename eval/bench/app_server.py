"""The app in a process of its own, started as people start it, and what it and its children use of the processor."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = "readers.example"
"""The domain of the addresses that a signed-in app lets in."""
_STARTS_WITHIN_S = 90.0
_HEALTH = "/_stcore/health"


@dataclass(frozen=True, slots=True)
class Server:
    """``secret`` signs the cookies of those who are signed in; "" where nobody is asked to be."""

    url: str
    pid: int
    secret: str = ""

    @property
    def processor_s(self) -> float:
        return processor_s(self.pid)


@contextmanager
def serving(archive: Path, desk: Path, *, secret: str = "", fetch_allow: str = "") -> Iterator[Server]:
    """`dateline serve` on an archive, from the moment it answers; ``desk`` is an empty folder that it runs in.
    ``fetch_allow`` are private addresses that it may fetch from."""
    port = _free_port()
    if secret:
        _set_up_sign_in(desk, port, secret)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE_", "OPENAI_", "STREAMLIT_"))}
    settings = {"DATELINE_ARCHIVE": str(archive), "DATELINE_TIMEZONE": "UTC", "DATELINE_SIGN_IN_ALLOW": f"@{ALLOWED}"}
    if fetch_allow:
        settings["DATELINE_FETCH_ALLOW"] = fetch_allow
    command = [sys.executable, "-c", "from rag.cli.main import run; run()", "serve", "--port", str(port)]
    with _running(command, port, desk, {**clean, **settings}) as server:
        yield Server(server.url, server.pid, secret)


@contextmanager
def serving_bare(script: str, desk: Path) -> Iterator[Server]:
    """A Streamlit script with nothing of ours in it, under the same settings."""
    port, file = _free_port(), desk / "bare.py"
    file.write_text(script, encoding="utf-8")
    folder = desk / ".streamlit"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "streamlit", "run", str(file), f"--server.port={port}"]
    with _running(command, port, desk, dict(os.environ)) as server:
        yield server


@contextmanager
def _running(command: Sequence[str], port: int, desk: Path, environment: dict[str, str]) -> Iterator[Server]:
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), environment.get("PYTHONPATH"))))
    with (desk / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=desk, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url, process, desk)
            yield Server(url, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _set_up_sign_in(desk: Path, port: int, secret: str) -> None:
    """As docs/serve.md has it. The provider is never asked: those who come are signed in already."""
    folder = desk / ".streamlit"
    folder.mkdir()
    (folder / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{secret}"\n'
        'client_id = "bench"\nclient_secret = "bench"\n'
        'server_metadata_url = "https://provider.example/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )


def _wait_until_up(url: str, process: subprocess.Popen[bytes], desk: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The app ended by itself:\n{(desk / 'server.log').read_text(encoding='utf-8')}")
        try:
            if asked(url, _HEALTH).status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"The app did not answer at {url} within {_STARTS_WITHIN_S:g} s.")


def asked(url: str, path: str) -> http.client.HTTPResponse:
    """The answer to a GET, its headers read."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def processor_s(pid: int) -> float:
    """Seconds of a core that a process and its living descendants have used so far. Linux only."""
    spent = {}
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _fields(folder)):
            parents[int(folder.name)], spent[int(folder.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    family, children = {pid}, {pid}
    while children:
        children = {child for child, parent in parents.items() if parent in children}
        family |= children
    return sum(spent.get(member, 0) for member in family) / os.sysconf("SC_CLK_TCK")


def _fields(folder: Path) -> list[str]:
    """Of /proc/PID/stat, from the state on: the name before it may hold blanks. None of them once the process ends."""
    try:
        return (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
    except OSError:
        return []
