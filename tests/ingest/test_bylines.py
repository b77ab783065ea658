"""Names of authors."""

from __future__ import annotations

import pytest

from rag.ingest.bylines import names_of, visible_byline
from rag.ingest.markup import page_tree


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("Von Jane Doe und Ann Lee", ["Jane Doe", "Ann Lee"]),
        ("By Jane Doe, Ann Lee and Max Roe", ["Jane Doe", "Ann Lee", "Max Roe"]),
        ("By Jane Doe | 14 March 2025", ["Jane Doe"]),
        ("Jane Doe, Staff Writer", ["Jane Doe"]),
        ("Jane Doe (Harrow)", ["Jane Doe"]),
        ("Richard (R.J.) Roe", ["Richard (R.J.) Roe"]),
        ("Doe, Jane", ["Doe, Jane"]),
        ("AFP/The Example", ["AFP/The Example"]),
        ("https://wire.example/jane", []),
        ("jane@wire.example", []),
        ("", []),
        ("14 March 2025", []),
    ],
)
def test_names_are_told_from_what_stands_around_them(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_the_byline_near_the_heading_is_the_articles() -> None:
    tree = page_tree(
        '<html><body><aside><span class="byline">By Max Roe</span></aside><article><h1>Port reopens</h1>'
        '<p class="byline">By Jane Doe</p></article><div class="comments"><b class="author">troll</b></div>'
    )
    assert visible_byline(tree) == "By Jane Doe"
