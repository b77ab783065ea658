"""Lines as they are printed."""

import io
import sys

import pytest

from rag.cli.terminal import print_lines
from rag.render.terminal import Line

QUOTED = Line("He said: it\x1b[31m cost  $4 million, we hear.", marked=(9, 33))


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_pipe_the_marked_part_stands_between_arrows(capsys: pytest.CaptureFixture[str]) -> None:
    print_lines([QUOTED, Line("Whole", marked=(0, 5)), Line("None")])
    assert capsys.readouterr().out == ("He said: >>>it [31m cost $4 million<<<, we hear.\n>>>Whole<<<\nNone\n")


def test_in_a_terminal_the_marked_part_is_highlighted_and_nothing_else_is_obeyed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_lines([QUOTED])
    shown = screen.getvalue()
    assert "\x1b[7mit [31m cost $4 million\x1b[0m" in shown
    assert "\x1b[31m" not in shown
    assert ">>>" not in shown
