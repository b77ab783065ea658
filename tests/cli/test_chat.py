"""`dateline chat`: with the lines of stdin in process, and at a terminal that is typed at."""

from __future__ import annotations

import io
import sys
from collections.abc import Generator, Sequence
from typing import Any

import pytest
from builders import a_version
from newsroom import Cli

from rag.cli.chat import _in_terminal, _Talk
from rag.cli.reporting import Exit
from rag.domain.answer import Answer, AnswerEvent, Statement, Step
from rag.domain.article import ArticleRecord
from rag.domain.evidence import cite
from rag.domain.question import Filters, Turn

TALKS = "How long did the Jeddah talks last?"
BRIDGE = a_version(
    "The bridge opened on Monday.\nIt cost $4 million. Ann\x1b[31m Lee paid.", id="bridge", title="Bridge"
)


def lines(*typed: str) -> bytes:
    return "".join(f"{line}\n" for line in typed).encode()


@pytest.mark.usefixtures("seeded")
def test_a_source_is_opened_with_its_quote_highlighted(cli: Cli) -> None:
    ran = cli("chat", stdin=lines(TALKS, "/open 1"))
    assert (ran.status, ran.err) == (0, "")
    answer, opened = ran.out.split("> /open 1\n")
    assert answer.startswith(f"> {TALKS}\nDuring the lengthy negotiations")
    assert "about nine hours" in answer.split("\n")[1]
    assert "framework agreement on rare earth metals. [1]\n" in answer
    assert "\n>>>During the lengthy negotiations" in opened
    assert "framework agreement on rare earth metals.<<< The U.S. asked for" in opened
    assert opened.count(">>>") == 1


@pytest.mark.usefixtures("seeded")
def test_a_follow_up_is_understood_and_its_sources_are_numbered_on(cli: Cli) -> None:
    ran = cli("chat", stdin=lines("What happened at the talks in Jeddah?", "How long did they take?", "/sources"))
    assert ran.status == 0
    _, second, listed = ran.out.split("\n> ")
    assert "about nine hours" in second
    first_number = second.split("[")[1].split("]")[0]
    assert int(first_number) > 1
    assert listed.count("“") >= 2


@pytest.mark.usefixtures("seeded")
def test_a_new_conversation_knows_nothing_of_the_old(cli: Cli) -> None:
    ran = cli("chat", stdin=lines(TALKS, "/new", "/sources"))
    assert ran.out.endswith("> /sources\nNo source has been cited yet.\n")
    assert ran.err == "A new conversation.\n"


@pytest.mark.usefixtures("seeded")
def test_a_line_that_fails_does_not_stop_those_after_it(cli: Cli) -> None:
    ran = cli("chat", stdin=lines("/open 3", "/nope", "x " * 3000, "", TALKS))
    assert ran.status == 3
    assert ran.err.count("\n") == 3
    assert "no source has been cited yet" in ran.err
    assert "about nine hours" in ran.out


@pytest.mark.usefixtures("seeded")
def test_nothing_is_read_behind_quit(cli: Cli) -> None:
    ran = cli("chat", stdin=lines("/help", "/quit", TALKS))
    assert ran.status == 0
    assert "/open N: show the article of source N, its quote highlighted" in ran.out
    assert "nine hours" not in ran.out


@pytest.mark.usefixtures("seeded")
def test_a_model_that_is_not_configured_is_said_before_the_first_question(cli: Cli) -> None:
    ran = cli("chat", "--mode", "llm", stdin=lines(TALKS))
    assert (ran.status, ran.out) == (2, "")
    assert "Set DATELINE_MODEL" in ran.sentence


@pytest.mark.usefixtures("seeded")
def test_what_is_typed_need_not_be_text(cli: Cli) -> None:
    ran = cli("chat", stdin=b"\xff\xfe Who \x1b[31m\n")
    assert ran.status == 0
    assert "\x1b" not in ran.out


class Typing(io.StringIO):
    """A keyboard: each entry is a typed line, "^C" an interrupt; then Ctrl-D."""

    def __init__(self, *typed: str) -> None:
        super().__init__()
        self._typed = iter(typed)

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:
        line = next(self._typed, None)
        if line == "^C":
            raise KeyboardInterrupt
        return "" if line is None else f"{line}\n"


class Answering:
    """As much of a Dateline as a conversation needs; "stop" is interrupted after its first statement."""

    mode = "extract"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Sequence[Turn]]] = []
        self.closed = 0

    def ask_streamed(self, text: str, *, history: Sequence[Turn], **_: Any) -> Generator[AnswerEvent, None, None]:
        self.asked.append((text, history))
        quote = cite(BRIDGE, "body", 0, 28)
        statement = Statement(quote.quote, (quote,), "verbatim")
        try:
            yield Step("searching")
            yield statement
            if text == "stop":
                raise KeyboardInterrupt
            yield Answer(question=text, statements=(statement,))
        finally:
            self.closed += 1

    def show(self, article_id: str) -> ArticleRecord:
        assert article_id == "bridge"
        return ArticleRecord((BRIDGE,))


@pytest.fixture
def dateline() -> Answering:
    return Answering()


def ended(dateline: Answering, monkeypatch: pytest.MonkeyPatch, *typed: str) -> Exit:
    monkeypatch.setattr(sys, "stdin", Typing(*typed))
    return _in_terminal(_Talk(dateline, None, Filters()))  # type: ignore[arg-type]


def test_ctrl_d_ends(dateline: Answering, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(dateline, monkeypatch, "When?", "", "/open 1") == Exit.DONE
    out = capsys.readouterr().out
    assert "The bridge opened on Monday. [1]" in out
    assert ">>>The bridge opened on Monday.<<<" in out
    assert "\x1b[31m" not in out


def test_ctrl_c_stops_the_answer_and_the_conversation_goes_on(
    dateline: Answering, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(dateline, monkeypatch, "stop", "When?", "And then?", "/quit") == Exit.DONE
    assert "Stopped." in capsys.readouterr().err
    assert dateline.closed == 3
    assert dateline.asked == [
        ("stop", ()),
        ("When?", ()),
        ("And then?", (Turn("When?", "The bridge opened on Monday."),)),
    ]


@pytest.mark.parametrize("typed", [("stop", "^C", "When?"), ("^C", "^C", "When?")])
def test_a_second_ctrl_c_quits(dateline: Answering, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]) -> None:
    assert ended(dateline, monkeypatch, *typed) == Exit.INTERRUPTED
    assert "When?" not in [text for text, _ in dateline.asked]


def test_a_line_between_two_interrupts_starts_the_count_again(
    dateline: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ended(dateline, monkeypatch, "^C", "When?", "^C", "/quit") == Exit.DONE


def test_an_error_is_said_and_the_conversation_goes_on(
    dateline: Answering, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(dateline, monkeypatch, "/open 7", "When?") == Exit.DONE
    captured = capsys.readouterr()
    assert "There is no source 7" in captured.err
    assert "The bridge opened on Monday. [1]" in captured.out
