from __future__ import annotations

import json
from dataclasses import replace

import pytest
from outcomes import DECLINED, a_reply, the_citation, the_passage

from eval.reply import (
    Backing,
    Confidence,
    Reply,
    Witness,
    reply_as_json,
    reply_from_json,
    witness_as_json,
    witness_from_json,
)
from rag.domain.answer import Conflict, ConflictSide, Usage

FULL = replace(
    a_reply("It opened on Monday.", "opened on Monday", short="Monday", sure=0.8),
    premises=("on Friday",),
    ranked=(the_passage("The bridge opened on Monday."), the_passage("Ann Lee")),
    conflicts=(Conflict("the day", (ConflictSide("Monday", the_citation("on Monday"), "newer"),)),),
    model="m",
    usage=Usage(3, 4, truncated=True),
)


@pytest.mark.parametrize("reply", [FULL, DECLINED, Reply(ranked=())])
def test_a_reply_comes_back_from_json_as_it_was(reply: Reply) -> None:
    assert reply_from_json(json.loads(json.dumps(reply_as_json(reply)))) == reply


def test_what_the_archive_said_comes_back_from_json_as_it_was() -> None:
    witness = Witness(("opened", None), ("bridge", "x"), (Backing(True, (True, False), (False, True)),), ("x", None))
    assert witness_from_json(json.loads(json.dumps(witness_as_json(witness)))) == witness


def test_a_probability_lies_between_0_and_1_and_a_score_anywhere() -> None:
    assert Confidence(12.0, "score").value == 12.0
    with pytest.raises(ValueError, match=r"1\.2"):
        Confidence(1.2, "probability")
