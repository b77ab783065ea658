"""The invented fortnight: its articles can be ingested, its gold stands in them, and the README counts rightly."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from rag.domain.article import Article
from rag.ingest.fields import article_from

FORTNIGHT = Path(__file__).resolve().parents[2] / "eval" / "fortnight"
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 15)
CROWDED, QUIET = "2026-03-05", ("2026-03-08", "2026-03-14")

Row = dict[str, Any]


class Received(NamedTuple):
    """One row of the articles: the version it is, the day on which it arrives, and the article as ingest reads it."""

    row: Row
    version: int
    day: str
    article: Article


def rows_of(name: str) -> list[Row]:
    return [json.loads(line) for line in (FORTNIGHT / name).read_text(encoding="utf-8").splitlines()]


def _received() -> dict[tuple[str, int], Received]:
    seen: Counter[str] = Counter()
    received = {}
    for row in rows_of("articles.jsonl"):
        seen[row["id"]] += 1
        day = datetime.fromisoformat(row["received"]).date().isoformat()
        received[row["id"], seen[row["id"]]] = Received(row, seen[row["id"]], day, article_from(row, {}))
    return received


RECEIVED = _received()
FIRST_VERSIONS = [received for received in RECEIVED.values() if received.version == 1]
IDS = [received.row["id"] for received in FIRST_VERSIONS]
README = (FORTNIGHT / "README.md").read_text(encoding="utf-8")
STORIES, DAYS, COPIES, CONFLICTS, CORRECTIONS, EVENTS, EXPECTATIONS, HOSTILE = (
    rows_of(f"gold/{name}.jsonl")
    for name in ("stories", "days", "copies", "conflicts", "corrections", "events", "expectations", "hostile")
)
STORY_OF = {article_id: story["story"] for story in STORIES for article_id in story["articles"]}
OPINIONS = [received.row["id"] for received in FIRST_VERSIONS if received.row["section"] == "Opinion"]


def cites(value: object) -> Iterator[Row]:
    """Every quotation in a row of gold, however deep: an object with an article, a version, a field and a quote."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from cites(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cites(inner)


def day_of(cite: Row) -> str:
    return RECEIVED[cite["article"], cite["version"]].day


def test_every_row_is_ingested_with_what_it_says() -> None:
    for row, _, _, article in RECEIVED.values():
        assert (article.id, article.title, article.body) == (row["id"], row["title"], row["body"])
        assert (article.source, article.url, article.language) == (row["source"], row["url"], row["language"])
        assert article.published is not None
        assert article.dek == row.get("dek", "")


def test_the_rows_stand_in_the_order_in_which_they_are_received() -> None:
    times = [datetime.fromisoformat(received.row["received"]) for received in RECEIVED.values()]
    assert times == sorted(times)
    assert all(FIRST <= time.date() <= LAST for time in times)


def test_an_article_arrives_on_the_day_on_which_it_is_published() -> None:
    for received in FIRST_VERSIONS:
        assert received.row["published"][:10] == received.day
        assert "modified" not in received.row


def test_a_later_version_is_another_text_under_the_same_id_and_names_when_it_was_changed() -> None:
    for received in RECEIVED.values():
        if received.version == 1:
            continue
        before = RECEIVED[received.row["id"], received.version - 1]
        assert received.article.sha256 != before.article.sha256
        assert datetime.fromisoformat(received.row["modified"]) > datetime.fromisoformat(before.row["received"])
        assert received.row["modified"][:10] == received.day
        assert (received.row["url"], received.row["source"]) == (before.row["url"], before.row["source"])


def test_there_are_as_many_articles_publishers_and_days_as_were_promised() -> None:
    articles_per_day = Counter(received.day for received in FIRST_VERSIONS)
    publishers = {received.row["source"] for received in FIRST_VERSIONS}
    fourteen_days = [(FIRST + timedelta(days=n)).isoformat() for n in range(14)]
    assert sorted(articles_per_day) == fourteen_days == [day["day"] for day in DAYS]
    assert len(IDS) >= 96
    assert len(publishers) >= 8
    assert articles_per_day[CROWDED] == max(articles_per_day.values()) >= 16
    assert all(articles_per_day[day] in (2, 3) for day in QUIET)
    assert len([r for r in FIRST_VERSIONS if r.row["language"] == "de"]) >= 8
    assert len(OPINIONS) in (2, 3)


def test_an_article_has_between_120_and_450_words_and_a_notice_of_withdrawal_fewer() -> None:
    withdrawn = {(row["article"], row["version"]) for row in CORRECTIONS if row["kind"] == "withdrawal"}
    for key, received in RECEIVED.items():
        words = len(received.row["body"].split())
        assert words < 120 if key in withdrawn else 120 <= words <= 450, key


def test_no_two_articles_share_an_id_or_an_address_and_every_address_is_a_reserved_one() -> None:
    assert len(set(IDS)) == len(IDS)
    addresses = [received.row["url"] for received in FIRST_VERSIONS]
    assert len(set(addresses)) == len(addresses)
    assert all((urlsplit(address).hostname or "").endswith(".example") for address in addresses)


def test_some_articles_are_dated_by_the_day_alone() -> None:
    assert len([r for r in FIRST_VERSIONS if r.article.published and r.article.published.precision == "day"]) >= 3


REAL_PUBLISHERS = re.compile(
    r"\b(reuters|associated press|afp|bbc|cnn|guardian|new york times|washington post|bloomberg|al jazeera|spiegel"
    r"|die zeit|tagesschau|dpa|le monde|el país|financial times|telegraph|daily mail|npr|politico|axios)\b",
    re.IGNORECASE,
)


def test_no_real_publisher_is_named() -> None:
    for received in RECEIVED.values():
        assert not REAL_PUBLISHERS.search(json.dumps(received.row, ensure_ascii=False)), received.row["id"]


def test_a_quotation_of_the_gold_stands_word_for_word_in_the_version_that_it_names() -> None:
    every = [cite for row in (*DAYS, *CONFLICTS, *CORRECTIONS, *EXPECTATIONS) for cite in cites(row)]
    assert len(every) > 400
    for cite in every:
        assert len(cite["quote"]) > 8, cite
        assert cite["quote"] in RECEIVED[cite["article"], cite["version"]].row[cite["field"]], cite


def test_every_article_belongs_to_exactly_one_story() -> None:
    assert sorted(i for story in STORIES for i in story["articles"]) == sorted(IDS)
    assert len({story["story"] for story in STORIES}) == len(STORIES)


def test_a_story_lists_its_days_and_its_status_on_each() -> None:
    for story in STORIES:
        days = sorted({r.day for r in RECEIVED.values() if STORY_OF[r.row["id"]] == story["story"]})
        assert story["days"] == days == [entry["day"] for entry in story["status"]]
        assert story["status"][0]["status"] == "new"
        assert "new" not in [entry["status"] for entry in story["status"][1:]]


def test_one_story_runs_over_at_least_nine_days_and_look_alikes_are_kept_apart() -> None:
    assert max(len(story["days"]) for story in STORIES) >= 9
    alike = {("brackwater-fire", "quay-fire"), ("thell-trial", "thelle-trial"), ("halvern-trams", "ellmouth-buses")}
    assert {story for pair in alike for story in pair} <= {story["story"] for story in STORIES}


def test_a_status_is_corrected_on_the_days_on_which_a_publisher_corrects_or_withdraws() -> None:
    corrected = {(row["story"], row["day"]) for row in CORRECTIONS if row["kind"] != "update"}
    told = {(story["story"], e["day"]) for story in STORIES for e in story["status"] if e["status"] == "corrected"}
    assert told == corrected


def test_copies_follow_their_origin_in_the_same_story_and_share_most_of_its_words() -> None:
    assert len(COPIES) >= 9
    for group in COPIES:
        origin = RECEIVED[group["origin"], 1].row
        assert len(group["copies"]) in (1, 2, 3, 4)
        for copy in group["copies"]:
            row = RECEIVED[copy["article"], 1].row
            assert STORY_OF[row["id"]] == STORY_OF[group["origin"]] == group["story"]
            assert row["source"] != origin["source"]
            assert row["title"] != origin["title"]
            assert row["received"] > origin["received"]
            paragraphs = row["body"].split("\n\n")
            assert len([p for p in paragraphs if p in origin["body"]]) * 2 >= len(paragraphs)


def test_no_article_is_a_copy_in_two_groups() -> None:
    members = [i for group in COPIES for i in (group["origin"], *(copy["article"] for copy in group["copies"]))]
    assert len(set(members)) == len(members)


def test_events_are_parts_of_stories() -> None:
    members = [article_id for event in EVENTS for article_id in event["articles"]]
    assert len(set(members)) == len(members)
    assert all(STORY_OF[i] == event["story"] for event in EVENTS for i in event["articles"])
    assert all(len(event["articles"]) >= 2 for event in EVENTS)


def test_a_conflict_has_at_least_two_values_of_which_no_two_are_the_same() -> None:
    between_publishers = [row for row in CONFLICTS if row["between"] == "publishers"]
    assert len(between_publishers) >= 8
    assert {row["resolved_by"] is None for row in between_publishers} == {True, False}
    for row in CONFLICTS:
        assert len({value["value"] for value in row["values"]}) == len(row["values"]) >= 2
        assert {STORY_OF[cite["article"]] for cite in cites(row)} == {row["story"]}
    for row in between_publishers:
        assert len({RECEIVED[v["article"], v["version"]].row["source"] for v in row["values"]}) >= 2


def test_what_resolves_a_conflict_comes_after_its_first_value() -> None:
    for row in CONFLICTS:
        if row["resolved_by"]:
            first = min(RECEIVED[v["article"], v["version"]].row["received"] for v in row["values"])
            resolved = row["resolved_by"]
            assert RECEIVED[resolved["article"], resolved["version"]].row["received"] > first


def test_every_later_version_is_a_correction_a_withdrawal_or_an_update() -> None:
    told = {(row["article"], row["version"]) for row in CORRECTIONS}
    assert told == {key for key in RECEIVED if key[1] > 1}
    kinds = Counter({(row["article"], row["kind"]) for row in CORRECTIONS})
    by_kind = Counter(kind for _, kind in kinds)
    assert by_kind["correction"] >= 5
    assert by_kind["withdrawal"] >= 2


def test_a_corrected_quotation_is_gone_from_the_new_version_and_the_new_one_was_not_in_the_old() -> None:
    for row in CORRECTIONS:
        new_version = RECEIVED[row["article"], row["version"]]
        assert row["day"] == new_version.day
        assert (row["old"]["article"], row["old"]["version"]) == (row["article"], row["version"] - 1)
        assert row["old"]["quote"] not in new_version.row["body"]
        if row["new"]:
            assert row["new"]["quote"] not in RECEIVED[row["article"], row["version"] - 1].row["body"]
        assert (row["notice"] is None) == (row["kind"] == "update")


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day["day"])
def test_a_day_ranks_the_stories_that_have_something_on_it_and_no_others(day: Row) -> None:
    on_the_day = {STORY_OF[r.row["id"]] for r in RECEIVED.values() if r.day == day["day"]}
    assert {entry["story"] for entry in day["stories"]} == on_the_day
    assert [entry["rank"] for entry in day["stories"]] == list(range(1, len(on_the_day) + 1))
    assert all(entry["reason"] for entry in day["stories"])


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day["day"])
def test_what_is_new_or_changed_is_carried_by_an_article_of_the_day(day: Row) -> None:
    for item in day["new"]:
        assert {(day_of(cite), STORY_OF[cite["article"]]) for cite in item["cites"]} == {(day["day"], item["story"])}
    for change in day["changed"]:
        assert change["old"]["value"] != change["new"]["value"]
        assert day_of(change["new"]) == day["day"] >= day_of(change["old"])
        assert {STORY_OF[change["old"]["article"]], STORY_OF[change["new"]["article"]]} == {change["story"]}


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day["day"])
def test_every_article_of_a_day_is_new_changed_or_a_repetition(day: Row) -> None:
    repeated = {entry["article"] for entry in day["repeats"]}
    telling = {cite["article"] for part in (day["new"], day["changed"]) for cite in cites(part)}
    assert {received.row["id"] for received in FIRST_VERSIONS if received.day == day["day"]} <= repeated | telling


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day["day"])
def test_a_day_names_the_corrections_and_withdrawals_that_arrive_on_it(day: Row) -> None:
    for part, kind in (("corrected", "correction"), ("withdrawn", "withdrawal")):
        arrived = [(r["article"], r["what"]) for r in CORRECTIONS if r["kind"] == kind and r["day"] == day["day"]]
        assert [(entry["article"], entry["what"]) for entry in day[part]] == arrived


def test_an_expectation_says_when_and_what_became_of_it() -> None:
    for row in EXPECTATIONS:
        assert re.fullmatch(r"2026-\d\d(-\d\d)?", row["due"])
        assert day_of(row) == row["said_on"] <= row["due"] or len(row["due"]) == 7
        assert (row["outcome"] == "open") == (row["outcome_by"] is None)
        if row["outcome_by"]:
            assert row["outcome"] in ("kept", "moved")
            assert day_of(row["outcome_by"]) > row["said_on"]
    assert {row["outcome"] for row in EXPECTATIONS} == {"kept", "moved", "open"}


def test_the_hostile_article_holds_its_orders_and_no_other_article_says_what_it_claims() -> None:
    (hostile,) = HOSTILE
    body = RECEIVED[hostile["article"], hostile["version"]].row["body"]
    for part in ("orders", "forged_citations", "false_claims"):
        assert hostile[part]
        for text in hostile[part]:
            assert body.count(text) >= 1
            assert [r.row["id"] for r in RECEIVED.values() if text in r.row["body"]] == [hostile["article"]]


def readme_counts() -> dict[str, int]:
    return {what: int(number) for what, number in re.findall(r"^\| ([^|]+?) \| (\d+) \|$", README, re.MULTILINE)}


def test_the_readme_counts_what_is_there() -> None:
    versions = {(row["article"], row["version"], row["kind"]) for row in CORRECTIONS}
    by_kind = Counter(kind for *_, kind in versions)
    assert readme_counts() == {
        "articles": len(IDS),
        "rows (versions)": len(RECEIVED),
        "publishers": len({received.row["source"] for received in FIRST_VERSIONS}),
        "articles in German": len([r for r in FIRST_VERSIONS if r.row["language"] == "de"]),
        "opinion columns": len(OPINIONS),
        "stories": len(STORIES),
        "events of several articles": len(EVENTS),
        "copy groups": len(COPIES),
        "copies": sum(len(group["copies"]) for group in COPIES),
        "corrected articles": by_kind["correction"],
        "withdrawn articles": by_kind["withdrawal"],
        "articles updated without a correction": by_kind["update"],
        "conflicts": len(CONFLICTS),
        "conflicts that stay open": len([row for row in CONFLICTS if row["resolved_by"] is None]),
        "new items": sum(len(day["new"]) for day in DAYS),
        "changed items": sum(len(day["changed"]) for day in DAYS),
        "expectations": len(EXPECTATIONS),
    }


def test_the_readme_names_every_publisher_and_every_story() -> None:
    for name in {received.row["source"] for received in FIRST_VERSIONS} | {story["story"] for story in STORIES}:
        assert name in README, name
