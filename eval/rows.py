"""Rows of a file that people write (JSONL, YAML, JSON), each with the lines that it stands in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Place = tuple[str | int, ...]
"""The way from a row to one of its values: ("gold", 0, "quote")."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a file. ``lines`` knows where parts of it stand, by place; ``line`` is where it begins, from 1.

    With ``typed`` False every scalar is text, as written: YAML alone does not tell "no" the word from "no" the value.
    """

    value: Any
    line: int
    lines: Mapping[Place, int] = field(default_factory=dict)
    typed: bool = True

    def line_of(self, place: Place) -> int:
        """The line of the part at ``place``, else of the nearest part around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, self.line)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of a file."""

    line: int
    reason: str


class NotText(Exception):
    """A file that is not UTF-8; ``problem`` names the line of its first wrong byte."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def decoded(content: bytes) -> str:
    """The text of UTF-8 bytes, without a byte order mark. Raises NotText."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotText(Problem(line, f"not UTF-8 (byte {error.start}); save the file as UTF-8")) from error


def jsonl_rows(text: str) -> Iterator[Row | Problem]:
    """A row, or what is wrong with it, for each line that is not blank."""
    # Split at "\n" only: str.splitlines would also break at U+2028 and others, which JSON allows inside a string.
    for line, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            yield _json_row(content, line)


def _json_row(content: str, line: int) -> Row | Problem:
    try:
        return Row(json.loads(content, object_pairs_hook=_without_repeats), line)
    except json.JSONDecodeError as error:
        return Problem(line, f"not JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:
        return Problem(line, str(error) if isinstance(error, ValueError) else "JSON nested too deeply")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the field {next(n for n in names if names.count(n) > 1)!r} is given twice")
    return found


def yaml_rows(text: str) -> Iterator[Row | Problem]:
    """A row for each entry of the list that the file is; scalars stay text. One problem where it is no such list."""
    try:
        node = _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" at column {mark.column + 1}" if mark else ""
        yield Problem(mark.line + 1 if mark else 1, f"not YAML: {error.problem}{where}")
        return
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        yield Problem(line, f"not YAML: {error.reason}")
        return
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        yield Problem(node.start_mark.line + 1, "not a list; a set in YAML is a list of cases, each after a dash")
        return
    for entry in node.value:
        yield _yaml_row(entry)


class _Composer(yaml.SafeLoader):  # type: ignore[misc]
    """Nodes alone, without aliases: a few lines of those can stand for more than any memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not read", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _yaml_row(entry: yaml.Node) -> Row | Problem:
    lines: dict[Place, int] = {}
    line = entry.start_mark.line + 1
    try:
        return Row(_plain(entry, (), lines), line, lines, typed=False)
    except _Repeated as error:
        return Problem(error.line, f"the field {error.name!r} is given twice")


class _Repeated(Exception):
    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name, self.line = name, line


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*place, at), lines) for at, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise _Repeated(name, key.start_mark.line + 1)
            found[name] = _plain(value, (*place, name), lines)
        return found
    # A plain ~ or null is nothing; between quotation marks it is a word.
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


class LocatedObject(dict[str, Any]):
    """A JSON object that knows the line that it begins in."""

    line: int = 1


def located_json(text: str) -> Any:
    """The value of a JSON text, every object in it a LocatedObject. Raises json.JSONDecodeError."""
    return _LocatingDecoder(text).decode(text)


class _LocatingDecoder(json.JSONDecoder):
    """The standard decoder, its own pure Python scanner told where each object begins."""

    def __init__(self, text: str) -> None:
        super().__init__()
        line_at = _line_counter(text)
        parse = json.decoder.JSONObject  # type: ignore[attr-defined]

        def located(s_and_end: tuple[str, int], *rest: Any) -> tuple[LocatedObject, int]:
            line = line_at(s_and_end[1])
            value, end = parse(s_and_end, *rest)
            found = LocatedObject(value)
            found.line = line
            return found, end

        self.parse_object = located
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def _line_counter(text: str) -> Callable[[int], int]:
    """The line of a place in the text; places are asked for in rising order."""
    line, before = 1, 0

    def line_at(place: int) -> int:
        nonlocal line, before
        line += text.count("\n", before, place)
        before = max(before, place)
        return line

    return line_at
