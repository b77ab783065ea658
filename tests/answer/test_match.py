from answering import read, reader

from rag.answer.match import Candidate, candidates
from rag.domain.question import Part

BODY = "Harrow has a new bridge. It was built by Orlov and Sons. Vane grows roses in Pell."


def lines(question: str, title: str = "") -> list[Candidate]:
    found = candidates(Part(question), read(BODY, title=title), reader())
    return [c for c in found if c.evidence.field == "body"]


def test_a_sentence_builds_on_those_before_it() -> None:
    _, built, _ = lines("Who built the bridge in Harrow?")
    assert built.features.held < 1.0
    assert built.features.around_held == 1.0
    assert built.features.around_pieces > built.features.pieces
    assert built.features.around_unspoken == 0.0


def test_a_sentence_builds_on_the_headline_too() -> None:
    first, *_ = lines("What is new about the bridge in Torvenia?", title="Torvenia opens a bridge")
    assert first.features.held < first.features.around_held


def test_what_stands_behind_a_sentence_does_not_help_it() -> None:
    first, *_ = lines("Where does Vane grow roses?")
    assert first.features.around_held == first.features.held == 0.0


def test_the_first_sentence_of_an_article_is_told_apart() -> None:
    assert [c.features.is_lead for c in lines("Who built it?")] == [1.0, 0.0, 0.0]


def test_the_words_of_an_office_are_told_from_the_names_beside_it() -> None:
    _, built, _ = lines("Was the bridge in Pell built by Orlov?")
    assert 0.0 < built.plain_held < 1.0
    assert lines("Who in Torvenia has a bridge?")[0].plain_held == 1.0
