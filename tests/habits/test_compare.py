"""What changed between two editions."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefings import a_briefing, a_statement, a_story

from rag.domain.briefing import BriefedStory, Change, Omitted
from rag.domain.edition import Edition, EditionDifference
from rag.habits.compare import difference

MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)


def between(older: list[BriefedStory], newer: list[BriefedStory], **fields: Any) -> EditionDifference:
    return difference(
        Edition(1, "", a_briefing(*older, date=MONDAY)), Edition(2, "", a_briefing(*newer, date=TUESDAY, **fields))
    )


def test_stories_are_new_go_on_or_are_gone_by_their_ids() -> None:
    found = between([a_story(id="bridge"), a_story(id="goat")], [a_story(id="ferry"), a_story(id="bridge")])
    assert [(s.id, s.fate) for s in found.stories] == [("ferry", "new"), ("bridge", "continued"), ("goat", "gone")]


def test_the_same_sentence_in_both_is_kept_whatever_its_punctuation() -> None:
    found = between([a_story(a_statement("The bridge opened."))], [a_story(a_statement("The bridge opened"))])
    (story,) = found.stories
    assert (story.added, story.dropped, story.kept) == ((), (), 1)


def test_a_sentence_that_only_one_edition_has_is_added_or_dropped() -> None:
    old, new = a_statement("The mayor cut a ribbon."), a_statement("Lorries may not cross before June.")
    (story,) = between([a_story(old)], [a_story(new)]).stories
    assert (story.added, story.dropped, story.updated, story.kept) == ((new,), (old,), (), 0)


def test_a_sentence_with_another_figure_is_updated_and_both_are_kept() -> None:
    old, new = a_statement("The fire hurt 12 people in Selkirk."), a_statement("The fire hurt 15 people in Selkirk.")
    (story,) = between([a_story(old)], [a_story(new)]).stories
    assert [(r.before, r.now) for r in story.updated] == [(old, new)]
    assert (story.added, story.dropped) == ((), ())


def test_other_figures_about_another_thing_update_nothing() -> None:
    old, new = a_statement("The fire hurt 12 people."), a_statement("The council spent 15 million crowns on roads.")
    (story,) = between([a_story(old)], [a_story(new)]).stories
    assert story.updated == ()


def test_what_the_newer_edition_itself_calls_a_change_is_one_however_it_is_worded() -> None:
    old, new = a_statement("Twelve were hurt."), a_statement("The number of injured rose to fifteen.")
    (story,) = between([a_story(old)], [a_story(new)], delta=(Change("updated", "story-1", new, old),)).stories
    assert [(r.before, r.now) for r in story.updated] == [(old, new)]


def test_what_was_left_out_because_the_reader_had_it_is_not_called_dropped() -> None:
    old, new = a_statement("The bridge opened."), a_statement("A goat crossed it first.")
    known = Omitted("The bridge opened.", "in the briefing of 10 March 2025", "story-1")
    (story,) = between([a_story(old)], [a_story(new)], omitted=(known,)).stories
    assert (story.dropped, story.kept) == ((), 1)


def test_an_edition_does_not_differ_from_itself() -> None:
    edition = Edition(1, "", a_briefing(a_story(a_statement("One."), a_statement("Two."))))
    (story,) = difference(edition, edition).stories
    assert (story.fate, story.added, story.updated, story.dropped, story.kept) == ("continued", (), (), (), 2)
