"""An ingest and a search open no connection."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]

CHILD = """
import sys
asked = []
def notice(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        asked.append((event, arguments[1:]))
sys.addaudithook(notice)

from pathlib import Path
from builders import an_archive, an_article, stored_articles
from rag.adapters.onnx_embedder import OnnxEmbedder

catalog, indexer = an_archive(Path(sys.argv[1]), OnnxEmbedder("minilm"))
stored_articles(catalog, [an_article("The bridge opened. A storm came.")])
indexer.catch_up(vectors=True)
assert indexer.words.search("storm", 5) and indexer.vectors.nearest(indexer.embedder.embed(["storm"])[0], 5)
print(asked)
if len(sys.argv) > 2:
    import socket
    try:
        socket.create_connection(("127.0.0.1", 1), timeout=1)
    except OSError:
        print(len(asked), "noticed")
"""


def run(folder: Path, *more: str) -> list[str]:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, folder, *more],
        capture_output=True,
        text=True,
        check=True,
        cwd=TESTS.parent,
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
    )
    return child.stdout.splitlines()


def test_an_ingest_and_a_search_connect_to_nothing(tmp_path: Path) -> None:
    assert run(tmp_path) == ["[]"]


def test_a_connection_would_have_been_noticed(tmp_path: Path) -> None:
    assert run(tmp_path, "connect") == ["[]", "2 noticed"]
