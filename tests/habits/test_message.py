"""An edition as an e-mail."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from briefings import a_briefing, a_statement, a_story

from rag.domain.edition import Edition, Imprint
from rag.domain.errors import UsageError
from rag.habits.message import edition_message, mail_address
from rag.ports import Typeset

PAGE = Typeset(b"%PDF-1.7 invented", 1, 0.9, 1, 10.0)


def sent(
    *stories: object, profile: str = "", number: int = 12, to: tuple[str, ...] = ("ann@example.org",)
) -> EmailMessage:
    """As it arrives: through bytes and back."""
    edition = Edition(number, profile, a_briefing(*stories))  # type: ignore[arg-type]
    message = edition_message(edition, PAGE, Imprint(number, profile), sender="news@example.org", to=to)
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_mail_has_plain_text_html_and_the_page() -> None:
    message = sent(a_story())
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    (page,) = message.iter_attachments()
    assert text is not None
    assert html is not None
    assert "The bridge at Harrow opened on Monday. [1]" in text.get_content()
    assert "The bridge at Harrow opened on Monday." in html.get_content()
    assert page.get_content() == PAGE.pdf
    assert page.get_filename() == "briefing-2025-03-14.pdf"
    assert page.get_content_type() == "application/pdf"


def test_the_subject_says_the_day_for_whom_it_is_and_the_main_story() -> None:
    assert sent(a_story())["Subject"] == "Dateline, Friday, 14 March 2025: Bridge opens"
    assert sent(a_story(), profile="dam")["Subject"] == "Dateline dam, Friday, 14 March 2025: Bridge opens"
    assert sent()["Subject"] == "Dateline, Friday, 14 March 2025: nothing new"


def test_a_headline_cannot_add_a_header() -> None:
    message = sent(a_story(title="Goat wins\r\nBcc: eve@example.org"))
    assert message["Bcc"] is None
    assert "Goat wins Bcc: eve@example.org" in message["Subject"]


def test_the_same_edition_sent_again_is_the_same_mail_to_a_mail_reader() -> None:
    assert sent(a_story())["Message-ID"] == sent(a_story(a_statement("Other.")))["Message-ID"]
    assert sent(a_story())["Message-ID"] != sent(a_story(), number=13)["Message-ID"]
    assert sent(a_story())["Auto-Submitted"] == "auto-generated"


def test_any_script_arrives_as_it_was() -> None:
    text = "市长表示，新桥将通车 قال الوزير 🔥."
    body = sent(a_story(a_statement(text), title=text)).get_body(("html",))
    assert body is not None
    assert text in body.get_content()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ann@",
        "@example.org",
        "Ann <ann@example.org>",
        "a@b, c@d",
        "a@b\nBcc: e@f",
        "a b@c",
        "a@b c",
        "jörg@example.org",
    ],
)
def test_what_is_no_bare_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no e-mail address"):
        mail_address(text)
