"""The catalog as its users see it: versions, what is searchable, the outbox, briefings."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from builders import STORED, a_version, an_article, new_version, published, stored_articles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.domain.answer import Searched
from rag.domain.article import Tombstone, Version
from rag.domain.errors import ArchiveError
from rag.domain.question import Filters
from rag.ports import Catalog, NewVersion


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path)


def texts(catalog: Catalog, filters: Filters) -> set[str]:
    selected = catalog.selected(filters)
    assert selected is not None
    return {each.passage.text for each in catalog.opened(list(selected)).values()}


def put(catalog: SqliteCatalog, stored: str, day: date, topic: str = "") -> None:
    catalog.put_briefing(stored, day=day, topic=topic, made=STORED)


# --- articles and versions ---------------------------------------------------------------------------------------


def test_an_article_comes_back_as_it_was_stored(catalog: SqliteCatalog) -> None:
    article = an_article(
        "The bridge opened. It is new.",
        title="Harrow bridge",
        dek="After nine years",
        dateline="14 March 2025",
        published="2025-03-14T09:30:15",
        fetched=datetime(2025, 3, 14, 10, 0, 0, 123456, tzinfo=UTC),
        source="Harrow Post",
        url="https://example.org/bridge",
        authors=("A. Writer", "Zoë Writer"),
        section="Local",
        language="en",
    )
    (version,) = stored_articles(catalog, [article], stored=datetime(2025, 3, 14, 10, 0, 0, 5, tzinfo=UTC))
    assert catalog.latest(article.id) == catalog.version(article.id, 1) == version


def test_a_date_without_a_time_of_day_stays_one(catalog: SqliteCatalog) -> None:
    (version,) = stored_articles(catalog, [an_article(published="2025-03-14")])
    again = catalog.latest(version.article_id)
    assert again is not None
    assert again.article.published == published("2025-03-14")


def test_an_article_without_a_date_has_none(catalog: SqliteCatalog) -> None:
    (version,) = stored_articles(catalog, [an_article()])
    assert catalog.latest(version.article_id) == version


def test_other_time_zones_are_stored_as_utc(catalog: SqliteCatalog) -> None:
    elsewhere = STORED.astimezone(ZoneInfo("Asia/Tokyo"))
    (version,) = stored_articles(catalog, [an_article()], stored=elsewhere)
    again = catalog.latest(version.article_id)
    assert again is not None
    assert again.stored == STORED
    assert again.stored.tzinfo is UTC


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(min_size=1, max_size=200), cuts=st.sets(st.integers(0, 200), max_size=8))
def test_any_text_is_stored_exactly_and_its_passages_are_its_slices(
    catalog: SqliteCatalog, body: str, cuts: set[int]
) -> None:
    edges = sorted({min(cut, len(body)) for cut in cuts} | {0, len(body)})
    spans = tuple(pairwise(edges))
    version = a_version(body, title=body)
    catalog.store([new_version(version, spans=spans)])
    assert catalog.latest(version.article_id) == version
    stored = catalog.passages_of(version.article_id, 1)
    assert [(p.start, p.end) for p in stored] == list(spans)
    assert all(p.text == body[p.start : p.end] for p in stored)
    opened = catalog.opened([p.id for p in reversed(stored)])
    assert [each.passage for each in opened.values()] == stored[::-1]


def test_a_changed_article_keeps_its_old_text_and_passages(catalog: SqliteCatalog) -> None:
    old, new = stored_articles(
        catalog, [an_article("Nine died. The search goes on.", id="a"), an_article("Ten died.", id="a")]
    )
    record = catalog.record("a")
    assert record is not None
    assert record.versions == (old, new)
    assert catalog.latest("a") == new
    assert [p.text for p in catalog.passages_of("a", 1)] == ["Nine died.", "The search goes on."]
    assert catalog.counts() == {"articles": 1, "versions": 2, "passages": 3, "briefings": 0}


def test_the_text_of_a_version_cannot_be_changed(catalog: SqliteCatalog, tmp_path: Path) -> None:
    stored_articles(catalog, [an_article()])
    with sqlite3.connect(tmp_path / FILE) as db, pytest.raises(sqlite3.IntegrityError, match="never changes"):
        db.execute("UPDATE versions SET body = 'something else'")
    db.close()


@pytest.mark.parametrize("number", [0, 2])
def test_a_version_that_is_not_the_next_one_is_refused(catalog: SqliteCatalog, number: int) -> None:
    with pytest.raises(ValueError, match="cannot follow version 0"):
        catalog.store([new_version(a_version(number=number))])
    assert catalog.counts()["articles"] == 0


def test_all_of_a_batch_is_stored_or_none(catalog: SqliteCatalog) -> None:
    good, bad = a_version(id="good"), a_version(id="bad", number=7)
    with pytest.raises(ValueError, match="version 7"):
        catalog.store([new_version(good), new_version(bad)])
    assert catalog.latest("good") is None
    assert catalog.pending_count("words") == 0
    assert catalog.store([new_version(good)]) == 1


def test_what_was_never_stored_is_not_there(catalog: SqliteCatalog) -> None:
    assert catalog.record("x") is catalog.latest("x") is catalog.version("x", 1) is catalog.tombstone("x") is None
    assert list(catalog.opened([1, 2])) == catalog.passages_of("x", 1) == []
    assert catalog.origin("x") == "x"
    assert catalog.store([]) == 0


def test_passages_come_in_the_order_asked_for_without_those_that_are_gone(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("One. Two. Three.")])
    assert [each.passage.text for each in catalog.opened([3, 99, 1]).values()] == ["Three.", "One."]


def test_an_article_is_found_by_its_url_or_else_by_its_newest_text(catalog: SqliteCatalog) -> None:
    by_url, by_text = an_article("One.", id="a", url="https://example.org/a"), an_article("Two.", id="b")
    stored_articles(catalog, [by_url, by_text])
    assert catalog.find(url="https://example.org/a") == "a"
    assert catalog.find(url="https://example.org/other", sha256=by_text.sha256) == "b"
    assert catalog.find(url="", sha256="0") is None
    stored_articles(catalog, [replace(by_text, body="Two, changed.")])
    assert catalog.find(sha256=by_text.sha256) is None


# --- near-copies -------------------------------------------------------------------------------------------------


def copy_of(origin_id: str, **fields: object) -> NewVersion:
    return replace(new_version(a_version(**fields)), origin_id=origin_id, outcome="near_copy")


def test_candidates_for_near_copies_share_a_band(catalog: SqliteCatalog) -> None:
    one, two = a_version(id="a"), a_version(id="b")
    catalog.store([new_version(one, signature=b"s1", bands=(1, 2**64 - 1)), new_version(two, bands=(2, 3))])
    assert catalog.sharing_bands([2**64 - 1, 77]) == [("a", b"s1")]
    assert catalog.sharing_bands([1, 3]) == [("a", b"s1"), ("b", b"")]
    assert catalog.sharing_bands([]) == []


def test_a_new_version_replaces_the_bands_of_the_one_before(catalog: SqliteCatalog) -> None:
    catalog.store([new_version(a_version(id="a"), signature=b"old", bands=(1,))])
    catalog.store([new_version(a_version("New.", id="a", number=2), signature=b"new", bands=(2,))])
    assert catalog.sharing_bands([1]) == []
    assert catalog.sharing_bands([2]) == [("a", b"new")]


def test_copies_and_copies_of_copies_have_one_origin(catalog: SqliteCatalog) -> None:
    catalog.store([new_version(a_version(id="a")), copy_of("a", id="b"), copy_of("b", id="c")])
    assert catalog.origins(["c", "b", "a", "x"]) == {"a": "a", "b": "a", "c": "a", "x": "x"}
    copies = {article_id: record.near_copies for article_id in "abc" if (record := catalog.record(article_id))}
    assert copies == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}


# --- what may be searched ----------------------------------------------------------------------------------------


def test_without_filters_nothing_is_restricted(catalog: SqliteCatalog) -> None:
    assert catalog.selected(Filters()) is None


@pytest.fixture
def three_days(catalog: SqliteCatalog) -> SqliteCatalog:
    articles = [
        an_article("First.", published="2025-03-13T23:59:59", source="Écho du Nord", section="Sport", language="fr"),
        an_article("Second.", published="2025-03-14", source="Harrow Post", section="Local", language="en"),
        an_article("Third.", published="2025-03-14T23:59:59", source="ÉCHO DU NORD", section="local", language="fr"),
        an_article("Fourth.", published="2025-03-15T00:00:00", source="Post", section="", language="en"),
        an_article("Undated.", source="Post"),
    ]
    stored_articles(catalog, articles)
    return catalog


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(since=date(2025, 3, 14)), {"Second.", "Third.", "Fourth."}),
        (Filters(until=date(2025, 3, 14)), {"First.", "Second.", "Third."}),
        (Filters(since=date(2025, 3, 14), until=date(2025, 3, 14)), {"Second.", "Third."}),
        (Filters(until=date.max), {"First.", "Second.", "Third.", "Fourth."}),
        (Filters(since=date.min), {"First.", "Second.", "Third.", "Fourth."}),
        (Filters(sources=("écho du nord",)), {"First.", "Third."}),
        (Filters(sources=("POST", "Harrow post")), {"Second.", "Fourth.", "Undated."}),
        (Filters(sources=("Nobody",)), set()),
        (Filters(sections=("LOCAL",)), {"Second.", "Third."}),
        (Filters(languages=("FR",), until=date(2025, 3, 13)), {"First."}),
        (Filters(since=date(2025, 3, 16)), set()),
    ],
)
def test_filters_select_by_day_source_section_and_language(
    three_days: SqliteCatalog, filters: Filters, found: set[str]
) -> None:
    assert texts(three_days, filters) == found
    assert {version.article.body for version in three_days.articles(filters=filters)} == found
    assert three_days.searched(filters).articles == len(found)


def test_only_the_newest_version_is_selected(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("Nine died.", id="a", source="Post"), an_article("Ten died.", id="a")])
    assert texts(catalog, Filters(sources=("post",))) == set()
    assert texts(catalog, Filters(until=date.max)) == set()
    stored_articles(catalog, [an_article("Eleven died.", id="a", source="Post")])
    assert texts(catalog, Filters(sources=("post",))) == {"Eleven died."}


def test_as_of_selects_what_was_the_newest_version_at_the_end_of_that_day(catalog: SqliteCatalog) -> None:
    midnight = datetime(2025, 3, 15, tzinfo=UTC)
    stored_articles(catalog, [an_article("Nine died.", id="a")], stored=midnight - timedelta(microseconds=1))
    stored_articles(catalog, [an_article("Ten died.", id="a"), an_article("A vote.", id="b")], stored=midnight)
    assert texts(catalog, Filters(as_of=date(2025, 3, 13))) == set()
    assert texts(catalog, Filters(as_of=date(2025, 3, 14))) == {"Nine died."}
    assert texts(catalog, Filters(as_of=date(2025, 3, 15))) == {"Ten died.", "A vote."}


def test_searched_says_how_many_articles_from_whom_and_from_when(three_days: SqliteCatalog) -> None:
    three_days.mark_indexed("vectors", [1, 2, 3])
    sources = ("Harrow Post", "Post", "ÉCHO DU NORD", "Écho du Nord")
    everything = Searched(5, sources, since=date(2025, 3, 13), until=date(2025, 3, 15), without_vectors=2)
    assert three_days.searched(Filters()) == everything
    one = three_days.searched(Filters(sources=("harrow post",)))
    assert one == Searched(1, ("Harrow Post",), since=date(2025, 3, 14), until=date(2025, 3, 14))
    assert three_days.searched(Filters(sources=("Nobody",))) == Searched(0)


def test_searched_counts_what_waits_of_the_versions_that_the_day_allows(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("Nine died. So they say.", id="a")], stored=STORED)
    stored_articles(catalog, [an_article("Ten died.", id="a")], stored=STORED + timedelta(days=2))
    catalog.mark_indexed("vectors", [3])
    assert catalog.searched(Filters(as_of=STORED.date())).without_vectors == 2
    assert catalog.searched(Filters()).without_vectors == 0


def test_superseded_are_the_passages_of_all_versions_but_the_newest(catalog: SqliteCatalog) -> None:
    assert catalog.superseded() == frozenset()
    for body in ("Nine died. So they say.", "Ten died.", "Eleven died."):
        stored_articles(catalog, [an_article(body, id="a"), an_article("A vote.", id="b")][: 1 + (body[0] == "N")])
    assert catalog.superseded() == {p.id for n in (1, 2) for p in catalog.passages_of("a", n)}


def test_articles_come_latest_published_first_and_undated_last(three_days: SqliteCatalog) -> None:
    bodies = [version.article.body for version in three_days.articles()]
    assert bodies == ["Fourth.", "Third.", "Second.", "First.", "Undated."]
    assert [version.article.body for version in three_days.articles(limit=2, offset=1)] == ["Third.", "Second."]


def test_published_between_is_oldest_first_and_ends_before_until(three_days: SqliteCatalog) -> None:
    since, until = datetime(2025, 3, 14, tzinfo=UTC), datetime(2025, 3, 15, tzinfo=UTC)
    assert [v.article.body for v in three_days.published_between(since, until)] == ["Second.", "Third."]


def test_an_abandoned_iteration_holds_nothing_up(three_days: SqliteCatalog) -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    half_way = iter(three_days.published_between(since, since + timedelta(days=365)))
    next(half_way)
    stored_articles(three_days, [an_article("Fifth.", published="2025-03-16")])
    assert len(list(half_way)) == 3


def test_sources_and_sections_are_those_of_newest_versions(three_days: SqliteCatalog) -> None:
    assert three_days.sources() == ("Harrow Post", "Post", "ÉCHO DU NORD", "Écho du Nord")
    assert three_days.sections() == ("Local", "Sport", "local")
    stored_articles(three_days, [an_article("A", id="x", source="Old"), an_article("B", id="x", source="Post")])
    assert "Old" not in three_days.sources()


# --- the outbox --------------------------------------------------------------------------------------------------


def test_new_passages_wait_for_both_indexes_newest_first(catalog: SqliteCatalog) -> None:
    stored_articles(
        catalog,
        [
            an_article("Old."),
            an_article("New. Newer.", published="2025-03-15"),
            an_article("Middle.", published="2025-03-14"),
        ],
    )
    for index in ("words", "vectors"):
        assert [p.text for p in catalog.pending(index, limit=10)] == ["New.", "Newer.", "Middle.", "Old."]
        assert catalog.pending_count(index) == 4
    assert [p.text for p in catalog.pending("words", limit=1)] == ["New."]


def test_what_is_marked_waits_no_longer_in_that_index_and_moves_its_generation(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("One. Two.")])
    words, vectors = catalog.generation("words"), catalog.generation("vectors")
    catalog.mark_indexed("words", [1])
    assert [p.id for p in catalog.pending("words", limit=10)] == [2]
    assert catalog.pending_count("vectors") == 2
    assert (catalog.generation("words"), catalog.generation("vectors")) == (words + 1, vectors)


def test_the_passages_of_all_versions_are_to_be_forgotten_with_their_article_even_if_they_still_waited(
    catalog: SqliteCatalog,
) -> None:
    stored_articles(catalog, [an_article("One. Two.", id="a")])
    catalog.mark_indexed("words", [1, 2])
    stored_articles(catalog, [an_article("Three.", id="a")])
    catalog.remove(["a"], removed=STORED)
    for index in ("words", "vectors"):
        assert sorted(catalog.gone(index, limit=10)) == [1, 2, 3]
        assert catalog.pending(index, limit=10) == []


def test_resetting_asks_for_every_passage_and_still_for_what_is_gone(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("One.", id="a"), an_article("Two.", id="b"), an_article("Gone.", id="c")])
    for index in ("words", "vectors"):
        catalog.mark_indexed(index, [1, 2, 3])
    stored_articles(catalog, [an_article("Three.", id="a")])
    catalog.remove(["c"], removed=STORED)
    before = catalog.generation("words")
    catalog.reset_outbox()
    for index in ("words", "vectors"):
        assert {p.text for p in catalog.pending(index, limit=10)} == {"One.", "Two.", "Three."}
        assert catalog.gone(index, limit=10) == [3]
    assert catalog.generation("words") > before


# --- briefings, export, tombstones -------------------------------------------------------------------------------


def test_a_repeated_briefing_is_a_new_row_and_the_newest_is_shown(catalog: SqliteCatalog) -> None:
    day = date(2025, 3, 14)
    for stored in ('{"n": 1}', '{"n": 2}'):
        put(catalog, stored, day)
    assert catalog.counts()["briefings"] == 2
    assert catalog.briefings() == [(day, "", '{"n": 2}')]
    assert [row["briefing"] for row in catalog.export_rows() if row["kind"] == "briefing"] == [{"n": 1}, {"n": 2}]


def test_a_stored_briefing_cannot_be_changed(catalog: SqliteCatalog, tmp_path: Path) -> None:
    put(catalog, "{}", date(2025, 3, 14))
    with sqlite3.connect(tmp_path / FILE) as db, pytest.raises(sqlite3.IntegrityError, match="never changes"):
        db.execute("UPDATE briefings SET json = '[]'")
    db.close()


def test_earlier_briefings_are_of_earlier_dates_of_the_same_topic_latest_first(catalog: SqliteCatalog) -> None:
    for day, topic, stored in [(12, "", "a"), (13, "", "b"), (13, "", "c"), (13, "trade", "d"), (14, "", "e")]:
        put(catalog, stored, date(2025, 3, day), topic)
    assert catalog.briefings_before(date(2025, 3, 14)) == ["c", "a"]
    assert catalog.briefings_before(date(2025, 3, 14), topic="trade") == ["d"]
    assert catalog.briefings_before(date(2025, 3, 12)) == []
    assert [(day.day, topic) for day, topic, _ in catalog.briefings()] == [(14, ""), (13, "trade"), (13, ""), (12, "")]


def test_a_tombstone_says_when_an_article_went(catalog: SqliteCatalog, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("INSERT INTO tombstones VALUES ('a', '2025-03-20T12:00:00.000000Z')")
    db.close()
    assert catalog.tombstone("a") == Tombstone("a", STORED)
    assert {"kind": "tombstone", "id": "a", "removed": "2025-03-20T12:00:00.000000Z"} in list(catalog.export_rows())


def test_the_catalog_finds_itself_whole(catalog: SqliteCatalog, tmp_path: Path) -> None:
    stored_articles(catalog, [an_article()])
    assert catalog.check() == "ok"
    db = sqlite3.connect(tmp_path / FILE)  # foreign keys are off unless asked for
    db.execute("DELETE FROM versions")
    db.commit()
    db.close()
    assert "passages refers to a missing row of versions" in catalog.check()


# --- several at once ---------------------------------------------------------------------------------------------


def test_many_threads_write_and_read_at_once_and_nothing_is_lost(catalog: SqliteCatalog) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for i in range(20):
                stored_articles(catalog, [an_article("One. Two.", id=f"{name}-{i}")])
                assert catalog.latest(f"{name}-{i}") is not None
                assert catalog.searched(Filters()).articles > i
        except BaseException as failure:  # noqa: BLE001  (shown below, in the test's own thread)
            failures.append(failure)

    threads = [Thread(target=work, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert catalog.counts() == {"articles": 120, "versions": 120, "passages": 240, "briefings": 0}


def test_a_reader_never_waits_for_a_writer(catalog: SqliteCatalog, tmp_path: Path) -> None:
    stored_articles(catalog, [an_article(id="a")])
    writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    assert catalog.latest("a") is not None
    assert catalog.check() == "ok"
    writer.execute("ROLLBACK")
    writer.close()


def test_two_catalogs_of_one_folder_see_each_other(catalog: SqliteCatalog, tmp_path: Path) -> None:
    other = SqliteCatalog(tmp_path)
    stored_articles(catalog, [an_article(id="a")])
    assert isinstance(other.latest("a"), Version)


def test_a_refused_operation_is_one_of_our_errors(catalog: SqliteCatalog, tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("DROP TABLE outbox")
    db.commit()
    db.close()
    with pytest.raises(ArchiveError, match="dateline doctor"):
        catalog.pending_count("words")


def test_a_closed_catalog_opens_again_by_itself(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article(id="a")])
    catalog.close()
    assert catalog.latest("a") is not None
