"""What the command line prints with --json: domain types in, JSON-ready objects of the contract out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rag.domain.answer import Answer, Verdict
from rag.domain.article import ArticleRecord, Version
from rag.domain.health import HealthCheck
from rag.domain.ingest import IngestReport
from rag.domain.passage import Hit
from rag.domain.search import LeftOut, SearchResult
from rag.render.statement_json import (
    citation_as_json,
    conflict_as_json,
    searched_as_json,
    statement_as_json,
    usage_as_json,
)

JsonObject = Mapping[str, object]
RowId = str | int | None

# Readers of JSONL that split at Unicode's line breaks would tear a row in two; a terminal would obey control and
# direction-changing characters; a lone surrogate cannot be written at all. As \u escapes they are the same JSON.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")


def one_line(row: JsonObject) -> str:
    """The object as JSON on one line, with nothing in it that breaks a line or a terminal."""
    text = json.dumps(row, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def search_as_json(result: SearchResult, *, row_id: RowId = None) -> dict[str, object]:
    """One query's hits, best first; what did not go as configured stands under ``understood`` too."""
    return {
        "id": row_id,
        "query": result.query,
        "hits": [_hit(hit) for hit in result.hits],
        "understood": [*result.understood, *result.notes],
        "timings_ms": result.timings_ms,
    }


def explanation_as_json(result: SearchResult) -> dict[str, object]:
    """As `search_as_json`, each hit with the parts of its score (they add up to the order, not to the score, which is
    stretched to 0..1), and the passages that came near with why each is no hit."""
    return {
        **search_as_json(result),
        "hits": [{**_hit(hit), "rank": hit.rank, "parts": _parts(hit.parts)} for hit in result.hits],
        "left_out": [{**_hit(each), "why": each.why, "parts": _parts(each.parts)} for each in result.left_out],
    }


def _parts(parts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in parts.items()}


def _hit(hit: Hit | LeftOut) -> dict[str, object]:
    passage, article = hit.passage, hit.version.article
    return {
        "article_id": passage.article_id,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": hit.score,
        "title": article.title,
        "source": article.source,
        "published": _published(hit.version),
        "url": article.url,
    }


def answer_as_json(answer: Answer, *, row_id: RowId = None) -> dict[str, object]:
    """One question's answer; ``reason`` is the sentence for the reader, ``reason_code`` the kind of abstention.

    Of an answer that corrects a false premise, ``reason`` says what the question took for granted.
    """
    abstention = answer.abstention
    return {
        "id": row_id,
        "question": answer.question,
        "abstained": answer.abstained,
        "reason": abstention.text if abstention else " ".join(answer.premises) or None,
        "reason_code": abstention.reason if abstention else None,
        "statements": [statement_as_json(statement) for statement in answer.statements],
        "conflicts": [conflict_as_json(conflict) for conflict in answer.conflicts],
        "dropped": [{"text": dropped.text, "why": dropped.why} for dropped in answer.dropped],
        "nearest": [citation_as_json(citation) for citation in answer.nearest],
        "missing": list(answer.missing),
        "premises": list(answer.premises),
        "notes": list(answer.notes),
        "understood": list(answer.understood),
        "searched": searched_as_json(answer.searched),
        "model": answer.model,
        "usage": usage_as_json(answer.usage),
        "timings_ms": answer.timings_ms,
    }


def article_as_json(record: ArticleRecord, version: Version) -> dict[str, object]:
    """Every field of one version, what other versions there are, and the ids of near-copies."""
    article = version.article
    return {
        "article_id": article.id,
        "version": version.number,
        "title": article.title,
        "dek": article.dek,
        "dateline": article.dateline,
        "body": article.body,
        "published": _published(version),
        "published_precision": article.published.precision if article.published else None,
        "fetched": article.fetched.isoformat() if article.fetched else None,
        "stored": version.stored.isoformat(),
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
        "sha256": article.sha256,
        "versions": [_version(each) for each in record.versions],
        "near_copies": list(record.near_copies),
        "guid": article.guid,
        "modified": article.modified.isoformat() if article.modified else None,
        "notice": article.notice,
        "date_note": article.date_note,
        "changes": _changes(record, version),
    }


def _changes(record: ArticleRecord, version: Version) -> list[dict[str, object]]:
    """From the version before, each with the exact spans and texts of both."""
    before = record.version(version.number - 1)
    if before is None:
        return []
    return [
        {
            "field": change.field,
            "old": _span(before.article.text(change.field), change.old),
            "new": _span(version.article.text(change.field), change.new),
        }
        for change in version.changes
    ]


def _span(text: str, span: tuple[int, int]) -> dict[str, object]:
    return {"start": span[0], "end": span[1], "text": text[slice(*span)]}


def _version(version: Version) -> dict[str, object]:
    return {
        "version": version.number,
        "stored": version.stored.isoformat(),
        "published": _published(version),
        "title": version.article.title,
        "notice": version.article.notice,
        "sha256": version.article.sha256,
    }


def ingest_as_json(report: IngestReport) -> dict[str, object]:
    """Counts of articles (the first four are disjoint), each input that failed, passages written, seconds taken."""
    return {
        "added": report.added,
        "unchanged": report.unchanged,
        "new_versions": report.new_versions,
        "near_copies": report.near_copies,
        "failed": [{"source": f.source, "where": f.where, "reason": f.reason} for f in report.failed],
        "flagged": [{"source": f.source, "where": f.where, "reason": f.reason} for f in report.flagged],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def verdict_as_json(verdict: Verdict, *, row_id: RowId = None) -> dict[str, object]:
    """Of the check, for one row."""
    failures = [{"kind": f.kind, "text": f.text, "why": f.why} for f in verdict.failures]
    return {"id": row_id, "supported": verdict.supported, "failures": failures}


def health_as_json(checks: list[HealthCheck]) -> dict[str, object]:
    """``ok`` if every check is."""
    rows = [{"name": c.name, "ok": c.ok, "finding": c.finding, "advice": c.advice} for c in checks]
    return {"ok": all(check.ok for check in checks), "checks": rows}


def _published(version: Version) -> str:
    published = version.article.published
    return published.isoformat() if published else ""
