"""Languages of articles."""

from __future__ import annotations

import pytest

from rag.ingest.language import detected_language, language_code


@pytest.mark.parametrize(
    ("given", "code"),
    [("en", "en"), ("en-US", "en"), ("DE_at", "de"), ("English", "en"), (" fr ", "fr"), ("", ""), ("klingon", "")],
)
def test_a_given_language_becomes_a_two_letter_code(given: str, code: str) -> None:
    assert language_code(given) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The port of Harrow reopened on Tuesday after three days of storms.", "en"),
        ("Der Hafen von Harrow ist am Dienstag nach drei Tagen wieder geöffnet worden.", "de"),
        ("Порт снова открылся во вторник после трёх дней сильных штормов на побережье.", "ru"),
    ],
)
def test_the_language_of_a_text_is_found(text: str, code: str) -> None:
    assert detected_language(text) == code


def test_a_short_text_has_no_language() -> None:
    assert detected_language("Port reopens 2025") == ""
