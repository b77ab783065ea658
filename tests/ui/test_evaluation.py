"""The Eval page's logic, run without a browser, on runs that were really made."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import page, sent
from ui.fake_dateline import FakeDateline, cited, the_bridge, verbatim

from eval.case import Case, load_set
from eval.reply import Reply
from eval.run import run_set
from eval.systems import SYSTEMS
from rag.domain.answer import Answer, Conflict, ConflictSide, Searched, Statement
from rag.domain.conversation import Conversation, Exchange, Feedback, Judgement
from rag.domain.errors import ModelKeyRefused, WorkFailed
from rag.settings import Settings
from rag.ui.evaluation_feedback import promotable, put_into_set
from rag.ui.evaluation_figures import interval_plot, kind_rows, measure_rows
from rag.ui.evaluation_order import desk
from rag.ui.evaluation_question import given_rows
from rag.ui.evaluation_running import Planned, Running
from rag.ui.evaluation_runs import Figure, Given, found_runs, read_run, run_page
from rag.ui.notebook import ArchiveNotebook
from rag.ui.work import Work

ARTICLES = [
    {"id": "bridge", "title": "Bridge opens", "source": "Harrow Gazette", "published": "2025-03-03"}
    | {"body": "The Harrow bridge opened on Monday. It cost nine million pounds."},
    {"id": "ferry", "title": "Ferry stops", "source": "Velm Post", "published": "2025-03-04"}
    | {"body": "The last ferry to Velm sailed at noon. Its captain, Ann Lee, rang the bell twice."},
]
WHEN, RING, WHO = (
    "When did the Harrow bridge open?",
    "And what did its captain ring?",
    "Who designed the Harrow bridge?",
)
PAID = "The county paid £4.2 million for it."
NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
ROWS = [
    {"id": "when", "question": WHEN, "answerable": True, "kind": "fact", "tags": ["bridge"]}
    | {"answers": ["Monday"], "gold": [{"article": "bridge", "quote": "opened on Monday"}]},
    {"id": "ring", "question": RING, "answerable": True, "kind": "follow-up"}
    | {"history": [{"question": "When did the last ferry to Velm sail?", "answer": "At noon."}]}
    | {"answers": ["the bell", "bell"], "gold": [{"article": "ferry", "quote": "rang the bell twice"}]},
    {"id": "who", "question": WHO, "answerable": False, "kind": "unanswerable"},
]


def write_set(folder: Path, rows: list[dict[str, object]] = ROWS, name: str = "bridges.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    lines = [json.dumps({**row, "archive": "articles.jsonl"}) for row in rows]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a set and a finished run of two systems; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("made")
    cases = write_set(folder)
    settings = Settings(eval_cache=folder.parent / "cache")
    for number, system in enumerate(("bm25", "dateline")):
        out = folder / f"2025031{number}T090000-bridges-{system}"
        run_set(cases, system=system, out=out, settings=settings, progress=None)
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        record["started"] = f"2025-03-1{number}T09:00:00+00:00"
        (out / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive's folder, with nothing evaluated in it yet; the set's articles have been taken in before."""
    monkeypatch.setenv("DATELINE_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("DATELINE_EVAL_CACHE", str(made.parent / "cache"))
    return tmp_path / "archive"


@pytest.fixture
def evaluated(archive: Path, made: Path) -> Path:
    """The folder of the runs of an archive in which two were made."""
    return Path(shutil.copytree(made, archive / "evaluations"))


def shown() -> AppTest:
    return page("evaluation", FakeDateline()).run()


def settled(at: AppTest, archive: Path) -> AppTest:
    """The page once the runs that it ordered are over."""
    running = desk().current(archive / "evaluations")
    assert running
    over(running)
    return at.run()


def over(running: Running | Work[int]) -> None:
    deadline = time.monotonic() + 60
    while (running.is_running if isinstance(running, Running) else running.running) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert time.monotonic() < deadline


def ordered(at: AppTest, *systems: str, number: int = 3) -> AppTest:
    """The page after "Run" with these systems and the set of that number."""
    at.selectbox(key="evaluation_set").select_index(number)
    at.multiselect(key="evaluation_systems").set_value(list(systems))
    return next(button for button in at.button if button.label == "Run").click().run()


def listed(at: AppTest, label: str) -> list[dict[str, str]]:
    """The rows under the label that begins so."""
    return next(each["rows"] for each in sent(at, "listing") if each["label"].startswith(label))


def pick(at: AppTest, view: str) -> AppTest:
    at.session_state["evaluation_view"] = view
    return at.run()


class Scripted:
    """A system that answers nothing; ``asked`` counts, and ``at`` does something at each question."""

    def __init__(self, at: Callable[[int], None]) -> None:
        self.asked, self._at = 0, at

    def answer(self, _case: Case) -> Reply:
        self.asked += 1
        self._at(self.asked)
        return Reply(declined="no_evidence")


def with_system(monkeypatch: pytest.MonkeyPatch, at: Callable[[int], None]) -> Scripted:
    """The system "scripted", which needs no archive to answer."""
    system = Scripted(at)
    monkeypatch.setitem(SYSTEMS, "scripted", lambda _dateline, _settings: system)  # type: ignore[index]
    return system


def test_a_first_visit_explains_sets_and_offers_the_shipped_ones(archive: Path) -> None:
    at = shown()
    assert sent(at, "notice")[0]["text"].startswith("A set is a list of questions whose answers are known.")
    names = [option.split(" · ")[0] for option in at.selectbox(key="evaluation_set").options]
    assert names == ["development", "fortnight", "seed"]
    assert at.multiselect(key="evaluation_systems").options == ["dateline", "bm25", "dense"]
    assert not archive.exists()


def test_systems_that_need_a_model_are_offered_where_one_is_configured(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "some-model")
    assert "llamaindex-chat" in shown().multiselect(key="evaluation_systems").options


def test_a_set_of_ones_own_is_offered_and_the_articles_beside_it_are_not(archive: Path) -> None:
    write_set(archive / "evaluations")
    write_set(archive / "evaluations", [{"id": "x"}], "wrong.jsonl")
    options = shown().selectbox(key="evaluation_set").options
    assert options[3:] == ["bridges · 3 questions", "wrong · cannot be used"]


def test_a_set_is_run_by_several_systems_and_what_came_of_it_is_shown(archive: Path) -> None:
    write_set(archive / "evaluations")
    at = settled(ordered(shown(), "bm25", "dense"), archive)
    assert "2 runs finished." in [text.value for text in at.text]
    assert sorted(run.system for run in found_runs(archive / "evaluations")) == ["bm25", "dense"]
    assert "measure" in at.dataframe[0].value.columns


def test_a_set_that_cannot_be_used_is_told_by_line_and_leaves_no_run(archive: Path) -> None:
    write_set(archive / "evaluations", [{"id": "x"}], "wrong.jsonl")
    at = settled(ordered(shown(), "bm25", number=4), archive)
    (card,) = [card for card in sent(at, "notice") if card["tone"] == "error"]
    assert "wrong.jsonl, line 1: question: Field required" in card["text"]
    assert found_runs(archive / "evaluations") == []


def test_a_reload_finds_the_run_again_and_cannot_start_a_second_one(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    cases = write_set(archive / "evaluations")
    with_system(monkeypatch, lambda _asked: go.wait(30) and None)
    running = Running(cases, [Planned("scripted", archive / "evaluations" / "one")], Settings())
    desk().take(archive / "evaluations", running)
    at = shown()
    assert next(button for button in at.button if button.label == "Run").disabled
    assert [button.key for button in at.button if button.key == "evaluation_stop"] == ["evaluation_stop"]
    desk().take(archive / "evaluations", Running(cases, [], Settings()))
    assert desk().current(archive / "evaluations") is running
    go.set()
    over(running)


def test_nothing_is_run_where_nothing_may_be_changed(evaluated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    at = shown()
    assert [button.label for button in at.button] == []
    assert at.selectbox(key="evaluation_run").value == "20250311T090000-bridges-dateline"


def test_the_newest_run_is_shown_with_its_measures_and_intervals(evaluated: Path) -> None:
    at = shown()
    assert at.selectbox(key="evaluation_run").options == [
        "bridges, dateline · 11 March 2025, 09:00",
        "bridges, bm25 · 10 March 2025, 09:00",
    ]
    table = at.dataframe[0].value.set_index("measure")
    assert table.loc["declined when unanswerable"].to_dict() == {"n": "1", "dateline": "1.00 [0.21, 1.00]"}


def test_an_address_leads_to_a_run(evaluated: Path) -> None:
    at = page("evaluation", FakeDateline())
    at.query_params["run"] = "20250310T090000-bridges-bm25"
    assert at.run().selectbox(key="evaluation_run").value == "20250310T090000-bridges-bm25"


def test_the_page_follows_the_address_when_the_browser_goes_back(evaluated: Path) -> None:
    at = shown()
    at.selectbox(key="evaluation_run").select_index(1).run()
    assert at.query_params["run"] == "20250310T090000-bridges-bm25"
    at.query_params["run"] = "20250311T090000-bridges-dateline"
    assert at.run().selectbox(key="evaluation_run").value == "20250311T090000-bridges-dateline"


def test_a_link_to_a_run_that_is_not_there_says_so_and_shows_the_newest(evaluated: Path) -> None:
    at = page("evaluation", FakeDateline())
    at.query_params["run"] = "gone"
    assert sent(at.run(), "notice")[0]["title"] == "This run is not here"
    assert at.selectbox(key="evaluation_run").value == "20250311T090000-bridges-dateline"


def test_a_run_can_be_taken_along_as_a_page(evaluated: Path) -> None:
    assert [button.label for button in shown().get("download_button")] == ["Report"]
    page_of_run = run_page(evaluated / "20250310T090000-bridges-bm25")
    assert WHO in page_of_run
    assert "<script" not in page_of_run


def test_two_runs_stand_side_by_side(evaluated: Path) -> None:
    at = shown()
    at.selectbox(key="evaluation_beside").select_index(1).run()
    table = at.dataframe[0].value.set_index("measure")
    assert table.loc["declined when unanswerable", ["dateline", "bm25"]].tolist() == [
        "1.00 [0.21, 1.00]",
        "0.00 [0.00, 0.79]",
    ]


def test_a_question_shows_what_is_known_and_what_each_run_said(evaluated: Path) -> None:
    at = shown()
    at.selectbox(key="evaluation_beside").select_index(1).run()
    at.session_state["evaluation_question"] = "ring"
    pick(at, "Questions")
    known = listed(at, "What is known")
    assert [(row["title"], row["meta"]) for row in known] == [
        ("When did the last ferry to Velm sail?", "asked before"),
        ("the bell", "expected"),
        ("“rang the bell twice”", "settles it: ferry, body"),
    ]
    assert known[1]["snippet"] == "also: bell"
    (said,) = listed(at, "What was said: bm25")
    assert said["title"] == "Its captain, Ann Lee, rang the bell twice."
    assert said["meta"] == "Velm Post, 4 March 2025: word for word"
    at.session_state["evaluation_question"] = "who"
    at.run()
    assert listed(at, "What was said: dateline")[0]["title"] == "Declined"
    assert listed(at, "What was said: bm25")[0]["title"] != "Declined"


def test_premises_conflicts_and_what_was_withheld_are_shown_beside_what_was_said() -> None:
    bridge = the_bridge()
    sides = (ConflictSide("£4.2 million", cited(bridge, PAID)), ConflictSide("Monday", cited(bridge, "Monday")))
    given = Given((), "false_premise", "", {}, ("It opened on Friday.",), (Conflict("cost", sides),), 2)
    assert [(row["title"], row["meta"]) for row in given_rows(given)] == [
        ("Declined", "false premise"),
        ("It opened on Friday.", "a premise marked as contradicted by the articles"),
        (
            "Sources differ: cost",
            f"£4.2 million (Harrow Gazette, 3 March 2025: “{PAID}”) · "
            "Monday (Harrow Gazette, 3 March 2025: word for word)",
        ),
        ("2 sentences withheld", "written, but not supported by what it cited"),
    ]


def test_a_list_of_questions_can_be_narrowed_to_where_the_runs_differ(evaluated: Path) -> None:
    at = shown()
    at.selectbox(key="evaluation_beside").select_index(1).run()
    pick(at, "Questions")
    assert [row["title"] for row in listed(at, "3 questions")] == [WHEN, RING, WHO]
    at.toggle(key="evaluation_narrowed").set_value(True).run()
    assert [row["title"] for row in listed(at, "1 question")] == [WHO]
    at.selectbox(key="evaluation_kind").select("unanswerable").run()
    (row,) = listed(at, "1 question")
    assert row["snippet"] == "dateline: Declined\nbm25: Answered · declined when unanswerable 0.00"


def test_a_comparison_says_what_is_sure_and_which_questions_changed(evaluated: Path) -> None:
    at = shown()
    at.selectbox(key="evaluation_beside").select_index(1).run()
    pick(at, "Comparison")
    assert sent(at, "notice")[-1]["text"] == "No difference is sure: what is seen here may be chance."
    assert "Before: bm25. After: dateline." in [text.value for text in at.text]
    assert at.text[-1].value.startswith("Not the same in both runs: system: bm25 → dateline")
    table = at.dataframe[0].value.set_index("measure")
    assert table.loc["declined when unanswerable", ["before", "after", "gained"]].tolist() == ["0.00", "1.00", 1]
    changed = {row["title"]: row["meta"] for row in listed(at, "2 questions scored otherwise")}
    assert changed[WHO] == "better: declined when unanswerable"


def test_a_run_that_was_cut_short_can_go_on(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive / "evaluations"
    cases = write_set(folder)
    system = with_system(monkeypatch, lambda asked: stop_at(asked))
    running = Running(cases, [Planned("scripted", folder / "20250310T090000-bridges-scripted")], Settings())

    def stop_at(asked: int) -> None:
        if asked == 2:
            running.stop()

    running.start()
    over(running)
    assert running.problems[0].reason.startswith("The run was stopped.")
    at = shown()
    assert sent(at, "notice")[-1]["text"] == "This run was cut short. What was answered is kept."
    settled(at.button(key="evaluation_go_on").click().run(), archive)
    (run,) = found_runs(folder)
    assert run.is_finished
    assert system.asked == 3


def test_a_run_whose_set_is_gone_says_that_it_cannot_go_on(evaluated: Path) -> None:
    place = evaluated / "20250311T090000-bridges-dateline" / "run.json"
    record = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**record, "finished": ""}), encoding="utf-8")
    (evaluated / "bridges.jsonl").unlink()
    at = shown()
    assert sent(at, "notice")[-1]["text"].endswith("Its set has changed or gone, so it cannot go on.")
    assert [button.key for button in at.button if button.key == "evaluation_go_on"] == []


def test_a_damaged_run_is_a_sentence_and_not_a_traceback(evaluated: Path) -> None:
    place = evaluated / "20250311T090000-bridges-dateline" / "answers.jsonl"
    place.write_text("{}\n" + place.read_text(encoding="utf-8"), encoding="utf-8")
    card = sent(shown(), "notice")[-1]
    assert card["title"] == "The run cannot be shown"
    assert "answers.jsonl, line 1 is damaged" in card["text"]


def test_one_system_that_fails_does_not_stop_the_next(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_asked: int) -> None:
        raise ModelKeyRefused("https://endpoint.example")

    cases = write_set(archive / "evaluations")
    with_system(monkeypatch, refuse)
    planned = [Planned(name, archive / "evaluations" / name) for name in ("scripted", "bm25")]
    running = Running(cases, planned, Settings())
    running.start()
    over(running)
    assert [problem.system for problem in running.problems] == ["scripted"]
    assert running.finished == [archive / "evaluations" / "bm25"]
    assert running.share_done == 1.0


def test_a_run_says_where_it_is(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking, go = threading.Event(), threading.Event()

    def wait(asked: int) -> None:
        if asked == 3:
            asking.set()
            go.wait(10)

    cases = write_set(archive / "evaluations")
    with_system(monkeypatch, wait)
    planned = [Planned("scripted", archive / "evaluations" / name) for name in ("one", "two")]
    running = Running(cases, planned, Settings())
    running.start()
    assert asking.wait(30)
    assert running.summary.startswith("scripted, 1 of 2: 2 of 3 questions")
    assert running.share_done == pytest.approx(1 / 3)
    go.set()
    over(running)
    assert running.summary == "2 runs finished"


def test_a_plot_has_a_line_as_long_as_the_interval_for_each_kind_and_run() -> None:
    of = [
        Figure("fact", "answer_f1", "share", 12, 0.5, 0.25, 0.75),
        Figure("", "answer_f1", "share", 20, 0.6, 0.4, 0.8),
    ]
    rows = kind_rows({"one": of, "two": of}, "answer_f1")
    assert rows[0] == {"kind": "fact", "run": "one", "n": 12, "value": 0.5, "low": 0.25, "high": 0.75}
    plot = interval_plot(rows, measure="answer_f1", unit="share")
    line, point = plot["layer"]  # type: ignore[misc]
    assert (line["encoding"]["x"]["field"], line["encoding"]["x2"]["field"]) == ("low", "high")
    assert (point["encoding"]["x"]["field"], point["encoding"]["yOffset"]["field"]) == ("value", "run")


def test_a_measure_that_one_of_two_runs_lacks_is_a_dash() -> None:
    rows = measure_rows({"one": [Figure("", "latency_ms", "ms", 3, 1234.5, 1000.0, 1500.0)], "two": []})
    assert rows == [{"measure": "latency ms", "n": "3", "one": "1,234 [1,000, 1,500]", "two": "–"}]


def an_exchange(question: str, *statements: Statement, number: int = 1) -> Exchange:
    answer = Answer(question=question, statements=statements, searched=Searched(1))
    return Exchange(id=f"e{number}", question=question, asked=NOW, answer=answer)


def with_feedback(*given: tuple[Exchange, Judgement]) -> FakeDateline:
    """A Dateline in which these answers were judged, on a machine without sign-in."""
    dateline = FakeDateline([the_bridge()])
    notebook = ArchiveNotebook(dateline, "")  # type: ignore[arg-type]
    notebook.put(Conversation("c", "", "Bridge", NOW, NOW))
    for exchange, judgement in given:
        notebook.put_exchange("c", exchange)
        notebook.put_feedback("c", Feedback(exchange=exchange, history=(), judgement=judgement, given=NOW))
    return dateline


def test_what_was_called_right_becomes_a_set_that_can_be_run(archive: Path) -> None:
    paid = an_exchange("What did the county pay?", verbatim(the_bridge(), "The county paid £4.2 million for it."))
    at = page("evaluation", with_feedback((paid, "right"))).run()
    at.button(key="evaluation_put").click().run()
    over(at.session_state["evaluation_putting_now"])
    picked = at.run().selectbox(key="evaluation_set").value
    assert picked.name == "feedback"
    folder = archive / "evaluations"
    (case,) = load_set(folder / "feedback.jsonl").cases
    assert (case.question, case.answers, case.reviewed) == (
        "What did the county pay?",
        (("The county paid £4.2 million for it.",),),
        False,
    )
    run_set(folder / "feedback.jsonl", system="bm25", out=folder / "run", settings=Settings(), progress=None)
    (given,) = read_run(folder / "run").given.values()
    assert given.scores["gold_span_cited"] == 1.0


def test_feedback_that_makes_no_question_says_why_and_is_not_offered(archive: Path) -> None:
    wrong = an_exchange("What did the county pay?", verbatim(the_bridge(), "The county paid £4.2 million for it."))
    gone = an_exchange("Who opened it?", verbatim(the_bridge(id="gone"), "said Mara Lind"), number=2)
    at = page("evaluation", with_feedback((wrong, "wrong"), (gone, "right"))).run()
    assert at.multiselect(key="evaluation_taken").options == []
    assert at.button(key="evaluation_put").disabled
    assert [row["snippet"] for row in sent(at, "listing")[0]["rows"]] == [
        "Cannot be used: nobody said what would have been right.",
        "Cannot be used: what it cites does not stand in the article any more, or not only once.",
    ]


@pytest.mark.parametrize("body", ["Written anew.", f"{PAID} {PAID}"])
def test_a_quote_that_does_not_stand_once_in_the_article_as_it_is_now_settles_nothing(body: str) -> None:
    paid = an_exchange("What did the county pay?", verbatim(the_bridge(), PAID))
    feedback = Feedback(exchange=paid, history=(), judgement="right", given=NOW)
    assert promotable(feedback, lambda _id: the_bridge()).case
    assert promotable(feedback, lambda _id: the_bridge(body=body)).case is None


def test_feedback_given_later_joins_the_set_and_replaces_what_was_said_of_the_same_answer(tmp_path: Path) -> None:
    first, again = {"id": "feedback-e1", "question": "Old?"}, {"id": "feedback-e1", "question": "New?"}
    put_into_set(tmp_path, [first], [the_bridge()])
    path = put_into_set(tmp_path, [again, {"id": "feedback-e2", "question": "Other?"}], [the_bridge()])
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["question"] for row in rows] == ["New?", "Other?"]


def test_a_set_of_feedback_that_somebody_broke_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text("no set", encoding="utf-8")
    with pytest.raises(WorkFailed, match="is not a set"):
        put_into_set(tmp_path, [{"id": "feedback-e1"}], [the_bridge()])
    assert (tmp_path / "feedback.jsonl").read_text(encoding="utf-8") == "no set"
