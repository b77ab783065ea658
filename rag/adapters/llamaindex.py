"""LlamaIndex: passages through its NodeParser contract, with offsets that are exact.

Its own SentenceSplitter joins and strips sentences and then searches for them in the text, which loses the place or,
where a sentence occurs twice, finds the wrong one. The parser here is given the spans and keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from rag.ports import Span

if TYPE_CHECKING:
    from llama_index.core.node_parser import NodeParser


class TokenCounter(Protocol):
    """The part of an embedder that says where its tokens lie."""

    def token_spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Character spans of each text's tokens, without special tokens and never cut short."""


class PassageSpans(Protocol):
    """The rule by which a text is cut: `rag.ingest.split.passage_spans`."""

    def __call__(
        self, text: str, *, size: int, overlap: int, token_spans: Callable[[Sequence[str]], list[list[Span]]]
    ) -> list[Span]: ...


class SentenceSplitter:
    """Whole sentences packed up to ``size`` tokens of the embedder's own tokenizer; satisfies the port Splitter.

    The default leaves room, in a model that reads 256 tokens, for its two special ones and a headline in front.
    """

    def __init__(self, tokens: TokenCounter, passage_spans: PassageSpans, *, size: int = 200, overlap: int = 0) -> None:
        self._tokens = tokens
        self._passage_spans = passage_spans
        self._size, self._overlap = size, overlap

    @cached_property
    def node_parser(self) -> NodeParser:
        """The same splitting for any LlamaIndex program: every node is an exact slice of its document."""
        return span_node_parser(self._cut)

    def spans(self, text: str) -> list[Span]:
        """Spans of whole sentences within the token limit; starts rise, every visible character is covered."""
        from llama_index.core.schema import Document

        nodes: list[Any] = self.node_parser.get_nodes_from_documents([Document(text=text)])
        return [(node.start_char_idx, node.end_char_idx) for node in nodes]

    def _cut(self, text: str) -> list[Span]:
        return self._passage_spans(text, size=self._size, overlap=self._overlap, token_spans=self._tokens.token_spans)


def span_node_parser(spans: Callable[[str], list[Span]]) -> NodeParser:
    """A NodeParser whose nodes are ``document.text[start:end]`` at exactly those places.

    The class is made here because its base costs two seconds to import, which only those who split should pay.
    """
    from llama_index.core.node_parser import NodeParser
    from llama_index.core.node_parser.node_utils import build_nodes_from_splits
    from llama_index.core.schema import MetadataMode

    class SpanNodeParser(NodeParser):  # type: ignore[misc]
        def _parse_nodes(self, nodes: Sequence[Any], show_progress: bool = False, **kwargs: Any) -> list[Any]:
            made: list[Any] = []
            for document in nodes:
                # The default mode would put the metadata in front of the text and shift every offset.
                text = document.get_content(metadata_mode=MetadataMode.NONE)
                cuts = spans(text)
                pieces = build_nodes_from_splits([text[a:b] for a, b in cuts], document, id_func=self.id_func)
                for piece, (start, end) in zip(pieces, cuts, strict=True):
                    piece.start_char_idx, piece.end_char_idx = start, end
                made += pieces
            return made

        def _postprocess_parsed_nodes(self, nodes: list[Any], parent_doc_map: dict[str, Any]) -> list[Any]:
            # The parent class searches for each node's text and overwrites the offsets: put the exact ones back.
            cuts = [(node.start_char_idx, node.end_char_idx) for node in nodes]
            nodes = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
            for node, (start, end) in zip(nodes, cuts, strict=True):
                node.start_char_idx, node.end_char_idx = start, end
            return nodes

    return SpanNodeParser()
