"""A file format of the long tail, read by whatever LlamaIndex reader the settings name."""

from __future__ import annotations

import tempfile
from pathlib import Path

from llama_index.core.readers.base import BaseReader

from rag.adapters.llamaindex_classes import NamedClass
from rag.domain.errors import SourceUnreadable


class LlamaIndexFileReader:
    """The text of files with these endings, as the named class of LlamaIndex reads it.

    It is given a private copy in a folder of its own, never the user's path: LlamaIndex's readers have followed links
    out of the folder that they were pointed at (CVE-2025-3046).
    """

    def __init__(self, named: NamedClass, suffixes: tuple[str, ...]) -> None:
        """Raises UsageError where the class is no reader of LlamaIndex or cannot be made."""
        self.suffixes = suffixes
        self._named = named
        self._reader: BaseReader = named.made(BaseReader)

    def text(self, data: bytes, name: str) -> str:
        """The documents' text, a blank line between two. Raises SourceUnreadable, whatever the class raises."""
        suffix = Path(name).suffix.lower()
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            copy = Path(folder) / f"document{suffix if suffix in self.suffixes else self.suffixes[0]}"
            copy.write_bytes(data)
            try:
                # Positional, since some readers call it "file" and some "input_file".
                documents = self._reader.load_data(copy)
                return "\n\n".join(str(document.text) for document in documents)
            except Exception as error:  # a class of somebody else's: each of its failures means "not readable"
                reason = self._named.reason(error).replace(folder, "…")
                raise SourceUnreadable(name, f"{self._named.name} cannot read it ({reason})") from error
