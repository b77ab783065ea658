"""Near-copies: candidates by signature, and the one that its text confirms."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from hashlib import sha256

import pytest
from builders import an_article
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.near_copies import Signature, find_origin, likeness, likenesses, signature

WIRE = (
    "The port of Harrow reopened on Tuesday after three days of storms, the harbour authority said. Two of its nine "
    "cranes stay shut until May because their foundations have to be examined. Ships had waited off the coast since "
    "Saturday, among them the ferry Northern Light with 240 passengers on board. Jane Doe, who runs the port, told "
    "reporters that nobody was hurt. The insurer Example Mutual puts the damage at 14 million euros. Work on a new "
    "breakwater, promised after the storm of 2019, is to begin in the autumn, the ministry of transport said."
)
SNAPSHOT = "3b01d85af174730a"
STANDING_TEXT = (
    "Reports from the court appear every Tuesday. The editor will not leave out names at the request of those "
    "concerned. Errors will be corrected at once if they are reported to the news desk, in writing or in person, on "
    "any weekday before four. Photographs may be ordered at the counter on the ground floor."
)


def digest(text: str) -> str:
    own = signature(text)
    return sha256(own.stored + repr(own.bands).encode()).hexdigest()[:16]


def a_crowd(size: int) -> dict[str, str]:
    """Stand-ins for short notes of one newspaper: invented words, and the same standing text below each."""
    chance = random.Random(11)
    words = ["".join(chance.choices("aeiourstlnmk", k=6)) for _ in range(5_000)]
    return {f"note-{n}": f"{' '.join(chance.choices(words, k=120))}. {STANDING_TEXT}" for n in range(size)}


def test_a_text_too_short_to_tell_has_no_signature() -> None:
    assert signature("The port reopened.") == Signature()


def test_a_signature_fits_a_database() -> None:
    bands = signature(WIRE).bands
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert len(set(bands)) == 64


def test_a_signature_does_not_change_between_releases() -> None:
    """It is stored: another value here would cut new articles off from the old ones."""
    assert signature(WIRE).stored[:8].hex() == "1d0d6002d3361543"
    assert digest(WIRE) == SNAPSHOT


@pytest.mark.parametrize("seed", ["0", "77"])
def test_a_signature_is_the_same_in_another_process(seed: str) -> None:
    program = "import sys; from rag.ingest.near_copies import signature; print(signature(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, "-c", program, WIRE], env=environment, capture_output=True, text=True)
    assert run.stdout.strip() == str(signature(WIRE)), run.stderr


def test_a_copy_cut_to_a_third_shares_a_band_with_what_it_was_cut_from() -> None:
    """By chance, but with a share of 99.9%: none of fifty may be lost."""
    found = 0
    for text in a_crowd(50).values():
        words = text.split()
        found += not set(signature(text).bands).isdisjoint(signature(" ".join(words[: len(words) // 3])).bands)
    assert found == 50


def test_likeness_estimates_the_share_of_common_shingles() -> None:
    half = WIRE[: len(WIRE) // 2]
    assert likeness(signature(WIRE).stored, signature(WIRE).stored) == 1.0
    assert likeness(signature(WIRE).stored, signature(half).stored) == pytest.approx(0.5, abs=0.15)


@given(st.lists(st.binary(min_size=512, max_size=512), max_size=4), st.binary(min_size=512, max_size=512))
def test_likenesses_of_many_are_those_of_each(others: list[bytes], own: bytes) -> None:
    assert likenesses(own, others) == [likeness(own, other) for other in others]
    assert likenesses(own, [own]) == [1.0]


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


def test_in_a_crowd_with_one_standing_text_the_right_one_is_found_and_few_texts_are_read() -> None:
    texts = a_crowd(2_000)
    candidates = [(i, signature(text).stored) for i, text in texts.items()]
    words = texts["note-1234"].split()
    arriving = " ".join(words[:60]) + f". {STANDING_TEXT}"
    read: list[str] = []

    def text_of(article_id: str) -> str:
        read.append(article_id)
        return texts[article_id]

    assert find_origin(an_article(arriving), signature(arriving), candidates, text_of) == "note-1234"
    assert len(read) <= 32


def test_where_none_of_a_crowd_is_the_origin_the_texts_of_32_are_read() -> None:
    candidates = [(f"note-{n}", signature(WIRE).stored) for n in range(500)]
    read: list[str] = []
    assert find_origin(an_article(WIRE), signature(WIRE), candidates, lambda i: read.append(i)) is None
    assert len(read) == 32


def test_a_candidate_that_shares_next_to_nothing_is_not_read() -> None:
    other = next(iter(a_crowd(1).values()))
    assert find_origin(an_article(WIRE), signature(WIRE), [("other", signature(other).stored)], pytest.fail) is None
