from datetime import UTC, datetime

import pytest

from rag.domain.article import Published
from rag.domain.evidence import CitedSpan
from rag.verify.verify import check

BODY = (
    "Negotiations between Arland and Boria in Cardiva ended without a treaty on fishing in the Tarn Sea. "
    "Boats from Celandia had crossed the Tarn Sea since spring. "
    "Both sides agreed to talk again in May."
)
START = BODY.index("Both sides")


def supported(statement: str) -> bool:
    span = CitedSpan(BODY, START, len(BODY), Published(datetime(2025, 3, 14, tzinfo=UTC), "day"))
    return check(statement, [span]).supported


@pytest.mark.parametrize("country", ["Arland", "Boria"])
def test_both_sides_are_the_two_that_the_article_joined_before(country: str) -> None:
    assert supported(f"{country} agreed to talk again in May.")


def test_a_third_country_that_the_article_merely_mentions_is_no_side() -> None:
    assert not supported("Celandia agreed to talk again in May.")
