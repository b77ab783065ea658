"""The archive's write lock: held by one process at a time, freed by the system when that process ends."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rag.domain.errors import ArchiveLocked, ArchiveNotWritable


@contextmanager
def archive_lock(folder: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock. Raises ArchiveLocked, naming the holder, where another holds it for longer than ``wait_s``."""
    from filelock import FileLock, Timeout

    holder = folder / "writing.holder"
    # A new lock object each time: two threads of one process exclude each other like two processes.
    lock = FileLock(folder / "writing.lock")
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise ArchiveLocked(str(folder), _named(holder)) from error
    except OSError as error:
        raise ArchiveNotWritable(str(folder), error.strerror or str(error)) from error
    try:
        _write(folder, holder)
        yield
        # A name that stays behind does no harm: whoever holds the lock next writes its own.
        with suppress(OSError):
            holder.unlink()
    finally:
        lock.release()


def _write(folder: Path, holder: Path) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "since": since}))
    except OSError as error:
        raise ArchiveNotWritable(str(folder), error.strerror or str(error)) from error


def _named(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text())
        return f"process {found['pid']} since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"  # it has the lock and has not yet written its name
