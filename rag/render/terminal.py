"""What a person reads in a terminal: domain types in, lines out. Escaping is left to whoever prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rag.domain.answer import Answer, Conflict, ConflictSide, Dropped, Searched, Statement
from rag.domain.article import ArticleRecord, Field, Version
from rag.domain.evidence import Citation
from rag.domain.health import HealthCheck
from rag.domain.ingest import FailedInput, FlaggedInput, IngestReport
from rag.domain.passage import Hit
from rag.domain.search import LeftOut, SearchResult
from rag.ports import Span

Tone = Literal["plain", "strong", "quiet", "warning"]
_STANDING: dict[bool, tuple[str, Tone]] = {True: ("ok", "plain"), False: ("NOT OK", "warning")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output, how loud it is and how many columns it stands in; without colours the text says it all.

    ``marked`` is a part of the text, [start, end), that is highlighted, or stands between >>> and <<< in a pipe.
    """

    text: str = ""
    tone: Tone = "plain"
    indent: int = 0
    marked: Span | None = None


@dataclass(slots=True)
class Marks:
    """The numbers of the sources of one answer, given in the order in which they are cited."""

    _numbers: dict[Citation, int] = field(default_factory=dict)

    @classmethod
    def going_on_from(cls, sources: Iterable[Citation]) -> Marks:
        """Marks that number the sources of earlier turns first, from 1."""
        return cls({citation: number for number, citation in enumerate(sources, start=1)})

    def of(self, citation: Citation) -> str:
        """The mark of a citation: "[1]" for the first, and the same again whenever it is cited again."""
        return f"[{self._numbers.setdefault(citation, len(self._numbers) + 1)}]"

    def sources(self) -> list[Line]:
        """Each source under its mark: the quote, then who published it and when."""
        return self.lines_of(self._numbers)

    def lines_of(self, citations: Iterable[Citation]) -> list[Line]:
        """The same for some of the sources, each once, in the order of their marks."""
        lines: list[Line] = []
        for citation in sorted(set(citations), key=self._numbers.__getitem__):
            lines.append(Line(f"{self.of(citation)} “{citation.quote}”"))
            lines.append(Line(citation_place(citation), "quiet", indent=4))
        return lines


def citation_place(citation: Citation) -> str:
    """Publisher, day, title and the place in the stored text."""
    place = f"{citation.article_id} v{citation.version} {citation.field} {citation.start}-{citation.end}"
    return " · ".join(part for part in (citation.source, citation.published, citation.title, place) if part)


def owner_line(owner: str) -> Line:
    """Whose a feed or a profile is."""
    return Line(f"owner: {owner or 'shared by everybody'}", "quiet", indent=4)


def statement_line(statement: Statement, marks: Marks) -> Line:
    """The sentence, followed by the marks of what it cites."""
    return Line(f"{statement.text} {''.join(dict.fromkeys(marks.of(c) for c in statement.citations))}")


def answer_closing(answer: Answer, marks: Marks) -> list[Line]:
    """Everything that follows the statements: refusal, conflicts, what was withheld, sources, what was searched."""
    return [
        *_abstention(answer),
        *_remarks(answer, marks),
        *_titled("Sources", marks.sources()),
        Line(),
        Line(_manner(answer), "quiet"),
    ]


def turn_closing(answer: Answer, marks: Marks) -> list[Line]:
    """The same inside a conversation, whose marks go on from turn to turn: only this turn's sources are listed."""
    refusal = [Line(answer.abstention.text, "strong")] if answer.abstention else []
    remarks = _remarks(answer, marks)
    cited = [citation for statement in answer.statements for citation in statement.citations]
    disputed = [side.citation for conflict in answer.conflicts for side in conflict.sides]
    title = "Nearest" if answer.abstained else "Sources"
    listed = _titled(title, marks.lines_of([*cited, *disputed, *answer.nearest]))
    return [*refusal, *remarks, *listed, Line(), Line(_manner(answer), "quiet")]


def _remarks(answer: Answer, marks: Marks) -> list[Line]:
    return [
        *(Line(premise, "warning") for premise in answer.premises),
        *_conflicts(answer.conflicts, marks),
        *(Line(f"Nothing was found for: {missing}", "warning") for missing in answer.missing),
        *_dropped(answer.dropped),
        *(Line(note, "warning") for note in answer.notes),
        *(Line(f"Understood: {each}", "quiet") for each in answer.understood),
    ]


def _abstention(answer: Answer) -> list[Line]:
    if answer.abstention is None:
        return []
    nearest = Marks()
    for citation in answer.nearest:
        nearest.of(citation)
    return [Line(answer.abstention.text, "strong"), *_titled("Nearest", nearest.sources())]


def _conflicts(conflicts: Sequence[Conflict], marks: Marks) -> list[Line]:
    lines: list[Line] = []
    for conflict in conflicts:
        lines.append(Line(f"Sources differ on {conflict.about}:", "warning"))
        lines.extend(_side(side, marks) for side in conflict.sides)
    return lines


def _side(side: ConflictSide, marks: Marks) -> Line:
    """The value, who gives it and when, and whether it is the newer or the corrected one."""
    about = ", ".join(part for part in (side.citation.source, side.citation.published, side.note) if part)
    return Line(f"{side.value} {marks.of(side.citation)}{f' ({about})' if about else ''}", indent=2)


def _dropped(dropped: Sequence[Dropped]) -> list[Line]:
    return _titled("Withheld", [Line(f"“{one.text}”: {one.why}", "quiet", indent=2) for one in dropped])


def _titled(title: str, lines: Sequence[Line]) -> list[Line]:
    return [Line(), Line(title, "strong"), *lines] if lines else []


def _manner(answer: Answer) -> str:
    """Who wrote, and what was searched."""
    writer = (
        "Verbatim sentences, no language model" if answer.model == "extract" else f"Written by {answer.model}, checked"
    )
    return f"{writer}. {searched_line(answer.searched)}"


def searched_line(searched: Searched) -> str:
    """How many articles could be searched, from whom and from when to when, as one sentence."""
    sources = f" from {_some(searched.sources)}" if searched.sources else ""
    days = ""
    if searched.since and searched.until:
        days = f", {searched.since}" if searched.since == searched.until else f", {searched.since} to {searched.until}"
    waiting = f" {searched.without_vectors} passages still wait for their vectors." if searched.without_vectors else ""
    return f"Searched {_count(searched.articles, 'article')}{sources}{days}.{waiting}"


def search_lines(result: SearchResult) -> list[Line]:
    """Hits best first, each with its place; what was read into the query comes first."""
    lines = [Line(f"Understood: {understood}", "quiet") for understood in result.understood]
    lines += [Line(note, "warning") for note in result.notes]
    for hit in result.hits:
        lines += _hit_lines(hit)
    if not result.hits:
        lines.append(Line(f"Nothing was found. {searched_line(result.searched)}"))
    return lines


def explanation_lines(result: SearchResult) -> list[Line]:
    """As `search_lines`, each hit with the parts of its score, and after them what came near and why it is no hit."""
    lines = search_lines(replace(result, hits=()))[: len(result.understood) + len(result.notes)]
    for hit in result.hits:
        lines += [*_hit_lines(hit), Line(_parts(hit.parts), "quiet", indent=4)]
    if not result.hits:
        lines.append(Line(f"Nothing was found. {searched_line(result.searched)}"))
    if result.left_out:
        lines += [Line(), Line("Came near", "strong")]
    for each in result.left_out:
        lines.append(Line(f"{_place(each)}: {each.why}", indent=2))
        lines.append(Line(_short(each.passage.text), "quiet", indent=4))
        if each.parts:
            lines.append(Line(_parts(each.parts), "quiet", indent=4))
    return lines


def _parts(parts: Mapping[str, float]) -> str:
    return " + ".join(f"{name} {value:.3f}" for name, value in parts.items()) + f" = {sum(parts.values()):.3f}"


def _hit_lines(hit: Hit) -> list[Line]:
    article = hit.version.article
    published = article.published.isoformat() if article.published else ""
    head = " · ".join(part for part in (article.title, article.source, published) if part)
    return [
        Line(f"{hit.rank}. {head or hit.passage.article_id}", "strong"),
        Line(hit.passage.text, indent=4),
        Line(f"{_place(hit)} · score {hit.score:.3f}", "quiet", indent=4),
    ]


def _place(hit: Hit | LeftOut) -> str:
    passage = hit.passage
    return f"{passage.article_id} v{passage.version} {passage.start}-{passage.end}"


def article_lines(record: ArticleRecord, version: Version, cited: Citation | None = None) -> list[Line]:
    """Every field that has a value, the other versions, near-copies, then the body as stored.

    The characters of ``cited``, which must cite this version, are marked.
    """
    article = version.article
    fields = {
        "article": article.id,
        "version": f"{version.number} of {len(record.versions)}, stored {version.stored.isoformat()}",
        "published": article.published.isoformat() if article.published else "not known",
        "publisher's notice": article.notice,
        "date": article.date_note,
        "modified": article.modified.isoformat() if article.modified else "",
        "fetched": article.fetched.isoformat() if article.fetched else "",
        "date line": article.dateline,
        "source": article.source,
        "url": article.url,
        "authors": ", ".join(article.authors),
        "section": article.section,
        "language": article.language,
        "sha256": article.sha256,
        "near-copies": ", ".join(record.near_copies),
    }
    newer = record.latest.number
    return [
        *(_field_lines("title", article.title, cited, tone="strong") or [Line("(no title)", "strong")]),
        *_field_lines("dek", article.dek, cited),
        Line(),
        *(Line(f"{name}: {value}", "quiet") for name, value in fields.items() if value),
        *([Line(f"A newer version exists: {newer}.", "warning")] if newer != version.number else []),
        *_change_lines(record, version),
        Line(),
        *_field_lines("body", article.body, cited),
    ]


_MOST_CHANGES = 20


def _change_lines(record: ArticleRecord, version: Version) -> list[Line]:
    """What became of the version before, place by place."""
    before = record.version(version.number - 1)
    if before is None or not version.changes:
        return []
    lines = [Line(f"Changed since version {before.number}:", "quiet")]
    for change in version.changes[:_MOST_CHANGES]:
        old = before.article.text(change.field)[slice(*change.old)].strip()
        new = version.article.text(change.field)[slice(*change.new)].strip()
        lines.append(Line(f"{change.field}: “{_short(old)}” → “{_short(new)}”", "quiet", indent=4))
    more = len(version.changes) - _MOST_CHANGES
    return [*lines, *([Line(f"and {more} more places", "quiet", indent=4)] if more > 0 else [])]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:118]} …"


def _field_lines(name: Field, text: str, cited: Citation | None, *, tone: Tone = "plain") -> list[Line]:
    """A field line by line, none where it is empty; in each line the part that is cited is marked."""
    span = (cited.start, cited.end) if cited is not None and cited.field == name else (0, 0)
    lines: list[Line] = []
    start = 0
    for line in text.split("\n") if text else []:
        first, last = max(span[0] - start, 0), min(span[1] - start, len(line))
        lines.append(Line(line, tone, marked=(first, last) if first < last else None))
        start += len(line) + 1
    return lines


def ingest_line(report: IngestReport) -> Line:
    """What went in, in numbers."""
    return Line(
        f"{_count(report.added, 'article')} added, {report.unchanged} unchanged, "
        f"{_count(report.new_versions, 'new version')}, {_count(report.near_copies, 'near-copy', 'near-copies')}; "
        f"{_count(report.passages, 'passage')} in {report.seconds:.1f} s"
    )


def failed_line(failed: FailedInput) -> str:
    """One input that did not go in, where, and why."""
    place = f"{failed.source} ({failed.where})" if failed.where else failed.source
    return f"Not taken in: {place}: {failed.reason}."


def flagged_line(flagged: FlaggedInput) -> str:
    """One input that went in, and what is odd about it."""
    place = f"{flagged.source} ({flagged.where})" if flagged.where else flagged.source
    return f"Noted: {place}: {flagged.reason}."


def health_lines(checks: Iterable[HealthCheck]) -> list[Line]:
    """One line a check, and what to do under each that asks for something."""
    lines: list[Line] = []
    for check in checks:
        mark, tone = _STANDING[check.ok]
        lines.append(Line(f"{mark} · {check.name}: {check.finding}", tone))
        if check.advice:
            lines.append(Line(check.advice, indent=4))
    return lines


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _some(names: Sequence[str], *, at_most: int = 5) -> str:
    more = len(names) - at_most
    shown = ", ".join(names[:at_most])
    return f"{shown} and {more} more" if more > 0 else shown
