"""A briefing as the JSON that the typst page reads. Text goes as strings; markup is never built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from rag.domain.answer import Conflict, Statement
from rag.domain.briefing import BriefedStory, Briefing
from rag.domain.edition import Imprint
from rag.render.escape import visible, web_address
from rag.render.reading import (
    article_address,
    days_of,
    edition_line,
    site,
    square_code,
    tags_of,
    who_says,
)
from rag.render.script import direction, language
from rag.render.sheet import NOT_STORED, notes
from rag.render.sources import Source, Sources
from rag.render.typst_news import news_data, news_sources
from rag.render.typst_text import Item, breakable, shortened
from rag.render.wording import coverage, nothing, period_in_words

TEMPLATE = str(Path(__file__).parent / "templates" / "page.typ")
"""The typst file that sets `page_data`."""

Places = Mapping[tuple[int, int], int]
"""(story, statement) -> place in the order of worth, from 0; the page gives up the highest places first."""

_HEADLINE_CHARACTERS = 150
_SOURCE_CHARACTERS = 80
_PUBLISHER_CHARACTERS = 40
_PARAGRAPH_CHARACTERS = 240
_BYLINE_PUBLISHERS = 4
_MOST_DOTS = 12
_EDITION_CHARACTERS = 80
_VALUE_CHARACTERS = 48
_ABOUT_CHARACTERS = 120


def page_data(briefing: Briefing, places: Places | None = None, imprint: Imprint = NOT_STORED) -> str:
    """JSON for `TEMPLATE`. Without ``places`` the statements are worth the less the later they stand."""
    sources = Sources(briefing)
    order = places if places is not None else _as_they_stand(briefing)
    page: Item = {
        "title": f"Dateline, {period_in_words(briefing)}",
        "lang": "en",
        "made": briefing.made.isoformat(),
        "date": period_in_words(briefing),
        "edition": shortened(edition_line(briefing, imprint), _EDITION_CHARACTERS),
        "coverage": coverage(briefing),
        "news": news_data(briefing, sources),
        "news-sources": news_sources(briefing, sources),
        "stories": [_story(i, story, order, sources, briefing) for i, story in enumerate(briefing.stories)],
        "sources": [_source(source, imprint) for source in sources.all],
        "total": len(briefing.statements),
        "nothing": visible(nothing(briefing)),
        "notes": [visible(note) for note in notes(briefing)],
        "legend": _legend(briefing),
        "omitted": len(briefing.omitted),
        "more": "and {n} more: see the list of what was left out in the HTML, Markdown or JSON of this briefing",
        "reader": _reader(imprint),
    }
    return json.dumps(page, ensure_ascii=False)


def _as_they_stand(briefing: Briefing) -> Places:
    flat = [(i, j) for i, story in enumerate(briefing.stories) for j in range(len(story.statements))]
    return {position: place for place, position in enumerate(flat)}


def _text(text: str) -> Item:
    return {"text": breakable(text), "dir": direction(text), "lang": language(text)}


def _story(number: int, story: BriefedStory, order: Places, sources: Sources, briefing: Briefing) -> Item:
    return {
        "title": _text(shortened(visible(story.title), _HEADLINE_CHARACTERS)),
        "publishers": breakable(_publishers(story)),
        "status": story.status if story.status != "new" or briefing.compared_with else "",
        "reach": _reach(story, briefing),
        "days": days_of(story, briefing.until),
        "paragraphs": [
            {"dir": direction(text), "lang": language(text), "kind": kind, "statements": statements}
            for kind, text, statements in _paragraphs(number, story, order, sources, briefing)
        ],
        **_conflicts(story, 0 if number else 1, sources),
    }


def _reach(story: BriefedStory, briefing: Briefing) -> Item | None:
    """How many of the publishers that were read tell the story; None where that is no picture worth its room."""
    read = len(briefing.searched.sources)
    return {"n": min(len(story.publishers), read), "of": read} if 1 < read <= _MOST_DOTS else None


def _publishers(story: BriefedStory) -> str:
    shown = [shortened(visible(p), _PUBLISHER_CHARACTERS) for p in story.publishers]
    more = f" and {len(shown) - _BYLINE_PUBLISHERS} more" if len(shown) > _BYLINE_PUBLISHERS else ""
    return " · ".join(shown[:_BYLINE_PUBLISHERS]) + more


def _conflicts(story: BriefedStory, more: int, sources: Sources) -> Item:
    """One dispute, and as many ``more`` as its place allows; how many are left to the other forms."""
    shown = story.conflicts[: 1 + more]
    return {
        "conflicts": [_conflict(conflict, sources) for conflict in shown],
        "conflicts-left": len(story.conflicts) - len(shown),
    }


def _conflict(conflict: Conflict, sources: Sources) -> Item:
    about = shortened(visible(conflict.about), _ABOUT_CHARACTERS)
    return {
        "about": breakable(about),
        "dir": direction(about),
        "sides": [
            {
                "value": breakable(shortened(visible(side.value), _VALUE_CHARACTERS)),
                "who": breakable(who_says(side)),
                "sources": [sources.number(side.citation)],
            }
            for side in conflict.sides
        ],
    }


def _paragraphs(
    number: int, story: BriefedStory, order: Places, sources: Sources, briefing: Briefing
) -> list[tuple[str, str, list[Item]]]:
    """(kind, text, statements): neighbours from the same article flow together, up to a readable length.

    Sentences that follow each other in the article, with one space between, make longer paragraphs than others.
    """
    tags = tags_of(briefing)
    made: list[tuple[str, str, list[Item]]] = []
    rows = list(enumerate(story.statements))
    for (_, kind, _), run in groupby(rows, key=lambda row: _flow(row[1])):
        text, statements, end = "", list[Item](), 0
        for j, statement in run:
            shown = visible(statement.text)
            start = statement.citations[0].start
            together = _PARAGRAPH_CHARACTERS * (2 if start - end <= 1 else 1)
            end = statement.citations[0].end
            if statements and len(text) + len(shown) > together:
                made.append((kind, text, statements))
                text, statements = "", []
            text += " " + shown
            statements.append(
                {
                    "text": breakable(shown),
                    "place": order[number, j],
                    "sources": sources.numbers(statement),
                    "tag": tags.get(statement, ""),
                }
            )
        made.append((kind, text, statements))
    return made


def _flow(statement: Statement) -> tuple[str, str, str]:
    """What neighbours must share to stand in one paragraph: article, kind and direction."""
    first = statement.citations[0]
    return first.article_id, "dek" if first.field == "dek" else "body", direction(statement.text)


def _source(source: Source, imprint: Imprint) -> Item:
    title = f", “{shortened(source.title, _SOURCE_CHARACTERS)}”" if source.title else ""
    return {
        "n": source.number,
        "publisher": breakable(shortened(source.publisher, _PUBLISHER_CHARACTERS)),
        "title": breakable(title),
        "date": f", {source.day}" if source.day else ", undated",
        "url": source.url,
        "site": breakable(source.site),
        "reader": {"url": article_address(imprint.reader_url, source.article_id, source.version)},
        "dir": direction(source.publisher + title),
        "lang": language(source.title),
    }


def _legend(briefing: Briefing) -> list[str]:
    """What the small charts beside a story's publishers show."""
    shown = [
        (any(days_of(story, briefing.until) for story in briefing.stories), "bars: articles about a story, day by day"),
        (1 < len(briefing.searched.sources) <= _MOST_DOTS, "dots: publishers that tell it, of all that were read"),
    ]
    return [words for is_shown, words in shown if is_shown and briefing.stories]


def _reader(imprint: Imprint) -> Item | None:
    """The way to the archive's own pages, as a link and as a code for a camera."""
    if not (url := web_address(imprint.reader_url)):
        return None
    return {"url": url, "site": site(url), "code": square_code(url)}
