"""A briefing as one HTML file: nothing loaded from anywhere, readable in a mail, good on paper."""

from __future__ import annotations

from pathlib import Path

from rag.domain.briefing import Briefing
from rag.render.sheet import sheet


def briefing_as_html(briefing: Briefing) -> str:
    """The whole document. All text is escaped by the template engine; only http(s) addresses become links."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=templates, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("briefing.html.j2").render(page=sheet(briefing))
