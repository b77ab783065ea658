"""The page as typst sets and measures it; the only file that imports typst."""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, NoReturn

from rag.domain.briefing import Paper
from rag.domain.errors import TypesettingFailed
from rag.domain.profile import Length
from rag.ports import Typeset

_FONTS = ("fontpkg_noto_serif", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari")
_PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
_SHARES: dict[Length, str] = {"page": "1", "half": "0.5"}
Standard = Literal["ua-1", ""]
_MISSING_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PROBE = b'#set document(title: "probe")\n#for char in json(bytes(sys.inputs.data)) [#char \\ ]'
_ATTEMPTS = 20


class TypstTypesetter:
    """Satisfies Typesetter: tagged PDF/UA-1 and PDF/A-2a where the text allows it, with packaged fonts only.

    ``length`` is how much of the paper may be filled.
    """

    def __init__(self, length: Length = "page") -> None:
        self._share = _SHARES[length]
        self._probed: set[str] = set()
        self._missing: set[str] = set()

    def typeset(self, template: str, data: str, paper: Paper) -> Typeset:
        """Set ``data`` with the typst file ``template``; characters without a glyph become visible marks.

        ``data`` is a JSON object; its ``made`` (ISO 8601) is the time that the PDF carries, so that the same data
        gives the same bytes. Raises TypesettingFailed.
        """
        present = set(_strings(json.loads(data)))
        missing = self._lacking(present)
        for _ in range(_ATTEMPTS):
            try:
                return _compiled(template, data, self._inputs(paper), "ua-1", missing)
            except _NoGlyph as found:
                # a character that has a glyph by itself may have none beside its neighbours
                if not (more := set(found.char) & present - missing):
                    break
                missing |= more
        return _compiled(template, data, self._inputs(paper), "", missing)

    def _inputs(self, paper: Paper) -> dict[str, str]:
        return {"paper": _PAPERS[paper], "share": self._share}

    def _lacking(self, present: set[str]) -> set[str]:
        """Those of the characters that no font has, found with a small page that holds nothing else."""
        unknown = {c for c in present if not c.isascii()} - self._probed
        self._probed |= unknown
        while unknown:
            try:
                _probe(unknown)
                break
            except _NoGlyph as found:
                kin = {c for c in unknown if c in found.char or _family(c) == _family(found.char[0]) != ""}
                self._missing |= kin
                unknown -= kin
                if not kin:
                    break
        return self._missing & present


class _NoGlyph(Exception):
    """The fonts lack a character, which the standard does not allow to be shown as an empty box."""

    def __init__(self, char: str) -> None:
        super().__init__(f"no glyph for {char!r}")
        self.char = char


def _probe(chars: set[str]) -> None:
    """Raises _NoGlyph for the first of the characters that the fonts lack."""
    import typst

    inputs = {"data": json.dumps(sorted(chars))}
    compiler = typst.Compiler(font_paths=_font_folders(), ignore_system_fonts=True, sys_inputs=inputs)
    try:
        compiler.compile(_PROBE, pdf_standards=["ua-1"])
    except (typst.TypstError, RuntimeError) as error:
        _raise_ours(error)


def _raise_ours(error: Exception) -> NoReturn:
    if match := _MISSING_GLYPH.search(str(error)):
        raise _NoGlyph(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), match[1])) from error
    raise TypesettingFailed(f"The page could not be typeset: {error}") from error


def _compiled(template: str, data: str, inputs: dict[str, str], standard: Standard, missing: set[str]) -> Typeset:
    import typst

    text = _replaced(data, missing) if missing else data
    given = {**inputs, "data": text}
    try:
        compiler = typst.Compiler(template, font_paths=_font_folders(), ignore_system_fonts=True, sys_inputs=given)
        made = datetime.fromisoformat(json.loads(data)["made"]).replace(microsecond=0)  # typst refuses fractions
        pdf = compiler.compile(timestamp=made, pdf_standards=["a-2a", standard] if standard else [])
        fit = json.loads(compiler.query("<fit>", field="value", one=True))
        pages = int(compiler.query("<pages>", field="value", one=True))
    except (typst.TypstError, RuntimeError) as error:
        _raise_ours(error)
    assert isinstance(pdf, bytes)
    return Typeset(
        pdf=pdf,
        pages=pages,
        fill=round(float(fit["fill"]), 4),
        kept=int(fit["kept"]),
        size_pt=float(fit["size"]),
        replaced="".join(sorted(missing)),
        standard=standard,
    )


@cache
def _font_folders() -> list[str]:
    folders: list[str] = []
    for package in _FONTS:
        found = importlib.util.find_spec(package)
        if found is None or not found.submodule_search_locations:
            raise TypesettingFailed(f"The font package {package} is not installed. Reinstall Dateline.")
        folders.append(str(Path(found.submodule_search_locations[0]) / "files"))
    return folders


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield from value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _family(char: str) -> str:
    if ord(char) >= 0x1F000 and unicodedata.category(char) in {"So", "Sk", "Mn", "Cn"}:
        return "emoji"
    if unicodedata.category(char) == "Lo" and not char.isascii():
        name = unicodedata.name(char, "").split(" ")[0]
        return "" if name in {"LATIN", "ARABIC", "DEVANAGARI"} else name
    return ""


def _replaced(data: str, missing: set[str]) -> str:
    """``data`` with each run of missing characters as a visible mark: [?], or [12 characters] for a longer run."""
    chars = "".join(map(re.escape, sorted(missing)))
    run = re.compile(f"[{chars}](?:[^\\w\\s]?[{chars}])*")

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return run.sub(lambda m: "[?]" if len(m[0]) < 3 else f"[{len(m[0])} characters]", value)
        if isinstance(value, dict):
            return {key: inner if key == "url" else swap(inner) for key, inner in value.items()}
        return [swap(inner) for inner in value] if isinstance(value, list) else value

    return json.dumps(swap(json.loads(data)), ensure_ascii=False)
