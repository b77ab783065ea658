"""Any LlamaIndex node postprocessor as the reranker of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rag.adapters.llamaindex_classes import NamedClass
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit

if TYPE_CHECKING:
    from llama_index.core.schema import NodeWithScore


class LlamaIndexReranker:
    """Satisfies Reranker. ``named`` is asked at the first search, since its arguments may hold a model; UsageError is
    raised then where the class cannot be made.

    Only the order that a postprocessor gives is taken, and what it leaves out. A text that it changed or added stays
    outside: a hit is a slice of a stored article. The score of a hit stays the one of the search, which later steps are
    fitted to; the postprocessor's own is among its parts.
    """

    def __init__(self, named: Callable[[], NamedClass]) -> None:
        self._asked_late = named

    @property
    def name(self) -> str:
        return self._named.name

    @cached_property
    def _named(self) -> NamedClass:
        return self._asked_late()

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in the postprocessor's order, without those that it left out. Raises RerankerError."""
        postprocessor = self._postprocessor
        try:
            found = postprocessor.postprocess_nodes([_node(n, hit) for n, hit in enumerate(hits)], query_str=question)
            kept = [(node.node.node_id, node.score) for node in found]
        except Exception as error:  # each integration raises classes of its own
            raise RerankerError(
                f"The postprocessor {self.name} failed ({self._named.reason(error)}). "
                f"Check {self._named.setting} and its arguments."
            ) from error
        known = {str(n): hit for n, hit in enumerate(hits)}
        scores = {node_id: score for node_id, score in reversed(kept) if node_id in known}
        order = dict.fromkeys(node_id for node_id, _ in kept if node_id in known)
        return [_scored(known[node_id], scores[node_id]) for node_id in order]

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
