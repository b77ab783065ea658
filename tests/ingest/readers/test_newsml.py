"""NewsML-G2, NewsML 1 and NITF: news items with a text, and everything else refused by its name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import published
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import ends

from rag.domain.ingest import FailedInput, ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.newsml import NEWSML, parse_newsml

NITF = (
    "<nitf><body><body.head><hedline><hl1>Ferry of Tavin returns</hl1></hedline>"
    "<byline>By <person>Jane Doe</person></byline>"
    "<abstract><p>It was away for a year.</p></abstract></body.head>"
    "<body.content><p>The ferry is back, the <em>harbour\n"
    "office</em> said.</p><media><media-caption>The quay</media-caption></media>"
    "<p>It left at nine.</p></body.content></body></nitf>"
)
BODY = "The ferry is back, the harbour office said.\nIt left at nine."


def item(
    content: str = f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>', status: str = "usable"
) -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:tavin.example:1" '
        'version="3" xml:lang="en-GB">'
        "<rightsInfo><copyrightHolder><name>Tavin Holding</name></copyrightHolder></rightsInfo>"
        '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:TVN"><name>Tavin News</name></provider>'
        "<versionCreated>2025-03-15T10:00:00Z</versionCreated><firstCreated>2025-03-14T09:30:00+01:00</firstCreated>"
        f'<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><language tag="de"/>'
        "<subject><name>transport</name></subject>"
        f"<headline>Ferry returns</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def only(text: str) -> ReadArticle:
    (outcome,) = parse_newsml(text.encode(), "a.xml")
    assert isinstance(outcome, ReadArticle), outcome
    return outcome


def test_everything_that_a_news_item_says_is_read() -> None:
    article = only(item()).article
    assert (article.title, article.body, article.dek) == ("Ferry returns", BODY, "It was away for a year.")
    assert (article.guid, article.source, article.section) == ("urn:newsml:tavin.example:1", "Tavin News", "transport")
    assert (article.authors, article.language, article.notice) == (("Jane Doe",), "de", "")
    assert article.published == published("2025-03-14T08:30")
    assert article.dateline == "2025-03-14T09:30:00+01:00"
    assert article.modified == datetime(2025, 3, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        '<inlineXML contenttype="application/xhtml+xml">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        "<body><p>One.</p><p>Two<br/>three.</p><script>no()</script></body></html></inlineXML>",
        '<inlineData contenttype="text/plain">One.\nTwo\nthree.</inlineData>',
        '<inlineData contenttype="text/html">&lt;p&gt;One.&lt;/p&gt;Two&lt;br&gt;three.</inlineData>',
    ],
)
def test_a_text_may_be_xhtml_plain_or_escaped(content: str) -> None:
    assert only(item(content)).article.body == "One.\nTwo\nthree."


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_its_publisher_took_back_is_withdrawn(status: str) -> None:
    assert only(item(status=status)).article.notice == "withdrawn"
    assert only(item("", status)).article.body == ""


def test_a_message_gives_each_of_its_items_and_names_those_that_are_none() -> None:
    others = '<packageItem guid="p"/><conceptItem guid="c"/><planningItem guid="q"/>'
    message = f"<newsMessage><header/><itemSet>{item()}{others}{item()}</itemSet></newsMessage>"
    outcomes = list(parse_newsml(message.encode(), "a.xml"))
    assert [o.where for o in outcomes if isinstance(o, ReadArticle)] == ["item 1", "item 5"]
    assert [o.reason.partition(",")[0] for o in outcomes if isinstance(o, FailedInput)] == [
        "a package", "a concept", "a plan of coverage",
    ]  # fmt: skip


def test_a_news_item_without_a_text_is_refused() -> None:
    (failure,) = parse_newsml(item("<remoteContent href='a.jpg'/>").encode(), "a.xml")
    assert failure == FailedInput("a.xml", "", "a news item of class 'text' without a text in it")


@pytest.mark.parametrize("part", ["contentMeta", "itemMeta", "groupSet"])
def test_a_part_of_newsml_is_refused(part: str) -> None:
    with pytest.raises(Unreadable, match="a part of NewsML"):
        list(parse_newsml(f"<{part}/>".encode(), "a.xml"))


def test_a_nitf_file_is_read() -> None:
    head = (
        '<head><title>x</title><docdata><date.issue norm="20250314T093000Z"/><doc-id id-string="tavin-1"/></docdata>'
        '<pubdata name="Tavin Post" position.section="Harbour"/></head>'
    )
    article = only(f"<!DOCTYPE nitf SYSTEM 'nitf.dtd'>{NITF.replace('<body>', head + '<body>', 1)}").article
    assert (article.title, article.body, article.source) == ("Ferry of Tavin returns", BODY, "Tavin Post")
    assert (article.guid, article.section, article.dateline) == ("tavin-1", "Harbour", "20250314T093000Z")


def test_a_newsml_1_item_is_read() -> None:
    article = only(
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>tavin.example"
        "</ProviderId><DateId>20250314</DateId>"
        "<NewsItemId>ferry</NewsItemId></NewsIdentifier></Identification><NewsManagement>"
        "<FirstCreated>2025-03-14T09:30:00Z"
        "</FirstCreated><Status FormalName='Usable'/></NewsManagement><NewsComponent>"
        "<NewsLines><HeadLine>Ferry returns</HeadLine>"
        f"<ByLine>By Jane Doe</ByLine></NewsLines><ContentItem><DataContent>{NITF}</DataContent></ContentItem>"
        "</NewsComponent>"
        "</NewsItem></NewsML>"
    ).article
    assert (article.title, article.body, article.authors) == ("Ferry returns", BODY, ("Jane Doe",))
    assert (article.guid, article.published) == (
        "urn:newsml:tavin.example:20250314:ferry",
        published("2025-03-14T09:30"),
    )


def test_a_message_that_breaks_off_gives_what_can_be_read_and_one_failure() -> None:
    message = f"<newsMessage><itemSet>{item()}\n{item()}</itemSet></newsMessage>"
    first, *_, failure = parse_newsml(message[: message.rindex("<contentSet>")].encode(), "a.xml")
    assert isinstance(first, ReadArticle)
    assert first.article.body == BODY
    assert isinstance(failure, FailedInput)
    assert "not well-formed" in failure.reason


def test_entities_are_neither_expanded_nor_loaded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    dtd = f'<!DOCTYPE nitf [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with ends():
        first, _ = parse_newsml(f"{dtd}{NITF.replace('at nine', '&l9;&x;')}".encode(), "a.xml")
    assert isinstance(first, ReadArticle)
    assert "lol" not in first.article.body
    assert len(first.article.body) < 100


def test_news_items_are_known_by_their_root() -> None:
    assert reader_for("a.xml", item().encode()) is NEWSML
    assert reader_for("a", NITF.encode()) is NEWSML


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_whatever_bytes_come_only_outcomes_come_out(data: st.DataObject) -> None:
    whole = bytearray(item().encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"<", b"&x;", b"</"])
        )
    try:
        with ends():
            outcomes = list(parse_newsml(bytes(whole), "a.xml"))
    except Unreadable:
        outcomes = []
    assert all(isinstance(outcome, ReadArticle | FailedInput) for outcome in outcomes)
