"""Editions on their way to their readers: by e-mail and by webhook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rag.domain.edition import Edition, Imprint
from rag.domain.errors import DeliveryFailed, UsageError
from rag.habits.message import edition_message, mail_address
from rag.habits.signature import signed
from rag.ports import Clock, Mailer, Poster, Typeset
from rag.render.briefing_json import briefing_as_json


class Courier:
    """Sends what is stored already: a failure loses nothing, and the edition can be sent again."""

    def __init__(
        self,
        mailer: Callable[[], Mailer] | None,
        poster: Poster,
        *,
        sender: str,
        secret: str,
        reader_url: str,
        clock: Clock,
    ) -> None:
        self._mailer, self._poster = mailer, poster
        self._sender, self._secret, self._reader_url, self._clock = sender, secret, reader_url, clock

    def require(self, mail_to: Sequence[str], webhooks: Sequence[str]) -> None:
        """Before any work is done: raises UsageError for what can never be sent."""
        for address in mail_to:
            mail_address(address)
        if mail_to and self._mailer is None:
            raise UsageError(
                "No mail server is configured. Set DATELINE_SMTP_URL (smtp://user@host:587 or smtps://user@host:465) "
                "and DATELINE_SMTP_FROM."
            )
        if mail_to and not self._sender:
            raise UsageError("Mails need a sender. Set DATELINE_SMTP_FROM to an address that the server lets you use.")
        if mail_to and self._mailer is not None:
            mail_address(self._sender)
            self._mailer()
        for url in webhooks:
            if not url.lower().startswith(("http://", "https://")):
                raise UsageError(f"{url[:80]!r} is no address for a webhook; it begins with https:// (or http://).")

    def deliver(
        self, edition: Edition, page: Typeset, *, mail_to: Sequence[str], webhooks: Sequence[str]
    ) -> list[DeliveryFailed]:
        """One mail to all the addresses, then each webhook; whatever fails, the others are tried. What failed."""
        self.require(mail_to, webhooks)
        failed: list[DeliveryFailed] = []
        for send in self._sendings(edition, page, mail_to, webhooks):
            try:
                send()
            except DeliveryFailed as failure:
                failed.append(failure)
        return failed

    def _sendings(
        self, edition: Edition, page: Typeset, mail_to: Sequence[str], webhooks: Sequence[str]
    ) -> Iterator[Callable[[], None]]:
        if mail_to:
            yield partial(self._mail, edition, page, mail_to)
        for url in webhooks:
            yield partial(self._post, url, edition)

    def _mail(self, edition: Edition, page: Typeset, to: Sequence[str]) -> None:
        assert self._mailer is not None
        imprint = Imprint(edition.number, edition.profile, self._reader_url)
        self._mailer().send(edition_message(edition, page, imprint, sender=self._sender, to=to))

    def _post(self, url: str, edition: Edition) -> None:
        body = edition_body(edition)
        key = f"dateline-{edition.number}-{edition.briefing.made:%Y%m%d%H%M%S%f}"
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self._secret:
            headers |= signed(body, self._secret, self._clock())
        self._poster.post(url, body, headers)


def edition_body(edition: Edition) -> bytes:
    """What a webhook receives: one JSON object."""
    row = {
        "kind": "edition",
        "number": edition.number,
        "profile": edition.profile,
        "briefing": briefing_as_json(edition.briefing),
    }
    return json.dumps(row, ensure_ascii=False).encode()
