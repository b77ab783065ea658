"""XML of office documents and e-books, read as events: memory for one paragraph, whatever the size of the part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from rag.ingest.decoding import Unreadable

_DEEPEST = 1_000


class Events(Protocol):
    """What is done with a document; names are local ones, without prefix or namespace."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def walk_xml(data: bytes, events: Events, *, part: str) -> None:
    """Gives ``events`` every element and text. Nothing outside is loaded.

    Raises Unreadable, naming the ``part``, where the document is not well-formed, defines entities, or is nested over
    a thousand levels deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Unreadable(f"{part}: XML nested too deeply")
        # Of two attributes with one local name (a slide's "id" and its "r:id") the one with a namespace is meant.
        by_local_name = {key: value for key, value in attributes.items() if " " not in key}
        by_local_name |= {_local(key): value for key, value in attributes.items() if " " in key}
        events.start(_local(name), by_local_name)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        events.end(_local(name))

    def refuse_entity(*_: object) -> None:
        raise Unreadable(f"{part}: XML that defines entities")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = events.text
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(f"{part}: not well-formed XML (line {error.lineno})") from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        raise Unreadable(f"{part}: not XML that can be read ({error})") from None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class NamedTexts:
    """Events that note the text of each element of the given names, in document order."""

    def __init__(self, *names: str) -> None:
        self.found: list[tuple[str, str]] = []
        self._names = frozenset(names)
        self._open: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in self._names:
            self._open = []

    def end(self, name: str) -> None:
        if name in self._names and self._open is not None:
            self.found.append((name, "".join(self._open)))
            self._open = None

    def text(self, text: str) -> None:
        if self._open is not None:
            self._open.append(text)

    def first(self, name: str) -> str:
        """The first non-blank text of that element, "" where there is none."""
        return next((text for found, text in self.found if found == name and text.strip()), "")
