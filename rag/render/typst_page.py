"""A briefing as the JSON that the typst page reads. Text goes as strings; markup is never built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from rag.domain.answer import Statement
from rag.domain.briefing import BriefedStory, Briefing, Change
from rag.render.escape import visible
from rag.render.script import direction, language
from rag.render.sheet import before_day, listed, notes
from rag.render.sources import Source, Sources
from rag.render.wording import (
    coverage,
    heading_of_news,
    nothing,
    period_in_words,
    summary_of_news,
)

TEMPLATE = str(Path(__file__).parent / "templates" / "page.typ")
"""The typst file that sets `page_data`."""

Places = Mapping[tuple[int, int], int]
"""(story, statement) -> place in the order of worth, from 0; the page gives up the highest places first."""

_HEADLINE_CHARACTERS = 150
_SOURCE_CHARACTERS = 80
_PUBLISHER_CHARACTERS = 40
_PARAGRAPH_CHARACTERS = 240
_NEWS_ITEMS = 4
_NEWS_CHARACTERS = 220
_BYLINE_PUBLISHERS = 5

Item = dict[str, object]


def page_data(briefing: Briefing, places: Places | None = None) -> str:
    """JSON for `TEMPLATE`. Without ``places`` the statements are worth the less the later they stand."""
    sources = Sources(briefing)
    order = places if places is not None else _as_they_stand(briefing)
    news = _news(briefing, sources)
    page: Item = {
        "title": f"Dateline, {period_in_words(briefing)}",
        "lang": "en",
        "made": briefing.made.isoformat(),
        "date": period_in_words(briefing),
        "edition": visible(briefing.topic) or "One page, every sentence cited",
        "coverage": coverage(briefing),
        "news": news,
        "news-sources": sorted({n for c in _boxed(briefing) for n in _numbers(c, sources)}),
        "stories": [_story(i, story, order, sources, briefing) for i, story in enumerate(briefing.stories)],
        "sources": [_source(source) for source in sources.all],
        "total": len(briefing.statements),
        "nothing": visible(nothing(briefing)),
        "notes": [visible(note) for note in notes(briefing)],
        "omitted": len(briefing.omitted),
        "more": "and {n} more: see the list of what was left out in the HTML, Markdown or JSON of this briefing",
    }
    return json.dumps(page, ensure_ascii=False)


def shortened(text: str, characters: int) -> str:
    """At most that many characters, cut between words where there are any, the cut shown by an ellipsis."""
    if len(text) <= characters:
        return text
    head = text[: characters - 1]
    return head.rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…" if " " in head[characters // 2 :] else head + "…"


def _as_they_stand(briefing: Briefing) -> Places:
    flat = [(i, j) for i, story in enumerate(briefing.stories) for j in range(len(story.statements))]
    return {position: place for place, position in enumerate(flat)}


def _text(text: str) -> Item:
    return {"text": text, "dir": direction(text), "lang": language(text)}


def _story(number: int, story: BriefedStory, order: Places, sources: Sources, briefing: Briefing) -> Item:
    shown = [visible(p) for p in story.publishers]
    publishers = " · ".join(shortened(p, _PUBLISHER_CHARACTERS) for p in shown[:_BYLINE_PUBLISHERS])
    if len(shown) > _BYLINE_PUBLISHERS:
        publishers += f" and {len(shown) - _BYLINE_PUBLISHERS} more"
    return {
        "title": _text(shortened(visible(story.title), _HEADLINE_CHARACTERS)),
        "publishers": publishers,
        "status": story.status if story.status != "new" or briefing.compared_with else "",
        "paragraphs": [
            {"dir": direction(text), "lang": language(text), "kind": kind, "statements": statements}
            for kind, text, statements in _paragraphs(number, story, order, sources, briefing)
        ],
    }


def _paragraphs(
    number: int, story: BriefedStory, order: Places, sources: Sources, briefing: Briefing
) -> list[tuple[str, str, list[Item]]]:
    """(kind, text, statements): neighbours from the same article flow together, up to a readable length.

    Sentences that follow each other in the article, with one space between, make longer paragraphs than others.
    """
    tags = {c.statement: c.kind for c in briefing.delta if c.kind != "new"}
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
                    "text": shown,
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


def _boxed(briefing: Briefing) -> list[Change]:
    """The changes that the box has room for."""
    return listed(briefing)[:_NEWS_ITEMS]


def _numbers(change: Change, sources: Sources) -> list[int]:
    before = sources.numbers(change.before) if change.before else []
    return before + sources.numbers(change.statement)


def _news(briefing: Briefing, sources: Sources) -> Item | None:
    if briefing.compared_with is None:
        return None
    on_page = set(briefing.statements)
    items: list[Item] = []
    for change in _boxed(briefing):
        now = "" if change.statement in on_page else shortened(visible(change.statement.text), _NEWS_CHARACTERS)
        before = shortened(visible(change.before.text), _NEWS_CHARACTERS) if change.before else ""
        items.append(
            {
                "label": change.kind.capitalize(),
                "now": now,
                "now_sources": sources.numbers(change.statement) if now else [],
                "lead": f"Before, {before_day(change)}: " if before else "",
                "before": before,
                "before_sources": sources.numbers(change.before) if change.before else [],
                "dir": direction(now + before),
            }
        )
    return {"title": heading_of_news(briefing), "summary": summary_of_news(briefing), "items": items}


def _source(source: Source) -> Item:
    title = f", “{shortened(source.title, _SOURCE_CHARACTERS)}”" if source.title else ""
    return {
        "n": source.number,
        "publisher": shortened(source.publisher, _PUBLISHER_CHARACTERS),
        "title": title,
        "date": f", {source.day}" if source.day else ", undated",
        "url": source.url,
        "site": source.site,
        "dir": direction(source.publisher + title),
        "lang": language(source.title),
    }
