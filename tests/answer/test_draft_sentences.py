"""Which sentences of a draft claim something."""

from rag.answer.draft_sentences import Claim, draft_sentences
from rag.domain.check import SkippedSentence


def claims(text: str) -> list[str]:
    return [s.text for s in draft_sentences(text) if isinstance(s, Claim)]


def skipped(text: str) -> list[tuple[str, str]]:
    return [(s.why, s.text) for s in draft_sentences(text) if isinstance(s, SkippedSentence)]


def test_every_sentence_is_exactly_its_characters_of_the_draft() -> None:
    text = "# News\n\nThe ferry sank. Who paid?\n\n- All 40 aboard were saved\n1. The owner paid.\n"
    found = list(draft_sentences(text))
    assert len(found) == 5
    assert all(text[s.start : s.end] == s.text for s in found)


def test_a_question_claims_nothing_but_a_sentence_about_one_does() -> None:
    text = "Who paid for the ferry? “Who paid for the ferry?” the minister asked. “Did he pay?”"
    assert skipped(text) == [("question", "Who paid for the ferry?"), ("question", "“Did he pay?”")]
    assert claims(text) == ["“Who paid for the ferry?” the minister asked."]


def test_headings_are_marked_underlined_or_stand_alone_above_a_paragraph() -> None:
    text = "# The ferry\n\nA bad night\n===\n\nWhat the owner says\n\nThe owner denied everything. He left.\n"
    assert [text for why, text in skipped(text) if why == "heading"] == [
        "# The ferry",
        "A bad night",
        "What the owner says",
    ]
    assert claims(text) == ["The owner denied everything.", "He left."]


def test_claims_without_a_stop_are_no_headings() -> None:
    assert claims("The ferry sank off Aran\nAll 40 aboard were saved\n") == [
        "The ferry sank off Aran",
        "All 40 aboard were saved",
    ]
    assert claims("The ferry sank off Aran\n\nAll 40 aboard were saved\n") == [
        "The ferry sank off Aran",
        "All 40 aboard were saved",
    ]
    assert claims("The ferry sank off Aran") == ["The ferry sank off Aran"]


def test_the_mark_of_a_list_item_belongs_to_no_sentence() -> None:
    assert claims("- The ferry sank.\n2) The owner paid.\n> The mayor wept.\n") == [
        "The ferry sank.",
        "The owner paid.",
        "The mayor wept.",
    ]


def test_fragments_without_a_word_of_their_own_are_passed_over() -> None:
    assert {why for why, _ in skipped("...\n\n12\n\nAnd so.\n\n***\n")} == {"fragment"}
    assert claims("...\n\n12\n\nAnd so.\n\n***\n") == []


def test_an_empty_draft_has_no_sentences() -> None:
    assert list(draft_sentences(" \n\t\n")) == []
