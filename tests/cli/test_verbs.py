"""The verbs of the contract, in process, over a real archive."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from newsroom import SEEDS, Cli

TALKS = "How long did the Jeddah talks last?"
NINE_HOURS = "about nine hours"


def jsonl(file: Path, *rows: object) -> Path:
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def test_ingest_reads_the_seed_page_once_and_then_changes_nothing(cli: Cli) -> None:
    first = cli("ingest", SEEDS, "--json")
    assert first.status == 0
    assert first.err == ""
    counts = {key: first.json[key] for key in ("added", "unchanged", "new_versions", "near_copies", "failed")}
    assert counts == {"added": 1, "unchanged": 0, "new_versions": 0, "near_copies": 0, "failed": []}
    assert first.json["passages"] > 1
    again = cli("ingest", SEEDS, "--json")
    assert (again.json["added"], again.json["unchanged"], again.json["passages"]) == (0, 1, 0)


def test_ingest_in_words(cli: Cli) -> None:
    ran = cli("ingest", SEEDS)
    assert ran.status == 0
    assert re.fullmatch(
        r"1 article added, 0 unchanged, 0 new versions, 0 near-copies; \d+ passages in [\d.]+ s\n", ran.out
    )


def test_ingest_takes_jsonl_from_stdin_and_understands_their_names(cli: Cli) -> None:
    row = {"ref": "n1", "story": "The ferry to Loch Aran sank on 3 May. All 40 aboard were saved.", "headline": "Ferry"}
    ran = cli(
        "ingest", "-", "--map", "id=ref", "--map", "body=story", "--map", "title=headline", "--json", stdin=_line(row)
    )
    assert (ran.status, ran.json["added"]) == (0, 1)
    shown = cli("show", "n1", "--json").json
    assert (shown["title"], shown["body"]) == ("Ferry", row["story"])


def _line(row: object) -> bytes:
    return json.dumps(row).encode() + b"\n"


def test_a_changed_text_is_a_new_version_and_the_old_one_still_opens(cli: Cli) -> None:
    cli("ingest", "-", stdin=_line({"id": "f", "body": "The ferry sank on 3 May. All 40 aboard were saved."}))
    again = cli(
        "ingest", "-", "--json", stdin=_line({"id": "f", "body": "The ferry sank on 3 May. All 41 aboard were saved."})
    )
    assert (again.json["added"], again.json["new_versions"]) == (0, 1)
    assert "41 aboard" in cli("show", "f", "--json").json["body"]
    old = cli("show", "f", "--version", 1, "--json").json
    assert "40 aboard" in old["body"]
    assert [version["version"] for version in old["versions"]] == [1, 2]
    assert "A newer version exists: 2." in cli("show", "f", "--version", 1).out


def test_one_bad_input_never_stops_the_rest(cli: Cli, tmp_path: Path) -> None:
    rows = jsonl(
        tmp_path / "rows.jsonl", {"id": "a", "body": "The mill closed on Friday. It had 90 workers."}, "{broken"
    )
    ran = cli("ingest", rows, tmp_path / "nowhere", "--json")
    assert ran.status == 3
    assert ran.json["added"] == 1
    assert [(Path(failed["source"]).name, bool(failed["reason"])) for failed in ran.json["failed"]] == [
        ("rows.jsonl", True),
        ("nowhere", True),
    ]
    assert "2" in ran.json["failed"][0]["where"]
    assert ran.err.count("Not taken in: ") == 2


@pytest.mark.usefixtures("seeded")
def test_an_answer_cites_exactly_the_characters_that_it_quotes(cli: Cli) -> None:
    ran = cli("ask", TALKS, "--json")
    assert ran.status == 0
    answer = ran.json
    assert not answer["abstained"]
    assert NINE_HOURS in answer["statements"][0]["text"]
    for statement in answer["statements"]:
        for citation in statement["citations"]:
            stored = cli("show", citation["article_id"], "--version", citation["version"], "--json").json
            assert stored[citation["field"]][citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.usefixtures("seeded")
def test_in_words_an_answer_carries_marks_and_its_sources(cli: Cli) -> None:
    ran = cli("ask", TALKS)
    assert ran.status == 0
    first, *rest = ran.out.splitlines()
    assert NINE_HOURS in first
    assert first.endswith("[1]")
    assert "Sources" in rest
    assert any(line.startswith("[1] “") and NINE_HOURS in line for line in rest)
    assert any("2025-03-14" in line for line in rest)


@pytest.mark.usefixtures("seeded")
def test_what_the_archive_does_not_hold_is_declined_and_that_is_done(cli: Cli) -> None:
    ran = cli("ask", "Who won the football match in Madrid on Sunday?", "--json")
    assert ran.status == 0
    assert ran.json["abstained"]
    assert ran.json["statements"] == []
    assert ran.json["reason"]
    assert ran.json["searched"]["articles"] == 1


@pytest.mark.usefixtures("seeded")
def test_questions_of_a_file_are_answered_row_by_row_and_a_bad_row_keeps_its_place(cli: Cli, tmp_path: Path) -> None:
    file = jsonl(
        tmp_path / "questions.jsonl",
        {"id": "a", "question": TALKS},
        "{broken",
        {"id": "c", "question": "  "},
        {"id": "d", "question": "And where were they held?", "history": [{"question": TALKS, "answer": "Nine hours."}]},
    )
    ran = cli("ask", "--questions", file)
    assert ran.status == 3
    assert [row.get("id") for row in ran.rows] == ["a", None, "c", "d"]
    assert ["error" in row for row in ran.rows] == [False, True, True, False]
    assert ran.sentence == "2 of 4 rows failed; each has an error in its place."


@pytest.mark.usefixtures("seeded")
def test_a_hit_is_a_slice_of_the_stored_body(cli: Cli) -> None:
    result = cli("search", "rare earth metals", "-k", 2, "--json").json
    assert set(result) == {"id", "query", "hits", "understood", "timings_ms"}
    assert 1 <= len(result["hits"]) <= 2
    for hit in result["hits"]:
        body = cli("show", hit["article_id"], "--json").json["body"]
        assert body[hit["start"] : hit["end"]] == hit["text"]


@pytest.mark.usefixtures("seeded")
def test_queries_of_a_file_keep_their_order_and_ids(cli: Cli, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "q.jsonl", {"id": 2, "query": "ceasefire"}, {"id": 1, "query": "minerals"})
    ran = cli("search", "--queries", file)
    assert (ran.status, [row["id"] for row in ran.rows]) == (0, [2, 1])


@pytest.mark.usefixtures("seeded")
def test_days_outside_the_archive_find_nothing(cli: Cli) -> None:
    assert cli("search", "minerals", "--until", "2025-03-13", "--json").json["hits"] == []
    assert cli("search", "minerals", "--since", "2025-03-14", "--json").json["hits"] != []
    declined = cli("ask", TALKS, "--since", "2025-03-15", "--json").json
    assert declined["abstained"]


@pytest.mark.usefixtures("seeded")
def test_show_prints_every_field(cli: Cli) -> None:
    article_id = cli("search", "minerals", "--json").json["hits"][0]["article_id"]
    shown = cli("show", article_id, "--json").json
    assert shown["title"] == "U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement"
    assert shown["published"] == "2025-03-14"
    assert shown["section"] == "Politics"
    assert shown["dateline"] == "14 March 2025"
    assert shown["dek"].startswith("Disagreements during Jeddah talks")
    in_words = cli("show", article_id).out
    assert in_words.startswith(shown["title"])
    assert "published: 2025-03-14" in in_words


def test_verify_holds_statements_against_what_they_cite(cli: Cli) -> None:
    body = "The talks lasted nine hours. Nobody signed."
    good = {
        "id": "good",
        "statement": "The talks lasted nine hours.",
        "evidence": [{"body": body, "start": 0, "end": 28}],
    }
    bad = {"id": "bad", "statement": "The talks lasted ten hours.", "evidence": [{"body": body, "quote": body[:28]}]}
    assert cli("verify", "-", stdin=_line(good)).status == 0
    ran = cli("verify", "-", "--json", stdin=_line(good) + _line(bad) + b"{broken\n")
    assert ran.status == 3
    assert ran.rows[0] == {"id": "good", "supported": True, "failures": []}
    assert ran.rows[1]["supported"] is False
    assert {"kind", "text", "why"} == set(ran.rows[1]["failures"][0])
    assert ran.rows[1]["failures"][0]["kind"] == "number"
    assert "error" in ran.rows[2]


@pytest.mark.usefixtures("seeded")
def test_a_briefing_is_one_page_and_its_citations_slice_the_stored_text(cli: Cli, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    ran = cli("brief", "--date", "2025-03-14", "--out", page, "--json")
    assert ran.status == 0
    briefing = ran.json
    assert set(briefing) >= {"date", "stories", "delta", "omitted", "pages", "fill"}
    assert (briefing["date"], briefing["pages"]) == ("2025-03-14", 1)
    assert 0 < briefing["fill"] <= 1
    assert page.read_bytes().startswith(b"%PDF")
    [story] = briefing["stories"]
    assert set(story) >= {"id", "title", "status", "statements"}
    for statement in story["statements"]:
        for citation in statement["citations"]:
            stored = cli("show", citation["article_id"], "--version", citation["version"], "--json").json
            assert stored[citation["field"]][citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(("form", "begins"), [("md", "# "), ("html", "<!doctype html>"), ("json", '{"date"')])
def test_other_forms_of_a_briefing_go_to_stdout(cli: Cli, form: str, begins: str) -> None:
    ran = cli("brief", "--date", "2025-03-14", "--format", form)
    assert ran.status == 0
    assert ran.out.lower().startswith(begins)


@pytest.mark.usefixtures("seeded")
def test_a_pdf_lands_in_the_current_folder_and_the_form_follows_the_name(cli: Cli) -> None:
    ran = cli("brief", "--date", "2025-03-14")
    assert "Written to briefing-2025-03-14.pdf." in ran.err
    assert Path("briefing-2025-03-14.pdf").read_bytes().startswith(b"%PDF")
    cli("brief", "--date", "2025-03-14", "--out", "page.md")
    assert Path("page.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.usefixtures("seeded")
def test_a_day_without_articles_makes_a_page_that_says_so(cli: Cli) -> None:
    ran = cli("brief", "--date", "2025-03-20", "--json")
    assert ran.status == 0
    assert ran.json["stories"] == []


@pytest.mark.usefixtures("seeded")
def test_export_writes_every_version_with_its_kind(cli: Cli) -> None:
    ran = cli("export", "all.jsonl")
    assert ran.status == 0
    rows = [json.loads(line) for line in Path("all.jsonl").read_text(encoding="utf-8").split("\n") if line]
    [article] = [row for row in rows if row["kind"] == "article"]
    assert article["version"] == 1
    assert NINE_HOURS in article["body"]
    assert cli("export", "-").rows == rows
    assert [path.name for path in Path().iterdir()] == ["all.jsonl"]


@pytest.mark.usefixtures("seeded")
def test_a_healthy_archive_is_in_order(cli: Cli) -> None:
    ran = cli("doctor", "--json")
    assert ran.status == 0
    assert ran.json["ok"] is True
    assert cli("doctor").out.startswith("ok · ")


def test_indexes_that_were_deleted_are_made_anew(cli: Cli, seeded: Path) -> None:
    before = cli("search", "minerals", "--json").json["hits"]
    for index in ("words", "vectors"):
        shutil.rmtree(seeded / index)
    assert cli("doctor", "--json").status == 3
    assert cli("doctor", "--rebuild", "--json").status == 0
    after = cli("search", "minerals", "--json").json["hits"]
    assert [hit["start"] for hit in after] == [hit["start"] for hit in before]


@pytest.mark.slow
def test_eval_asks_every_question_of_a_set_and_keeps_a_record(cli: Cli, tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "eval" / "sets" / "seed.jsonl"
    rows = shipped.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(rows) >= 30
    few = tmp_path / "few.jsonl"
    few.write_text("".join(rows[:3]), encoding="utf-8")
    ran = cli("eval", "run", "--set", few, "--out", tmp_path / "run", "--json")
    assert ran.status == 0
    assert len(ran.json["questions"]) == 3
    assert any((tmp_path / "run").iterdir())
    in_words = cli("eval", "run", "--set", few)
    assert in_words.status == 0
    assert in_words.out.count("\n") > 5
