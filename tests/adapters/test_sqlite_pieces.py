from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis.extra.numpy import array_shapes, arrays

from rag.adapters.sqlite_pieces import FILE, SqlitePieces

THREE = np.arange(12, dtype=np.int8).reshape(3, 4)


def test_what_was_added_comes_back_in_its_shape_and_what_was_not_is_left_out(tmp_path: Path) -> None:
    store = SqlitePieces(tmp_path, fingerprint="a")
    store.add([7, 9], [THREE, -THREE])
    found = store.get([9, 8, 7])
    assert set(found) == {7, 9}
    assert (found[7] == THREE).all()
    assert (found[9] == -THREE).all()


@settings(max_examples=20, deadline=None)
@given(pieces=arrays(np.int8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_any_array_survives_the_file(tmp_path_factory, pieces) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("pieces")
    SqlitePieces(folder, fingerprint="a").add([1], [pieces])
    assert (SqlitePieces(folder, fingerprint="a").get([1])[1] == pieces).all()


def test_adding_again_replaces_and_removing_forgets(tmp_path: Path) -> None:
    store = SqlitePieces(tmp_path, fingerprint="a")
    store.add([1, 2], [THREE, THREE])
    store.add([1], [THREE[:1]])
    assert len(store.get([1])[1]) == 1
    store.remove([1, 77])
    assert store.count() == 1
    assert store.get([1]) == {}


def test_what_is_removed_is_not_left_in_the_file(tmp_path: Path) -> None:
    store = SqlitePieces(tmp_path, fingerprint="a")
    telling = np.frombuffer(b"never to be read again" * 4, dtype=np.int8).reshape(4, -1)
    store.add([1], [telling])
    store.remove([1])
    assert all(b"never to be read" not in file.read_bytes() for file in tmp_path.iterdir())


def test_pieces_of_another_model_are_forgotten(tmp_path: Path) -> None:
    SqlitePieces(tmp_path, fingerprint="a").add([1], [THREE])
    assert SqlitePieces(tmp_path, fingerprint="a").count() == 1
    assert SqlitePieces(tmp_path, fingerprint="b").count() == 0


def test_another_reader_sees_what_was_added_since(tmp_path: Path) -> None:
    reader, writer = SqlitePieces(tmp_path, fingerprint="a"), SqlitePieces(tmp_path, fingerprint="a")
    assert reader.count() == 0
    writer.add([1], [THREE])
    assert reader.count() == 1


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    assert SqlitePieces(tmp_path, fingerprint="a").count() == 0
