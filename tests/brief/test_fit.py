"""What a page keeps, what it gives up, and that it is filled with what is short enough."""

from __future__ import annotations

from briefings import a_briefing, a_statement, a_story

from rag.adapters.typst import TypstTypesetter
from rag.brief.fit import NO_ROOM, fit
from rag.domain.briefing import Briefing, Telling

SENTENCE = "The council of Tavin approved the bridge after 400 residents had signed a petition. "


def a_day(*lengths: int) -> tuple[Briefing, dict[tuple[str, str], float]]:
    """A story for each length, in sentences, worth the less the later it stands."""
    texts = [f"{n}. {SENTENCE * length}".strip() for n, length in enumerate(lengths)]
    stories = [a_story(a_statement(t, id=f"a{n}"), id=f"s{n}", title=f"Bridge {n}") for n, t in enumerate(texts)]
    return a_briefing(*stories), {(f"s{n}", t): 1 / (n + 1) for n, t in enumerate(texts)}


def test_what_fits_is_kept_whole_and_nothing_is_omitted() -> None:
    briefing, worths = a_day(1, 1, 1)
    fitted, page = fit(briefing, worths, TypstTypesetter())
    assert (fitted.statements, fitted.omitted, page.pages) == (briefing.statements, (), 1)


def test_the_least_worthy_goes_and_is_listed_with_its_reason() -> None:
    briefing, worths = a_day(*[3] * 40)
    fitted, page = fit(briefing, worths, TypstTypesetter())
    assert fitted.statements == briefing.statements[: len(fitted.statements)]
    assert {o.why for o in fitted.omitted} == {NO_ROOM}
    assert len(fitted.statements) + len(fitted.omitted) == 40
    assert page.fill > 0.85


def test_behind_something_too_long_what_is_short_enough_fills_the_page() -> None:
    briefing, worths = a_day(*[3] * 7, 30, 3, 3, 3)
    fitted, page = fit(briefing, worths, TypstTypesetter())
    assert len(briefing.statements[7].text) > 2000
    assert briefing.statements[7] not in fitted.statements
    assert briefing.statements[8] in fitted.statements
    assert page.pages == fitted.pages == 1
    assert fitted.fill == page.fill


def test_what_a_statement_is_goes_with_it() -> None:
    briefing, worths = a_day(*[3] * 30)
    story = a_story(*briefing.statements, id="s0", tellings=tuple(Telling("quotation", str(n)) for n in range(30)))
    by_text = {("s0", text): worth for (_, text), worth in worths.items()}
    fitted, _ = fit(a_briefing(story), by_text, TypstTypesetter())
    (kept,) = fitted.stories
    assert [t.source for t in kept.tellings] == [s.text.split(".")[0] for s in kept.statements]
