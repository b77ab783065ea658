"""An answer to be pasted elsewhere: marks, quotations, and nothing that the other place would interpret."""

from __future__ import annotations

from builders import a_version
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.answer import Abstention, Answer, Conflict, ConflictSide, Statement
from rag.domain.article import Version
from rag.domain.evidence import Citation, cite
from rag.render.citing import answer_as_markdown, answer_as_text

BRIDGE = a_version(
    "The bridge opened on Monday. It cost $5 million.",
    id="bridge",
    title="Harrow bridge opens",
    source="Harrow Gazette",
    published="2025-03-03",
    url="https://gazette.example/bridge",
)
ECHO = a_version("It cost $6 million.", id="echo", title="Dear bridge", source="Valley Echo", published="2025-03-04")


def cited(version: Version, words: str) -> Citation:
    start = version.article.body.index(words)
    return cite(version, "body", start, start + len(words))


def stated(version: Version, words: str, *more: Citation) -> Statement:
    return Statement(words, (cited(version, words), *more), "verbatim")


OPENED, COST = stated(BRIDGE, "The bridge opened on Monday."), stated(BRIDGE, "It cost $5 million.")
DIFFERING = Conflict(
    "the cost",
    (ConflictSide("$5 million", COST.citations[0]), ConflictSide("$6 million", cited(ECHO, "$6 million"), "newer")),
)


def test_plain_text_has_the_sentences_with_marks_and_every_quotation_with_its_source() -> None:
    answer = Answer(question="?", statements=(OPENED, COST), conflicts=(DIFFERING,), notes=("The newest is old.",))
    assert answer_as_text("When did it open?", answer) == (
        "When did it open?\n\n"
        "The bridge opened on Monday. [1] It cost $5 million. [2]\n\n"
        "Sources differ: the cost\n"
        "  - $5 million (Harrow Gazette, 3 March 2025) [2]\n"
        "  - $6 million (Valley Echo, 4 March 2025, newer) [3]\n\n"
        "The newest is old.\n\n"
        "[1] “The bridge opened on Monday.” Harrow Gazette, Harrow bridge opens, 3 March 2025. "
        "https://gazette.example/bridge\n"
        "[2] “It cost $5 million.” Harrow Gazette, Harrow bridge opens, 3 March 2025. https://gazette.example/bridge\n"
        "[3] “$6 million” Valley Echo, Dear bridge, 4 March 2025.\n"
    )


def test_markdown_shows_the_same_with_the_titles_as_links() -> None:
    answer = Answer(question="?", statements=(COST,), conflicts=(DIFFERING,))
    assert answer_as_markdown("What did it cost?", answer) == (
        "**What did it cost?**\n\n"
        "It cost \\$5 million. [1]\n\n"
        "Sources differ: the cost\n\n"
        "- \\$5 million (Harrow Gazette, 3 March 2025) [1]\n"
        "- \\$6 million (Valley Echo, 4 March 2025, newer) [2]\n\n"
        "1. “It cost \\$5 million.” Harrow Gazette, [Harrow bridge opens](<https://gazette.example/bridge>), "
        "3 March 2025.\n"
        "2. “\\$6 million” Valley Echo, Dear bridge, 4 March 2025.\n"
    )


def test_the_same_characters_keep_their_number() -> None:
    answer = Answer(question="?", statements=(OPENED, stated(BRIDGE, "It cost $5 million.", *OPENED.citations)))
    assert "It cost $5 million. [2][1]" in answer_as_text("?", answer)


def test_a_declined_question_takes_its_reason_and_the_nearest_evidence_along() -> None:
    answer = Answer(question="?", abstention=Abstention("no_evidence", "It does not say."), nearest=COST.citations)
    text = answer_as_text("Who built it?", answer)
    assert "It does not say.\n\nWhat comes nearest:\n\n[1] “It cost $5 million.”" in text


def test_an_article_without_publisher_day_or_title_is_said_to_have_none() -> None:
    bare = a_version("It cost $5 million.")
    answer = Answer(question="?", statements=(stated(bare, "It cost $5 million."),))
    assert answer_as_text("?", answer).endswith("[1] “It cost $5 million.” Publisher not named, undated.\n")


def test_no_address_but_a_web_address_becomes_a_link() -> None:
    odd = a_version("It cost $5 million.", url="javascript:alert(1)", title="![x](http://leak.example/x)")
    markdown = answer_as_markdown("?", Answer(question="?", statements=(stated(odd, "It cost $5 million."),)))
    assert "javascript" not in markdown
    assert "![x]" not in markdown


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_an_article_says_stays_one_block_of_text(words: str) -> None:
    version = a_version(words, title=words, source=words)
    answer = Answer(question=words, statements=(Statement(words, (cite(version, "body", 0, len(words)),), "verbatim"),))
    assert answer_as_markdown(words, answer).count("\n\n") <= 2
    assert answer_as_text(words, answer).rstrip("\n").count("\n") <= 4
