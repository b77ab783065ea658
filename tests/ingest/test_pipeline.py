"""The road into a real catalog: what is added, what is the same, what is a new version, what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import FakeFetcher, Sentences

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.article import Version
from rag.domain.fetch import FetchState
from rag.domain.ingest import IngestProgress, IngestReport
from rag.ingest.identity import id_from
from rag.ingest.pipeline import Pipeline
from rag.ingest.web import Web
from rag.ports import NewVersion
from rag.resources import bundled

NOW = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
WIRE = (
    "The port of Harrow reopened on Tuesday after three days of storms, the harbour authority said. Two of its nine "
    "cranes stay shut until May because their foundations have to be examined. Ships had waited off the coast since "
    "Saturday, among them the ferry Northern Light with 240 passengers on board. Nobody was hurt."
)


class Recording:
    """An indexer that notes what it was asked for and whether the lock was held."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def catch_up(self, *, vectors: bool, progress: Callable[[IngestProgress], None] | None = None) -> None:
        self.asked.append(vectors)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path / "archive")
    yield catalog
    catalog.close()


def no_web() -> Web:
    return Web(FakeFetcher(), lambda _: None, user_agent="Dateline", clock=lambda: NOW)


def ingest(catalog: SqliteCatalog, *rows: dict[str, object], source: str = "-") -> IngestReport:
    pipeline = Pipeline(catalog, no_web(), Sentences(), Recording(), clock=lambda: NOW)
    stdin = io.BytesIO(b"\n".join(json.dumps(row).encode() for row in rows))
    return pipeline.ingest([source], stdin=stdin, names={}, wait=True, progress=None)


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.unchanged, report.new_versions, report.near_copies


def content(catalog: SqliteCatalog) -> list[dict[str, object]]:
    return list(catalog.export_rows())


def test_the_seed_page_goes_in_with_its_passages(catalog: SqliteCatalog) -> None:
    report = ingest(catalog, source=str(bundled("seeds")))
    assert counts(report) == (1, 0, 0, 0)
    assert report.passages > 10
    assert report.failed == ()
    (version,) = catalog.articles()
    assert version.article.published is not None
    assert (version.article.published.isoformat(), version.article.language) == ("2025-03-14", "en")
    for passage in catalog.passages_of(version.article_id, 1):
        assert version.article.body[passage.start : passage.end] == passage.text


def test_the_same_input_twice_writes_nothing(catalog: SqliteCatalog) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "body": "One."},
        {"body": "Two."},
        {"body": WIRE, "url": "https://x.example/w"},
    ]
    ingest(catalog, *rows)
    before = content(catalog)
    report = ingest(catalog, *rows)
    assert counts(report) == (0, 3, 0, 0)
    assert report.passages == 0
    assert content(catalog) == before


def test_an_input_with_two_states_of_an_article_adds_them_once(catalog: SqliteCatalog) -> None:
    rows: list[dict[str, object]] = [{"id": "a", "body": "One."}, {"id": "a", "body": "Two."}]
    assert counts(ingest(catalog, *rows)) == (1, 0, 1, 0)
    assert counts(ingest(catalog, *rows)) == (0, 2, 0, 0)
    assert [v.article.body for v in _versions(catalog, "a")] == ["One.", "Two."]


def test_equal_articles_within_one_input_are_one(catalog: SqliteCatalog) -> None:
    same: dict[str, object] = {"body": "One."}
    by_url: dict[str, object] = {"body": "Two.", "url": "https://x.example/2"}
    assert counts(ingest(catalog, same, same, by_url, {**by_url, "url": "https://x.example/2/#top"})) == (2, 2, 0, 0)


@pytest.mark.parametrize("batch", [1, 64])
def test_what_one_input_holds_is_the_same_in_one_batch_or_several(
    catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("rag.ingest.pipeline._BATCH", batch)
    rows: list[dict[str, object]] = [
        {"id": "a", "body": "One.", "url": "https://x.example/1"},
        {"body": "One.", "url": "https://x.example/1"},
        {"body": "One."},
        {"id": "a", "body": "Two."},
        {"body": "One."},
    ]
    assert counts(ingest(catalog, *rows)) == (2, 2, 1, 0)
    before = content(catalog)
    assert counts(ingest(catalog, *rows))[1:] == (5, 0, 0)
    assert content(catalog) == before


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(catalog: SqliteCatalog) -> None:
    ingest(catalog, {"id": "a", "body": "Nine people came."})
    assert counts(ingest(catalog, {"id": "a", "body": "Ten people came."})) == (0, 0, 1, 0)
    assert [v.article.body for v in _versions(catalog, "a")] == ["Nine people came.", "Ten people came."]


def test_a_given_id_decides_before_address_and_text(catalog: SqliteCatalog) -> None:
    row: dict[str, object] = {"body": "One.", "url": "https://x.example/1"}
    assert counts(ingest(catalog, {**row, "id": "a"}, {**row, "id": "b"})) == (2, 0, 0, 0)
    assert counts(ingest(catalog, {"id": "a", "body": "Other.", "url": "https://x.example/2"})) == (0, 0, 1, 0)


def test_without_an_id_the_address_decides(catalog: SqliteCatalog) -> None:
    ingest(catalog, {"body": "One.", "url": "https://x.example/1?utm_source=mail"})
    assert counts(ingest(catalog, {"body": "Two.", "url": "https://X.example/1/"})) == (0, 0, 1, 0)
    assert len(_versions(catalog, id_from("https://x.example/1"))) == 2


def test_an_article_keeps_its_address_in_a_version_that_gives_none(catalog: SqliteCatalog) -> None:
    ingest(catalog, {"id": "a", "body": "One.", "url": "https://x.example/1"}, {"id": "a", "body": "Two."})
    assert catalog.find(url="https://x.example/1") == "a"


def test_articles_of_one_front_page_address_are_not_versions_of_each_other(catalog: SqliteCatalog) -> None:
    front = "https://x.example/"
    assert counts(ingest(catalog, {"body": "One.", "url": front}, {"body": "Two.", "url": front})) == (2, 0, 0, 0)


def test_a_wire_story_under_another_name_is_a_near_copy_of_the_first(catalog: SqliteCatalog) -> None:
    endings = ("", " It rained.", " The sun shone.")
    rows: list[dict[str, object]] = [{"id": f"w{n}", "body": WIRE + end} for n, end in enumerate(endings)]
    assert counts(ingest(catalog, *rows[:2])) == (1, 0, 0, 1)
    assert counts(ingest(catalog, rows[2])) == (0, 0, 0, 1)
    assert catalog.origins(["w0", "w1", "w2"]) == {"w0": "w0", "w1": "w0", "w2": "w0"}


def test_a_new_version_of_a_near_copy_stays_in_its_group(catalog: SqliteCatalog) -> None:
    ingest(catalog, {"id": "w0", "body": WIRE}, {"id": "w1", "body": f"{WIRE} More."})
    assert counts(ingest(catalog, {"id": "w1", "body": f"{WIRE} More. And more."})) == (0, 0, 1, 0)
    assert catalog.origin("w1") == "w0"


@pytest.mark.parametrize(
    ("row", "again"),
    [
        ({"id": "a", "body": "One."}, {"id": "a", "body": "One, corrected."}),
        ({"url": "https://post.example/a", "body": "One."}, {"url": "https://post.example/a", "body": "Corrected."}),
        ({"body": "One."}, {"body": "One."}),
    ],
    ids=["id", "address", "text"],
)
def test_a_removed_article_stays_removed(
    catalog: SqliteCatalog, row: dict[str, object], again: dict[str, object]
) -> None:
    ingest(catalog, row)
    catalog.remove([version.article_id for version in catalog.articles()], removed=NOW)
    assert counts(ingest(catalog, again, {"id": "b", "body": "Two."})) == (1, 1, 0, 0)
    assert [version.article_id for version in catalog.articles()] == ["b"]


def test_a_date_in_the_far_future_is_not_believed(catalog: SqliteCatalog) -> None:
    ingest(catalog, {"id": "a", "body": "One.", "published": "2031-01-01"})
    article = _versions(catalog, "a")[0].article
    assert (article.published, article.dateline) == (None, "2031-01-01")


def test_bad_lines_are_reported_and_the_rest_goes_in(catalog: SqliteCatalog) -> None:
    report = ingest(catalog, {"body": "One."}, {"title": "no body"}, {"body": "Two."})
    assert counts(report) == (2, 0, 0, 0)
    assert [(f.source, f.where) for f in report.failed] == [("-", "line 2")]


def test_where_nothing_can_be_read_the_report_says_so(catalog: SqliteCatalog) -> None:
    report = ingest(catalog, source="/nowhere/at/all")
    assert report.read == 0
    assert len(report.failed) == 1


def test_of_very_many_failures_a_thousand_are_listed(catalog: SqliteCatalog) -> None:
    report = ingest(catalog, *({"title": "no body"} for _ in range(1_500)))
    assert len(report.failed) == 1_001
    assert report.failed[-1].reason == "and 500 more inputs that failed"


def test_articles_are_stored_batch_by_batch_while_the_input_is_read(
    catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    store = catalog.store

    def noting(new: list[NewVersion], fetched: Sequence[FetchState]) -> int:
        sizes.append(len(new))
        return store(new, fetched)

    monkeypatch.setattr(catalog, "store", noting)
    ingest(catalog, *({"body": f"Article number {n}."} for n in range(150)))
    assert sizes == [64, 64, 22]


@pytest.mark.parametrize("wait", [True, False])
def test_the_indexes_are_brought_up_to_date_before_and_after_under_the_lock(
    catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch, wait: bool
) -> None:
    held: list[str] = []

    @contextmanager
    def writing(*, wait_s: float) -> Iterator[None]:
        held.append("taken")
        yield
        held.append("given back")

    class Checking(Recording):
        def catch_up(self, *, vectors: bool, progress: Callable[[IngestProgress], None] | None = None) -> None:
            assert held == ["taken"]
            super().catch_up(vectors=vectors, progress=progress)

    monkeypatch.setattr(catalog, "writing", writing)
    indexer = Checking()
    pipeline = Pipeline(catalog, no_web(), Sentences(), indexer, clock=lambda: NOW)
    pipeline.ingest(["-"], stdin=io.BytesIO(b'{"body": "One."}'), names={}, wait=wait, progress=None)
    assert indexer.asked == [wait, wait]
    assert held == ["taken", "given back"]


def test_progress_counts_the_articles_read(catalog: SqliteCatalog) -> None:
    seen: list[IngestProgress] = []
    pipeline = Pipeline(catalog, no_web(), Sentences(), Recording(), clock=lambda: NOW)
    stdin = io.BytesIO(b'{"body": "One."}\n{"body": "Two."}')
    pipeline.ingest(["-"], stdin=stdin, names={}, wait=True, progress=seen.append)
    assert [p.articles for p in seen] == [1, 2]


def _versions(catalog: SqliteCatalog, article_id: str) -> tuple[Version, ...]:
    record = catalog.record(article_id)
    assert record is not None
    return record.versions
