"""The seams: what a stage needs from the outside, as Protocols. Adapters satisfy them; tests have small fakes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Literal, Protocol

from rag.domain.answer import Searched, Usage
from rag.domain.article import ArticleRecord, Tombstone, Version
from rag.domain.briefing import Paper, StoryMember, StoryPlace
from rag.domain.conversation import Conversation, StoredExchange, StoredFeedback
from rag.domain.edition import EditionEntry, StoredEdition
from rag.domain.facets import Facets
from rag.domain.feed import Feed, FeedHealth
from rag.domain.fetch import Fetched, FetchState, NotModified, Validators
from rag.domain.ingest import Outcome
from rag.domain.passage import Hit, Opened, Passage
from rag.domain.profile import Profile
from rag.domain.question import Filters
from rag.domain.story import Headline, StoryList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float32]

Span = tuple[int, int]
Index = Literal["words", "vectors"]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that is to be stored, with its passages' spans, its MinHash signature and the origin it copies."""

    version: Version
    spans: tuple[Span, ...]
    signature: bytes = b""
    bands: tuple[int, ...] = ()
    origin_id: str = ""
    outcome: Outcome = "added"


class Conversations(Protocol):
    """What was asked in the app, by whom, and what was answered. Nobody is given another owner's."""

    def put(self, conversation: Conversation) -> bool:
        """A new one, or one under another name; False where the id is another owner's, whose stays as it is."""

    def get(self, conversation_id: str, *, owner: str) -> Conversation | None: ...
    def found(self, *, owner: str, words: str = "", limit: int = 50) -> list[Conversation]:
        """Those that hold every one of the words, the one that was used last first."""

    def remove(self, conversation_id: str, *, owner: str) -> bool:
        """With all that was answered in it and said of it; False where it is not the owner's."""

    def put_exchange(self, exchange: StoredExchange, *, owner: str, replaces: str = "") -> bool:
        """At the end of its conversation, or where the exchange of the same id, or the one that it ``replaces``,
        stands. False, and nothing is stored, where the conversation is not the owner's or is no longer there."""

    def exchanges(self, conversation_id: str, *, owner: str) -> list[StoredExchange]:
        """In the order of asking."""

    def put_feedback(self, feedback: StoredFeedback, *, owner: str) -> bool:
        """In place of what was said before of the same exchange; False where the conversation is not the owner's."""

    def feedback(self, *, owner: str | None = None, conversation_id: str | None = None) -> list[StoredFeedback]:
        """Oldest first; of one owner and one conversation, where they are named."""


class Catalog(Protocol):
    """The source of truth. Each writing method is one transaction; reading never waits for a writer."""

    @property
    def conversations(self) -> Conversations: ...

    def writing(self, *, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Hold the archive's lock for an ingest or a rebuild.

        Raises ArchiveLocked, naming the holder, where another holds it for longer than ``wait_s``."""

    def store(self, new: Sequence[NewVersion], fetched: Sequence[FetchState] = ()) -> int:
        """All or none of them, with outbox entries for both indexes; returns the number of passages written.

        ``fetched`` is what is now known of the addresses that they came from."""

    def remove(self, article_ids: Sequence[str], *, removed: datetime) -> int:
        """Take them out, leaving tombstones; returns how many there were."""

    def put_tombstone(self, tombstone: Tombstone) -> None: ...

    def record(self, article_id: str) -> ArticleRecord | None: ...
    def tombstone(self, article_id: str) -> Tombstone | None: ...
    def version(self, article_id: str, number: int) -> Version | None: ...
    def latest(self, article_id: str) -> Version | None: ...
    def find(self, *, guid: str = "", url: str = "", sha256: str = "") -> str | None:
        """The id of the article whose guid, or else whose canonical url, or else whose newest text, is this one."""

    def ids(self, filters: Filters) -> list[str]:
        """Of the articles that the filters allow, oldest in the archive first."""

    def sharing_bands(self, bands: Sequence[int]) -> list[tuple[str, bytes]]:
        """(article id, signature) of at most 256 articles that share a MinHash band, those that share most bands first:
        candidates for near-copies."""

    def origin(self, article_id: str) -> str:
        """The article that this one is a near-copy of; itself where it is none."""

    def origins(self, article_ids: Sequence[str]) -> dict[str, str]: ...

    def opened(self, passage_ids: Sequence[int]) -> dict[int, Opened]:
        """Passages by id with their versions and what these are copies of, in the order asked for; ids that are gone
        are left out."""

    def passages_of(self, article_id: str, number: int) -> list[Passage]:
        """Of one version, in text order."""

    def selected(self, filters: Filters) -> frozenset[int] | None:
        """Ids of the passages that the filters allow; None when everything current is allowed.

        Of each article the newest version is (as of ``filters.as_of`` where that is given).
        """

    def superseded(self) -> frozenset[int]:
        """Ids of the passages whose version is not its article's newest."""

    def searched(self, filters: Filters) -> Searched: ...
    def changed_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Newest versions that replaced an earlier one at or after ``since`` and before ``until`` (UTC), with a date
        of publication; by that date, oldest first."""

    def put_story_places(self, places: Sequence[StoryPlace]) -> None:
        """An article that has its place keeps it; one that is not here is passed over."""

    def story_members(self, since: datetime, until: datetime, *, limit: int) -> list[StoryMember]:
        """Articles that have their place and were published at or after ``since`` and before ``until`` (UTC): the
        newest ``limit``, oldest first."""

    def story_of(self, article_id: str) -> str:
        """The story that an article was placed in, "" where it was not."""

    def story_articles(self, story_id: str) -> list[Version]:
        """Newest versions of the articles that were placed in a story, oldest published first."""

    def stories(self, *, words: str = "", day: date | None = None, limit: int = 20, offset: int = 0) -> StoryList:
        """Those of two articles or more whose headlines hold every one of the words, and that tell of the (UTC) day."""

    def headlines(self, story_ids: Sequence[str]) -> dict[str, tuple[Headline, ...]]:
        """Of the articles of each story, oldest first; a story that is not there is left out."""

    def facets(self, filters: Filters = ...) -> Facets:
        """By whom, in which sections and languages, and when: of the articles that the filters allow."""

    def sources(self) -> tuple[str, ...]: ...
    def sections(self) -> tuple[str, ...]: ...
    def articles(self, *, limit: int = 100, offset: int = 0, filters: Filters = ...) -> list[Version]:
        """Newest versions, latest published first."""

    def published_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Newest versions published (UTC) at or after ``since`` and before ``until``; oldest first."""

    def pending(self, index: Index, *, limit: int) -> list[Passage]:
        """Passages that an index has yet to take in, newest first."""

    def gone(self, index: Index, *, limit: int) -> list[int]:
        """Ids of passages that an index has yet to forget."""

    def mark_indexed(self, index: Index, passage_ids: Sequence[int]) -> None: ...
    def pending_count(self, index: Index) -> int: ...
    def reset_outbox(self, indexes: Sequence[Index] = ...) -> None:
        """Every passage is to be indexed anew, in these indexes; in both where none is named."""

    def counts(self) -> dict[str, int]:
        """articles, versions, passages of all versions, briefings."""

    def generation(self, index: Index) -> int:
        """Moves whenever that index was written, so that readers know when to reopen it."""

    def put_briefing(
        self, briefing_json: str, *, day: date, topic: str, made: datetime, profile: str = "", owner: str = ""
    ) -> int:
        """The edition's number; ``owner`` is the profile's."""

    def holds_briefing(self, *, day: date, topic: str, made: datetime, profile: str = "", owner: str = "") -> bool: ...
    def briefings_before(self, day: date, *, topic: str = "", profile: str = "", owner: str = "") -> list[str]:
        """JSON of the newest stored briefing of each earlier date, latest date first."""

    def editions(self, *, limit: int = 30, profile: str | None = None, reader: str = "") -> list[StoredEdition]:
        """Newest first; of one profile ("" is none) or of all. Everybody's, and the reader's own."""

    def edition(self, number: int, *, reader: str = "") -> StoredEdition | None:
        """None where there is none, or it is somebody else's."""

    def edition_days(self, *, reader: str = "") -> dict[date, int]:
        """How many editions each date has for the reader, oldest first."""

    def edition_entries(self, *, day: date | None = None, limit: int = 100, reader: str = "") -> list[EditionEntry]:
        """Newest first; of one date or of all. Everybody's, and the reader's own."""

    def usage_by_model(self) -> dict[str, Usage]:
        """What the editions cost in tokens, by the model that wrote them."""

    def last_edition(
        self, *, profile: str, topic: str, before: date = date.max, owner: str = ""
    ) -> StoredEdition | None:
        """The newest for that owner's profile and topic with the latest date, of those dated before that day."""

    def put_profile(self, profile: Profile) -> None:
        """Saved, in place of its owner's of that name."""

    def remove_profile(self, name: str, *, owner: str = "") -> bool:
        """False where the owner has none of that name; its editions stay."""

    def profiles(self, *, owner: str | None = None) -> list[Profile]:
        """Of one owner or of all; by name."""

    def briefings(self) -> list[tuple[date, str, str]]:
        """(date, topic, JSON) of the newest stored briefing of each date and topic without a profile, latest first."""

    def put_feed(self, feed: Feed) -> None:
        """Subscribe, or give its owner's subscription another title."""

    def remove_feed(self, url: str, *, owner: str = "") -> bool:
        """False where the owner has no such subscription."""

    def move_feed(self, url: str, moved_to: str) -> None:
        """Of everyone who follows it."""

    def feeds(self, *, owner: str | None = None) -> list[FeedHealth]:
        """Subscriptions of one owner or of all, and how they fare; by title."""

    def add_fetch_state(self, state: FetchState) -> bool:
        """False, and nothing is changed, where something is known of the address."""

    def fetch_state(self, url: str) -> FetchState | None: ...

    def export_rows(self) -> Iterator[dict[str, object]]:
        """Every stored thing as one JSON-ready row with its ``kind``."""

    def check(self) -> str:
        """ "ok", or what SQLite's own integrity check found."""


class VectorIndex(Protocol):
    """Dense vectors by passage id."""

    def add(self, passage_ids: Sequence[int], vectors: FloatArray, published: Sequence[int]) -> None:
        """Upsert; ``published`` in epoch seconds, 0 where unknown."""

    def remove(self, passage_ids: Sequence[int]) -> None: ...
    def nearest(
        self,
        vector: FloatArray,
        k: int,
        *,
        among: frozenset[int] | None = None,
        without: frozenset[int] = frozenset(),
    ) -> list[tuple[int, float]]:
        """(passage id, cosine similarity), best first; only from ``among``, or else from all but ``without``."""

    def count(self) -> int: ...
    def clear(self) -> None: ...


class LexicalIndex(Protocol):
    """BM25 over title, dek and passage text, by passage id.

    What it has taken in it can only forget together with everything else: the statistics of what was left would not be
    those of an index that never held the rest.
    """

    def add(self, entries: Iterable[tuple[Passage, Version]]) -> None:
        """Take in and commit; what it holds already is passed over."""

    def search(
        self,
        terms: str,
        k: int,
        *,
        among: frozenset[int] | None = None,
        without: frozenset[int] = frozenset(),
    ) -> list[tuple[int, float]]:
        """(passage id, BM25 score), best first, for any of the words; only from ``among``, or else from all but
        ``without``. Punctuation in ``terms`` has no meaning."""

    def count(self) -> int: ...
    def clear(self) -> None: ...


class Embedder(Protocol):
    """A sentence embedder; ``fingerprint`` changes whenever its vectors would."""

    @property
    def fingerprint(self) -> str: ...
    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, float32, shape (len(texts), dim), in the order given."""


class TokenEmbedder(Protocol):
    """The same model's last hidden states, for late interaction."""

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One entry a text, in the order given."""

    def word_pieces(self, texts: Sequence[str]) -> list[WordPieces]:
        """The same pieces, cut short in the same places, without a run of the model."""


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The places of one text's word pieces in the tokenizer's vocabulary, and in the text."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Word pieces of one text with their character spans and unit vectors, shape (len(ids), dim).

    ``ids`` are places in the tokenizer's vocabulary, whose order is roughly that of frequency in its training text.
    """

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    vectors: FloatArray


class WholeEmbedder(Protocol):
    """Reads passages once for both: what is searched by, and what late interaction ranks by."""

    def embed_both(self, texts: Sequence[str]) -> tuple[FloatArray, list[TokenVectors]]:
        """As `Embedder.embed` and `TokenEmbedder.embed_tokens`, the vectors to the last bit."""


class TokenIndex(Protocol):
    """Word-piece vectors by passage id, for late interaction."""

    def add(self, passage_ids: Sequence[int], tokens: Sequence[TokenVectors]) -> None:
        """Upsert."""

    def remove(self, passage_ids: Sequence[int]) -> None: ...
    def count(self) -> int: ...
    def clear(self) -> None: ...


class Reranker(Protocol):
    """Puts the hits of a search into a better order."""

    @property
    def name(self) -> str: ...
    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits in a new order; some may be left out, none is added or changed. Raises RerankerError."""


class Splitter(Protocol):
    """Cuts a body into passages."""

    def spans(self, text: str) -> list[Span]:
        """Spans of whole sentences within the token limit; starts rise, every visible character is covered."""


class DocumentReader(Protocol):
    """Turns files with these endings into text."""

    suffixes: tuple[str, ...]

    def text(self, data: bytes, name: str) -> str:
        """The visible text. Raises SourceUnreadable; nothing of the outside library comes through."""


UNCONDITIONAL = Validators()


class Mailer(Protocol):
    """One configured mail server."""

    def send(self, message: EmailMessage) -> None:
        """To everyone in its To. Raises DeliveryFailed."""


class Poster(Protocol):
    """POST over http and https, under the same policy of addresses as a Fetcher."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Returns when the server has taken it. Raises DeliveryFailed."""


class Fetcher(Protocol):
    """GET over http and https, within bounds of size, time and redirects; safe to use from several threads."""

    def fetch(self, url: str, *, validators: Validators = UNCONDITIONAL) -> Fetched | NotModified:
        """The body behind ``url``, redirects followed. Raises FetchFailed; nothing of the outside library comes
        through. NotModified only where validators were given."""


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class JsonSchema:
    """Of one JSON object; ``schema`` is JSON Schema, every property required and no other allowed."""

    name: str
    schema: Mapping[str, object]


class LLM(Protocol):
    """Any language model that streams text."""

    @property
    def model(self) -> str: ...
    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        """Pieces of text as they come; the generator returns the usage. Closing it stops the server.

        ``schema`` is what the reply is to be, where the endpoint can be held to one: whoever asks checks it all the
        same. ``timeout_s`` is for this reply, where it is shorter than the model's own. Raises the ModelError that
        says what happened; nothing of the outside library comes through.
        """


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished page, as the typesetter measured it: ``kept`` is the number of items set, ``fill`` is 0..1.

    ``replaced`` are the characters that the page's fonts lack, shown as bracketed marks; ``standard`` is the PDF
    standard that the file keeps ("" where it holds to none).
    """

    pdf: bytes
    pages: int
    fill: float
    kept: int
    size_pt: float
    replaced: str = ""
    standard: str = ""


class Typesetter(Protocol):
    def typeset(self, template: str, data: str, paper: Paper) -> Typeset:
        """Set ``data`` (JSON) with the typst ``template``. Raises TypesettingFailed."""


Clock = Callable[[], datetime]
"""Now, in UTC."""
