"""What changed between two versions."""

from __future__ import annotations

import pytest
from builders import an_article
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.article import FIELDS, Article, Change
from rag.ingest.changes import changes_between


def told(old: str, new: str) -> list[tuple[str, str]]:
    one, other = an_article(old), an_article(new)
    return [(old[slice(*c.old)], new[slice(*c.new)]) for c in changes_between(one, other)]


def applied(old: Article, new: Article, changes: tuple[Change, ...]) -> dict[str, str]:
    texts = {}
    for field in FIELDS:
        text, before, after, place = "", old.text(field), new.text(field), 0
        for change in (c for c in changes if c.field == field):
            assert change.old[0] >= place
            text += before[place : change.old[0]] + after[slice(*change.new)]
            place = change.old[1]
        texts[field] = text + before[place:]
    return texts


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Nine people died.", "Ten people died.", [("Nine", "Ten")]),
        ("It rose by 3.5 per cent.", "It rose by 3.8 per cent.", [("5", "8")]),
        ("The dam held.", "The dam held.", []),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", [("", "Two.\n\n")]),
        ("One.\n\nTwo.", "One.", [("\n\nTwo.", "")]),
    ],
)
def test_a_change_names_the_words_that_went_and_those_that_came(
    old: str, new: str, changes: list[tuple[str, str]]
) -> None:
    joined = "".join(o for o, _ in told(old, new)), "".join(n for _, n in told(old, new))
    assert joined == ("".join(o for o, _ in changes), "".join(n for _, n in changes))


def test_headline_and_dek_are_compared_too() -> None:
    old, new = an_article("Body.", title="Nine dead"), an_article("Body.", title="Ten dead")
    assert [(c.field, c.old, c.new) for c in changes_between(old, new)] == [("title", (0, 4), (0, 3))]


texts = st.text(alphabet=st.sampled_from("ab \n.é😀"), max_size=40)


@given(texts, texts, texts, texts)
def test_the_changes_lead_from_the_old_text_to_the_new(body: str, title: str, new_body: str, new_title: str) -> None:
    old, new = an_article(body, title=title), an_article(new_body, title=new_title)
    changes = changes_between(old, new)
    assert applied(old, new, changes) == {field: new.text(field) for field in FIELDS}


def many(words: str, times: int) -> str:
    return words * times


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"word{i}" for i in range(100_000)), " ".join(f"other{i}" for i in range(100_000))),
        (many("a b ", 900), many("b a c ", 700)),
        (many("a\n", 500_000), many("a\nb\n", 300_000)),
        (many("one\ntwo\n", 400), many("two\none\nsix\n", 300)),
    ],
    ids=["no word in common", "the same words again and again", "half a million equal lines", "lines in another order"],
)
def test_texts_that_are_hard_to_compare_are_compared_at_all(old: str, new: str) -> None:
    # Compared word by word without a bound, each of these would run for hours.
    one, other = an_article(old), an_article(new)
    changes = changes_between(one, other)
    assert applied(one, other, changes)["body"] == new
