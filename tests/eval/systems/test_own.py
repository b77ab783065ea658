from __future__ import annotations

import re
from pathlib import Path

import pytest
from outcomes import a_case

from eval.systems import check_system, system_named
from rag.compose import open_dateline
from rag.domain.errors import UsageError
from rag.settings import Settings

DOC = Path(__file__).resolve().parents[3] / "docs" / "eval.md"


def a_system(folder: Path, code: str) -> str:
    path = folder / "mine.py"
    path.write_text(code, encoding="utf-8")
    return str(path)


def made(folder: Path, code: str) -> object:
    settings = Settings(archive=folder / "archive")
    return system_named(a_system(folder, code))(open_dateline(settings), settings)


def test_the_system_in_the_documentation_answers(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python my_system\.py\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    settings = Settings(archive=tmp_path / "archive")
    (tmp_path / "news.jsonl").write_text('{"id": "bridge", "body": "It rained. The bridge opened on Monday."}')
    dateline = open_dateline(settings)
    dateline.ingest([str(tmp_path / "news.jsonl")])
    system = system_named(a_system(tmp_path, code))(dateline, settings)
    reply = system.answer(a_case("When did the bridge open?"))
    assert [citation.article_id for citation in reply.citations] == ["bridge"]
    assert reply.text
    assert system.answer(a_case("When?", as_of=None)).model == "extract"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import nothing_of_the_kind", r"mine\.py cannot be loaded: ModuleNotFoundError: .* \(line 1\)"),
        ("\ndef system(", r"cannot be loaded: SyntaxError: .* \(line 2\)"),
        ("x = 1", r"mine\.py has no function system\(dateline, settings\)"),
        ("system = 1", r"has no function system\(dateline, settings\)"),
        (
            "def system(dateline, settings):\n    return 1 / 0",
            r"could not make its system: ZeroDivisionError.* \(line 2\)",
        ),
        ("def system(dateline):\n    return 1", r"could not make its system: TypeError"),
        ("def system(dateline, settings):\n    return {}", r"returned a dict without a method answer\(case\)"),
    ],
)
def test_a_file_that_makes_no_system_is_named_with_the_line(tmp_path: Path, code: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        made(tmp_path, code)


def test_a_file_that_is_not_there_and_a_name_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file .*none\.py"):
        check_system(str(tmp_path / "none.py"), Settings())
    with pytest.raises(UsageError, match=r"no system 'guess'.*a Python file of yours is one too"):
        check_system("guess", Settings())
