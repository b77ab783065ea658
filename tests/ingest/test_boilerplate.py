"""Lines of the page, not of the article."""

from __future__ import annotations

import pytest

from rag.ingest.boilerplate import is_furniture, without_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share this article",
        "READ MORE: Port reopens",
        "© 2025 Example Wire",
        "3 min read",
        "Follow us on X",
    ],
)
def test_a_button_a_pointer_or_a_notice_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The advertisement ran for a week.",
        "Share prices fell.",
        "Home prices rose.",
        "Search teams found the boat.",
        "Subscribers to the newsletter were told first.",
        "Copyright law is to change, the minister said, and added at length that nobody would lose what had been "
        "promised to him, or to her, before, in one of the many meetings that he had held.",
    ],
)
def test_a_sentence_is_not(line: str) -> None:
    assert not is_furniture(line)


def test_all_other_lines_stay_as_they_are() -> None:
    assert without_furniture("One.\nAdvertisement\n\n  Two. ") == "One.\n\n  Two. "
