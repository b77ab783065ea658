"""Names of fields: those that people use, however they spell them."""

from __future__ import annotations

import pytest
from builders import published

from rag.ingest.decoding import Unreadable
from rag.ingest.fields import NAMES, article_from, names_field


@pytest.mark.parametrize("name", ["publication_date", "Publication Date", "PUBLICATION-DATE", "publicationDate"])
def test_a_name_counts_however_it_is_spelled(name: str) -> None:
    assert article_from({"Body": "x", name: "2025-03-14"}, {}).published == published("2025-03-14")
    assert names_field(name, "published")


def test_a_name_as_it_is_listed_goes_before_another_spelling() -> None:
    assert article_from({"Body": "one", "text": "two"}, {}).body == "two"


def test_a_mapped_name_goes_before_all() -> None:
    assert article_from({"body": "one", "story": "two"}, {"body": "story"}).body == "two"


def test_a_section_may_be_the_first_of_several_named_objects() -> None:
    assert article_from({"body": "x", "categories": [{"name": "Harbour"}, {"name": "Sea"}]}, {}).section == "Harbour"


def test_no_name_stands_for_two_fields() -> None:
    names = [name for theirs in NAMES.values() for name in theirs]
    assert len(names) == len(set(names))


def test_an_article_without_a_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        article_from({"title": "x"}, {})
