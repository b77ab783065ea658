import pytest
from answering import hit_of, reader
from builders import a_version

from rag.answer.spelling import respelt
from rag.domain.question import Part

HITS = [hit_of(a_version("Negotiations in Jeddah ended. The delegation proposed a delay, Yermak said.", title="Talks"))]


def read(text: str) -> tuple[str, list[str]]:
    (part,), notes = respelt([Part(text)], HITS, reader())
    return part.text, notes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("How did the negotatons end?", "How did the negotiations end?"),
        ("What happened in Jedda?", "What happened in Jeddah?"),
        ("What did Jermak say?", "What did Yermak say?"),
        ("what did the delegaton propse", "what did the delegation propose"),
    ],
)
def test_a_slip_is_read_as_the_word_of_the_evidence_and_said(written: str, meant: str) -> None:
    text, notes = read(written)
    assert text == meant
    assert all(" read as " in note for note in notes)
    assert len(notes) == sum(a != b for a, b in zip(written.split(), meant.split(), strict=True))


@pytest.mark.parametrize(
    "text", ["How did the negotiations end?", "What did the minister say?", "Who is Vane?", "Talk?"]
)
def test_known_words_short_words_and_other_names_stay(text: str) -> None:
    assert read(text) == (text, [])
