"""Places in articles, as addresses name them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from ui.fake_dateline import cited, the_bridge

from rag.ui.place import Place


def test_a_place_survives_its_way_through_an_address() -> None:
    place = Place.at(cited(the_bridge(), "Monday"))
    assert Place.read(place.parameters) == place


def test_no_article_is_no_place() -> None:
    assert Place.read({"start": "1", "end": "2"}) is None


def test_an_unknown_field_marks_nothing() -> None:
    assert Place.read({"article": "a", "field": "url", "start": "1", "end": "2"}) == Place("a")


@given(text=st.text(), start=st.integers(-5, 60), end=st.integers(-5, 60))
def test_the_slices_are_always_the_whole_text(text: str, start: int, end: int) -> None:
    place = Place.read({"article": "a", "start": str(start), "end": str(end)})
    assert place is not None
    assert "".join(place.slices(text)) == text
    if 0 <= start < end <= len(text):
        assert place.slices(text)[1] == text[start:end]
