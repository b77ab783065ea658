"""The parts of a set that its questions can be looked at in."""

from __future__ import annotations

from collections.abc import Sequence

from eval.scores import RunReport, Scored

Part = tuple[str, Sequence[Scored]]
"""A name such as "kind:fact", and the questions in it."""


def halves(report: RunReport) -> list[Part]:
    """The questions to develop on, and those to report."""
    return [("split:dev", report.of_split("dev")), ("split:test", report.of_split("test"))]


def kinds_and_tags(report: RunReport) -> list[Part]:
    """Kinds, then tags, each in the order of the set; a question is in as many tags as it has."""
    tags: dict[str, list[Scored]] = {}
    for question in report.questions:
        for tag in dict.fromkeys(question.case.tags):
            tags.setdefault(f"tag:{tag}", []).append(question)
    return [*((f"kind:{kind}", report.of_kind(kind)) for kind in report.kinds), *tags.items()]
