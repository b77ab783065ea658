"""XML that is no news format is refused; its tags are no text."""

from __future__ import annotations

import io

import pytest

from rag.ingest.decoding import Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.html import HTML
from rag.ingest.readers.xml import XML


@pytest.mark.parametrize("name", ["notes.xml", "notes"])
@pytest.mark.parametrize("data", [b'<?xml version="1.0"?><catalog><note/></catalog>', b"<catalog>text</catalog>"])
def test_another_root_is_refused_by_its_name(name: str, data: bytes) -> None:
    assert reader_for(name, data) is XML
    with pytest.raises(Unreadable, match="its root is <catalog>"):
        list(XML.read(io.BytesIO(data), name, {}))


def test_a_web_page_stays_a_web_page() -> None:
    assert reader_for("page", b'<?xml version="1.0"?><!DOCTYPE html><html lang="en">') is HTML
