"""The logic of a conversation, without a terminal."""

import pytest
from builders import a_version

from rag.answer.conversation import (
    COMMANDS,
    Ask,
    Conversation,
    Entry,
    Help,
    ListSources,
    Open,
    Quit,
    StartAnew,
    read_entry,
)
from rag.domain.answer import Abstention, Answer, Statement
from rag.domain.errors import UsageError
from rag.domain.evidence import Citation, cite
from rag.domain.question import Turn

BRIDGE = a_version("The bridge opened on Monday. It cost $4 million. Ann Lee paid.", id="bridge")


def quote(text: str) -> Citation:
    start = BRIDGE.article.body.index(text)
    return cite(BRIDGE, "body", start, start + len(text))


def saying(*quotes: str) -> Answer:
    return Answer(question="?", statements=tuple(Statement(q, (quote(q),), "verbatim") for q in quotes))


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("  Who paid?\n", Ask("Who paid?")),
        ("/open 2", Open(2)),
        ("/open [2]", Open(2)),
        ("/sources", ListSources()),
        ("/new", StartAnew()),
        ("/help", Help()),
        (" /quit \n", Quit()),
        ("   \n", None),
    ],
)
def test_a_line_is_a_question_or_a_command(line: str, entry: Entry | None) -> None:
    assert read_entry(line) == entry


@pytest.mark.parametrize("line", ["/nope", "/quit now", "/", "/sources 1"])
def test_a_command_that_there_is_not_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="Type /help"):
        read_entry(line)


@pytest.mark.parametrize("line", ["/open", "/open x", "/open 1 2", "/open ²", "/open -1", "/open 99999999999999"])
def test_opening_asks_for_one_number(line: str) -> None:
    with pytest.raises(UsageError, match="for example /open 1"):
        read_entry(line)


def test_every_command_of_the_help_is_understood() -> None:
    for command, _ in COMMANDS:
        assert read_entry(command.replace("N", "1")) is not None


def test_a_source_keeps_its_number_in_later_turns() -> None:
    first = Conversation().answered("When?", saying("The bridge opened on Monday."))
    second = first.answered("Who?", saying("Ann Lee paid.", "The bridge opened on Monday."))
    assert [source.quote for source in second.sources] == ["The bridge opened on Monday.", "Ann Lee paid."]
    assert second.source(2).quote == "Ann Lee paid."
    assert first.sources == second.sources[:1]


def test_turns_hold_questions_and_answers_and_no_evidence() -> None:
    talk = Conversation().answered("When?", saying("The bridge opened on Monday."))
    assert talk.turns == (Turn("When?", "The bridge opened on Monday."),)


def test_what_was_declined_is_remembered_by_its_question_and_its_nearest_can_be_opened() -> None:
    declined = Answer(
        question="Why?",
        abstention=Abstention("no_evidence", "The archive does not say."),
        nearest=(quote("It cost $4 million."),),
    )
    talk = Conversation().answered("Why?", declined)
    assert talk.turns == (Turn("Why?", ""),)
    assert talk.source(1).quote == "It cost $4 million."


@pytest.mark.parametrize("number", [0, 2])
def test_a_number_that_no_source_has_is_refused(number: int) -> None:
    talk = Conversation().citing([quote("Ann Lee paid.")])
    with pytest.raises(UsageError, match=f"no source {number}; the sources are 1 to 1"):
        talk.source(number)
    with pytest.raises(UsageError, match="no source has been cited yet"):
        Conversation().source(1)
