"""Editions: made for a profile, numbered, set with their imprint, kept, set again, compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from rag.brief.briefer import Briefer
from rag.brief.fit import fit
from rag.domain.briefing import Briefing, Paper
from rag.domain.edition import Edition, EditionDifference, EditionEntry, Imprint, StoredEdition
from rag.domain.errors import EditionNotFound, ProfileNotFound, UsageError
from rag.domain.profile import NO_PROFILE, Length, Profile
from rag.habits.compare import difference
from rag.habits.selection import ProfileCatalog
from rag.ports import Catalog, Typeset, Typesetter
from rag.render.briefing_json import briefing_from_json
from rag.render.typst_page import TEMPLATE, page_data

Mode = Literal["extract", "llm"]
MakeBriefer = Callable[[Mode, Catalog, Typesetter], Briefer]


@dataclass(frozen=True, slots=True)
class Printed:
    """An edition and its page."""

    edition: Edition
    page: Typeset


class Press:
    """Makes and keeps editions. ``typesetter`` gives the one for a length; ``reader_url`` is "" where there is none.

    Its ``owner`` changes his own profiles and sees the shared ones too, which belong to nobody in particular (""). So
    it is with the editions that were made for them.
    """

    def __init__(
        self,
        catalog: Catalog,
        briefer: MakeBriefer,
        typesetter: Callable[[Length], Typesetter],
        *,
        reader_url: str = "",
        owner: str = "",
    ) -> None:
        self._catalog, self._briefer, self._typesetter = catalog, briefer, typesetter
        self._reader_url, self._owner = reader_url, owner

    def of(self, owner: str) -> Press:
        """The same press as somebody else sees it."""
        return Press(self._catalog, self._briefer, self._typesetter, reader_url=self._reader_url, owner=owner)

    def publish(
        self,
        day: date,
        *,
        since: date,
        until: date,
        topic: str = "",
        paper: Paper | None = None,
        profile: Profile = NO_PROFILE,
        mode: Mode,
        told_before: date | None = None,
    ) -> Printed:
        """A new edition about since..until, dated ``day``, stored under its number.

        ``told_before`` is the first day whose editions the reader cannot have had; without it, it is the first of
        the days that the edition is about.
        """
        catalog = ProfileCatalog(self._catalog, profile, told_before=told_before)
        typesetter = self._typesetter(profile.length)
        briefer = self._briefer(mode, cast(Catalog, catalog), typesetter)
        briefing, page = briefer.brief(
            day, since=since, until=until, topic=topic, paper=paper or profile.paper, watch=profile.watch
        )
        edition = Edition(catalog.number, profile.name, briefing, profile.owner)
        return Printed(edition, self._imprinted(edition, page, typesetter))

    def reprint(self, number: int, *, paper: Paper | None = None) -> Printed:
        """A stored edition, set again; on another paper it may lose what has no room there. Raises EditionNotFound."""
        edition = self.edition(number)
        typesetter = self._typesetter("page")
        wanted = replace(edition.briefing, paper=paper or edition.briefing.paper)
        briefing, page = fit(wanted, {}, typesetter)
        shown = Edition(number, edition.profile, briefing, edition.owner)
        return Printed(shown, self._imprinted(shown, page, typesetter))

    def edition(self, number: int) -> Edition:
        """Raises EditionNotFound, also for another's."""
        stored = self._catalog.edition(number, reader=self._owner)
        if stored is None:
            raise EditionNotFound(number)
        return _opened(stored)

    def editions(self, *, limit: int = 30, profile: str | None = None) -> list[Edition]:
        """Newest first; of one profile ("" is none) or of all."""
        stored = self._catalog.editions(limit=limit, profile=profile, reader=self._owner)
        return [_opened(each) for each in stored]

    def days(self) -> dict[date, int]:
        """How many editions each date has, oldest first."""
        return self._catalog.edition_days(reader=self._owner)

    def entries(self, *, day: date | None = None, limit: int = 100) -> list[EditionEntry]:
        """What editions there are, newest first; of one date or of all."""
        return self._catalog.edition_entries(day=day, limit=limit, reader=self._owner)

    def last_edition(self, *, profile: str, topic: str, before: date = date.max) -> StoredEdition | None:
        """The newest for the owner's profile and topic with the latest date, of those dated before that day."""
        return self._catalog.last_edition(profile=profile, topic=topic, before=before, owner=self._owner)

    def difference(self, older: int, newer: int) -> EditionDifference:
        """What changed from one to the other. Raises EditionNotFound."""
        return difference(self.edition(older), self.edition(newer))

    def add_profile(self, profile: Profile) -> None:
        """Saved as the owner's, in place of his of that name. Raises UsageError for a profile without a name."""
        if not profile.name:
            raise UsageError("A profile needs a name, for example morning.")
        self._catalog.put_profile(replace(profile, owner=self._owner))

    def profiles(self) -> list[Profile]:
        """The owner's, then the shared ones, each by name."""
        seen = [p for p in self._catalog.profiles() if p.owner in ("", self._owner)]
        return sorted(seen, key=lambda p: p.owner != self._owner)

    def own_profiles(self) -> list[Profile]:
        """The owner's alone, by name."""
        return self._catalog.profiles(owner=self._owner)

    def everybodys_profiles(self) -> list[Profile]:
        """Every profile, whoever's it is, by name."""
        return self._catalog.profiles()

    def profile(self, name: str) -> Profile:
        """The owner's of that name, or else the shared one. Raises ProfileNotFound."""
        return _named(name, self.profiles(), owner="")

    def own_profile(self, name: str) -> Profile:
        """The owner's of that name. Raises ProfileNotFound, also where only a shared one has it."""
        return _named(name, self.own_profiles(), owner=self._owner)

    def remove_profile(self, name: str) -> None:
        """The owner's of that name; its editions stay. Raises ProfileNotFound."""
        if not self._catalog.remove_profile(name, owner=self._owner):
            raise ProfileNotFound(name, owner=self._owner)

    def imprint(self, edition: Edition) -> Imprint:
        """What the masthead of that edition says."""
        return Imprint(edition.number, edition.profile, self._reader_url)

    def _imprinted(self, edition: Edition, page: Typeset, typesetter: Typesetter) -> Typeset:
        """The page with its imprint: the number is known only when the edition is stored. Nothing else may move."""
        briefing = edition.briefing
        again = typesetter.typeset(TEMPLATE, page_data(briefing, None, self.imprint(edition)), briefing.paper)
        return again if _holds_all(again, briefing) else page


def _named(name: str, profiles: Sequence[Profile], *, owner: str) -> Profile:
    found = next((profile for profile in profiles if profile.name == name), None)
    if found is None:
        raise ProfileNotFound(name, owner=owner)
    return found


def _holds_all(page: Typeset, briefing: Briefing) -> bool:
    return page.pages == 1 and page.kept == len(briefing.statements)


def _opened(stored: StoredEdition) -> Edition:
    return Edition(stored.number, stored.profile, briefing_from_json(stored.text), stored.owner)
