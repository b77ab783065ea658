"""The rows of an export as they are read back: checked field by field, since the file comes from outside."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, JsonValue, TypeAdapter

from rag.domain.article import Article, Notice, Published, Tombstone
from rag.domain.briefing import Paper, StoryPlace
from rag.domain.conversation import Conversation, StoredExchange, StoredFeedback
from rag.domain.feed import Feed
from rag.domain.fetch import FetchState, Validators
from rag.domain.profile import Length, Profile
from rag.ports import Catalog

Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
SCHEMA = 7
"""The newest layout of rows that is understood; it moves with the catalog's schema."""
Count = Annotated[int, Field(ge=0, lt=1 << 63)]
"""What SQLite holds."""


class ArchiveRow(BaseModel):
    """What wrote the file."""

    kind: Literal["archive"]
    schema_: Annotated[int, Field(alias="schema")]

    def put_into(self, catalog: Catalog) -> bool:
        """Nothing is stored of it. Raises ValueError where a later version of Dateline wrote the file."""
        if self.schema_ > SCHEMA:
            raise ValueError(
                f"the export was written by a later version of Dateline (layout {self.schema_}, this one reads "
                f"{SCHEMA}); rows that it does not know are left out, so update Dateline and import again"
            )
        return False


class ArticleRow(BaseModel):
    """One version of an article."""

    kind: Literal["article"]
    id: Annotated[str, Field(min_length=1)]
    version: Annotated[int, Field(ge=1, lt=1 << 63)]
    body: str
    stored: Moment
    sha256: str
    title: str = ""
    dek: str = ""
    dateline: str = ""
    published: str | None = None
    fetched: Moment | None = None
    source: str = ""
    url: str = ""
    authors: list[str] = []
    section: str = ""
    language: str = ""
    guid: str = ""
    modified: Moment | None = None
    notice: Notice = ""
    date_note: str = ""
    origin: str = ""

    def article(self) -> Article:
        """Raises ValueError where ``published`` is neither a day nor a time."""
        return Article(
            id=self.id,
            body=self.body,
            title=self.title,
            dek=self.dek,
            dateline=self.dateline,
            published=_published(self.published) if self.published else None,
            fetched=self.fetched,
            source=self.source,
            url=self.url,
            authors=tuple(self.authors),
            section=self.section,
            language=self.language,
            guid=self.guid,
            modified=self.modified,
            notice=self.notice,
            date_note=self.date_note,
        )


class TombstoneRow(BaseModel):
    """An article that had been removed."""

    kind: Literal["tombstone"]
    id: Annotated[str, Field(min_length=1)]
    removed: Moment

    def put_into(self, catalog: Catalog) -> bool:
        """An article that is stored here stays: it is for the reader to remove, not for a file."""
        if catalog.latest(self.id) is not None or catalog.tombstone(self.id) is not None:
            return False
        catalog.put_tombstone(Tombstone(self.id, self.removed))
        return True


class StoryRow(BaseModel):
    """The story that an article belongs to; its vector is made anew when it is first needed."""

    kind: Literal["story"]
    article_id: Annotated[str, Field(min_length=1)]
    story_id: Annotated[str, Field(min_length=1)]

    def put_into(self, catalog: Catalog) -> bool:
        """An article that has its place here keeps it. Raises ValueError for an article that is not here."""
        if catalog.tombstone(self.article_id) is not None or catalog.story_of(self.article_id):
            return False
        if catalog.latest(self.article_id) is None:
            raise ValueError(f"the story of {self.article_id!r} comes without the article")
        catalog.put_story_places([StoryPlace(self.article_id, self.story_id)])
        return True


class BriefingRow(BaseModel):
    """A briefing as it was stored, claims and citations included."""

    kind: Literal["briefing"]
    date: date
    topic: str
    made: Moment
    briefing: dict[str, JsonValue]
    profile: str = ""
    owner: str = ""

    def put_into(self, catalog: Catalog) -> bool:
        day, made = self.date, self.made
        if catalog.holds_briefing(day=day, topic=self.topic, made=made, profile=self.profile, owner=self.owner):
            return False
        stored = json.dumps(self.briefing, ensure_ascii=False)
        catalog.put_briefing(stored, day=day, topic=self.topic, made=made, profile=self.profile, owner=self.owner)
        return True


class ProfileRow(BaseModel):
    """A saved profile."""

    kind: Literal["profile"]
    name: Annotated[str, Field(min_length=1)]
    topics: list[str]
    watch: list[str]
    publishers: list[str]
    sections: list[str]
    languages: list[str]
    paper: Paper
    length: Length
    owner: str = ""

    def put_into(self, catalog: Catalog) -> bool:
        """One of that name that its owner has here stays. Raises ValueError for a name that is none."""
        if any(profile.name == self.name for profile in catalog.profiles(owner=self.owner)):
            return False
        profile = Profile(
            self.name,
            topics=tuple(self.topics),
            watch=tuple(self.watch),
            publishers=tuple(self.publishers),
            sections=tuple(self.sections),
            languages=tuple(self.languages),
            paper=self.paper,
            length=self.length,
            owner=self.owner,
        )
        catalog.put_profile(profile)
        return True


class ConversationRow(BaseModel):
    """A conversation; its exchanges follow."""

    kind: Literal["conversation"]
    id: Annotated[str, Field(min_length=1)]
    owner: str
    title: str
    started: Moment
    changed: Moment

    def put_into(self, catalog: Catalog) -> bool:
        """One that is here stays. Raises ValueError where the id is another owner's."""
        if catalog.conversations.get(self.id, owner=self.owner) is not None:
            return False
        conversation = Conversation(self.id, self.owner, self.title, self.started, self.changed)
        if not catalog.conversations.put(conversation):
            raise ValueError(f"the conversation {self.id!r} belongs to somebody else here")
        return True


class ExchangeRow(BaseModel):
    """A question of a conversation with its answer, citations included."""

    kind: Literal["exchange"]
    id: Annotated[str, Field(min_length=1)]
    conversation_id: str
    owner: str
    words: str
    exchange: dict[str, JsonValue]

    def put_into(self, catalog: Catalog) -> bool:
        """Raises ValueError for a conversation that is not here."""
        known = catalog.conversations.exchanges(self.conversation_id, owner=self.owner)
        if any(exchange.id == self.id for exchange in known):
            return False
        stored = json.dumps(self.exchange, ensure_ascii=False)
        exchange = StoredExchange(self.id, self.conversation_id, self.words, stored)
        if not catalog.conversations.put_exchange(exchange, owner=self.owner):
            raise ValueError(f"the question {self.id!r} comes without its conversation")
        return True


class FeedbackRow(BaseModel):
    """What was said of an answer."""

    kind: Literal["feedback"]
    exchange_id: Annotated[str, Field(min_length=1)]
    conversation_id: str
    owner: str
    given: Moment
    feedback: dict[str, JsonValue]

    def put_into(self, catalog: Catalog) -> bool:
        """What was said of the same answer here stays. Raises ValueError for a conversation that is not here."""
        known = catalog.conversations.feedback(owner=self.owner, conversation_id=self.conversation_id)
        if any(feedback.exchange_id == self.exchange_id for feedback in known):
            return False
        stored = json.dumps(self.feedback, ensure_ascii=False)
        feedback = StoredFeedback(self.exchange_id, self.conversation_id, self.given, stored)
        if not catalog.conversations.put_feedback(feedback, owner=self.owner):
            raise ValueError(f"what was said of {self.exchange_id!r} comes without its conversation")
        return True


class FeedRow(BaseModel):
    """A subscription."""

    kind: Literal["feed"]
    url: Annotated[str, Field(pattern="^https?://")]
    title: str
    added: Moment
    owner: str = ""

    def put_into(self, catalog: Catalog) -> bool:
        """One that its owner follows here stays as it is."""
        if any(health.feed.url == self.url for health in catalog.feeds(owner=self.owner)):
            return False
        catalog.put_feed(Feed(self.url, self.title, self.added, self.owner))
        return True


class FetchRow(BaseModel):
    """What is known of an address."""

    kind: Literal["fetch"]
    url: str
    fetches: Count
    last_success: Moment | None
    last_failure: Moment | None
    failures_in_a_row: Count
    reason: str
    etag: str
    last_modified: str
    digest: str
    title: str
    moved_to: str
    next_try: Moment | None
    is_feed: bool

    def put_into(self, catalog: Catalog) -> bool:
        """What is known of the address here stays."""
        return catalog.add_fetch_state(self._state())

    def _state(self) -> FetchState:
        return FetchState(
            self.url,
            self.fetches,
            self.last_success,
            self.last_failure,
            self.failures_in_a_row,
            self.reason,
            Validators(self.etag, self.last_modified),
            self.digest,
            self.title,
            self.moved_to,
            self.next_try,
            self.is_feed,
        )


Row = (
    ArchiveRow
    | ArticleRow
    | TombstoneRow
    | StoryRow
    | BriefingRow
    | ProfileRow
    | ConversationRow
    | ExchangeRow
    | FeedbackRow
    | FeedRow
    | FetchRow
)
_ROWS: TypeAdapter[Row] = TypeAdapter(Annotated[Row, Field(discriminator="kind")])


def row_from(value: object) -> Row:
    """The row that a JSON value is. Raises pydantic's ValidationError naming the field."""
    return _ROWS.validate_python(value)


def _published(text: str) -> Published:
    if len(text) == 10:
        return Published(datetime.fromisoformat(text).replace(tzinfo=UTC), "day")
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"published: {text!r} has no time zone")
    return Published(at.astimezone(UTC))
