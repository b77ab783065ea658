"""The vector index with real Chroma."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from threading import Thread

import chromadb.errors
import numpy as np
import pytest
from numpy.typing import NDArray

from rag.adapters.chroma import ChromaIndex
from rag.domain.errors import ArchiveError, ArchiveNotWritable, IndexDamaged, IndexModelMismatch

FloatArray = NDArray[np.float32]


class Clock:
    """A generation that the test moves."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def index_of(folder: Path, *, fingerprint: str = "fake", generation: Clock | None = None) -> ChromaIndex:
    return ChromaIndex(folder / "vectors", fingerprint=fingerprint, generation=generation or Clock())


def unit_vectors(count: int, *, dim: int = 16, seed: int = 1) -> FloatArray:
    vectors = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def add(index: ChromaIndex, vectors: FloatArray, *, first: int = 1) -> None:
    index.add(list(range(first, first + len(vectors))), vectors, [0] * len(vectors))


def ids(hits: list[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in hits]


def test_nothing_heavy_happens_before_the_first_use(tmp_path: Path) -> None:
    index_of(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(50)
    add(index, vectors)
    hits = index.nearest(vectors[6], 5)
    similarities = vectors @ vectors[6]
    assert ids(hits) == [int(i) + 1 for i in np.argsort(-similarities)[:5]]
    assert [score for _, score in hits] == pytest.approx(sorted(similarities, reverse=True)[:5], abs=1e-5)


def test_an_empty_index_finds_nothing_and_more_than_there_are_gives_all(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(3)
    assert index.nearest(vectors[0], 5) == []
    assert index.count() == 0
    add(index, vectors)
    assert sorted(ids(index.nearest(vectors[0], 50))) == [1, 2, 3]
    assert index.nearest(vectors[0], 0) == []


@pytest.mark.parametrize("size", [1, 3, 30, 200, 390, 400])
def test_among_the_allowed_the_nearest_are_found_however_few_or_many_those_are(tmp_path: Path, size: int) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(400)
    add(index, vectors)
    among = frozenset(random.Random(size).sample(range(1, 401), size)) | {9_999}
    query = unit_vectors(1, seed=2)[0]
    expected = [int(i) + 1 for i in np.argsort(-(vectors @ query)) if int(i) + 1 in among][:5]
    assert ids(index.nearest(query, 5, among=among)) == expected


def test_the_order_in_which_vectors_came_does_not_change_what_is_found(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    centres = unit_vectors(40, dim=64, seed=4)
    vectors = centres[chance.integers(0, 40, size=3_000)] + 0.1 * chance.normal(size=(3_000, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    vectors[1_500:1_520] = vectors[7]  # equals
    found = []
    for folder, order in (("a", np.arange(3_000)), ("b", np.arange(3_000)[::-1]), ("c", chance.permutation(3_000))):
        index = index_of(tmp_path / folder)
        index.add([int(n) for n in order], vectors[order], [0] * 3_000)
        found.append([index.nearest(vectors[query], 50) for query in (7, 8, 900, 1_700, 2_999)])
    assert found[0] == found[1] == found[2]
    assert ids(found[0][0])[:21] == [7, *range(1_500, 1_520)]


def test_among_nothing_nothing_is_found(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(3)
    add(index, vectors)
    assert index.nearest(vectors[0], 5, among=frozenset()) == []
    assert index.nearest(vectors[0], 5, among=frozenset({77})) == []


def test_what_is_to_be_left_out_is_not_found_however_near_it_is(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(700)
    add(index, vectors)
    everything = ids(index.nearest(vectors[0], 700))
    for left_out in (0, 1, 40, 600, 699, 700):
        without = frozenset(everything[:left_out])
        assert ids(index.nearest(vectors[0], 10, without=without)) == everything[left_out : left_out + 10]


def test_adding_again_replaces_and_removing_forgets(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(4)
    add(index, vectors)
    index.add([1], vectors[3:4] * -1, [0])
    assert index.count() == 4
    assert ids(index.nearest(-vectors[3], 1)) == [1]
    index.remove([1, 2, 12_345])
    index.remove([1])
    assert index.count() == 2
    assert sorted(ids(index.nearest(vectors[0], 4))) == [3, 4]


def test_more_than_one_call_may_hold_is_added_in_batches(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(5_600, dim=4)
    add(index, vectors)
    assert index.count() == 5_600
    index.remove(list(range(1, 5_501)))
    assert index.count() == 100


def test_another_embedders_vectors_are_refused_until_the_index_is_cleared(tmp_path: Path) -> None:
    add(index_of(tmp_path, fingerprint="old"), unit_vectors(2))
    new, vectors = index_of(tmp_path, fingerprint="new"), unit_vectors(2, dim=8)
    for use in (lambda: new.nearest(vectors[0], 1), lambda: add(new, vectors), new.count):
        with pytest.raises(IndexModelMismatch, match=r"'old'.*'new'"):
            use()
    new.clear()
    add(new, vectors)
    assert ids(new.nearest(vectors[1], 1)) == [2]


def test_an_empty_index_takes_any_embedder(tmp_path: Path) -> None:
    assert index_of(tmp_path, fingerprint="old").count() == 0
    new = index_of(tmp_path, fingerprint="new")
    add(new, unit_vectors(2, dim=8))
    assert new.count() == 2


def test_files_that_are_no_index_say_how_to_make_it_anew_and_clear_does_it(tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    index, vectors = index_of(tmp_path), unit_vectors(2)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match="doctor --rebuild"):
            index.nearest(vectors[0], 1)
    index.clear()
    add(index, vectors)
    assert index.count() == 2


def test_an_index_that_is_not_there_yet_can_be_cleared(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    index.clear()
    assert index.count() == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "vectors").touch()
    with pytest.raises(ArchiveNotWritable, match="vectors"):
        index_of(tmp_path).count()


CHROMA_ERRORS = [
    c for c in vars(chromadb.errors).values() if isinstance(c, type) and issubclass(c, chromadb.errors.ChromaError)
]


@pytest.mark.parametrize("error", CHROMA_ERRORS, ids=lambda c: c.__name__)
def test_every_error_of_chroma_becomes_one_of_ours(tmp_path: Path, error: type[Exception]) -> None:
    def fail(_: object) -> None:
        raise error.__new__(error, "made up")  # the constructors differ

    with pytest.raises(ArchiveError):
        index_of(tmp_path)._with_collection(fail)


def test_two_indexes_of_one_folder_in_one_process_are_one(tmp_path: Path) -> None:
    one, two, vectors = index_of(tmp_path), index_of(tmp_path), unit_vectors(4)
    add(one, vectors[:2])
    assert two.count() == 2
    add(two, vectors[2:], first=3)
    assert ids(one.nearest(vectors[3], 1)) == [4]
    two.clear()
    assert one.count() == 0


def test_threads_may_search_while_others_add(tmp_path: Path) -> None:
    generation, failures = Clock(), list[BaseException]()
    index, vectors = index_of(tmp_path, generation=generation), unit_vectors(200)
    add(index, vectors[:1])

    def work(use: object) -> None:
        try:
            for i in range(1, 40):
                use(i)  # type: ignore[operator]
        except BaseException as failure:  # noqa: BLE001  (shown below, in the test's own thread)
            failures.append(failure)

    def write(i: int) -> None:
        add(index, vectors[i : i + 1], first=i + 1)
        generation.now += 1

    threads = [Thread(target=work, args=(lambda _: index.nearest(vectors[0], 3),)) for _ in range(3)]
    threads.append(Thread(target=work, args=(write,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert index.count() == 40


# --- two processes -----------------------------------------------------------------------------------------------

ADD = """
import sys
from pathlib import Path
import numpy as np
from rag.adapters.chroma import ChromaIndex
first, last = int(sys.argv[2]), int(sys.argv[3])
vectors = np.load(sys.argv[4])
index = ChromaIndex(Path(sys.argv[1]) / "vectors", fingerprint="fake", generation=lambda: 0)
for start in range(first, last, 100):
    chosen = list(range(start, start + 100))
    index.add(chosen, vectors[chosen], [0] * 100)
"""


def add_elsewhere(folder: Path, vectors: FloatArray, first: int, last: int) -> None:
    np.save(folder / "vectors.npy", vectors)
    subprocess.run([sys.executable, "-c", ADD, folder, str(first), str(last), folder / "vectors.npy"], check=True)


def test_a_reader_sees_what_another_process_added_once_the_generation_moves(tmp_path: Path) -> None:
    generation, vectors = Clock(), unit_vectors(300)
    reader = index_of(tmp_path, generation=generation)
    reader.add(list(range(100)), vectors[:100], [0] * 100)
    assert ids(reader.nearest(vectors[50], 1)) == [50]
    add_elsewhere(tmp_path, vectors, 100, 200)
    generation.now = 1
    assert ids(reader.nearest(vectors[150], 1)) == [150]


@pytest.mark.slow
def test_a_writer_that_was_open_all_along_loses_nothing_that_another_process_added(tmp_path: Path) -> None:
    generation, vectors = Clock(), unit_vectors(3_000)
    index = index_of(tmp_path, generation=generation)
    index.add([0], vectors[:1], [0])
    index.nearest(vectors[0], 1)
    add_elsewhere(tmp_path, vectors, 100, 1_500)
    generation.now = 1
    for start in range(1_500, 3_000, 100):
        chosen = list(range(start, start + 100))
        index.add(chosen, vectors[chosen], [0] * 100)
        generation.now += 1
    generation.now += 1
    index._shared.left = ()  # what a process that opens it now would see
    lost = [i for i in range(100, 3_000, 7) if ids(index.nearest(vectors[i], 1)) != [i]]
    assert lost == []


def test_ones_own_writes_do_not_make_the_index_be_opened_again(tmp_path: Path) -> None:
    generation, vectors = Clock(), unit_vectors(3)
    index = index_of(tmp_path, generation=generation)
    add(index, vectors)
    generation.now += 1
    opened = index._shared.clients[0]
    assert index.count() == 3
    assert index._shared.clients[0] is opened


def test_an_index_that_another_process_cleared_is_found_again(tmp_path: Path) -> None:
    index, vectors = index_of(tmp_path), unit_vectors(3)
    add(index, vectors)
    index._shared.clients[0].delete_collection("passages")
    assert index.nearest(vectors[0], 1) == []
    add(index, vectors)
    assert index.count() == 3
