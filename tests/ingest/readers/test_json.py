"""JSON files: one article, or a list."""

from __future__ import annotations

import io
import json

import pytest

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.json import read_json


def read(value: object) -> list[ReadOutcome]:
    return list(read_json(io.BytesIO(json.dumps(value, indent=1).encode()), "in.json", {}))


@pytest.mark.parametrize("value", [{"body": "one"}, [{"body": "one"}], {"articles": [{"body": "one"}], "status": "ok"}])
def test_one_article_is_found_alone_in_a_list_and_under_a_key(value: object) -> None:
    (outcome,) = read(value)
    assert isinstance(outcome, ReadArticle)
    assert outcome.article.body == "one"


def test_a_bad_item_is_named_and_the_rest_is_read() -> None:
    one, bad, two = read([{"body": "one"}, 5, {"body": "two"}])
    assert isinstance(bad, FailedInput)
    assert (bad.where, one.where, two.where) == ("item 2", "item 1", "item 3")


@pytest.mark.parametrize("value", [[], "text", 5])
def test_what_holds_no_article_is_refused(value: object) -> None:
    with pytest.raises(Unreadable, match="neither an article nor a list"):
        read(value)
