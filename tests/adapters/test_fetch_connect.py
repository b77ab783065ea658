"""Connections: the socket's own address, TLS, and proxies."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpcore
import pytest
from websites import page, raw, redirect, website

from rag.adapters.fetch import HttpFetcher
from rag.adapters.fetch_addresses import AddressPolicy
from rag.adapters.fetch_connect import CheckedBackend
from rag.adapters.fetch_errors import Unfetched
from rag.adapters.fetch_turns import Deadline
from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched

TEXT = b"<p>The bridge at Harrow opened on Monday.</p>"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *map(str.upper, PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def failure(url: str, *, allow: tuple[str, ...] = ("127.0.0.1",), **more: Any) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        HttpFetcher(allow=allow, user_agent="Dateline", timeout_s=5, **more).fetch(url)
    return caught.value


class Elsewhere(httpcore.NetworkBackend):
    """Sockets that end somewhere else than where they were sent, as behind a rewriting network."""

    def __init__(self, peer: str) -> None:
        self.peer = peer
        self.called: list[str] = []
        self.closed = 0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.called.append(host)
        return ElsewhereStream(self)


class ElsewhereStream(httpcore.NetworkStream):
    def __init__(self, backend: Elsewhere) -> None:
        self._backend = backend

    def close(self) -> None:
        self._backend.closed += 1

    def get_extra_info(self, info: str) -> Any:
        return (self._backend.peer, 80) if info == "server_addr" else None


def test_the_very_address_that_was_checked_is_called() -> None:
    sockets = Elsewhere("8.8.8.8")
    CheckedBackend(AddressPolicy(), Deadline(5), lambda *_: ["10.0.0.1", "8.8.8.8"], sockets).connect_tcp(
        "x.example", 80
    )
    assert sockets.called == ["8.8.8.8"]


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0"])
def test_a_socket_that_ends_at_a_refused_address_is_closed_unread(peer: str) -> None:
    sockets = Elsewhere(peer)
    backend = CheckedBackend(AddressPolicy(), Deadline(5), lambda *_: ["8.8.8.8"], sockets)
    with pytest.raises(Unfetched, match=r"refused: x\.example is at"):
        backend.connect_tcp("x.example", 80)
    assert sockets.closed == 1


def test_a_socket_of_this_machine_is_refused() -> None:
    with pytest.raises(Unfetched, match="refused"):
        CheckedBackend(AddressPolicy(), Deadline(5)).connect_unix_socket("/run/control.sock")


def test_a_name_without_an_address_is_a_failure() -> None:
    assert failure("http://news.example/", resolver=lambda *_: []).reason == "its host name has no address"


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file with a key and a certificate for 127.0.0.1 that nobody else signed; made anew for each run."""
    if not shutil.which("openssl"):
        pytest.skip("the openssl command makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        [*command.split(), "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True
    )
    made.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return made


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_that_nobody_known_signed_is_named(certificate: Path) -> None:
    with website({"/": page(TEXT)}, secure=server_side(certificate)) as site:
        failed = failure(site.at("/"))
    assert failed.reason == "no secure connection: self-signed certificate"
    assert not failed.lasting
    assert site.asked == []


def test_a_certificate_that_the_environment_trusts_is_accepted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with website({"/": page(TEXT)}, secure=server_side(certificate)) as site:
        found = HttpFetcher(allow=["127.0.0.1"], user_agent="Dateline").fetch(site.at("/"))
    assert isinstance(found, Fetched)
    assert found.body == TEXT


def test_a_certificate_for_another_host_is_named(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with website({"/": page(TEXT)}, secure=server_side(certificate)) as site:
        failed = failure(site.at("/", host="news.example"), resolver=lambda *_: ["127.0.0.1"])
    assert failed.reason.startswith("no secure connection: Hostname mismatch")


def test_a_server_that_speaks_no_tls_is_named() -> None:
    with website({"/": page(TEXT)}) as site:
        failed = failure(site.at("/").replace("http:", "https:"))
    assert failed.reason.startswith("no secure connection: ")


# Proxies


def test_a_configured_proxy_is_allowed_itself_and_resolves_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with website({"http://news.example/a": page(TEXT)}) as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{proxy.port}")
        found = HttpFetcher(user_agent="Dateline", timeout_s=5).fetch("http://news.example/a")
    assert isinstance(found, Fetched)
    assert (found.url, found.body) == ("http://news.example/a", TEXT)
    assert proxy.asked[0].headers["host"] == "news.example"
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:9/", "http://localhost:9/", "http://2130706433:9/", "http://[::1]/"]
)
def test_a_proxy_is_no_way_round_to_this_machine(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with website({"http://news.example/": redirect(inside)}) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        assert "a loopback address" in failure(inside, allow=()).reason
        assert "a loopback address" in failure("http://news.example/", allow=()).reason
    assert [asked.target for asked in proxy.asked] == ["http://news.example/"]


def test_the_proxy_host_is_not_allowed_where_it_is_not_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with website() as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        assert "a loopback address" in failure(proxy.at("/"), allow=()).reason
    assert proxy.connections == 0


def test_a_proxy_that_opens_no_tunnel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with website({"news.example:443": raw(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")}) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:secret@127.0.0.1:{proxy.port}")
        failed = failure("https://news.example/", allow=())
    assert failed.reason == "the proxy refused: 407 Who are you"
    assert "secret" not in str(failed)
    assert proxy.asked[0].method == "CONNECT"


def test_a_host_that_no_proxy_names_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with website({"/": page(TEXT)}) as site:
        assert isinstance(HttpFetcher(allow=["127.0.0.1"], user_agent="Dateline").fetch(site.at("/")), Fetched)
