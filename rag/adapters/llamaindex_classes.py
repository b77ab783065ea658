"""LlamaIndex classes that the settings name by their dotted path, imported, checked and made."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from rag.domain.errors import UsageError

_CREDENTIAL = re.compile(r"key|secret|password|credential|header|token$", re.IGNORECASE)
_HIDDEN_FROM = 6
"""Shorter values are no secrets, and to blank them out would make a message unreadable."""
_LONGEST_REASON = 300


@dataclass(frozen=True)
class NamedClass:
    """A class as it is configured: ``setting`` names it, ``path`` is "package.module.Class", and its arguments.

    ``offered`` are arguments that it is given where it has fields of these names and the settings leave them out.
    """

    setting: str
    path: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    offered: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The class's own name."""
        return self.path.rpartition(".")[2]

    def made(self, base: type[Any]) -> Any:
        """An instance. Raises UsageError, with setting, class and reason, unless it is a ``base`` and can be made."""
        found = self._imported()
        if not (isinstance(found, type) and issubclass(found, base)):
            raise self.unusable(f"it is no {base.__name__} of LlamaIndex")
        try:
            return found(**self._filled(found))
        except Exception as error:  # whatever a class of somebody else's raises, it means: cannot be made like this
            raise self.unusable(self.reason(error), f"Correct {self.setting}_ARGUMENTS.") from error

    def unusable(self, reason: str, advice: str = "Correct the name, or install its package.") -> UsageError:
        """The error that names setting, class and reason."""
        return UsageError(f"{self.setting} names {self.path}, which cannot be used: {reason}. {advice}")

    def reason(self, error: BaseException) -> str:
        """What the class said, on one line and without the credentials among its arguments."""
        text = f"{type(error).__name__}: {error}" if str(error).strip() else type(error).__name__
        for secret in self._secrets():
            text = text.replace(secret, "…")
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split()).rstrip(".")
        return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"

    def _imported(self) -> object:
        module, _, name = self.path.rpartition(".")
        if not module or not all(part.isidentifier() for part in self.path.split(".")):
            raise self.unusable("it is not of the form package.module.Class")
        try:
            return getattr(import_module(module), name)
        except Exception as error:  # a module may fail in any way while it is imported
            raise self.unusable(self.reason(error)) from error

    def _filled(self, found: type[Any]) -> dict[str, Any]:
        return {**{name: value for name, value in self.offered.items() if _takes(found, name)}, **self.arguments}

    def _secrets(self) -> Iterable[str]:
        for name, value in {**self.offered, **self.arguments}.items():
            if is_credential(name):
                yield from (text for text in _texts(value) if len(text) >= _HIDDEN_FROM)


def is_credential(name: str) -> bool:
    """Whether an argument of this name is something to keep out of messages and files."""
    return _CREDENTIAL.search(name) is not None


def _takes(found: type[Any], name: str) -> bool:
    """Whether it has a field of this name that its constructor lets through."""
    parameters = inspect.signature(found.__init__).parameters
    passed_on = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    return name in getattr(found, "model_fields", {}) and (passed_on or name in parameters)


def _texts(value: Any) -> Iterable[str]:
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
