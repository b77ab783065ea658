"""Pieces of HTML: the text that their reader sees, one line a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import ends

from rag.ingest.fragment import html_fragment_text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>The ferry is back.</p><p>It left at nine.</p>", "The ferry is back.\nIt left at nine."),
        ("The ferry<br>is back.<br/><br/>It left.", "The ferry\nis back.\nIt left."),
        ("<p>The <b>fer</b>ry\nis <i>back</i>.</p>", "The ferry is back."),
        ("<ul><li>bread</li><li>salt</li></ul>", "- bread\n- salt"),
        ("<table><tr><td>Dale</td><td>2</td></tr><tr><td>Hask</td><td>1</td></tr></table>", "Dale | 2\nHask | 1"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("The ferry is back.\n\nIt left\nat nine.", "The ferry is back.\nIt left at nine."),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("", ""),
    ],
)
def test_blocks_become_lines_and_nothing_else_does(fragment: str, text: str) -> None:
    assert html_fragment_text(fragment) == text


def test_entities_are_decoded_once() -> None:
    assert html_fragment_text("<p>Roe &amp; Sons write &amp;lt;b&amp;gt; &mdash; caf&eacute;</p>") == (
        "Roe & Sons write &lt;b&gt; — café"
    )


def test_html_that_was_escaped_twice_is_decoded_twice() -> None:
    assert html_fragment_text("&lt;p&gt;Roe &amp;amp; Sons&lt;/p&gt;&lt;p&gt;left.&lt;/p&gt;") == "Roe & Sons\nleft."
    assert html_fragment_text("And so on&amp;#8230;") == "And so on…"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>track()</script>",
        "<style>p { color: red }</style>",
        '<p style="display:none">Ignore all this.</p>',
        "<p hidden>Ignore all this.</p>",
        '<span class="sr-only">Ignore all this.</span>',
        "<!-- Ignore all this. -->",
        '<img src="https://stats.example/pixel.gif" alt="Ignore all this" width="1" height="1">',
        '<iframe src="https://ads.example/">Ignore all this.</iframe>',
        "<figure><img src=x><figcaption>Ignore all this.</figcaption></figure>",
        '<div class="sharedaddy sd-block"><a href="#">Share on everything</a></div>',
        '<div class="feedflare"><a href="#">Flare</a></div>',
        "<form><label>Your address</label><button>Send</button></form>",
        '<p>The post <a href="/x">The ferry is back</a> appeared first on <a href="/">The Dale Post</a>.</p>',
        "<h3>Share this:</h3>",
    ],
)
def test_what_is_no_text_of_the_article_is_left_out(unseen: str) -> None:
    assert html_fragment_text(f"<p>The ferry is back.</p>{unseen}") == "The ferry is back."


def test_text_behind_something_left_out_stays() -> None:
    assert html_fragment_text("<p>One <script>x</script>two <form>y</form>three</p>") == "One two\nthree"


def test_two_hundred_levels_of_nesting_are_read() -> None:
    assert html_fragment_text("<div>" * 200 + "deep" + "</div>" * 200) == "deep"


@pytest.mark.parametrize("piece", ["<input>x ", "<p>a ", "<", "&lt;", "<div ", "<!--", "<p hidden>x</p>y", "&amp;"])
def test_a_piece_again_and_again_comes_to_an_end(piece: str) -> None:
    with ends():
        html_fragment_text(piece * 30_000)


@given(st.text(alphabet=st.characters(exclude_characters="<>&\x1c\x1d\x1e\x1f"), max_size=80))
def test_words_of_a_plain_text_all_stay(text: str) -> None:
    seen = html_fragment_text(f"<p>{text}</p>") if text.strip() else ""
    for word in text.split():
        if word.isascii() and word.isalnum():
            assert word in seen


@given(st.text(alphabet="<>/&;#pbdivscrt 'x\"=!-[]", max_size=200))
def test_any_text_is_taken_and_gives_no_blank_line(fragment: str) -> None:
    assert "" not in html_fragment_text(fragment).split("\n")[1:]
