"""Lines of the page, not of the article."""

from __future__ import annotations

import pytest

from rag.ingest.boilerplate import is_furniture, remove_furniture, without_furniture
from rag.ingest.markup import page_tree


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share this article",
        "READ MORE: Port reopens",
        "© 2025 Example Wire",
        "3 min read",
        "Follow us on X",
    ],
)
def test_a_button_a_pointer_or_a_notice_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The advertisement ran for a week.",
        "Share prices fell.",
        "Home prices rose.",
        "Search teams found the boat.",
        "Subscribers to the newsletter were told first.",
        "Copyright law is to change, the minister said, and added at length that nobody would lose what had been "
        "promised to him, or to her, before, in one of the many meetings that he had held.",
    ],
)
def test_a_sentence_is_not(line: str) -> None:
    assert not is_furniture(line)


def test_all_other_lines_stay_as_they_are() -> None:
    assert without_furniture("One.\nAdvertisement\n\n  Two. ") == "One.\n\n  Two. "


@pytest.mark.parametrize(
    "line",
    [
        "Related: Bridge closes for a week", "Sign up here for our daily newsletter", "Thanks for signing up!",
        "Get the day's news delivered to your inbox", "We use cookies to make this site better.",
        "Topics: ports, cranes",
        "Image copyright Example Wire", "Photo: Jane Doe/Example Wire", "Filed under: Ports",
        "Anzeige", "Artikel teilen", "Lesen Sie auch: Brücke gesperrt", "Jetzt Newsletter abonnieren", "Foto: Jane Doe",
        "3 Kommentare", "Lesezeit: 4 Minuten", "Lire aussi : le pont ferme", "- Share on Twitter",
    ],
)  # fmt: skip
def test_more_buttons_pleas_and_credits_are_furniture(line: str) -> None:
    assert is_furniture(line)


def test_a_list_of_other_articles_below_the_text_goes_with_its_heading() -> None:
    story = "The port reopened on Tuesday after three days, the authority said. " * 6
    assert without_furniture(f"{story}\nYou might also like\n- Bridge closes\n- Ferry late") == story


def test_a_heading_within_the_text_is_no_end_of_it() -> None:
    story = "The port reopened on Tuesday after three days, the authority said. " * 6
    body = f"Short start.\nComments\n{story}\n{story}"
    assert story in without_furniture(body)


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="newsletter-signup"><p>Get our letter.</p></div>',
        '<div id="relatedArticles"><p>Bridge closes.</p></div>',
        "<nav><p>Home.</p></nav>", "<figcaption>The port in March.</figcaption>", "<aside><p>About us.</p></aside>",
        '<ul><li><a href="/a">Bridge closes</a></li><li><a href="/b">Ferry late</a></li></ul>',
        '<p><a href="/a">Bridge closes for a week</a></p>', '<div role="navigation"><p>Home.</p></div>',
    ],
)  # fmt: skip
def test_an_element_that_is_the_pages_is_emptied(furniture: str) -> None:
    tree = page_tree(
        f"<html><body><article><h1>Port</h1><p>{'The port reopened. ' * 9}</p>{furniture}</article></body></html>"
    )
    assert tree is not None
    remove_furniture(tree)
    assert " ".join(tree.text_content().split()) == "Port" + ("The port reopened. " * 9).strip()


@pytest.mark.parametrize("name", ["related", "newsletter", "widget", "share-page"])
def test_an_element_that_holds_the_article_is_kept_whatever_it_is_called(name: str) -> None:
    tree = page_tree(f'<html><body><div class="{name}"><p>{"The port reopened. " * 9}</p></div></body></html>')
    assert tree is not None
    remove_furniture(tree)
    assert "The port reopened." in tree.text_content()
