"""Markdown: front matter, title, visible text."""

from __future__ import annotations

import io

from builders import published

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle
from rag.ingest.readers.markdown import MARKDOWN, visible_text


def read(text: str, **names: str) -> Article:
    (outcome,) = MARKDOWN.read(io.BytesIO(text.encode()), "a.md", names)
    assert isinstance(outcome, ReadArticle)
    return outcome.article


def test_front_matter_and_title_are_read() -> None:
    article = read(
        '---\ndate: 2025-03-14\nauthors: [Jane Doe, "Ann Lee"]\npublisher: Example Wire\ncategory: Shipping\n'
        "slug: x\n---\n\n# Port of Harrow reopens\n\nShips left at dawn.\n"
    )
    assert article.title == "Port of Harrow reopens"
    assert article.body == "Ships left at dawn."
    assert article.published == published("2025-03-14")
    assert article.authors == ("Jane Doe", "Ann Lee")
    assert (article.source, article.section, article.dateline) == ("Example Wire", "Shipping", "2025-03-14")


def test_a_list_in_front_matter_may_stand_on_lines_of_its_own() -> None:
    assert read("---\nauthor:\n  - Jane Doe\n  - Ann Lee\n---\nShips left.").authors == ("Jane Doe", "Ann Lee")


def test_a_title_in_the_front_matter_leaves_another_heading_in_the_body() -> None:
    article = read("---\ntitle: Port reopens\n---\n# Morning\n\nShips left.")
    assert (article.title, article.body) == ("Port reopens", "Morning\n\nShips left.")


def test_names_map_front_matter_keys() -> None:
    assert read("---\nkop: Haven open\n---\nSchepen vertrokken.", title="kop").title == "Haven open"


def test_only_what_is_seen_is_kept() -> None:
    text = (
        "**Ships** left *at dawn*, [said the port](https://x.example/a_(b)).<!-- hidden -->\n"
        "![a crane](https://x.example/c.png)\n> “Snake_case_names stay,” he said. 2 * 3 * 4.\n"
    )
    assert read(f"# T\n\n{text}\n[1]: https://x.example").body == (
        "Ships left at dawn, said the port.\n\n“Snake_case_names stay,” he said. 2 * 3 * 4."
    )


def test_an_escaped_mark_is_the_mark() -> None:
    assert visible_text(r"5 \* 3 and \[sic\]") == "5 * 3 and [sic]"


def test_emphasis_in_emphasis_is_taken_out() -> None:
    assert visible_text("***Ships*** **left *at* dawn**, _said **the** port_ of snake_case.") == (
        "Ships left at dawn, said the port of snake_case."
    )
