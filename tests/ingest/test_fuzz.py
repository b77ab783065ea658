"""Whatever bytes a reader is given: articles with clean text, failures with a reason, or a refusal; in bounded time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from documents import STORY, a_docx, a_page, a_pdf, a_pptx, a_shape, a_zip, an_eml, an_epub, an_odt, w_p
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from patience import ends

from rag.domain.article import FIELDS
from rag.domain.ingest import FailedInput, LinkedFeed, ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers import HEAD_BYTES, READERS, Reader, reader_for

NOT_CLEAN = re.compile("[\x00\ud800-\udfff]")
BODY = "\n\n".join(STORY)
HTML = (
    '<!doctype html><html lang="en"><head><title>Port reopens</title><meta property="article:published_time" '
    f'content="2025-03-14T09:30:00Z"></head><body><article><h1>Port reopens</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>'
    "</article></body></html>"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title><link>https://wire.example/</link>'
    "<item><title>Port reopens</title><guid>1</guid><pubDate>Fri, 14 Mar 2025 09:30:00 GMT</pubDate>"
    f"<link>https://wire.example/1</link><description>{STORY[0]} {STORY[1]}</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Wire</title><entry><title>Port</title><id>a:1</id>'
    f'<updated>2025-03-14T09:30:00Z</updated><content type="html">&lt;p&gt;{STORY[0]}</content></entry></feed>'
)
OPML = '<opml version="2.0"><body><outline text="Wire"><outline type="rss" xmlUrl="https://wire.example/f"/></outline></body></opml>'
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><itemMeta><versionCreated>'
    "2025-03-14T09:30:00Z</versionCreated></itemMeta><contentMeta><headline>Port reopens</headline></contentMeta>"
    f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{STORY[0]}'
    "</p></body></html></inlineXML></contentSet></newsItem>"
)
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "Ships left."}]}'
NINJS = '{"uri": "x:1", "headline": "Port", "body_text": "Ships left.", "versioncreated": "2025-03-14T09:30:00Z"}'
RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}}{\info{\title Port}}Port reopens\par \u8220?Ships\u8221? l\'e9ft.\par}"
)
MBOX = b"From a@b.example Fri Mar 14 09:30:00 2025\n"
DOCUMENTS: dict[str, bytes] = {
    "a.txt": f"14 March 2025\nPolitics\n\nPort reopens\n\n{BODY}".encode(),
    "a.md": f"---\ndate: 2025-03-14\n---\n# Port *reopens*\n\n{BODY} [link](x)".encode(),
    "a.html": HTML.encode(),
    "a.jsonl": b'{"title": "Port", "body": "Ships left.", "date": "2025-03-14"}\n{"body": "Two."}\n',
    "a.json": b'[{"title": "Port", "body": "Ships left."}, {"text": "Two."}]',
    "feed.json": JSON_FEED.encode(),
    "ninjs.json": NINJS.encode(),
    "a.csv": b"title,body,date\nPort reopens,Ships left at dawn.,2025-03-14\n",
    "a.rss": RSS.encode(),
    "a.atom": ATOM.encode(),
    "a.opml": OPML.encode(),
    "a.xml": NEWSML.encode(),
    "a.pdf": a_pdf([(50, 780, 20, "Port reopens"), (50, 700, 10, "Ships left at"), (50, 688, 10, "dawn.")]),
    "a.docx": a_docx(w_p("Port reopens", "Title") + w_p(STORY[0])),
    "a.odt": an_odt(f"<text:p>Port reopens</text:p><text:p>{STORY[0]}</text:p>"),
    "a.pptx": a_pptx(a_shape("Port reopens", "title") + a_shape(STORY[0])),
    "a.epub": an_epub({"a.xhtml": a_page("Port reopens", *STORY)}),
    "a.rtf": RTF,
    "a.eml": an_eml(MIME_Version="1.0", Content_Type="text/plain; charset=utf-8"),
    "a.mbox": MBOX + an_eml() + b"\n" + MBOX + an_eml(Subject="=?utf-8?q?F=C3=A4hre?="),
    "a.zip": a_zip({"a.txt": BODY, "b.html": HTML, "c.zip": a_zip({"d.txt": BODY})}),
}
EVERY_READER = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
FUZZED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def hold(reader: Reader, data: bytes) -> int:
    """Reads ``data`` and checks what comes out; returns the number of articles."""
    articles, refusal = 0, "none"
    try:
        with ends():
            for outcome in reader.read(io.BytesIO(data), "source", {}):
                assert isinstance(outcome, ReadArticle | FailedInput | LinkedFeed)
                if isinstance(outcome, ReadArticle):
                    articles += 1
                    hold_clean(outcome)
                elif isinstance(outcome, FailedInput):
                    assert outcome.reason
                    assert "\n" not in outcome.reason
    except Unreadable as error:
        refusal = str(error)
    assert refusal
    return articles


def hold_clean(read: ReadArticle) -> None:
    """No field holds a NUL or half a character, and there is a text, or an address where it is."""
    article = read.article
    assert article.body.strip() or read.full_text_at
    fields = [article.text(field) for field in FIELDS]
    fields += [
        article.source,
        article.url,
        article.section,
        article.language,
        article.guid,
        article.id,
        *article.authors,
    ]
    assert not [text for text in [*fields, read.where, read.source] if NOT_CLEAN.search(text)]
    assert not [text for text in fields[1:] if "\n" in text]


def mutations(data: bytes) -> st.SearchStrategy[bytes]:
    """``data`` cut off, with a few bytes changed, with pieces removed, doubled or put in."""
    place = st.integers(0, len(data))
    change = st.tuples(place, st.integers(0, 12), st.binary(max_size=6))
    return st.builds(_changed, st.just(data), st.lists(change, min_size=1, max_size=6), st.one_of(st.none(), place))


def _changed(data: bytes, changes: list[tuple[int, int, bytes]], cut: int | None) -> bytes:
    for at, removed, put in changes:
        data = data[:at] + put + data[at + removed :]
    return data if cut is None else data[:cut]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_unharmed_document_is_read_by_its_name(name: str) -> None:
    data = DOCUMENTS[name]
    assert hold(reader_for(name, data[:HEAD_BYTES]), data) or name == "a.opml"


@EVERY_READER
@given(data=st.binary(max_size=400))
@example(data=b"")
@example(data=b"\x00")
@example(data=b"\xff\xfe\x00\xd8")
@example(data=b"\x80")
@example(data=b"\n" * 50)
@FUZZED
def test_arbitrary_bytes(reader: Reader, data: bytes) -> None:
    hold(reader, data)


@EVERY_READER
@given(text=st.text(max_size=300), encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32-be", "utf-7"]))
@FUZZED
def test_arbitrary_text_in_any_encoding(reader: Reader, text: str, encoding: str) -> None:
    hold(reader, text.encode(encoding, errors="replace"))


@pytest.mark.parametrize("name", DOCUMENTS)
@given(data=st.data())
@FUZZED
def test_a_damaged_document(name: str, data: st.DataObject) -> None:
    document = data.draw(mutations(DOCUMENTS[name]))
    hold(reader_for(name, document[:HEAD_BYTES]), document)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pptx", "a.epub"])
@given(data=st.data())
@FUZZED
def test_a_damaged_part_in_a_sound_container(name: str, data: st.DataObject) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(DOCUMENTS[name])) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    parts[part] = data.draw(mutations(parts[part]))
    document = a_zip(parts)
    hold(reader_for(name, document[:HEAD_BYTES]), document)


FOUND = {
    "a directory entry of a zip without a name": (
        "a.zip",
        b"PK\x01\x02" + bytes(42) + b"PK\x05\x06" + bytes(4) + b"\x01\x00" * 2 + b"\x2e" + bytes(9),
    ),
    "a byte that is no character of any encoding": ("a.txt", b"\x80"),
    "an element of a story whose name is a colon": (
        "a.xml",
        NEWSML.replace("<html", "<:\x91html", 1).encode("latin-1"),
    ),
    "a run of one letter that is small in one encoding and large in another": ("a.txt", b"\xe4" * 200_000),
    "a line of open brackets": ("a.md", b"[" * 100_000),
    "a line of opened emphasis": ("a.md", b"*a " * 60_000),
    "a mailbox whose only message is empty": ("a.mbox", MBOX),
}
"""What fuzzing has found, each of which once was a crash or took minutes."""


@pytest.mark.parametrize(("name", "data"), FOUND.values(), ids=FOUND)
def test_what_was_found_stays_mended(name: str, data: bytes) -> None:
    hold(reader_for(name, data[:HEAD_BYTES]), data)


@EVERY_READER
@pytest.mark.parametrize(
    "make",
    [
        lambda: b"x" * 3_000_000,
        lambda: b"word " * 600_000,
        lambda: b"\n" * 3_000_000,
        lambda: b"Ships left. " * 250_000,
        lambda: b"a\rb\r" * 100_000,
        lambda: b"<div>" * 20_000 + b"Ships left." + b"</div>" * 20_000,
        lambda: b"[" * 100_000,
        lambda: b"{" * 100_000,
        lambda: b'{"a":' * 50_000,
        lambda: b"<" * 300_000,
        lambda: b"[x](" * 50_000,
        lambda: b"*_" * 100_000,
        lambda: b'"' * 300_000,
        lambda: b",\n" * 200_000,
        lambda: b"Source: x\n" * 100_000,
        lambda: b"14 March 2025\n" * 60_000,
        lambda: b"<!--" * 100_000,
        lambda: b"&amp;" * 100_000,
        lambda: b"\xe4" * 300_000,
        lambda: b"From a@b.c Fri Mar 14 09:30:00 2025\n\n" * 20_000,
    ],
    ids=lambda make: repr(make()[:12]),
)
@pytest.mark.slow
def test_long_and_deep_inputs_take_bounded_time(reader: Reader, make: Callable[[], bytes]) -> None:
    hold(reader, make())
