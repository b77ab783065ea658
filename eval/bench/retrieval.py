"""Retrieval on judged collections, beside stock pipelines.

    DATELINE_BENCH_DATA=... python -m eval.bench.retrieval --set squad|cranfield|multihop [--cache FOLDER] [--every N]

The same packaged embedder everywhere, in one run: LlamaIndex's own splitter with dense search ("stock"), BM25 alone and
dense alone on Dateline's indexes, the sum of both stretched to 0..1 ("hybrid"), and the product's search without and
with late interaction. 95% bootstrap intervals; differences of the last column are paired by question. Archives and
vectors are kept in the cache folder, so that a second run takes a minute.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from eval.bench.retrieval_sets import SETS, Collection, Figures, Judged, load
from eval.statistics.means import Mean, bootstrap_mean
from rag.compose import open_dateline, open_embedder
from rag.dateline import Dateline
from rag.domain.question import Clause, Filters, Question
from rag.ports import Embedder
from rag.retrieve.fuse import Ranking, fuse
from rag.retrieve.understand import understand
from rag.settings import Settings

HITS = 30
"""Passages that are asked for: enough that ten articles are among them."""
DEPTH = 50

Search = Callable[[Judged], Sequence[str]]
"""Article ids, best first; an article may stand there once for each of its passages."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, action="append", dest="sets")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "dateline-bench")
    parser.add_argument("--every", type=int, default=1, help="only every Nth question")
    arguments = parser.parse_args()
    data = Path(os.environ["DATELINE_BENCH_DATA"])
    for name in arguments.sets or SETS:
        collection = load(name, data)
        chosen = collection.questions[:: arguments.every]
        _print(collection, chosen, columns(collection, arguments.cache / name))


def columns(collection: Collection, folder: Path) -> dict[str, Search]:
    """The systems that are compared, by name; the archive is made in ``folder`` where it is not there yet."""
    dateline, embedder = open_collection(collection, folder), open_embedder(Settings(archive=folder, model=""))
    return {
        "stock": _stock(collection, embedder, folder / "stock.npz"),
        "BM25": lambda q: _articles(dateline, dateline.retriever.finder.words.search(q.text, DEPTH)),
        "dense": lambda q: _articles(dateline, _nearest(dateline, embedder, q.text)),
        "hybrid": lambda q: _articles(dateline, _hybrid(dateline, embedder, q.text)),
        "unread": lambda q: _product(dateline, replace(_understood(dateline, q), clauses=_unread(q))),
        "Dateline": lambda q: _product(dateline, _understood(dateline, q)),
    }


def open_collection(collection: Collection, folder: Path) -> Dateline:
    """The archive of its articles in ``folder``, made where it is not there yet."""
    dateline = open_dateline(Settings(archive=folder, model=""))
    if not dateline.catalog.counts()["articles"]:
        lines = "\n".join(json.dumps(article) for article in collection.articles)
        report = dateline.ingest(["-"], stdin=io.BytesIO(lines.encode()))
        print(f"{report.added} articles, {report.passages} passages, {report.seconds:.0f} s")
    return dateline


def _stock(collection: Collection, embedder: Embedder, file: Path) -> Search:
    """LlamaIndex's SentenceSplitter as it comes (1,024 tokens, 200 overlap) and the cosine of each node."""
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document

    if file.exists():
        with np.load(file) as kept:
            ids, vectors = kept["ids"].tolist(), kept["vectors"]
    else:
        documents = [
            Document(text=a["body"], id_=a["id"], metadata={"title": a.get("title", "")}) for a in collection.articles
        ]
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        ids = [node.ref_doc_id for node in nodes]
        vectors = embedder.embed([node.get_content(metadata_mode="embed") for node in nodes])
        np.savez(file, ids=np.array(ids), vectors=vectors)

    def search(question: Judged) -> list[str]:
        order = np.argsort(-(vectors @ embedder.embed([question.text])[0]), kind="stable")[:DEPTH]
        return [str(ids[i]) for i in order]

    return search


def _nearest(dateline: Dateline, embedder: Embedder, text: str) -> Ranking:
    return dateline.retriever.finder.vectors.nearest(embedder.embed([text])[0], DEPTH)


def _hybrid(dateline: Dateline, embedder: Embedder, text: str) -> Ranking:
    rankings = {
        "dense": _nearest(dateline, embedder, text),
        "lexical": dateline.retriever.finder.words.search(text, DEPTH),
    }
    return [(i, score) for i, score, _ in fuse(rankings, weights={"dense": 0.5, "lexical": 0.5})]


def _understood(dateline: Dateline, question: Judged) -> Question:
    return understand(question.text, filters=Filters(), sources=dateline.catalog.sources())


def _unread(question: Judged) -> tuple[Clause, ...]:
    return (Clause(question.text, 0, len(question.text)),)


def _product(dateline: Dateline, question: Question) -> list[str]:
    return [hit.passage.article_id for hit in dateline.retriever.search(question, k=HITS).hits]


def _articles(dateline: Dateline, ranking: Ranking) -> list[str]:
    return [each.passage.article_id for each in dateline.catalog.opened([i for i, _ in ranking]).values()]


def _print(collection: Collection, questions: Sequence[Judged], systems: dict[str, Search]) -> None:
    figures: dict[str, list[Figures]] = {}
    for name, search in systems.items():
        took = []
        for question in questions:
            started = perf_counter()
            found = search(question)
            took.append(perf_counter() - started)
            figures.setdefault(name, []).append(collection.score(list(dict.fromkeys(found)), question))
        print(f"{collection.name} {name:9} median {median(took) * 1e3:5.1f} ms", flush=True)
    last = list(systems)[-1]
    for measure in figures[last][0]:
        print(f"\n{collection.name}, {measure}, {len(questions)} questions")
        for name, rows in figures.items():
            values = [row[measure] for row in rows]
            differences = [mine[measure] - row[measure] for mine, row in zip(figures[last], rows, strict=True)]
            beside = "" if name == last else f"   {last} {_signed(bootstrap_mean(differences))}"
            print(f"  {name:9} {_plain(bootstrap_mean(values))}{beside}")
    print()


def _plain(mean: Mean | None) -> str:
    return f"{mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}]" if mean else "-"


def _signed(mean: Mean | None) -> str:
    return f"{mean.value:+.3f} [{mean.low:+.3f}, {mean.high:+.3f}]" if mean else "-"


if __name__ == "__main__":
    main()
