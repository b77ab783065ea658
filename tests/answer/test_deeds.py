"""Another doer, cause or place for one deed."""

from __future__ import annotations

import pytest
from fakes import FakeEmbedder
from telling import two

from rag.answer.deeds import others_named
from rag.answer.likeness import Likeness

DOERS = (
    "Governor Tom Aske lifted the fishing ban in Lake Senn.",
    "The fishing ban in Lake Senn was lifted by Judge Rita Hollis.",
)
CAUSES = (
    "A burst tyre caused the bus crash near Ollan on Tuesday.",
    "The bus crash near Ollan on Tuesday was caused by a sleeping driver.",
)
PLACES = (
    "Ilan Greave was detained in Sorrel for smuggling.",
    "Ilan Greave was detained in Quay for smuggling.",
)


@pytest.mark.parametrize("pair", [DOERS, CAUSES, PLACES], ids=["doers", "causes", "places"])
def test_two_accounts_of_who_why_and_where_are_found(pair: tuple[str, str]) -> None:
    one, other = two(*pair)
    assert len(list(others_named(one, other, Likeness(FakeEmbedder())))) == 1


@pytest.mark.parametrize(
    "pair",
    [
        (DOERS[0], "Governor Aske has lifted the fishing ban in Lake Senn."),
        (CAUSES[0], "A burst tyre is what caused the bus crash near Ollan on Tuesday."),
        (PLACES[0], "Ilan Greave was detained in Sorrel, in the east, for smuggling."),
        (CAUSES[0], "A burst pipe caused the flood in Merrin on Tuesday."),
    ],
    ids=["one doer", "one cause", "one place", "another thing"],
)
def test_one_account_in_other_words_is_none(pair: tuple[str, str]) -> None:
    one, other = two(*pair)
    assert not list(others_named(one, other, Likeness(FakeEmbedder())))
