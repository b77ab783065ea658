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


def fit(briefing: Briefing, worths: Worths, typesetter: Typesetter) -> tuple[Briefing, Typeset]:
    """The briefing with as many statements as one page of its paper holds, and the page; the rest is ``omitted``.

    Raises TypesettingFailed where the page cannot be set.
    """
    trimmed = _keep(briefing, _within(briefing, worths, _CHARACTERS))
    for _ in range(_ROUNDS):
        order = _order(trimmed, worths)
        places = {position: place for place, position in enumerate(order)}
        page = typesetter.typeset(TEMPLATE, page_data(trimmed, places), trimmed.paper)
        noted = _with_note(trimmed, page)
        if page.kept == len(order) and noted == trimmed:
            return replace(trimmed, pages=page.pages, fill=page.fill), page
        trimmed = _keep(noted, order[: page.kept])
    raise TypesettingFailed("The page does not settle on what fits. Please report the articles of this day.")


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
        if kept:
            stories.append(replace(story, statements=kept))
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
