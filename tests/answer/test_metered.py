"""A model within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Thread

import pytest
from models import SpokenLLM

from rag.answer.metered import Bounds, MeteredLLM, Price
from rag.domain.answer import Usage
from rag.domain.errors import ModelBudgetSpent, ModelReplyBroken, ModelUnreachable
from rag.ports import LLM, Message

ASKED = [Message("user", "x" * 400)]


def usage_of(llm: LLM) -> Usage:
    stream = llm.stream(ASKED, max_tokens=50)
    while True:
        try:
            next(stream)
        except StopIteration as ended:
            usage: Usage = ended.value
            return usage


def test_a_reply_is_priced_by_what_it_read_and_wrote() -> None:
    llm = MeteredLLM(SpokenLLM(["Nine hours."], usage=Usage(2_000, 500)), Bounds(), Price(read=3.0, written=10.0))
    assert usage_of(llm).cost == pytest.approx(0.006 + 0.005)


def test_without_prices_nothing_is_said_of_cost() -> None:
    assert usage_of(MeteredLLM(SpokenLLM(["Nine hours."]), Bounds())).cost is None


def test_the_request_after_the_budget_of_tokens_is_refused_and_no_earlier_one() -> None:
    inner = SpokenLLM(["Nine hours."], usage=Usage(80, 20))
    llm = MeteredLLM(inner, Bounds(tokens=150))
    usage_of(llm)
    usage_of(llm)
    with pytest.raises(ModelBudgetSpent, match="200 of 150 tokens"):
        usage_of(llm)
    assert len(inner.prompts) == 2


def test_a_budget_of_money_is_kept_too() -> None:
    llm = MeteredLLM(
        SpokenLLM(["Nine hours."], usage=Usage(1_000_000, 0)), Bounds(cost=2.5), Price(read=3.0, written=0.0)
    )
    usage_of(llm)
    with pytest.raises(ModelBudgetSpent, match=r"3\.0000 of 2\.5"):
        usage_of(llm)


def test_a_reply_that_was_closed_or_broke_off_or_was_not_counted_is_guessed_by_its_length() -> None:
    broken = ModelReplyBroken("x", "gone")
    llm = MeteredLLM(SpokenLLM([["y" * 40, "more"], ["y" * 40, broken], "y" * 40], usage=Usage()), Bounds())
    with closing(llm.stream(ASKED, max_tokens=50)) as stream:
        next(stream)
    assert llm.spent == Usage(100, 10)
    with pytest.raises(ModelReplyBroken):
        usage_of(llm)
    assert llm.spent == Usage(200, 20)
    usage_of(llm)
    assert llm.spent == Usage(300, 30)


def test_more_requests_than_are_allowed_wait_and_at_last_give_up() -> None:
    llm = MeteredLLM(SpokenLLM([["one", "two"]]), Bounds(at_once=1, wait_s=0.01))
    with closing(llm.stream(ASKED, max_tokens=50)) as first:
        next(first)
        with pytest.raises(ModelUnreachable, match="1 requests are under way"):
            next(llm.stream(ASKED, max_tokens=50))
    assert usage_of(llm)


def test_the_wait_for_a_place_counts_to_a_requests_own_time_limit() -> None:
    llm = MeteredLLM(SpokenLLM([["one", "two"]]), Bounds(at_once=1, wait_s=600))
    with closing(llm.stream(ASKED, max_tokens=50)) as first:
        next(first)
        with pytest.raises(ModelUnreachable, match="1 requests are under way"):
            next(llm.stream(ASKED, max_tokens=50, timeout_s=0.01))


def test_a_place_that_comes_free_is_taken() -> None:
    llm = MeteredLLM(SpokenLLM([["one", "two"]]), Bounds(at_once=1, wait_s=30))
    first: Iterator[str] = llm.stream(ASKED, max_tokens=50)
    next(first)
    done: list[Usage] = []
    waiting = Thread(target=lambda: done.append(usage_of(llm)))
    waiting.start()
    list(first)
    waiting.join(30)
    assert len(done) == 1
