import json
import time

import pytest
from builders import a_version
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from rag.adapters.http_reranker import HttpReranker
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit, Passage


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage(f"a{n}", 1, 0, len(text), text, n), a_version(text, id=f"a{n}", title="Ferries"), 1 / n, n)
        for n, text in enumerate(texts, start=1)
    ]


THREE = hits("The bridge opened.", "The ferry stops.", "The train is late.")


def order(found: list[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in found]


@pytest.mark.parametrize(
    "reply",
    [
        {
            "results": [
                {"index": 1, "relevance_score": 0.9},
                {"index": 2, "relevance_score": 0.4},
                {"index": 0, "relevance_score": 0.1},
            ]
        },
        [{"index": 0, "score": -3.0}, {"index": 1, "score": 5.0}, {"index": 2, "score": 1.0}],
        {"data": [{"index": 1, "score": 2}, {"index": 2, "score": 1}]},
    ],
    ids=["cohere and jina", "text-embeddings-inference", "with one left out"],
)
def test_the_hits_come_in_the_endpoints_order_and_none_is_lost(httpserver: HTTPServer, reply: object) -> None:
    httpserver.expect_request("/v1/rerank", method="POST").respond_with_json(reply)
    found = HttpReranker(httpserver.url_for("/v1/rerank")).rerank("When does the ferry stop?", THREE)
    assert order(found) == ["a2", "a3", "a1"]
    assert [hit.score for hit in found] == [1 / 2, 1 / 3, 1]


def test_the_endpoint_is_told_question_passages_model_and_key(httpserver: HTTPServer) -> None:
    seen = []

    def answer(request: Request) -> Response:
        seen.append((json.loads(request.data), request.headers.get("Authorization")))
        return Response(json.dumps({"results": [{"index": 0, "relevance_score": 1}]}), content_type="application/json")

    httpserver.expect_request("/rerank").respond_with_handler(answer)
    HttpReranker(httpserver.url_for("/rerank"), model="small", api_key="secret").rerank("When?", THREE)
    ((body, key),) = seen
    assert (body["query"], body["model"], key) == ("When?", "small", "Bearer secret")
    assert body["documents"][1] == "Ferries\nThe ferry stops."


def test_a_slow_endpoint_fails_within_the_time_limit(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/rerank").respond_with_handler(lambda _: time.sleep(2) or Response("{}"))
    started = time.monotonic()
    with pytest.raises(RerankerError, match=r"did not answer within 0\.3 s"):
        HttpReranker(httpserver.url_for("/rerank"), timeout_s=0.3).rerank("When?", THREE)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("no json", 200, "no JSON"),
        ("{}", 200, "no scores"),
        ('{"results": [{"index": 9, "relevance_score": 1}]}', 200, "not given"),
        ('{"results": [{"index": 0, "relevance_score": null}]}', 200, "no scores"),
        ('{"results": []}', 200, "not given"),
        ("", 401, "key was refused"),
        ("", 500, "500"),
    ],
)
def test_a_broken_reply_is_said(httpserver: HTTPServer, text: str, status: int, said: str) -> None:
    httpserver.expect_request("/rerank").respond_with_data(text, status=status)
    with pytest.raises(RerankerError, match=said):
        HttpReranker(httpserver.url_for("/rerank")).rerank("When?", THREE)


def test_an_endpoint_that_is_not_there_is_said() -> None:
    with pytest.raises(RerankerError, match=r"The reranker http://127\.0\.0\.1:9/rerank failed"):
        HttpReranker("http://127.0.0.1:9/rerank").rerank("When?", THREE)
