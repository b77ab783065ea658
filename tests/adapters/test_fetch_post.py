"""A POST on loopback: taken, refused, tried again, and kept from where it may not go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from rag.adapters.fetch_post import HttpPoster
from rag.domain.errors import DeliveryFailed

NOW = datetime(2025, 3, 14, tzinfo=UTC)
BODY = '{"title": "Brücke öffnet"}'.encode()


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as running:
        yield running


def a_poster(*, allow: tuple[str, ...] = ("127.0.0.1",), naps: list[float] | None = None) -> HttpPoster:
    pauses = naps if naps is not None else []
    return HttpPoster(allow=allow, user_agent="Dateline/test", timeout_s=5, clock=lambda: NOW, sleep=pauses.append)


def statuses(server: HTTPServer, *codes: int, headers: dict[str, str] | None = None) -> list[int]:
    """Answers with these, one a request, the last again and again; the list grows with each request."""
    asked: list[int] = []

    def reply(_: Request) -> Response:
        asked.append(codes[min(len(asked), len(codes) - 1)])
        return Response(status=asked[-1], headers=headers)

    server.expect_request("/hook", method="POST").respond_with_handler(reply)
    return asked


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_body_arrives_whole_with_its_headers(server: HTTPServer, status: int) -> None:
    statuses(server, status)
    a_poster().post(
        server.url_for("/hook"), BODY, {"Content-Type": "application/json", "Dateline-Signature": "sha256=a"}
    )
    ((request, _),) = server.log
    assert request.get_data() == BODY
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Dateline-Signature"] == "sha256=a"
    assert request.headers["User-Agent"] == "Dateline/test"


def test_a_large_body_arrives_whole(server: HTTPServer) -> None:
    statuses(server, 200)
    a_poster().post(server.url_for("/hook"), b"x" * 3_000_000, {})
    assert len(server.log[0][0].get_data()) == 3_000_000


def test_what_may_pass_is_tried_again_after_growing_pauses(server: HTTPServer) -> None:
    naps: list[float] = []
    asked = statuses(server, 503, 429, 200)
    a_poster(naps=naps).post(server.url_for("/hook"), BODY, {})
    assert asked == [503, 429, 200]
    assert naps == [1.0, 4.0]


def test_three_tries_are_all_there_are(server: HTTPServer) -> None:
    asked = statuses(server, 500)
    with pytest.raises(DeliveryFailed, match="HTTP 500"):
        a_poster().post(server.url_for("/hook"), BODY, {})
    assert asked == [500, 500, 500]


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 410])
def test_what_will_not_pass_is_not_tried_again(server: HTTPServer, status: int) -> None:
    asked = statuses(server, status, headers={"Location": server.url_for("/elsewhere")})
    with pytest.raises(DeliveryFailed, match=f"HTTP {status}"):
        a_poster().post(server.url_for("/hook"), BODY, {})
    assert asked == [status]
    assert [request.path for request, _ in server.log] == ["/hook"]


def test_the_server_may_ask_for_a_longer_pause_but_not_for_an_endless_one(server: HTTPServer) -> None:
    naps: list[float] = []
    statuses(server, 503, headers={"Retry-After": "7"})
    with pytest.raises(DeliveryFailed):
        a_poster(naps=naps).post(server.url_for("/hook"), BODY, {})
    assert naps == [7.0, 7.0]
    server.clear()
    naps.clear()
    statuses(server, 503, headers={"Retry-After": "86400"})
    with pytest.raises(DeliveryFailed):
        a_poster(naps=naps).post(server.url_for("/hook"), BODY, {})
    assert naps == [30.0, 30.0]


def test_loopback_is_refused_where_no_setting_allows_it(server: HTTPServer) -> None:
    statuses(server, 200)
    with pytest.raises(DeliveryFailed, match="DATELINE_FETCH_ALLOW"):
        a_poster(allow=()).post(server.url_for("/hook"), BODY, {})
    assert server.log == []


def test_the_path_of_a_webhook_which_may_be_its_secret_stands_in_no_message(server: HTTPServer) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        a_poster().post(server.url_for("/hook/barley?key=barley"), BODY, {})
    assert "barley" not in str(failed.value)
    assert "127.0.0.1" in str(failed.value)


@pytest.mark.parametrize("url", ["http://", "https://[", "http://nobody.invalid/x"])
def test_an_address_that_leads_nowhere_is_one_sentence(url: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        a_poster().post(url, BODY, {})
    assert "\n" not in str(failed.value)
