"""An edition as an e-mail: plain text, HTML, and the page as a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from rag.domain.edition import Edition, Imprint
from rag.domain.errors import UsageError
from rag.ports import Typeset
from rag.render.escape import visible
from rag.render.html import briefing_as_html
from rag.render.text import briefing_as_text
from rag.render.wording import period_in_words

_PART = r"[^\s@<>,;:\"()\[\]\\\x00-\x20\x7f-\U0010ffff]+"
_ADDRESS = re.compile(f"{_PART}@{_PART}")
_SUBJECT_CHARACTERS = 140


def mail_address(text: str) -> str:
    """A bare address in ASCII (reader@example.org). Raises UsageError for anything else, a line break among it."""
    if not _ADDRESS.fullmatch(text.strip()):
        raise UsageError(f"{visible(text)[:80]!r} is no e-mail address; write it as name@example.org.")
    return text.strip()


def edition_message(
    edition: Edition, page: Typeset, imprint: Imprint, *, sender: str, to: Sequence[str]
) -> EmailMessage:
    """The whole mail. Sending the same edition again makes a mail with the same Message-ID, which readers show once."""
    briefing = edition.briefing
    message = EmailMessage()
    message["Subject"] = _subject(edition)
    message["From"] = Address("Dateline", addr_spec=mail_address(sender))
    message["To"] = ", ".join(mail_address(each) for each in to)
    message["Date"] = format_datetime(briefing.made)
    message["Message-ID"] = f"<{_identity(edition)}@{mail_address(sender).rpartition('@')[2]}>"
    # of RFC 3834: nobody's holiday notice is wanted in return
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(briefing_as_text(briefing, imprint))
    message.add_alternative(briefing_as_html(briefing, imprint), subtype="html")
    message.add_attachment(page.pdf, maintype="application", subtype="pdf", filename=f"briefing-{briefing.date}.pdf")
    return message


def _subject(edition: Edition) -> str:
    """The day, the profile, and the main story."""
    briefing = edition.briefing
    lead = briefing.stories[0].title if briefing.stories else "nothing new"
    about = " ".join(part for part in (edition.profile, briefing.topic) if part)
    day = f"Dateline{f' {about}' if about else ''}, {period_in_words(briefing)}"
    return visible(f"{day}: {lead}")[:_SUBJECT_CHARACTERS]


def _identity(edition: Edition) -> str:
    made = edition.briefing.made
    return f"edition-{edition.number}-{made:%Y%m%d%H%M%S}{made.microsecond:06}"
