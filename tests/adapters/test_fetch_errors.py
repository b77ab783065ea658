"""No exception of the HTTP libraries gets past the fetcher."""

from __future__ import annotations

import inspect
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from types import ModuleType

import h11
import httpcore
import httpx
import pytest
from websites import Website, page, website

from rag.adapters.fetch import HttpFetcher
from rag.adapters.fetch_errors import Unfetched, as_unfetched, one_line
from rag.domain.errors import FetchFailed


def exceptions_of(module: ModuleType) -> list[type[Exception]]:
    found = [each for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, Exception)]
    assert len(found) > 2
    return found


def made(kind: type[Exception]) -> Exception:
    """An instance with what its constructor asks for."""
    request = httpx.Request("GET", "http://news.example/")
    if issubclass(kind, httpx.HTTPStatusError):
        return kind("message", request=request, response=httpx.Response(500, request=request))
    # the stream errors of httpx write their messages themselves
    takes_message = not issubclass(kind, httpx.StreamError) or kind is httpx.StreamError
    return kind("message") if takes_message else kind()


# h11's own base class refuses to be made
OUTSIDE = [each for module in (httpx, httpcore, h11) for each in exceptions_of(module) if each is not h11.ProtocolError]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture(scope="module")
def busy() -> Iterator[Website]:
    with website({"/": page(b"later", status="503 Busy", headers=["Retry-After: 5"])}) as site:
        yield site


@pytest.mark.parametrize("kind", OUTSIDE, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_exception_of_the_libraries_becomes_a_fetch_failure(kind: type[Exception], busy: Website) -> None:
    def broken_clock() -> datetime:
        """Read in the middle of a fetch: whatever is raised there has the whole way out before it."""
        raise made(kind)

    fetcher = HttpFetcher(user_agent="Dateline", allow=["127.0.0.1"], clock=broken_clock)
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(busy.at("/"))
    assert caught.value.url == busy.at("/")
    assert caught.value.reason
    assert "\n" not in caught.value.reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpcore.ConnectTimeout(), "no connection could be made in time"),
        (httpcore.ReadTimeout(), "no answer in time"),
        (httpcore.RemoteProtocolError("Receive buffer too long"), "the headers of the answer are larger than 100 KiB"),
        (httpcore.ProxyError("407 Auth"), "the proxy refused: 407 Auth"),
        (socket.gaierror(-2, "Name or service not known"), "its host name is not known"),
        (ConnectionResetError(104, "reset"), "the connection was reset"),
        (OSError(113, "No route to host"), "no connection: No route to host"),
        (ssl.SSLError(1, "wrong version number"), "no secure connection: wrong version number"),
        (ssl.SSLCertVerificationError(1, "expired"), "no secure connection: expired"),
        (ValueError(), "no connection"),
    ],
)
def test_each_says_what_happened(error: Exception, reason: str) -> None:
    assert as_unfetched(error).reason == reason


def test_the_cause_inside_says_more_than_the_wrapper() -> None:
    wrapper = httpcore.ConnectError("[Errno 111]")
    wrapper.__cause__ = ConnectionRefusedError(111, "Connection refused")
    assert as_unfetched(wrapper).reason == "the connection was refused"


def test_network_trouble_may_pass_and_an_address_that_is_none_does_not() -> None:
    assert not as_unfetched(httpcore.ReadError()).lasting
    assert as_unfetched(httpx.InvalidURL("bad")).lasting


def test_what_was_said_already_stays() -> None:
    said = Unfetched("so it is", lasting=True)
    assert as_unfetched(said) is said


def test_a_clause_is_one_short_printable_line() -> None:
    assert one_line("a\r\nb\x1b[31m\u202ec") == "a b [31m c"
    assert len(one_line("x" * 1000)) == 200
