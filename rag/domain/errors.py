"""Every error that a user may see. The message says what happened, where, and what to do next.

DatelineError
├── UsageError               the question, flag or file that was given cannot be used (exit 2)
└── WorkFailed               the work was understood and could not be done (exit 1)
    ├── SourceUnreadable         a source that was to be ingested cannot be read
    ├── FetchFailed              an address cannot be fetched
    ├── ArchiveError
    │   ├── ArchiveLocked        another process is writing
    │   ├── ArchiveTooNew        written by a later version of Dateline
    │   ├── ArchiveDamaged       the catalog cannot be read
    │   ├── ArchiveNotWritable   the folder refuses writes
    │   └── IndexDamaged         an index cannot be read; it can be made anew
    ├── IndexModelMismatch       the index holds another embedder's vectors
    ├── ArticleNotFound          no such article, or no such version of it
    ├── ArticleRemoved           it was in the archive and was removed
    ├── FeedNotFound             no such subscription
    ├── ProfileNotFound          no such profile
    ├── EditionNotFound          no such edition
    ├── DeliveryFailed           an edition could not be sent
    ├── ModelError               the language model's endpoint
    │   ├── ModelKeyMissing
    │   ├── ModelKeyRefused
    │   ├── ModelUnknown
    │   ├── ModelUnreachable
    │   ├── ModelTimedOut
    │   ├── ModelContextTooSmall
    │   ├── ModelBudgetSpent     the tokens or the money set for it are used up
    │   └── ModelReplyBroken     malformed or interrupted stream, empty reply
    ├── EmbedderError            the embedding model is missing, not the one expected, or failed
    ├── RerankerError            the postprocessor failed; a search then keeps the order without it
    └── TypesettingFailed        the page could not be set
"""

from __future__ import annotations

from datetime import datetime


class DatelineError(Exception):
    """Base of all errors whose message is written for the user."""

    exit_status = 1


class UsageError(DatelineError):
    """What was given cannot be used as it is."""

    exit_status = 2


class WorkFailed(DatelineError):
    """The work was understood and could not be done."""


class SourceUnreadable(WorkFailed):
    """A source that was to be ingested cannot be read; ``where`` names the place inside it, if known."""

    def __init__(self, source: str, reason: str, *, where: str = "") -> None:
        super().__init__(f"{source}{f' ({where})' if where else ''}: {reason}")
        self.source, self.reason, self.where = source, reason, where


class FetchFailed(WorkFailed):
    """An address cannot be fetched, or may not be.

    ``reason`` is one clause for the report. ``lasting`` where asking again soon is of no use (404, a refused address,
    robots.txt); else it may go better next time (a time-out, 503), not before ``retry_after_s`` where the server says.
    """

    def __init__(self, url: str, reason: str, *, lasting: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(f"{url}: {reason}")
        self.url, self.reason, self.lasting, self.retry_after_s = url, reason, lasting, retry_after_s


class ArchiveError(WorkFailed):
    """The archive's own files."""


class ArchiveLocked(ArchiveError):
    """Another process is writing to the archive."""

    def __init__(self, archive: str, holder: str) -> None:
        super().__init__(
            f"The archive {archive} is being written by {holder}. "
            "Wait until it has finished, or name another archive with --archive."
        )


class ArchiveTooNew(ArchiveError):
    """The catalog was written by a later version of Dateline."""

    def __init__(self, archive: str, found: int, known: int) -> None:
        super().__init__(
            f"The archive {archive} has schema version {found}; this Dateline knows versions up to {known}. "
            "Install the Dateline that wrote it, or a later one. Nothing was changed."
        )


class ArchiveDamaged(ArchiveError):
    """The catalog file cannot be read as a database."""

    def __init__(self, archive: str, reason: str) -> None:
        super().__init__(
            f"The catalog of the archive {archive} cannot be read ({reason}). "
            "Restore it from a backup, or ingest the articles into a new archive with --archive. Nothing was changed."
        )


class ArchiveNotWritable(ArchiveError):
    """The archive's folder or disk refuses writes."""

    def __init__(self, archive: str, reason: str) -> None:
        super().__init__(
            f"The archive {archive} cannot be written ({reason}). "
            "Check the folder's permissions and the free space, or name another archive with --archive."
        )


class IndexDamaged(ArchiveError):
    """An index's files cannot be read; the catalog has everything that it is made from."""

    def __init__(self, index: str, reason: str) -> None:
        super().__init__(
            f"The index {index} cannot be read ({reason}). "
            "Nothing is lost: run `dateline doctor --rebuild` to make it anew from the catalog."
        )


class IndexModelMismatch(ArchiveError):
    """The index holds vectors from another embedding model."""

    def __init__(self, *, indexed_with: str, configured: str) -> None:
        super().__init__(
            f"The index was built with the embedder {indexed_with!r}; the settings name {configured!r}. "
            "Run `dateline doctor --rebuild` to embed the archive anew, or set DATELINE_EMBEDDER back."
        )


class ArticleNotFound(WorkFailed):
    """No such article, or no such version of it."""

    def __init__(self, article_id: str, version: int | None = None) -> None:
        wanted = f"version {version} of article" if version is not None else "article"
        super().__init__(
            f"The archive holds no {wanted} {article_id!r}. `dateline search` prints the ids of the articles it finds."
        )


class ArticleRemoved(WorkFailed):
    """The article was in the archive and was removed; a citation of it can no longer be opened."""

    def __init__(self, article_id: str, removed: datetime) -> None:
        super().__init__(
            f"The article {article_id!r} was removed from the archive on {removed:%Y-%m-%d at %H:%M} UTC. "
            "What was quoted from it can no longer be opened here."
        )
        self.article_id, self.removed = article_id, removed


def _of(owner: str) -> tuple[str, str]:
    """Whose it would be, in words and as an option; nothing for what everybody shares."""
    return (f" of {owner}", f" --owner {owner}") if owner else ("", "")


class FeedNotFound(WorkFailed):
    """No such subscription, or none of that owner."""

    def __init__(self, url: str, *, owner: str = "") -> None:
        who, option = _of(owner)
        super().__init__(
            f"There is no subscription{who} to {url!r}. `dateline feeds list{option}` prints those that there are."
        )


class ProfileNotFound(WorkFailed):
    """No such profile, or none of that owner."""

    def __init__(self, name: str, *, owner: str = "") -> None:
        who, option = _of(owner)
        super().__init__(
            f"There is no profile {name!r}{who}. `dateline profiles list{option}` prints those that there are."
        )


class EditionNotFound(WorkFailed):
    """No such edition."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no edition {number}. `dateline editions list` prints those that there are.")


class DeliveryFailed(WorkFailed):
    """An edition could not be handed to ``receiver``; it is stored all the same."""

    def __init__(self, receiver: str, reason: str) -> None:
        super().__init__(f"The edition is stored, but {receiver} did not take it: {reason}.")
        self.receiver, self.reason = receiver, reason


class ModelError(WorkFailed):
    """The language model's endpoint; the message names the endpoint and the setting to look at."""


class ModelKeyMissing(ModelError):
    """A hosted endpoint is configured without a key."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(
            f"A model is configured, but {endpoint} needs a key. "
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, "
            "or use --mode extract, which needs neither."
        )


class ModelKeyRefused(ModelError):
    """The endpoint answered 401 or 403."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"{endpoint} refused the key. Check OPENAI_API_KEY; --mode extract works without one.")


class ModelUnknown(ModelError):
    """The endpoint does not serve the model."""

    def __init__(self, endpoint: str, model: str) -> None:
        super().__init__(f"{endpoint} does not serve the model {model!r}. Set DATELINE_MODEL to one that it serves.")


class ModelUnreachable(ModelError):
    """No connection, or the endpoint answered with a server error."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(
            f"The model's endpoint {endpoint} did not answer ({reason}). "
            "Check that it runs and that OPENAI_BASE_URL is right; --mode extract works without it."
        )


class ModelFileUnusable(ModelError):
    """The file of a model that is to run in this process cannot be run."""

    def __init__(self, file: str, reason: str, what_to_do: str) -> None:
        super().__init__(
            f"The model's file {file} cannot be used: {reason}. {what_to_do}, or use --mode extract, which needs none."
        )


class ModelTimedOut(ModelError):
    """The endpoint took longer than the time-out."""

    def __init__(self, endpoint: str, timeout_s: float) -> None:
        super().__init__(
            f"The model at {endpoint} did not finish within {timeout_s:g} s. "
            "Raise DATELINE_MODEL_TIMEOUT_S, or use a smaller model."
        )


class ModelContextTooSmall(ModelError):
    """The prompt does not fit into the model's context."""

    def __init__(self, endpoint: str, *, prompt_tokens: int | None = None, context_tokens: int | None = None) -> None:
        sizes = f": {prompt_tokens} tokens in a context of {context_tokens}" if prompt_tokens and context_tokens else ""
        super().__init__(
            f"The evidence does not fit into the context of the model at {endpoint}{sizes}. "
            "Lower DATELINE_EVIDENCE_TOKENS, or start the server with a larger context."
        )
        self.prompt_tokens, self.context_tokens = prompt_tokens, context_tokens


class ModelBudgetSpent(ModelError):
    """The tokens or the money that were set for this process are used up."""

    def __init__(self, model: str, spent: str) -> None:
        super().__init__(
            f"The budget for {model} is spent ({spent}). Raise DATELINE_MODEL_BUDGET_TOKENS or "
            "DATELINE_MODEL_BUDGET_COST and start again, or use --mode extract, which costs nothing."
        )


class ModelReplyBroken(ModelError):
    """The reply was empty, malformed, or ended before it was complete."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(
            f"The reply of the model at {endpoint} broke off ({reason}). Ask again, or use --mode extract."
        )


class EmbedderError(WorkFailed):
    """The embedding model is missing, its file is not the one expected, or it failed."""


class RerankerError(WorkFailed):
    """The postprocessor failed on the hits of one question."""


class TypesettingFailed(WorkFailed):
    """The page could not be set."""
