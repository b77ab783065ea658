"""Settings -> Dateline: the only place that chooses implementations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, TypedDict

from rag import __version__
from rag.answer.answerer import Answerer
from rag.answer.draft import DraftChecker
from rag.answer.entailment import Entailment
from rag.answer.metered import Bounds, MeteredLLM, Price
from rag.answer.pieces import PieceReader
from rag.answer.remember import RememberingEmbedder
from rag.answer.trace import Trace
from rag.answer.writer import Writer
from rag.archive.doctor import Doctor
from rag.archive.indexing import Indexer
from rag.archive.remove import Remover
from rag.archive.restore import Restorer
from rag.brief.briefer import Briefer
from rag.dateline import Dateline, Mode
from rag.domain.errors import UsageError
from rag.domain.profile import Length
from rag.habits.courier import Courier
from rag.habits.press import Press
from rag.ingest.pipeline import Pipeline
from rag.ingest.readers import READERS, Reader
from rag.ingest.readers.document import reader_of
from rag.ingest.split import passage_spans
from rag.ingest.subscriptions import Subscriptions
from rag.ingest.web import Web
from rag.ports import LLM, Catalog, Clock, Embedder, Mailer, Reranker, Typesetter
from rag.prompts import load_prompt
from rag.retrieve.late import HOW, LateInteraction
from rag.retrieve.retriever import Retriever
from rag.retrieve.rewriting import Rewriter
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.adapters.onnx_embedder import OnnxEmbedder
    from rag.adapters.openai_llm import OpenAILLM
    from rag.adapters.sqlite_pieces import SqlitePieces

USER_AGENT = f"Dateline/{__version__}"
"""What web servers and their robots.txt are told of who asks."""


def open_dateline(settings: Settings | None = None, *, received: Clock | None = None) -> Dateline:
    """The archive that the settings name, opened (and made, where there is none yet).

    ``received`` says when what is taken in came; without it, now.
    """
    from rag.adapters.chroma import ChromaIndex
    from rag.adapters.fetch import HttpFetcher
    from rag.adapters.llamaindex import SentenceSplitter
    from rag.adapters.onnx_embedder import OnnxEmbedder
    from rag.adapters.sqlite import SqliteCatalog
    from rag.adapters.tantivy import TantivyIndex
    from rag.adapters.typst import TypstTypesetter

    settings = settings or Settings()
    # Its tokenizer cuts the passages, its token vectors find the answering sentence, and the thresholds of what makes
    # one story were measured with it: those three stay, whatever embeds passages and questions.
    packaged = OnnxEmbedder(settings.embedder, threads=settings.embedder_threads)
    remembering = RememberingEmbedder(packaged)
    embedder, queries = _embedders(settings, packaged)
    catalog = SqliteCatalog(settings.archive)
    words = TantivyIndex(settings.archive / "words", generation=lambda: catalog.generation("words"))
    vectors = ChromaIndex(
        settings.archive / "vectors",
        fingerprint=embedder.fingerprint,
        generation=lambda: catalog.generation("vectors"),
    )
    # Word pieces come for nothing with the packaged model's own run; beside another embedder they would cost a second.
    pieces = open_pieces(settings, packaged) if embedder is packaged else None
    late = LateInteraction(pieces, remembering) if pieces else None
    reader = PieceReader(remembering, pieces)
    indexer = Indexer(catalog, words, vectors, embedder, tokens=(late, packaged) if late else None)
    splitter = SentenceSplitter(packaged, passage_spans)
    fetcher = HttpFetcher(
        allow=settings.fetch_allow, user_agent=USER_AGENT, timeout_s=settings.fetch_timeout_s, clock=now
    )
    web = Web(fetcher, catalog.fetch_state, user_agent=USER_AGENT, clock=now)
    pipeline = Pipeline(
        catalog, web, splitter, indexer, clock=received or now, readers=(*_file_readers(settings), *READERS)
    )

    @cache
    def model() -> LLM:
        return open_llm(settings)

    retriever = Retriever(catalog, words, vectors, queries, _reranker(settings, model), late=late)

    trace = _trace(settings)

    @cache
    def metered() -> LLM:
        bounded = MeteredLLM(model(), *_bounds(settings))
        return trace.of(bounded) if trace else bounded

    @cache
    def writer() -> Writer:
        return Writer(
            metered(),
            answer=load_prompt("answer"),
            repair=load_prompt("repair"),
            briefing=load_prompt("briefing"),
            max_tokens=settings.answer_tokens,
            entailment=entailment() if settings.model_rereads else None,
        )

    def entailment() -> Entailment:
        # Where one request may be under way, the writing is it.
        while_writing = settings.model_requests_at_once > 1
        return Entailment(metered(), load_prompt("entailment"), **_step(settings), while_writing=while_writing)

    def rewriter() -> Rewriter | None:
        return Rewriter(metered(), load_prompt("question"), **_step(settings)) if settings.model_rewrites else None

    @cache
    def answerer(mode: Mode) -> Answerer:
        return Answerer(
            catalog,
            retriever,
            reader,
            writer() if mode == "llm" else None,
            passages=settings.passages,
            evidence_tokens=settings.evidence_tokens,
            rewriter=rewriter() if mode == "llm" else None,
            trace=trace,
        )

    @cache
    def typesetter(length: Length) -> Typesetter:
        return TypstTypesetter(length)

    def briefer_for(mode: Mode, shown: Catalog, setter: Typesetter) -> Briefer:
        return Briefer(shown, packaged, setter, writer() if mode == "llm" else None, zone=settings.zone, clock=now)

    return Dateline(
        catalog=catalog,
        pipeline=pipeline,
        subscriptions=Subscriptions(catalog, web, pipeline, clock=now),
        remover=Remover(catalog, indexer, clock=now),
        restorer=Restorer(catalog, splitter, indexer),
        retriever=retriever,
        answerers={"extract": lambda: answerer("extract"), "llm": lambda: answerer("llm")},
        checker=DraftChecker(catalog, retriever, reader, passages=settings.passages),
        press=Press(catalog, briefer_for, typesetter, reader_url=settings.reader_url),
        courier=_courier(settings),
        doctor=Doctor(catalog, indexer, archive=settings.archive),
        clock=now,
        zone=settings.zone,
        mode="llm" if settings.writer else "extract",
    )


def _courier(settings: Settings) -> Courier:
    from rag.adapters.fetch_post import HttpPoster

    def mailer() -> Mailer:
        from rag.adapters.smtp import SmtpMailer, mail_server

        password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
        return SmtpMailer(mail_server(settings.smtp_url), password, timeout_s=settings.delivery_timeout_s)

    poster = HttpPoster(
        allow=settings.fetch_allow, user_agent=USER_AGENT, timeout_s=settings.delivery_timeout_s, clock=now
    )
    return Courier(
        mailer if settings.smtp_url else None,
        poster,
        sender=settings.smtp_from,
        secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else "",
        reader_url=settings.reader_url,
        clock=now,
    )


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name, for whoever compares texts outside the road."""
    return _embedders(settings, open_token_embedder(settings))[0]


def open_token_embedder(settings: Settings) -> OnnxEmbedder:
    """The local model, whose token vectors find the answering sentence."""
    from rag.adapters.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder(settings.embedder, threads=settings.embedder_threads)


def open_pieces(settings: Settings, packaged: OnnxEmbedder) -> SqlitePieces:
    """The archive's stored word pieces."""
    from rag.adapters.sqlite_pieces import SqlitePieces

    return SqlitePieces(settings.archive, fingerprint=f"{packaged.fingerprint}-{HOW}")


def _embedders(settings: Settings, packaged: OnnxEmbedder) -> tuple[Embedder, Embedder]:
    """For passages and for questions."""
    if not settings.llamaindex_embedder:
        return packaged, packaged
    from rag.adapters.llamaindex_classes import NamedClass
    from rag.adapters.llamaindex_embedder import LlamaIndexEmbedder

    named = NamedClass(
        "DATELINE_LLAMAINDEX_EMBEDDER",
        settings.llamaindex_embedder,
        settings.llamaindex_embedder_arguments,
        _endpoint(settings, settings.llamaindex_embedder),
    )
    embedder = LlamaIndexEmbedder(named)
    return embedder, embedder.queries


def _file_readers(settings: Settings) -> Iterator[Reader]:
    """Of the formats that the settings leave to LlamaIndex."""
    if not settings.llamaindex_file_readers:
        return
    from rag.adapters.llamaindex_classes import NamedClass
    from rag.adapters.llamaindex_files import LlamaIndexFileReader

    for suffix, path in settings.llamaindex_file_readers.items():
        named = NamedClass("DATELINE_LLAMAINDEX_FILE_READERS", str(path))
        yield reader_of(LlamaIndexFileReader(named, (f".{suffix.lower().lstrip('.')}",)))


def _reranker(settings: Settings, model: Callable[[], LLM]) -> Reranker | None:
    if settings.reranker_url:
        from rag.adapters.http_reranker import HttpReranker

        return HttpReranker(
            settings.reranker_url,
            model=settings.reranker_model,
            api_key=settings.reranker_api_key.get_secret_value() if settings.reranker_api_key else "",
            timeout_s=settings.reranker_timeout_s,
        )
    if settings.reranker_folder:
        from rag.adapters.onnx_reranker import OnnxReranker

        return OnnxReranker(settings.reranker_folder.expanduser(), timeout_s=settings.reranker_timeout_s)
    if not settings.llamaindex_postprocessor:
        return None
    from rag.adapters.llamaindex_classes import NamedClass
    from rag.adapters.llamaindex_llm import LlamaIndexLLM
    from rag.adapters.llamaindex_reranker import LlamaIndexReranker

    def named() -> NamedClass:
        llm = model() if settings.llamaindex_llm else None
        return NamedClass(
            "DATELINE_LLAMAINDEX_POSTPROCESSOR",
            settings.llamaindex_postprocessor,
            settings.llamaindex_postprocessor_arguments,
            # Those that ask a model would otherwise look for one in the process's own LlamaIndex settings.
            {"llm": llm.llama_index} if isinstance(llm, LlamaIndexLLM) else {},
        )

    return LlamaIndexReranker(named, timeout_s=settings.reranker_timeout_s)


def _endpoint(settings: Settings, path: str) -> dict[str, object]:
    """What LlamaIndex's own OpenAI classes do not read from the environment: without it, texts would leave for the
    hosted endpoint though another is configured."""
    if not path.startswith(("llama_index.llms.openai", "llama_index.embeddings.openai")):
        return {}
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    # A local server asks for no key, but the client refuses to be made without one.
    given = {"api_base": settings.openai_base_url, "api_key": key or ("none" if settings.openai_base_url else "")}
    return {name: value for name, value in given.items() if value}


def open_llm(settings: Settings) -> LLM:
    """The language model that the settings name. Raises UsageError where they name none."""
    if settings.llamaindex_llm:
        return _llamaindex_llm(settings)
    if not settings.model_name:
        raise UsageError(
            "No model is configured. Set DATELINE_MODEL or DATELINE_MODEL_FILE, or use --mode extract, "
            "which needs none."
        )
    return _openai_llm(settings)


class _Step(TypedDict):
    max_tokens: int
    timeout_s: float


def _step(settings: Settings) -> _Step:
    """Of a request beside the writing."""
    return {"max_tokens": settings.answer_tokens, "timeout_s": settings.model_step_timeout_s}


def _bounds(settings: Settings) -> tuple[Bounds, Price | None]:
    price = Price(settings.model_price_read, settings.model_price_written)
    bounds = Bounds(
        tokens=settings.model_budget_tokens,
        cost=settings.model_budget_cost,
        at_once=settings.model_requests_at_once,
        wait_s=settings.model_timeout_s,
    )
    return bounds, price if price.read or price.written else None


def _trace(settings: Settings) -> Trace | None:
    if settings.trace is None:
        return None
    from rag.adapters.trace_folder import TraceFolder

    keys = (settings.openai_api_key, settings.reranker_api_key, settings.smtp_password, settings.webhook_secret)
    return Trace(TraceFolder(settings.trace, [key.get_secret_value() for key in keys if key], clock=now))


def served_models(settings: Settings) -> list[str]:
    """What the configured endpoint says that it serves. Raises ModelError."""
    return _openai_llm(settings).served_models()


def at_endpoint(settings: Settings) -> Settings:
    """The same, where a model's file is named with the endpoint that it is then served at, by this process. Raises
    ModelFileUnusable."""
    if settings.model_file is None:
        return settings
    from rag.adapters.gguf import served

    running = served(settings.model_file.expanduser(), context_tokens=settings.model_file_context)
    return settings.served_at(running.base_url, running.key)


def _openai_llm(settings: Settings) -> OpenAILLM:
    from rag.adapters.openai_llm import OpenAILLM

    settings = at_endpoint(settings)
    return OpenAILLM(
        settings.model,
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else "",
        base_url=settings.openai_base_url,
        timeout_s=settings.model_timeout_s,
    )


def _llamaindex_llm(settings: Settings) -> LLM:
    from rag.adapters.llamaindex_classes import NamedClass
    from rag.adapters.llamaindex_llm import LlamaIndexLLM

    # What the built-in client is told, for the classes that have fields for it.
    told = {
        "temperature": 0.0,
        "max_tokens": settings.answer_tokens,
        "timeout": settings.model_timeout_s,
        "request_timeout": settings.model_timeout_s,
        **_endpoint(settings, settings.llamaindex_llm),
    }
    named = NamedClass("DATELINE_LLAMAINDEX_LLM", settings.llamaindex_llm, settings.llamaindex_llm_arguments, told)
    return LlamaIndexLLM(named, timeout_s=settings.model_timeout_s)


def now() -> datetime:
    """The only clock."""
    return datetime.now(UTC)
