"""The object that describes an article, in blocks in every state."""

from __future__ import annotations

import pytest

from rag.ingest.json_ld import linked_data

ARTICLE = '{"@type": "NewsArticle", "headline": "Port reopens", "author": {"name": "Jane Doe"}}'


@pytest.mark.parametrize(
    "block",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/ {ARTICLE} /*]]>*/",
        f"{ARTICLE};",
        ARTICLE.replace('"}}', '",},}'),
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace("Port reopens", "Port\treopens").replace("\t", " "),
        ARTICLE.replace('"NewsArticle"', '["Thing", "http://schema.org/NewsArticle"]'),
        f"{ARTICLE} and what a program left behind",
    ],
)
def test_an_article_is_found_however_its_block_is_written(block: str) -> None:
    data = linked_data(iter([block]), about="")
    assert data.of_article("headline") == "Port reopens"
    assert data.texts("author") == ["Jane Doe"]


@pytest.mark.parametrize("block", ["", "{", "null", "[]", "[" * 100_000, '{"@type": "Organization"}', "no JSON at all"])
def test_a_block_without_an_article_gives_none(block: str) -> None:
    assert linked_data(iter([block]), about="").of_article("headline") == ""


def test_a_broken_block_does_not_hide_the_next() -> None:
    assert linked_data(iter(["{ broken", ARTICLE]), about="").of_article("headline") == "Port reopens"


def test_of_several_articles_it_is_the_one_that_the_page_is_about() -> None:
    other = ARTICLE.replace("Port reopens", "Bridge closes")
    assert linked_data(iter([other, ARTICLE]), about="Port reopens | Example").of_article("headline") == "Port reopens"


def test_articles_of_a_list_are_others() -> None:
    block = f'{{"@type": "ItemList", "itemListElement": [{ARTICLE}]}}'
    assert linked_data(iter([block]), about="").of_article("headline") == ""


def test_a_reference_is_followed_to_the_object_that_it_names() -> None:
    block = (
        '{"@graph": [{"@type": "Article", "author": {"@id": "#jane"}}, {"@type": "Person", "@id": "#jane", "name": '
        '"Jane Doe"}]}'
    )
    assert linked_data(iter([block]), about="").texts("author") == ["Jane Doe"]


def test_what_the_article_does_not_say_the_page_around_it_may() -> None:
    block = '{"@graph": [{"@type": "WebPage", "datePublished": "2025-03-14"}]}'
    assert linked_data(iter([block]), about="").texts("datePublished") == ["2025-03-14"]
