import pytest
from answering import ranked

from rag.answer.premise import false_premise
from rag.domain.question import Part

BODY = (
    "Talks between Norland and Sudria held on March 11, 2025, in Harrow ended without a fishing treaty. "
    "The talks lasted about nine hours, officials said. "
    "The Norlandish delegation proposed suspending the signing of the treaty. "
    "Sudria agreed to a 30-day halt to fishing, which Norland welcomed. "
    "“We never wanted a frozen border,” Minister Ada Vane told reporters."
)


def premise(question: str) -> tuple[str, str] | None:
    found = false_premise(Part(question), ranked(question, BODY))
    return (found.said, found.instead) if found else None


@pytest.mark.parametrize(
    ("question", "said", "instead"),
    [
        ("Why did Sudria agree to a 90-day halt to fishing?", "90-day halt", "30-day halt"),
        ("Why did the talks last three days?", "three days", "nine hours"),
        ("What was decided in Harrow at the talks on March 13, 2025?", "March 13, 2025", "March 11, 2025"),
        ("How did the talks in Sollen between Norland and Sudria end?", "Sollen", "Harrow"),
        ("Why did the Sudrian delegation propose suspending the signing?", "Sudrian", "Norlandish"),
        ("Why did Sudria propose suspending the signing of the treaty?", "Sudria", "Norlandish"),
        ("Why did Sudria agree to a 60-day stop in its fishing?", "60-day stop", "30-day halt"),
        ("Why did Norland condemn the 30-day halt to fishing?", "condemn", "welcomed"),
        ('When did Ivo Orlov say "We never wanted a frozen border"?', "Ivo Orlov", "Minister Ada Vane"),
    ],
)
def test_what_the_best_sentence_contradicts_is_named_with_what_it_says(question: str, said: str, instead: str) -> None:
    assert premise(question) == (said, instead)


@pytest.mark.parametrize(
    "question",
    [
        "Why did Sudria agree to a 30-day halt to fishing?",
        "How long did the talks in Harrow last?",
        "What did the Norlandish delegation propose?",
        "What was decided in Harrow on March 11, 2025?",
        'When did Ada Vane say "We never wanted a frozen border"?',
    ],
)
def test_a_true_premise_stands(question: str) -> None:
    assert premise(question) is None


def test_an_opposite_verb_with_another_object_contradicts_nothing() -> None:
    body = "The bank raised its key rate by a quarter of a point on Thursday, and cut nothing else that week."
    question = "Why did the bank cut its forecast for growth?"
    assert false_premise(Part(question), ranked(question, body)) is None


def test_a_yes_no_question_takes_nothing_for_granted() -> None:
    assert premise("Did Norland condemn the 30-day halt to fishing?") is None


def test_of_a_name_that_the_article_never_mentions_it_says_nothing() -> None:
    assert premise("How did Westmark respond to the 30-day halt to fishing?") is None


def test_where_an_article_has_both_sides_a_sentence_about_one_contradicts_nothing_of_the_other() -> None:
    body = f"{BODY} The Sudrian delegation left at noon."
    question = "Who led the Sudrian delegation before the signing of the treaty?"
    assert false_premise(Part(question), ranked(question, body)) is None


def test_the_correction_is_the_sentence_that_contradicts() -> None:
    question = "Why did Sudria agree to a 90-day halt to fishing?"
    found = false_premise(Part(question), ranked(question, BODY))
    assert found is not None
    assert [c.evidence.text for c in found.correction] == [
        "Sudria agreed to a 30-day halt to fishing, which Norland welcomed."
    ]
    assert found.text == "The question says “90-day halt”; the archive says “30-day halt”."


def test_without_evidence_nothing_is_contradicted() -> None:
    assert false_premise(Part("Why did the talks last three days?"), []) is None
