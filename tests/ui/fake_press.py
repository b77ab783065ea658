"""A press whose editions lie in a list, and a courier who keeps what he is given. All texts are invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rag.domain.briefing import Briefing
from rag.domain.edition import Edition, EditionDifference, EditionEntry, Imprint
from rag.domain.errors import DeliveryFailed, EditionNotFound
from rag.domain.profile import Profile
from rag.habits.compare import difference
from rag.habits.press import Printed
from rag.ports import Typeset

PAGE = Typeset(b"%PDF-1.7 invented", 1, 0.5, 1, 10.0)


@dataclass
class FakePress:
    """Numbers editions from 1 in the order of printing."""

    printed: list[Edition] = field(default_factory=list)
    saved: dict[str, Profile] = field(default_factory=dict)

    def print(self, briefing: Briefing, profile: str = "") -> Printed:
        self.printed.append(Edition(len(self.printed) + 1, profile, briefing))
        return Printed(self.printed[-1], PAGE)

    def days(self) -> dict[date, int]:
        return dict(Counter(edition.briefing.date for edition in self.printed))

    def entries(self, *, day: date | None = None, limit: int = 100) -> list[EditionEntry]:
        found = [_entry(e) for e in self.printed if day is None or e.briefing.date == day]
        return found[::-1][:limit]

    def edition(self, number: int) -> Edition:
        found = next((e for e in self.printed if e.number == number), None)
        if found is None:
            raise EditionNotFound(number)
        return found

    def reprint(self, number: int) -> Printed:
        return Printed(self.edition(number), PAGE)

    def imprint(self, edition: Edition) -> Imprint:
        return Imprint(edition.number, edition.profile)

    def difference(self, older: int, newer: int) -> EditionDifference:
        return difference(self.edition(older), self.edition(newer))

    def profiles(self) -> list[Profile]:
        return sorted(self.saved.values(), key=lambda profile: profile.name)

    def add_profile(self, profile: Profile) -> None:
        self.saved[profile.name] = profile

    def remove_profile(self, name: str) -> None:
        del self.saved[name]


@dataclass
class FakeCourier:
    """Every delivery is kept; receivers that are named in ``refusing`` take nothing."""

    refusing: tuple[str, ...] = ()
    delivered: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def require(self, mail_to: Sequence[str], webhooks: Sequence[str]) -> None:
        pass

    def deliver(
        self, edition: Edition, page: Typeset, *, mail_to: Sequence[str], webhooks: Sequence[str]
    ) -> list[DeliveryFailed]:
        self.delivered.append((edition.number, tuple(mail_to), tuple(webhooks)))
        return [DeliveryFailed(to, "it said no") for to in (*mail_to, *webhooks) if to in self.refusing]


def _entry(edition: Edition) -> EditionEntry:
    b = edition.briefing
    lead = b.stories[0].title if b.stories else ""
    return EditionEntry(edition.number, b.date, b.topic, edition.profile, b.made, len(b.stories), lead)
