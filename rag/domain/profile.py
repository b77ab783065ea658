"""Profiles: what one reader wants from a briefing, saved under a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.domain.briefing import Paper

Length = Literal["page", "half"]
"""How much of its page a briefing may fill."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Profile:
    """An empty tuple leaves its part open; the name "" is the briefing without a profile. ``owner`` is the address of
    whoever signed in and made it, "" for one that everybody shares; its name is its owner's alone.

    An article is read if its publisher, section and language are among those wanted, and it is about one of the
    ``topics`` or names something of the ``watch`` list. Raises ValueError for a name that no file or cron line can
    bear as it is.
    """

    name: str
    topics: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    paper: Paper = "a4"
    length: Length = "page"
    owner: str = ""

    def __post_init__(self) -> None:
        if self.name and not _NAME.fullmatch(self.name):
            raise ValueError(
                f"{self.name[:60]!r} is no name for a profile: up to 40 lower-case letters, digits, - and _"
            )


NO_PROFILE = Profile("")
"""Everything that the archive has."""
