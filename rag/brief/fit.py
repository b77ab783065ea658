"""Fitting a briefing to one page: the typesetter measures, the least worthy statements go, everything cut is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.domain.briefing import BriefedStory, Briefing, Omitted
from rag.domain.errors import TypesettingFailed
from rag.ports import Typeset, Typesetter
from rag.render.typst_page import TEMPLATE, page_data

NO_ROOM = "no room on the page"

Worths = Mapping[tuple[str, str], float]
"""(story id, statement's text) -> how much the page would lose with it."""

_UNPRINTABLE = (
    "Some characters are not in the page's fonts and are shown in brackets, as [?] or as a count; "
    "the other formats of this briefing show them."
)
_CHARACTERS = 8_000
_HEADLINE_COST = 130
_ROUNDS = 8
_FULL = 0.85
_TOPPED_UP_WITH = 4


def fit(briefing: Briefing, worths: Worths, typesetter: Typesetter) -> tuple[Briefing, Typeset]:
    """The briefing with as many statements as one page of its paper holds, and the page; the rest is ``omitted``.

    Raises TypesettingFailed where the page cannot be set.
    """
    within = _within(briefing, worths, _CHARACTERS)
    settled, page = _settled(_keep(briefing, within), worths, typesetter)
    for position in _cut(briefing, settled, within)[:_TOPPED_UP_WITH]:
        if page.fill >= _FULL:
            break
        # what was too long for the room that was left may have had something shorter behind it
        fuller = _keep(replace(briefing, notes=settled.notes), [*_places_of(settled, briefing), position])
        trial, trial_page = _settled(fuller, worths, typesetter)
        if len(trial.statements) > len(settled.statements):
            settled, page = trial, trial_page
    return settled, page


def _settled(trimmed: Briefing, worths: Worths, typesetter: Typesetter) -> tuple[Briefing, Typeset]:
    """What is left when the page gives nothing up any more, and that page."""
    for _ in range(_ROUNDS):
        order = _order(trimmed, worths)
        places = {position: place for place, position in enumerate(order)}
        page = typesetter.typeset(TEMPLATE, page_data(trimmed, places), trimmed.paper)
        noted = _with_note(trimmed, page)
        if page.kept == len(order) and noted == trimmed:
            return replace(trimmed, pages=page.pages, fill=page.fill), page
        trimmed = _keep(noted, order[: page.kept])
    raise TypesettingFailed("The page does not settle on what fits. Please report the articles of this day.")


def _places_of(settled: Briefing, briefing: Briefing) -> list[tuple[int, int]]:
    """Where the statements of ``settled`` stand in ``briefing``."""
    kept = {(story.id, statement) for story in settled.stories for statement in story.statements}
    return [
        (i, j)
        for i, story in enumerate(briefing.stories)
        for j, statement in enumerate(story.statements)
        if (story.id, statement) in kept
    ]


def _cut(briefing: Briefing, settled: Briefing, within: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What the page gave up of what it was given, worthiest first."""
    kept = set(_places_of(settled, briefing))
    return [position for position in within if position not in kept]


def _order(briefing: Briefing, worths: Worths) -> list[tuple[int, int]]:
    """(story, statement) positions, worthiest first; of equals, in reading order."""
    positions = [(i, j) for i, story in enumerate(briefing.stories) for j in range(len(story.statements))]
    return sorted(positions, key=lambda at: (-_worth(briefing.stories[at[0]], at[1], worths), at))


def _worth(story: BriefedStory, statement: int, worths: Worths) -> float:
    return worths.get((story.id, story.statements[statement].text), 0.0)


def _within(briefing: Briefing, worths: Worths, characters: int) -> Sequence[tuple[int, int]]:
    """The worthiest positions that hold about that many characters: more would only cost the typesetter time."""
    kept: list[tuple[int, int]] = []
    begun: set[int] = set()
    for i, j in _order(briefing, worths):
        characters -= len(briefing.stories[i].statements[j].text) + (0 if i in begun else _HEADLINE_COST)
        if characters < 0 and kept:
            break
        begun.add(i)
        kept.append((i, j))
    return kept


def _keep(briefing: Briefing, positions: Sequence[tuple[int, int]]) -> Briefing:
    """The briefing with these statements alone; a story that loses all is listed once, by its headline."""
    wanted = set(positions)
    stories: list[BriefedStory] = []
    omitted: list[Omitted] = []
    for i, story in enumerate(briefing.stories):
        kept = tuple(s for j, s in enumerate(story.statements) if (i, j) in wanted)
        tellings = tuple(t for j, t in enumerate(story.tellings) if (i, j) in wanted)
        if kept:
            stories.append(replace(story, statements=kept, tellings=tellings))
            omitted += [
                Omitted(s.text, NO_ROOM, story.id) for j, s in enumerate(story.statements) if (i, j) not in wanted
            ]
        else:
            omitted.append(Omitted(story.title, NO_ROOM, story.id))
    left = {s for story in stories for s in story.statements}
    delta = tuple(c for c in briefing.delta if c.kind != "new" or c.statement in left)
    return replace(briefing, stories=tuple(stories), omitted=(*briefing.omitted, *omitted), delta=delta)


def _with_note(briefing: Briefing, page: Typeset) -> Briefing:
    if not page.replaced or _UNPRINTABLE in briefing.notes:
        return briefing
    return replace(briefing, notes=(*briefing.notes, _UNPRINTABLE))
