"""Rows of the catalog as portable JSON-ready objects, each with its ``kind``; `rag.archive.restore` reads them."""

from __future__ import annotations

import json

from rag.adapters.sqlite_rows import as_text
from rag.domain.article import Version
from rag.domain.feed import Feed
from rag.domain.fetch import FetchState
from rag.domain.profile import Profile


def article_row(version: Version, origin: str) -> dict[str, object]:
    article = version.article
    return {
        "kind": "article",
        "id": article.id,
        "version": version.number,
        "title": article.title,
        "dek": article.dek,
        "dateline": article.dateline,
        "body": article.body,
        "published": article.published.isoformat() if article.published else None,
        "fetched": as_text(article.fetched) or None,
        "stored": as_text(version.stored),
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
        "guid": article.guid,
        "modified": as_text(article.modified) or None,
        "notice": article.notice,
        "date_note": article.date_note,
        "sha256": article.sha256,
        "origin": origin,
    }


def briefing_row(day: str, topic: str, made: str, profile: str, owner: str, stored: str) -> dict[str, object]:
    return {
        "kind": "briefing",
        "date": day,
        "topic": topic,
        "made": made,
        "profile": profile,
        "owner": owner,
        "briefing": json.loads(stored),
    }


def profile_row(profile: Profile) -> dict[str, object]:
    return {
        "kind": "profile",
        "owner": profile.owner,
        "name": profile.name,
        "topics": list(profile.topics),
        "watch": list(profile.watch),
        "publishers": list(profile.publishers),
        "sections": list(profile.sections),
        "languages": list(profile.languages),
        "paper": profile.paper,
        "length": profile.length,
    }


def feed_row(feed: Feed) -> dict[str, object]:
    return {
        "kind": "feed",
        "owner": feed.owner,
        "url": feed.url,
        "title": feed.title,
        "added": as_text(feed.added),
    }


def fetch_row(state: FetchState) -> dict[str, object]:
    return {
        "kind": "fetch",
        "url": state.url,
        "fetches": state.fetches,
        "last_success": as_text(state.last_success) or None,
        "last_failure": as_text(state.last_failure) or None,
        "failures_in_a_row": state.failures_in_a_row,
        "reason": state.reason,
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "digest": state.digest,
        "title": state.title,
        "moved_to": state.moved_to,
        "next_try": as_text(state.next_try) or None,
        "is_feed": state.is_feed,
    }
