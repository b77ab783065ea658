"""One GET, within bounds: against a server that misbehaves in every way we know."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websites import Asked, Caller, Reply, Website, answer, page, raw, redirect, silence, trickle, website

from rag.adapters.fetch import LARGEST_BODY, HttpFetcher
from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, NotModified, Validators
from rag.ports import Fetcher

NONE = Validators()
NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)
TEXT = b"<p>The bridge at Harrow opened on Monday.</p>"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as started:
        yield started


def a_fetcher(*, allow: tuple[str, ...] = ("127.0.0.1",), timeout_s: float = 10.0, **more: object) -> HttpFetcher:
    return HttpFetcher(allow=allow, user_agent="Dateline/0", timeout_s=timeout_s, clock=lambda: NOW, **more)  # type: ignore[arg-type]


def fetched(url: str, **more: object) -> Fetched:
    found = a_fetcher(**more).fetch(url)  # type: ignore[arg-type]
    assert isinstance(found, Fetched)
    return found


def failure(url: str, *, validators: Validators = NONE, **more: object) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        a_fetcher(**more).fetch(url, validators=validators)  # type: ignore[arg-type]
    assert caught.value.reason
    assert caught.value.reason.isprintable()
    return caught.value


def test_it_is_a_fetcher() -> None:
    port: Fetcher = a_fetcher()
    assert port


def test_importing_it_does_not_import_the_http_library() -> None:
    code = "import sys, rag.adapters.fetch; print({'httpx', 'httpcore', 'brotli', 'zstandard'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


# What comes back


def test_a_page_comes_back_with_its_type_its_charset_and_its_validators(site: Website) -> None:
    lines = ["Content-Type: Text/HTML; charset=UTF-8", 'ETag: W/"7"', "Last-Modified: Fri, 14 Mar 2025 09:00:00 GMT"]
    site.reply("/a?b=1", page(TEXT, headers=lines))
    assert fetched(site.at("/a?b=1#part")) == Fetched(
        url=site.at("/a?b=1"),
        body=TEXT,
        media_type="text/html",
        charset="utf-8",
        validators=Validators('W/"7"', "Fri, 14 Mar 2025 09:00:00 GMT"),
    )


def test_a_request_names_its_program_and_carries_no_cookie_and_no_authorization(site: Website) -> None:
    site.reply("/", page(TEXT, headers=["Set-Cookie: id=1"]))
    fetcher = a_fetcher()
    for _ in range(2):
        fetcher.fetch(site.at("/"))
    for asked in site.asked:
        assert asked.method == "GET"
        assert asked.headers["user-agent"] == "Dateline/0"
        assert asked.headers["host"] == f"127.0.0.1:{site.port}"
        assert not {"cookie", "authorization", "referer"} & set(asked.headers)


def test_a_chunked_body_and_one_that_ends_with_the_connection_are_whole(site: Website) -> None:
    site.reply(
        "/chunked", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab\r\n\r\n1\r\nc\r\n0\r\n\r\n")
    )
    site.reply("/old", raw(b"HTTP/1.0 200 OK\r\n\r\nolder"))
    assert fetched(site.at("/chunked")).body == b"ab\r\nc"
    assert fetched(site.at("/old")).body == b"older"


def test_a_compressed_body_is_decompressed(site: Website) -> None:
    site.reply("/", page(gzip.compress(TEXT), headers=["Content-Encoding: gzip"]))
    assert fetched(site.at("/")).body == TEXT
    assert site.asked[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"


def test_an_interim_answer_is_passed_over(site: Website) -> None:
    site.reply("/", raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(TEXT)))
    assert fetched(site.at("/")).body == TEXT


# Conditional requests


def test_what_did_not_change_is_not_sent_again(site: Website) -> None:
    site.reply("/feed", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
    given_before = Validators('"a,\xe9"', "Fri, 14 Mar 2025 09:00:00 GMT")
    assert a_fetcher().fetch(site.at("/feed"), validators=given_before) == NotModified(site.at("/feed"))
    assert site.asked[0].headers["if-none-match"] == '"a,\xe9"'
    assert site.asked[0].headers["if-modified-since"] == "Fri, 14 Mar 2025 09:00:00 GMT"


def test_only_the_validator_that_is_known_is_sent(site: Website) -> None:
    site.reply("/", page(TEXT))
    a_fetcher().fetch(site.at("/"), validators=Validators(etag='"a"'))
    assert site.asked[0].headers["if-none-match"] == '"a"'
    assert "if-modified-since" not in site.asked[0].headers


def test_a_304_that_nobody_asked_for_is_a_failure(site: Website) -> None:
    site.reply("/", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
    assert failure(site.at("/")).reason == "HTTP 304 Not Modified"


# Statuses


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 414, 451])
def test_a_refusal_lasts(site: Website, status: int) -> None:
    site.reply("/", page(b"no", status=f"{status} No"))
    failed = failure(site.at("/"))
    assert (failed.reason, failed.lasting, failed.retry_after_s) == (f"HTTP {status} No", True, None)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 521])
def test_trouble_may_pass(site: Website, status: int) -> None:
    site.reply("/", page(b"no", status=f"{status} "))
    failed = failure(site.at("/"))
    assert (failed.reason, failed.lasting) == (f"HTTP {status}", False)


@pytest.mark.parametrize("status", ["202 Accepted", "206 Partial Content", "300 Choices"])
def test_what_is_not_the_page_itself_is_a_failure(site: Website, status: str) -> None:
    site.reply("/", page(TEXT, status=status))
    assert failure(site.at("/")).reason == f"HTTP {status}"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("90", 90.0), ("Fri, 14 Mar 2025 13:00:00 GMT", 3600.0), ("9999999", 86_400.0), ("later", None)],
)
def test_the_wait_that_a_server_asks_for_is_told(site: Website, status: int, asked: str, seconds: float | None) -> None:
    site.reply("/", page(b"busy", status=f"{status} Busy", headers=[f"Retry-After: {asked}"]))
    assert failure(site.at("/")).retry_after_s == seconds


@pytest.mark.parametrize("reply", [page(b""), raw(b"HTTP/1.1 204 No Content\r\n\r\n"), raw(b"HTTP/1.1 200 OK\r\n\r\n")])
def test_an_empty_answer_is_no_article(site: Website, reply: Reply) -> None:
    site.reply("/", reply)
    assert failure(site.at("/")).reason in ("the answer is empty", "HTTP 204 No Content")


# Redirects


def test_a_redirect_is_followed_and_the_place_is_told(site: Website) -> None:
    site.reply("/a/old", redirect("../new?x=1#top"))
    site.reply("/new?x=1", page(TEXT))
    found = fetched(site.at("/a/old"))
    assert (found.url, found.moved_to) == (site.at("/new?x=1"), "")


@pytest.mark.parametrize(
    ("statuses", "for_good"),
    [((301,), True), ((308,), True), ((301, 308), True), ((301, 302), False), ((307, 301), False), ((303,), False)],
)
def test_a_page_has_moved_only_where_every_redirect_was_for_good(
    site: Website, statuses: tuple[int, ...], for_good: bool
) -> None:
    for place, status in enumerate(statuses):
        site.reply(f"/{place}", redirect(f"/{place + 1}", status=f"{status} Elsewhere"))
    end = f"/{len(statuses)}"
    site.reply(end, page(TEXT))
    assert fetched(site.at("/0")).moved_to == (site.at(end) if for_good else "")


def test_ten_redirects_are_followed_and_the_eleventh_is_not(site: Website) -> None:
    for place in range(12):
        site.reply(f"/{place}", redirect(f"/{place + 1}"))
    site.reply("/12", page(TEXT))
    assert fetched(site.at("/2")).url == site.at("/12")
    failed = failure(site.at("/1"))
    assert failed.reason.endswith("redirected more than 10 times")
    assert failed.lasting
    assert site.count("/12") == 1


def test_a_circle_of_redirects_is_named(site: Website) -> None:
    site.reply("/a", redirect("/b"))
    site.reply("/b", redirect("/a#again"))
    assert "redirected in a circle, back to " + site.at("/a") in failure(site.at("/a")).reason
    assert site.count("/a") == 1


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "redirected to file:/etc/passwd: only http and https are fetched, not file"),
        ("javascript:alert(1)", "redirected to javascript:alert(1): only http and https are fetched, not javascript"),
        ("ftp://news.example/a", "redirected to ftp://news.example/a: only http and https are fetched, not ftp"),
        ("http://me:secret@news.example/", "addresses with a user name or password are not fetched"),
        ("http://[::1", "redirected to what is no address"),
        ("http://a..b/", "'a..b' is no host name"),
    ],
)
def test_a_redirect_leads_to_web_addresses_only(site: Website, location: str, reason: str) -> None:
    site.reply("/", redirect(location))
    failed = failure(site.at("/"))
    assert reason in failed.reason
    assert failed.lasting
    assert "secret" not in str(failed)


def test_a_redirect_to_a_refused_address_is_refused_and_nobody_is_told_to_allow_it(site: Website) -> None:
    with website({"/": redirect(f"http://127.0.0.2:{site.port}/inside")}) as outer:
        failed = failure(outer.at("/"))
    assert failed.reason.endswith("refused: 127.0.0.2 is a loopback address")
    assert "DATELINE_FETCH_ALLOW" not in failed.reason
    assert site.asked == []


def test_a_redirect_that_points_nowhere_is_a_failure(site: Website) -> None:
    site.reply("/", page(b"", status="302 Found"))
    assert failure(site.at("/")).reason == "HTTP 302 without an address to go to"


def test_a_location_in_raw_utf8_is_understood(site: Website) -> None:
    site.reply("/", raw("HTTP/1.1 302 Found\r\nLocation: /br\u00fccke\r\nContent-Length: 0\r\n\r\n".encode()))
    site.reply("/br%C3%BCcke", page(TEXT))
    assert fetched(site.at("/")).body == TEXT


# Addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"])
def test_this_machine_is_refused_however_it_is_spelled_and_never_called(site: Website, host: str) -> None:
    site.reply("/", page(TEXT))
    failed = failure(site.at("/", host=host), allow=())
    assert "a loopback address" in failed.reason
    assert failed.lasting
    assert site.connections == 0


def test_a_refusal_names_the_setting_that_allows_the_address(site: Website) -> None:
    failed = failure(site.at("/"), allow=())
    assert failed.reason == "refused: 127.0.0.1 is a loopback address; DATELINE_FETCH_ALLOW=127.0.0.1 allows it"


@pytest.mark.parametrize("allow", ["127.0.0.1", "127.0.0.0/8", "news.example"])
def test_what_the_settings_allow_is_fetched(site: Website, allow: str) -> None:
    site.reply("/", page(TEXT))
    url = site.at("/", host="news.example")
    assert fetched(url, allow=(allow,), resolver=lambda *_: ["127.0.0.1"]).body == TEXT


def test_a_name_that_resolves_to_a_private_address_is_refused() -> None:
    failed = failure("http://news.example/", allow=(), resolver=lambda *_: ["10.0.0.5"])
    assert failed.reason == (
        "refused: news.example is at 10.0.0.5, a private address; DATELINE_FETCH_ALLOW=news.example allows it"
    )


def test_of_several_addresses_only_those_that_are_permitted_are_called(site: Website) -> None:
    site.reply("/", page(TEXT))
    url = site.at("/", host="news.example")
    assert fetched(url, resolver=lambda *_: ["127.0.0.2", "127.0.0.1"]).body == TEXT


def test_an_address_that_does_not_answer_is_followed_by_the_next(site: Website) -> None:
    site.reply("/", page(TEXT))
    url = site.at("/", host="news.example")
    # nothing listens on the second loopback address
    assert fetched(url, allow=("127.0.0.0/8",), resolver=lambda *_: ["127.0.0.2", "127.0.0.1"]).body == TEXT


def test_a_name_that_resolves_differently_a_moment_later_gains_nothing(site: Website) -> None:
    """The name is resolved once for a connection; what was checked is what is called."""
    answers = cycle([["127.0.0.1"], ["127.0.0.2"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    site.reply("/", redirect("/again"))
    site.reply("/again", page(TEXT))
    failed = failure(site.at("/", host="news.example"), resolver=rebinding)
    assert asked == ["news.example", "news.example"]
    assert failed.reason.endswith("refused: news.example is at 127.0.0.2, a loopback address")
    assert site.count("/") == 1
    assert site.count("/again") == 0


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "news",
            "//news.example/a",
            "http://",
            "http:///a",
            "http://news.example:99999/",
            "http://news.example:0/",
        ),
        *("http://news.example:-1/", "http://me:secret@news.example/", "http://a b/", "http://a\x01b/", "http://[::1"),
        *("http://a..b/", f"http://{'a' * 64}.example/", "http://%6e%65ws/", "http://news.example\\@evil.example/"),
        *("http://\ud800/", "http://news.example/\ud800", "http://[fe80::1%25eth0]/", "file:///etc/passwd", "data:,x"),
        *(
            "ftp://news.example/",
            "http://\u2170.example/",
            "http://...",
            "http://0177.0.0.1/",
            f"http://x/{'a' * 70_000}",
        ),
    ],
)
def test_an_absurd_address_is_a_lasting_failure(url: str) -> None:
    failed = failure(url, resolver=lambda *_: pytest.fail("nobody is to be asked"))
    assert failed.lasting
    assert "secret" not in str(failed)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.text().map("http://{}".format), st.text().map("http://news.example/{}".format)))
def test_whatever_the_address_a_fetch_fails_with_a_reason(url: str) -> None:
    assert failure(url, resolver=lambda *_: []).reason


def test_an_international_name_and_a_long_address_work(site: Website) -> None:
    long = "/" + "a" * 10_000
    site.reply(long, page(TEXT))
    site.reply("/%C3%BC%20b", page(TEXT))
    found: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        found.append(host)
        return ["127.0.0.1"]

    assert fetched(site.at(long)).body == TEXT
    assert fetched("  " + site.at("/\u00fc b", host="br\u00fccke.example") + "\n", resolver=resolver).body == TEXT
    assert found == ["xn--brcke-lva.example"]


# Size


def test_a_body_over_the_bound_is_refused_and_the_rest_is_not_read(site: Website) -> None:
    site.reply("/", trickle(bytes(1024 * 1024), every_s=0))
    began = time.monotonic()
    assert failure(site.at("/")).reason == "larger than 15 MiB, the most that is fetched"
    assert time.monotonic() - began < 5


def test_the_bound_is_exact(site: Website) -> None:
    site.reply("/whole", page(bytes(LARGEST_BODY)))
    site.reply("/over", page(bytes(LARGEST_BODY + 1)))
    assert len(fetched(site.at("/whole")).body) == LARGEST_BODY
    assert failure(site.at("/over")).lasting


def test_a_bomb_is_refused(site: Website) -> None:
    site.reply("/", page(gzip.compress(bytes(LARGEST_BODY + 1)), headers=["Content-Encoding: gzip"]))
    assert failure(site.at("/")).reason == "larger than 15 MiB, the most that is fetched"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["Content-Encoding: gzip", "Content-Encoding: br"], "encoded 2 times (gzip, br); one layer is undone"),
        (["Content-Encoding: compress"], "encoded as 'compress', which is not known"),
        (["Content-Encoding: gzip"], "its gzip encoding is broken or cut short"),
    ],
)
def test_a_body_whose_encoding_cannot_be_undone_is_a_failure(site: Website, lines: list[str], reason: str) -> None:
    site.reply("/", page(TEXT, headers=lines))
    assert failure(site.at("/")).reason == reason


def test_a_body_shorter_than_it_was_announced_is_a_failure(site: Website) -> None:
    site.reply("/", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbroken"))
    site.reply("/chunked", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nbroken"))
    failed = failure(site.at("/"))
    assert (failed.reason, failed.lasting) == ("the body broke off after 6 of 100 bytes", False)
    assert failure(site.at("/chunked")).reason == "the body broke off"


def endless_interim(_: Asked, caller: Caller) -> None:
    while caller.is_wanted:
        caller.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 10_000)


def test_interim_answers_without_end_are_ended(site: Website) -> None:
    site.reply("/", endless_interim)
    assert failure(site.at("/"), timeout_s=2).reason.startswith(("the server sends without end", "not finished within"))


# Time


@pytest.mark.parametrize(
    ("reply", "stage"),
    [
        (silence, "reading the answer"),
        (trickle(b"x", every_s=0.05), "reading the answer"),
        (trickle(b"X: y\r\n", every_s=0.05, head=b"HTTP/1.1 200 OK\r\n"), "reading the answer"),
    ],
    ids=["silence", "a body that trickles", "headers that trickle"],
)
def test_a_server_that_takes_its_time_is_given_up(site: Website, reply: Reply, stage: str) -> None:
    site.reply("/", reply)
    began = time.monotonic()
    failed = failure(site.at("/"), timeout_s=0.5)
    assert 0.4 < time.monotonic() - began < 2
    assert (failed.reason, failed.lasting) == (f"not finished within 0.5 s ({stage})", False)


def slowly(reply: Reply, pause_s: float) -> Reply:
    def wait(asked: Asked, caller: Caller) -> None:
        caller.pause(pause_s)
        reply(asked, caller)

    return wait


def test_redirects_share_one_deadline(site: Website) -> None:
    for place in range(8):
        site.reply(f"/{place}", slowly(redirect(f"/{place + 1}"), 0.2))
    began = time.monotonic()
    assert "not finished within 0.5 s" in failure(site.at("/0"), timeout_s=0.5).reason
    assert time.monotonic() - began < 2


def test_a_resolver_that_does_not_answer_is_given_up() -> None:
    stop = threading.Event()

    def stuck(host: str, port: int) -> list[str]:
        stop.wait(10)
        return []

    failed = failure("http://news.example/", timeout_s=0.3, resolver=stuck)
    stop.set()
    assert failed.reason == "not finished within 0.3 s (resolving its host name)"


# Broken HTTP


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "the server closed the connection without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "the server closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 abc\r\n\r\n", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 20000 OK\r\n\r\n", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nA b: c\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nA: \0\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", "the answer is not well-formed HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", "the answer is not well-formed HTTP"),
        (
            b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\nx",
            "the headers of the answer are larger than 100 KiB",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 50_000 + b"\r\nx", "the headers of the answer are larger than 100 KiB"),
    ],
)
def test_what_is_no_http_is_named_as_such(site: Website, sent: bytes, reason: str) -> None:
    site.reply("/", raw(sent))
    failed = failure(site.at("/"))
    assert failed.reason.startswith(reason)
    assert not failed.lasting
    assert len(failed.reason) < 300


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=200), has_status_line=st.booleans())
def test_whatever_a_server_sends_is_fetched_or_a_failure(site: Website, noise: bytes, has_status_line: bool) -> None:
    site.reply("/", raw((b"HTTP/1.1 200 OK\r\n" if has_status_line else b"") + noise))
    # anything but these two ends the test
    with suppress(FetchFailed):
        assert isinstance(a_fetcher(timeout_s=2).fetch(site.at("/")), Fetched)


def test_nobody_listening_is_trouble_that_may_pass(site: Website) -> None:
    site.close()
    failed = failure(site.at("/"))
    assert (failed.reason, failed.lasting) == ("the connection was refused", False)


def test_an_unknown_name_is_trouble_that_may_pass() -> None:
    failed = failure("http://news.invalid/")
    assert (failed.reason, failed.lasting) == ("its host name is not known", False)


# Many at once


def test_a_host_gets_two_requests_at_once_and_the_others_wait(site: Website) -> None:
    lock, under_way, most = threading.Lock(), 0, 0

    def counted(asked: Asked, caller: Caller) -> None:
        # Counted out before the answer leaves: the next request may come before the site has closed this one.
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.1)
        with lock:
            under_way -= 1
        page(TEXT)(asked, caller)

    paths = [f"/{place}" for place in range(8)]
    for path in paths:
        site.reply(path, counted)
    fetcher = a_fetcher()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda path: fetcher.fetch(site.at(path)), paths))
    assert all(isinstance(each, Fetched) for each in found)
    assert most == 2


def test_hosts_do_not_wait_for_each_other(site: Website) -> None:
    fetcher = a_fetcher(resolver=lambda *_: ["127.0.0.1"])
    hosts = [f"paper{place}.example" for place in range(4)]
    site.reply("/", slowly(page(TEXT), 0.3))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda host: fetcher.fetch(site.at("/", host=host)), hosts))
    assert site.most_at_once == 4


def test_a_failure_gives_its_turn_back(site: Website) -> None:
    fetcher = a_fetcher()
    for _ in range(5):
        with pytest.raises(FetchFailed):
            fetcher.fetch(site.at("/missing"))
    assert site.count("/missing") == 5
