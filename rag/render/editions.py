"""Editions, profiles, and what changed between two editions, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rag.domain.answer import Statement
from rag.domain.edition import Edition, EditionDifference, Imprint, StoryDifference
from rag.domain.profile import Profile
from rag.render.briefing_json import briefing_as_json
from rag.render.html import briefing_as_html
from rag.render.json import one_line
from rag.render.markdown import briefing_as_markdown
from rag.render.statement_json import statement_as_json
from rag.render.terminal import Line, owner_line
from rag.render.text import briefing_as_text
from rag.render.wording import count, day_in_words

TextForm = Literal["html", "md", "txt", "json"]


def profile_lines(profiles: Sequence[Profile]) -> list[Line]:
    """A name a line, and under it what the profile wants, and whose it is where not all are shared."""
    if not profiles:
        return [Line("No profiles. `dateline profiles add NAME` saves one.")]
    owned = any(profile.owner for profile in profiles)
    return [line for profile in profiles for line in _profile_lines(profile, with_owner=owned)]


def profile_as_json(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "owner": profile.owner,
        "topics": list(profile.topics),
        "watch": list(profile.watch),
        "publishers": list(profile.publishers),
        "sections": list(profile.sections),
        "languages": list(profile.languages),
        "paper": profile.paper,
        "length": profile.length,
    }


def edition_lines(editions: Sequence[Edition]) -> list[Line]:
    """A line an edition: number, date, for whom, how many stories; the main one under it."""
    if not editions:
        return [Line("No editions. `dateline brief` makes one.")]
    return [line for edition in editions for line in _edition_lines(edition)]


def editions_as_json(editions: Sequence[Edition]) -> dict[str, object]:
    return {"editions": [_edition_row(edition) for edition in editions]}


def edition_as_json(edition: Edition) -> dict[str, object]:
    """The briefing with its number and the profile that it was made for."""
    return {**briefing_as_json(edition.briefing), "edition": edition.number, "profile": edition.profile}


def edition_text(edition: Edition, imprint: Imprint, form: TextForm) -> str:
    """The edition in one of the forms that need no typesetter."""
    match form:
        case "html":
            return briefing_as_html(edition.briefing, imprint)
        case "md":
            return briefing_as_markdown(edition.briefing, imprint)
        case "txt":
            return briefing_as_text(edition.briefing, imprint)
        case "json":
            return one_line(edition_as_json(edition))


def difference_lines(found: EditionDifference) -> list[Line]:
    """How many stories are new, go on and are gone; then each with what changed in it."""
    older, newer = found.older, found.newer
    new, on, gone = (len(found.of(fate)) for fate in ("new", "continued", "gone"))
    counts = ", ".join([count(new, "new story", "new stories"), f"{on} continued", f"{gone} gone"])
    heading = (
        f"From edition {older.number} ({day_in_words(older.briefing.date)}) "
        f"to edition {newer.number} ({day_in_words(newer.briefing.date)}): {counts}"
    )
    return [Line(heading, "strong"), *(line for story in found.stories for line in _story_lines(story))]


def difference_as_json(found: EditionDifference) -> dict[str, object]:
    return {
        "older": _edition_row(found.older),
        "newer": _edition_row(found.newer),
        "stories": [_story_row(story) for story in found.stories],
    }


def _profile_lines(profile: Profile, *, with_owner: bool) -> Iterator[Line]:
    yield Line(profile.name, "strong")
    if with_owner:
        yield owner_line(profile.owner)
    lists = (
        ("topics", profile.topics),
        ("watch list", profile.watch),
        ("publishers", profile.publishers),
        ("sections", profile.sections),
        ("languages", profile.languages),
    )
    for name, values in lists:
        yield Line(f"{name}: {'; '.join(values) or 'any'}" if name != "watch list" or values else "", "quiet", indent=4)
    yield Line(f"{profile.paper}, {profile.length}", "quiet", indent=4)


def _edition_lines(edition: Edition) -> Iterator[Line]:
    briefing = edition.briefing
    about = "".join(f", {part}" for part in (edition.profile, briefing.topic) if part)
    span = f", {briefing.since} to {briefing.until}" if briefing.since != briefing.until else ""
    stories = count(len(briefing.stories), "story", "stories")
    yield Line(f"{edition.number}: {briefing.date}{about}{span}: {stories}", "strong")
    made = f"made {briefing.made:%Y-%m-%d %H:%M} UTC"
    yield Line(f"{briefing.stories[0].title} ({made})" if briefing.stories else made, "quiet", indent=4)


def _edition_row(edition: Edition) -> dict[str, object]:
    briefing = edition.briefing
    return {
        "edition": edition.number,
        "profile": edition.profile,
        "topic": briefing.topic,
        "date": briefing.date.isoformat(),
        "since": briefing.since.isoformat(),
        "until": briefing.until.isoformat(),
        "made": briefing.made.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "stories": len(briefing.stories),
        "lead": briefing.stories[0].title if briefing.stories else None,
    }


def _story_lines(story: StoryDifference) -> Iterator[Line]:
    yield Line()
    kept = f", {count(story.kept, 'statement')} kept" if story.kept else ""
    yield Line(f"{story.title} ({story.fate}{kept})", "strong")
    for revision in story.updated:
        yield Line(f"was: {_cited(revision.before)}", "quiet", indent=4)
        yield Line(f"now: {_cited(revision.now)}", indent=4)
    for statement in story.added:
        yield Line(f"+ {_cited(statement)}", indent=4)
    for statement in story.dropped:
        yield Line(f"- {_cited(statement)}", "quiet", indent=4)


def _cited(statement: Statement) -> str:
    """The statement with the publishers and days that it rests on."""
    sources = dict.fromkeys(f"{c.source or 'not named'}, {c.published[:10] or 'undated'}" for c in statement.citations)
    return f"{statement.text} [{'; '.join(sources)}]"


def _story_row(story: StoryDifference) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "fate": story.fate,
        "added": [statement_as_json(s) for s in story.added],
        "updated": [{"before": statement_as_json(r.before), "now": statement_as_json(r.now)} for r in story.updated],
        "dropped": [statement_as_json(s) for s in story.dropped],
        "kept": story.kept,
    }
