"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from rag.adapters.fetch_errors import Unfetched
from rag.adapters.fetch_proxies import Proxies, Proxy, environment_proxies


def test_each_scheme_has_its_proxy_and_all_is_for_the_rest() -> None:
    proxies = Proxies({"http": "http://one.example:3128", "all": "https://two.example"})
    assert proxies.proxy_for("http", "news.example") == Proxy("http", "one.example", 3128)
    assert proxies.proxy_for("https", "news.example") == Proxy("https", "two.example", 443)


def test_without_one_the_host_is_asked_directly() -> None:
    assert Proxies({}).proxy_for("http", "news.example") is None


def test_a_proxy_without_a_scheme_speaks_http() -> None:
    assert Proxies({"http": "one.example:3128"}).proxy_for("http", "x") == Proxy("http", "one.example", 3128)


def test_user_and_password_are_those_of_its_address() -> None:
    proxies = Proxies({"http": "http://us%40er:p%3Ass@one.example:3128"})
    assert proxies.proxy_for("http", "x") == Proxy("http", "one.example", 3128, ("us@er", "p:ss"))


@pytest.mark.parametrize(
    ("no_proxy", "host", "is_exempt"),
    [
        ("news.example", "news.example", True),
        ("news.example", "feeds.news.example", True),
        ("news.example", "badnews.example", False),
        (".news.example", "feeds.news.example", True),
        ("*.news.example", "feeds.news.example", True),
        ("a.example, News.Example", "news.example.", True),
        ("*", "anything.example", True),
        ("127.0.0.1,::1", "127.0.0.1", True),
        ("[::1]", "::1", True),
        ("", "news.example", False),
    ],
)
def test_no_proxy_names_hosts_and_their_domains(no_proxy: str, host: str, is_exempt: bool) -> None:
    proxies = Proxies({"all": "http://one.example:3128", "no": no_proxy})
    assert (proxies.proxy_for("http", host) is None) == is_exempt


@pytest.mark.parametrize("address", ["socks5://one.example:1080", "http://", "http://one:secret@x:99999", "http://ü:1"])
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(address: str) -> None:
    with pytest.raises(Unfetched) as caught:
        Proxies({"http": address}).proxy_for("http", "news.example")
    assert "HTTPS_PROXY" in caught.value.reason
    assert "secret" not in caught.value.reason


def test_the_environment_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://one.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example")
    assert environment_proxies().proxy_for("http", "news.example") == Proxy("http", "one.example", 3128)
    assert environment_proxies().proxy_for("http", "intranet.example") is None
