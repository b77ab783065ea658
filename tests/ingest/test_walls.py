"""Pages that stand where an article should be are refused with what they are."""

from __future__ import annotations

import pytest

from rag.ingest.decoding import Unreadable
from rag.ingest.readers.html import parse_html

STORY = "The port of Harrow reopened on Tuesday after three days, the harbour authority said. Two cranes stay shut. "


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "<h1>Your privacy matters</h1><p>We and our 842 partners store and access information and process "
            "data for personalised ads.</p><p>You may accept all or reject all, or manage preferences at any time.</p>"
            "<p>Some partners rely on legitimate interest, to which you may object.</p>",
            "consent",
        ),
        (
            "<h1>Willkommen</h1><p>Mit Werbung weiterlesen: wie gewohnt, mit Werbung und Tracking. Wir und unsere 180 "
            "Partner speichern Informationen.</p><p>Ihre Einwilligung können Sie jederzeit in den Cookie-Einstellungen "
            "widerrufen.</p><button>Alle akzeptieren</button>",
            "consent",
        ),
        (
            "<h1>Sign in</h1><form><p>Please sign in with your e-mail address to read on, it takes a minute.</p>"
            "<input type=text><input type=password><button>Log in</button> <a>Forgot password?</a></form>",
            "sign in",
        ),
        ("<div id=root></div><p>You need to enable JavaScript to run this app.</p>", "JavaScript"),
    ],
)
def test_a_wall_is_no_article(body: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_html(f"<html><head><title>Example</title></head><body>{body}</body></html>".encode())


def test_an_error_page_is_no_article() -> None:
    page = "<html><head><title>404 Not Found</title></head><body><p>The page is not here any more.</p></body></html>"
    with pytest.raises(Unreadable, match="error page"):
        parse_html(page.encode())


def test_a_page_of_frames_is_no_article() -> None:
    with pytest.raises(Unreadable, match="frames"):
        parse_html(b"<html><frameset cols='20%,80%'><frame src=a><frame src=b></frameset></html>")


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='banner'><p>We and our partners use cookies. Accept all. Reject all. Your privacy.</p></div>",
        "<form><input type=password><button>Log in</button> Forgot password?</form>",
    ],
)
def test_an_article_beside_a_banner_or_a_login_form_is_read(beside: str) -> None:
    page = f"<html><body>{beside}<article><h1>Port reopens</h1><p>{STORY * 2}</p><p>{STORY}</p></article></body></html>"
    assert parse_html(page.encode()).body.startswith("The port of Harrow")


def test_an_article_about_cookies_is_read() -> None:
    about = (
        "A court in Harrow ruled that a site uses cookies against the law. The judge said that consent must be free. "
    )
    page = f"<html><body><article><h1>Court rules</h1><p>{about * 3}</p><p>{STORY * 4}</p></article></body></html>"
    assert parse_html(page.encode()).title == "Court rules"
