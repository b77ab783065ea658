"""The judged pairs of near-copies: what the set holds, and that the decision stays as good on what it was tuned on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.bench import near_copies_set
from eval.bench.near_copies import found_at_ingest, precision_and_recall
from eval.bench.near_copies_set import HALVES, Half, Pair, read_pairs, stories

BOTH = [pair for half in HALVES for pair in read_pairs(half)]


def test_there_are_at_least_60_stories_and_240_pairs() -> None:
    assert sum(len(stories(half)) for half in HALVES) >= 60
    assert len(BOTH) >= 240


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_enough_of_both_classes_and_of_every_kind_but_the_rare(half: Half) -> None:
    pairs = read_pairs(half)
    copies = sum(pair.is_copy for pair in pairs)
    assert min(copies, len(pairs) - copies) >= 60
    assert Counter(p.kind for p in pairs).keys() == Counter(p.kind for p in BOTH).keys()


def test_the_halves_share_no_text() -> None:
    dev, test = ({text for p in read_pairs(half) for text in (p.one, p.other)} for half in HALVES)
    assert dev.isdisjoint(test)


def test_a_kind_is_a_copy_or_not() -> None:
    labels = Counter((pair.kind, pair.is_copy) for pair in BOTH)
    assert len(labels) == len({kind for kind, _ in labels})


def test_stories_are_as_long_as_wire_stories() -> None:
    assert all(145 <= len(text.split()) <= 400 for half in HALVES for text in stories(half).values())


def test_no_pair_is_a_text_and_itself() -> None:
    assert [(pair.story, pair.kind) for pair in BOTH if pair.one == pair.other] == []


def test_other_languages_are_there() -> None:
    told = Counter(language for language, _ in {(p.language, p.story) for p in BOTH})
    assert told["de"] >= 8
    assert told["fr"] >= 2
    assert told["es"] >= 2


def test_edits_are_made_to_the_paragraphs_that_were_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = "== a | b | en | c | 2025-01-01\n1 One rose.\n2 Two roses.\n"
    text = story + "+ cut-60 | d | 2025-01-02\n@ 2 1\n~ rose => tulip\n: End."
    (tmp_path / "dev.txt").write_text(text, "utf-8")
    monkeypatch.setattr(near_copies_set, "FOLDER", tmp_path)
    assert [(p.one, p.other) for p in read_pairs("dev")] == [
        ("One rose.\n\nTwo roses.", "Two tulips.\n\nOne tulip.\n\nEnd.")
    ]


def test_an_edit_of_what_is_not_there_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "== a | b | en | c | 2025-01-01\n1 One rose.\n+ cut-60 | d | 2025-01-02\n@ 1\n~ lily => tulip\n"
    (tmp_path / "dev.txt").write_text(text, "utf-8")
    monkeypatch.setattr(near_copies_set, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"dev.txt, line 5: 'lily'"):
        read_pairs("dev")


def test_precision_and_recall_count_what_was_called_and_what_is() -> None:
    pairs = [Pair("dev", "a", "en", "headline", is_copy, "", "") for is_copy in (True, True, False, False)]
    told = precision_and_recall(pairs, [True, False, True, False])
    assert told.startswith("precision 0.500")
    assert "recall 0.500" in told
    assert precision_and_recall(pairs, [False] * 4).startswith("precision -")


def test_what_the_rules_were_tuned_on_is_decided_as_well_as_ever() -> None:
    pairs = read_pairs("dev")
    called = [pair for pair in pairs if found_at_ingest(pair.one, pair.other)]
    assert sum(pair.is_copy for pair in called) / len(called) >= 0.97
    assert sum(pair.is_copy for pair in called) / sum(pair.is_copy for pair in pairs) >= 0.97
