"""Entries of a feed, whatever its format, as articles: what is whole and what a teaser, and which ids are unique."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from rag.domain.article import Article, Notice, Published
from rag.domain.ingest import FailedInput, ReadArticle
from rag.ingest.boilerplate import is_furniture
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date

TEASER_WORDS = 100
"""A lone summary with fewer words than this, under a title, is taken for a teaser."""

_LONGEST_ID = 200
_WORD = re.compile(r"\w")
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:more|…|\.\.\.)\s*\)|\[\s*more\s*\])\W{0,3}$", re.IGNORECASE
)
_POINTER = re.compile(
    r"[\s\[(<«–—|·-]*(?:(?:click\s+here\s+to\s+)?(?:read|see|continue|view|keep)\s+(?:on\s+)?(?:more|reading|the\s+(?:rest|full|whole|entire)|full)"
    r"(?:\s+(?:of\s+)?(?:the\s+|this\s+)?(?:\w+\s+){0,2}(?:article|story|entry|post|here|on|at|about|at\s+source)\b[^.!?\n]{0,120}|)"
    r"|weiterlesen|mehr\s+lesen|(?:den\s+)?(?:ganzen|vollständigen)\s+artikel\s+lesen|lire\s+la\s+suite|en\s+savoir\s+plus|seguir\s+leyendo|"
    r"leer\s+más|sigue\s+leyendo|continua\s+a\s+leggere|leggi\s+tutto|lees\s+(?:verder|meer)|читать\s+далее)"
    r"[\s\])>».…:→›–—-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What a feed says of itself; ``refresh_minutes`` is how long it asks to be left alone, 0 where it says nothing."""

    title: str
    site_url: str
    refresh_minutes: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its feed gave it: texts plain, addresses absolute or "".

    ``content`` is what the feed offers as the whole text, ``summary`` as a summary or description of it.
    ``dates`` are the printed dates that may be that of publication, the best first; ``changed`` is that of the last
    change.
    """

    where: str
    title: str = ""
    link: str = ""
    guid: str = ""
    content: str = ""
    summary: str = ""
    dates: tuple[str, ...] = ()
    changed: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    source: str = ""
    notice: Notice = ""


def read_entries(entries: Sequence[Entry], source: str) -> Iterator[ReadArticle | FailedInput]:
    """An article for each entry; a failure for one that has neither a text nor the address of one.

    A guid that several entries bear is used for none of them, and the first of them says so.
    """
    uses = Counter(entry.guid for entry in entries if entry.guid)
    noted: set[str] = set()
    for entry in entries:
        if not (entry.content or entry.summary or entry.link):
            yield FailedInput(source, entry.where, "an entry with neither a text nor the address of one")
            continue
        notes = []
        if uses[entry.guid] > 1 and entry.guid not in noted:
            noted.add(entry.guid)
            notes.append(f"the id {clean_line(entry.guid)[:80]!r} stands on {uses[entry.guid]} entries and is not used")
        guid = entry.guid if uses[entry.guid] == 1 and len(entry.guid) <= _LONGEST_ID else ""
        yield _article(entry, guid, source, notes)


def broken_off(source: str, place: str) -> FailedInput:
    """The failure of a feed that ends before its end."""
    return FailedInput(source, place, "the feed breaks off here; only whole entries before it are read")


def http_url(link: str, base: str = "") -> str:
    """``link``, resolved against ``base``; "" where that is no http(s) address ("javascript:", "data:" …)."""
    link = clean_line(link)
    try:
        resolved = urljoin(base, link) if link else ""
        parts = urlsplit(resolved)
        return resolved if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def whole_text(text: str) -> tuple[str, bool]:
    """``text`` without a pointer to the rest of it ("Read more"), and whether it was cut.

    It was where it ends in such a pointer, in an ellipsis, or in one in brackets.
    """
    lines = text.split("\n")
    is_cut = False
    while lines and (not _WORD.search(lines[-1]) or _POINTER.match(lines[-1]) or is_furniture(lines[-1])):
        is_cut = is_cut or _POINTER.match(lines[-1]) is not None
        lines.pop()
    if not lines:
        return "", is_cut
    sentence_end = _last_end(lines[-1])
    if pointer := _POINTER.match(lines[-1], sentence_end):
        lines[-1], is_cut = lines[-1][: pointer.start()].rstrip(), True
    return "\n".join(lines), is_cut or _CUT.search(lines[-1][-40:]) is not None


def _last_end(line: str) -> int:
    """Where the last sentence of a line begins, as far as a mark of its end shows."""
    ends = [m.end() for m in re.finditer(r"[.!?…\])]\s+(?=\S)", line[-300:])]
    return max(0, len(line) - 300) + ends[-1] if ends else len(line)


def _article(entry: Entry, guid: str, source: str, notes: list[str]) -> ReadArticle:
    body, is_teaser, dek = _texts(entry)
    published, printed = _published(entry.dates)
    if printed and published is None:
        notes.append(f"its date {printed[:60]!r} is of no form that is known")
    article = Article(
        body=body,
        title=clean_line(entry.title),
        dek=dek,
        dateline=printed,
        published=published,
        source=clean_line(entry.source),
        url=entry.link,
        authors=tuple(dict.fromkeys(name for author in entry.authors if (name := clean_line(author)))),
        section=clean_line(entry.section),
        language=entry.language,
        guid=guid,
        modified=_modified(entry.changed, published),
        notice=entry.notice,
    )
    return ReadArticle(article, source, entry.where, entry.link if is_teaser else "", "; ".join(notes))


def _texts(entry: Entry) -> tuple[str, bool, str]:
    """Body, whether it is only a teaser, and the dek.

    A teaser is a text that is empty or cut, and under a title also a summary without a content of its own, or with one
    that says the same or less, of fewer than TEASER_WORDS words. An entry without a title is a short post, and whole.
    """
    content, content_cut = whole_text(entry.content)
    summary, summary_cut = whole_text(entry.summary)
    if not content or len(content) <= len(summary):
        is_short = bool(entry.title) and _words(summary) < TEASER_WORDS
        return summary, not summary or summary_cut or is_short, ""
    opening = " ".join(_CUT.sub("", summary).split())
    repeats = summary_cut or not opening or opening in " ".join(content.split()) or clean_line(entry.title) == opening
    return content, content_cut, "" if repeats else clean_line(summary)


def _words(text: str) -> int:
    """Words between blanks; of a script that writes without blanks, two letters are one."""
    return len(text.split()) + len(_WITHOUT_BLANKS.findall(text)) // 2


def _published(dates: Sequence[str]) -> tuple[Published | None, str]:
    """The first date that can be read, and how it was printed; without any, how the first was printed."""
    printed = [text for date in dates if (text := clean_line(date))]
    for text in printed:
        if found := metadata_date(text):
            return found, text
    return None, printed[0] if printed else ""


def _modified(changed: str, published: Published | None) -> datetime | None:
    """When it was changed after it was published; None where that is not said."""
    found = metadata_date(clean_line(changed)) if changed.strip() else None
    return found.at if found and (published is None or found.at > published.at) else None
