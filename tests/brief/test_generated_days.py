"""One page is one page, whatever the day brings."""

from __future__ import annotations

import pytest

from eval.bench.one_page import measure


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1025))
def test_a_generated_day_is_exactly_one_page(seed: int) -> None:
    found = measure(seed, most=60)
    assert found.pdf_pages == found.briefing.pages == 1
    assert found.briefing.statements or found.briefing.compared_with
    assert found.briefing.fill <= 1
    if found.has_material:
        assert found.briefing.fill >= 0.85
