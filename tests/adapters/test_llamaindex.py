"""Splitting through LlamaIndex's contract, with the real embedder's tokenizer."""

from __future__ import annotations

import pytest
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document, NodeRelationship

from rag.adapters.llamaindex import SentenceSplitter
from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.ingest.split import passage_spans
from rag.resources import bundled

SEED = (bundled("seeds") / "2025-03-14-us-ukraine-minerals.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder("minilm")


def test_the_spans_are_those_of_the_rule_and_within_the_tokens(embedder: OnnxEmbedder) -> None:
    spans = SentenceSplitter(embedder, passage_spans, size=60, overlap=20).spans(SEED)
    assert spans == passage_spans(SEED, size=60, overlap=20, token_spans=embedder.token_spans)
    assert len(spans) > 10
    assert all(len(t) <= 60 for t in embedder.token_spans([SEED[a:b] for a, b in spans]))


def test_a_repeated_sentence_keeps_its_own_place(embedder: OnnxEmbedder) -> None:
    text = " ".join(["The market was calm on the day."] * 50)
    spans = SentenceSplitter(embedder, passage_spans, size=16).spans(text)
    assert spans == [(i * 64, i * 64 + 63) for i in range(25)]


def test_a_text_without_visible_characters_has_no_passage(embedder: OnnxEmbedder) -> None:
    assert SentenceSplitter(embedder, passage_spans).spans(" \n") == []


def test_the_node_parser_works_in_a_stock_ingestion_pipeline(embedder: OnnxEmbedder) -> None:
    parser = SentenceSplitter(embedder, passage_spans, size=60).node_parser
    document = Document(text=SEED, metadata={"source": "a long name of a source " * 20})
    nodes = IngestionPipeline(transformations=[parser]).run(documents=[document])
    assert all(SEED[n.start_char_idx : n.end_char_idx] == n.text for n in nodes)
    assert all(n.metadata == document.metadata for n in nodes)
    assert nodes[0].relationships[NodeRelationship.NEXT].node_id == nodes[1].node_id
