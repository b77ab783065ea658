"""HTML and Markdown of a briefing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from briefings import a_briefing, a_statement, a_story
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.answer import Conflict, ConflictSide, Searched
from rag.domain.briefing import Change, Omitted, Telling
from rag.domain.edition import Imprint
from rag.render.escape import visible
from rag.render.html import briefing_as_html
from rag.render.markdown import briefing_as_markdown
from rag.render.sources import Sources
from rag.render.text import briefing_as_text

Form = Callable[..., str]
HOSTILE = '<script>alert(1)</script> "onclick=x <img src=http://x.example/y> $a$ [l](http://x.example)'


class _Page(HTMLParser):
    """Elements, attributes and text of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def _hostile(text: str) -> str:
    statement = a_statement(text, title=text, source=text, url="javascript:alert(1)")
    story = a_story(statement, title=text, publishers=(text,))
    return briefing_as_html(a_briefing(story, topic=text, omitted=(Omitted(text, text),), notes=(text,)))


def test_markup_in_articles_is_shown_and_not_interpreted_in_html() -> None:
    page = _Page(_hostile(HOSTILE))
    assert not {"script", "img", "iframe", "link", "object", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.text.count(HOSTILE) >= 4


@given(st.text(min_size=1, max_size=40).filter(lambda text: visible(text) != ""))
@settings(max_examples=40, deadline=None)
def test_any_text_is_readable_in_html_and_adds_no_element(text: str) -> None:
    page = _Page(_hostile(text))
    assert set(page.tags) == set(_Page(_hostile("plain")).tags)
    assert visible(text) in " ".join(page.text.split())


def test_html_loads_nothing_and_links_only_to_web_addresses() -> None:
    good = a_story(a_statement(url="https://news.example/1"))
    page = _Page(briefing_as_html(a_briefing(good)))
    links = [value for name, value in page.attributes if name == "href"]
    assert set(links) == {"#source-1", "https://news.example/1"}
    assert not [name for name, _ in page.attributes if name in ("src", "srcset")]
    assert not [v for n, v in _Page(_hostile("x")).attributes if n == "href" and not (v or "").startswith("#")]


def test_a_mail_reader_that_drops_style_sheets_still_shows_the_page() -> None:
    document = briefing_as_html(a_briefing(a_story(), compared_with=date(2025, 3, 13)))
    without = re.sub(r"<style>.*?</style>", "", document, flags=re.DOTALL)
    assert 'width="600"' in without
    for tag in ("h1", "h2", "p", "ol", "li", "blockquote"):
        assert all("style=" in found for found in re.findall(rf"<{tag}\b[^>]*>", without)), tag
    assert not {"div", "section", "article", "main", "header", "footer", "button"} & set(_Page(without).tags)
    assert all("presentation" in found for found in re.findall(r"<table\b[^>]*>", without))


def test_html_has_dark_colours_for_who_prefers_them() -> None:
    document = briefing_as_html(a_briefing(a_story()))
    assert "@media (prefers-color-scheme: dark)" in document
    assert '<meta name="color-scheme" content="light dark">' in document


def test_a_full_page_is_not_clipped_by_a_mail_reader() -> None:
    """Gmail shows the first 102 KB of a message's HTML."""
    told = [
        a_statement(f"{n}. {'The council of Tavin approved the bridge. ' * 4}".strip(), id=f"a{n}") for n in range(40)
    ]
    stories = [a_story(*told[n : n + 4], id=f"story-{n}") for n in range(0, 40, 4)]
    omitted = tuple(
        Omitted("The council of Tavin approved the bridge after a year.", "no room on the page") for _ in range(150)
    )
    assert len(briefing_as_html(a_briefing(*stories, omitted=omitted)).encode()) < 102_000


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown, briefing_as_text])
def test_each_form_says_which_edition_it_is_and_leads_to_the_archive_where_it_can(form: Form) -> None:
    briefing = a_briefing(a_story())
    told = form(briefing, Imprint(12, "dam", "https://news.example/desk"))
    assert "No. 12 · dam" in told
    assert ("https://news.example/desk" in told) == (form is not briefing_as_text)
    assert "No. " not in form(briefing)


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown, briefing_as_text])
def test_each_form_shows_where_accounts_differ_and_who_says_what(form: Form) -> None:
    one, two = a_statement("12 were hurt.", id="a"), a_statement("15 were hurt.", id="b", source="Selkirk Post")
    sides = (ConflictSide("12", one.citations[0]), ConflictSide("15", two.citations[0], "newer"))
    told = form(a_briefing(a_story(one, two, conflicts=(Conflict("people hurt", sides),))))
    plain = " ".join(re.sub(r"<[^>]*>|[*]", "", told).split())
    assert "Accounts differ: people hurt" in plain
    assert "Selkirk Post, 14 March 2025, newer" in plain


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown, briefing_as_text])
def test_the_source_of_a_value_that_no_sentence_cites_is_listed_too(form: Form) -> None:
    one, two = a_statement("12 were hurt.", id="a"), a_statement("15 were hurt.", id="b", title="Fifteen at Selkirk")
    sides = (ConflictSide("12", one.citations[0]), ConflictSide("15", two.citations[0]))
    assert "Fifteen at Selkirk" in form(a_briefing(a_story(one, conflicts=(Conflict("people hurt", sides),))))


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown, briefing_as_text])
def test_each_form_says_how_many_feeds_could_not_be_read_and_which(form: Form) -> None:
    told = form(replace(a_briefing(a_story()), unread=("Valley Echo", "Harbour Post")))
    assert "2 feeds could not be read" in told
    assert "Valley Echo, Harbour Post" in told


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown, briefing_as_text])
def test_each_form_marks_what_is_expected(form: Form) -> None:
    story = a_story(a_statement("The vote is on Friday."), tellings=(Telling("expected"),))
    assert "expected" in form(a_briefing(story)).lower()


def test_each_mark_in_html_carries_its_exact_quote() -> None:
    page = _Page(briefing_as_html(a_briefing(a_story())))
    assert ("title", "The bridge at Harrow opened on Monday.") in page.attributes
    assert "blockquote" in page.tags


def test_markdown_gives_for_each_number_publisher_title_date_and_quote() -> None:
    text = briefing_as_markdown(a_briefing(a_story(a_statement(url="https://news.example/1"))))
    assert "- The bridge at Harrow opened on Monday. [1]" in text
    assert "1. **Harbour Courier**, [Bridge opens](<https://news.example/1>), 14 March 2025" in text
    assert "    - The bridge at Harrow opened on Monday." in text


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown])
def test_an_old_value_stands_beside_the_new_one_which_is_not_said_twice(form) -> None:  # type: ignore[no-untyped-def]
    now, before = a_statement("15 people were hurt."), a_statement("12 people were hurt.", published="2025-03-13")
    briefing = a_briefing(
        a_story(now, status="developing"),
        delta=(Change("updated", "story-1", now, before),),
        compared_with=date(2025, 3, 13),
    )
    text = form(briefing)
    assert "Before, 13 March 2025: 12 people were hurt." in text
    body = text.split("Sources")[0]
    assert body.replace('title="15 people were hurt."', "").count("15 people were hurt.") == 1
    assert "1 updated" in text


@pytest.mark.parametrize("form", [briefing_as_html, briefing_as_markdown])
def test_an_empty_day_says_so(form) -> None:  # type: ignore[no-untyped-def]
    text = form(a_briefing(searched=Searched(0), notes=("The archive holds 1 article, of 2 May 2024.",)))
    assert "The archive holds no article published on 14 March 2025." in text
    assert "2 May 2024" in text


def test_what_was_left_out_is_listed_with_its_reason() -> None:
    text = briefing_as_markdown(a_briefing(a_story(), omitted=(Omitted("A goat won.", "no room on the page"),)))
    assert "- A goat won. (no room on the page)" in text


def test_sources_are_numbered_in_the_order_of_reading_and_one_article_has_one_number() -> None:
    first, second = a_statement("One.", id="x"), a_statement("Two.", id="y")
    sources = Sources(a_briefing(a_story(first, second), a_story(first, id="story-2")))
    assert [s.article_id for s in sources.all] == ["x", "y"]
    assert sources.numbers(second) == [2]
