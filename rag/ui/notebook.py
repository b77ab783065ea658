"""Where one reader's conversations are kept: in the archive, or, where nothing may be written, in the session alone."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.domain.conversation import (
    Conversation,
    Exchange,
    Feedback,
    StoredExchange,
    StoredFeedback,
    title_of,
)
from rag.render.exchange_json import exchange_as_json, exchange_from_json, feedback_as_json, feedback_from_json

if TYPE_CHECKING:
    from rag.dateline import Dateline

T = TypeVar("T")
_ID_BYTES = 12
"""Nobody guesses an id of so many: it stands in an address that can be passed on."""
_log = logging.getLogger(__name__)


class Notebook(Protocol):
    """One reader's conversations. Safe to use from the thread that answers. ``keeps_feedback`` is false where what is
    said of answers would be lost."""

    keeps_feedback: bool

    def conversation(self, conversation_id: str) -> Conversation | None: ...
    def found(self, words: str = "", *, limit: int = 50) -> list[Conversation]:
        """Those that hold every one of the words, the one that was used last first."""

    def put(self, conversation: Conversation) -> None: ...
    def remove(self, conversation_id: str) -> None: ...
    def exchanges(self, conversation_id: str) -> list[Exchange]:
        """In the order of asking."""

    def put_exchange(self, conversation_id: str, exchange: Exchange, *, replaces: str = "") -> None:
        """At the end, or in the place of the one with the same id or of the one that it replaces."""

    def put_feedback(self, conversation_id: str, feedback: Feedback) -> None: ...
    def feedback(self, conversation_id: str) -> dict[str, Feedback]:
        """By the id of the exchange."""


def new_id() -> str:
    return secrets.token_hex(_ID_BYTES)


def as_key(text: str) -> str:
    """Of an element that belongs to what ``text`` names, which may come from an address: not every text may be one."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def begun(question: str, *, owner: str, now: datetime) -> Conversation:
    """A new conversation, named by its first question."""
    return Conversation(new_id(), owner, title_of(question), now, now)


class ArchiveNotebook:
    """Satisfies Notebook: what is kept survives a reload and a restart, and is seen by its owner alone."""

    keeps_feedback = True

    def __init__(self, dateline: Dateline, owner: str) -> None:
        self._kept = dateline.catalog.conversations
        self._owner = owner

    def conversation(self, conversation_id: str) -> Conversation | None:
        return self._kept.get(conversation_id, owner=self._owner)

    def found(self, words: str = "", *, limit: int = 50) -> list[Conversation]:
        return self._kept.found(owner=self._owner, words=words, limit=limit)

    def put(self, conversation: Conversation) -> None:
        self._kept.put(conversation)

    def remove(self, conversation_id: str) -> None:
        self._kept.remove(conversation_id, owner=self._owner)

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        stored = self._kept.exchanges(conversation_id, owner=self._owner)
        return _read((each.text for each in stored), exchange_from_json)

    def put_exchange(self, conversation_id: str, exchange: Exchange, *, replaces: str = "") -> None:
        stored = StoredExchange(exchange.id, conversation_id, exchange.words, _line(exchange_as_json(exchange)))
        self._kept.put_exchange(stored, owner=self._owner, replaces=replaces)

    def put_feedback(self, conversation_id: str, feedback: Feedback) -> None:
        text = _line(feedback_as_json(feedback))
        stored = StoredFeedback(feedback.exchange.id, conversation_id, feedback.given, text)
        self._kept.put_feedback(stored, owner=self._owner)

    def feedback(self, conversation_id: str) -> dict[str, Feedback]:
        stored = self._kept.feedback(owner=self._owner, conversation_id=conversation_id)
        return {each.exchange.id: each for each in _read((each.text for each in stored), feedback_from_json)}


@dataclass
class SessionNotebook:
    """Satisfies Notebook for a screen that may change nothing: gone with the session, seen by nobody else."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    answered: dict[str, list[Exchange]] = field(default_factory=dict)
    keeps_feedback: bool = False

    def conversation(self, conversation_id: str) -> Conversation | None:
        return self.conversations.get(conversation_id)

    def found(self, words: str = "", *, limit: int = 50) -> list[Conversation]:
        wanted = words.casefold().split()
        newest = sorted(self.conversations.values(), key=lambda c: c.changed, reverse=True)
        return [c for c in newest if all(word in self._words(c) for word in wanted)][:limit]

    def put(self, conversation: Conversation) -> None:
        self.conversations[conversation.id] = conversation

    def remove(self, conversation_id: str) -> None:
        self.conversations.pop(conversation_id, None)
        self.answered.pop(conversation_id, None)

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        return list(self.answered.get(conversation_id, ()))

    def put_exchange(self, conversation_id: str, exchange: Exchange, *, replaces: str = "") -> None:
        if conversation_id in self.conversations:
            kept = self.answered.setdefault(conversation_id, [])
            place = next((n for n, each in enumerate(kept) if each.id in (exchange.id, replaces)), len(kept))
            kept[place : place + 1] = [exchange]

    def put_feedback(self, conversation_id: str, feedback: Feedback) -> None:
        """Nothing: it is for the archive, and the archive is not to be changed."""

    def feedback(self, conversation_id: str) -> dict[str, Feedback]:
        return {}

    def _words(self, conversation: Conversation) -> str:
        told = [conversation.title, *(exchange.words for exchange in self.exchanges(conversation.id))]
        return " ".join(told).casefold()


def renamed(conversation: Conversation, title: str) -> Conversation:
    """Under another name; an empty one changes nothing."""
    return replace(conversation, title=title_of(title) or conversation.title)


def before(exchanges: Sequence[Exchange], exchange_id: str) -> list[Exchange]:
    """Those that stand above this one; all of them where it is not among them."""
    place = next((n for n, each in enumerate(exchanges) if each.id == exchange_id), len(exchanges))
    return list(exchanges[:place])


def _read(texts: Iterable[str], read: Callable[[str], T]) -> list[T]:
    """What a later version wrote, or an import brought, and this one cannot read, is passed over and logged."""
    found = []
    for text in texts:
        try:
            found.append(read(text))
        except (KeyError, TypeError, ValueError) as error:
            _log.warning("part of a conversation cannot be read: %r", error)
    return found


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)
