"""The vector index: Chroma, embedded, with vectors that we computed ourselves."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakValueDictionary

import numpy as np

from rag.domain.errors import ArchiveError, ArchiveNotWritable, IndexDamaged, IndexModelMismatch

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from rag.ports import FloatArray

T = TypeVar("T")
NAME = "passages"

HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}
"""Chroma's own values (100, 100, 16) gave a recall at 100 of .970 on 50,000 made-up clustered vectors, these .997:
2.4 ms a query instead of 1.6, and a sixth more time to add."""

SETTLED = 700
"""How many are looked for at least, however few are wanted. The graph depends on the order in which vectors came, so
two indexes of the same vectors may miss different ones; at this depth the best of them are the same. Of 50,000 made-up
vectors it finds .987 of the nearest 50 in 5.6 ms; 500 find .979 in 4.3 ms, 1,000 find .994 in 7.3 ms."""

_UNWRITABLE = ("readonly", "read-only", "permission denied", "no space", "disk is full", "disk i/o", "unable to open")


Files = tuple[tuple[str, int, int], ...]


class _Opened:
    """One folder's client, shared by all who use that folder in this process.

    Chroma keeps one system a folder in memory whoever asks; it goes only when its last client is closed, so a second
    client would stand in the way of reopening.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.seen = -1
        self.left: Files = ()
        """The folder's files as this process's last write left them."""
        self.clients: list[ClientAPI] = []
        self.collection: Collection | None = None
        """Of the first client; looked up anew only when another process may have changed it."""
        weakref.finalize(self, _close, self.clients)

    def close(self) -> None:
        """The next use opens it anew."""
        self.collection = None
        _close(self.clients)


_opened: WeakValueDictionary[str, _Opened] = WeakValueDictionary()
_opened_lock = RLock()


class ChromaIndex:
    """Satisfies VectorIndex. Opened at the first use; one thread at a time; reopened when ``generation`` moves.

    Every operation reopens it first where another process wrote: a reader would miss the new vectors, and a writer that
    had not seen them would lose them for good once Chroma writes its graph to disk (every 1,000 vectors).
    Raises IndexModelMismatch where the vectors are another embedder's, ArchiveNotWritable, or IndexDamaged
    (`clear` is the way back from the first and the last).
    """

    def __init__(self, folder: Path, *, fingerprint: str, generation: Callable[[], int]) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._generation = generation
        with _opened_lock:
            self._shared = _opened.setdefault(str(folder.absolute()), _Opened())

    def add(self, passage_ids: Sequence[int], vectors: FloatArray, published: Sequence[int]) -> None:
        """Upsert; ``published`` in epoch seconds, 0 where unknown."""

        def upsert(collection: Collection) -> None:
            for chosen in self._batches(len(passage_ids)):
                collection.upsert(
                    ids=[str(i) for i in passage_ids[chosen]],
                    embeddings=vectors[chosen],
                    metadatas=[{"published": seconds} for seconds in published[chosen]],
                )

        self._with_collection(upsert)
        self._shared.left = _files(self._folder)

    def remove(self, passage_ids: Sequence[int]) -> None:
        """Forget these passages; unknown ids are passed over."""

        def delete(collection: Collection) -> None:
            for chosen in self._batches(len(passage_ids)):
                collection.delete(ids=[str(i) for i in passage_ids[chosen]])

        self._with_collection(delete)
        self._shared.left = _files(self._folder)

    def nearest(
        self,
        vector: FloatArray,
        k: int,
        *,
        among: frozenset[int] | None = None,
        without: frozenset[int] = frozenset(),
    ) -> list[tuple[int, float]]:
        """(passage id, cosine similarity), best first; only from ``among``, or else from all but ``without``."""
        if k <= 0 or among == frozenset():
            return []

        def search(collection: Collection) -> list[tuple[int, float]]:
            if among is None:
                return _kept(collection, vector, k, k, lambda passage_id: passage_id not in without)
            count = int(collection.count())
            if _is_cheaper_to_score_all(len(among), k, count):
                return self._exact(collection, vector, k, among)
            return _kept(collection, vector, k, _enough(k, len(among), count), among.__contains__)

        return self._with_collection(search)

    def count(self) -> int:
        """How many vectors it holds."""
        return self._with_collection(lambda collection: int(collection.count()))

    def clear(self) -> None:
        """Forget everything, whichever embedder made it; also the way back from files that cannot be read."""
        with self._shared.lock:
            self._shared.close()
            try:
                shutil.rmtree(self._folder)
            except FileNotFoundError:
                pass
            except OSError as error:
                raise ArchiveNotWritable(str(self._folder), error.strerror or str(error)) from error
            self._with_collection(lambda _: None)

    def _exact(
        self, collection: Collection, vector: FloatArray, k: int, among: frozenset[int]
    ) -> list[tuple[int, float]]:
        ids, scored = list(among), list[tuple[int, float]]()
        for chosen in self._batches(len(ids)):
            found = collection.get(ids=[str(i) for i in ids[chosen]], include=["embeddings"])
            if found["ids"]:
                similarities = np.asarray(found["embeddings"], dtype=np.float32) @ vector
                scored += zip(map(int, found["ids"]), map(float, similarities), strict=True)
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _with_collection(self, act: Callable[[Collection], T]) -> T:
        from chromadb.errors import NotFoundError

        with self._shared.lock, self._our_errors():
            try:
                return act(self._collection())
            except NotFoundError:
                # Another process cleared the index since it was opened here.
                self._shared.close()
                return act(self._collection())

    def _collection(self) -> Collection:
        shared, generation = self._shared, self._generation()
        # Reading the graph anew takes 0.2 s at 50,000 passages: not after every batch of one's own.
        if generation != shared.seen and _files(self._folder) != shared.left:
            shared.close()
        if not shared.clients:
            shared.clients.append(_client(self._folder))
        shared.seen = generation
        client = shared.clients[0]
        # Looking it up takes 3 ms; where another process has made it anew meanwhile, the old one is not found.
        collection = shared.collection or self._made(client)
        indexed_with = str((collection.metadata or {}).get("embedder", ""))
        if indexed_with == self._fingerprint:
            shared.collection = collection
            return collection
        if collection.count():
            raise IndexModelMismatch(indexed_with=indexed_with, configured=self._fingerprint)
        client.delete_collection(NAME)
        shared.collection = self._made(client)
        return shared.collection

    def _made(self, client: ClientAPI) -> Collection:
        return client.get_or_create_collection(
            NAME, embedding_function=None, metadata={"embedder": self._fingerprint}, configuration={"hnsw": HNSW}
        )

    def _batches(self, count: int) -> Iterator[slice]:
        # Chroma refuses more rows a call than its own limit (5,461 in 1.5.9), so ask it rather than assume.
        size = self._shared.clients[0].get_max_batch_size()
        return (slice(start, start + size) for start in range(0, count, size))

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        except OSError as error:
            raise ArchiveNotWritable(str(self._folder), error.strerror or str(error)) from error
        except (ChromaError, ValueError, RuntimeError) as error:  # it wraps a failed opening in a ValueError
            raise self._ours(str(error)) from error

    def _ours(self, reason: str) -> ArchiveError:
        if any(sign in reason.lower() for sign in _UNWRITABLE):
            return ArchiveNotWritable(str(self._folder), reason)
        return IndexDamaged(str(self._folder), reason)


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    path = str(folder.absolute())
    # Without _env_file Chroma would take its settings from any .env that lies in the current directory.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    try:
        return chromadb.PersistentClient(path=path, settings=settings)
    except BaseException:
        # Chroma keeps a system that failed to start, and would hand it out to the next who asks.
        SharedSystemClient._identifier_to_system.pop(path, None)
        raise


def _files(folder: Path) -> Files:
    """Name, time and size of the files that every write of Chroma's changes."""
    try:
        found = [(file, file.stat()) for file in folder.iterdir() if file.is_file()]
    except FileNotFoundError:  # the folder is not there yet, or its journal has just been removed
        return ()
    return tuple(sorted((file.name, stat.st_mtime_ns, stat.st_size) for file, stat in found))


def _close(clients: list[ClientAPI]) -> None:
    while clients:
        clients.pop().close()


def _is_cheaper_to_score_all(candidates: int, k: int, count: int) -> bool:
    """Whether to read the candidates' vectors (0.035 ms each) rather than take so many more hits (0.003 ms each)."""
    return candidates * 0.035 < 0.003 * _enough(k, candidates, count)


def _enough(k: int, candidates: int, count: int) -> int:
    """Twice as many hits as hold k of the candidates, were those spread evenly."""
    return 2 * k * (count // candidates + 1)


def _kept(
    collection: Collection, vector: FloatArray, k: int, size: int, keep: Callable[[int], bool]
) -> list[tuple[int, float]]:
    """The best ``k`` of those to keep, among ``size`` hits, and twice as many while they do not suffice."""
    size = max(size, SETTLED)
    while True:
        kept = [hit for hit in _top(collection, vector, size) if keep(hit[0])][:k]
        # Counting takes half as long as the search: only where it has not sufficed.
        if len(kept) == k or size >= collection.count():
            return kept
        size *= 2


def _top(collection: Collection, vector: FloatArray, size: int) -> list[tuple[int, float]]:
    """The best first; of equals the lower id, in whatever order they were added."""
    found = collection.query(query_embeddings=vector[None], n_results=size, include=["distances"])
    distances = found["distances"] or [[]]
    scored = [(int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
