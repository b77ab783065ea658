"""`dateline check`, in process."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import Cli

from rag.cli.check import MOST_BYTES

DRAFT = """The Jeddah talks

The talks between the United States and Ukraine were held in Jeddah on March 11, 2025. Who came?
Ukraine committed to a 60-day halt to hostilities. The delegations stayed at the Hilton.
"""


@pytest.fixture
def draft(cli: Cli) -> Path:
    Path("draft.txt").write_text(DRAFT, encoding="utf-8")
    return Path("draft.txt")


@pytest.mark.usefixtures("seeded")
def test_in_words_each_sentence_stands_with_its_verdict_and_what_it_was_judged_by(cli: Cli, draft: Path) -> None:
    ran = cli("check", draft)
    assert ran.status == 3
    lines = ran.out.splitlines()
    assert lines[0] == "passed over, a heading: The Jeddah talks"
    assert lines[1].startswith("supported: The talks between the United States")
    assert lines[1].endswith("[1]")
    assert lines[2] == "passed over, a question: Who came?"
    assert lines[3] == "CONTRADICTED: Ukraine committed to a 60-day halt to hostilities."
    assert lines[4] == "    contradicted by [2] · the cited text does not have the number 60-day"
    assert lines[5] == "NOT FOUND: The delegations stayed at the Hilton."
    assert lines[6].startswith("    nearest: [3] · the cited text does not say: ")
    assert lines.count("Sources") == 1
    assert any(line.startswith("[2] “") and "30-day halt" in line for line in lines)
    assert lines[-2:] == [
        "1 supported, 1 contradicted, 1 not found, 2 passed over.",
        "Searched 1 article, 2025-03-14.",
    ]


@pytest.mark.usefixtures("seeded")
def test_as_json_offsets_are_the_draft_s_and_citations_slice_the_stored_text(cli: Cli, draft: Path) -> None:
    ran = cli("check", draft, "--json")
    assert (ran.status, ran.err) == (3, "")
    report = ran.json
    assert set(report) == {"sentences", "supported", "contradicted", "not_found", "skipped", "searched"}
    assert [s["status"] for s in report["sentences"]] == ["supported", "contradicted", "not_found"]
    counts = (report["supported"], report["contradicted"], report["not_found"], report["skipped"])
    assert counts == (1, 1, 1, 2)
    for sentence in report["sentences"]:
        assert set(sentence) == {"text", "start", "end", "status", "citations", "failures"}
        assert DRAFT[sentence["start"] : sentence["end"]] == sentence["text"]
        for citation in sentence["citations"]:
            stored = cli("show", citation["article_id"], "--version", citation["version"], "--json").json
            assert stored[citation["field"]][citation["start"] : citation["end"]] == citation["quote"]
    (failure,) = report["sentences"][1]["failures"]
    assert (failure["kind"], failure["text"]) == ("number", "60-day")


@pytest.mark.usefixtures("seeded")
def test_a_draft_that_holds_ends_with_zero_also_from_stdin(cli: Cli) -> None:
    ran = cli("check", "-", "--json", stdin=b"\xef\xbb\xbfUkraine committed to a 30-day halt to hostilities.")
    assert ran.status == 0
    assert ran.json["sentences"][0]["text"].startswith("Ukraine")


@pytest.mark.usefixtures("seeded")
def test_filters_are_honoured(cli: Cli, draft: Path) -> None:
    assert cli("check", draft, "--until", "2025-03-13", "--json").json["not_found"] == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a text in UTF-8"),
        ("Der Fährmann".encode("latin-1"), "is not a text in UTF-8"),
        (b"The ferry\x00sank.", "is not a text in UTF-8"),
        (b"a" * (MOST_BYTES + 1), "has more than 1,000,000 bytes"),
    ],
    ids=["nothing", "blank", "a picture", "another encoding", "zero bytes", "too large"],
)
def test_what_is_no_draft_is_wrong_usage(cli: Cli, content: bytes, says: str) -> None:
    Path("draft").write_bytes(content)
    ran = cli("check", "draft")
    assert (ran.status, ran.out) == (2, "")
    assert ran.sentence.startswith("draft ")
    assert says in ran.sentence
    piped = cli("check", "-", stdin=content)
    assert piped.status == 2
    assert piped.sentence.startswith("stdin ")


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_draft_that_cannot_be_read_is_wrong_usage(cli: Cli, name: str) -> None:
    ran = cli("check", name)
    assert (ran.status, ran.out) == (2, "")
    assert f"{name} cannot be read" in ran.sentence


@pytest.mark.usefixtures("seeded")
def test_nothing_in_a_draft_reaches_the_terminal_as_a_command(cli: Cli) -> None:
    ran = cli("check", "-", stdin="The \x1b[31mKremlin\u202e sank\x07.\n".encode())
    assert ran.status == 3
    assert not {"\x1b", "\u202e", "\x07"} & set(ran.out)
