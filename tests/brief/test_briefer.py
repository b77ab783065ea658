"""The whole way from an archive to a page, with the real catalog, embedder and typesetter."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from briefings import DAY, MADE
from builders import STORED, an_article, new_version, stored_articles
from pypdf import PdfReader
from two_days import FERRY_1, FERRY_COPY, FRIDAY, THURSDAY

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.typst import TypstTypesetter
from rag.answer.evidence import verbatim
from rag.answer.writer import Writer, Written
from rag.brief.briefer import Briefer
from rag.domain.answer import Dropped, Usage
from rag.domain.article import Article, Version
from rag.domain.briefing import Briefing
from rag.domain.errors import ModelKeyRefused, ModelUnreachable
from rag.domain.evidence import Evidence
from rag.render.briefing_json import briefing_from_json

THURSDAY_DATE = date(2025, 3, 13)


@cache
def _embedder() -> OnnxEmbedder:
    return OnnxEmbedder("minilm")


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path / "archive")


def _brief(catalog: SqliteCatalog, day: date = DAY, *, writer: Writer | None = None, **given: Any) -> Briefing:
    zone = ZoneInfo(given.pop("zone", "UTC"))
    briefer = Briefer(catalog, _embedder(), TypstTypesetter(), writer, zone=zone, clock=lambda: MADE)
    wanted = {"since": day, "until": day, "topic": "", "paper": "a4"} | given
    briefing, page = briefer.brief(day, **wanted)
    assert len(PdfReader(io.BytesIO(page.pdf)).pages) == briefing.pages == 1
    _check_citations(catalog, briefing)
    return briefing


def _check_citations(catalog: SqliteCatalog, briefing: Briefing) -> None:
    changed = [s for c in briefing.delta for s in (c.statement, c.before) if s]
    for statement in [*briefing.statements, *changed]:
        for citation in statement.citations:
            version = catalog.version(citation.article_id, citation.version)
            assert version is not None
            assert version.article.text(citation.field)[citation.start : citation.end] == citation.quote
        if statement.support == "verbatim":
            assert statement.text == statement.citations[0].quote


def _two_days(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [a for a in (*THURSDAY, *FRIDAY) if a is not FERRY_COPY])
    catalog.store([new_version(Version(FERRY_COPY, 1, STORED), origin_id="ferry-1", outcome="near_copy")])


def _texts(briefing: Briefing) -> list[str]:
    return [s.text for s in briefing.statements]


def test_a_day_of_several_stories_leads_with_the_one_most_publishers_told(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, THURSDAY_DATE)
    lead = briefing.stories[0]
    assert lead.title == FERRY_1.title
    assert lead.publishers == ("Harbour Courier", "The Meridian", "Ansel Evening Post")
    assert len(briefing.stories) == 4
    assert briefing.compared_with is None
    assert briefing.delta == ()
    assert briefing.searched.articles == 6
    assert "ferry-copy" not in {c.article_id for s in briefing.statements for c in s.citations}


def test_the_next_day_tells_what_is_new_and_leaves_out_what_the_reader_had(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    first = _brief(catalog, THURSDAY_DATE)
    second = _brief(catalog)
    assert second.compared_with == THURSDAY_DATE
    assert second.stories[0].id == first.stories[0].id
    assert second.stories[0].status == "developing"
    assert not set(_texts(first)) & set(_texts(second))
    assert [o.why for o in second.omitted if "lifeboats" in o.text] == ["in the briefing of 2025-03-13"]


def test_another_count_and_another_day_of_the_same_thing_are_updates_with_the_old_ones_beside_them(
    catalog: SqliteCatalog,
) -> None:
    _two_days(catalog)
    _brief(catalog, THURSDAY_DATE)
    updated = [c for c in _brief(catalog).delta if c.kind == "updated"]
    assert [(c.statement.text[:18], c.before.text[:18] if c.before else "") for c in updated] == [
        ("At least 15 people", "At least 12 people"),
        ("Ansel Lines said i", "The operator, Anse"),
    ]


def test_a_date_that_is_made_again_compares_with_earlier_dates_only(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    _brief(catalog, THURSDAY_DATE)
    once, again = _brief(catalog), _brief(catalog)
    assert again == once


def test_a_briefing_is_stored_as_it_was_shown(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog)
    ((day, topic, text),) = catalog.briefings()
    assert (day, topic, briefing_from_json(text)) == (DAY, "", briefing)


def test_a_correction_of_what_an_earlier_briefing_said_is_reported_once(catalog: SqliteCatalog) -> None:
    article = an_article(
        "The mayor resigned at 9:00. The bridge of Tavin cost 12 million crowns.",
        id="a",
        published="2025-03-13",
        title="M",
    )
    stored_articles(catalog, [article])
    _brief(catalog, THURSDAY_DATE)
    body = "Correction: an earlier version gave a wrong sum. The bridge of Tavin cost 21 million crowns."
    stored_articles(
        catalog,
        [replace(article, body=body, notice="corrected"), an_article("A goat won a race.", published="2025-03-14")],
    )
    corrected = [c for c in _brief(catalog).delta if c.kind == "corrected" and c.before]
    assert ("The bridge of Tavin cost 21 million crowns.", "The bridge of Tavin cost 12 million crowns.") in [
        (c.statement.text, c.before.text) for c in corrected if c.before
    ]
    saturday = date(2025, 3, 15)
    assert not [c for c in _brief(catalog, saturday).delta if c.kind == "corrected"]


def test_a_new_version_that_does_not_call_itself_a_correction_is_none(catalog: SqliteCatalog) -> None:
    article = an_article("The bridge of Tavin cost 12 million crowns.", id="a", published="2025-03-13")
    stored_articles(catalog, [article])
    _brief(catalog, THURSDAY_DATE)
    stored_articles(catalog, [replace(article, body="The bridge of Tavin was dear.")])
    assert not _brief(catalog).delta


def test_a_day_without_articles_says_what_there_is(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, date(2025, 4, 1))
    assert briefing.stories == ()
    assert briefing.notes == ("The archive holds 15 articles, from 13 March 2025 to 14 March 2025.",)


def test_an_empty_archive_says_what_to_do(catalog: SqliteCatalog) -> None:
    assert "dateline ingest" in _brief(catalog).notes[0]


def test_articles_without_a_date_are_in_no_briefing_and_are_counted(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("A bridge opened.", published="2025-03-14"), an_article("Undated news.")])
    briefing = _brief(catalog)
    assert _texts(briefing) == ["A bridge opened."]
    assert briefing.notes == ("1 article of the archive without a date cannot be assigned to a day.",)


def test_a_day_is_a_day_in_the_readers_time_zone_and_a_printed_date_stays_that_date(catalog: SqliteCatalog) -> None:
    late = an_article("The late bridge opened.", title="Late", published="2025-03-13T23:30")
    printed = an_article("The printed goat won.", title="Printed", published="2025-03-14")
    stored_articles(catalog, [late, printed])
    assert {s.title for s in _brief(catalog, zone="Europe/Berlin").stories} == {"Late", "Printed"}
    assert {s.title for s in _brief(catalog, zone="UTC").stories} == {"Printed"}
    assert {s.title for s in _brief(catalog, zone="America/New_York").stories} == {"Printed"}


def test_a_topic_keeps_what_names_it(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, topic="otters")
    assert [s.title for s in briefing.stories] == ["Otters return to the river Anse after 40 years"]
    assert briefing.topic == "otters"


def test_a_range_of_days_is_briefed_as_one(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    assert _brief(catalog, since=THURSDAY_DATE).searched.articles == 15


def test_one_long_article_fills_the_page_and_repeats_nothing(catalog: SqliteCatalog) -> None:
    topics = "budget bridge ferry school museum harbour railway hospital library market tower garden".split()
    people = "Odell Roan Brandt Aster Vale Merrin Ostrow Hollis Penhallow Viklund Marchbank Thorne".split()
    body = "\n\n".join(
        f"The {topic} of Tavin will get {i}7 new rooms after years of complaints from its neighbours, said {person}. "
        f"Work on the {topic} roof begins in May with {i + 3} builders, although its committee had asked for a delay "
        "until the winter, when fewer visitors are expected."
        for i, (topic, person) in enumerate(zip(topics, people, strict=True), start=1)
    )
    stored_articles(catalog, [an_article(body, title="Tavin rebuilds", published="2025-03-14")])
    briefing = _brief(catalog)
    assert len(briefing.statements) == 24
    assert len(set(_texts(briefing))) == 24
    assert briefing.fill > 0.85


def test_a_day_of_nothing_but_copies_is_one_story_told_once(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [FERRY_1])
    copies = [replace(FERRY_1, id=f"copy-{i}", source=f"Paper {i}") for i in range(9)]
    catalog.store([new_version(Version(c, 1, STORED), origin_id="ferry-1", outcome="near_copy") for c in copies])
    (story,) = _brief(catalog, THURSDAY_DATE).stories
    assert len(story.publishers) == 10
    assert {c.article_id for s in story.statements for c in s.citations} == {"ferry-1"}


@pytest.mark.parametrize(
    "article",
    [
        an_article("Short news.", id="t", title="word " * 600, published="2025-03-14"),
        an_article("x" * 3000, id="t", title="y" * 900, source="z" * 300, published="2025-03-14"),
        an_article("قال الوزير إن الجسر سيفتح أبوابه.", id="t", title="الجسر الجديد", published="2025-03-14"),
        an_article("市长表示，新桥将于五月十二日通车。", id="t", title="新桥", published="2025-03-14"),
        an_article("🔥🔥🔥", id="t", title="👩‍🚀", published="2025-03-14"),
        an_article("No title at all.", id="t", published="2025-03-14"),
    ],
    ids=["long title", "no spaces", "arabic", "chinese", "emoji", "no title"],
)
def test_a_difficult_article_still_makes_one_page(catalog: SqliteCatalog, article: Article) -> None:
    stored_articles(catalog, [article])
    assert len(_brief(catalog).stories) == 1


def test_characters_that_the_page_cannot_show_are_noted(catalog: SqliteCatalog) -> None:
    stored_articles(catalog, [an_article("市长表示，新桥将通车。", published="2025-03-14")])
    assert "not in the page's fonts" in _brief(catalog).notes[-1]


class _ScriptedWriter:
    """States the first evidence of each story in its own words; fails at the story of that number."""

    model = "scripted"

    def __init__(self, *, fails_at: int = 99, error: Exception | None = None, notes: tuple[str, ...] = ()) -> None:
        self._fails_at, self._error, self._calls = fails_at, error or ModelUnreachable("http://x", "refused"), 0
        self._notes = notes

    def brief(self, title: str, evidence: list[Evidence]) -> Iterator[Any]:
        """One statement, one dropped sentence, and the account."""
        self._calls += 1
        if self._calls == self._fails_at:
            raise self._error
        yield replace(verbatim(evidence[0]), text=f"In short: {evidence[0].text}", support="checked")
        yield Dropped("The moon is cheese.", "nothing cited says so")
        yield Written(Usage(10, 5), notes=self._notes)


def _writer(**given: Any) -> Writer:
    return cast(Writer, _ScriptedWriter(**given))


def test_with_a_writer_its_checked_prose_comes_first_and_what_was_withheld_is_listed(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, THURSDAY_DATE, writer=_writer())
    assert briefing.model == "scripted"
    assert briefing.usage == Usage(40, 20)
    assert any(s.support == "checked" for s in briefing.stories[0].statements)
    assert ("The moon is cheese.", "withheld: nothing cited says so") in {(o.text, o.why) for o in briefing.omitted}


def test_when_the_model_fails_halfway_finished_stories_stay_and_the_page_says_so(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, THURSDAY_DATE, writer=_writer(fails_at=2))
    assert [any(s.support == "checked" for s in story.statements) for story in briefing.stories] == [
        *(True, False, False, False)
    ]
    assert "The model failed after 1 stor" in briefing.notes[0]


def test_what_a_writer_has_to_say_is_said_once_and_not_lost_when_it_fails(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    briefing = _brief(catalog, THURSDAY_DATE, writer=_writer(fails_at=3, notes=("Not read twice.",)))
    assert briefing.notes[0] == "Not read twice."
    assert "The model failed after 2 stories" in briefing.notes[1]
    assert briefing.notes.count("Not read twice.") == 1


def test_a_refused_key_is_an_error_before_anything_was_written(catalog: SqliteCatalog) -> None:
    _two_days(catalog)
    with pytest.raises(ModelKeyRefused):
        _brief(catalog, writer=_writer(fails_at=1, error=ModelKeyRefused("http://x")))
    assert catalog.briefings() == []


def test_made_is_the_clocks_time(catalog: SqliteCatalog) -> None:
    assert _brief(catalog).made == datetime(2025, 3, 14, 18, 30, tzinfo=UTC)
