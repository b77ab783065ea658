"""An edition as a file or on stdout, in the form that was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rag.domain.errors import UsageError, WorkFailed

if TYPE_CHECKING:
    from rag.domain.edition import Edition, Imprint
    from rag.ports import Typeset

Form = Literal["pdf", "html", "md", "txt", "json"]
AsForm = Annotated[
    Form | None, typer.Option("--format", help="Default: what --out ends in, else pdf.", show_default=False)
]
Out = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="{date} and {profile} in the name are filled in. Default: ./briefing-DAY.pdf."),
]
_SUFFIXES: dict[str, Form] = {
    ".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "md", ".txt": "txt", ".json": "json",
}  # fmt: skip


def form_of(out: str | None, form: Form | None) -> Form:
    """What was asked for, else what the file's name ends in, else a PDF. A file is not written under the name of
    another kind of file: raises UsageError."""
    suffix = Path(out).suffix.lower() if out is not None else ""
    wanted = form or _SUFFIXES.get(suffix, "pdf")
    if suffix and _SUFFIXES.get(suffix) != wanted:
        endings = ", ".join(_SUFFIXES)
        raise UsageError(
            f"{out} does not end like a {wanted} file. Give --out another ending ({endings}), or --format."
        )
    return wanted


def target_of(out: str, day: date, profile: str) -> Path:
    """The file to write. Raises WorkFailed now, before any work, where it cannot be written."""
    target = Path(out.replace("{date}", day.isoformat()).replace("{profile}", profile or "all"))
    if target.is_dir() or not target.parent.is_dir():
        reason = "is a folder" if target.is_dir() else f"lies in {target.parent}, which is no folder"
        raise WorkFailed(f"{target} cannot be written: it {reason}. Name a file in an existing folder with --out.")
    return target


def write(target: Path, contents: bytes) -> None:
    """Raises WorkFailed; the edition is stored all the same."""
    try:
        target.write_bytes(contents)
    except OSError as error:
        raise WorkFailed(
            f"{target} cannot be written ({error.strerror or error}). The briefing is stored in the archive; "
            "`dateline editions show` writes it elsewhere with --out."
        ) from error


def contents(edition: Edition, imprint: Imprint, page: Typeset | None, form: Form) -> bytes:
    """The edition in that form; only a PDF needs the page."""
    from rag.render.editions import edition_text

    if form == "pdf":
        assert page is not None
        return page.pdf
    return edition_text(edition, imprint, form).encode()
