"""The HTML pages, of a run and of a comparison: whole, silent, and safe with any text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from outcomes import RECORD, a_case, a_reply
from runs import HOSTILE, a_run, with_another_model

from eval.compare import compare_runs
from eval.gate import bound_from, gate
from eval.reports.comparison_page import comparison_as_html
from eval.reports.run_page import run_as_html
from eval.scores import RunReport, Scored, over_repeats

VOID = {"meta", "line", "circle", "rect", "polyline"}


class Outline(HTMLParser):
    """Tags that are open, all attributes, and the text outside the style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def compared() -> str:
    before, after = a_run(0), with_another_model(a_run(*range(2, 14)))
    comparison = compare_runs(before, after)
    return comparison_as_html(comparison, gate(after, comparison, [bound_from("answer_in_statements>=0.9")]))


PAGES = {"run": lambda: run_as_html(a_run(3)), "comparison": compared}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_runs_nothing_and_loads_nothing(name: str) -> None:
    outline = Outline(PAGES[name]())
    assert outline.open == []
    assert outline.tags.isdisjoint({"script", "img", "link", "iframe", "object", "a", "form", "base", "image", "use"})
    assert outline.attributes.keys().isdisjoint({"src", "href", "action", "srcset", "style"})
    assert not [name for name in outline.attributes if name.startswith("on")]
    assert "url(" not in PAGES[name]()
    assert "default-src 'none'; style-src 'unsafe-inline'" in outline.attributes["content"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_on_a_phone_and_in_the_dark(name: str) -> None:
    page = PAGES[name]()
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert "@media (prefers-color-scheme: dark)" in page
    assert "@media (max-width: 640px)" in page


@pytest.mark.parametrize("name", PAGES)
def test_any_text_is_shown_and_none_of_it_is_markup(name: str) -> None:
    page = PAGES[name]()
    assert "<script>alert" not in page
    assert "alert('x')" in Outline(page).text
    assert not re.search("[\u202e\x1b]", page)


def test_the_page_of_a_run_has_its_measures_curve_waiting_parts_and_questions() -> None:
    text = Outline(run_as_html(a_run(3))).text
    assert "some.jsonl · dateline · extract · 23 questions, 1 failed and not scored" in text
    assert "answer_in_statements" in text
    assert "kind:fact" in text
    assert "tag:when" in text
    assert "2 of 23 were not wholly right." in text
    assert "Bridge 3 opened on Friday." in text
    assert "The endpoint said" in text
    labels = Outline(run_as_html(a_run(3))).attributes["aria-label"]
    assert "Risk against coverage; at 91% answered, 5% of them are wrong" in labels
    assert "Histogram of milliseconds over 22 questions" in labels


def test_without_confidences_there_is_no_curve() -> None:
    questions = tuple(replace(q, reply=a_reply("x")) if q.reply else q for q in a_run().questions)
    assert "Risk and coverage" not in run_as_html(RunReport(RECORD, questions))


def test_questions_that_waver_are_on_the_page() -> None:
    repeats = [Scored(a_case(), {"answer_f1": value}, a_reply("x")) for value in (0.5, 1.0)]
    text = Outline(run_as_html(RunReport(replace(RECORD, repeats=2), (over_repeats(repeats),)))).text
    assert "1 of 1 questions differ between the 2 repeats." in text
    assert "answer_f1: 0.50, 1.00" in text


def test_the_page_of_a_comparison_says_first_what_differs_then_the_gate_measures_and_questions() -> None:
    text = " ".join(Outline(compared()).text.split())
    wanted = [
        "Worse by more than chance allows: answer_in_statements, right_when_answered.",
        "extract → gpt-small",
        "version 1 (p) → version 2 (feedbeeffeed)",
        "The gate does not hold",
        "required was answer_in_statements>=0.9",
        "Of the whole run",
        "Lost: 12 questions",
        "Bridge 2 opened on Monday.",
        "Bridge 2 opened on Friday.",
        "Gained: 1 questions",
    ]
    at = [text.index(each) for each in wanted]
    assert at == sorted(at)


def test_runs_that_do_not_differ_say_so() -> None:
    text = " ".join(Outline(comparison_as_html(compare_runs(a_run(), a_run()))).text.split())
    assert "No difference that chance would not bring about as well." in text
    assert "Nothing: the records of the two runs do not differ." in text
    assert "The gate" not in text
    assert HOSTILE not in text
