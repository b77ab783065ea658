"""Names in a question, by their capitals."""

from __future__ import annotations

import pytest

from rag.retrieve.names import names_in, share_of_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What did Ann Vane's brother say in Port Sollen?", ["Ann Vane", "Port Sollen"]),
        ("Who told Orlov? The mayor did, in “Harrow”.", ["Orlov", "Harrow"]),
        ("Harrow is where the EU met Boria's envoy on Monday, 3 March.", ["EU", "Boria"]),
        ("who paid for the bridge?", []),
        ("And I?", []),
    ],
)
def test_capitals_within_a_sentence_make_names(text: str, names: list[str]) -> None:
    found = names_in(text)
    assert [name.text for name in found] == names
    assert all(text[name.start : name.end] == name.text for name in found)


def test_what_is_a_publisher_or_a_day_already_is_no_name() -> None:
    text = "What did the Harrow Post say of Vane?"
    assert [name.text for name in names_in(text, taken=[(13, 24)])] == ["Vane"]


def test_names_count_by_their_words_whole_and_in_any_case() -> None:
    assert share_of_names(["Ann Vane", "Harrow"], "Vane's bridge at HARROW") == pytest.approx(2 / 3)
    assert share_of_names(["Vane"], "The vanes turned.") == 0.0
    assert share_of_names([], "Vane") == 0.0
