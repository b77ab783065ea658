"""What changed between two editions, story by story and statement by statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain.answer import Statement
from rag.domain.briefing import BriefedStory, Briefing
from rag.domain.edition import Edition, EditionDifference, Revision, StoryDifference

_WORD = re.compile(r"\w+")
_SAME_SUBJECT = 0.6
"""Share of the words but the figures that two statements must have in common to be one with another value."""


def difference(older: Edition, newer: Edition) -> EditionDifference:
    """From the older to the newer; stories are the same where their ids are."""
    before = {story.id: story for story in older.briefing.stories}
    now = {story.id for story in newer.briefing.stories}
    told = [_of_story(before.get(story.id), story, newer.briefing) for story in newer.briefing.stories]
    gone = [_gone(story, newer.briefing) for story in older.briefing.stories if story.id not in now]
    return EditionDifference(older, newer, (*told, *gone))


def _of_story(before: BriefedStory | None, now: BriefedStory, newer: Briefing) -> StoryDifference:
    if before is None:
        return StoryDifference(now.id, now.title, "new", added=now.statements)
    said = {_key(s.text) for s in now.statements}
    old = [s for s in before.statements if _key(s.text) not in said]
    fresh = [s for s in now.statements if _key(s.text) not in {_key(b.text) for b in before.statements}]
    updated = _revisions(before.id, old, fresh, newer)
    revised = {r.before.text for r in updated}
    dropped = [s for s in old if s.text not in revised and not _is_known(s, newer)]
    return StoryDifference(
        id=now.id,
        title=now.title,
        fate="continued",
        added=tuple(s for s in fresh if s not in [r.now for r in updated]),
        updated=tuple(updated),
        dropped=tuple(dropped),
        kept=len(before.statements) - len(updated) - len(dropped),
    )


def _gone(story: BriefedStory, newer: Briefing) -> StoryDifference:
    """A story that the newer edition does not tell; what it left out because the reader had it counts as kept."""
    dropped = tuple(s for s in story.statements if not _is_known(s, newer))
    return StoryDifference(story.id, story.title, "gone", dropped=dropped, kept=len(story.statements) - len(dropped))


def _is_known(statement: Statement, newer: Briefing) -> bool:
    """Whether the newer edition left it out as something that the reader had before."""
    key = _key(statement.text)
    return any(o.why.startswith("in the briefing of") and _key(o.text) == key for o in newer.omitted)


def _revisions(story_id: str, old: Sequence[Statement], fresh: Sequence[Statement], newer: Briefing) -> list[Revision]:
    """What the newer edition itself calls a change of one of the old, then statements that differ in figures alone."""
    found = [
        Revision(change.before, change.statement)
        for change in newer.delta
        if change.story_id == story_id and change.before and change.before.text in {s.text for s in old}
    ]
    taken = {r.before.text for r in found} | {r.now.text for r in found}
    for statement in fresh:
        for earlier in old:
            if {statement.text, earlier.text} & taken or not _is_another_value(earlier.text, statement.text):
                continue
            found.append(Revision(earlier, statement))
            taken |= {statement.text, earlier.text}
    return found


def _is_another_value(before: str, now: str) -> bool:
    """About the same subject, with other figures."""
    (old_words, old_figures), (new_words, new_figures) = _parts(before), _parts(now)
    if not old_figures or not new_figures or old_figures == new_figures:
        return False
    return len(old_words & new_words) >= _SAME_SUBJECT * max(1, len(old_words | new_words))


def _parts(text: str) -> tuple[set[str], set[str]]:
    words = _WORD.findall(text.casefold())
    figures = {word for word in words if word[0].isdigit()}
    return set(words) - figures, figures


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
