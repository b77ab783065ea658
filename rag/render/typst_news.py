"""The box of the typst page that says what changed since the briefing before."""

from __future__ import annotations

from rag.domain.briefing import Briefing, Change
from rag.render.escape import visible
from rag.render.reading import before_day, changed_value, listed
from rag.render.script import direction
from rag.render.sources import Sources
from rag.render.typst_text import Item, breakable, shortened
from rag.render.wording import heading_of_news, summary_of_news

_NEWS_ITEMS = 4
_NEWS_CHARACTERS, _TOLD_CHARACTERS, _BEFORE_CHARACTERS = 170, 80, 120
_NEWS_STORY_CHARACTERS = 60
_VALUE_CHARACTERS = 24


def news_data(briefing: Briefing, sources: Sources) -> Item | None:
    """The box; None for a first briefing."""
    if briefing.compared_with is None:
        return None
    on_page = set(briefing.statements)
    boxed = _boxed(briefing)
    titles = [_title_over(change, before, briefing) for change, before in zip(boxed, [None, *boxed], strict=False)]
    items = [_news_item(c, t, c.statement in on_page, sources) for c, t in zip(boxed, titles, strict=True)]
    return {"title": heading_of_news(briefing), "summary": summary_of_news(briefing), "items": items}


def news_sources(briefing: Briefing, sources: Sources) -> list[int]:
    """The marks that the box bears, rising."""
    return sorted({n for change in _boxed(briefing) for n in _numbers(change, sources)})


def _boxed(briefing: Briefing) -> list[Change]:
    """The changes that the box has room for, one of each earlier statement, those of one story together."""
    once = {change.before.text if change.before else change.statement.text: change for change in listed(briefing)[::-1]}
    chosen = [change for change in listed(briefing) if change in once.values()][:_NEWS_ITEMS]
    first = {change.story_id: place for place, change in reversed([*enumerate(chosen)])}
    return sorted(chosen, key=lambda change: first[change.story_id])


def _numbers(change: Change, sources: Sources) -> list[int]:
    before = sources.numbers(change.before) if change.before else []
    return before + sources.numbers(change.statement)


def _title_over(change: Change, before: Change | None, briefing: Briefing) -> str:
    """The headline of the story, over the first of its changes; "" over the others, or where it is not told."""
    if before is not None and before.story_id == change.story_id:
        return ""
    titles = (visible(story.title) for story in briefing.stories if story.id == change.story_id)
    return shortened(next(titles, ""), _NEWS_STORY_CHARACTERS)


def _news_item(change: Change, title: str, is_told: bool, sources: Sources) -> Item:
    """A sentence that stands in its story is cut short, or left out where the changed figure says it all."""
    values = changed_value(change)
    room = (0 if values else _TOLD_CHARACTERS) if is_told else _NEWS_CHARACTERS
    now = shortened(visible(change.statement.text), room) if room else ""
    before = shortened(visible(change.before.text), _BEFORE_CHARACTERS) if change.before else ""
    return {
        "kind": change.kind,
        "label": change.kind,
        "values": [shortened(v, _VALUE_CHARACTERS) for v in values] if values else None,
        "story": breakable(title),
        "now": breakable(now),
        "now_sources": sources.numbers(change.statement) if now else [],
        "lead": f"Before, {before_day(change)}: " if before else "",
        "before": breakable(before),
        "before_sources": sources.numbers(change.before) if change.before else [],
        "dir": direction(now + before),
    }
