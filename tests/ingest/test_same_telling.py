"""One wire story in two newspapers, and what only looks like it: the facts decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.same_telling import Telling, is_same_telling

WIRE = (
    "The port of Harrow reopened on Tuesday after three days of storms, the harbour authority said. Two of its nine "
    "cranes stay shut until May because their foundations have to be examined. Ships had waited off the coast since "
    "Saturday, among them the ferry Northern Light with 1,240 passengers on board. Jane Doe, who runs the port, told "
    "reporters that nobody was hurt. The insurer Example Mutual puts the damage at 14 percent of a year's income. "
    "Work on a new breakwater, promised after the storm of 2019, is to begin in the autumn, the ministry said."
)
QUAKE = (
    "An earthquake of magnitude {size} shook the region around {place} on {day}, the national observatory said. "
    "Its centre lay {depth} kilometres under the ground. There were no reports of injuries or of damage to buildings. "
    "Residents were asked to stay away from the coast until the authorities had ruled out a wave. The observatory "
    "records about a hundred tremors of this kind in a year, most of which nobody notices."
)
FIRST = QUAKE.format(size="5.2", place="Harrow", day="Tuesday", depth="12")
GERMAN = (
    "Der Stadtrat von Harrow hat am Mittwoch beschlossen, das Bad an der Mühle zu schließen. Der Neubau soll 18,6 "
    "Millionen Euro kosten und im Herbst öffnen. Die Bürgermeisterin sprach von einer Entscheidung, die zwanzig Jahre "
    "zu spät komme. Das Grundstück will die Stadt verkaufen, und die Liegewiese bleibt nach Angaben der Verwaltung "
    "erhalten."
)


def same(one: str, other: str) -> bool:
    return is_same_telling(Telling.of(one), Telling.of(other))


def test_a_paragraph_of_local_news_in_front_changes_nothing() -> None:
    assert same(WIRE, "Greengrocers in Wexmouth expect empty shelves until Friday, for 3 of 4 lorries wait. " + WIRE)


def test_sentences_in_another_order_change_nothing() -> None:
    first, *others = WIRE.split(". ")
    assert same(WIRE, ". ".join([first, *reversed(others)]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three days", "3 days"),
        ("1,240 passengers", "1240 passengers"),
        ("14 percent", "14 per cent"),
        ("14 percent", "14%"),
        ("Jane Doe, who runs the port", "port director Doe"),
        ("The port of Harrow", "HARROW, May 4 (Northline) - The port of Harrow"),
        ("year's", "year’s"),
    ],
)
def test_another_house_style_changes_nothing(old: str, new: str) -> None:
    assert old in WIRE
    assert same(WIRE, WIRE.replace(old, new))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thirty-one men", "31 men"),
        ("two thousand men", "2,000 men"),
        ("sieben Männer", "7 Männer"),
        ("U.S. men", "US men"),
        ("3.2 bn men", "3.2 billion men"),
        ("14:30 men", "1430 men"),
    ],
)
def test_numbers_and_initials_are_read_in_one_notation(one: str, other: str) -> None:
    assert Telling.of(f"He saw {one}").tokens == Telling.of(f"He saw {other}").tokens


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nine cranes", "eight cranes"),
        ("1,240", "1,420"),
        ("14 percent", "41 percent"),
        ("on Tuesday", "on Wednesday"),
        ("Example Mutual", "Calder Union"),
        ("of 2019", "of 2018"),
    ],
)
def test_one_changed_fact_keeps_two_texts_apart(old: str, new: str) -> None:
    """A reader must be able to see that two sources differ; as copies they would count as one."""
    assert old in WIRE
    assert not same(WIRE, WIRE.replace(old, new))
    assert not same(WIRE, "It rained all week in the town of Wexmouth and nobody minded. " + WIRE.replace(old, new))


def test_two_figures_that_changed_places_keep_two_texts_apart() -> None:
    told = WIRE + " Harrow handled 61 ships in all and Wexmouth 58 of them last year."
    assert not same(told, told.replace("61", "x").replace("58", "61").replace("x", "58"))


def test_two_events_told_with_one_template_are_not_the_same() -> None:
    assert not same(FIRST, QUAKE.format(size="6.1", place="Northfield", day="Friday", depth="31"))
    assert not same(FIRST, FIRST.replace("Harrow", "Northfield"))


def test_a_german_noun_may_be_replaced_by_another_but_no_figure() -> None:
    assert same(GERMAN, GERMAN.replace("Das Grundstück", "Das Gelände").replace("nach Angaben der", "so sagt es die"))
    assert not same(GERMAN, GERMAN.replace("18,6", "19,6"))
    assert not same(GERMAN, GERMAN.replace("Mittwoch", "Donnerstag"))


def test_one_quotation_in_two_reports_makes_no_copy() -> None:
    speech = (
        "“My father poured steel for many years, and he told me that a furnace never dies at once. It dies when "
        "somebody decides not to order coal, and then everybody looks at their shoes until the last light is out,” "
    )
    one = "The prime minister put her papers away and spoke of home in the old hall. " + speech + "she said at last."
    other = (
        "Workers had travelled through the night to hear a story about a furnace. " + speech + "it went, and no more."
    )
    assert not same(one, other)


def test_a_short_passage_repeated_as_background_makes_no_copy() -> None:
    sentences = WIRE.split(". ")
    news = (
        "Divers raised the second of two sunken boats in the inner basin yesterday and found the hull whole. Its owner "
        "wept. The town has collected enough to pay for an engine, and a school choir sang on the quay while the crane "
        "turned. Insurance experts will look at the keel before anything else is decided by anyone. "
    )
    assert not same(WIRE, news + ". ".join(sentences[1:3]) + ".")


@given(st.integers(min_value=0, max_value=5), st.integers(min_value=3, max_value=6))
def test_any_cut_of_at_least_three_sentences_is_a_copy_in_either_order(start: int, length: int) -> None:
    sentences = WIRE.split(". ")
    cut = ". ".join(sentences[start : start + length])
    if len(sentences[start : start + length]) >= 3:
        assert same(WIRE, cut)
        assert same(cut, WIRE)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    telling = Telling.of(text)
    assert all(0 <= place < len(telling.tokens) for place in telling.quoted)
    assert all(token.text for token in telling.tokens)


def test_texts_too_short_to_tell_are_not_the_same() -> None:
    assert not same("The port reopened.", "The port reopened.")


def test_a_very_long_text_is_read_in_part() -> None:
    long = Telling.of("“So they said,” he wrote of the harbour again. " * 20_000)
    assert len(long.tokens) < 60_000
