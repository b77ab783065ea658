"""A checked draft as a person reads it."""

from builders import a_version

from rag.domain.answer import Failure, Searched
from rag.domain.check import CheckedSentence, DraftReport, SkippedSentence
from rag.domain.evidence import cite
from rag.render.draft import report_as_json, report_lines, sentence_lines, skipped_line
from rag.render.terminal import Line, Marks

BRIDGE = a_version("The bridge opened on Monday. It cost $4 million.", id="bridge")
OPENED, COST = cite(BRIDGE, "body", 0, 28), cite(BRIDGE, "body", 29, 48)
SUPPORTED = CheckedSentence("It opened on Monday.", 0, 20, "supported", (OPENED,))
WRONG = Failure("number", "$5 million", "the cited text does not have the number $5 million")
CONTRADICTED = CheckedSentence("It cost $5 million.", 21, 40, "contradicted", (COST,), (WRONG, WRONG))
NOWHERE = CheckedSentence("It rained.", 41, 51, "not_found")
REPORT = DraftReport(
    (SUPPORTED, CONTRADICTED, NOWHERE), (SkippedSentence("Why?", 52, 56, "question"),), Searched(1, ("Harrow Post",))
)


def test_a_verdict_is_read_without_colours() -> None:
    marks = Marks()
    assert sentence_lines(SUPPORTED, marks) == [Line("supported: It opened on Monday. [1]")]
    assert sentence_lines(CONTRADICTED, marks) == [
        Line("CONTRADICTED: It cost $5 million.", "warning"),
        Line("contradicted by [2] · the cited text does not have the number $5 million", "quiet", indent=4),
    ]


def test_where_nothing_comes_near_nothing_is_cited() -> None:
    assert sentence_lines(NOWHERE, Marks()) == [Line("NOT FOUND: It rained.", "warning")]
    assert (
        report_lines(DraftReport((NOWHERE,)), Marks())[1].text
        == "0 supported, 0 contradicted, 1 not found, 0 passed over."
    )


def test_the_report_lists_sources_counts_and_what_was_searched() -> None:
    marks = Marks()
    for sentence in REPORT.sentences:
        sentence_lines(sentence, marks)
    lines = [line.text for line in report_lines(REPORT, marks)]
    assert lines[:3] == ["", "Sources", "[1] “The bridge opened on Monday.”"]
    assert lines[-2:] == [
        "1 supported, 1 contradicted, 1 not found, 1 passed over.",
        "Searched 1 article from Harrow Post.",
    ]


def test_what_was_passed_over_says_as_what() -> None:
    assert skipped_line(REPORT.skipped[0]).text == "passed over, a question: Why?"


def test_the_object_has_exactly_the_fields_of_the_contract() -> None:
    report = report_as_json(REPORT)
    assert list(report) == ["sentences", "supported", "contradicted", "not_found", "skipped", "searched"]
    assert (report["supported"], report["contradicted"], report["not_found"], report["skipped"]) == (1, 1, 1, 1)
    sentences = report["sentences"]
    assert isinstance(sentences, list)
    assert list(sentences[0]) == ["text", "start", "end", "status", "citations", "failures"]
    assert sentences[1]["failures"][0] == {"kind": "number", "text": "$5 million", "why": WRONG.why}
    assert sentences[2]["citations"] == []
