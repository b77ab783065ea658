"""Near-copies: a wire story under other names, and what only looks like one."""

from __future__ import annotations

import pytest
from builders import an_article

from rag.ingest.near_copies import Signature, find_origin, is_near_copy, likeness, signature

WIRE = (
    "The port of Harrow reopened on Tuesday after three days of storms, the harbour authority said. Two of its nine "
    "cranes stay shut until May because their foundations have to be examined. Ships had waited off the coast since "
    "Saturday, among them the ferry Northern Light with 240 passengers on board. Jane Doe, who runs the port, told "
    "reporters that nobody was hurt. The insurer Example Mutual puts the damage at 14 million euros. Work on a new "
    "breakwater, promised after the storm of 2019, is to begin in the autumn, the ministry of transport said."
)
QUAKE = (
    "An earthquake of magnitude {size} shook the region around {place} on {day}, the national observatory said. "
    "Its centre lay {depth} kilometres under the ground. There were no reports of injuries or of damage to buildings. "
    "Residents were asked to stay away from the coast until the authorities had ruled out a wave. The observatory "
    "records about a hundred tremors of this kind in a year, most of which nobody notices."
)


def test_a_copy_with_another_first_line_is_a_near_copy() -> None:
    assert is_near_copy(WIRE, "From our correspondent in the north. " + WIRE.replace("Tuesday", "Tuesday morning"))


def test_a_copy_that_was_cut_short_is_a_near_copy() -> None:
    assert is_near_copy(WIRE, WIRE[: WIRE.index(" The insurer")])


def test_two_events_told_with_one_template_are_not() -> None:
    one = QUAKE.format(size="5.2", place="Harrow", day="Tuesday", depth="12")
    other = QUAKE.format(size="6.1", place="Northfield", day="Friday", depth="31")
    assert not is_near_copy(one, other)


def test_the_same_template_with_another_place_alone_is_not() -> None:
    one = QUAKE.format(size="5.2", place="Harrow", day="Tuesday", depth="12")
    assert not is_near_copy(one, one.replace("Harrow", "Northfield"))


def test_texts_too_short_to_tell_are_not_compared() -> None:
    assert not is_near_copy("The port reopened.", "The port reopened.")
    assert signature("The port reopened.") == Signature()


def test_a_signature_is_the_same_every_time_and_fits_a_database() -> None:
    assert signature(WIRE) == signature(WIRE)
    assert all(-(2**63) <= band < 2**63 for band in signature(WIRE).bands)
    assert len(set(signature(WIRE).bands)) == 42


def test_a_signature_does_not_change_between_releases() -> None:
    """It is stored: another value here would cut new articles off from the old ones."""
    assert signature(WIRE).stored[:8].hex() == "1d0d6002d3361543"


def test_likeness_estimates_the_share_of_common_shingles() -> None:
    half = WIRE[: len(WIRE) // 2]
    assert likeness(signature(WIRE).stored, signature(WIRE).stored) == 1.0
    assert likeness(signature(WIRE).stored, signature(half).stored) == pytest.approx(0.5, abs=0.15)


def test_the_likeliest_candidate_that_its_text_confirms_is_the_origin() -> None:
    texts = {
        "far": WIRE.replace("240", "300").replace("Harrow", "Northfield"),
        "near": WIRE + " It rained.",
        "gone": None,
    }
    candidates = [(i, signature(text or WIRE).stored) for i, text in texts.items()]
    article = an_article(WIRE)
    assert find_origin(article, signature(WIRE), candidates, texts.get) == "near"


def test_an_article_is_not_its_own_near_copy() -> None:
    article = an_article(WIRE, id="a")
    assert find_origin(article, signature(WIRE), [("a", signature(WIRE).stored)], lambda _: WIRE) is None
