"""The word index: BM25 by tantivy over headline, dek and passage text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from rag.domain.article import Version
from rag.domain.errors import ArchiveError, ArchiveLocked, ArchiveNotWritable, IndexDamaged
from rag.domain.passage import Passage

if TYPE_CHECKING:
    import tantivy

FIELD_WEIGHTS = {"text": 1.0, "title": 0.7, "dek": 0.5}
"""A word of the headline stands for all of an article's passages, so it may lift them, but not outweigh their text."""

MOST_TERMS = 256
"""Of a longer query the first distinct words count; a pasted article would else cost seconds."""

FEW = 20
"""With ``among`` below 1/20 of the index its ids go into the query; else hits are filtered afterwards.

Measured on 50,000 passages, top 50: 5,000 ids in the query 8 ms, filtered afterwards 2 ms; 500 ids 4 ms and 5 ms;
50 ids 2 ms and 18 ms.
"""

_WRITER_BYTES = 64_000_000
_ANALYZER = "news"
_UNSPACED = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces: each character counts as a word."""


class TantivyIndex:
    """Satisfies LexicalIndex. Opened at the first use; safe to use from threads; reopened when ``generation`` moves.

    Words are lower-cased, freed of accents and stemmed as English; the same happens to a query, so words of other
    languages are found too, only without their other forms. Raises ArchiveLocked, ArchiveNotWritable, or IndexDamaged
    where the files cannot be read (`clear` makes them anew).
    """

    def __init__(self, folder: Path, *, generation: Callable[[], int]) -> None:
        self._folder = folder
        self._generation = generation
        self._seen = -1
        self._lock = RLock()
        self._opened: tuple[tantivy.Index, tantivy.TextAnalyzer] | None = None

    def add(self, entries: Iterable[tuple[Passage, Version]]) -> None:
        """Take in and commit; what it holds already is passed over.

        Nothing is ever deleted and added again: tantivy counts what was deleted in its statistics until it merges its
        files, and scores would depend on what happened when.
        """
        chosen = {passage.id: (passage, version) for passage, version in entries}
        with self._writer() as writer:
            held = self._held(chosen)
            for passage, version in chosen.values():
                if passage.id not in held:
                    writer.add_document(_document(passage, version))

    def search(
        self,
        terms: str,
        k: int,
        *,
        among: frozenset[int] | None = None,
        without: frozenset[int] = frozenset(),
    ) -> list[tuple[int, float]]:
        """(passage id, BM25 score), best first, for any of the words; only from ``among``, or else from all but
        ``without``. Punctuation in ``terms`` has no meaning."""
        with self._our_errors():
            searcher = self._searcher()
            words = self._words(terms)
            if not words or k <= 0 or among == frozenset():
                return []
            query = _any_of(words, self._index().schema)
            if among is None:
                return _kept(searcher, query, k, k + FEW, lambda passage_id: passage_id not in without)
            if len(among) * FEW < searcher.num_docs:
                return _top(searcher, _within(query, among, self._index().schema), k)
            size = 2 * k * (searcher.num_docs // len(among) + 1)
            return _kept(searcher, query, k, size, among.__contains__)

    def count(self) -> int:
        """How many passages it holds."""
        with self._our_errors():
            return int(self._searcher().num_docs)

    def clear(self) -> None:
        """Forget everything; also the way back from files that cannot be read."""
        with self._lock:
            self._opened = None
            try:
                shutil.rmtree(self._folder)
            except FileNotFoundError:
                pass
            except OSError as error:
                raise ArchiveNotWritable(str(self._folder), error.strerror or str(error)) from error
            with self._our_errors():
                self._open()

    def _held(self, passage_ids: Iterable[int]) -> set[int]:
        """Those that it holds, of these. Read while no other can write."""
        import tantivy

        index = self._index()
        index.reload()
        searcher = index.searcher()
        wanted = tantivy.Query.term_set_query(index.schema, "id", list(passage_ids))
        if not (count := searcher.search(wanted, 1).count):
            return set()
        hits = searcher.search(wanted, count, count=False).hits
        return {int(i) for i in searcher.fast_field_values("id", [address for _, address in hits])}

    def _searcher(self) -> tantivy.Searcher:
        with self._lock:
            index = self._index()
            # Asked before reloading: what is committed in between is then seen now, and loaded once more later.
            if (generation := self._generation()) != self._seen:
                index.reload()
                self._seen = generation
            return index.searcher()

    def _index(self) -> tantivy.Index:
        with self._lock:
            return (self._opened or self._open())[0]

    def _words(self, text: str) -> list[str]:
        with self._lock:
            analyzer = (self._opened or self._open())[1]
        return list(dict.fromkeys(analyzer.analyze(_indexable(text))))[:MOST_TERMS]

    def _open(self) -> tuple[tantivy.Index, tantivy.TextAnalyzer]:
        import tantivy

        self._folder.mkdir(parents=True, exist_ok=True)
        index, analyzer = tantivy.Index(_schema(), path=str(self._folder)), _analyzer()
        index.register_tokenizer(_ANALYZER, analyzer)
        index.config_reader("manual")  # the other policy polls the files from a thread of its own
        self._opened = index, analyzer
        return self._opened

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        """Commits at the end; on an error nothing of the batch stays."""
        with self._lock, self._our_errors():
            writer = self._index().writer(_WRITER_BYTES, 1)
            try:
                # What a process left behind that was killed while it committed.
                writer.garbage_collect_files()
                yield writer
                writer.commit()
            finally:
                writer.wait_merging_threads()  # gives the index's own lock back
            self._index().reload()

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveNotWritable(str(self._folder), error.strerror or str(error)) from error
        except ValueError as error:  # the class of all errors that tantivy gives
            raise self._ours(str(error)) from error

    def _ours(self, reason: str) -> ArchiveError:
        if "LockBusy" in reason:
            return ArchiveLocked(str(self._folder), "another process")
        if any(sign in reason for sign in ("PermissionDenied", "StorageFull", "ReadOnlyFilesystem", "No space left")):
            return ArchiveNotWritable(str(self._folder), reason)
        return IndexDamaged(str(self._folder), reason)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    for field in FIELD_WEIGHTS:
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (Filter.remove_long(60), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def _indexable(text: str) -> str:
    """Encodable, and with spaces where a language writes none."""
    return _UNSPACED.sub(r" \1 ", text.encode(errors="replace").decode())


def _document(passage: Passage, version: Version) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    # Never Document(id=...): that makes a signed number, and the writer dies of it.
    document.add_unsigned("id", passage.id)
    document.add_text("text", _indexable(passage.text))
    document.add_text("title", _indexable(version.article.title))
    document.add_text("dek", _indexable(version.article.dek))
    return document


def _any_of(words: Sequence[str], schema: tantivy.Schema) -> tantivy.Query:
    """Built term by term, so that no character of the text can be read as query syntax."""
    from tantivy import Occur, Query

    terms = [
        (Occur.Should, Query.boost_query(Query.term_query(schema, field, word), weight))
        for word in words
        for field, weight in FIELD_WEIGHTS.items()
    ]
    return Query.boolean_query(terms)


def _within(query: tantivy.Query, among: frozenset[int], schema: tantivy.Schema) -> tantivy.Query:
    from tantivy import Occur, Query

    allowed = Query.const_score_query(Query.term_set_query(schema, "id", list(among)), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, allowed)])


def _top(searcher: tantivy.Searcher, query: tantivy.Query, k: int) -> list[tuple[int, float]]:
    """The best ``k``; of equal scores the lower id first, in whatever order they were indexed.

    tantivy itself puts equals in the order of its files, and cuts there; so more are read until the last one read is
    worse than the last one wanted.
    """
    size = k + 10
    while True:
        hits = searcher.search(query, size, count=False).hits
        if len(hits) < size or hits[-1][0] < hits[k - 1][0]:
            break
        size *= 2
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    found = [(int(passage_id), float(score)) for passage_id, (score, _) in zip(ids, hits, strict=True)]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


def _kept(
    searcher: tantivy.Searcher, query: tantivy.Query, k: int, size: int, keep: Callable[[int], bool]
) -> list[tuple[int, float]]:
    """The best ``k`` of those to keep, among ``size`` hits, and twice as many while they do not suffice."""
    while True:
        hits = _top(searcher, query, size)
        kept = [hit for hit in hits if keep(hit[0])][:k]
        if len(kept) == k or len(hits) < size:
            return kept
        size *= 2
