"""The settings as the Health page tells them: value and origin, and never what is secret."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from rag.settings import Settings

_FILE = Path("dateline.toml")
_OF_OTHERS = ("sign_in_allow",)
"""Settings that name people: every reader sees this page, so only how many there are is told."""


@dataclass(frozen=True, slots=True)
class Configured:
    """One setting: its name in the environment, its value in words, and where the value comes from."""

    name: str
    value: str
    origin: str


def configured(settings: Settings, *, environment: Mapping[str, str] = os.environ) -> list[Configured]:
    """Every setting, those that were set first."""
    written = _written()
    told = [_told(settings, name, field, environment, written) for name, field in Settings.model_fields.items()]
    return sorted(told, key=lambda each: each.origin == "default")


def _told(
    settings: Settings, name: str, field: FieldInfo, environment: Mapping[str, str], written: Mapping[str, Any]
) -> Configured:
    names = list(_names(name, field))
    shown = next(each for each in names if each.isupper())
    value = in_words(getattr(settings, name))
    if name in _OF_OTHERS:
        value = f"{len(getattr(settings, name))} named"
    given = {variable.upper() for variable, text in environment.items() if text}
    if not given.isdisjoint(each.upper() for each in names):
        return Configured(shown, value, "environment or flag")
    if not written.keys().isdisjoint({name, *names}):
        return Configured(shown, value, str(_FILE))
    return Configured(shown, value, "default")


def in_words(value: object) -> str:
    """The value for a reader; of a key only that there is one, of arguments only their names, since one may be a key;
    of an address nothing that stands before its host's @ or after its ?."""
    match value:
        case SecretStr():
            return "set" if value.get_secret_value() else "not set"
        case None | "":
            return "not set"
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return ", ".join(map(str, value)) if value else "none"
        case tuple():
            return ", ".join(map(str, value)) if value else "none"
        case str():
            return _without_secrets(value)
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _without_secrets(text: str) -> str:
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return "an address that cannot be read"
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{user.partition(':')[0]}{at}{host}", parts.path, "", ""))


def _names(name: str, field: FieldInfo) -> Iterator[str]:
    """As in the environment; a field with an alias has that in place of the usual name."""
    if isinstance(field.validation_alias, AliasChoices):
        yield from (str(choice) for choice in field.validation_alias.choices)
    else:
        yield f"DATELINE_{name.upper()}"


def _written() -> dict[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
