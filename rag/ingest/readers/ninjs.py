"""ninjs 1.x, 2.x and 3.x, the JSON of news agencies. Source: iptc.org/standards/ninjs, the schemas of each version."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.domain.article import Article, Notice, Published
from rag.domain.ingest import ReadArticle
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import Unreadable
from rag.ingest.fields import NAMES
from rag.ingest.fragment import html_fragment_text
from rag.ingest.language import language_code
from rag.ingest.readers.entries import http_url

_PUBLISHED = ("firstcreated", "contentcreated", "versioncreated")
_ITS_OWN = frozenset(
    "versioncreated firstcreated pubstatus representationtype headlines bodies byline copyrightholder infosources "
    "associations renditions body_text body_xhtml body_html headline_main contentcreated usageterms copyrightnotice "
    "infosource rightsinfo ednote altids plannedcoverage eventdetails embargoed trustindicator urgency located "
    "descriptions profile slugline".split()
)
_PREFIXES = ("body_", "headline_", "description_")
_OF_OTHERS = frozenset(NAMES["published"]) | (frozenset(NAMES["body"]) - {"body_text"})
_TYPES = frozenset("text audio video picture graphic composite planning component event".split())
_STATUSES: dict[str, Notice] = {"canceled": "withdrawn", "cancelled": "withdrawn", "withheld": "withdrawn"}
_ROLES = ("main", "body", "", "richtext", "text", "xhtml", "html")
_BYLINE = re.compile(r"\s*(?:[Bb]y|BY)\s+(?=\S)")
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
_LONGEST_ID = 200


def is_ninjs(value: object) -> bool:
    """Whether a parsed JSON value is a ninjs item: it names the standard, or has a uri and a property of ninjs."""
    if not isinstance(value, Mapping):
        return False
    names = {str(name).lower() for name in value}
    standard = value.get("standard", value.get("$standard"))
    if isinstance(standard, Mapping) and "ninjs" in f"{standard.get('name')} {standard.get('schema')}".lower():
        return True
    if not isinstance(value.get("uri"), str) or not names.isdisjoint(_OF_OTHERS):
        return False
    is_of_type = isinstance(value.get("type"), str) and value["type"] in _TYPES
    return is_of_type or not names.isdisjoint(_ITS_OWN) or any(name.startswith(_PREFIXES) for name in names)


def read_ninjs(value: Mapping[str, object], source: str, where: str = "") -> ReadArticle:
    """The article of one item; associated pictures and texts are left out.

    Published is when the first version was created; ``modified`` when this one was. Raises Unreadable for an item
    without a text (a picture, an event) and for one with a value of the wrong type, naming the property.
    """
    item = {str(name).lower(): given for name, given in value.items()}
    kind = _string(item, "type")
    notice = _STATUSES.get(_string(item, "pubstatus").lower(), "")
    title, body = _title(item), _body(item)
    if not body and not notice:
        of_kind = f" of type {kind[:40]!r}" if kind else ""
        raise Unreadable(f"a ninjs item{of_kind} without a text (body_text, body_xhtml or bodies)")
    published, printed, modified = _dates(item)
    uri = clean_line(_string(item, "uri"))
    article = Article(
        body=body,
        title=title,
        dek=_dek(item, body),
        dateline=printed,
        published=published,
        source=_publisher(item),
        url=_address(item, uri),
        authors=_authors(item),
        section=_section(item),
        language=language_code(_string(item, "language")),
        guid=uri if len(uri) <= _LONGEST_ID else "",
        modified=modified.at if modified and (published is None or modified.at > published.at) else None,
        notice=notice,
    )
    return ReadArticle(article, source, where, note=_note(item, printed, published))


def _note(item: Mapping[str, object], printed: str, published: Published | None) -> str:
    notes = []
    if embargo := clean_line(_string(item, "embargoed")):
        notes.append(f"under embargo: {embargo[:80]}")
    if printed and published is None:
        notes.append(f"its date {printed[:60]!r} is of no form that is known")
    return "; ".join(notes)


def _dates(item: Mapping[str, object]) -> tuple[Published | None, str, Published | None]:
    """Published, that date as it was printed, and when this version was created."""
    printed = [text for name in _PUBLISHED if (text := clean_line(_string(item, name)))]
    found = next(((date, text) for text in printed if (date := metadata_date(text))), None)
    published, text = found or (None, printed[0] if printed else "")
    version = _string(item, "versioncreated")
    return published, text, metadata_date(version) if version else None


def _body(item: Mapping[str, object]) -> str:
    """Marked-up text before plain, since it has the paragraphs; of several the main one."""
    bodies = sorted(_objects(item, "bodies"), key=lambda b: _rank(_string(b, "role", "bodies")))
    typed = [(_string(b, "contenttype", "bodies").lower(), _string(b, "value", "bodies")) for b in bodies]
    old = {name: _string(item, name) for name in item if name.startswith("body_")}
    marked = [old.get(f"body_{name}", "") for name in ("xhtml", "html", "richtext")]
    marked += [text for kind, text in typed if "html" in kind]
    plain = [old.get("body_text", ""), old.get("body_main", ""), *(text for kind, text in typed if "html" not in kind)]
    rest = [text for name, text in old.items() if text not in marked and text not in plain]
    texts = [html_fragment_text(text) for text in marked if text] + [_plain(text) for text in [*plain, *rest] if text]
    return next((text for text in texts if any(c.isalnum() for c in text)), "")


def _plain(text: str) -> str:
    return html_fragment_text(text) if re.search(r"</(?:p|div)>", text) else clean_text(text).strip()


def _rank(role: str) -> int:
    return _ROLES.index(role.lower()) if role.lower() in _ROLES else len(_ROLES)


def _title(item: Mapping[str, object]) -> str:
    headlines = sorted(_objects(item, "headlines"), key=lambda h: _rank(_string(h, "role", "headlines")))
    given = [_string(item, "headline"), _string(item, "headline_main")]
    given += [_string(h, "value", "headlines") for h in headlines]
    given += [_string(item, name) for name in item if name.startswith("headline_")] + [_string(item, "title")]
    return next((text for g in given if (text := clean_line(html_fragment_text(g) if "<" in g else g))), "")


def _dek(item: Mapping[str, object], body: str) -> str:
    """A description with the role of a summary, unless the body begins with it."""
    described = {_string(d, "role", "descriptions").lower(): d for d in _objects(item, "descriptions")}
    summary = described.get("summary") or described.get("standfirst") or described.get("lead")
    given = _string(item, "description_summary") or _string(item, "description_text")
    text = clean_line(html_fragment_text(_string(summary, "value", "descriptions") if summary else given))
    return "" if text in clean_line(body) else text


def _publisher(item: Mapping[str, object]) -> str:
    """Provider, else the source of the information, else who holds the copyright."""
    for name in ("provider", "infosources", "infosource", "copyrightholder", "source"):
        value = item.get(name)
        for given in value if isinstance(value, list) else [value]:
            found = given.get("name") if isinstance(given, Mapping) else given
            if isinstance(found, str) and (text := clean_line(found)):
                return text
    return ""


def _authors(item: Mapping[str, object]) -> tuple[str, ...]:
    byline = _string(item, "byline") or _string(item, "by")
    if byline:
        names = _BETWEEN_NAMES.split(clean_line(_BYLINE.sub("", byline, count=1)))
    else:
        people = [*_objects(item, "people"), *_objects(item, "person")]
        names = [_string(p, "name", "people") for p in people if _string(p, "rel", "people") in ("creator", "author")]
    return tuple(dict.fromkeys(name for n in names if (name := clean_line(n))))


def _section(item: Mapping[str, object]) -> str:
    subjects = [*_objects(item, "subjects"), *_objects(item, "subject")]
    return next((name for s in subjects if (name := clean_line(_string(s, "name", "subjects")))), "")


def _address(item: Mapping[str, object], uri: str) -> str:
    """The page of the article, where a link or a rendition as HTML names it; else the uri, if it is an address."""
    links = [*_objects(item, "links"), *_objects(item, "link")]
    pages = [_string(link, "href", "links") for link in links if _string(link, "mimetype", "links") == "text/html"]
    return next((url for link in [*pages, uri] if (url := http_url(link))), "")


def _objects(item: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """The objects of a list, their names in lower case. Raises Unreadable where it is no list of objects."""
    given = item.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise Unreadable(f"not a valid ninjs item: {name} must be a list of objects")
    return [{str(key).lower(): value for key, value in each.items()} for each in given]


def _string(item: Mapping[str, object], name: str, inside: str = "") -> str:
    given = item.get(name)
    if given is not None and not isinstance(given, str):
        place = f"{inside}.{name}" if inside else name
        raise Unreadable(f"not a valid ninjs item: {place} must be text")
    return given or ""
