"""A story as the archive lists it: what it is called, and how it stands after its last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.brief.placing import FOLLOWED
from rag.brief.stories import status_of
from rag.domain.story import Headline, StoryOverview


def overview(story_id: str, headlines: Sequence[Headline], *, until: date | None) -> StoryOverview:
    """Of ``headlines``, one at least, oldest first; ``until`` is the last day that the archive tells of.

    The title and the status are what a briefing of the story's last day would give it. A story that nothing was heard
    of for longer than stories are followed is closed, whatever its last headline says.
    """
    last = max((headline.day for headline in headlines if headline.day), default=None)
    own = [headline for headline in headlines if headline.day == last]
    status = status_of([(h.title, h.notice) for h in own], began_before=len(own) < len(headlines))
    if last and until and until - last > FOLLOWED and status != "corrected":
        status = "closed"
    return StoryOverview(story_id, own[0].title, status, tuple(headlines))
