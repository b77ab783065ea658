"""Dateline inside stock LlamaIndex programs: real archives, real engines, no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from builders import an_article, stored_articles
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import ChatMessage, MessageRole, ToolCallBlock
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import MockLLM
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine, SubQuestionQueryEngine
from llama_index.core.question_gen.types import BaseQuestionGenerator, SubQuestion
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore
from llama_index.core.selectors import EmbeddingSingleSelector
from llama_index.core.tools import QueryEngineTool, RetrieverTool
from llamaindex_parts import HashedWords

from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import UsageError
from rag.domain.question import Filters, Turn
from rag.integrations.llamaindex import DatelineChatEngine, DatelineQueryEngine, DatelineRetriever, turns
from rag.settings import Settings

BRIDGE = an_article(
    "The bridge at Harrow cost nine million pounds. It opened on Monday. The mayor of Harrow is Ann Lee.",
    id="bridge",
    title="Harrow has its bridge",
    source="Courier",
    published="2025-03-14",
    url="https://courier.example/bridge",
)
FERRY = an_article(
    "The ferry to Sollen stops for the winter on Friday. A ticket for the ferry costs four pounds.",
    id="ferry",
    title="Last ferry",
    source="Harbour News",
    published="2025-03-15",
)
BRIDGE_COST = "How much did the bridge at Harrow cost?"
FERRY_COST = "How much does a ticket for the ferry cost?"
NOT_THERE = "Who won the football match in Madrid?"


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    opened = open_dateline(Settings(archive=tmp_path_factory.mktemp("archive"), model=""))
    stored_articles(opened.catalog, [BRIDGE, FERRY])
    opened.rebuild()
    return opened


def assert_sliced(dateline: Dateline, nodes: list[NodeWithScore]) -> None:
    """Every node's text is what stands at its place in the stored version."""
    for node in (each.node for each in nodes):
        version = dateline.catalog.version(node.metadata["article_id"], node.metadata["version"])
        assert version
        text = version.article.text(node.metadata["field"])
        assert text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.text


def tool(dateline: Dateline, name: str, description: str, **options: Any) -> QueryEngineTool:
    engine = DatelineQueryEngine(dateline, **options)
    return QueryEngineTool.from_defaults(engine, name=name, description=description)


class TestRetriever:
    def test_nodes_are_slices_that_say_where_they_come_from(self, dateline: Dateline) -> None:
        nodes = DatelineRetriever(dateline, k=2).retrieve(BRIDGE_COST)
        assert_sliced(dateline, nodes)
        assert nodes[0].node.metadata == {
            "article_id": "bridge",
            "version": 1,
            "field": "body",
            "title": "Harrow has its bridge",
            "source": "Courier",
            "published": "2025-03-14",
            "url": "https://courier.example/bridge",
        }
        assert nodes[0].score == dateline.search(BRIDGE_COST).hits[0].score
        assert nodes[0].node.ref_doc_id == "bridge@1"

    def test_k_and_filters_hold(self, dateline: Dateline) -> None:
        assert len(DatelineRetriever(dateline, k=1).retrieve("the bridge and the ferry")) == 1
        nodes = DatelineRetriever(dateline, filters=Filters(sources=("Harbour News",))).retrieve(BRIDGE_COST)
        assert {node.node.metadata["source"] for node in nodes} == {"Harbour News"}

    def test_a_model_is_shown_title_source_and_date_and_no_ids(self, dateline: Dateline) -> None:
        (node, *_) = DatelineRetriever(dateline).retrieve(BRIDGE_COST)
        shown = node.node.get_content(MetadataMode.LLM)
        assert "Courier" in shown
        assert "2025-03-14" in shown
        assert "article_id" not in shown

    def test_the_same_place_has_the_same_id_in_every_search(self, dateline: Dateline) -> None:
        first, again = (DatelineRetriever(dateline).retrieve(q) for q in (BRIDGE_COST, "Harrow bridge"))
        assert {n.node.node_id for n in first} == {n.node.node_id for n in again}

    def test_it_can_be_asked_asynchronously(self, dateline: Dateline) -> None:
        nodes = asyncio.run(DatelineRetriever(dateline).aretrieve(BRIDGE_COST))
        assert nodes[0].node.metadata["article_id"] == "bridge"

    def test_it_serves_a_stock_query_engine_with_a_stock_postprocessor(self, dateline: Dateline) -> None:
        engine = RetrieverQueryEngine.from_args(
            DatelineRetriever(dateline),
            llm=MockLLM(),
            node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.5)],
        )
        response = engine.query(BRIDGE_COST)
        assert {node.node.metadata["article_id"] for node in response.source_nodes} == {"bridge"}
        assert "nine million pounds" in str(response)  # the mock repeats the prompt that it was given

    def test_stock_fusion_of_several_retrievers_tells_copies_by_their_ids(self, dateline: Dateline) -> None:
        fusion = QueryFusionRetriever(
            [DatelineRetriever(dateline), DatelineRetriever(dateline)],
            llm=MockLLM(),
            num_queries=1,
            similarity_top_k=10,
            use_async=False,
        )
        assert len(fusion.retrieve(BRIDGE_COST)) == len(DatelineRetriever(dateline).retrieve(BRIDGE_COST))

    def test_it_is_a_tool(self, dateline: Dateline) -> None:
        output = RetrieverTool.from_defaults(DatelineRetriever(dateline), description="news").call(BRIDGE_COST)
        assert "nine million pounds" in output.content


class TestQueryEngine:
    def test_the_text_is_the_answer_and_each_citation_is_a_node(self, dateline: Dateline) -> None:
        response = DatelineQueryEngine(dateline).query(BRIDGE_COST)
        answer = dateline.ask(BRIDGE_COST)
        citations = [citation for statement in answer.statements for citation in statement.citations]
        assert str(response) == answer.text
        assert "nine million" in str(response)
        assert [node.node.text for node in response.source_nodes] == [citation.quote for citation in citations]
        assert_sliced(dateline, response.source_nodes)
        assert {node.score for node in response.source_nodes} == {1.0}
        assert response.metadata["abstained"] is False
        assert response.metadata["statements"][0]["citations"][0]["quote"] == citations[0].quote

    def test_what_the_archive_does_not_hold_is_declined_in_text_and_metadata(self, dateline: Dateline) -> None:
        response = DatelineQueryEngine(dateline).query(NOT_THERE)
        assert str(response).startswith("The archive does not say.")
        assert response.source_nodes == []
        assert response.metadata["abstained"] is True
        assert response.metadata["reason"] == str(response)

    def test_filters_hold(self, dateline: Dateline) -> None:
        engine = DatelineQueryEngine(dateline, filters=Filters(sources=("Harbour News",)))
        response = engine.query(BRIDGE_COST)
        assert {each.node.metadata["source"] for each in response.source_nodes} <= {"Harbour News"}
        assert "nine million" not in str(response)

    def test_a_question_that_cannot_be_asked_is_datelines_own_error(self, dateline: Dateline) -> None:
        with pytest.raises(UsageError, match="empty"):
            DatelineQueryEngine(dateline).query("  ")

    def test_it_has_no_prompts_to_replace(self, dateline: Dateline) -> None:
        assert DatelineQueryEngine(dateline).get_prompts() == {}

    @pytest.mark.parametrize(("question", "chosen"), [(BRIDGE_COST, "bridge"), (FERRY_COST, "ferry")])
    def test_a_stock_router_chooses_between_two(self, dateline: Dateline, question: str, chosen: str) -> None:
        tools = [
            tool(dateline, "roads", "the bridge at Harrow", filters=Filters(sources=("Courier",))),
            tool(dateline, "boats", "a ticket for the ferry", filters=Filters(sources=("Harbour News",))),
        ]
        router = RouterQueryEngine(EmbeddingSingleSelector(HashedWords()), tools, llm=MockLLM())
        for response in (router.query(question), asyncio.run(router.aquery(question))):
            assert {node.node.metadata["article_id"] for node in response.source_nodes} == {chosen}
            assert response.metadata["abstained"] is False
            assert "selector_result" in response.metadata

    @pytest.mark.parametrize("use_async", [True, False])
    def test_a_stock_sub_question_engine_keeps_the_citations(self, dateline: Dateline, use_async: bool) -> None:
        engine = SubQuestionQueryEngine.from_defaults(
            [tool(dateline, "news", "news")],
            llm=MockLLM(),
            question_gen=TwoQuestions(),
            response_synthesizer=get_response_synthesizer(llm=MockLLM()),
            use_async=use_async,
            verbose=False,
        )
        response = engine.query("Which costs more, the bridge or the ferry?")
        assert "nine million" in str(response)
        assert "four pounds" in str(response)
        cited = [node for node in response.source_nodes if "article_id" in node.node.metadata]
        assert {node.node.metadata["article_id"] for node in cited} == {"bridge", "ferry"}
        assert_sliced(dateline, cited)

    def test_an_agents_tool_call_gives_text_and_sources(self, dateline: Dateline) -> None:
        news = tool(dateline, "news", "Checked answers from the news archive.")
        for output in (news(BRIDGE_COST), news.call(input=BRIDGE_COST), asyncio.run(news.acall(input=BRIDGE_COST))):
            assert "nine million" in output.content
            assert output.is_error is False
            assert_sliced(dateline, output.raw_output.source_nodes)

    def test_a_stock_agent_calls_it(self, dateline: Dateline) -> None:
        agent = FunctionAgent(tools=[tool(dateline, "news", "news")], llm=MockFunctionCallingLLM(), streaming=False)
        agent.llm.response_generator = asks_the_tool_then_repeats_it

        async def run() -> Any:
            return await agent.run(BRIDGE_COST)

        result = asyncio.run(run())
        assert "nine million" in str(result)
        (call,) = result.tool_calls
        assert_sliced(dateline, call.tool_output.raw_output.source_nodes)


class TwoQuestions(BaseQuestionGenerator):
    """By hand what a model would make of a comparison."""

    def generate(self, tools: Any, query: Any) -> list[SubQuestion]:
        return [SubQuestion(sub_question=question, tool_name="news") for question in (BRIDGE_COST, FERRY_COST)]

    async def agenerate(self, tools: Any, query: Any) -> list[SubQuestion]:
        return self.generate(tools, query)

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts: dict[str, Any]) -> None:
        """It has none."""


def asks_the_tool_then_repeats_it(messages: list[ChatMessage], **options: Any) -> ChatMessage:
    told = [message for message in messages if message.role == MessageRole.TOOL]
    if told:
        return ChatMessage(role="assistant", content=told[-1].content)
    call = ToolCallBlock(tool_call_id="1", tool_name="news", tool_kwargs={"input": messages[-1].content})
    return ChatMessage(role="assistant", blocks=[call])


class TestChatEngine:
    def test_an_answer_carries_its_sources_and_goes_into_the_history(self, dateline: Dateline) -> None:
        engine = DatelineChatEngine(dateline)
        response = engine.chat(BRIDGE_COST)
        assert "nine million" in str(response)
        assert_sliced(dateline, response.source_nodes)
        assert response.source_nodes
        assert isinstance(response.sources[0].raw_output, Response)
        assert response.metadata["abstained"] is False
        assert [(m.role, m.content) for m in engine.chat_history] == [
            (MessageRole.USER, BRIDGE_COST),
            (MessageRole.ASSISTANT, response.response),
        ]

    def test_a_follow_up_is_understood_from_the_history(self, dateline: Dateline) -> None:
        engine = DatelineChatEngine(dateline)
        engine.chat(BRIDGE_COST)
        response = engine.chat("And when did it open?")
        assert "Monday" in str(response)
        assert any("follow-up" in understood for understood in response.metadata["understood"])
        assert "follow-up" not in str(DatelineChatEngine(dateline).chat("And when did it open?").metadata["understood"])

    def test_the_history_is_never_evidence(self, dateline: Dateline) -> None:
        told = [
            ChatMessage(role="user", content=NOT_THERE),
            ChatMessage(role="assistant", content="Atletico won the football match in Madrid."),
        ]
        response = DatelineChatEngine(dateline).chat(NOT_THERE, chat_history=told)
        assert response.metadata["abstained"] is True
        assert "Atletico" not in str(response)

    def test_a_history_that_is_handed_over_takes_the_place_of_the_own_one(self, dateline: Dateline) -> None:
        engine = DatelineChatEngine(dateline, chat_history=[ChatMessage(role="user", content=FERRY_COST)])
        engine.chat(BRIDGE_COST, chat_history=[])
        assert [m.content for m in engine.chat_history if m.role == MessageRole.USER] == [BRIDGE_COST]
        engine.reset()
        assert engine.chat_history == []

    def test_a_turn_that_failed_is_not_remembered(self, dateline: Dateline) -> None:
        engine = DatelineChatEngine(dateline)
        with pytest.raises(UsageError):
            engine.chat(" ")
        with pytest.raises(UsageError):
            list(engine.stream_chat(" ").response_gen)
        assert engine.chat_history == []

    @pytest.mark.parametrize("question", [f"{BRIDGE_COST} {FERRY_COST}", NOT_THERE])
    def test_a_stream_says_what_the_answer_says(self, dateline: Dateline, question: str) -> None:
        engine = DatelineChatEngine(dateline)
        response = engine.stream_chat(question)
        pieces = list(response.response_gen)
        answer = dateline.ask(question)
        assert "".join(pieces) == answer.text == str(response)
        assert len(pieces) == max(1, len(answer.statements))
        assert len(response.source_nodes) == len({c for s in answer.statements for c in s.citations})
        assert [m.content for m in engine.chat_history] == [question, answer.text]

    def test_the_asynchronous_forms_say_the_same(self, dateline: Dateline) -> None:
        async def both() -> tuple[str, str, int]:
            chatted = await DatelineChatEngine(dateline).achat(BRIDGE_COST)
            streamed = await DatelineChatEngine(dateline).astream_chat(BRIDGE_COST)
            pieces = [piece async for piece in streamed.async_response_gen()]
            return str(chatted), "".join(pieces), len(streamed.source_nodes)

        chatted, streamed, nodes_count = asyncio.run(both())
        assert chatted == streamed == dateline.ask(BRIDGE_COST).text
        assert nodes_count > 0

    def test_leaving_a_stream_early_stops_the_work(self, dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
        ended = []
        real = Dateline.ask_streamed

        def watched(self: Dateline, *args: Any, **options: Any) -> Iterator[Any]:
            try:
                yield from real(self, *args, **options)
            finally:
                ended.append(True)

        monkeypatch.setattr(Dateline, "ask_streamed", watched)
        engine = DatelineChatEngine(dateline)
        response = engine.stream_chat(f"{BRIDGE_COST} {FERRY_COST}")
        assert next(iter(response.response_gen))
        response.chat_stream.close()
        del response
        assert ended == [True]
        assert engine.chat_history == []


def test_turns_pair_questions_with_answers_and_leave_out_other_roles() -> None:
    messages = [
        ChatMessage(role="system", content="Be kind."),
        ChatMessage(role="assistant", content="Hello."),
        ChatMessage(role="user", content="One?"),
        ChatMessage(role="assistant", content="First."),
        ChatMessage(role="tool", content="Noise."),
        ChatMessage(role="assistant", content="Second."),
        ChatMessage(role="user", content="Two?"),
    ]
    assert turns(messages) == [Turn("One?", "First. Second."), Turn("Two?")]
