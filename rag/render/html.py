"""A briefing as one HTML file: nothing loaded from anywhere, readable in a mail, good on paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rag.domain.briefing import Briefing
from rag.domain.edition import Imprint
from rag.render.reading import article_address
from rag.render.sheet import NOT_STORED, sheet


def briefing_as_html(briefing: Briefing, imprint: Imprint = NOT_STORED) -> str:
    """The whole document. All text is escaped by the template engine; only http(s) addresses become links.

    Mail readers drop or rewrite style sheets, so that all that a mail needs stands in tables and in ``style``
    attributes; the style sheet adds the dark colours and the print.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=templates, autoescape=True, undefined=StrictUndefined)
    page = sheet(briefing, imprint)
    in_archive = partial(article_address, imprint.reader_url)
    return environment.get_template("briefing.html.j2").render(page=page, in_archive=in_archive)
