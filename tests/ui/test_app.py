"""The app as a whole: its pages, its settings, and what no page may do."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import sent
from ui.fake_dateline import FakeDateline, the_bridge

from rag.domain.errors import ArchiveTooNew
from rag.ui import session

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))


def test_the_first_page_is_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "open_dateline", lambda: FakeDateline([the_bridge()]))
    at = AppTest.from_file(ROOT / "app.py", default_timeout=10).run()
    assert at.title[0].value == "What do you want to know?"


def test_an_archive_that_cannot_be_opened_is_a_sentence_and_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_new() -> FakeDateline:
        raise ArchiveTooNew("here", 9, 1)

    monkeypatch.setattr(session, "open_dateline", too_new)
    (card,) = sent(AppTest.from_file(ROOT / "app.py", default_timeout=10).run(), "notice")
    assert card["text"].startswith("The archive here has schema version 9")


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TIMEZONE", "Nowhere/Atall")
    session.open_dateline.clear()  # type: ignore[attr-defined]
    (card,) = sent(AppTest.from_file(ROOT / "app.py", default_timeout=10).run(), "notice")
    assert card["text"].startswith("timezone: ")


def test_the_server_keeps_to_this_machine_and_asks_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["maxUploadSize"] == 20
    assert CONFIG["server"]["enableXsrfProtection"]
    assert CONFIG["server"]["enableCORS"]
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert not CONFIG["browser"]["gatherUsageStats"]
    assert "http" not in (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")


INTERPRETING = re.compile(
    r"unsafe_allow_html|\bst\.(markdown|write|caption|header|subheader|error|warning|info|success)\("
)


@pytest.mark.parametrize("path", sorted((ROOT / "rag/ui").rglob("*.py")), ids=lambda p: p.name)
def test_no_page_uses_an_element_that_interprets_text(path: Path) -> None:
    assert INTERPRETING.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "rag/ui").rglob("*.js")), ids=lambda p: p.name)
def test_no_component_sets_text_as_markup(path: Path) -> None:
    code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code) == []
