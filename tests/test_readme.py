"""The README and docs/ run: every `$ dateline …` line works, offline, and prints what is shown under it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
from newsroom import SEEDS, Cli, Ran

from rag.cli.main import app
from rag.cli.reporting import Exit
from rag.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md")))]
BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Shown:
    """One command of a page, and the lines that the page shows under it."""

    command: str
    lines: tuple[str, ...]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def shown_in(page: str) -> Iterator[Shown]:
    for block in BLOCK.finditer(text_of(page)):
        if block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, *lines = part.rstrip("\n").split("\n")
                yield Shown(command, tuple(lines))


def files_in(page: str) -> Iterator[tuple[str, str]]:
    """(name, contents) of the blocks that show a file: their first line names it."""
    for block in BLOCK.finditer(text_of(page)):
        if block["file"]:
            yield block["file"], block["text"]


def shorten_the_seed_set() -> None:
    """`--set seed` finds this file first: a page's command is tried on three questions, not on all of them."""
    rows = (ROOT / "eval" / "sets" / "seed.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("seed").write_text("".join(rows[:3]), encoding="utf-8")


def printed(ran: Ran) -> list[str]:
    return [line.rstrip() for line in (ran.out + ran.err).rstrip("\n").split("\n")]


def matches(shown: str, line: str) -> bool:
    """Equal, where … stands for whatever is there."""
    return re.fullmatch(".*".join(re.escape(part) for part in shown.rstrip().split(ELLIPSIS)), line) is not None


def missing_line(shown: tuple[str, ...], lines: list[str]) -> str | None:
    """The first shown line that was not printed where the page says; a line of … alone stands for any lines."""
    at = 0
    may_skip = False
    for expected in shown:
        if expected.strip() == ELLIPSIS:
            may_skip = True
            continue
        rest = lines[at:] if may_skip else lines[at : at + 1]
        found = next((number for number, line in enumerate(rest) if matches(expected, line)), None)
        if found is None:
            return expected
        at, may_skip = at + found + 1, False
    return None


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if any(shown_in(page))])
def test_every_command_of_a_page_works_and_prints_what_is_shown(page: str, cli: Cli) -> None:
    shutil.copytree(SEEDS, "seeds")
    shorten_the_seed_set()
    for name, contents in files_in(page):
        Path(name).write_text(contents, encoding="utf-8")
    if page != "README.md":
        cli("ingest", "seeds")
    for shown in shown_in(page):
        program, *argv = shlex.split(shown.command)
        assert program == "dateline", f"{page}: only dateline is run: {shown.command}"
        ran = cli(*argv)
        assert ran.status in (Exit.DONE, Exit.DONE_WITH_FAILURES), f"{shown.command}: {ran.err}"
        missing = missing_line(shown.lines, printed(ran))
        assert missing is None, f"{page}, {shown.command}: not printed: {missing}\n{ran.out}{ran.err}"


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (("one", "two"), None),
        (("one", "three"), "three"),
        (("one", "…", "three"), None),
        (("two",), "two"),
        (("o…", "t…o"), None),
        (("…", "four"), "four"),
    ],
)
def test_a_line_that_was_not_printed_is_found(shown: tuple[str, ...], missing: str | None) -> None:
    assert missing_line(shown, ["one", "two", "three"]) == missing


@pytest.mark.parametrize("page", PAGES)
def test_every_link_inside_the_repository_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(page)):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def test_every_verb_has_a_heading() -> None:
    headings = set(re.findall(r"^## (\w+)$", text_of("docs/commands.md"), re.MULTILINE))
    assert headings == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_every_option_of_a_verb_is_documented() -> None:
    pages = text_of("docs/commands.md") + text_of("README.md") + text_of("docs/ingest.md") + text_of("docs/eval.md")
    for name, verb in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for option in [option for each in verb.params for option in each.opts if option.startswith("-")]:
            assert option in pages, f"{name} {option}"


def test_every_setting_is_documented_with_its_name_in_the_environment() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of("README.md"), re.MULTILINE))
    names = {
        name.upper() if name.startswith("openai") else f"DATELINE_{name.upper()}" for name in Settings.model_fields
    }
    assert documented == names


def test_every_default_of_a_setting_is_the_one_documented() -> None:
    rows = re.findall(r"^\| `DATELINE_([A-Z_]+)` \| (\w+) \|", text_of("README.md"), re.MULTILINE)
    for name, shown in rows:
        default = Settings.model_fields[name.lower()].default
        if default not in ("", None) and not callable(default) and shown != "none":
            assert str(default).removesuffix(".0") == shown, name


def test_every_exit_status_is_documented() -> None:
    statuses = re.findall(r"^\| (\d+) \|", text_of("README.md"), re.MULTILINE)
    assert [int(status) for status in statuses] == list(Exit)


def test_rows_that_are_shown_as_files_are_json() -> None:
    for page in PAGES:
        for name, contents in files_in(page):
            if name.endswith(".jsonl"):
                assert [json.loads(line) for line in contents.splitlines()]
