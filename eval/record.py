"""What a run was made of: enough to know whether two runs may be compared, and whether one may be continued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import eval as evaluation
import rag
from eval.case import CaseSet
from rag.domain.article import Version
from rag.prompts import load_prompt
from rag.resources import bundled
from rag.settings import Settings

FORMAT = 1
"""Of the files in a run's folder."""


@dataclass(frozen=True, slots=True)
class PromptUsed:
    """One prompt file as it was."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """``code`` and ``archive`` are hashes: of the program's source files, of the articles that could be searched.

    ``model`` is "extract" where none is configured; ``endpoint`` is without credentials. Times are ISO 8601 (UTC).
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
    finished: str = ""
    format: int = FORMAT

    def differences(self, other: RunRecord) -> list[str]:
        """The names of what differs, apart from the times and the set's name; empty: one run may continue the other."""
        mine, theirs = _comparable(self), _comparable(other)
        return [name for name in mine if mine[name] != theirs[name]]


def record_run(
    cases: CaseSet, *, system: str, settings: Settings, embedder: str, articles: Iterable[Version], started: str
) -> RunRecord:
    """The record of a run that is about to start."""
    return RunRecord(
        set_name=cases.path.name,
        set_sha256=cases.sha256,
        system=system,
        model=settings.writer or "extract",
        endpoint=_without_credentials(settings.openai_base_url) if settings.writer else "",
        embedder=embedder,
        archive=_archive_hash(articles),
        code=code_hash(),
        dateline=rag.__version__,
        prompts=prompts_used(),
        started=started,
    )


def record_as_json(record: RunRecord) -> dict[str, Any]:
    """All of it, JSON-ready."""
    return {**asdict(record), "prompts": [asdict(prompt) for prompt in record.prompts]}


def record_from_json(row: dict[str, Any]) -> RunRecord:
    """The record that `record_as_json` wrote. Raises TypeError or KeyError where it is something else."""
    return RunRecord(**{**row, "prompts": tuple(PromptUsed(**p) for p in row["prompts"])})


def prompts_used() -> tuple[PromptUsed, ...]:
    """Every prompt file, by name."""
    names = sorted(path.stem for path in bundled("prompts").glob("*.md"))
    prompts = [load_prompt(name) for name in names]
    return tuple(PromptUsed(p.name, p.version, p.sha256) for p in prompts)


def code_hash() -> str:
    """Of every Python file of the program and of the evaluation, names and contents."""
    digest = hashlib.sha256()
    for package in (rag, evaluation):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            digest.update(f"{root.name}/{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _archive_hash(articles: Iterable[Version]) -> str:
    lines = sorted(f"{v.article_id} {v.number} {v.article.sha256}" for v in articles)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _without_credentials(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _comparable(record: RunRecord) -> dict[str, Any]:
    return asdict(replace(record, started="", finished="", set_name=""))
