"""Any file reader of LlamaIndex as a reader of ours: it sees a private copy, and its failures are ours."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from rag.adapters.llamaindex_classes import NamedClass
from rag.adapters.llamaindex_files import LlamaIndexFileReader
from rag.domain.errors import UsageError
from rag.domain.ingest import ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.document import reader_of

seen: list[Path] = []


class Shouting(BaseReader):
    """Reads ".shout" files; refuses those that whisper."""

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None) -> list[Document]:
        seen.append(file)
        text = file.read_text(encoding="utf-8")
        if "psst" in text:
            raise RuntimeError(f"{file} whispers")
        return [Document(text=part) for part in text.split("!")]


def shouting() -> LlamaIndexFileReader:
    path = f"{Shouting.__module__}.{Shouting.__qualname__}"
    return LlamaIndexFileReader(NamedClass("DATELINE_FILE_READERS", path), (".shout",))


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, Shouting.__module__, sys.modules.get(Shouting.__module__) or _this_module())


def _this_module() -> Any:
    import types

    module = types.ModuleType(Shouting.__module__)
    module.Shouting = Shouting  # type: ignore[attr-defined]
    return module


def test_the_documents_are_one_article_read_as_plain_text_is() -> None:
    reader = reader_of(shouting())
    data = b"Port reopens!Ships left at dawn. Nobody was hurt."
    (outcome,) = reader.read(io.BytesIO(data), "news/a.shout", {})
    assert isinstance(outcome, ReadArticle)
    assert (outcome.article.title, outcome.article.body) == ("Port reopens", "Ships left at dawn. Nobody was hurt.")
    assert (reader.suffixes, reader.begins(data)) == ((".shout",), False)


def test_it_is_given_a_private_copy_that_is_gone_afterwards() -> None:
    shouting().text(b"Ships left.", "../../etc/a.shout")
    assert seen[-1].name == "document.shout"
    assert not seen[-1].parent.exists()


def test_whatever_it_raises_is_a_refusal_without_the_copys_place() -> None:
    with pytest.raises(Unreadable, match="Shouting cannot read it") as refused:
        list(reader_of(shouting()).read(io.BytesIO(b"psst"), "a.shout", {}))
    assert str(seen[-1].parent) not in str(refused.value)


def test_a_class_that_is_no_reader_is_refused_with_the_setting() -> None:
    with pytest.raises(UsageError, match=r"DATELINE_FILE_READERS names pathlib\.Path"):
        LlamaIndexFileReader(NamedClass("DATELINE_FILE_READERS", "pathlib.Path"), (".x",))
