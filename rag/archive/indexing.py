"""Keeping both indexes up to date with the catalog, through its outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from rag.domain.article import Version
from rag.domain.errors import IndexDamaged
from rag.domain.ingest import IngestProgress
from rag.domain.passage import Passage, embedding_text
from rag.ports import Catalog, Embedder, LexicalIndex, TokenIndex, TokenVectors, VectorIndex, WholeEmbedder

if TYPE_CHECKING:
    from rag.ports import FloatArray

Progress = Callable[[IngestProgress], None]
Entry = tuple[Passage, Version]
Embedded = tuple["FloatArray", list[TokenVectors] | None]
"""A batch's vectors and, where there is an index of them, its word pieces."""

WORDS_AT_ONCE = 2_000
VECTORS_AT_ONCE = 256
"""A batch is some seconds of embedding: what a kill costs at most, and how soon the newest can be found."""


class Indexer:
    """Carries out what the outbox asks for. Use it while holding ``catalog.writing()``.

    A batch is marked done after the index has it: a process that is killed in between does the batch once more, which
    changes nothing.
    """

    def __init__(
        self,
        catalog: Catalog,
        words: LexicalIndex,
        vectors: VectorIndex,
        embedder: Embedder,
        *,
        tokens: tuple[TokenIndex, WholeEmbedder] | None = None,
    ) -> None:
        self._catalog = catalog
        self.words = words
        self.vectors = vectors
        self.embedder = embedder
        self._tokens = tokens

    def catch_up(self, *, vectors: bool, progress: Progress | None = None) -> None:
        """Forget what is gone and take in what waits, newest first; with ``vectors=False`` in the word index alone."""
        if vectors:
            # Another embedder's index is refused here, before an ingest has stored what could not be embedded.
            self.vectors.count()
        try:
            self._catch_up_words(progress)
        except IndexDamaged:
            # A process that is killed in a commit can leave files that tantivy itself cannot read. Words are quickly
            # indexed anew, so nobody need be asked.
            self._catalog.reset_outbox(("words",))
            self.words.clear()
            self._catch_up_words(progress)
        if not vectors:
            return
        self._forget_vectors()
        self._begin_tokens()
        self._embed_all(progress)

    def catch_up_some(self) -> bool:
        """As `catch_up`, with one batch of vectors: some seconds of work. False where nothing is left to do."""
        self._catch_up_words(None)
        self._forget_vectors()
        self._begin_tokens()
        return self._embed_next()

    def forget(self) -> None:
        """Forget what is gone, in both indexes. Vectors that wait go on waiting; words are all taken in."""
        self._catch_up_words(None)
        self._forget_vectors()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both indexes anew from the catalog.

        The catalog is told first that everything is to be indexed; so a rebuild that is cut off after the indexes were
        cleared is finished by whoever catches up next.
        """
        self._catalog.reset_outbox()
        self.words.clear()
        self.vectors.clear()
        if self._tokens:
            self._tokens[0].clear()
        self.catch_up(vectors=True, progress=progress)

    def _begin_tokens(self) -> None:
        """An archive whose passages were embedded without their word pieces, or by another model, is read once more."""
        if self._tokens and not self._tokens[0].count() and self.vectors.count():
            self._catalog.reset_outbox(("vectors",))

    def _catch_up_words(self, progress: Progress | None) -> None:
        self.words.count()  # opens it, also where nothing waits
        self._forget_words()
        while passages := self._catalog.pending("words", limit=WORDS_AT_ONCE):
            self.words.add(self._with_versions(passages))
            self._catalog.mark_indexed("words", [passage.id for passage in passages])
            self._tell(progress, "indexing words")

    def _embed_all(self, progress: Progress | None) -> None:
        """Everything that waits. The embedder does not wait for the disk: another thread writes the batch before and
        then reads the one after, so that what it reads never holds what it wrote."""
        with ThreadPoolExecutor(1, thread_name_prefix="indexing") as beside:
            batch = self._next()
            written: Future[None] | None = None
            while batch:
                following = beside.submit(self._next, frozenset(passage.id for passage, _ in batch))
                embedded = self._embedded(batch)
                self._await(written, progress)
                written = beside.submit(self._write, batch, embedded)
                batch = following.result()
            self._await(written, progress)

    def _await(self, written: Future[None] | None, progress: Progress | None) -> None:
        """Raises what the writing raised. Progress is told from the caller's own thread."""
        if written:
            written.result()
            self._tell(progress, "embedding")

    def _embed_next(self) -> bool:
        """The newest batch that waits for its vectors; False where none does."""
        batch = self._next()
        if batch:
            self._write(batch, self._embedded(batch))
        return bool(batch)

    def _next(self, under_way: frozenset[int] = frozenset()) -> list[Entry]:
        """The newest that wait for their vectors, but for those that are being embedded."""
        waiting = self._catalog.pending("vectors", limit=VECTORS_AT_ONCE + len(under_way))
        return self._with_versions([p for p in waiting if p.id not in under_way][:VECTORS_AT_ONCE])

    def _embedded(self, batch: Sequence[Entry]) -> Embedded:
        texts = [embedding_text(passage, version) for passage, version in batch]
        return self._tokens[1].embed_both(texts) if self._tokens else (self.embedder.embed(texts), None)

    def _write(self, batch: Sequence[Entry], embedded: Embedded) -> None:
        vectors, tokens = embedded
        passage_ids = [passage.id for passage, _ in batch]
        if self._tokens and tokens is not None:
            self._tokens[0].add(passage_ids, tokens)
        self.vectors.add(passage_ids, vectors, [_seconds(version) for _, version in batch])
        self._catalog.mark_indexed("vectors", passage_ids)

    def _forget_words(self) -> None:
        """By making the index anew: some seconds for 100,000 passages, and nothing of the text is left in its files.

        A kill on the way leaves something to forget, and all of it is done once more.
        """
        if not self._catalog.gone("words", limit=1):
            return
        self._catalog.reset_outbox(("words",))
        self.words.clear()
        while gone := self._catalog.gone("words", limit=WORDS_AT_ONCE):
            self._catalog.mark_indexed("words", gone)

    def _forget_vectors(self) -> None:
        while gone := self._catalog.gone("vectors", limit=WORDS_AT_ONCE):
            self.vectors.remove(gone)
            if self._tokens:
                self._tokens[0].remove(gone)
            self._catalog.mark_indexed("vectors", gone)

    def _tell(self, progress: Progress | None, doing: str) -> None:
        if progress:
            progress(IngestProgress(0, self._catalog.pending_count("vectors"), doing))

    def _with_versions(self, passages: Sequence[Passage]) -> list[Entry]:
        versions = {key: self._catalog.version(*key) for key in {(p.article_id, p.version) for p in passages}}
        found = [(passage, versions[passage.article_id, passage.version]) for passage in passages]
        return [(passage, version) for passage, version in found if version is not None]


def _seconds(version: Version) -> int:
    published = version.article.published
    return int(published.at.timestamp()) if published else 0
