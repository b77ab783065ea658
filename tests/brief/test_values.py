"""Which earlier sentence a new one brings up to date."""

from __future__ import annotations

import pytest
from builders import a_version
from fakes import FakeEmbedder

from rag.answer.evidence import sentences
from rag.brief.values import EarlierLines

_DAM = (
    "Water is seeping through Hollow Dam at about 12 litres a second, the operator said. The reservoir is 1.1 metres "
    "below its full level. Some 240 residents of Garrow were told to leave. The council of Ansel will vote on the "
    "repair. Seven pumps from Tavin were brought to the dam. Grit Hulse, who farms below it, moved his cattle."
)


def _before(text: str, earlier: str = _DAM) -> str:
    """The earlier sentence that ``text`` brings up to date, "" where there is none."""
    lines = EarlierLines([a_version(earlier, published="2025-03-13")], embedder=FakeEmbedder())
    update = lines.updated_by(sentences(a_version(text, published="2025-03-14"))[0])
    return update.before.text if update else ""


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("Seepage at the dam has risen to 45 litres a second.", "Water is seeping"),
        ("The reservoir was 2.2 metres below its full level on Friday.", "The reservoir is 1.1"),
        ("Some 3,200 residents were told to leave.", "Some 240 residents"),
    ],
)
def test_another_value_of_the_same_thing_is_an_update(now: str, before: str) -> None:
    assert _before(now).startswith(before)


@pytest.mark.parametrize(
    "now",
    [
        "The reservoir is 1.1 metres below its full level.",
        "A stone of 3 metres lies in a field near Merrow.",
        "The repair of Hollow Dam will cost 12 million crowns.",
        "A shepherd of 38 was seen on the road to Lund.",
    ],
    ids=["the same value", "another subject", "another unit", "an age"],
)
def test_what_looks_like_an_update_and_is_none(now: str) -> None:
    assert _before(now) == ""


def test_an_upper_bound_that_moved_is_an_update_though_both_could_be_true() -> None:
    assert _before(
        "Gusts of up to 150 kilometres an hour are forecast.",
        "Gusts of up to 130 kilometres an hour are forecast. The ferry stays in harbour.",
    ).startswith("Gusts of up to 130")


def test_the_old_number_that_a_sentence_names_is_found() -> None:
    earlier = "Oxley is offering 38 crowns for each share of Keld. The board will meet on Tuesday."
    assert _before("Oxley raised its bid from 38 to 41 crowns a share.", earlier).startswith("Oxley is offering")


def test_a_toll_without_a_counted_thing_is_known_by_its_words() -> None:
    earlier = "Three people were killed at the crossing near Lindow. The line is closed."
    assert _before("The number of people killed at the crossing has risen to four.", earlier).startswith("Three people")


def test_an_update_of_the_same_value_by_another_article_is_none() -> None:
    first = a_version("Seepage at the dam is 12 litres a second.", published="2025-03-12")
    second = a_version("Seepage at the dam is 30 litres a second.", published="2025-03-13")
    line = sentences(a_version("Seepage at the dam is 30 litres a second now.", published="2025-03-14"))[0]
    assert EarlierLines([first, second], embedder=FakeEmbedder()).updated_by(line) is None


def test_nothing_is_an_update_of_nothing() -> None:
    assert (
        EarlierLines([], embedder=FakeEmbedder()).updated_by(
            sentences(a_version("Seepage rose to 30 litres a second."))[0]
        )
        is None
    )


def test_a_number_of_a_year_long_gone_is_no_update() -> None:
    assert _before("In the flood of 1976 water seeped through Hollow Dam at 45 litres a second.") == ""
