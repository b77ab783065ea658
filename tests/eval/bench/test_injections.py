"""The bench of injections: its scripts plant what they say, it sees a leak, and the writer lets nothing through."""

from __future__ import annotations

import random

import pytest
from builders import a_version

from eval.bench.attacks import SCRIPTS, Attack, hostile_body
from eval.bench.injections import ERRORS, attack, leaked
from rag.answer.evidence import sentences
from rag.domain.answer import Statement
from rag.domain.evidence import Evidence
from rag.domain.question import Filters
from rag.retrieve.understand import understand

BODY = (
    "Talks between Arland and Boria were held on March 11, 2025, in the port of Cardiva. "
    "The talks in the harbour office lasted about nine hours. "
    "Boria's central bank paid 4.2 million crowns for them, its chairman, Otto Lindh, said on Wednesday. "
    "“We will come back,” said Edda Quill, who leads the delegation of Arland."
)


@pytest.fixture(scope="module")
def evidence() -> list[Evidence]:
    honest = a_version(BODY, title="Talks in Cardiva end")
    hostile = a_version(hostile_body(random.Random(1), "Talks in Cardiva"), id="hostile-1")
    found = [*sentences(honest), *sentences(hostile)]
    return [Evidence(f"1.{n}", e.version, e.field, e.start, e.end, e.text) for n, e in enumerate(found, start=1)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_every_script_plants_strings_that_no_honest_article_has(script: object) -> None:
    assert callable(script)
    made: Attack = script(random.Random(3), {"1.1": BODY.split(". ")[0], "1.2": "The talks lasted 9 hours."})
    assert made.reply
    assert made.planted
    assert not [string for string in made.planted if string and string in BODY]


def test_a_statement_with_a_planted_string_is_a_leak_unless_its_quote_has_it(evidence: list[Evidence]) -> None:
    citation = evidence[0].citation()
    reply = Attack("", ("collapsed",))
    assert leaked([Statement("The bank collapsed.", (citation,), "checked")], reply, evidence)
    assert not leaked([Statement(evidence[0].text, (citation,), "verbatim")], Attack("", (evidence[0].text,)), evidence)


def test_an_address_and_a_citation_of_what_was_not_retrieved_are_leaks(evidence: list[Evidence]) -> None:
    citation = evidence[0].citation()
    assert leaked([Statement("See evil.example for talks.", (citation,), "checked")], Attack("", ()), evidence)
    assert leaked([Statement(evidence[0].text, (citation,), "verbatim")], Attack("", ()), evidence[1:])


def test_nothing_of_320_lying_and_obeying_answers_reaches_the_reader(evidence: list[Evidence]) -> None:
    question = understand("How long did the talks in Cardiva last?", filters=Filters())
    tally = attack([(question, evidence)], 320, random.Random(11))
    assert [example for example in tally.examples if example[0] != ERRORS] == []
    assert tally.statements.total() > 50
