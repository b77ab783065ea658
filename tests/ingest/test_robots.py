"""robots.txt, read as RFC 9309 has it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websites import page, raw, redirect, silence, website

from rag.adapters.fetch import HttpFetcher
from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, NotModified, Validators
from rag.ingest.robots import LARGEST_RULES, Robots

US = "Dateline/0.1 (+https://dateline.example/)"
NONE = Validators()


class Sites:
    """A Fetcher of given texts and failures; what it does not know is not there."""

    def __init__(self, answers: Mapping[str, str | bytes | FetchFailed]) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self.asked: list[str] = []

    def fetch(self, url: str, *, validators: Validators = NONE) -> Fetched | NotModified:
        with self._lock:
            self.asked.append(url)
        found = self._answers.get(url, FetchFailed(url, "HTTP 404", lasting=True))
        if isinstance(found, FetchFailed):
            raise found
        return Fetched(url, found.encode() if isinstance(found, str) else found)


def with_rules(rules: str | bytes | FetchFailed) -> Robots:
    return Robots(Sites({"https://news.example/robots.txt": rules}))


def allows(robots: Robots, url: str, user_agent: str) -> bool:
    try:
        robots.require(url, user_agent)
    except FetchFailed:
        return False
    return True


def allowed(rules: str | bytes | FetchFailed, path: str = "/a") -> bool:
    return allows(with_rules(rules), f"https://news.example{path}", US)


def test_what_is_disallowed_for_everybody_is_not_allowed() -> None:
    rules = "User-agent: *\nDisallow: /private/\n"
    assert allowed(rules, "/news/1")
    assert not allowed(rules, "/private/1")


def test_the_group_that_names_us_counts_and_not_the_one_for_everybody() -> None:
    assert allowed("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /drafts/\n")
    assert not allowed("User-agent: *\nAllow: /\n\nUser-agent: DateLine\nDisallow: /\n")


@pytest.mark.parametrize("name", ["Dateline", "dateline/2.0", "DATELINE", "Dateline # that is us"])
def test_we_are_named_by_our_product_whatever_the_case_and_version(name: str) -> None:
    assert not allowed(f"User-agent: {name}\nDisallow: /\n")


@pytest.mark.parametrize("name", ["date", "datelinebot", "line", "mozilla", "https", "", "dateline-news"])
def test_nobody_else_is_us(name: str) -> None:
    assert allowed(f"User-agent: {name}\nDisallow: /\n")


def test_a_group_may_name_several_and_a_product_may_have_several_groups() -> None:
    several = "User-agent: other\nUser-agent: dateline\nDisallow: /a\n\nUser-agent: dateline\nDisallow: /b\n"
    assert not allowed(several, "/a")
    assert not allowed(several, "/b")
    assert allowed(several, "/c")


@pytest.mark.parametrize("line", ["User-agent: bot{}", "useragent bot{}", "User agent: bot{}", "USER-AGENT: *bot{}*"])
def test_a_file_made_to_be_costly_costs_little(line: str) -> None:
    """Rules are kept once for each name of their group: so many names by so many rules would fill the memory."""
    names = "\n".join(line.format(place) for place in range(12_000))
    rules = "Disallow:/x\n" * 20_000
    began = time.monotonic()
    assert allowed(f"{names}\n{rules}User-agent: dateline\nAllow: /\n")
    assert time.monotonic() - began < 3


def test_the_longest_rule_counts_and_of_equals_the_one_that_allows() -> None:
    rules = "User-agent: *\nDisallow: /a\nAllow: /a/open\nDisallow: /b\nAllow: /b\n"
    assert not allowed(rules, "/a/closed")
    assert allowed(rules, "/a/open/1")
    assert allowed(rules, "/b")


def test_stars_and_ends_are_understood() -> None:
    rules = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=\n"
    assert not allowed(rules, "/a/b.pdf")
    assert allowed(rules, "/a/b.pdf.html")
    assert not allowed(rules, "/a?print=1")


@pytest.mark.parametrize("rules", ["", "\n\n", "Sitemap: https://news.example/map.xml", "<html>not found</html>"])
def test_without_a_rule_everything_is_allowed(rules: str) -> None:
    assert allowed(rules)


def test_a_site_that_answers_without_giving_rules_allows_everything() -> None:
    assert allowed(FetchFailed("https://news.example/robots.txt", "HTTP 404", lasting=True))
    assert allowed(FetchFailed("https://news.example/robots.txt", "HTTP 403", lasting=True))


def test_a_site_in_trouble_allows_nothing_for_this_run() -> None:
    sites = Sites({"https://news.example/robots.txt": FetchFailed("", "HTTP 503")})
    robots = Robots(sites)
    assert not allows(robots, "https://news.example/a", US)
    assert not allows(robots, "https://news.example/b", US)
    assert len(sites.asked) == 1


def refusal(rules: str | FetchFailed) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        with_rules(rules).require("https://news.example/a", US)
    assert caught.value.url == "https://news.example/a"
    return caught.value


def test_what_the_rules_forbid_is_a_lasting_failure() -> None:
    refused = refusal("User-agent: *\nDisallow: /a\n")
    assert (refused.reason, refused.lasting) == ("the site's robots.txt asks not to fetch it", True)


def test_rules_that_cannot_be_read_now_are_a_failure_that_may_pass() -> None:
    refused = refusal(FetchFailed("https://news.example/robots.txt", "HTTP 503", retry_after_s=60.0))
    assert refused.reason == "the site's robots.txt cannot be read now (HTTP 503)"
    assert (refused.lasting, refused.retry_after_s) == (False, 60.0)


def test_only_so_much_of_a_long_file_is_read_and_no_half_line() -> None:
    filler = "# filler\n" * (LARGEST_RULES // 9)
    assert not allowed(f"User-agent: *\nDisallow: /a\n{filler}")
    assert allowed(f"{filler}\n{filler}User-agent: *\nDisallow: /a\n")
    # the cut goes through "/archive/old": half of that line would forbid everything below /a
    head = "User-agent: *\n"
    padded = head + "#" * (LARGEST_RULES - len(head) - len("\nDisallow: /a")) + "\nDisallow: /archive/old\n"
    assert allowed(padded, "/about")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_broken_bytes_do_not_hide_the_rules(mark: bytes) -> None:
    assert not allowed(mark + b"User-agent: *\r\nDisallow: /a # \xff\xfe\r\n")


def test_each_site_is_asked_once_and_each_scheme_and_port_is_its_own() -> None:
    sites = Sites({})
    robots = Robots(sites)
    for url in (
        "https://news.example/a?b#c",
        "https://NEWS.example/b",
        "http://news.example/a",
        "https://news.example:8443/a",
        "https://[::1]:8443/a",
    ):
        assert allows(robots, url, US)
    assert sites.asked == [
        "https://news.example/robots.txt",
        "http://news.example/robots.txt",
        "https://news.example:8443/robots.txt",
        "https://[::1]:8443/robots.txt",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news",
        "ftp://news.example/a",
        "javascript:1",
        "http://",
        "http://x:99999/",
        "http://[",
        "https://news.example/\ud800",
    ],
)
def test_what_is_no_web_address_is_not_allowed_and_nobody_is_asked(url: str) -> None:
    sites = Sites({})
    assert not allows(Robots(sites), url, US)
    assert sites.asked == []


def test_of_many_threads_one_fetches_and_all_know() -> None:
    sites = Sites({"https://news.example/robots.txt": "User-agent: *\nDisallow: /a\n"})
    robots = Robots(sites)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda place: allows(robots, f"https://news.example/a{place}", US), range(50)))
    assert found == [False] * 50
    assert len(sites.asked) == 1


@settings(max_examples=200)
@given(rules=st.binary(max_size=300), path=st.text(max_size=30))
def test_whatever_the_file_and_the_address_there_is_an_answer(rules: bytes, path: str) -> None:
    assert allows(with_rules(rules), f"https://news.example/{path}", US) in (True, False)


# Over a real connection


def test_it_works_over_the_real_fetcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    fetcher = HttpFetcher(allow=["127.0.0.1"], user_agent=US, timeout_s=0.5)
    replies = {
        "given": page(b"User-agent: *\nDisallow: /a\n"),
        "missing": page(b"", status="404 Not Found"),
        "forbidden": page(b"no", status="403 Forbidden"),
        "empty": page(b""),
        "circle": redirect("/robots.txt"),
        "trouble": page(b"", status="500 Oops"),
        "busy": page(b"", status="429 Too Many Requests"),
        "silent": silence,
        "broken": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nUser"),
    }
    found = {}
    for name, reply in replies.items():
        with website({"/robots.txt": reply}) as site:
            found[name] = allows(Robots(fetcher), site.at("/a"), US)
    assert [name for name, is_allowed in found.items() if is_allowed] == ["missing", "forbidden", "empty", "circle"]
