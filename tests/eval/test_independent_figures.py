"""The figures again, by other code: written from the definitions alone, with nothing of eval but its input types."""

from __future__ import annotations

import random
import re
import string
from itertools import product

import pytest
from outcomes import RECORD, a_case, a_reply, an_outcome

from eval.case import Case
from eval.compare import compare_runs
from eval.scores import RunReport, means, score
from eval.statistics.paired import paired_p

WORDS = "The bridge, opened on Monday: nine million pounds (and an old ribbon) for A. Lee!".split()


def tokens(text: str) -> list[str]:
    """Lower case, without punctuation and articles."""
    kept = "".join(" " if c in string.whitespace else c for c in text.lower() if c not in string.punctuation)
    return [word for word in kept.split(" ") if word and not re.fullmatch("a|an|the", word)]


def f1(given: str, wanted: str) -> float:
    left, right = tokens(given), tokens(wanted)
    shared = 0
    for word in list(left):
        if word in right:
            right.remove(word)
            shared += 1
    if not left or not tokens(wanted):
        return 1.0 if left == tokens(wanted) else 0.0
    precision, recall = shared / len(left), shared / len(tokens(wanted))
    return 0.0 if shared == 0 else 2 * precision * recall / (precision + recall)


def answers_of(case: Case) -> list[str]:
    """Those that are more than articles and punctuation."""
    return [wording for wording in case.answers[0] if tokens(wording)] or [""]


def a_text(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, 6)))


@pytest.fixture(scope="module")
def asked() -> list[tuple[Case, str, str]]:
    """(case, what the first run said, what the second said)."""
    rng = random.Random(11)
    return [(a_case(id=f"q{n}", answers=((a_text(rng), a_text(rng)),)), a_text(rng), a_text(rng)) for n in range(50)]


def a_run(asked: list[tuple[Case, str, str]], which: int) -> RunReport:
    return RunReport(RECORD, tuple(score(an_outcome(each[0], a_reply(str(each[which])))) for each in asked))


def test_f1_and_its_mean(asked: list[tuple[Case, str, str]]) -> None:
    expected = [max(f1(said, wording) for wording in answers_of(case)) for case, said, _ in asked]
    report = a_run(asked, 1)
    assert [q.scores["answer_f1"] for q in report.questions] == pytest.approx(expected, abs=1e-12)
    assert 0.1 < sum(expected) / 50 < 0.9
    assert means(report.questions)["answer_f1"].value == pytest.approx(sum(expected) / 50, abs=1e-12)
    exact = [any(tokens(said) == tokens(wording) for wording in answers_of(case)) for case, said, _ in asked]
    assert means(report.questions)["answer_exact"].value == pytest.approx(sum(exact) / 50, abs=1e-12)


def test_the_paired_difference(asked: list[tuple[Case, str, str]]) -> None:
    total = 0.0
    for case, first, second in asked:
        wordings = answers_of(case)
        total += max(f1(second, w) for w in wordings) - max(f1(first, w) for w in wordings)
    comparison = compare_runs(a_run(asked, 1), a_run(asked, 2))
    (d,) = [d for d in comparison.differences if d.metric.name == "answer_f1"]
    assert (d.n, d.value) == (50, pytest.approx(total / 50, abs=1e-12))
    assert d.after - d.before == pytest.approx(d.value, abs=1e-12)


def test_the_p_of_ten_differences_by_counting_every_pattern_of_signs() -> None:
    rng = random.Random(12)
    values = [rng.uniform(-0.4, 1) for _ in range(10)]
    sums = [abs(sum(s * v for s, v in zip(signs, values, strict=True))) for signs in product((-1, 1), repeat=10)]
    expected = sum(each >= abs(sum(values)) - 1e-9 for each in sums) / 2**10
    assert paired_p(values) == pytest.approx(expected, abs=1e-12)
