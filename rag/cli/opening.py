"""Settings and the archive, opened for a verb."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.domain.errors import UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

    from rag.dateline import Dateline
    from rag.settings import Settings


def read_settings(archive: Path | None = None) -> Settings:
    """The settings, with ``archive`` in place of the configured one. Raises UsageError naming the wrong setting."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from rag.settings import Settings

    flags: dict[str, Any] = {} if archive is None else {"archive": archive.expanduser()}
    try:
        return Settings(**flags)
    except ValidationError as error:
        raise UsageError(_what_is_wrong(error)) from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"dateline.toml cannot be read: {error}. Correct it, or move it away.") from error


def open_archive(archive: Path | None) -> Dateline:
    """The archive that ``archive`` or else the settings name."""
    return open_with(read_settings(archive))


def open_with(settings: Settings) -> Dateline:
    """The archive that the settings name."""
    from rag.compose import open_dateline

    return open_dateline(settings)


def _what_is_wrong(error: ValidationError) -> str:
    return " ".join(_sentence(problem) for problem in error.errors(include_url=False))


def _sentence(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"dateline.toml names {name!r}, which is no setting; the README lists those that there are."
    variable = name if name.isupper() else f"DATELINE_{name.upper()}"
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return f"The setting {variable} cannot be used: {reason}."
