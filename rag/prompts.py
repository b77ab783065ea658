"""Prompts are files: front matter (version, inputs, returns), then the text with $names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from string import Template

from rag.resources import bundled

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_PLACEHOLDER = re.compile(r"(?<!\$)\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. ``system`` is the part before a line ``=== user``, ``user`` the part after it."""

    name: str
    version: int
    inputs: frozenset[str]
    returns: str
    system: str
    user: str

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(_PLACEHOLDER.findall(self.system + self.user))

    @property
    def sha256(self) -> str:
        """Of the whole text: goes into every run record beside the version."""
        return hashlib.sha256(f"{self.system}\0{self.user}".encode()).hexdigest()

    def render(self, **inputs: str) -> tuple[str, str]:
        """(system, user) with every input filled in. Raises ValueError naming a missing or a stray input."""
        if missing := self.inputs - inputs.keys():
            raise ValueError(f"prompt {self.name!r} needs {', '.join(sorted(missing))}")
        if stray := inputs.keys() - self.inputs:
            raise ValueError(f"prompt {self.name!r} knows no {', '.join(sorted(stray))}")
        return Template(self.system).substitute(inputs), Template(self.user).substitute(inputs)


def parse_prompt(name: str, text: str) -> Prompt:
    """A prompt from its file's text. Raises ValueError where the front matter or the user part is missing."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError(f"prompt {name!r} has no front matter")
    fields = dict(line.split(":", 1) for line in match[1].splitlines() if ":" in line)
    system, mark, user = match[2].partition("\n=== user\n")
    if not mark:
        raise ValueError(f"prompt {name!r} has no line '=== user'")
    return Prompt(
        name=name,
        version=int(fields["version"]),
        inputs=frozenset(part.strip() for part in fields["inputs"].split(",") if part.strip()),
        returns=fields.get("returns", "").strip(),
        system=system.strip(),
        user=user.strip(),
    )


def load_prompt(name: str) -> Prompt:
    """The prompt in ``prompts/<name>.md``."""
    return parse_prompt(name, (bundled("prompts") / f"{name}.md").read_text(encoding="utf-8"))
