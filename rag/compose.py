"""Settings -> Dateline: the only place that chooses implementations."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from rag.answer.answerer import Answerer
from rag.answer.remember import RememberingEmbedder
from rag.answer.writer import Writer
from rag.archive.doctor import Doctor
from rag.archive.indexing import Indexer
from rag.brief.briefer import Briefer
from rag.dateline import Dateline, Mode
from rag.domain.errors import UsageError
from rag.ingest.pipeline import Pipeline
from rag.ingest.split import passage_spans
from rag.ports import LLM
from rag.prompts import load_prompt
from rag.retrieve.retriever import Retriever
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.adapters.onnx_embedder import OnnxEmbedder


def open_dateline(settings: Settings | None = None) -> Dateline:
    """The archive that the settings name, opened (and made, where there is none yet)."""
    from rag.adapters.chroma import ChromaIndex
    from rag.adapters.llamaindex import SentenceSplitter
    from rag.adapters.onnx_embedder import OnnxEmbedder
    from rag.adapters.sqlite import SqliteCatalog
    from rag.adapters.tantivy import TantivyIndex
    from rag.adapters.typst import TypstTypesetter

    settings = settings or Settings()
    embedder = OnnxEmbedder(settings.embedder)
    catalog = SqliteCatalog(settings.archive)
    words = TantivyIndex(settings.archive / "words", generation=lambda: catalog.generation("words"))
    vectors = ChromaIndex(
        settings.archive / "vectors",
        fingerprint=embedder.fingerprint,
        generation=lambda: catalog.generation("vectors"),
    )
    indexer = Indexer(catalog, words, vectors, embedder)
    splitter = SentenceSplitter(embedder, passage_spans)
    retriever = Retriever(catalog, words, vectors, embedder)
    remembering = RememberingEmbedder(embedder)

    @cache
    def writer() -> Writer:
        return Writer(
            _llm(settings),
            answer=load_prompt("answer"),
            repair=load_prompt("repair"),
            briefing=load_prompt("briefing"),
            max_tokens=settings.answer_tokens,
        )

    @cache
    def answerer(mode: Mode) -> Answerer:
        return Answerer(
            catalog,
            retriever,
            remembering,
            writer() if mode == "llm" else None,
            passages=settings.passages,
            evidence_tokens=settings.evidence_tokens,
        )

    @cache
    def briefer(mode: Mode) -> Briefer:
        return Briefer(
            catalog,
            embedder,
            TypstTypesetter(),
            writer() if mode == "llm" else None,
            zone=settings.zone,
            clock=now,
        )

    return Dateline(
        catalog=catalog,
        pipeline=Pipeline(catalog, splitter, indexer, clock=now),
        retriever=retriever,
        answerers={"extract": lambda: answerer("extract"), "llm": lambda: answerer("llm")},
        briefers={"extract": lambda: briefer("extract"), "llm": lambda: briefer("llm")},
        doctor=Doctor(catalog, indexer, archive=settings.archive),
        mode="llm" if settings.model else "extract",
    )


def open_embedder(settings: Settings) -> OnnxEmbedder:
    """The embedder that the settings name, for whoever compares texts outside the road."""
    from rag.adapters.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder(settings.embedder)


def _llm(settings: Settings) -> LLM:
    from rag.adapters.openai_llm import OpenAILLM

    if not settings.model:
        raise UsageError("No model is configured. Set DATELINE_MODEL, or use --mode extract, which needs none.")
    return OpenAILLM(
        settings.model,
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else "",
        base_url=settings.openai_base_url,
        timeout_s=settings.model_timeout_s,
    )


def now() -> datetime:
    """The only clock."""
    return datetime.now(UTC)
