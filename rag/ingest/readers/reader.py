"""What a reader is: one format, bytes in, articles out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from rag.domain.ingest import ReadOutcome

Read = Callable[[IO[bytes], str, Mapping[str, str]], Iterator[ReadOutcome]]
"""(stream, the source's name for the report, our field names -> theirs) -> articles and failures, lazily.

Raises Unreadable where the whole input cannot be read.
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: the endings of its files, how its content begins (for a file of another name), and its function."""

    name: str
    suffixes: tuple[str, ...]
    begins: Callable[[bytes], bool]
    read: Read
