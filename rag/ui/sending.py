"""Sending an edition now: by mail, to a webhook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.errors import DatelineError, DeliveryFailed
from rag.settings import Settings
from rag.ui import components
from rag.ui.session import telling
from rag.ui.work import Work

if TYPE_CHECKING:
    from rag.dateline import Dateline

_NO_MAIL = "No mail server is configured: set DATELINE_SMTP_URL and DATELINE_SMTP_FROM."
_UNSIGNED = "Webhooks are sent unsigned; set DATELINE_WEBHOOK_SECRET so that receivers can check who sent them."


def means_in_words(settings: Settings) -> str:
    """What is configured for delivery; no secret is in it."""
    server = settings.smtp_url.rpartition("@")[2].rpartition("//")[2]
    mail = f"Mail goes out as {settings.smtp_from or 'nobody'} through {server}." if settings.smtp_url else _NO_MAIL
    return f"{mail} {'Webhooks are signed.' if settings.webhook_secret else _UNSIGNED}"


def listed(text: str) -> tuple[str, ...]:
    """Addresses that were typed one after another, with commas, semicolons or blanks between them."""
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))


def send_dialog(dateline: Dateline, number: int) -> None:
    """To whom; it stays open and says what became of it."""
    st.dialog("Send this page")(telling(_dialog))(dateline, number)


def _dialog(dateline: Dateline, number: int) -> None:
    settings = Settings()
    st.text(means_in_words(settings))
    mail = st.text_input(
        "Mail to", placeholder="ann@example.org, ben@example.org", key="send_mail", disabled=not settings.smtp_url
    )
    webhooks = st.text_input("Webhooks", placeholder="https://…", key="send_webhooks")
    to, urls = listed(mail), listed(webhooks)
    if st.button("Send now", key="send", type="primary", disabled=not (to or urls)):
        work = _sending(dateline, number, to, urls)
        with st.spinner("Sending"):
            work.done.wait()
        _draw(work)


def _sending(dateline: Dateline, number: int, to: tuple[str, ...], urls: tuple[str, ...]) -> Work[list[DeliveryFailed]]:
    """In a thread: who closes the dialog meanwhile does not stop it half-way."""

    def send() -> list[DeliveryFailed]:
        dateline.courier.require(to, urls)
        printed = dateline.press.reprint(number)
        return dateline.courier.deliver(printed.edition, printed.page, mail_to=to, webhooks=urls)

    work: Work[list[DeliveryFailed]] = Work(send)
    work.start()
    return work


def _draw(work: Work[list[DeliveryFailed]]) -> None:
    failed: list[DatelineError] = [work.error] if work.error else list(work.result or ())
    if failed:
        told = " ".join(map(str, failed))
        components.notice("Not everything was delivered", told, tone="error", key="sending_failed")
    else:
        components.notice("Sent", "Everyone whom you named has it.", key="sending_done")
