from __future__ import annotations

import json

from builders import an_article

from rag.ingest.fields import article_from
from rag.render.article_row import article_as_row


def test_an_article_is_read_back_as_it_was() -> None:
    article = an_article(
        "It opened on Monday.",
        id="bridge",
        title="Bridge",
        dek="Crowds came",
        published="2025-03-14T09:30",
        dateline="2025-03-14T09:30:00Z",
        source="Harrow Gazette",
        url="https://gazette.example/bridge",
        authors=("Ann Lee", "Bo Hart"),
        section="Local",
        language="en",
    )
    assert article_from(json.loads(json.dumps(article_as_row(article))), {}) == article


def test_what_is_empty_is_left_out_and_a_date_that_was_not_read_stays_as_printed() -> None:
    row = article_as_row(an_article("It opened.", id="bridge", dateline="Lady Day"))
    assert row == {"id": "bridge", "published": "Lady Day", "body": "It opened."}
