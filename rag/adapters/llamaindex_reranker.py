"""Any LlamaIndex node postprocessor as the reranker of a search."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

from rag.adapters.llamaindex_classes import NamedClass
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit

if TYPE_CHECKING:
    from llama_index.core.schema import NodeWithScore


AT_ONCE = 4
"""Runs under way. One that is late goes on in its thread; without a bound a dead server would pile up threads."""


class LlamaIndexReranker:
    """Satisfies Reranker. ``named`` is asked at the first search, since its arguments may hold a model; UsageError is
    raised then where the class cannot be made. What takes longer than ``timeout_s`` or fails raises RerankerError, and
    a search then keeps its own order and says so.

    Only the order that a postprocessor gives is taken, and what it leaves out. A text that it changed or added stays
    outside: a hit is a slice of a stored article. The score of a hit stays the one of the search, which later steps are
    fitted to; the postprocessor's own is among its parts.
    """

    def __init__(self, named: Callable[[], NamedClass], *, timeout_s: float = 2.0) -> None:
        self._asked_late = named
        self._timeout_s = timeout_s
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def name(self) -> str:
        return self._named.name

    @cached_property
    def _named(self) -> NamedClass:
        return self._asked_late()

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in the postprocessor's order, without those that it left out. Raises RerankerError."""
        kept = self._kept(question, [_node(n, hit) for n, hit in enumerate(hits)])
        known = {str(n): hit for n, hit in enumerate(hits)}
        scores = {node_id: score for node_id, score in reversed(kept) if node_id in known}
        order = dict.fromkeys(node_id for node_id, _ in kept if node_id in known)
        return [_scored(known[node_id], scores[node_id]) for node_id in order]

    def _kept(self, question: str, nodes: Sequence[NodeWithScore]) -> list[tuple[str, float | None]]:
        """Ids and scores in the postprocessor's order, from a thread of its own: nothing else can stop waiting for a
        library that blocks."""
        postprocessor = self._postprocessor
        ends = time.monotonic() + self._timeout_s
        if not self._places.acquire(timeout=self._timeout_s):
            raise self._failed(f"{AT_ONCE} earlier runs of it have not ended")
        outcome: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()

        def run() -> None:
            try:
                found = postprocessor.postprocess_nodes(list(nodes), query_str=question)
                outcome.put(([(node.node.node_id, node.score) for node in found], None))
            except Exception as error:  # noqa: BLE001  # each integration raises classes of its own
                outcome.put((None, error))
            finally:
                self._places.release()

        # LlamaIndex keeps what it knows of a query in context variables.
        Thread(target=contextvars.copy_context().run, args=[run], daemon=True).start()
        try:
            kept, error = outcome.get(timeout=max(0.0, ends - time.monotonic()))
        except Empty:
            raise self._failed(f"it took longer than {self._timeout_s:g} s") from None
        if error is not None:
            raise self._failed(self._named.reason(error)) from error
        return list(kept)

    def _failed(self, reason: str) -> RerankerError:
        return RerankerError(
            f"The postprocessor {self.name} failed ({reason}). Check {self._named.setting} and its arguments, "
            "or raise DATELINE_RERANKER_TIMEOUT_S."
        )

    @cached_property
    def _postprocessor(self) -> Any:
        from llama_index.core.postprocessor.types import BaseNodePostprocessor

        return self._named.made(BaseNodePostprocessor)


def _node(number: int, hit: Hit) -> NodeWithScore:
    from llama_index.core.schema import NodeWithScore, TextNode

    article = hit.version.article
    known = {"title": article.title, "source": article.source, "date": article.published and article.published.day}
    # A date that is not known is left out: read as an empty one, it would sort as the newest.
    metadata = {name: value for name, value in known.items() if value}
    return NodeWithScore(node=TextNode(id_=str(number), text=hit.passage.text, metadata=metadata), score=hit.score)


def _scored(hit: Hit, score: float | None) -> Hit:
    return hit if score is None else replace(hit, parts={**hit.parts, "reranked": float(score)})
