"""A reranker behind an HTTP endpoint: Cohere's and Jina's /rerank, which vLLM and others speak too, or TEI's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rag.domain.errors import RerankerError
from rag.domain.passage import Hit

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 4_000_000
"""Of a reply: scores of thirty passages take some hundreds."""


class HttpReranker:
    """Satisfies Reranker. ``url`` is the whole address of the endpoint (".../v1/rerank").

    The whole exchange has ``timeout_s``; what takes longer, fails or makes no sense raises RerankerError, and a search
    then keeps its own order and says so. Only the order is taken; passages that the reply leaves out follow behind.
    """

    def __init__(self, url: str, *, model: str = "", api_key: str = "", timeout_s: float = 2.0) -> None:
        self._url = url
        self._model = model
        self._api_key = api_key
        self._timeout_s = timeout_s

    @property
    def name(self) -> str:
        return self._model or self._url

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """All the hits, in the endpoint's order. Raises RerankerError."""
        texts = [_text(hit) for hit in hits]
        scores = self._scores(self._reply(question, texts), len(hits))
        order = sorted(range(len(hits)), key=lambda i: (i not in scores, -scores.get(i, 0.0), i))
        return [_scored(hits[i], scores.get(i)) for i in order]

    def _reply(self, question: str, texts: list[str]) -> Any:
        import json

        body: dict[str, object] = {"query": question, "documents": texts, "top_n": len(texts), "texts": texts}
        if self._model:
            body["model"] = self._model
        try:
            return json.loads(self._sent(body))
        except ValueError as error:
            raise self._failed("its reply is no JSON") from error

    def _sent(self, body: dict[str, object]) -> bytes:
        import time

        import httpx

        ends = time.monotonic() + self._timeout_s
        headers = {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}
        try:
            with (
                httpx.Client(timeout=self._timeout_s, trust_env=True) as client,
                client.stream("POST", self._url, json=body, headers=headers) as response,
            ):
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > MOST_BYTES or time.monotonic() > ends:
                        raise self._failed("its reply takes too long" if len(content) <= MOST_BYTES else "too large")
        except httpx.TimeoutException as error:
            raise self._failed(f"it did not answer within {self._timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed(str(error) or type(error).__name__) from error
        if response.status_code != 200:
            raise self._failed(_status(response))
        return content

    def _scores(self, reply: Any, count: int) -> dict[int, float]:
        """By place: Cohere's and Jina's {"results": [{"index", "relevance_score"}]}, TEI's [{"index", "score"}]."""
        rows: Any = reply.get("results", reply.get("data")) if isinstance(reply, dict) else reply
        try:
            scores = {int(row["index"]): float(row.get("relevance_score", row.get("score"))) for row in rows}
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise self._failed("its reply holds no scores") from error
        if not scores or not all(0 <= i < count for i in scores) or any(s != s for s in scores.values()):
            raise self._failed("its reply scores passages that it was not given")
        return scores

    def _failed(self, reason: str) -> RerankerError:
        return RerankerError(f"The reranker {self.name} failed ({reason}). Check DATELINE_RERANKER_URL.")


def _status(response: httpx.Response) -> str:
    meaning = {401: "the key was refused", 403: "the key was refused", 404: "there is no such endpoint or model"}
    return f"it answered {response.status_code}, {meaning.get(response.status_code, response.reason_phrase)}"


def _text(hit: Hit) -> str:
    title = hit.version.article.title
    return f"{title}\n{hit.passage.text}" if title else hit.passage.text


def _scored(hit: Hit, score: float | None) -> Hit:
    return hit if score is None else replace(hit, parts={**hit.parts, "reranked": score})
