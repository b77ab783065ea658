from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from outcomes import BRIDGE, a_case, a_reply

from eval.asking import ask
from eval.case import Case
from eval.folder import Answered, Failed, Result
from eval.reply import Reply
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import ModelKeyMissing, ModelTimedOut
from rag.settings import Settings


class System:
    def __init__(self, answer: Callable[[Case], object]) -> None:
        self._answer = answer

    def answer(self, case: Case) -> Reply:
        return cast("Reply", self._answer(case))


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    return open_dateline(Settings(archive=tmp_path_factory.mktemp("empty")))


def asked(answer: Callable[[Case], object], dateline: Dateline) -> Result:
    return ask((a_case(), 2), System(answer), dateline)


def raising(error: Exception) -> Callable[[Case], object]:
    def answer(_case: Case) -> object:
        raise error

    return answer


def test_a_reply_comes_with_what_the_archive_says_of_it(dateline: Dateline) -> None:
    reply = a_reply("On Monday.", BRIDGE.article.body[:28])
    result = asked(lambda _: reply, dateline)
    assert isinstance(result, Answered)
    assert (result.case_id, result.repeat, result.reply) == ("c1", 2, reply)
    # Nothing is stored in this archive, so nothing stands behind the citation.
    assert result.witness.stored == (None,)


def test_a_question_that_fails_says_why_and_where(dateline: Dateline) -> None:
    timed_out = asked(raising(ModelTimedOut("http://127.0.0.1:9/v1", 1.0)), dateline)
    assert isinstance(timed_out, Failed)
    assert timed_out.reason.startswith("The model at http://127.0.0.1:9/v1 did not finish")
    fault = asked(raising(KeyError("price")), dateline)
    assert isinstance(fault, Failed)
    assert fault.reason.startswith(f"KeyError: 'price' ({Path(__file__).name}, line ")


def test_something_that_is_no_reply_is_a_failure(dateline: Dateline) -> None:
    result = asked(lambda _: "On Monday.", dateline)
    assert result == Failed("c1", "the system returned str, not an eval.reply.Reply", 2)


def test_an_error_that_every_question_would_meet_is_raised(dateline: Dateline) -> None:
    with pytest.raises(ModelKeyMissing):
        asked(raising(ModelKeyMissing("https://api.example")), dateline)
