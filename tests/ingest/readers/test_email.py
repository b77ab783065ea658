"""Email: newsletters as articles, one message or a mailbox of them."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime

import pytest
from documents import STORY, a_pdf, a_zip, an_eml

from rag.domain.article import Article, Published
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.readers.email import EML, MBOX

BODY = " ".join(STORY)


def outcomes(data: bytes) -> list[ReadOutcome]:
    return list(EML.read(io.BytesIO(data), "a.eml", {}))


def read(data: bytes) -> Article:
    (outcome,) = outcomes(data)
    assert isinstance(outcome, ReadArticle)
    return outcome.article


def parts(*each: str, kind: str = "mixed", boundary: str = "X") -> str:
    """The header and body of a message of several parts."""
    inner = "".join(f"--{boundary}\n{part}\n" for part in each)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n{inner}--{boundary}--\n"


def message(content: str) -> bytes:
    head = "From: Example Wire <news@wire.example>\nSubject: Port reopens\nDate: Fri, 14 Mar 2025 09:30:00 +0100\n"
    return (head + content).encode()


def test_the_headers_of_a_message_become_the_fields_of_the_article() -> None:
    article = read(an_eml(Subject="Fwd: RE: [EXT] Port of Harrow reopens", Archived_At="<https://wire.example/1>"))
    assert (article.title, article.source, article.body) == ("Port of Harrow reopens", "Example Wire", BODY)
    assert article.published == Published(datetime(2025, 3, 14, 8, 30, tzinfo=UTC))
    assert article.dateline == "Fri, 14 Mar 2025 09:30:00 +0100"
    assert (article.guid, article.url) == ("1@wire.example", "https://wire.example/1")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("=?utf-8?q?F=C3=A4hre_f=C3=A4hrt?=", "Fähre fährt"),
        ("=?iso-8859-1?b?RuRocmU=?= =?iso-8859-1?q?_f=E4hrt?=", "Fähre fährt"),
        ("Fähre fährt", "Fähre fährt"),
        ("=?x-unknown?q?F=E4hre?=", "Fähre"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("Port of\n Harrow reopens", "Port of Harrow reopens"),
        ("Response: a bridge", "Response: a bridge"),
    ],
)
def test_a_subject_is_read_however_it_was_written(written: str, read_as: str) -> None:
    assert read(an_eml(Subject=written)).title == read_as


def test_a_sender_without_a_name_is_its_domain() -> None:
    assert read(an_eml(From="news@wire.example")).source == "wire.example"
    assert read(an_eml(From='"Example Wire via Substack" <x@substack.example>')).source == "Example Wire"


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Mar 2025 09:30:00", "0" * 5000])
def test_a_message_without_a_usable_date_has_none(date: str) -> None:
    article = read(an_eml(Date=date))
    assert (article.published, article.dateline) == (None, "")


def test_the_html_form_of_a_newsletter_without_its_furniture() -> None:
    page = (
        "<html><body><div style='display:none'>Preview text</div><a href='https://x.example/t'>View in browser</a>"
        f"<h1>Port reopens</h1><p>{STORY[0]}</p><p>{STORY[1]}</p><img src='https://x.example/pixel' width=1 height=1>"
        "<p>You are receiving this email because you signed up.</p><p><a>Unsubscribe</a></p><p>1 Dock Road</p>"
    )
    plain = "Content-Type: text/plain\n\nRead it here: https://x.example/t?u=1\n"
    head = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    html = head + base64.encodebytes(page.encode()).decode()
    assert read(message(parts(plain, html, kind="alternative"))).body == "\n".join(STORY)


def test_a_plain_text_is_unwrapped_and_loses_link_targets_and_signature() -> None:
    text = (
        "The port of Harrow reopened on Tuesday, the harbour authority said. Two\nof its cranes stay shut until May"
        " (https://x.example/cranes).\n\nNobody was hurt.\n\n-- \nJane Doe\nExample Wire"
    )
    assert read(an_eml(text)).body == (
        "The port of Harrow reopened on Tuesday, the harbour authority said. Two of its cranes stay shut until May."
        "\n\nNobody was hurt."
    )


def test_a_sentence_about_unsubscribing_is_no_footer() -> None:
    text = "Half of the readers want to unsubscribe, the survey says.\n\nThe paper called it a warning.\n\nUnsubscribe"
    assert read(an_eml(text)).body == "\n\n".join(text.split("\n\n")[:2])


GERMAN, RUSSIAN = "Die Fähre fährt früh – heute.", "Порт открыт, сообщило управление."


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "utf-8", "us-ascii"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "x-none"),
    ],
)
def test_a_wrong_or_missing_charset_is_seen_through(text: str, encoding: str, declared: str) -> None:
    head = f"Subject: A\nFrom: a@b.example\nContent-Type: text/plain; charset={declared}\n"
    assert read(f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + text.encode(encoding)).body == text


def test_readable_attachments_are_articles_of_their_own_and_pictures_are_passed_over() -> None:
    pdf = base64.encodebytes(a_pdf([(50, 700, 10, "The mill closed on Friday.")])).decode()
    attached = "Content-Type: {}\nContent-Transfer-Encoding: {}\nContent-Disposition: attachment; filename={}\n\n{}"
    read_parts = outcomes(
        message(
            parts(
                f"Content-Type: text/plain\n\n{BODY}",
                attached.format("application/pdf", "base64", "../mill.pdf", pdf),
                attached.format("image/png", "base64", "logo.png", "AAAA"),
                attached.format("application/octet-stream", "base64", "x.pdf", "AAAA"),
                attached.format(
                    "application/zip", "base64", "x.zip", base64.encodebytes(a_zip({"a.txt": "b"})).decode()
                ),
            )
        )
    )
    assert [(type(each), getattr(each, "where", "")) for each in read_parts] == [
        (ReadArticle, ""),
        (ReadArticle, "attachment mill.pdf"),
        (FailedInput, "attachment x.pdf"),
        (FailedInput, "attachment x.zip"),
    ]
    assert isinstance(read_parts[1], ReadArticle)
    assert read_parts[1].article.body == "The mill closed on Friday."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no message at all", "none of the headers"),
        (an_eml(""), "without text"),
        (message("Content-Type: multipart/encrypted; boundary=X\n\n--X\n\nx\n--X--\n"), "encrypted"),
        (an_eml("\n--x" * 20_000), "too many parts"),
        (an_eml("\n" * 600_000), "too many parts or lines"),
    ],
)
def test_what_is_no_readable_message_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        outcomes(data)


def test_parts_nested_in_parts_are_read_to_a_bounded_depth() -> None:
    content = f"Content-Type: text/plain\n\n{BODY}"
    for level in range(200):
        content = parts(content, boundary=f"B{level}")
    with pytest.raises(Unreadable):
        outcomes(message(content))


def test_a_mailbox_is_read_message_by_message() -> None:
    separator = b"From news@wire.example Fri Mar 14 09:30:00 2025\n"
    quoted = an_eml("The port reopened.\n\n>From Harrow came no word.\nFrom here on it was quiet.", Subject="Second")
    broken = an_eml("", Subject="Third")
    data = b"\n".join(separator + each for each in (an_eml(), quoted, broken))
    read_parts = list(MBOX.read(io.BytesIO(data), "a.mbox", {}))
    assert [each.where for each in read_parts if not hasattr(each, "url")] == ["message 1", "message 2", "message 3"]
    assert isinstance(read_parts[1], ReadArticle)
    assert "From Harrow came no word." in read_parts[1].article.body
    assert isinstance(read_parts[2], FailedInput)


def test_a_message_of_a_mailbox_that_is_too_large_does_not_harm_the_next() -> None:
    separator = b"From a@b.example Fri Mar 14 09:30:00 2025\n"
    large = an_eml("x" * 70 + "\n" + ("y" * 99 + "\n") * (LARGEST_FILE // 100 + 1))
    first, second = MBOX.read(io.BytesIO(separator + large + b"\n" + separator + an_eml()), "a.mbox", {})
    assert isinstance(first, FailedInput)
    assert "larger than 16 MiB" in first.reason
    assert isinstance(second, ReadArticle)
