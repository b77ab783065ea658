"""A report as one HTML file: no script, nothing loaded from anywhere, light or dark, good on a phone and on paper."""

from __future__ import annotations

from pathlib import Path

from rag.render.escape import visible


def fill(template: str, page: object) -> str:
    """The document. Every text is escaped, and shown without control characters or hidden ones."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=templates, autoescape=True, undefined=StrictUndefined, finalize=_shown)
    return environment.get_template(template).render(page=page)


def _shown(value: object) -> object:
    """Markup is our own, from `eval.reports.plots`; all other text is somebody's."""
    return visible(value) if type(value) is str else value
