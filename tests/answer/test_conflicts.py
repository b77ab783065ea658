"""Sources that differ, and many that only seem to. All articles are invented."""

from __future__ import annotations

import pytest
from answering import hit_of, reader
from builders import a_version

from rag.answer.conflicts import Known, find_conflicts, newest_first, shown_in
from rag.answer.evidence import gather, sentences, verbatim
from rag.answer.extract import Extract
from rag.answer.match import candidates, read_hits
from rag.domain.answer import Conflict
from rag.domain.article import Version
from rag.domain.question import Part

FLOOD = (
    "The river Elmar broke its banks at Tarnow overnight, the Varda rescue service said on Tuesday. "
    "The water flooded {} houses in the old town of Tarnow. Mayor Lena Holt asked for sandbags."
)


def told(body: str, source: str, published: str = "2025-03-11", **fields: object) -> Version:
    return a_version(body, source=source, published=published, **fields)  # type: ignore[arg-type]


def compared(
    question: str, shown: str, *versions: Version, earlier: tuple[Version, ...] = (), **origins: str
) -> Extract:
    """The answer that shows the sentence beginning with ``shown``, its conflicts in front of everything."""
    hits = [hit_of(version, rank=n) for n, version in enumerate(versions, start=1)]
    evidence = gather(hits)
    found = candidates(Part(question), read_hits(hits, evidence, reader()), reader())
    return Extract(
        Part(question), tuple(found), chosen=tuple(c for c in found if c.evidence.text.startswith(shown))[:1]
    )


def differing(
    question: str,
    shown: str,
    *versions: Version,
    earlier: tuple[Version, ...] = (),
    origins: dict[str, str] | None = None,
) -> list[list[tuple[str, str]]]:
    """(value, note) of the sides of each conflict with the first sentence that begins with ``shown``."""
    return [
        [(s.value, s.note) for s in c.sides]
        for c in conflicts(question, shown, *versions, earlier=earlier, origins=origins)
    ]


def conflicts(
    question: str,
    shown: str,
    *versions: Version,
    earlier: tuple[Version, ...] = (),
    origins: dict[str, str] | None = None,
) -> tuple[Conflict, ...]:
    found = compared(question, shown, *versions)
    assert found.chosen, "no sentence begins so"
    evidence = tuple(gather([hit_of(version) for version in versions]))
    before = tuple(line for version in earlier for line in sentences(version))
    return find_conflicts([found], Known(evidence, before, origins or {}))


HOUSES = "How many houses were flooded in Tarnow?"


def test_two_counts_of_the_same_houses_stand_side_by_side_oldest_first() -> None:
    newer = told(FLOOD.format("450"), "Varda Mail", "2025-03-12")
    older = told(FLOOD.format("some 300"), "Coast Wire", "2025-03-11")
    (conflict,) = conflicts(HOUSES, "The water flooded 450", newer, older)
    assert [(s.value, s.citation.source, s.citation.published, s.note) for s in conflict.sides] == [
        ("some 300 houses", "Coast Wire", "2025-03-11", ""),
        ("450 houses", "Varda Mail", "2025-03-12", "newer"),
    ]
    assert conflict.about.startswith("how many houses")
    assert all(s.value in s.citation.quote for s in conflict.sides)


def test_people_are_the_same_people_under_two_names() -> None:
    one = told("All boats of Mersa Lines lay in Tarnow on Monday, leaving about 1,200 commuters on the quays.", "Post")
    other = told(
        "The harbour of Tarnow counted 2,150 people on the quays before Mersa Lines gave up on Monday.", "Mail"
    )
    assert differing("How many commuters were on the quays?", "All boats", one, other) == [
        [("about 1,200 commuters", ""), ("2,150 people", "")]
    ]


def test_a_time_of_day_that_another_source_denies_is_a_conflict() -> None:
    one = told(
        "Storm Ralda hit Tarnow on Monday. The Varda agency's chief, Emil Sand, said that warnings went out at 6 p.m.",
        "Wire",
    )
    other = told(
        "Storm Ralda cost Tarnow dear. The firm Netra, near Varda, said that the warning had reached it at 9.10 p.m. "
        "and not at 6 p.m. Its chief is Ada Sand.",
        "Mail",
        "2025-03-12",
    )
    assert differing("At what time did the warnings go out?", "The Varda agency's", one, other) == [
        [("6 p.m.", ""), ("9.10 p.m.", "newer")]
    ]


def test_a_correction_says_that_it_is_one() -> None:
    first = told(FLOOD.format("300"), "Coast Wire")
    later = told(
        "The Varda rescue service at Tarnow on the Elmar corrected its figure: the water flooded 450 houses in the old "
        "town, and not 300, Lena Holt said.",
        "Varda Mail",
        "2025-03-13",
    )
    assert differing(HOUSES, "The water", first, later) == [[("300 houses", ""), ("450 houses", "corrected")]]


@pytest.mark.parametrize(
    ("marked", "note"), [("", "newer"), ("\n\nCorrection: an earlier version had another number.", "corrected")]
)
def test_two_versions_of_one_article_differ_where_one_sentence_has_another_value(marked: str, note: str) -> None:
    before = told(FLOOD.format("300"), "Wire", id="flood")
    now = told(FLOOD.format("450") + marked, "Wire", id="flood", number=2)
    (sides,) = differing(HOUSES, "The water", now, earlier=(before,))
    assert sides == [("300 houses", ""), ("450 houses", note)]


def test_another_name_in_the_same_place_is_a_conflict() -> None:
    one = told("The Tarnow inquiry into the Elmar flood will be led by the judge Anna Brandt from Varda.", "Wire")
    other = told("The Tarnow inquiry into the Elmar flood will be led by the judge Piet Roos from Varda.", "Mail")
    assert differing("Who will lead the inquiry into the flood?", "The Tarnow", one, other) == [
        [("Anna Brandt", ""), ("Piet Roos", "")]
    ]


def test_another_day_for_the_same_thing_is_a_conflict() -> None:
    one = told("The Elmar bridge at Tarnow in Varda will reopen to lorries on 14 May, the council wrote.", "Wire")
    other = told("The Elmar bridge at Tarnow in Varda will reopen to lorries on 2 June, the council wrote.", "Mail")
    assert differing("When will the bridge reopen to lorries?", "The Elmar", one, other) == [
        [("14 May", ""), ("2 June", "")]
    ]


BASE = FLOOD.format("300")


@pytest.mark.parametrize(
    ("other", "published"),
    [
        pytest.param(FLOOD.format("300"), "2025-03-12", id="the same value"),
        pytest.param(FLOOD.format("about 310"), "2025-03-12", id="rounded"),
        pytest.param(FLOOD.format("more than 250"), "2025-03-12", id="a bound that holds"),
        pytest.param(FLOOD.format("450").replace("houses", "cellars"), "2025-03-12", id="another thing counted"),
        pytest.param(FLOOD.format("450"), "2025-07-11", id="months later"),
        pytest.param(FLOOD.format("450").replace("Tarnow", "Brill"), "2025-03-12", id="another town"),
        pytest.param(FLOOD.format("450") + " A day before it had been 300 houses.", "2025-03-12", id="knows both"),
        pytest.param(FLOOD.format("another 450"), "2025-03-12", id="in addition"),
        pytest.param(FLOOD.format("hundreds of"), "2025-03-12", id="vague"),
        pytest.param(FLOOD.format("450 of the 2,000"), "2025-03-12", id="two numbers, one of them the whole"),
        pytest.param(BASE.replace("flooded 300", "spared 450"), "2025-03-12", id="something else done to them"),
        pytest.param(
            "The Elmar at Tarnow broke its banks on 3 March, the Varda service said. Lena Holt spoke. On 3 March the "
            "water flooded 450 houses in the old town.",
            "2025-03-12",
            id="another day",
        ),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(other: str, published: str) -> None:
    first = BASE.replace("overnight,", "on 11 March,")
    assert differing(HOUSES, "The water", told(first, "Wire"), told(other, "Mail", published)) == []


@pytest.mark.parametrize(("month", "differs"), [("September", True), ("October", False)])
def test_figures_of_two_months_do_not_contradict_each_other(month: str, differs: bool) -> None:
    inflation = "Inflation in Varda stood at {} percent in {}, by the measure of Lena Holt of the Elmar office."
    one = told(inflation.format("5.1", "September"), "Wire", "2025-10-20")
    other = told(inflation.format("4.7", month), "Mail", "2025-11-12")
    found = differing("At what percentage did inflation in Varda stand?", "Inflation", one, other)
    assert bool(found) is differs


@pytest.mark.parametrize(("day", "differs"), [("10 March", True), ("3 March", False)])
def test_counts_of_two_days_do_not_contradict_each_other(day: str, differs: bool) -> None:
    flood = "Lena Holt spoke in Tarnow. She thanked Varda. On {} the Elmar flooded {} houses in the old town of Tarnow."
    one, other = told(flood.format("10 March", "300"), "Wire"), told(flood.format(day, "450"), "Mail", "2025-03-12")
    assert bool(differing(HOUSES, "On 10 March", one, other)) is differs


def test_two_times_of_day_for_two_things_do_not_contradict_each_other() -> None:
    one = told("Crews in Tarnow, Varda, stopped work at 5 a.m. on Monday on the quays of Mersa Lines.", "Wire")
    other = told("The harbour counted the travellers on the quays of Mersa Lines in Tarnow, Varda, by 8 a.m.", "Mail")
    assert differing("At what time did the crews stop work?", "Crews", one, other) == []


def test_near_copies_are_one_source_whatever_they_say() -> None:
    one, other = told(BASE, "Wire", id="wire"), told(FLOOD.format("450"), "Mail", id="copy")
    assert len(differing(HOUSES, "The water", one, other)) == 1
    assert differing(HOUSES, "The water", one, other, origins={"copy": "wire", "wire": "wire"}) == []


def test_a_superseded_version_of_another_article_contradicts_nobody() -> None:
    one = told(BASE, "Wire", id="wire")
    stale, now = (told(FLOOD.format(n), "Mail", id="mail", number=v) for v, n in ((1, "450"), (2, "300")))
    assert differing(HOUSES, "The water", one, now, earlier=(stale,)) == []


def test_where_sources_differ_the_newest_is_told_first() -> None:
    older, newer = told(BASE, "Wire"), told(FLOOD.format("450"), "Mail", "2025-03-12")
    found = compared(HOUSES, "The water flooded 300", older, newer)
    disputed = find_conflicts([found], Known(tuple(gather([hit_of(older), hit_of(newer)]))))
    told_first, then = newest_first(found, disputed).chosen
    assert "450" in told_first.evidence.text
    assert "300" in then.evidence.text


def test_what_a_model_cited_is_compared_too() -> None:
    older, newer = told(BASE, "Wire"), told(FLOOD.format("450"), "Mail", "2025-03-12")
    found = compared("Tell me about the flood", "Mayor", older, newer)
    stated = next(verbatim(c.evidence) for c in found.ranked if "300 houses" in c.evidence.text)
    shown = shown_in([stated], [found])
    (conflict,) = find_conflicts(shown, Known(tuple(gather([hit_of(older), hit_of(newer)]))))
    assert [side.value for side in conflict.sides] == ["300 houses", "450 houses"]


MENINGITIS = "A girl has died after an outbreak of meningitis at the Hill School in Maresund, Norland."
NO_MENINGITIS = (
    "The county of Norland said that it had no proof of meningitis and knew of no death. "
    "The Hill School in Maresund stays shut."
)


def test_a_denial_by_another_source_stands_beside_what_is_answered() -> None:
    found = conflicts(
        "What happened at the Hill School?", "A girl", told(MENINGITIS, "Lantern"), told(NO_MENINGITIS, "Radio")
    )
    assert [[side.value[:12] for side in conflict.sides] for conflict in found] == [["A girl has d", "The county o"]]


def test_a_denial_of_what_is_not_shown_is_not_set_out() -> None:
    other = told("The Hill School in Maresund, Norland, has 380 pupils.", "Mail")
    versions = told(MENINGITIS, "Lantern"), told(NO_MENINGITIS, "Radio"), other
    assert conflicts("How many pupils has the Hill School?", "The Hill School in Maresund, Norland", *versions) == ()
