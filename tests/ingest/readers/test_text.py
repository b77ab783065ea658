"""Plain text: the real seed page field by field, and pages with fewer parts."""

from __future__ import annotations

import io

import pytest
from builders import published
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.ingest import ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.text import TEXT, parse_text
from rag.resources import bundled

SEED = (bundled("seeds") / "2025-03-14-us-ukraine-minerals.txt").read_bytes()
BODY = (
    "The port of Harrow reopened on Tuesday, the harbour authority said. Two of its cranes stay shut until May.\n\n"
    "Ships had waited off the coast since March 11, 2025. Nobody was hurt."
)


def test_the_seed_page_is_read_field_by_field() -> None:
    (read,) = TEXT.read(io.BytesIO(SEED), "seed.txt", {})
    assert isinstance(read, ReadArticle)
    article = read.article
    assert article.title == "U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement"
    assert article.dek == (
        "Disagreements during Jeddah talks reflect growing strains over peace efforts and resource contracts."
    )
    assert article.dateline == "14 March 2025"
    assert article.published == published("2025-03-14")
    assert article.section == "Politics"
    assert (article.source, article.url, article.authors, article.id) == ("", "", (), "")


def test_the_body_of_the_seed_page_is_kept_character_for_character() -> None:
    text, body = SEED.decode(), parse_text(SEED.decode()).body
    assert text.endswith(body)
    assert body.startswith("Negotiations between the United States and Ukraine held on March 11, 2025, in Jeddah")
    assert body.count("\n\n") == 11
    assert "“We clearly stated we would never agree to frozen conflict.”" in body


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_and_line_ends_make_no_difference(line_end: str, encoding: str) -> None:
    data = SEED.decode().replace("\n", line_end).encode(encoding)
    (read,) = TEXT.read(io.BytesIO(data), "seed.txt", {})
    assert isinstance(read, ReadArticle)
    assert read.article == parse_text(SEED.decode())


def test_a_windows_1252_file_is_read() -> None:
    data = "Port “reopens” – at last\n\nDas Tor der Fähre öffnete früh.".encode("cp1252")
    (read,) = TEXT.read(io.BytesIO(data), "a.txt", {})
    assert isinstance(read, ReadArticle)
    assert read.article.title == "Port “reopens” – at last"
    assert read.article.body == "Das Tor der Fähre öffnete früh."


def test_a_title_and_a_body() -> None:
    article = parse_text(f"Port of Harrow reopens after storm\n\n{BODY}")
    assert (article.title, article.body) == ("Port of Harrow reopens after storm", BODY)
    assert (article.dek, article.dateline, article.published, article.section) == ("", "", None, "")


def test_a_body_alone_is_all_body_and_its_dates_are_no_publication_date() -> None:
    article = parse_text(BODY)
    assert (article.title, article.body, article.published) == ("", BODY, None)


@pytest.mark.parametrize(
    "head",
    [
        "Port of Harrow reopens\nBy Jane Doe\n14 March 2025\n\n",
        "Port of Harrow reopens\n\nBy Jane Doe | March 14, 2025\n\n",
        "14.03.2025\n\nPort of Harrow reopens\n\nAuthor: Jane Doe\n\n",
        "Port of Harrow reopens\n2025-03-14 · By Jane Doe\n",
    ],
)
def test_byline_and_date_are_read_wherever_they_stand_above_the_body(head: str) -> None:
    article = parse_text(head + BODY)
    assert article.title == "Port of Harrow reopens"
    assert article.authors == ("Jane Doe",)
    assert article.published == published("2025-03-14")
    assert article.body == BODY


def test_labels_above_and_below_the_body_are_read() -> None:
    article = parse_text(
        f"Port of Harrow reopens\nSource: Example Wire\nSection: Shipping\n\n{BODY}\n\nURL: https://wire.example/harrow"
    )
    assert (article.source, article.section) == ("Example Wire", "Shipping")
    assert (article.url, article.body) == ("https://wire.example/harrow", BODY)


def test_several_authors_are_told_apart() -> None:
    assert parse_text(f"Port reopens\nBy Jane Doe, Ann Lee and Ludwig van Bergen\n\n{BODY}").authors == (
        "Jane Doe",
        "Ann Lee",
        "Ludwig van Bergen",
    )


def test_the_day_of_the_scrape_alone_is_no_publication_date() -> None:
    article = parse_text(f"Today : Mar 20, 2025\nPolitics\n\nPort of Harrow reopens\n\n{BODY}")
    assert (article.published, article.dateline) == (None, "")
    assert (article.section, article.title, article.body) == ("Politics", "Port of Harrow reopens", BODY)


def test_without_a_laid_out_page_a_short_first_paragraph_stays_body() -> None:
    body = f"The port of Harrow has reopened.\n\n{BODY}"
    assert parse_text(f"Port of Harrow reopens\n\n{body}").body == body


def test_a_wire_stories_first_sentence_is_no_dek() -> None:
    body = f"HARROW, March 14 (Example Wire) - The port has reopened.\n\n{BODY}"
    article = parse_text(f"14 March 2025\n\nPort of Harrow reopens\n\n{body}")
    assert (article.dek, article.body) == ("", body)


@pytest.mark.parametrize(
    "text",
    [
        "Nothing but one line",
        "By noon the ships had left.",
        "14 March 2025",
        "Today is Friday, March 14, 2025",
        "The harbour authority of Port Example reopened both of its\nnorthern terminals on Tuesday.",
        "Two people said: it was dark.\n\nNobody saw it.",
    ],
)
def test_where_there_is_doubt_everything_is_body(text: str) -> None:
    assert parse_text(text).body == text


def test_a_text_without_visible_characters_is_refused() -> None:
    with pytest.raises(Unreadable, match="no visible text"):
        parse_text(" \u200b\n\x00 ")


HEADS = st.lists(
    st.sampled_from(
        ["14 March 2025", "Politics", "Port reopens", "By Jane Doe", "", "It rains. It pours.", "Source: X"]
    ),
    max_size=7,
).map("\n".join)


@given(HEADS, st.text(st.sampled_from("Ab .\n?”1:|\u200b"), max_size=40))
def test_a_body_is_always_text_of_the_file(head: str, rest: str) -> None:
    text = f"{head}\n{rest}\n{BODY}"
    body = parse_text(text).body
    assert body in text.replace("\u200b", "")
    assert body.endswith("Nobody was hurt.")
