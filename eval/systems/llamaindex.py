"""LlamaIndex's stock query, chat and citation engines, on the same passages, embedder and endpoint.

Prompts, number of passages (2) and modes are LlamaIndex's defaults. Their sources are whole passages, and they have no
way to decline but to say so in words: `eval.systems.refusals` reads those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from eval.archive import all_versions
from eval.case import Case
from eval.reply import Confidence, Ranked, Reply, Said
from eval.systems.refusals import is_refusal
from rag.compose import at_endpoint, open_embedder
from rag.dateline import Dateline
from rag.domain.answer import Usage
from rag.domain.article import Version
from rag.domain.errors import ModelError, ModelKeyMissing, UsageError
from rag.domain.evidence import Citation, cite
from rag.domain.passage import Passage
from rag.ports import Embedder
from rag.sentences import sentence_spans
from rag.settings import Settings

HOSTED = "https://api.openai.com/v1"
CONTEXT_TOKENS = 3_900
"""What LlamaIndex assumes of a model that it does not know (its DEFAULT_CONTEXT_WINDOW)."""
_LATER_THAN_ALL = 9999_12_31
_UNSEEN = ["article_id", "version", "start", "day", "came", "replaced"]
_MARK = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
_MARK_AND_SPACE = re.compile(rf"\s*{_MARK.pattern}")

Ask = Callable[["Stock", Case], tuple[str, list[Any], bool]]
"""(text, source nodes, whether "[2]" in the text chooses among the nodes)."""


class Stock:
    """A LlamaIndex index over the archive's passages, and the language model of the settings."""

    def __init__(self, dateline: Dateline, settings: Settings, ask: Ask) -> None:
        self._dateline = dateline
        self._settings = settings
        self._ask = ask
        self._spent = Usage()

    @cached_property
    def index(self) -> Any:
        """A VectorStoreIndex, made at the first question."""
        from llama_index.core import VectorStoreIndex

        embedding = llamaindex_embedding(open_embedder(self._settings))
        return VectorStoreIndex(nodes=list(_nodes(self._dateline)), embed_model=embedding)

    @cached_property
    def llm(self) -> Any:
        """The endpoint as a LlamaIndex model."""
        return llamaindex_llm(self._settings, spend=self._spend)

    def answer(self, case: Case) -> Reply:
        """What the engine says, with its source passages as citations. Raises ModelError where the endpoint failed."""
        from openai import OpenAIError

        self._spent = Usage()
        try:
            text, nodes, are_marked = self._ask(self, case)
        except OpenAIError as error:
            endpoint = self._settings.openai_base_url or HOSTED
            raise ModelError(
                f"The model at {endpoint} failed: {error}. Check OPENAI_BASE_URL and the model."
            ) from error
        places = [self._citation(node) for node in nodes]
        ranked = tuple(_ranked(place, node) for place, node in zip(places, nodes, strict=True) if place)
        said = tuple(_sentences(text, places)) if are_marked else (Said(text, tuple(p for p in places if p)),)
        if is_refusal(text) or not said:
            return Reply(declined="said_so", ranked=ranked, model=self._settings.model_name, usage=self._spent)
        return Reply(
            said=said,
            ranked=ranked,
            confidence=Confidence(ranked[0].score, "score") if ranked else None,
            model=self._settings.model_name,
            usage=self._spent,
        )

    def _spend(self, usage: Usage) -> None:
        read, written = self._settings.model_price_read, self._settings.model_price_written
        cost = (usage.prompt_tokens * read + usage.completion_tokens * written) / 1e6 if read or written else None
        self._spent += replace(usage, cost=cost)

    def _citation(self, node: Any) -> Citation | None:
        """The node's place in the stored text; None where its text is not there any more as it was."""
        place = node.node.metadata
        version = self._dateline.catalog.version(place["article_id"], place["version"])
        text = re.sub(r"\ASource \d+:\n", "", node.node.text).strip()
        start = version.article.body.find(text, place["start"]) if version and text else -1
        return cite(version, "body", start, start + len(text)) if version and start >= 0 else None


def query_engine(dateline: Dateline, settings: Settings) -> Stock:
    """`index.as_query_engine()`; it has no notion of a conversation, so the history is not handed over."""
    return Stock(dateline, settings, _ask_query_engine)


def chat_engine(dateline: Dateline, settings: Settings) -> Stock:
    """`index.as_chat_engine()` in its default mode, with the history as chat messages."""
    return Stock(dateline, settings, _ask_chat_engine)


def citation_engine(dateline: Dateline, settings: Settings) -> Stock:
    """`CitationQueryEngine`; the citations are the sources whose numbers stand in the text."""
    return Stock(dateline, settings, _ask_citation_engine)


def _ask_query_engine(stock: Stock, case: Case) -> tuple[str, list[Any], bool]:
    response = stock.index.as_query_engine(llm=stock.llm, filters=_known(case)).query(case.question)
    return str(response), response.source_nodes, False


def _ask_chat_engine(stock: Stock, case: Case) -> tuple[str, list[Any], bool]:
    from llama_index.core.llms import ChatMessage

    history = [
        ChatMessage(role=role, content=content)
        for turn in case.history
        for role, content in (("user", turn.question), ("assistant", turn.answer))
        if content
    ]
    engine = stock.index.as_chat_engine(llm=stock.llm, filters=_known(case))
    response = engine.chat(case.question, chat_history=history)
    return str(response), response.source_nodes, False


def _ask_citation_engine(stock: Stock, case: Case) -> tuple[str, list[Any], bool]:
    from llama_index.core.query_engine import CitationQueryEngine

    engine = CitationQueryEngine.from_args(stock.index, llm=stock.llm, filters=_known(case))
    response = engine.query(case.question)
    return str(response), response.source_nodes, True


def llamaindex_llm(settings: Settings, *, spend: Callable[[Usage], None]) -> Any:
    """LlamaIndex's OpenAI client for the configured endpoint; ``spend`` hears the tokens of each of its calls.

    Raises ModelKeyMissing, or UsageError without a model.
    """
    from llama_index.core.llms import LLMMetadata
    from llama_index.llms.openai import OpenAI

    if not settings.model_name:
        raise UsageError("LlamaIndex's engines need a language model. Set DATELINE_MODEL or DATELINE_MODEL_FILE.")
    settings = at_endpoint(settings)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not settings.openai_base_url:
        raise ModelKeyMissing(HOSTED)

    class AnyModel(OpenAI):  # type: ignore[misc]
        """The stock client looks up the context of models that it knows, and refuses every other name."""

        @property
        def metadata(self) -> Any:
            return LLMMetadata(
                context_window=CONTEXT_TOKENS,
                num_output=settings.answer_tokens,
                is_chat_model=True,
                is_function_calling_model=False,
                model_name=self.model,
            )

        def chat(self, messages: Any, **arguments: Any) -> Any:
            response = super().chat(messages, **arguments)
            told = response.additional_kwargs
            spend(Usage(told.get("prompt_tokens", 0), told.get("completion_tokens", 0)))
            return response

    return AnyModel(
        model=settings.model,
        # LlamaIndex does not read OPENAI_BASE_URL: without this, prompts would leave for the hosted endpoint.
        api_base=settings.openai_base_url or HOSTED,
        api_key=key or "none",
        temperature=0.0,
        max_tokens=settings.answer_tokens,
        timeout=settings.model_timeout_s,
        max_retries=0,
    )


def llamaindex_embedding(embedder: Embedder) -> Any:
    """Our embedder as a LlamaIndex BaseEmbedding."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Ours(BaseEmbedding):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in vector] for vector in embedder.embed(texts)]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Ours(model_name=embedder.fingerprint)


def _nodes(dateline: Dateline) -> Iterator[Any]:
    """Of the passages of all versions, so that a day finds the text that it knew."""
    versions = list(all_versions(dateline))
    replaced = {(later.article_id, later.number - 1): _number(later.stored.date()) for later in versions}
    for version in versions:
        until = replaced.get((version.article_id, version.number), _LATER_THAN_ALL)
        for passage in dateline.catalog.passages_of(version.article_id, version.number):
            yield _node(version, passage, until)


def _node(version: Version, passage: Passage, replaced: int) -> Any:
    """A passage with what a reader would hand over as metadata; our own keys are kept from model and embedder."""
    from llama_index.core.schema import TextNode

    article = version.article
    return TextNode(
        text=passage.text,
        metadata={
            "title": article.title,
            "published": article.published.day if article.published else "",
            "article_id": version.article_id,
            "version": version.number,
            "start": passage.start,
            "day": _number(article.published.at.date()) if article.published else _LATER_THAN_ALL,
            "came": _number(version.stored.date()),
            "replaced": replaced,
        },
        excluded_embed_metadata_keys=_UNSEEN,
        excluded_llm_metadata_keys=_UNSEEN,
    )


def _known(case: Case) -> Any:
    """A metadata filter that lets the newest versions through, or what `allowed` lets through for the ``as_of``."""
    from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

    def where(key: str, operator: FilterOperator, value: int) -> MetadataFilter:
        return MetadataFilter(key=key, value=value, operator=operator)

    day = _number(case.as_of) if case.as_of else _LATER_THAN_ALL
    if case.as_of and case.by_arrival:
        known = [where("came", FilterOperator.LTE, day), where("replaced", FilterOperator.GT, day)]
    else:
        known = [where("day", FilterOperator.LTE, day), where("replaced", FilterOperator.EQ, _LATER_THAN_ALL)]
    return MetadataFilters(filters=known)


def _number(day: date) -> int:
    """A day as a number that orders as days do: 20260315."""
    return int(day.strftime("%Y%m%d"))


def _ranked(place: Citation, node: Any) -> Ranked:
    return Ranked(place.article_id, place.version, place.field, place.start, place.end, float(node.score or 0.0))


def _sentences(text: str, places: Sequence[Citation | None]) -> Iterator[Said]:
    """Each sentence with what its own marks cite, the marks taken out: no reader's answer holds a "1" for them."""
    # A mark behind the full stop belongs to the sentence before it.
    text = re.sub(rf"([.!?])((?:\s*{_MARK.pattern})+)", r"\2\1", text)
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        cited = [places[n] for n in _marks(sentence) if n < len(places)]
        if bare := _MARK_AND_SPACE.sub("", sentence).strip():
            yield Said(bare, tuple(place for place in cited if place))


def _marks(text: str) -> Sequence[int]:
    """The distinct source numbers in the text, from 0."""
    numbers = (int(n) - 1 for match in _MARK.finditer(text) for n in match[1].split(","))
    return list(dict.fromkeys(n for n in numbers if n >= 0))
