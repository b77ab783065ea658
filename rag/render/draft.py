"""A checked draft: lines for the terminal, and the object that `dateline check --json` prints."""

from __future__ import annotations

from collections.abc import Mapping

from rag.domain.check import CheckedSentence, CheckStatus, DraftReport, SkippedSentence, SkipReason
from rag.render.statement_json import citation_as_json, searched_as_json
from rag.render.terminal import Line, Marks, Tone, searched_line

_STANDING: Mapping[CheckStatus, tuple[str, Tone]] = {
    "supported": ("supported", "plain"),
    "contradicted": ("CONTRADICTED", "warning"),
    "not_found": ("NOT FOUND", "warning"),
}
_SKIPPED: Mapping[SkipReason, str] = {"question": "a question", "heading": "a heading", "fragment": "a fragment"}


def sentence_lines(sentence: CheckedSentence, marks: Marks) -> list[Line]:
    """The verdict and the sentence with the marks of what it cites; under it what the archive says otherwise."""
    standing, tone = _STANDING[sentence.status]
    cited = "".join(marks.of(citation) for citation in sentence.citations)
    if sentence.status == "supported":
        return [Line(f"{standing}: {sentence.text} {cited}", tone)]
    by = {"contradicted": f"contradicted by {cited}", "not_found": f"nearest: {cited}"}[sentence.status]
    why = "; ".join(dict.fromkeys(failure.why for failure in sentence.failures))
    told = " · ".join(part for part in (by if cited else "", why) if part)
    return [Line(f"{standing}: {sentence.text}", tone), *([Line(told, "quiet", indent=4)] if told else [])]


def skipped_line(skipped: SkippedSentence) -> Line:
    """What was passed over, and as what."""
    return Line(f"passed over, {_SKIPPED[skipped.why]}: {skipped.text}", "quiet")


def report_lines(report: DraftReport, marks: Marks) -> list[Line]:
    """What follows the sentences: the cited sources, the counts, and what was searched."""
    sources = marks.sources()
    counts = (
        f"{report.count('supported')} supported, {report.count('contradicted')} contradicted, "
        f"{report.count('not_found')} not found, {len(report.skipped)} passed over."
    )
    listed = [Line(), Line("Sources", "strong"), *sources] if sources else []
    return [*listed, Line(), Line(counts, "strong"), Line(searched_line(report.searched), "quiet")]


def report_as_json(report: DraftReport) -> dict[str, object]:
    """Sentences in the order of the draft, with offsets into it in code points; the counts; what was searched."""
    return {
        "sentences": [_sentence(sentence) for sentence in report.sentences],
        "supported": report.count("supported"),
        "contradicted": report.count("contradicted"),
        "not_found": report.count("not_found"),
        "skipped": len(report.skipped),
        "searched": searched_as_json(report.searched),
    }


def _sentence(sentence: CheckedSentence) -> dict[str, object]:
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "status": sentence.status,
        "citations": [citation_as_json(citation) for citation in sentence.citations],
        "failures": [{"kind": f.kind, "text": f.text, "why": f.why} for f in sentence.failures],
    }
