from __future__ import annotations

from dataclasses import replace

import pytest
from outcomes import a_case, a_reply, an_outcome

from eval.metrics.nothing_withheld import nothing_withheld


@pytest.mark.parametrize(("withheld", "score"), [(0, 1.0), (1, 0.0), (3, 0.0), (None, None)])
def test_a_sentence_that_was_withheld_counts_once_and_without_a_model_there_is_none(
    withheld: int | None, score: float | None
) -> None:
    reply = replace(a_reply("It opened on Monday."), withheld=withheld)
    assert nothing_withheld(an_outcome(a_case(), reply)) == score
