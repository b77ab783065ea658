"""Where an edition goes, and what happens when someone refuses it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from briefings import MADE, a_briefing, a_story

from rag.domain.edition import Edition
from rag.domain.errors import DeliveryFailed, UsageError
from rag.habits.courier import Courier
from rag.ports import Typeset

EDITION = Edition(12, "dam", a_briefing(a_story()))
PAGE = Typeset(b"%PDF-1.7 invented", 1, 0.9, 1, 10.0)


@dataclass
class Takers:
    """A mail server and a web client that keep what they are given, or refuse it. Satisfies Mailer and Poster."""

    refuses: tuple[str, ...] = ()
    mails: list[EmailMessage] = field(default_factory=list)
    posts: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        if "mail" in self.refuses:
            raise DeliveryFailed("the mail server", "it answered 550")
        self.mails.append(message)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        if url in self.refuses:
            raise DeliveryFailed("the webhook", "it answered HTTP 410")
        self.posts.append((url, body, headers))


def a_courier(
    takers: Takers, *, secret: str = "", sender: str = "news@example.org", has_server: bool = True
) -> Courier:
    mailer = (lambda: takers) if has_server else None
    return Courier(mailer, takers, sender=sender, secret=secret, reader_url="", clock=lambda: MADE)


def test_one_mail_goes_to_all_and_each_webhook_gets_the_whole_edition() -> None:
    takers = Takers()
    to, hooks = ("a@example.org", "b@example.org"), ("https://one.example/x", "https://two.example/y")
    assert a_courier(takers).deliver(EDITION, PAGE, mail_to=to, webhooks=hooks) == []
    assert [m["To"] for m in takers.mails] == ["a@example.org, b@example.org"]
    assert [url for url, _, _ in takers.posts] == list(hooks)
    row = json.loads(takers.posts[0][1])
    assert (row["kind"], row["number"], row["profile"]) == ("edition", 12, "dam")
    assert row["briefing"]["stories"][0]["title"] == "Bridge opens"


def test_a_refusal_harms_no_other_delivery() -> None:
    takers = Takers(refuses=("mail", "https://one.example/x"))
    failed = a_courier(takers).deliver(
        EDITION, PAGE, mail_to=("a@example.org",), webhooks=("https://one.example/x", "https://two.example/y")
    )
    assert [f.receiver for f in failed] == ["the mail server", "the webhook"]
    assert [url for url, _, _ in takers.posts] == ["https://two.example/y"]


def test_a_post_is_signed_only_where_a_secret_is_set() -> None:
    takers = Takers()
    for secret in ("", "sesame"):
        a_courier(takers, secret=secret).deliver(EDITION, PAGE, mail_to=(), webhooks=("https://one.example/x",))
    (_, _, plain), (_, _, signed) = takers.posts
    assert "Dateline-Signature" not in plain
    assert signed["Dateline-Signature"].startswith("sha256=")
    assert plain["Idempotency-Key"] == signed["Idempotency-Key"]


@pytest.mark.parametrize(
    ("courier", "mail_to", "webhooks", "said"),
    [
        (a_courier(Takers(), has_server=False), ("a@example.org",), (), "DATELINE_SMTP_URL"),
        (a_courier(Takers(), sender=""), ("a@example.org",), (), "DATELINE_SMTP_FROM"),
        (a_courier(Takers()), ("nobody",), (), "no e-mail address"),
        (a_courier(Takers(), sender="nobody"), ("a@example.org",), (), "no e-mail address"),
        (a_courier(Takers()), (), ("ftp://one.example/x",), "no address for a webhook"),
    ],
)
def test_what_can_never_be_sent_is_refused_before_any_work(
    courier: Courier, mail_to: tuple[str, ...], webhooks: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        courier.require(mail_to, webhooks)
