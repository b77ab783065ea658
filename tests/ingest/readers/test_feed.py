"""RSS, Atom and JSON Feed: entries as articles, teasers, ids, dates, links, and feeds that are none or broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from builders import published
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import ends

from rag.domain.ingest import FailedInput, ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.feed import FEED, FeedFacts, feed_facts, parse_feed

LONG = " ".join(f"Sentence number {i} tells what the council of Tavin decided on Monday." for i in range(20))
LINK = "<link>https://tavin.example/news/1</link>"


def rss(*items: str, head: str = "<title>Tavin Post</title><link>https://tavin.example/</link>") -> bytes:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"<channel>{head}{entries}</channel></rss>"
    ).encode()


def atom(*entries: str, head: str = "<title>Tavin Post</title>") -> bytes:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">{head}{inside}</feed>'.encode()


def encoded(html: str) -> str:
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


def only(data: bytes, **known: str) -> ReadArticle:
    (outcome,) = parse_feed(data, "feed.xml", **known)
    assert isinstance(outcome, ReadArticle), outcome
    return outcome


def test_everything_that_an_rss_item_says_is_read() -> None:
    item = (
        "<title>Ferry returns &amp;amp; stays</title><link>https://tavin.example/news/1</link>"
        '<guid isPermaLink="false">tavin-1</guid><pubDate>Fri, 14 Mar 2025 09:30:00 +0100</pubDate>'
        "<dc:creator>By Jane Doe</dc:creator><dc:creator>John Roe</dc:creator><category>Harbour</category>"
        f"<description>It was away for a year.</description>{encoded(f'<p>{LONG}</p><p>It left at nine.</p>')}"
    )
    read = only(rss(item, head="<title>Tavin Post</title><language>en-gb</language>"))
    article = read.article
    assert (read.where, read.full_text_at, read.note) == ("entry 1", "", "")
    assert article.title == "Ferry returns & stays"
    assert article.body == f"{LONG}\nIt left at nine."
    assert article.dek == "It was away for a year."
    assert article.published == published("2025-03-14T08:30")
    assert article.dateline == "Fri, 14 Mar 2025 09:30:00 +0100"
    assert (article.url, article.guid) == ("https://tavin.example/news/1", "tavin-1")
    assert (article.authors, article.section) == (("Jane Doe", "John Roe"), "Harbour")
    assert (article.source, article.language) == ("Tavin Post", "en")


def test_everything_that_an_atom_entry_says_is_read() -> None:
    entry = (
        "<title type='html'>Ferry &lt;i&gt;returns&lt;/i&gt;</title><link href='/news/1'/><id>urn:tavin:1</id>"
        "<published>2025-03-14T09:30:00Z</published><updated>2025-03-15T10:00:00Z</updated>"
        "<author><name>Jane Doe</name><email>j@tavin.example</email></author>"
        "<category term='harbour' label='Harbour'/>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{LONG}</p><p>Left.</p></div></content>"
    )
    article = only(atom(entry), base_url="https://tavin.example/feed").article
    assert (article.title, article.body) == ("Ferry returns", f"{LONG}\nLeft.")
    assert (article.url, article.guid) == ("https://tavin.example/news/1", "urn:tavin:1")
    assert (article.published, article.modified) == (
        published("2025-03-14T09:30"),
        datetime(2025, 3, 15, 10, tzinfo=UTC),
    )
    assert (article.authors, article.section, article.language) == (("Jane Doe",), "Harbour", "en")


@pytest.mark.parametrize(
    ("item", "body"),
    [
        (f"<title>Ferry</title>{LINK}", ""),
        (f"<title>Ferry</title>{LINK}<description>It is back.</description>", "It is back."),
        (
            f"<title>Ferry</title>{LINK}<description>It is back.</description>{encoded('<p>It is back.</p>')}",
            "It is back.",
        ),
        (f"<title>Ferry</title>{LINK}{encoded(f'<p>{LONG} And it…</p>')}", f"{LONG} And it…"),
        (f"<title>Ferry</title>{LINK}{encoded(f'<p>{LONG} And [...]</p>')}", f"{LONG} And [...]"),
        (f"<title>Ferry</title>{LINK}{encoded(f'<p>{LONG}</p><p><a href=x>Read more</a></p>')}", LONG),
        (f"<title>Ferry</title>{LINK}{encoded(f'<p>{LONG} <a href=x>Continue reading →</a></p>')}", LONG),
    ],
)
def test_a_teaser_leads_to_the_page_with_the_whole_text(item: str, body: str) -> None:
    read = only(rss(item))
    assert read.full_text_at == "https://tavin.example/news/1"
    assert read.article.body == body


@pytest.mark.parametrize(
    "item",
    [
        f"<title>Ferry</title>{LINK}<description>{LONG}</description>",
        f"<title>Ferry</title>{LINK}{encoded('<p>It is back, and that is all.</p>')}",
        f"{LINK}<description>A short post without a title.</description>",
        "<title>Ferry</title><description>No page to look at.</description>",
    ],
)
def test_a_whole_text_leads_nowhere(item: str) -> None:
    assert only(rss(item)).full_text_at == ""


def test_a_caption_of_a_picture_is_not_the_text() -> None:
    item = (
        f"<title>Ferry</title>{LINK}<description>It is back.</description><media:content url='https://a.example/p.jpg'>"
    )
    read = only(
        rss(f"{item}<media:title>Quay</media:title><media:description>At noon</media:description></media:content>")
    )
    assert (read.article.title, read.article.body) == ("Ferry", "It is back.")


def test_an_entry_with_neither_text_nor_link_is_one_failure() -> None:
    bad, good = parse_feed(rss("<title>Ferry</title>", f"<title>Quay</title>{LINK}"), "feed.xml")
    assert isinstance(bad, FailedInput)
    assert isinstance(good, ReadArticle)
    assert (bad.where, bad.reason) == ("entry 1", "an entry with neither a text nor the address of one")


def test_an_id_that_two_entries_bear_is_used_for_neither_and_noted_once() -> None:
    first, second, third = parse_feed(
        rss(*(f"<guid>{g}</guid><description>{g} {i}</description>" for i, g in enumerate("aab"))), ""
    )
    assert isinstance(first, ReadArticle)
    assert isinstance(second, ReadArticle)
    assert isinstance(third, ReadArticle)
    assert [r.article.guid for r in (first, second, third)] == ["", "", "b"]
    assert "stands on 2 entries" in first.note
    assert second.note == ""


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/news/1", "https://tavin.example/news/1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        ("//cdn.example/1", "https://cdn.example/1"),
    ],
)
def test_links_are_resolved_and_only_those_of_the_web_are_kept(link: str, url: str) -> None:
    item = f"<title>Ferry</title><link>{link}</link><description>Short.</description>"
    read = only(rss(item), base_url="https://tavin.example/feed.xml")
    assert (read.article.url, read.full_text_at) == (url, url)
    assert only(rss(item)).article.url == url


def test_xml_base_goes_before_the_feeds_own_address() -> None:
    data = atom("<link href='1.html'/><summary>x</summary>").replace(
        b"<feed", b"<feed xml:base='https://base.example/a/'"
    )
    assert only(data, base_url="https://tavin.example/feed").article.url == "https://base.example/a/1.html"


def test_a_guid_is_the_link_only_where_it_is_an_address() -> None:
    assert only(rss("<guid>https://tavin.example/2</guid><description>x</description>")).article.url.endswith("/2")
    assert only(rss("<guid>17</guid><description>x</description>")).article.url == ""


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<pubDate>Fri, 14 Mar 2025 09:30:00 GMT</pubDate><dc:date>2025-03-20</dc:date>", "2025-03-14T09:30"),
        ("<dc:date>2025-03-14T09:30:00Z</dc:date>", "2025-03-14T09:30"),
        ("<pubDate>1741944600</pubDate>", "2025-03-14T09:30"),
        ("<pubDate>14 March 2025</pubDate>", "2025-03-14"),
    ],
)
def test_dates_are_read_from_what_the_feed_printed(dates: str, day: str) -> None:
    assert only(rss(f"<description>x</description>{dates}")).article.published == published(day)


def test_an_atom_entry_with_only_an_update_was_published_then() -> None:
    article = only(atom("<summary>x</summary><updated>2025-03-14T09:30:00Z</updated>")).article
    assert (article.published, article.modified) == (published("2025-03-14T09:30"), None)


def test_a_date_of_no_known_form_is_no_date_and_is_noted() -> None:
    read = only(rss("<description>x</description><pubDate>the other day</pubDate>"))
    assert (read.article.published, read.article.dateline) == (None, "the other day")
    assert read.note == "its date 'the other day' is of no form that is known"


def test_the_source_of_an_item_goes_before_the_feeds_title() -> None:
    assert only(
        rss("<description>x</description><source url='https://h.example/'>Hask Courier</source>")
    ).article.source == ("Hask Courier")


def test_a_deleted_entry_is_a_withdrawn_article_of_its_id() -> None:
    deleted = (
        '<at:deleted-entry ref="tavin-7" when="2025-03-15T10:00:00Z"><at:comment>Wrong.</at:comment></at:deleted-entry>'
    )
    (read,) = parse_feed(rss(head=f"<title>T</title>{deleted}"), "feed.xml")
    assert isinstance(read, ReadArticle)
    assert (read.article.guid, read.article.notice, read.article.body) == ("tavin-7", "withdrawn", "")
    assert read.article.modified == datetime(2025, 3, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "iso-8859-1"])
def test_feeds_come_in_any_encoding(encoding: str) -> None:
    data = rss("<title>Grün</title><description>Text</description>").decode().replace('"utf-8"', f'"{encoding}"')
    assert only(data.encode(encoding)).article.title == "Grün"


def test_the_charset_of_the_header_is_used() -> None:
    data = rss("<title>Жук</title><description>x</description>").decode().partition("?>")[2].encode("koi8-r")
    assert only(data, charset="koi8-r").article.title == "Жук"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE html><html><body><form>Log in</form></body></html>", "not a feed: an HTML page"),
        (b"<html><rss>", "not a feed: an HTML page"),
        (b"<catalog><note/></catalog>", "not a feed: XML with the root <catalog>"),
        (b"<entry xmlns='http://www.w3.org/2005/Atom'/>", "root <entry>"),
        (b"Too many requests", "not a feed: no XML or JSON"),
        (b'{"error": "no"}', "not a feed: JSON"),
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image"),
    ],
)
def test_what_is_no_feed_is_refused_by_its_kind(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(parse_feed(data, "feed.xml"))
    assert feed_facts(data) is None


def test_an_empty_feed_is_no_failure() -> None:
    assert list(parse_feed(rss(), "feed.xml")) == []
    assert list(parse_feed(atom(), "feed.xml")) == []


def test_a_warning_that_a_server_printed_before_the_feed_is_passed_over() -> None:
    assert only(b"<br />\n<b>Warning</b>: out of tea\n" + rss("<description>x</description>")).article.body == "x"


@pytest.mark.parametrize("cut", range(5, 140, 9))
def test_a_feed_that_breaks_off_gives_its_whole_entries_and_one_failure(cut: int) -> None:
    data = rss(*(f"<title>Number {i}</title>\n<description>Text {i}</description>" for i in range(3)))
    *articles, failure = parse_feed(data[: data.rindex(b"<item>") + 70 - cut % 70], "feed.xml")
    assert [a.article.title for a in articles if isinstance(a, ReadArticle)] == ["Number 0", "Number 1"]
    assert isinstance(failure, FailedInput)
    assert failure.where == "after entry 2 (line 3)"


def test_a_bare_ampersand_or_an_unclosed_tag_loses_no_entry() -> None:
    data = rss(
        "<title>Roe & Sons</title><description>a</description>", "<title><b>Two</title><description>b</description>"
    )
    assert [r.article.body for r in parse_feed(data, "") if isinstance(r, ReadArticle)] == ["a", "b"]


def test_entities_are_neither_expanded_nor_loaded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    dtd = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = rss("<title>a&x;b</title><description>c&l9;d</description>").replace(b"<rss", dtd.encode() + b"<rss", 1)
    with ends():
        article = only(data).article
    assert len(article.title + article.body) < 40
    assert "lol" not in article.body


def test_nesting_of_two_hundred_levels_is_read() -> None:
    assert only(rss(f"<title>x</title>{encoded('<div>' * 200 + LONG + '</div>' * 200)}")).article.body == LONG


def test_an_endless_number_of_entries_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 50,000 entries"):
        list(parse_feed(rss(head="<item/>" * 50_001), ""))


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("<title>A &amp;amp; B</title><link>/home</link><ttl>90</ttl>", FeedFacts("A & B", "", 90, 1)),
        ("<title>A</title><link>https://a.example/</link>", FeedFacts("A", "https://a.example/", 0, 1)),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            FeedFacts("", "", 360, 1),
        ),
    ],
)
def test_a_feed_tells_of_itself(head: str, facts: FeedFacts) -> None:
    assert feed_facts(rss("<description>x</description>", head=head)) == facts


def test_a_json_feed_is_read_by_the_same_function() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tavin Post",
        "items": [{"id": "1", "content_text": "x"}],
    }
    data = json.dumps(feed).encode()
    assert only(data).article.body == "x"
    assert feed_facts(data) == FeedFacts("Tavin Post", "", 0, 1)


@pytest.mark.parametrize("name", ["news.rss", "news.atom", "news.xml", "index.rdf", "news"])
def test_a_feed_is_known_by_its_ending_or_its_root(name: str) -> None:
    assert reader_for(name, rss()) is FEED


SMALL = rss(
    "<title>A &amp; b</title><guid>1</guid><pubDate>Fri, 14 Mar 2025 09:30 GMT</pubDate><description>x</description>"
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_bytes_come_only_outcomes_come_out(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([SMALL, atom("<id>1</id><summary type='html'>x</summary>")])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 12))] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"<", b"&#1;", b"]]>"])
        )
        whole = whole or bytearray(b" ")
    try:
        with ends():
            outcomes = list(parse_feed(bytes(whole), "feed.xml", base_url="https://tavin.example/"))
    except Unreadable:
        outcomes = []
    assert all(isinstance(outcome, ReadArticle | FailedInput) for outcome in outcomes)
