"""Catching up and rebuilding, with the real catalog and the real indexes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import get_ident

import pytest
from builders import STORED, a_version, an_archive, an_article, stored_articles
from fakes import FakeEmbedder

from eval.bench.ingest_articles import lines
from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.adapters.sqlite import SqliteCatalog
from rag.archive import indexing
from rag.archive.indexing import Indexer
from rag.domain.errors import ArchiveNotWritable
from rag.domain.ingest import IngestProgress
from rag.domain.passage import Passage, embedding_text
from rag.domain.question import Filters
from rag.ports import TokenVectors

Archive = tuple[SqliteCatalog, Indexer]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return an_archive(tmp_path, FakeEmbedder())


def found_by_words(archive: Archive, words: str) -> list[str]:
    catalog, indexer = archive
    return [o.passage.text for o in catalog.opened([i for i, _ in indexer.words.search(words, 10)]).values()]


def found_by_vector(archive: Archive, text: str) -> str:
    catalog, indexer = archive
    ((passage_id, _),) = indexer.vectors.nearest(indexer.embedder.embed([text])[0], 1)
    return catalog.opened([passage_id])[passage_id].passage.text


def counts(archive: Archive) -> tuple[int, int, int]:
    catalog, indexer = archive
    return catalog.counts()["passages"], indexer.words.count(), indexer.vectors.count()


def passage_of(text: str) -> Passage:
    return Passage("a", 1, 0, len(text), text)


def test_a_passage_is_embedded_with_its_headline_and_day() -> None:
    version = a_version("It opened.", title="Harrow bridge", published="2025-03-14T09:30")
    assert embedding_text(passage_of("It opened."), version) == "Harrow bridge · 2025-03-14\nIt opened."


def test_without_headline_and_day_it_is_embedded_as_it_is() -> None:
    assert embedding_text(passage_of("It opened."), a_version("It opened.")) == "It opened."


def test_what_was_stored_is_found_in_both_indexes_after_catching_up(archive: Archive) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened. A storm came."), an_article("The court ruled.")])
    indexer.catch_up(vectors=True)
    assert counts(archive) == (3, 3, 3)
    assert found_by_words(archive, "storm") == ["A storm came."]
    assert found_by_vector(archive, "the court ruled") == "The court ruled."
    assert catalog.pending_count("words") == catalog.pending_count("vectors") == 0


def test_words_alone_can_be_caught_up_and_vectors_follow_later(archive: Archive) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened.")])
    indexer.catch_up(vectors=False)
    assert counts(archive) == (1, 1, 0)
    indexer.catch_up(vectors=True)
    assert counts(archive) == (1, 1, 1)


def test_the_passages_of_every_version_stay_in_the_indexes(archive: Archive) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("Nine people died. The search goes on.", id="a")])
    indexer.catch_up(vectors=True)
    stored_articles(catalog, [an_article("Ten people died.", id="a")])
    indexer.catch_up(vectors=True)
    assert counts(archive) == (3, 3, 3)
    assert set(found_by_words(archive, "people search")) == {
        "Nine people died.",
        "The search goes on.",
        "Ten people died.",
    }


def test_what_was_removed_is_forgotten_and_scores_are_those_of_an_index_that_never_held_it(tmp_path: Path) -> None:
    archive = catalog, indexer = an_archive(tmp_path / "one", FakeEmbedder())
    stored_articles(catalog, [an_article(f"The {w} opened. It is new.", id=w) for w in ("bridge", "court", "school")])
    indexer.catch_up(vectors=True)
    catalog.remove(["court"], removed=STORED)
    indexer.forget()
    assert counts(archive) == (4, 4, 4)
    other, never = an_archive(tmp_path / "other", FakeEmbedder())
    stored_articles(other, [an_article(f"The {w} opened. It is new.", id=w) for w in ("bridge", "school")])
    never.catch_up(vectors=True)
    for question in ("bridge opened", "new court"):
        scores = [score for _, score in indexer.words.search(question, 10)]
        assert scores == [score for _, score in never.words.search(question, 10)]


def test_a_removal_that_is_cut_off_is_finished_by_the_next_catching_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened.", id="a"), an_article("A storm came.", id="b")])
    indexer.catch_up(vectors=True)
    catalog.remove(["a"], removed=STORED)
    for dies_in, named in ((indexer.words, "clear"), (indexer.words, "add"), (catalog, "mark_indexed")):
        with monkeypatch.context() as patched:
            patched.setattr(dies_in, named, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
            with pytest.raises(KeyboardInterrupt):
                indexer.forget()
    indexer.catch_up(vectors=True)
    assert counts(archive) == (1, 1, 1)
    assert found_by_words(archive, "bridge storm") == ["A storm came."]


def test_the_newest_are_embedded_first(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, indexer = archive
    monkeypatch.setattr(indexing, "VECTORS_AT_ONCE", 1)
    stored_articles(catalog, [an_article(f"Day {d}.", published=f"2025-03-1{d}") for d in (3, 5, 4)])
    indexer.catch_up(vectors=True)
    assert isinstance(indexer.embedder, FakeEmbedder)
    assert [text.split("\n")[1] for text in indexer.embedder.embedded] == ["Day 5.", "Day 4.", "Day 3."]


def test_progress_counts_what_still_waits(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, indexer = archive
    monkeypatch.setattr(indexing, "VECTORS_AT_ONCE", 2)
    stored_articles(catalog, [an_article("One. Two. Three.")])
    told: list[IngestProgress] = []
    indexer.catch_up(vectors=True, progress=told.append)
    assert [(p.current, p.passages_waiting) for p in told] == [
        ("indexing words", 3),
        ("embedding", 1),
        ("embedding", 0),
    ]


def test_catching_up_twice_embeds_once(archive: Archive) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened.")])
    indexer.catch_up(vectors=True)
    indexer.catch_up(vectors=True)
    assert isinstance(indexer.embedder, FakeEmbedder)
    assert len(indexer.embedder.embedded) == 1


def test_an_embedder_that_fails_loses_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened.")])
    with monkeypatch.context() as patched:
        patched.setattr(indexer.embedder, "embed", lambda _: (_ for _ in ()).throw(MemoryError()))
        with pytest.raises(MemoryError):
            indexer.catch_up(vectors=True)
    assert counts(archive) == (1, 1, 0)
    indexer.catch_up(vectors=True)
    assert counts(archive) == (1, 1, 1)


def test_a_rebuild_brings_back_equal_counts_and_the_same_hits(tmp_path: Path) -> None:
    archive = catalog, indexer = an_archive(tmp_path, FakeEmbedder())
    stored_articles(catalog, [an_article(f"The {w} opened. It is new.") for w in ("bridge", "court", "school")])
    stored_articles(catalog, [an_article("The bridge closed.", id="article-b")])
    indexer.catch_up(vectors=True)
    questions = ["bridge opened", "new court", "closed"]
    vectors = indexer.embedder.embed(questions)
    before = [indexer.words.search(q, 10) for q in questions], [indexer.vectors.nearest(v, 10) for v in vectors]
    indexer.rebuild()
    assert counts(archive) == (7, 7, 7)
    after = [indexer.words.search(q, 10) for q in questions], [indexer.vectors.nearest(v, 10) for v in vectors]
    assert after == before


def test_a_rebuild_that_is_cut_off_is_finished_by_the_next_catching_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, indexer = archive
    stored_articles(catalog, [an_article("The bridge opened. A storm came.", id="a")])
    indexer.catch_up(vectors=True)
    stored_articles(catalog, [an_article("The bridge closed.", id="a")])
    with monkeypatch.context() as patched:
        patched.setattr(indexer.words, "clear", lambda: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            indexer.rebuild()
    indexer.catch_up(vectors=True)
    assert counts(archive) == (3, 3, 3)
    assert found_by_words(archive, "closed") == ["The bridge closed."]


def test_another_embedder_takes_over_by_a_rebuild(tmp_path: Path) -> None:
    catalog, indexer = an_archive(tmp_path, FakeEmbedder())
    stored_articles(catalog, [an_article("The bridge opened.")])
    indexer.catch_up(vectors=True)
    archive = catalog, indexer = an_archive(tmp_path, FakeEmbedder(dim=32, fingerprint="other"))
    indexer.rebuild()
    assert counts(archive) == (1, 1, 1)
    assert found_by_vector(archive, "bridge") == "The bridge opened."


@pytest.mark.parametrize("waiting", [True, False])
def test_a_word_index_that_a_kill_left_unreadable_is_made_anew_without_being_asked(
    tmp_path: Path, waiting: bool
) -> None:
    catalog, indexer = an_archive(tmp_path, FakeEmbedder())
    stored_articles(catalog, [an_article("The ferry to Sollen stops for the winter.")])
    indexer.catch_up(vectors=True)
    if waiting:
        stored_articles(catalog, [an_article("The bridge at Harrow opened.")])
    for file in (tmp_path / "words").glob("*.store"):
        file.unlink()
    reopened = an_archive(tmp_path, FakeEmbedder())
    reopened[1].catch_up(vectors=True)
    assert found_by_words(reopened, "ferry") == ["The ferry to Sollen stops for the winter."]
    assert found_by_words(reopened, "bridge") == (["The bridge at Harrow opened."] if waiting else [])
    assert counts(reopened) == (catalog.counts()["passages"],) * 3


def test_while_a_batch_is_embedded_the_one_before_is_written_and_none_is_embedded_twice(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, indexer = archive
    monkeypatch.setattr(indexing, "VECTORS_AT_ONCE", 10)
    stored_articles(catalog, [an_article(f"Report {n} came.", published="2025-03-14") for n in range(47)])
    indexer.catch_up(vectors=True)
    assert isinstance(indexer.embedder, FakeEmbedder)
    assert len(indexer.embedder.embedded) == len(set(indexer.embedder.embedded)) == 47
    assert counts(archive) == (47, 47, 47)
    assert catalog.pending_count("vectors") == 0


def test_what_was_embedded_before_a_write_failed_is_done_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, indexer = archive
    monkeypatch.setattr(indexing, "VECTORS_AT_ONCE", 10)
    stored_articles(catalog, [an_article(f"Report {n} came.") for n in range(35)])
    add = indexer.vectors.add
    left = [2]

    def failing(*given: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ArchiveNotWritable("here", "the disk is full")
        add(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(indexer.vectors, "add", failing)
        with pytest.raises(ArchiveNotWritable):
            indexer.catch_up(vectors=True)
    assert catalog.pending_count("vectors") == 15
    assert counts(archive) == (35, 35, 20)
    indexer.catch_up(vectors=True)
    assert counts(archive) == (35, 35, 35)


def test_progress_is_told_from_the_thread_that_asked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, indexer = archive
    monkeypatch.setattr(indexing, "VECTORS_AT_ONCE", 2)
    stored_articles(catalog, [an_article("One. Two. Three. Four. Five.")])
    threads = set[int]()
    indexer.catch_up(vectors=True, progress=lambda _: threads.add(get_ident()))
    assert threads == {get_ident()}


def test_a_rebuilt_archive_gives_the_same_hits_with_the_same_scores(tmp_path: Path) -> None:
    """Passages that came over several ingests, in another order than a rebuild takes them, some of them corrected
    since and some removed; the packaged model."""
    archive = catalog, indexer = an_archive(tmp_path, OnnxEmbedder())
    made = [json.loads(line) for line in lines(60, words=70)]
    for start in range(0, 60, 20):
        some = made[start : start + 20]
        articles = [an_article(a["body"], title=a["title"], published=a["published"][:10]) for a in some]
        stored_articles(catalog, articles)
        indexer.catch_up(vectors=True)
    ids = catalog.ids(Filters())
    stored_articles(catalog, [an_article(f"{made[n]['body']} This was corrected.", id=ids[n]) for n in range(0, 60, 4)])
    indexer.catch_up(vectors=True)
    catalog.remove(ids[1::20], removed=STORED)
    indexer.catch_up(vectors=True)
    queries = [
        "bridge",
        "council water",
        "the",
        *(a["title"] for a in made[:10]),
        *(a["body"][:90] for a in made[10:20]),
    ]
    vectors = indexer.embedder.embed(queries)

    def found() -> list[object]:
        return [[indexer.words.search(q, 20) for q in queries], [indexer.vectors.nearest(v, 20) for v in vectors]]

    before = found()
    indexer.rebuild()
    assert counts(archive)[0] > 200
    assert found() == before


class Pieces:
    """Word pieces by passage, in memory. Satisfies TokenIndex."""

    def __init__(self) -> None:
        self.held: dict[int, TokenVectors] = {}

    def add(self, passage_ids: Sequence[int], tokens: Sequence[TokenVectors]) -> None:
        self.held.update(zip(passage_ids, tokens, strict=True))

    def remove(self, passage_ids: Sequence[int]) -> None:
        for passage_id in passage_ids:
            self.held.pop(passage_id, None)

    def count(self) -> int:
        return len(self.held)

    def clear(self) -> None:
        self.held.clear()


def with_pieces(folder: Path) -> tuple[SqliteCatalog, Indexer, Pieces]:
    catalog, indexer = an_archive(folder, FakeEmbedder())
    pieces = Pieces()
    whole = FakeEmbedder()
    return catalog, Indexer(catalog, indexer.words, indexer.vectors, whole, tokens=(pieces, whole)), pieces


def test_word_pieces_are_written_forgotten_and_made_anew_with_the_vectors(tmp_path: Path) -> None:
    catalog, indexer, pieces = with_pieces(tmp_path)
    court = an_article("The court ruled.")
    stored_articles(catalog, [an_article("Nine people died. The search goes on.", id="a"), court])
    indexer.catch_up(vectors=True)
    assert len(pieces.held) == indexer.vectors.count() == 3
    stored_articles(catalog, [an_article("Ten people died.", id="a")])
    indexer.catch_up(vectors=True)
    assert len(pieces.held) == indexer.vectors.count() == 4
    catalog.remove(["a"], removed=STORED)
    indexer.forget()
    assert len(pieces.held) == indexer.vectors.count() == 1
    indexer.rebuild()
    assert len(pieces.held) == indexer.vectors.count() == 1


def test_an_archive_that_was_embedded_without_word_pieces_gets_them_at_the_next_catching_up(tmp_path: Path) -> None:
    catalog, plain = an_archive(tmp_path, FakeEmbedder())
    stored_articles(catalog, [an_article("The bridge opened. A storm came.")])
    plain.catch_up(vectors=True)
    catalog, indexer, pieces = with_pieces(tmp_path)
    indexer.catch_up(vectors=True)
    assert len(pieces.held) == indexer.vectors.count() == 2


def test_a_batch_whose_vectors_fail_is_done_once_more_with_its_word_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, indexer, pieces = with_pieces(tmp_path)
    stored_articles(catalog, [an_article("The bridge opened.")])
    with monkeypatch.context() as patched:
        patched.setattr(indexer.vectors, "add", lambda *_: (_ for _ in ()).throw(MemoryError()))
        with pytest.raises(MemoryError):
            indexer.catch_up(vectors=True)
    indexer.catch_up(vectors=True)
    assert len(pieces.held) == indexer.vectors.count() == 1
