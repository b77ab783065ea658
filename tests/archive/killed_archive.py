"""A process whose children work on an archive until they are killed, or until their disk fails: at a named point, or
after a time; or of which one single call fails.

It reads one order a line, as JSON: the archive's folder, the folder of the inputs, the name of a point ("" for none),
how often that point is passed first, the seconds after which it happens (null for never), and what happens ("kill", a
fault of the disk, or "call": then ``failing`` and ``error`` are those of `failing_call.answer`). It answers each with
one line of JSON: what the child said it had finished, how it ended, and how many calls were seen.
Children are forks, so that only this process pays for the imports.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from socket import recv_fds, send_fds, socket, socketpair
from threading import Thread, Timer
from typing import Any

from archive.failing_call import answer, listen
from archive.failing_disk import fail_from_now_on

import rag.adapters.archive_lock as lock_module
import rag.adapters.sqlite as catalog_module
import rag.adapters.typst  # noqa: F401  (loaded once, for all children)
import rag.ingest.pipeline as pipeline_module
from eval.bench.ingest_stand_in import PATH
from rag.adapters.chroma import ChromaIndex
from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.tantivy import TantivyIndex
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import DatelineError
from rag.domain.question import Filters
from rag.settings import Settings

DAY = date(2025, 3, 14)
REMOVED = ("plain-3", "plain-8", "plain-21", "plain-50")

LONGEST_S = 60.0

Point = tuple[object, str, bool]
"""Whose method, its name, and whether the process dies after it rather than before."""

POINTS: dict[str, Point] = {
    "with the lock, before its holder is named": (lock_module, "_write", False),
    "before a batch is stored": (SqliteCatalog, "store", False),
    "after a batch was stored": (SqliteCatalog, "store", True),
    "inside a transaction": (catalog_module, "insert_version", True),
    "between two articles": (pipeline_module, "signature", False),
    "before words": (TantivyIndex, "add", False),
    "after words, before they are marked": (TantivyIndex, "add", True),
    "before vectors": (ChromaIndex, "add", False),
    "after vectors, before they are marked": (ChromaIndex, "add", True),
    "after marking": (SqliteCatalog, "mark_indexed", True),
    "before a removal": (SqliteCatalog, "remove", False),
    "inside a removal": (catalog_module, "remove_articles", True),
    "after a removal, before the indexes forget": (SqliteCatalog, "remove", True),
    "in a removal, before the words are asked for anew": (SqliteCatalog, "reset_outbox", False),
    "in a removal, before the words are cleared": (TantivyIndex, "clear", False),
    "in a removal, after the words were cleared": (TantivyIndex, "clear", True),
    "after the vectors forgot": (ChromaIndex, "remove", True),
    "before a briefing is stored": (SqliteCatalog, "put_briefing", False),
    "after a briefing was stored": (SqliteCatalog, "put_briefing", True),
    "in a rebuild, before everything is asked for": (SqliteCatalog, "reset_outbox", False),
    "in a rebuild, before the words are cleared": (TantivyIndex, "clear", False),
    "in a rebuild, between the two": (ChromaIndex, "clear", False),
    "in a rebuild, after both were cleared": (ChromaIndex, "clear", True),
    "after a file was deleted": (os, "unlink", True),
}
SECOND = frozenset({"in a rebuild, before everything is asked for", "in a rebuild, before the words are cleared"})
"""The points that a removal passes first."""
OFTEN = frozenset(
    {"after a batch was stored", "inside a transaction", "between two articles", "after marking"}
    | {"after words, before they are marked", "after vectors, before they are marked", "after a file was deleted"}
)
"""The points that the work passes at least four times."""


def passes_before(point: str, chance: Random) -> int:
    """How often the work passes the point before it happens."""
    return chance.randrange(4) if point in OFTEN else int(point in SECOND)


def work(dateline: Dateline, inputs: Path, say: Callable[[str], None]) -> None:
    """Everything that writes, through the public road. Doing it again changes nothing but the number of briefings."""
    dateline.ingest([str(inputs / "first.jsonl")])
    say("first")
    dateline.ingest([str(inputs / "later.jsonl")])
    say("later")
    dateline.remover.remove(REMOVED, Filters())
    say("removed")
    with (inputs / "export.jsonl").open(encoding="utf-8") as lines:
        dateline.restorer.restore(lines, "export.jsonl")
    say("imported")
    dateline.brief(DAY, mode="extract")
    say("briefed")
    dateline.rebuild()
    say("rebuilt")


def interrupted(
    whole: Callable[..., Any], strike: Callable[[], None], *, passes: int, afterwards: bool
) -> Callable[..., Any]:
    """The same function, with ``strike`` before or after its call number ``passes``, counted from 0."""
    left = [passes]

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == -1 and not afterwards:
            strike()
        result = whole(*args, **kwargs)
        if left[0] == -1 and afterwards:
            strike()
        return result

    return wrapped


def child(order: dict[str, Any], out: socket) -> None:
    """Opens the archive as any command does, and works."""
    strike = partial(os.kill, os.getpid(), signal.SIGKILL)
    if order["happens"] == "call":
        send_fds(out, [b"+"], [listen()])
    elif order["happens"] != "kill":
        strike = partial(fail_from_now_on, order["happens"])
    if order["point"]:
        owner, name, afterwards = POINTS[order["point"]]
        struck = interrupted(getattr(owner, name), strike, passes=order["passes"], afterwards=afterwards)
        setattr(owner, name, struck)
    if order["after_s"] is not None:
        Timer(order["after_s"], strike).start()
    dateline = open_dateline(Settings(archive=Path(order["folder"]), llamaindex_embedder=PATH))
    work(dateline, Path(order["inputs"]), lambda step: out.sendall(f"{step}\n".encode()))
    # Not sys.exit: what the parent has open is not the child's to close.
    os._exit(0)


def carried_out(order: dict[str, Any]) -> dict[str, Any]:
    """Forks a child for the order, and reads what it says until its end."""
    ours, theirs = socketpair()
    started = time.monotonic()
    pid = os.fork()
    if not pid:
        try:
            child(order, theirs)
        except BaseException as error:  # noqa: BLE001  (the child's end, whatever it is, must be seen by the parent)
            kind = "refused" if isinstance(error, DatelineError) else "failed"
            theirs.sendall(f"{kind}: {type(error).__name__}: {error}\n".encode())
            os._exit(1)
    theirs.close()
    calls = list[int]()
    with ours:
        if order["happens"] == "call":
            answering = Thread(target=lambda: calls.append(_answer(ours, order)))
            answering.start()
            answering.join(LONGEST_S)
        said = _read(ours, pid)
    _, status = os.waitpid(pid, 0)
    return {
        "said": [line.decode() for line in said.splitlines()],
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - started,
        "calls": sum(calls),
    }


def _answer(ours: socket, order: dict[str, Any]) -> int:
    _, (listener, *_), _, _ = recv_fds(ours, 1, 1)
    try:
        return answer(listener, Path(order["folder"]), failing=order["failing"], error=order["error"])
    finally:
        os.close(listener)


def _read(said: socket, pid: int) -> bytes:
    """Everything until the child's end, which comes at the latest after LONGEST_S."""
    text = b""
    said.settimeout(LONGEST_S)
    try:
        while piece := said.recv(4096):
            text += piece
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        text += b"failed: it hung\n"
    return text


def main() -> None:
    # What the first article would load, in threads or not, is loaded by every child itself.
    import chromadb
    import llama_index.core.node_parser
    import onnxruntime
    import py3langid
    import rensa
    import tantivy
    import tokenizers

    assert all((chromadb, llama_index, onnxruntime, py3langid, rensa, tantivy, tokenizers))
    print("loaded", flush=True)
    for line in sys.stdin:
        print(json.dumps(carried_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
