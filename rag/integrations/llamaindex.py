"""Dateline as a LlamaIndex retriever, query engine and chat engine; docs/llamaindex.md has examples.

Every source node is an exact slice: its text is what stands at ``start_char_idx``..``end_char_idx`` of the metadata's
``field`` in the metadata's ``version`` of the article. Errors are Dateline's own, `rag.domain.errors`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks.base import CallbackManager
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.tools import ToolOutput

from rag.dateline import Dateline, Mode
from rag.domain.answer import Answer, Statement
from rag.domain.evidence import Citation, cite
from rag.domain.passage import Hit
from rag.domain.question import Filters, Turn
from rag.render.json import answer_as_json

CHECKED = 1.0
"""The score of a citation's node. It is no similarity: each one passed the check against its statement."""

_FOR_PROGRAMS = ["article_id", "version", "field", "url"]
"""Metadata that a model is not shown and that is not embedded: nothing in it tells what a text means."""


class DatelineRetriever(BaseRetriever):  # type: ignore[misc]
    """The ``k`` best passages of the archive, as nodes with the scores of the search."""

    def __init__(
        self,
        dateline: Dateline,
        *,
        k: int = 10,
        filters: Filters | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager)
        self._dateline, self._k, self._filters = dateline, k, filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        result = self._dateline.search(query_bundle.query_str, k=self._k, filters=self._filters)
        return [passage_node(hit) for hit in result.hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class DatelineQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Checked answers: the response is the answer's text, with one source node for each citation.

    The response's metadata is the object that `dateline ask --json` prints. An abstention says in the text what was
    searched; its metadata has ``abstained`` true, the ``reason``, and what came ``nearest``.
    """

    def __init__(
        self,
        dateline: Dateline,
        *,
        filters: Filters | None = None,
        mode: Mode | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager)
        self._dateline, self._filters, self._mode = dateline, filters, mode

    def _query(self, query_bundle: QueryBundle) -> Response:
        return as_response(self._dateline.ask(query_bundle.query_str, filters=self._filters, mode=self._mode))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}  # Dateline's prompts are files; a program around it does not replace them


class DatelineChatEngine(BaseChatEngine):  # type: ignore[misc]
    """A conversation over the archive. Earlier turns help to understand a follow-up and are never evidence.

    Each response has the query engine's Response as the ``raw_output`` of its one source. A streamed response gives
    each statement once it has passed the check; its sources and the history have the turn when the stream has ended.
    """

    def __init__(
        self,
        dateline: Dateline,
        *,
        filters: Filters | None = None,
        mode: Mode | None = None,
        chat_history: Sequence[ChatMessage] = (),
    ) -> None:
        self._dateline, self._filters, self._mode = dateline, filters, mode
        self._history = list(chat_history)

    @property
    def chat_history(self) -> list[ChatMessage]:
        return list(self._history)

    def reset(self) -> None:
        """Forget the conversation."""
        self._history.clear()

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """The answer; ``chat_history``, where given, takes the place of the conversation so far."""
        self._take(chat_history)
        answer = self._dateline.ask(message, filters=self._filters, history=turns(self._history), mode=self._mode)
        self._remember(answer)
        source = _source(answer)
        return AgentChatResponse(response=answer.text, sources=[source], metadata=source.raw_output.metadata)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """The same, statement by statement."""
        self._take(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.chat_stream = self._streamed(message, response)
        return response

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        return await asyncio.to_thread(self.chat, message, chat_history)

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        self._take(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.achat_stream = _stepped(self._streamed(message, response))
        return response

    def _streamed(self, message: str, response: StreamingAgentChatResponse) -> Iterator[ChatResponse]:
        said = ""
        history = turns(self._history)
        for event in self._dateline.ask_streamed(message, filters=self._filters, history=history, mode=self._mode):
            if isinstance(event, Statement):
                delta = f" {event.text}" if said else event.text
            elif isinstance(event, Answer):
                delta = event.text.removeprefix(said)
                self._remember(event)
                response.sources.append(_source(event))
                response.set_source_nodes()
            else:
                continue
            said += delta
            if delta:
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)

    def _take(self, chat_history: Sequence[ChatMessage] | None) -> None:
        if chat_history is not None:
            self._history = list(chat_history)

    def _remember(self, answer: Answer) -> None:
        self._history += [
            ChatMessage(role=MessageRole.USER, content=answer.question),
            ChatMessage(role=MessageRole.ASSISTANT, content=answer.text),
        ]


def as_response(answer: Answer) -> Response:
    """The answer's text, a node for each citation, and the whole answer as metadata."""
    citations = dict.fromkeys(citation for statement in answer.statements for citation in statement.citations)
    return Response(answer.text, [citation_node(citation) for citation in citations], answer_as_json(answer))


def passage_node(hit: Hit) -> NodeWithScore:
    """A passage as a node whose text is ``body[start_char_idx:end_char_idx]``."""
    return _node(cite(hit.version, "body", hit.passage.start, hit.passage.end), score=hit.score)


def citation_node(citation: Citation) -> NodeWithScore:
    """What a statement cites, as a node whose text is the quote."""
    return _node(citation, score=CHECKED)


def turns(messages: Sequence[ChatMessage]) -> list[Turn]:
    """Questions with their answers, oldest first; what systems and tools said is left out."""
    made: list[Turn] = []
    for message in messages:
        text = message.content or ""
        if message.role == MessageRole.USER:
            made.append(Turn(text))
        elif message.role == MessageRole.ASSISTANT and made:
            made[-1] = Turn(made[-1].question, f"{made[-1].answer} {text}".strip())
    return made


def _node(citation: Citation, *, score: float) -> NodeWithScore:
    stored = f"{citation.article_id}@{citation.version}"
    node = TextNode(
        # The same place has the same id in every search: LlamaIndex tells copies by it.
        id_=f"{stored}:{citation.field}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "article_id": citation.article_id,
            "version": citation.version,
            "field": citation.field,
            "title": citation.title,
            "source": citation.source,
            "published": citation.published,
            "url": citation.url,
        },
        excluded_llm_metadata_keys=list(_FOR_PROGRAMS),
        excluded_embed_metadata_keys=list(_FOR_PROGRAMS),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=stored)},
    )
    return NodeWithScore(node=node, score=score)


def _source(answer: Answer) -> ToolOutput:
    return ToolOutput(
        tool_name="dateline",
        content=answer.text,
        raw_input={"question": answer.question},
        raw_output=as_response(answer),
    )


async def _stepped(stream: Iterator[ChatResponse]) -> AsyncIterator[ChatResponse]:
    """The stream, each step in a thread, so that the event loop never waits for a search or a model."""
    while (part := await asyncio.to_thread(next, stream, None)) is not None:
        yield part
