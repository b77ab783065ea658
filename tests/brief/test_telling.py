"""Which sentences tell a story."""

from __future__ import annotations

from builders import a_version

from rag.answer.evidence import verbatim
from rag.brief.telling import LONGEST, candidates, in_reading_order, telling
from rag.domain.article import Version
from rag.domain.briefing import Story


def _texts(*versions: Version, limit: int = 20) -> list[str]:
    story = Story("s", "Title", versions)
    return [e.text for e in telling(candidates(story, {}), limit=limit)]


def test_the_lead_comes_first() -> None:
    body = "The council approved the bridge.\n\nIt will cost 12 million crowns, said Mayor Ilse Brandt of Tavin."
    assert _texts(a_version(body))[0] == "The council approved the bridge."


def test_what_another_publisher_repeats_is_not_told_twice() -> None:
    one = a_version("The council of Tavin approved the new bridge on Friday.", source="A")
    other = a_version("The council of Tavin on Friday approved the new bridge. It will cost 12 million.", source="B")
    texts = _texts(one, other)
    assert len([t for t in texts if "approved" in t]) == 1


def test_the_same_words_with_another_count_are_told() -> None:
    one = a_version("At least 12 people were treated in the hospital of Selkirk.", source="A")
    other = a_version("At least 15 people were treated in the hospital of Selkirk.", source="B")
    assert len(_texts(one, other)) == 2


def test_a_near_copy_is_told_once() -> None:
    one, copy = a_version("The bridge opened.", id="a"), a_version("The bridge is open to traffic now.", id="b")
    story = Story("s", "Title", (one, copy))
    assert {c.evidence.version.article_id for c in candidates(story, {"a": "a", "b": "a"})} == {"a"}


def test_a_sentence_that_leans_on_the_one_before_it_comes_only_after_that_one() -> None:
    body = "The bridge of Tavin opened.\n\nMayor Ilse Brandt spoke at noon. She thanked 400 workers from Dale and Hask."
    texts = _texts(a_version(body))
    assert texts.index("Mayor Ilse Brandt spoke at noon.") < texts.index("She thanked 400 workers from Dale and Hask.")
    assert _texts(a_version(body), limit=2)[1] == "Mayor Ilse Brandt spoke at noon."


def test_questions_and_page_furniture_are_not_told() -> None:
    texts = _texts(a_version("The bridge opened.\n\nWho paid for all of this?\n\nRead more about the bridge here."))
    assert texts == ["The bridge opened."]


def test_a_sentence_of_three_thousand_characters_is_cut_at_a_clause_and_stays_a_slice() -> None:
    body = "The council said that " + ", and that ".join(f"street {i} would be closed" for i in range(110)) + "."
    version = a_version(body)
    (evidence,) = telling(candidates(Story("s", "T", (version,)), {}), limit=5)
    assert len(body) > 3000
    assert LONGEST / 3 < len(evidence.text) <= LONGEST
    assert body[evidence.start : evidence.end] == evidence.text
    assert evidence.text.endswith("would be closed")


def test_an_article_of_one_short_word_still_has_something_to_tell() -> None:
    assert _texts(a_version("Snow.")) == ["Snow."]


def test_a_text_of_one_endless_word_is_cut() -> None:
    assert [len(t) for t in _texts(a_version("x" * 3000))] == [LONGEST]


def test_statements_are_read_article_by_article_from_top_to_bottom() -> None:
    version = a_version(
        "\n\n".join(f"{n} of all things." for n in ("First", "Second", "Third")), dek="A subtitle of four words."
    )
    statements = [verbatim(c.evidence) for c in candidates(Story("s", "T", (version,)), {})]
    assert [s.text for s in in_reading_order(statements[::-1])] == [
        *("A subtitle of four words.", "First of all things.", "Second of all things.", "Third of all things.")
    ]
