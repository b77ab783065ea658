"""A draft against an archive: what is supported, contradicted, and not found."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from rag.answer.draft import LONGEST
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.check import CheckedSentence, DraftReport, SkippedSentence
from rag.domain.errors import UsageError
from rag.domain.question import Filters
from rag.settings import Settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ARTICLES = (
    {
        "id": "ferry",
        "title": "Ferry runs aground off Tolme",
        "published": "2024-06-05",
        "source": "Halden Post",
        "body": "A ferry carrying 212 passengers ran aground off the island of Tolme early on Monday. "
        "Captain Jorun Hagen blamed a broken rudder. He has been suspended by the owner, Nordline.",
    },
    {
        "id": "depot",
        "title": "Marbeck sells its tram depot",
        "published": "2025-03-14",
        "source": "Marbeck Courier",
        "body": "The city council of Marbeck voted 18 to 7 on Tuesday to sell the old tram depot. "
        "The mayor, Ines Falk, resigned on Thursday.",
    },
)


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    opened = open_dateline(Settings(archive=tmp_path_factory.mktemp("archive"), model=""))
    rows = BytesIO("".join(json.dumps(article) + "\n" for article in ARTICLES).encode())
    assert opened.ingest([str(SEEDS), "-"], stdin=rows).added == 3
    return opened


def only(report: DraftReport) -> CheckedSentence:
    (sentence,) = report.sentences
    return sentence


def quotes(dateline: Dateline, sentence: CheckedSentence) -> Iterator[str]:
    for c in sentence.citations:
        version = dateline.catalog.version(c.article_id, c.version)
        assert version is not None
        assert version.article.text(c.field)[c.start : c.end] == c.quote
        yield c.quote


@pytest.mark.parametrize(
    "claim",
    [
        "On 3 June 2024 a ferry with 212 passengers ran aground off Tolme.",
        "Marbeck's city council voted to sell its old tram depot.",
        "Ukraine committed to a 30-day halt to hostilities.",
        "Jorun Hagen, the captain, blamed a broken rudder.",
    ],
)
def test_what_one_sentence_says_is_supported_by_that_sentence(dateline: Dateline, claim: str) -> None:
    sentence = only(dateline.check(claim))
    assert sentence.status == "supported"
    assert len(list(quotes(dateline, sentence))) == 1
    assert sentence.failures == ()


def test_what_two_neighbouring_sentences_say_is_supported_by_both(dateline: Dateline) -> None:
    claim = "The city council of Marbeck voted to sell the old tram depot, and the mayor, Ines Falk, resigned."
    sentence = only(dateline.check(claim))
    assert sentence.status == "supported"
    first, second = quotes(dateline, sentence)
    assert first.startswith("The city council")
    assert second.startswith("The mayor")


@pytest.mark.parametrize(
    ("claim", "kind", "quote"),
    [
        ("A ferry with 230 passengers ran aground off the island of Tolme.", "number", "212 passengers"),
        ("The talks in Jeddah were held on 12 March 2025.", "date", "March 11, 2025"),
        ("U.S. and Ukraine negotiations were held in Riyadh on March 11, 2025.", "name", "in Jeddah"),
        ("The Ukrainian government had not approved the agreement.", "negation", "had previously approved"),
        ("Vladimir Putin said: “We clearly stated we would never agree to frozen conflict.”", "speaker", "Yermak"),
    ],
)
def test_another_value_for_the_same_thing_is_contradicted_by_the_sentence_that_has_it(
    dateline: Dateline, claim: str, kind: str, quote: str
) -> None:
    sentence = only(dateline.check(claim))
    assert sentence.status == "contradicted"
    assert kind in {failure.kind for failure in sentence.failures}
    (cited,) = quotes(dateline, sentence)
    assert quote in cited


@pytest.mark.parametrize(
    "claim",
    [
        "The Norwegian central bank raised its rate by half a point.",
        "The European Union sent nine observers to Jeddah.",
        "The city council of Halden voted 18 to 7 to sell the old tram depot.",
        "Russia agreed to the ceasefire.",
        "The talks lasted nine hours.",
    ],
    ids=["elsewhere", "new", "another city", "only nearly said", "more exact than the article"],
)
def test_what_the_archive_does_not_say_is_not_found_and_the_nearest_is_offered(dateline: Dateline, claim: str) -> None:
    sentence = only(dateline.check(claim))
    assert sentence.status == "not_found"
    assert len(list(quotes(dateline, sentence))) == 1
    assert sentence.failures


def test_words_of_another_sentence_do_not_support_the_opposite_of_what_is_said(dateline: Dateline) -> None:
    sentence = only(dateline.check("The negotiations in Jeddah ended with an agreement on the minerals contract."))
    assert sentence.status == "contradicted"
    assert "ended without agreement" in sentence.citations[0].quote


def test_who_says_otherwise_in_more_of_the_claim_s_words_outweighs_who_would_support_it(tmp_path: Path) -> None:
    opened = open_dateline(Settings(archive=tmp_path / "archive", model=""))
    told = ("The harbour tower of Halden was sold on Monday.", "The tower in Halden was not sold.")
    rows = "".join(json.dumps({"id": str(n), "body": body}) + "\n" for n, body in enumerate(told))
    opened.ingest(["-"], stdin=BytesIO(rows.encode()))
    assert only(opened.check("The harbour tower of Halden was not sold.")).status == "contradicted"
    assert only(opened.check("The tower in Halden was not sold.")).status == "supported"


def test_a_pronoun_is_whoever_the_sentence_before_is_about(dateline: Dateline) -> None:
    both = dateline.check("Captain Jorun Hagen blamed a broken rudder. He has been suspended by Nordline.")
    assert [s.status for s in both.sentences] == ["supported", "supported"]
    other = dateline.check("The city council of Marbeck voted to sell the old tram depot. He has been suspended.")
    assert [s.status for s in other.sentences] == ["supported", "not_found"]


def test_after_a_sentence_that_was_not_found_nothing_is_said_of_him(dateline: Dateline) -> None:
    report = dateline.check("Otto Brink painted the lighthouse. He has been suspended by the owner, Nordline.")
    assert [s.status for s in report.sentences] == ["not_found", "not_found"]
    assert report.sentences[1].failures[0].why == "“He” refers back to a sentence that was not found"


def test_sentences_come_in_the_order_of_the_draft_and_the_report_counts_them(dateline: Dateline) -> None:
    text = "# Ferry\n\nThe mayor, Ines Falk, resigned. Why?\nA ferry with 230 passengers ran aground off Tolme."
    *sentences, report = dateline.check_streamed(text)
    assert isinstance(report, DraftReport)
    assert [type(s) for s in sentences] == [SkippedSentence, CheckedSentence, SkippedSentence, CheckedSentence]
    assert (report.count("supported"), report.count("contradicted"), len(report.skipped)) == (1, 1, 2)
    assert all(text[s.start : s.end] == s.text for s in (*report.sentences, *report.skipped))
    assert not report.holds
    assert report.searched.articles == 3
    assert dateline.check("The mayor, Ines Falk, resigned.").holds


def test_only_what_the_filters_allow_supports(dateline: Dateline) -> None:
    claim = "The mayor, Ines Falk, resigned."
    assert only(dateline.check(claim, filters=Filters(sources=("Halden Post",)))).status == "not_found"
    assert only(dateline.check(claim, filters=Filters(sources=("Marbeck Courier",)))).status == "supported"
    with pytest.raises(UsageError, match="no articles from 'Nobody'"):
        dateline.check(claim, filters=Filters(sources=("Nobody",)))


def test_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    empty = open_dateline(Settings(archive=tmp_path / "archive", model=""))
    sentence = only(empty.check("The ferry sank."))
    assert (sentence.status, sentence.citations, sentence.failures) == ("not_found", (), ())


def test_an_empty_draft_is_wrong_usage(dateline: Dateline) -> None:
    with pytest.raises(UsageError, match="The draft is empty"):
        dateline.check(" \n ")


def test_a_sentence_without_end_is_said_to_be_too_long(dateline: Dateline) -> None:
    sentence = only(dateline.check("The ferry sank and " * (LONGEST // 10) + "sank."))
    assert sentence.status == "not_found"
    assert "cannot be checked; at most 2,000 can" in sentence.failures[0].why
