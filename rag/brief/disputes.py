"""Where the articles of one story give different accounts."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answer.accounts import accounts_differ
from rag.answer.evidence import sentences
from rag.brief.roles import is_opinion
from rag.brief.stories import distinct
from rag.domain.answer import Conflict
from rag.domain.article import Version
from rag.domain.briefing import Story
from rag.domain.evidence import Evidence
from rag.ports import Embedder

_ARTICLES = 8
_SENTENCES = 12


def disputes(story: Story, origins: Mapping[str, str], embedder: Embedder) -> tuple[Conflict, ...]:
    """What two publishers tell differently, or one party denies, both sides cited; one side at least is of these days.

    Withdrawn articles and opinions take no side.
    """
    versions = [v for v in distinct(story.versions, origins) if _takes_side(v)][:_ARTICLES]
    earlier = [v for v in story.earlier if _takes_side(v)][-_ARTICLES:]
    told, before = ([e for v in several for e in _body(v)] for several in (versions, earlier))
    return accounts_differ(told, origins, before, embedder=embedder)


def _takes_side(version: Version) -> bool:
    return version.article.notice != "withdrawn" and not is_opinion(version.article)


def _body(version: Version) -> list[Evidence]:
    return [e for e in sentences(version) if e.field == "body"][:_SENTENCES]
