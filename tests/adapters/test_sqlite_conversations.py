"""Conversations in the catalog: each owner's own, found by their words, gone when deleted, and through an export."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import an_archive
from fakes import FakeEmbedder

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_conversations import SqliteConversations
from rag.archive.export import export
from rag.archive.restore import Restorer
from rag.domain.conversation import Conversation, StoredExchange, StoredFeedback

NOON = datetime(2025, 3, 20, 12, tzinfo=UTC)
ANNA, BEN = "anna@post.example", "ben@post.example"


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path)


@pytest.fixture
def kept(catalog: SqliteCatalog) -> SqliteConversations:
    return catalog.conversations


def put(kept: SqliteConversations, name: str, *, owner: str = ANNA, minutes: int = 0, title: str = "") -> Conversation:
    conversation = Conversation(name, owner, title or name, NOON, NOON + timedelta(minutes=minutes))
    assert kept.put(conversation)
    return conversation


def exchange(name: str, of: str, words: str = "", text: str = "{}") -> StoredExchange:
    return StoredExchange(name, of, words, text)


def ids(kept: SqliteConversations, *, owner: str = ANNA, words: str = "") -> list[str]:
    return [conversation.id for conversation in kept.found(owner=owner, words=words)]


def test_a_conversation_is_there_for_its_owner_alone(kept: SqliteConversations) -> None:
    conversation = put(kept, "bridge")
    kept.put_exchange(exchange("one", "bridge"), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, "{}"), owner=ANNA)
    assert kept.get("bridge", owner=ANNA) == conversation
    assert kept.get("bridge", owner=BEN) is None
    assert kept.get("bridge", owner="") is None
    assert (ids(kept, owner=BEN), kept.exchanges("bridge", owner=BEN), kept.feedback(owner=BEN)) == ([], [], [])


def test_nobody_writes_into_another_owners_conversation_or_deletes_it(kept: SqliteConversations) -> None:
    conversation = put(kept, "bridge")
    assert not kept.put(replace(conversation, owner=BEN, title="Mine"))
    assert not kept.put_exchange(exchange("one", "bridge"), owner=BEN)
    assert not kept.put_feedback(StoredFeedback("one", "bridge", NOON, "{}"), owner=BEN)
    assert not kept.remove("bridge", owner=BEN)
    assert kept.get("bridge", owner=ANNA) == conversation
    assert kept.exchanges("bridge", owner=ANNA) == []


def test_an_exchange_of_one_conversation_is_not_moved_into_another(kept: SqliteConversations) -> None:
    put(kept, "bridge")
    put(kept, "port", owner=BEN)
    kept.put_exchange(exchange("one", "bridge", text='{"n": 1}'), owner=ANNA)
    kept.put_exchange(exchange("one", "port", text='{"n": 2}'), owner=BEN)
    kept.put_exchange(exchange("two", "port"), owner=BEN, replaces="one")
    assert [(each.id, each.text) for each in kept.exchanges("bridge", owner=ANNA)] == [("one", '{"n": 1}')]


def test_the_one_that_was_used_last_comes_first(kept: SqliteConversations) -> None:
    put(kept, "older", minutes=1)
    put(kept, "newest", minutes=3)
    put(kept, "newer", minutes=2)
    assert ids(kept) == ["newest", "newer", "older"]
    assert [c.id for c in kept.found(owner=ANNA, limit=1)] == ["newest"]


def test_it_is_found_by_words_of_its_name_its_questions_and_its_answers_in_any_case(kept: SqliteConversations) -> None:
    put(kept, "bridge", title="Die BRÜCKE")
    kept.put_exchange(exchange("one", "bridge", "What did it Cost? £5 million"), owner=ANNA)
    put(kept, "port", title="Der Hafen")
    for words in ("brücke", "COST", "brücke million", "  "):
        assert "bridge" in ids(kept, words=words)
    assert ids(kept, words="brücke hafen") == []
    assert ids(kept, words="%") == []


def test_exchanges_keep_their_order_and_one_that_is_asked_again_its_place(kept: SqliteConversations) -> None:
    put(kept, "bridge")
    for name in ("one", "two", "three"):
        assert kept.put_exchange(exchange(name, "bridge"), owner=ANNA)
    kept.put_exchange(exchange("two again", "bridge"), owner=ANNA, replaces="two")
    kept.put_exchange(exchange("one", "bridge", text='{"answered": 1}'), owner=ANNA)
    stored = kept.exchanges("bridge", owner=ANNA)
    assert [(each.id, each.text) for each in stored] == [
        ("one", '{"answered": 1}'),
        ("two again", "{}"),
        ("three", "{}"),
    ]


def test_two_tabs_that_ask_at_once_lose_nothing(catalog: SqliteCatalog, kept: SqliteConversations) -> None:
    put(kept, "bridge")
    asking = [
        threading.Thread(target=kept.put_exchange, args=(exchange(f"{n}", "bridge"),), kwargs={"owner": ANNA})
        for n in range(8)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(each.id for each in kept.exchanges("bridge", owner=ANNA)) == [str(n) for n in range(8)]
    assert catalog.check() == "ok"


def test_what_is_said_of_an_answer_again_takes_the_place_of_what_was_said_before(kept: SqliteConversations) -> None:
    put(kept, "bridge")
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, '{"right": 1}'), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, '{"right": 0}'), owner=ANNA)
    assert [each.text for each in kept.feedback()] == ['{"right": 0}']


def test_what_was_said_of_an_answer_outlives_it(kept: SqliteConversations) -> None:
    put(kept, "bridge")
    kept.put_exchange(exchange("one", "bridge"), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, "{}"), owner=ANNA)
    kept.put_exchange(exchange("better", "bridge"), owner=ANNA, replaces="one")
    assert [each.exchange_id for each in kept.feedback(owner=ANNA, conversation_id="bridge")] == ["one"]


def test_a_deleted_conversation_is_gone_with_all_that_was_said_and_none_of_it_is_left_in_the_file(
    tmp_path: Path, kept: SqliteConversations
) -> None:
    put(kept, "bridge")
    kept.put_exchange(exchange("one", "bridge", text='{"secret": "Zwetschgenmus"}'), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, '{"note": "Zwetschgenmus"}'), owner=ANNA)
    assert kept.remove("bridge", owner=ANNA)
    assert kept.get("bridge", owner=ANNA) is None
    assert (kept.exchanges("bridge", owner=ANNA), kept.feedback()) == ([], [])
    assert not kept.put_exchange(exchange("two", "bridge"), owner=ANNA)
    left = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert b"Zwetschgenmus" not in left


def test_a_conversation_goes_on_while_an_ingest_holds_the_archives_lock(
    catalog: SqliteCatalog, kept: SqliteConversations
) -> None:
    with catalog.writing():
        put(kept, "bridge")
        assert kept.put_exchange(exchange("one", "bridge"), owner=ANNA)


def exported(catalog: SqliteCatalog) -> str:
    out = io.StringIO()
    export(catalog, out)
    return out.getvalue()


def restored(folder: Path, rows: str) -> tuple[SqliteCatalog, dict[str, int], list[str]]:
    catalog, indexer = an_archive(folder, FakeEmbedder())
    report = Restorer(catalog, NO_SPLITTER, indexer).restore(rows.splitlines(), "export.jsonl")
    return catalog, dict(report.restored), [failed.reason for failed in report.failed]


class _NoSplitter:
    def spans(self, text: str) -> list[tuple[int, int]]:
        return []


NO_SPLITTER = _NoSplitter()


def test_conversations_go_through_an_export_and_back(
    tmp_path: Path, catalog: SqliteCatalog, kept: SqliteConversations
) -> None:
    put(kept, "bridge")
    put(kept, "port", owner=BEN)
    for name in ("one", "two"):
        kept.put_exchange(exchange(name, "bridge", "WORDS", '{"n": [1, null], "a": "ü"}'), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, '{"note": "ü"}'), owner=ANNA)
    rows = exported(catalog)
    other, counts, failed = restored(tmp_path / "other", rows)
    assert (counts, failed) == ({"conversation": 2, "exchange": 2, "feedback": 1}, [])
    assert exported(other) == rows
    again = Restorer(other, NO_SPLITTER, an_archive(tmp_path / "other", FakeEmbedder())[1])
    assert again.restore(rows.splitlines(), "export.jsonl").unchanged == 5


def test_parts_of_a_conversation_without_it_are_named_and_so_is_one_that_is_somebody_elses(
    tmp_path: Path, catalog: SqliteCatalog, kept: SqliteConversations
) -> None:
    put(kept, "bridge")
    kept.put_exchange(exchange("one", "bridge"), owner=ANNA)
    kept.put_feedback(StoredFeedback("one", "bridge", NOON, "{}"), owner=ANNA)
    archive, conversation, *parts = exported(catalog).splitlines()
    _, _, failed = restored(tmp_path / "other", "\n".join([archive, *parts]))
    assert failed == [
        "the question 'one' comes without its conversation",
        "what was said of 'one' comes without its conversation",
    ]
    theirs, _, failed = restored(tmp_path / "theirs", conversation.replace(ANNA, BEN))
    assert failed == []
    _, _, failed = restored(tmp_path / "theirs", conversation)
    assert failed == ["the conversation 'bridge' belongs to somebody else here"]
    assert theirs.conversations.get("bridge", owner=BEN) is not None
