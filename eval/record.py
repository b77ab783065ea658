"""What a run was made of: enough to know whether two runs may be compared, and whether one may be continued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

import eval as evaluation
import rag
from eval.case import Case, CaseSet
from rag.domain.article import Version
from rag.prompts import load_prompt
from rag.resources import bundled
from rag.settings import Settings

FORMAT = 2
"""Of the files in a run's folder."""
_EDGES = ("cli", "ui", "integrations")
"""Rooms of the program that no answer passes through."""
_JUDGED_BY = ("witness.py", "systems")
"""Of the evaluation, what has a part in what a run stores; measures only look at it."""
_RECORDED_ALREADY = {"archive", "model", "openai_base_url", "embedder", "llamaindex_llm"}
_WITHOUT_EFFECT = (
    "fetch_",
    "smtp_",
    "webhook_",
    "delivery_",
    "reader_url",
    "sign_in_",
    "read_only",
    "eval_",
    "model_timeout_",
    "model_price_",
    "model_budget_",
    "model_requests_",
    "embedder_threads",
    "trace",
)
"""How the names of those settings begin that no answer depends on."""


@dataclass(frozen=True, slots=True)
class PromptUsed:
    """One prompt file as it was."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """``code`` and ``archive`` are hashes: of the source files that answer, of the articles that could be searched.

    ``model`` is "extract" where none is configured; ``endpoint`` is without credentials. ``settings`` are the others
    that answers depend on, where they are not the defaults. Times are ISO 8601 (UTC). ``seed`` chose the questions
    where a budget did not allow all.
    """

    set_name: str
    set_sha256: str
    system: str
    model: str
    endpoint: str
    embedder: str
    archive: str
    code: str
    dateline: str
    prompts: tuple[PromptUsed, ...]
    started: str
    settings: dict[str, Any] = field(default_factory=dict)
    repeats: int = 1
    seed: int = 0
    finished: str = ""
    format: int = FORMAT

    def differences(self, other: RunRecord) -> list[str]:
        """The names of what differs, empty where one run may continue the other.

        Times, the set's file name, repeats and seed are passed over: they change no answer.
        """
        mine, theirs = _comparable(self), _comparable(other)
        return [name for name in mine if mine[name] != theirs[name]]

    def reasons_to_ask(self, earlier: RunRecord) -> list[str]:
        """What has changed since ``earlier`` that every answer may depend on, in words."""
        changed = [name for name in self.differences(earlier) if name not in ("set_sha256", "dateline", "prompts")]
        words = [
            "the " + {"archive": "articles", "format": "layout of run folders"}.get(name, name) for name in changed
        ]
        if _is_prompted(self) and (prompts := _changed(self.prompts, earlier.prompts)):
            words.append(f"the prompt{'s' if len(prompts) > 1 else ''} {', '.join(prompts)}")
        return words


def question_key(record: RunRecord, case: Case, repeat: int) -> str:
    """A hash of all that the answer to a question depends on: an answer stored under the same key still holds.

    The case's gold has no part in it, and the prompts only where a model is asked.
    """
    row = asdict(record)
    kept = {n: row[n] for n in ("system", "model", "endpoint", "embedder", "archive", "code", "settings", "format")}
    asked = {
        "question": case.question,
        "history": [[turn.question, turn.answer] for turn in case.history],
        "as_of": case.as_of.isoformat() if case.as_of else None,
        "prompts": row["prompts"] if _is_prompted(record) else None,
        "repeat": repeat,
    }
    return hashlib.sha256(json.dumps({**kept, **asked}, sort_keys=True).encode()).hexdigest()[:32]


def record_run(
    cases: CaseSet,
    *,
    system: str,
    settings: Settings,
    embedder: str,
    articles: Iterable[Version],
    started: str,
    own_file: Path | None = None,
    repeats: int = 1,
    seed: int = 0,
) -> RunRecord:
    """The record of a run that is about to start; ``own_file`` is the user's own system, a part of the code."""
    return RunRecord(
        set_name=cases.path.name,
        set_sha256=cases.sha256,
        system=system,
        model=settings.writer or "extract",
        endpoint=_without_credentials(settings.openai_base_url) if settings.writer else "",
        embedder=embedder,
        archive=_archive_hash(articles, dated=cases.by_arrival),
        code=code_hash(own_file),
        dateline=rag.__version__,
        prompts=prompts_used(),
        started=started,
        settings=settings_used(settings),
        repeats=repeats,
        seed=seed,
    )


def record_as_json(record: RunRecord) -> dict[str, Any]:
    """All of it, JSON-ready."""
    return {**asdict(record), "prompts": [asdict(prompt) for prompt in record.prompts]}


def record_from_json(row: dict[str, Any]) -> RunRecord:
    """The record that `record_as_json` wrote. Raises TypeError or KeyError where it is something else."""
    return RunRecord(**{**row, "prompts": tuple(PromptUsed(**p) for p in row["prompts"])})


def prompts_used() -> tuple[PromptUsed, ...]:
    """Every prompt that an answer may be written with, by name; the judge's is asked about answers that exist."""
    names = sorted(path.stem for path in bundled("prompts").glob("*.md") if path.stem != "judge")
    prompts = [load_prompt(name) for name in names]
    return tuple(PromptUsed(p.name, p.version, p.sha256) for p in prompts)


def code_hash(own_file: Path | None = None) -> str:
    """Of every Python file that has a part in an answer, names and contents: the program's without its edges, the
    systems that are compared, and the user's own."""
    digest = hashlib.sha256()
    for root, path in _answering_files():
        digest.update(f"{root.name}/{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    if own_file is not None:
        digest.update(own_file.read_bytes())
    return digest.hexdigest()


def _answering_files() -> Iterator[tuple[Path, Path]]:
    program, evaluation_root = (Path(str(package.__file__)).parent for package in (rag, evaluation))
    for path in sorted(program.rglob("*.py")):
        if path.relative_to(program).parts[0] not in _EDGES:
            yield program, path
    for path in sorted(evaluation_root.rglob("*.py")):
        if path.relative_to(evaluation_root).parts[0] in _JUDGED_BY:
            yield evaluation_root, path


def settings_used(settings: Settings) -> dict[str, Any]:
    """What else of the settings answers depend on, where it is not the default; arguments of classes as a hash, since
    they may hold a key."""
    found: dict[str, Any] = {}
    for name, described in type(settings).model_fields.items():
        value = getattr(settings, name)
        if name in _RECORDED_ALREADY or name.startswith(_WITHOUT_EFFECT) or isinstance(value, SecretStr):
            continue
        # The default time zone is this machine's: whose "today" a question was read in is always told.
        if name == "timezone" or value != described.get_default(call_default_factory=True):
            found[name] = _shown(name, value)
    return found


def _shown(name: str, value: Any) -> Any:
    if name.endswith("_arguments"):
        return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
    if name.endswith("_url"):
        return _without_credentials(value)
    return value if isinstance(value, str | int | float | bool) else json.loads(json.dumps(value, default=str))


def _is_prompted(record: RunRecord) -> bool:
    return record.model != "extract"


def _changed(now: Iterable[PromptUsed], before: Iterable[PromptUsed]) -> list[str]:
    """The names of prompts that are not as they were."""
    earlier = {prompt.name: prompt.sha256 for prompt in before}
    return [prompt.name for prompt in now if earlier.get(prompt.name) != prompt.sha256]


def _archive_hash(articles: Iterable[Version], *, dated: bool) -> str:
    """Of all texts; ``dated``: and of when each came."""
    lines = sorted(
        f"{v.article_id} {v.number} {v.article.sha256}{f' {v.stored.isoformat()}' if dated else ''}" for v in articles
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _without_credentials(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _comparable(record: RunRecord) -> dict[str, Any]:
    return asdict(replace(record, started="", finished="", set_name="", repeats=1, seed=0))
