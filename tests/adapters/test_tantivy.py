"""The word index with real tantivy."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import a_version
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import ends

from rag.adapters import tantivy as tantivy_adapter
from rag.adapters.tantivy import TantivyIndex
from rag.domain.article import Version
from rag.domain.errors import ArchiveLocked, ArchiveNotWritable, IndexDamaged
from rag.domain.passage import Passage

Entry = tuple[Passage, Version]


def entry(passage_id: int, text: str, *, title: str = "", dek: str = "") -> Entry:
    version = a_version(text, title=title, dek=dek)
    return Passage(version.article_id, 1, 0, len(text), text, passage_id), version


def index_of(folder: Path, entries: Sequence[Entry] = ()) -> TantivyIndex:
    index = TantivyIndex(folder / "words", generation=lambda: 0)
    index.add(entries)
    return index


def ids(hits: Sequence[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in hits]


def test_any_of_the_words_is_enough_and_more_of_them_are_better(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, [entry(1, "The bridge closed."), entry(2, "The bridge closed in a storm."), entry(3, "A vote.")]
    )
    assert ids(index.search("storm bridge", 10)) == [2, 1]


def test_other_forms_of_an_english_word_are_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, [entry(1, "Prices were raised.")])
    assert ids(index.search("raising the price", 10)) == [1]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die Zürcher Cafés öffneten", "cafes zurcher"),
        ("Цены выросли в Москве", "москве"),
        ("東京で会議が開かれた", "会議"),
        ("กรุงเทพมหานคร", "กรุงเทพ"),
        ("ارتفعت الأسعار", "الأسعار"),
    ],
)
def test_words_of_other_languages_are_found(tmp_path: Path, text: str, query: str) -> None:
    index = index_of(tmp_path, [entry(1, text), entry(2, "A vote in parliament.")])
    assert ids(index.search(query, 10)) == [1]


def test_headline_and_dek_count_but_less_than_the_text(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        [
            entry(1, "It opened on Monday.", title="Harrow bridge"),
            entry(2, "The Harrow crossing opened.", title="River news"),
            entry(3, "It opened on Monday.", dek="Harrow celebrates"),
        ],
    )
    assert ids(index.search("harrow", 10)) == [2, 1, 3]


def test_adding_again_changes_nothing_not_even_a_score(tmp_path: Path) -> None:
    entries = [entry(1, "The bridge closed."), entry(2, "A vote about the bridge."), entry(3, "A storm.")]
    index = index_of(tmp_path, entries)
    before = index.search("bridge vote", 10)
    index.add(entries[:2])
    assert index.count() == 3
    assert index.search("bridge vote", 10) == before


def test_what_is_to_be_left_out_is_not_found_however_much_of_the_best_it_is(tmp_path: Path) -> None:
    index = index_of(tmp_path, [entry(i, "bridge " * (1 + i % 7)) for i in range(1, 301)])
    everything = ids(index.search("bridge", 300))
    for left_out in (0, 1, 40, 299, 300):
        without = frozenset(everything[:left_out])
        assert ids(index.search("bridge", 10, without=without)) == everything[left_out : left_out + 10]


def test_only_what_is_among_the_allowed_is_found_however_few_or_many_those_are(tmp_path: Path) -> None:
    index = index_of(tmp_path, [entry(i, "bridge " * (1 + i % 7)) for i in range(1, 301)])
    everything = ids(index.search("bridge", 300))
    for size in (1, 5, 14, 16, 100, 299, 300):
        among = frozenset(random.Random(size).sample(range(1, 301), size))
        assert ids(index.search("bridge", 10, among=among)) == [i for i in everything if i in among][:10]
    assert index.search("bridge", 10, among=frozenset()) == []
    assert index.search("bridge", 10, among=frozenset({999})) == []


@pytest.mark.parametrize("k", [1, 5, 12, 40])
def test_equals_come_by_id_in_whatever_order_they_were_indexed(tmp_path: Path, k: int) -> None:
    entries = [entry(n, "The ferry stops." if n % 3 else f"The ferry stops for {n} days.") for n in range(1, 61)]
    found = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(entries, len(entries))
        index = index_of(tmp_path / str(seed), shuffled[:25])
        index.add(shuffled[25:])
        found.append(index.search("ferry stops", k))
    assert found[0] == found[1] == found[2]
    assert found[0] == sorted(found[0], key=lambda hit: (-hit[1], hit[0]))
    assert ids(found[0]) == [n for n in range(1, 61) if n % 3][:k]


@pytest.mark.parametrize("query", ["", " ", '"', "((", "!?", "\ud800"])
def test_a_query_without_words_finds_nothing(tmp_path: Path, query: str) -> None:
    assert index_of(tmp_path, [entry(1, "The bridge closed.")]).search(query, 10) == []


def test_query_syntax_has_no_meaning(tmp_path: Path) -> None:
    index = index_of(tmp_path, [entry(1, "The bridge closed."), entry(2, "A vote.")])
    assert sorted(ids(index.search('NOT +bridge^9 -vote "bridge title:x [a TO z] id:1 AND *', 10))) == [1, 2]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=300), text=st.text(max_size=100))
def test_no_text_makes_a_search_fail(tmp_path: Path, query: str, text: str) -> None:
    index = TantivyIndex(tmp_path / "words", generation=lambda: 0)
    index.add([entry(1, text, title=query)])
    assert set(ids(index.search(query, 5))) <= {1}


def test_a_query_of_a_hundred_thousand_characters_is_answered(tmp_path: Path) -> None:
    index = index_of(tmp_path, [entry(1, "The bridge closed.")])
    assert ids(index.search("bridge " + " ".join(f"w{i}" for i in range(15_000)), 10)) == [1]


def test_an_index_opened_before_sees_what_another_wrote_once_the_generation_moves(tmp_path: Path) -> None:
    generation = 0
    reader = TantivyIndex(tmp_path / "words", generation=lambda: generation)
    assert reader.count() == 0
    index_of(tmp_path, [entry(1, "The bridge closed.")])
    generation = 1
    assert ids(reader.search("bridge", 10)) == [1]


def test_a_batch_that_fails_half_way_leaves_nothing_and_the_index_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, [entry(1, "The bridge closed.")])
    whole = tantivy_adapter._document

    def failing(passage: Passage, version: Version) -> object:
        return whole(passage, version) if passage.id != 3 else (_ for _ in ()).throw(MemoryError())

    with monkeypatch.context() as patched:
        patched.setattr(tantivy_adapter, "_document", failing)
        with pytest.raises(MemoryError):
            index.add([entry(2, "The bridge opened."), entry(3, "A vote.")])
    assert ids(index.search("bridge", 10)) == [1]
    index.add([entry(4, "The bridge is new.")])
    assert sorted(ids(index.search("bridge", 10))) == [1, 4]


def test_a_damaged_index_says_how_to_make_it_anew_and_clear_does_it(tmp_path: Path) -> None:
    index_of(tmp_path, [entry(1, "The bridge closed.")])
    (tmp_path / "words" / "meta.json").write_text("garbage")
    index = TantivyIndex(tmp_path / "words", generation=lambda: 0)
    with pytest.raises(IndexDamaged, match="doctor --rebuild"):
        index.search("bridge", 10)
    index.clear()
    assert index.count() == 0
    index.add([entry(1, "The bridge closed.")])
    assert ids(index.search("bridge", 10)) == [1]


def test_a_commit_that_was_cut_off_does_not_stand_in_the_way_of_the_next(tmp_path: Path) -> None:
    index = index_of(tmp_path / "whole", [entry(i, "The bridge closed.") for i in range(1, 9)])
    cut_off = Path(shutil.copytree(tmp_path / "whole", tmp_path / "cut_off")) / "words"
    index.add([entry(i, "The tunnel closed.") for i in range(9, 12)])
    # As after a kill between writing the new files and writing meta.json, which makes them count.
    for file in (tmp_path / "whole" / "words").iterdir():
        if file.name != "meta.json":
            shutil.copy(file, cut_off / file.name)
    again = TantivyIndex(cut_off, generation=lambda: 0)
    assert again.count() == 8
    again.add([entry(i, "The tunnel closed.") for i in range(9, 12)])
    assert again.count() == 11
    assert ids(again.search("tunnel", 10)) == [9, 10, 11]


def test_an_index_that_is_not_there_yet_can_be_cleared(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "words", generation=lambda: 0)
    index.clear()
    assert index.count() == 0


def test_clearing_forgets_everything_even_for_an_index_opened_before(tmp_path: Path) -> None:
    generation = 0
    reader = TantivyIndex(tmp_path / "words", generation=lambda: generation)
    writer = index_of(tmp_path, [entry(1, "The bridge closed.")])
    assert reader.count() == 1
    writer.clear()
    generation = 1
    assert writer.count() == reader.count() == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("a file in its place")
    with pytest.raises(ArchiveNotWritable, match="words"):
        TantivyIndex(tmp_path / "words", generation=lambda: 0).count()


def test_a_second_writer_is_told_that_the_index_is_being_written(tmp_path: Path) -> None:
    index, other = index_of(tmp_path), index_of(tmp_path)
    with index._writer(), pytest.raises(ArchiveLocked):
        other.add([entry(1, "The bridge closed.")])


def test_no_thread_is_left_watching_the_files(tmp_path: Path) -> None:
    before = tasks()
    for _ in range(5):
        index_of(tmp_path, [entry(1, "The bridge closed.")]).search("bridge", 1)
    # tantivy's own threads end a little after the index that they belong to.
    with ends():
        while tasks() > before + 4:
            time.sleep(0.05)


def tasks() -> int:
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0
