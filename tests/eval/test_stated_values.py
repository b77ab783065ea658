from __future__ import annotations

import pytest

from eval.stated_values import stated_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nine million pounds", "9000000"),
        ("9,000,000", "9000000"),
        ("$9m", "9000000"),
        ("€1.2bn", "1200000000"),
        ("two hundred and forty homes", "240"),
        ("two thousand three hundred", "2300"),
        ("thirty-five", "35"),
        ("a hundred", "100"),
        ("12.50 crowns", "12.5"),
        ("12%", "12%"),
        ("twelve per cent", "12%"),
        ("14 March 2025", "2025-03-14"),
        ("March 14th, 2025", "2025-03-14"),
        ("2025-03-14", "2025-03-14"),
        ("on the 14th of March", "--03-14"),
        ("5 a.m.", "05:00"),
        ("5.30pm", "17:30"),
        ("at 17:30", "17:30"),
        ("12 p.m.", "12:00"),
        ("12.10 a.m.", "00:10"),
        ("noon", "12:00"),
        ("64 to 55", "55 64"),
        ("52 of some 1,000 on 3 May", "--05-03 1000 52"),
        ("the third one of the first", ""),
        ("3rd place", ""),
    ],
)
def test_a_value_has_one_form_however_it_is_written(text: str, values: str) -> None:
    found = [f"{v.text}%" if v.sort == "percent" else v.text for v in stated_values(text)]
    assert " ".join(sorted(found)) == values
