"""One known question with what a right answer must say and cite; and the sets that cases are read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic import Field as Constraint

from eval.rows import NotText, Problem, Row, decoded, jsonl_rows, yaml_rows
from rag.domain.article import Field
from rag.domain.errors import UsageError
from rag.domain.question import Turn

Kind = Literal[
    "fact",
    "list",
    "multi-article",
    "temporal",
    "comparison",
    "conflict",
    "correction",
    "yes-no",
    "quotation",
    "about-the-page",
    "paraphrase",
    "noisy",
    "follow-up",
    "other-language",
    "injection",
    "unanswerable",
    "false-premise",
]
Split = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Words of an article that settle one fact; quotes with the same ``fact`` number are alternatives.

    ``article`` is an id in the archive or else a title. An empty ``quote`` means the whole article: sets that judge
    documents know no more. For a false premise the quote is what corrects it.
    """

    article: str
    field: Field
    quote: str
    fact: int

    @property
    def is_whole_article(self) -> bool:
        return not self.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question and its gold. ``answers`` holds one tuple of acceptable wordings for each part of the answer; it may
    be empty for an answerable case whose gold is whole articles, which is there for the retrieval measures.


    ``forbidden`` is what no statement may say. ``as_of``: nothing published after that day may be used; with
    ``by_arrival``, which the archive decides, only what had come by the end of that UTC day, in the wording that it
    had then. ``line`` is where the case stands in its file, from 1.
    """

    id: str
    question: str
    kind: Kind
    answerable: bool
    split: Split
    line: int
    history: tuple[Turn, ...] = ()
    tags: tuple[str, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    gold: tuple[GoldQuote, ...] = ()
    forbidden: tuple[str, ...] = ()
    as_of: date | None = None
    by_arrival: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A file of cases. ``archive`` is "seeds" or a path as the file gives it; ``sha256`` is of the file's bytes."""

    path: Path
    sha256: str
    archive: str
    cases: tuple[Case, ...]

    @property
    def by_arrival(self) -> bool:
        """Whether its days go by when the archive's articles came."""
        return any(case.by_arrival for case in self.cases)


def split_of(case_id: str) -> Split:
    """ "dev" or "test", by the id alone, so that a case never changes sides when the set grows."""
    return "dev" if hashlib.sha256(case_id.encode()).digest()[0] % 2 == 0 else "test"


def load_set(path: Path) -> CaseSet:
    """Every case of a JSONL or YAML file (.yaml, .yml).

    Raises UsageError naming the file, and each line that cannot be used and why.
    """
    content = _read(path)
    rows, problems = _checked(_rows(path, content))
    problems += _repeated([(line, row.id) for line, row in rows])
    problems += [
        (line, f"archive {row.archive!r} differs from {rows[0][1].archive!r} above; one file is about one archive")
        for line, row in rows
        if row.archive != rows[0][1].archive
    ]
    if problems:
        raise SetUnusable(path, problems)
    if not rows:
        raise UsageError(f"{path} holds no cases. docs/eval.md shows what one looks like.")
    cases = tuple(row.as_case(line) for line, row in rows)
    return CaseSet(path, hashlib.sha256(content).hexdigest(), rows[0][1].archive, cases)


def case_of(row: Mapping[str, object], line: int) -> Case:
    """The case that a row of JSON says. Raises ValueError naming each field that is wrong."""
    try:
        return _CaseRow.model_validate(row).as_case(line)
    except ValidationError as error:
        raise ValueError("; ".join(_reason(p["loc"], p["msg"]) for p in error.errors())) from error


class SetUnusable(UsageError):
    """Lines of a set that cannot be used: (line number, reason), all of them at once."""

    def __init__(self, path: Path, problems: list[tuple[int, str]]) -> None:
        lines = "\n".join(f"{path}, line {line}: {reason}." for line, reason in sorted(problems))
        super().__init__(f"{lines}\nNothing was run. Correct the set; docs/eval.md describes its fields.")
        self.problems = tuple(sorted(problems))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _TurnRow(_Strict):
    question: str
    answer: str = ""


class _GoldRow(_Strict):
    article: str = Constraint(min_length=1)
    field: Field = "body"
    quote: str | None = Constraint(default=None, min_length=1)
    fact: int = 1

    @model_validator(mode="after")
    def _whole(self) -> _GoldRow:
        if self.quote is None and self.field != "body":
            raise ValueError("a field without a quote; leave both out where the whole article is meant")
        return self


class _CaseRow(_Strict):
    """One line of a set, as it is written."""

    id: str = Constraint(min_length=1)
    question: str
    answerable: bool
    kind: Kind
    history: list[str | _TurnRow] = []
    tags: list[str] = []
    answers: list[str] | list[list[str]] = []
    gold: list[_GoldRow] = []
    forbidden: list[str] = []
    archive: str = Constraint(default="seeds", min_length=1)
    as_of: str | None = Constraint(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    split: Split | None = None
    reviewed: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> _CaseRow:
        is_judged_by_article = bool(self.gold) and all(g.quote is None for g in self.gold)
        if self.answerable and not (all(self.answers) if self.answers else is_judged_by_article):
            raise ValueError("answerable, but no acceptable answer is given")
        if not self.answerable and self.answers:
            raise ValueError("not answerable, but answers are given")
        if self.answerable and self.kind in ("unanswerable", "false-premise"):
            raise ValueError(f"a case of kind {self.kind!r} cannot be answerable")
        if self.kind == "false-premise" and not self.gold:
            raise ValueError("a false premise needs as gold the quote that corrects it")
        if self.gold and not self.answerable and self.kind != "false-premise":
            raise ValueError("not answerable, but gold quotes are given")
        if self.as_of is not None:
            date.fromisoformat(self.as_of)
        return self

    def as_case(self, line: int) -> Case:
        return Case(
            id=self.id,
            question=self.question,
            kind=self.kind,
            answerable=self.answerable,
            split=self.split or split_of(self.id),
            line=line,
            history=tuple(Turn(t) if isinstance(t, str) else Turn(t.question, t.answer) for t in self.history),
            tags=tuple(self.tags),
            answers=_parts(self.answers),
            gold=tuple(GoldQuote(g.article, g.field, g.quote or "", g.fact) for g in self.gold),
            forbidden=tuple(self.forbidden),
            as_of=date.fromisoformat(self.as_of) if self.as_of else None,
            reviewed=self.reviewed,
        )


def _parts(answers: list[str] | list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """A flat list is one part with several wordings; a list of lists is several parts."""
    flat = tuple(a for a in answers if isinstance(a, str))
    return (flat,) if flat else tuple(tuple(a) for a in answers if isinstance(a, list))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The set {path} cannot be read: {error.strerror}. Check the path given with --set."
        ) from error


def _rows(path: Path, content: bytes) -> Iterable[Row | Problem]:
    try:
        text = decoded(content)
    except NotText as error:
        return [error.problem]
    return yaml_rows(text) if path.suffix.lower() in (".yaml", ".yml") else jsonl_rows(text)


def _checked(rows: Iterable[Row | Problem]) -> tuple[list[tuple[int, _CaseRow]], list[tuple[int, str]]]:
    good, problems = list[tuple[int, _CaseRow]](), list[tuple[int, str]]()
    for row in rows:
        if isinstance(row, Problem):
            problems.append((row.line, row.reason))
            continue
        try:
            good.append((row.line, _CaseRow.model_validate(row.value if row.typed else _typed(row.value))))
        except ValidationError as error:
            problems += [(row.line_of(p["loc"]), _reason(p["loc"], p["msg"])) for p in error.errors()]
    return good, problems


def _typed(value: Any) -> Any:
    """A row whose scalars are all text, as the fields want them; a field that is left empty counts as left out."""
    if not isinstance(value, dict):
        return value
    row = {name: _WANTED.get(name, _as_it_is)(each) for name, each in value.items() if each is not None}
    # An empty quote is one that was forgotten: it must not turn into the whole article.
    for gold in row["gold"] if isinstance(row.get("gold"), list) else ():
        if isinstance(gold, dict):
            gold.update({n: "" if v is None else _WANTED.get(n, _as_it_is)(v) for n, v in gold.items()})
    return row


def _truth(text: Any) -> Any:
    return _TRUTHS.get(text.lower(), text) if isinstance(text, str) else text


def _number(text: Any) -> Any:
    return int(text) if isinstance(text, str) and text.isdecimal() else text


def _as_it_is(value: Any) -> Any:
    return value


_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_WANTED = {"answerable": _truth, "reviewed": _truth, "fact": _number}


def _reason(place: tuple[int | str, ...], message: str) -> str:
    field = ".".join(str(part) for part in place)
    return f"{field}: {message}" if field else message.removeprefix("Value error, ")


def _repeated(ids: list[tuple[int, str]]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    problems = []
    for line, case_id in ids:
        if case_id in first:
            problems.append((line, f"the id {case_id!r} stands in line {first[case_id]} already"))
        first.setdefault(case_id, line)
    return problems
