"""Briefings as JSON, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from briefings import a_briefing, a_statement, a_story
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.answer import Conflict, ConflictSide, Searched, Statement, Usage
from rag.domain.briefing import BriefedStory, Briefing, Change, Omitted
from rag.domain.evidence import Citation
from rag.render.briefing_json import briefing_as_json, briefing_from_json
from rag.render.statement_json import statement_as_json

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
_MAYBE = st.none() | _DAYS
_CITATIONS = st.builds(
    lambda quote, start, **rest: Citation(start=start, end=start + len(quote), quote=quote, **rest),
    quote=_TEXT.filter(bool),
    start=st.integers(0, 10**6),
    article_id=_TEXT,
    version=st.integers(1, 9),
    field=st.sampled_from(["body", "title", "dek", "dateline"]),
    title=_TEXT,
    source=_TEXT,
    published=st.sampled_from(["", "2025-03-14", "2025-03-14T09:30:00Z"]),
    url=_TEXT,
)
_STATEMENTS = st.builds(
    Statement,
    text=_TEXT,
    citations=st.lists(_CITATIONS, min_size=1, max_size=2).map(tuple),
    support=st.sampled_from(["verbatim", "checked"]),
    answer_span=st.none(),
)
_CONFLICTS = st.builds(
    Conflict, about=_TEXT, sides=st.lists(st.builds(ConflictSide, _TEXT, _CITATIONS), max_size=2).map(tuple)
)
_STORIES = st.builds(
    BriefedStory,
    id=_TEXT,
    title=_TEXT,
    status=st.sampled_from(["new", "developing", "corrected", "closed"]),
    statements=st.lists(_STATEMENTS, max_size=3).map(tuple),
    publishers=st.lists(_TEXT, max_size=3).map(tuple),
    conflicts=st.lists(_CONFLICTS, max_size=1).map(tuple),
    rank_parts=st.dictionaries(_TEXT, st.floats(0, 9), max_size=2).map(lambda parts: tuple(parts.items())),
)
_BRIEFINGS = st.builds(
    Briefing,
    date=_DAYS,
    since=_DAYS,
    until=_DAYS,
    timezone=_TEXT,
    made=st.datetimes(timezones=st.just(UTC)),
    topic=_TEXT,
    stories=st.lists(_STORIES, max_size=2).map(tuple),
    delta=st.lists(
        st.builds(
            Change,
            st.sampled_from(["new", "updated", "corrected", "withdrawn"]),
            _TEXT,
            _STATEMENTS,
            st.none() | _STATEMENTS,
        ),
        max_size=2,
    ).map(tuple),
    omitted=st.lists(st.builds(Omitted, _TEXT, _TEXT, _TEXT), max_size=2).map(tuple),
    notes=st.lists(_TEXT, max_size=2).map(tuple),
    searched=st.builds(
        Searched,
        st.integers(0, 99),
        st.lists(_TEXT).map(tuple),
        st.none() | _DAYS,
        st.none() | _DAYS,
        st.integers(0, 9),
    ),
    compared_with=st.none() | _DAYS,
    paper=st.sampled_from(["a4", "letter"]),
    pages=st.integers(0, 2),
    fill=st.floats(0, 1),
    model=_TEXT,
    usage=st.builds(Usage, st.integers(0, 99), st.integers(0, 99), st.booleans()),
)


@given(_BRIEFINGS)
def test_a_briefing_comes_back_from_its_json_as_it_was(briefing: Briefing) -> None:
    assert briefing_from_json(json.dumps(briefing_as_json(briefing))) == briefing


def test_the_keys_of_the_command_line_contract_are_there() -> None:
    row = briefing_as_json(a_briefing(a_story()))
    assert {"date", "stories", "delta", "omitted", "pages", "fill"} <= row.keys()
    (story,) = row["stories"]  # type: ignore[misc]
    assert {"id", "title", "status", "statements"} <= story.keys()


def test_a_statement_has_the_keys_of_the_contract_and_no_others() -> None:
    row = statement_as_json(a_statement())
    assert list(row) == ["text", "support", "citations"]
    (citation,) = row["citations"]  # type: ignore[misc]
    assert list(citation) == [
        *("article_id", "version", "field", "start", "end", "quote"),
        *("title", "source", "published", "url"),
    ]


def test_times_are_written_with_their_zone() -> None:
    made = briefing_as_json(a_briefing(made=datetime(2025, 3, 14, 18, 30, tzinfo=UTC)))["made"]
    assert made == "2025-03-14T18:30:00+00:00"
