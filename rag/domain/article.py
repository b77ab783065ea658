"""Articles and their versions: the text that every citation points into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Precision = Literal["day", "time"]
Field = Literal["body", "title", "dek", "dateline"]
FIELDS: tuple[Field, ...] = ("body", "title", "dek", "dateline")
Notice = Literal["", "corrected", "withdrawn"]
"""What the publisher says of its own text: that it was corrected, or taken back; "" where it says neither."""


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, in UTC; with precision "day" the time of day is not known (and is 00:00)."""

    at: datetime
    precision: Precision = "time"

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            raise ValueError(f"a publication time must be in UTC, not {self.at!r}")

    @property
    def day(self) -> str:
        """The day as YYYY-MM-DD."""
        return self.at.date().isoformat()

    def isoformat(self) -> str:
        """ISO 8601, a date alone where the time of day is not known."""
        return self.day if self.precision == "day" else self.at.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text as it was read, before the archive gives it a version.

    ``dateline`` is the date as the source printed it ("14 March 2025"), so that it can be cited.
    ``id`` is "" until identity has been decided, unless the source gave one. ``guid`` is the name under which the
    source itself knows the article (a feed's guid, a wire's uri), "" where it gives none or one that is not unique.
    ``modified`` is when the publisher last changed it. ``date_note`` says why a date that was given is not believed.
    """

    body: str
    id: str = ""
    title: str = ""
    dek: str = ""
    dateline: str = ""
    published: Published | None = None
    fetched: datetime | None = None
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    guid: str = ""
    modified: datetime | None = None
    notice: Notice = ""
    date_note: str = ""

    def text(self, field: Field) -> str:
        """The stored text of one citable field."""
        return {"body": self.body, "title": self.title, "dek": self.dek, "dateline": self.dateline}[field]

    @property
    def sha256(self) -> str:
        """Of the citable text alone, so that a new fetch of the same text is the same article."""
        joined = "\x1e".join(self.text(field) for field in FIELDS)
        return hashlib.sha256(joined.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one place between a version and the one before it: ``old`` of that one's field was replaced by
    ``new`` of this one's. Both are [start, end) in code points; an empty span is an insertion or a deletion."""

    field: Field
    old: tuple[int, int]
    new: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable state of an article; ``number`` counts from 1, ``stored`` is when the archive took it (UTC).

    ``changes`` lead from the version before to this one, in the order of FIELDS and then of the text.
    """

    article: Article
    number: int
    stored: datetime
    changes: tuple[Change, ...] = ()

    @property
    def article_id(self) -> str:
        return self.article.id


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a removed article, so that an old citation can say when it went."""

    article_id: str
    removed: datetime


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Everything the archive knows of one article: its versions, oldest first, and its near-copies' ids."""

    versions: tuple[Version, ...]
    near_copies: tuple[str, ...] = ()

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        """The version of that number, or None."""
        return next((v for v in self.versions if v.number == number), None)
