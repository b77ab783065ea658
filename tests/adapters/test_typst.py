"""The real typesetter: one page, tagged, the same bytes, nothing shown as an empty box."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from briefings import a_briefing, a_statement, a_story
from pypdf import PdfReader

from rag.adapters.typst import TypstTypesetter
from rag.domain.answer import Conflict, ConflictSide, Searched
from rag.domain.briefing import Briefing, Change, Paper, StoryDay
from rag.domain.edition import Imprint
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


def test_the_file_keeps_the_standards_of_accessibility_and_of_archives() -> None:
    metadata = PdfReader(io.BytesIO(_set(a_briefing(a_story())).pdf)).trailer["/Root"]["/Metadata"].get_object()
    said = metadata.get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said


def test_a_page_with_everything_that_a_page_can_have_is_one_page_of_readable_type() -> None:
    now, before = a_statement("15 were hurt.", id="now"), a_statement("12 were hurt.", id="before")
    sides = (ConflictSide("12", before.citations[0]), ConflictSide("15", now.citations[0], "newer"))
    timeline = tuple(StoryDay(date(2025, 3, day), day) for day in range(3, 15))
    stories = [
        a_story(
            *(a_statement(f"{n}.{i} {LONG}".strip(), id=f"a{n}-{i}") for i in range(4)),
            *((now,) if n == 0 else ()),
            id=f"story-{n}",
            status="developing",
            timeline=timeline,
            conflicts=(Conflict("people hurt", sides),),
            publishers=("Harbour Courier", "Selkirk Post"),
        )
        for n in range(10)
    ]
    change = Change("updated", "story-0", now, before)
    briefing = a_briefing(
        *stories,
        delta=(change,),
        compared_with=date(2025, 3, 13),
        searched=Searched(90, tuple("abcdefgh"), date(2025, 3, 14), date(2025, 3, 14)),
    )
    data = page_data(briefing, None, Imprint(12, "morning", "https://news.example/desk"))
    page = TypstTypesetter().typeset(TEMPLATE, data, "a4")
    text = " ".join(_text(page).split())
    assert page.pages == len(PdfReader(io.BytesIO(page.pdf)).pages) == 1
    assert page.standard == "ua-1"
    assert page.size_pt >= 9
    assert page.fill > 0.85
    assert "No. 12 · morning" in text
    assert "What is new since 13 March 2025" in text
    assert "Accounts differ: people hurt" in text


def test_no_text_of_the_stories_is_smaller_than_nine_points() -> None:
    sizes: dict[str, float] = {}
    page = _set(
        a_briefing(*(a_story(a_statement(f"{n}. {LONG * 3}".strip(), id=f"a{n}"), id=f"s{n}") for n in range(30)))
    )
    (only,) = PdfReader(io.BytesIO(page.pdf)).pages
    only.extract_text(visitor_text=lambda text, cm, tm, font, size: sizes.update({text: size * abs(tm[3])}))
    assert min(size for text, size in sizes.items() if "petition" in text) >= 9


def test_an_endless_word_stays_in_its_column() -> None:
    """What is set beyond the paper's edge is not found by a reader who marks all text of the page."""
    rights: list[float] = []
    endless = a_statement("x" * 400, source="W" * 60, title="Donaudampfschifffahrt" * 8)
    page = _set(a_briefing(*(a_story(endless, id=f"s{n}", title="Dampfschifffahrt" * 9) for n in range(6))))
    assert page.fill < 1
    (only,) = PdfReader(io.BytesIO(page.pdf)).pages
    only.extract_text(
        visitor_text=lambda text, cm, tm, *_: rights.append(cm[4] + cm[0] * tm[4]) if text.strip() else None
    )
    longest = max(re.findall("x+", _text(page)), key=len)
    assert len(longest) < 60
    assert max(rights) < float(only.mediabox.width)


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
