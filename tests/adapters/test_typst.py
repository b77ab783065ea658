"""The real typesetter: one page, tagged, the same bytes, nothing shown as an empty box."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from briefings import a_briefing, a_statement, a_story
from pypdf import PdfReader

from rag.adapters.typst import TypstTypesetter
from rag.domain.briefing import Briefing, Paper
from rag.domain.errors import TypesettingFailed
from rag.ports import Typeset
from rag.render.typst_page import TEMPLATE, page_data

LONG = "The council of Tavin approved the bridge after 400 residents had signed a petition against the toll. "


def _set(briefing: Briefing) -> Typeset:
    return TypstTypesetter().typeset(TEMPLATE, page_data(briefing), briefing.paper)


def _text(page: Typeset) -> str:
    return "".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf)).pages)


@pytest.mark.parametrize(("paper", "width_mm"), [("a4", 210), ("letter", 216)])
def test_a_page_has_the_paper_that_was_asked_for(paper: Paper, width_mm: int) -> None:
    (page,) = PdfReader(io.BytesIO(_set(a_briefing(a_story(), paper=paper)).pdf)).pages
    assert round(float(page.mediabox.width) / 72 * 25.4) == width_mm


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert _set(a_briefing(a_story())).pdf == _set(a_briefing(a_story())).pdf


def test_the_file_is_tagged_and_says_so() -> None:
    page = _set(a_briefing(a_story()))
    catalog = PdfReader(io.BytesIO(page.pdf)).trailer["/Root"]
    assert page.standard == "ua-1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert PdfReader(io.BytesIO(page.pdf)).metadata.title == "Dateline, Friday, 14 March 2025"


def test_only_packaged_fonts_are_used_and_all_are_embedded() -> None:
    (page,) = PdfReader(io.BytesIO(_set(a_briefing(a_story(a_statement("قال الوزير إن الجسر سيفتح.")))).pdf)).pages
    for reference in page["/Resources"]["/Font"].values():
        font = reference.get_object()
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "Noto" in font["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_too_much_text_is_cut_to_one_page_at_a_readable_size() -> None:
    statements = [a_statement(f"{i}. {LONG}".strip(), id=f"a{i % 5}") for i in range(90)]
    page = _set(a_briefing(a_story(*statements)))
    assert page.pages == len(PdfReader(io.BytesIO(page.pdf)).pages) == 1
    assert 20 < page.kept < 90
    assert page.size_pt >= 9
    assert 0.9 < page.fill <= 1


def test_little_text_is_not_blown_up() -> None:
    page = _set(a_briefing(a_story()))
    assert page.kept == 1
    assert page.size_pt <= 12.5
    assert page.fill < 0.5


def test_characters_without_a_glyph_become_visible_marks() -> None:
    page = _set(a_briefing(a_story(a_statement("市长表示，新桥将通车 and the 🔥 is out."))))
    assert set("市🔥") <= set(page.replaced)
    assert "[10 characters]" in _text(page)
    assert "[?] is out." in _text(page).replace("\n", " ")
    assert page.standard == "ua-1"


def test_arabic_hindi_cyrillic_and_greek_need_no_replacement() -> None:
    texts = ["قال الوزير إن الجسر سيفتح.", "महापौर ने कहा कि पुल खुलेगा।", "Мост откроется 12 мая.", "Η γέφυρα ανοίγει."]
    assert _set(a_briefing(*(a_story(a_statement(t), id=t) for t in texts))).replaced == ""


def test_markup_in_the_data_is_printed_as_it_stands() -> None:
    hostile = '#eval("1") $x$ @ref <l> * [a] _u_ // #{panic()}'
    assert hostile in _text(_set(a_briefing(a_story(a_statement(hostile))))).replace("\n", " ")


def test_a_web_address_becomes_a_link_and_no_other_address_does() -> None:
    stories = [
        a_story(a_statement("One.", id="a", url="https://news.example/1")),
        a_story(a_statement("Two.", id="b", url="javascript:alert(1)"), id="story-2"),
    ]
    (page,) = PdfReader(io.BytesIO(_set(a_briefing(*stories)).pdf)).pages
    actions = [a.get_object().get("/A", {}) for a in page["/Annots"]]
    assert {a["/URI"] for a in actions if "/URI" in a} == {"https://news.example/1"}


def test_data_that_is_no_page_fails_with_our_error(tmp_path: Path) -> None:
    data = json.dumps({"made": "2025-03-14T18:30:00+00:00"})
    with pytest.raises(TypesettingFailed, match="could not be typeset"):
        TypstTypesetter().typeset(TEMPLATE, data, "a4")


def test_what_was_made_at_another_time_differs() -> None:
    briefing = a_briefing(a_story())
    later = replace(briefing, made=briefing.made.replace(hour=20))
    assert _set(briefing).pdf != _set(later).pdf
