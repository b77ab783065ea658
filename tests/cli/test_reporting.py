"""How a verb ends: one sentence, the right exit status, no traceback."""

from __future__ import annotations

import pytest
import typer

from rag.cli.reporting import Exit, reported
from rag.domain.errors import ModelKeyMissing, UsageError


def status_of(verb: object) -> int:
    with pytest.raises(typer.Exit) as ended:
        reported(verb)()  # type: ignore[arg-type]
    return int(ended.value.exit_code)


def raising(error: BaseException) -> object:
    def verb() -> Exit:
        raise error

    return verb


@pytest.mark.parametrize("status", list(Exit))
def test_a_verb_ends_with_the_status_that_it_returns(status: Exit) -> None:
    assert status_of(lambda: status) == status


def test_wrong_usage_ends_with_two_and_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(raising(UsageError("Give a question."))) == 2
    assert capsys.readouterr() == ("", "Give a question.\n")


def test_failed_work_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(raising(ModelKeyMissing("https://models.example"))) == 1
    assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_an_interrupt_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err.startswith("Interrupted.")


def test_a_bug_is_one_sentence_that_says_how_to_learn_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_TRACEBACK", raising=False)
    assert status_of(raising(ZeroDivisionError("by\nzero"))) == 1
    said = capsys.readouterr().err
    assert said == (
        "This is a bug in Dateline: ZeroDivisionError: by zero; run again with DATELINE_TRACEBACK=1 for details.\n"
    )


def test_a_traceback_is_printed_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_TRACEBACK", "1")
    assert status_of(raising(ZeroDivisionError("zero"))) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_full_disk_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(raising(OSError(28, "No space left on device", "out.pdf"))) == 1
    assert capsys.readouterr().err == (
        "The operating system refused: No space left on device (out.pdf). Check permissions and free space.\n"
    )


def test_a_message_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    status_of(raising(UsageError("bad \x1b[31mname\u202e")))
    assert capsys.readouterr().err == "bad [31mname\n"
