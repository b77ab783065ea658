"""Lists of feeds: what they name, what they fail to name, and the same list written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import ends

from rag.domain.ingest import FailedInput, LinkedFeed
from rag.ingest.clean import clean_line
from rag.ingest.decoding import Unreadable
from rag.ingest.opml import opml_from
from rag.ingest.readers import reader_for
from rag.ingest.readers.opml import OPML, parse_opml


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?>\n<opml version="1.0"><body>\n{body}\n</body></opml>'.encode()


def test_feeds_are_found_in_folders_of_any_depth_and_each_once() -> None:
    inner = '<outline text="B" xmlUrl="https://b.example/f"/>'
    nested = '<outline text="folder">' * 50 + inner + "</outline>" * 50
    feeds = list(
        parse_opml(
            opml(f'<outline title="A &amp;amp; Co" text="a" xmlurl="https://a.example/f"/>\n{nested}{inner}'), "l"
        )
    )
    assert feeds == [
        LinkedFeed("https://a.example/f", "l", "line 3", "A & Co"),
        LinkedFeed("https://b.example/f", "l", "line 4", "B"),
    ]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("feed://a.example/f", "http://a.example/f"),
        ("feed:https://a.example/f", "https://a.example/f"),
        ("../f", "https://lists.example/f"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
    ],
)
def test_addresses_are_made_whole(url: str, address: str) -> None:
    feed, *_ = parse_opml(opml(f'<outline xmlUrl="{url}"/>'), "l", base_url="https://lists.example/x/l.opml")
    assert isinstance(feed, LinkedFeed)
    assert feed.url == address


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ('<outline type="rss" text="No address"/>', "without its address"),
        ('<outline text="A" xmlUrl="javascript:alert(1)"/>', "not an http address"),
        ('<outline text="A" xmlUrl="feeds/a.xml"/>', "not an http address"),
        ('<outline type="include" url="https://a.example/more.opml"/>', "another list is not followed"),
    ],
)
def test_an_outline_that_names_no_feed_is_one_failure(outline: str, reason: str) -> None:
    failure, feed = parse_opml(opml(f'{outline}<outline xmlUrl="https://b.example/f"/>'), "l")
    assert isinstance(failure, FailedInput)
    assert failure.where == "line 3"
    assert reason in failure.reason
    assert isinstance(feed, LinkedFeed)


def test_a_list_that_breaks_off_gives_what_it_names_and_one_failure() -> None:
    data = opml('<outline text="A" xmlUrl="https://a.example/f"/>\n<outline text="B" xml')
    feed, failure = parse_opml(data[: data.index(b'<outline text="B"') + 15], "l")
    assert isinstance(feed, LinkedFeed)
    assert isinstance(failure, FailedInput)
    assert failure.where == "line 4"


@pytest.mark.parametrize("data", [b"<html><body>Log in</body></html>", b"<rss/>", b"text"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="not a list of feeds"):
        list(parse_opml(data, "l"))


def test_ten_thousand_outlines_are_read() -> None:
    body = "\n".join(f'<outline text="{i}" xmlUrl="https://a.example/{i}"/>' for i in range(10_000))
    with ends():
        assert len(list(parse_opml(opml(body), "l"))) == 10_000


def test_a_list_is_known_by_its_ending_or_its_root() -> None:
    assert reader_for("mine.opml", b"") is OPML
    assert reader_for("mine.xml", opml("")) is OPML


TITLES = st.text(max_size=30).map(clean_line).filter(lambda t: t and "&" not in t)


@given(
    st.lists(
        st.tuples(TITLES, st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9?=&]{0,12}", fullmatch=True)),
        unique_by=lambda f: f[1],
    )
)
def test_a_list_that_was_written_is_read_back(feeds: list[tuple[str, str]]) -> None:
    written = opml_from(feeds).encode()
    read = [o for o in parse_opml(written, "l") if isinstance(o, LinkedFeed)]
    assert [(feed.title, feed.url) for feed in read] == feeds
