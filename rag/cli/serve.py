"""`dateline serve`: the app, on this machine alone, or for others who sign in."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import ArchiveDir
from rag.cli.reporting import Exit, say
from rag.cli.sign_in import SignIn, sign_in_for
from rag.domain.errors import WorkFailed

if TYPE_CHECKING:
    from rag.settings import Settings

_STARTS_WITHIN_S = 60.0
_OWN_NAMES = ("127.0.0.1", "localhost", "::1")


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Where to listen. All but loopback addresses need a sign-in; see docs/serve.md.")
    ] = "127.0.0.1",
    archive: ArchiveDir = None,
) -> Exit:
    """Start the app and print its address; Ctrl-C ends it."""
    from rag.cli.opening import read_settings

    settings = read_settings(archive)
    sign_in = sign_in_for(address, settings.sign_in_allow)
    _refuse_if_taken(address, port)
    # SIGINT too: a shell that starts a command in the background has it ignored.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    app = subprocess.Popen(
        _command(address, port, sign_in),
        env=_environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # Streamlit's own greeting
    )
    try:
        _wait_until_it_answers(app, address, port)
        print(f"http://{_in_url(address)}:{port}", flush=True)
        ended = app.wait()
    except KeyboardInterrupt:
        say("The app has stopped.")
        return Exit.INTERRUPTED
    finally:
        _end(app)
    if ended:
        raise WorkFailed(f"The app ended by itself (exit status {ended}). Its last messages stand above.")
    return Exit.DONE


def _interrupt(_signal: int, _frame: object) -> None:
    """Whatever ends this process ends the app with it, as Ctrl-C does."""
    raise KeyboardInterrupt


def _refuse_if_taken(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            why = error.strerror or error
            raise WorkFailed(f"Port {port} of {address} cannot be used ({why}). Name another with --port.") from error


def _command(address: str, port: int, sign_in: SignIn | None) -> list[str]:
    """What keeps the app to those who may use it stands here as flags, whatever a user's own Streamlit settings say."""
    from rag.resources import bundled

    options = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",
        "server.enableXsrfProtection": "true",
        "browser.gatherUsageStats": "false",
        "logger.enableRich": "false",  # it would print what went wrong on a page to where nobody reads
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    if sign_in is not None:
        flags += [f"--secrets.files={file}" for file in sign_in.files]
        flags += [f"--server.allowedHosts={host}" for host in (sign_in.host, *_OWN_NAMES)]
    return [sys.executable, "-m", "streamlit", "run", str(bundled("app.py")), *flags]


def _environment(settings: Settings) -> dict[str, str]:
    """The child reads the same settings again; only the archive may have come from a flag."""
    return {**os.environ, "DATELINE_ARCHIVE": str(Path(settings.archive).absolute())}


def _wait_until_it_answers(app: subprocess.Popen[bytes], address: str, port: int) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if app.poll() is not None:
            raise WorkFailed(f"The app did not start (exit status {app.returncode}). Its messages stand above.")
        if _answers(address, port):
            return
        time.sleep(0.05)
    raise WorkFailed(f"The app did not answer at {address}:{port} within {_STARTS_WITHIN_S:g} s. Try another --port.")


def _answers(address: str, port: int) -> bool:
    connection = http.client.HTTPConnection(address, port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _end(app: subprocess.Popen[bytes]) -> None:
    app.terminate()
    try:
        app.wait(timeout=5)
    except subprocess.TimeoutExpired:
        say("The app did not end by itself and was stopped.")
        app.kill()
