"""Changes that are told without a number. All texts are invented."""

from __future__ import annotations

import pytest
from builders import a_version
from fakes import FakeEmbedder

from rag.answer.evidence import sentences
from rag.answer.likeness import Likeness
from rag.answer.values import Told
from rag.brief.earlier import Earlier
from rag.brief.turned import turned

_REST = (
    " The town of Maresund has a harbour. Shops in the high street had a quiet morning. Neighbours brought soup and "
    "blankets. Traffic was light. The mayor thanked everybody. Two crews from Hollin came to help."
)


def _before(text: str, earlier: str) -> str:
    """The earlier sentence that the new one brings up to date, "" where there is none."""
    lines = sentences(a_version(earlier + _REST, published="2025-03-11"))
    now = Told(sentences(a_version(text, published="2025-03-12"))[0])
    found = turned(now, Earlier([Told(line) for line in lines], Likeness(FakeEmbedder())))
    return found.evidence.text if found else ""


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("The bridge at Grund is closed to lorries.", "The bridge at Grund reopened to lorries on Tuesday."),
        ("Both skiers are missing on the Kallberg.", "Both skiers were found alive on the Kallberg."),
        ("The fire at the sawmill is still burning.", "The fire at the sawmill is under control."),
        ("The committee will vote on the port bill on Thursday.", "The vote on the port bill was put off to Friday."),
        ("The trial of Erik Sand begins on Thursday.", "The trial of Erik Sand will now begin on Friday."),
        ("The river is brown with mud.", "The river is clear again."),
        ("The ferry to Lund does not sail.", "The ferry to Lund sails again."),
        ("The goalkeeper, Tom Reed, will play on Sunday.", "The goalkeeper, Tom Reed, will not play on Sunday."),
        ("The shareholders of Brask AG accept the sale.", "The shareholders of Brask AG reject the sale."),
        ("The finance minister, Anna Dahl, spoke.", "Per Holm is the new finance minister."),
        ("The merger with Norvik Line is still possible.", "The merger with Norvik Line is off the table."),
        ("The storm killed one man near Hollin.", "The storm has claimed a second life."),
        ("Paula Grath is running for president of Tresk.", "Paula Grath has pulled out of the race for president."),
        ("A guard of Tresk was expelled from Arland.", "Tresk denied on Monday that a guard was expelled from Arland."),
    ],
)
def test_a_sentence_that_says_that_it_is_otherwise_now(earlier: str, now: str) -> None:
    assert _before(now, earlier) == earlier


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("The bridge at Grund is closed to lorries.", "The swimming pool is open on Sundays."),
        ("The bridge at Grund is closed to lorries.", "The bridge at Grund stays closed to lorries."),
        ("The police arrested a man of 34 at the museum.", "A woman was charged with fraud in Lund."),
        ("The trial of Erik Sand begins on Thursday.", "The trial of Erik Sand begins on Thursday morning."),
        ("The sawmill is burning.", "The sawmill employs 40 people."),
        ("The ferry to Lund does not sail.", "The ferry to Lund does not sail before Friday."),
        ("Drivers will strike for a day on 20 March.", "Drivers will talk on Friday of the strike of 20 March."),
        ("The finance minister, Anna Dahl, spoke.", "Anna Dahl, the finance minister, was named in court."),
        ("Drivers will strike on 20 March.", "Drivers were asked for talks on the strike planned for 20 March."),
    ],
)
def test_what_is_said_of_something_else_or_again_changes_nothing(earlier: str, now: str) -> None:
    assert _before(now, earlier) == ""


def test_a_state_that_was_told_on_the_day_before_is_no_change() -> None:
    first = sentences(a_version("The bridge at Grund is closed to lorries." + _REST, published="2025-03-10"))
    newest = sentences(a_version("The bridge at Grund is open to lorries again.", published="2025-03-11"))
    now = Told(sentences(a_version("The bridge at Grund is open to lorries.", published="2025-03-12"))[0])
    assert turned(now, Earlier([Told(line) for line in (*newest, *first)], Likeness(FakeEmbedder()))) is None


def test_without_anything_earlier_nothing_has_changed() -> None:
    assert turned(Told(sentences(a_version("The bridge reopened."))[0]), Earlier([], Likeness(FakeEmbedder()))) is None
