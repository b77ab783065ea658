"""A child process that ingests until it is killed: at a named point by itself, or by its parent at any time.

Arguments: the archive's folder, the name of a kill point ("" for none), and how often that point is passed first.
It prints a line with the ids and versions of each batch as soon as that is stored.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builders import an_archive, an_article, stored_articles
from fakes import FakeEmbedder

import rag.adapters.sqlite as catalog_module

BATCHES = 12


def body_of(batch: int, number: int) -> str:
    """Five sentences; the parent makes the same text to compare with."""
    return " ".join(f"Sentence {i} of article {number} was written in round {batch}." for i in range(5))


def killing(whole: Callable[..., Any], *, passes: int, afterwards: bool) -> Callable[..., Any]:
    """The same function, that kills its process before or after it is called for the last time."""
    left = [passes]

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] < 0 and not afterwards:
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*args, **kwargs)
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


def main(folder: Path, point: str, passes: int) -> None:
    catalog, indexer = an_archive(folder, FakeEmbedder())
    places: dict[str, tuple[object, str, bool]] = {
        "inside a transaction": (catalog_module, "insert_version", True),
        "before words": (indexer.words, "add", False),
        "after words, before they are marked": (indexer.words, "add", True),
        "before vectors": (indexer.vectors, "add", False),
        "after vectors, before they are marked": (indexer.vectors, "add", True),
        "after a removal, before it is marked": (indexer.vectors, "remove", True),
        "after marking": (catalog, "mark_indexed", True),
        "in a rebuild, before clearing": (indexer.words, "clear", False),
        "in a rebuild, between the two": (indexer.vectors, "clear", False),
    }
    if point:
        owner, name, afterwards = places[point]
        setattr(owner, name, killing(getattr(owner, name), passes=passes, afterwards=afterwards))
    indexer.vectors.count()  # loads what is slow to load
    print("ready", flush=True)
    for batch in range(BATCHES):
        with catalog.writing():
            articles = [an_article(body_of(batch, n), id=f"article-{n}") for n in range(batch % 3, 6 + batch)]
            versions = stored_articles(catalog, articles)
            print("stored", *(f"{v.article_id}/{v.number}/{batch}" for v in versions), flush=True)
            indexer.catch_up(vectors=True)
            if batch % 5 == 4:
                indexer.rebuild()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
