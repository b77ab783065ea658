"""A briefing as Markdown: [n] marks, and a list of sources with the exact quotes."""

from __future__ import annotations

from pathlib import Path

from rag.domain.briefing import Briefing
from rag.domain.edition import Imprint
from rag.render.escape import for_markdown
from rag.render.sheet import NOT_STORED, sheet


def briefing_as_markdown(briefing: Briefing, imprint: Imprint = NOT_STORED) -> str:
    """The whole document. Every text of an article passes the one Markdown escape."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = FileSystemLoader(Path(__file__).parent / "templates")
    # Markdown is not HTML: the template escapes each text itself, with the filter md
    environment = Environment(loader=templates, autoescape=False, undefined=StrictUndefined)
    environment.filters["md"] = for_markdown
    return environment.get_template("briefing.md.j2").render(page=sheet(briefing, imprint)).strip() + "\n"
