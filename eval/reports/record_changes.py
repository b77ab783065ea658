"""What two runs were made of, where they differ, in words: the first thing to know about a comparison."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from eval.record import PromptUsed, RunRecord

_OF_THE_DAY = ("set_name", "set_sha256", "started", "finished", "prompts", "settings", "format")
"""Equal in runs that can be compared, of no effect, or told in their own way."""
_HASHES = ("archive", "code")
_NAMES = {"archive": "articles", "dateline": "version of Dateline"}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One thing that the runs do not have in common, as it was and as it is."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}"


def record_changes(before: RunRecord, after: RunRecord) -> list[RecordChange]:
    """In the order of the record: system, model, endpoint, embedder, articles, code, version, prompts, settings."""
    names = [field.name for field in fields(RunRecord) if field.name not in _OF_THE_DAY]
    plain = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return [
        *(RecordChange(_NAMES.get(n, n), _shown(n, old), _shown(n, new)) for n, old, new in plain if old != new),
        *_prompts(before.prompts, after.prompts),
        *_settings(before.settings, after.settings),
    ]


def _prompts(before: tuple[PromptUsed, ...], after: tuple[PromptUsed, ...]) -> list[RecordChange]:
    old, new = {p.name: p for p in before}, {p.name: p for p in after}
    changed = [name for name in sorted(old | new) if old.get(name) != new.get(name)]
    return [RecordChange(f"prompt {name}", _prompt(old.get(name)), _prompt(new.get(name))) for name in changed]


def _prompt(prompt: PromptUsed | None) -> str:
    return f"version {prompt.version} ({prompt.sha256[:12]})" if prompt else "none"


def _settings(before: dict[str, Any], after: dict[str, Any]) -> list[RecordChange]:
    changed = [name for name in sorted(before | after) if before.get(name) != after.get(name)]
    return [RecordChange(f"setting {n}", _setting(before.get(n)), _setting(after.get(n))) for n in changed]


def _setting(value: object) -> str:
    return "default" if value is None else str(value)


def _shown(name: str, value: object) -> str:
    if name in _HASHES:
        return f"hash {str(value)[:12]}"
    return str(value) or "none"
