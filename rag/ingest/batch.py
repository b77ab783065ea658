"""Articles on their way into the archive: what is stored already and what this batch will add, as one."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain.article import Version
from rag.domain.fetch import FetchRecord, FetchState
from rag.ingest.fetch_state import after
from rag.ports import Catalog, NewVersion


class Batch:
    """Answers as the catalog would if the batch were stored, so that two equal lines of one file are recognised."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._new: dict[str, NewVersion] = {}
        self._versions: list[NewVersion] = []
        self._sha: dict[str, str] = {}
        self._fetched: dict[str, FetchState] = {}

    def __len__(self) -> int:
        return len(self._versions) + len(self._fetched)

    @property
    def versions(self) -> Sequence[NewVersion]:
        return self._versions

    def add(self, new: NewVersion) -> None:
        article = new.version.article
        self._versions.append(new)
        self._new[article.id] = new
        self._sha[article.id] = article.sha256

    @property
    def fetched(self) -> Sequence[FetchState]:
        return tuple(self._fetched.values())

    def add_fetch(self, record: FetchRecord) -> None:
        """How a fetch ended; everything that came from it has been added, to this batch or an earlier one."""
        known = self._fetched.get(record.url) or self._catalog.fetch_state(record.url)
        self._fetched[record.url] = after(known, record)

    def latest(self, article_id: str) -> Version | None:
        """The newest version, stored or about to be."""
        new = self._new.get(article_id)
        return new.version if new else self._catalog.latest(article_id)

    def holds(self, article_id: str, sha256: str) -> bool:
        """Whether any version of the article, not only the newest, is this text."""
        waiting = (v.version.article for v in self._versions)
        if any(article.id == article_id and article.sha256 == sha256 for article in waiting):
            return True
        record = self._catalog.record(article_id)
        return record is not None and any(version.article.sha256 == sha256 for version in record.versions)

    def find(self, *, guid: str = "", url: str = "", sha256: str = "") -> str | None:
        """As `Catalog.find`: by the guid, else the address, else the newest text; give what is to be looked for."""
        for article_id, new in self._new.items():
            article = new.version.article
            has_guid = bool(guid) and article.guid == guid
            has_url = bool(url) and article.url == url and not (guid and article.guid)
            if has_guid or has_url or (sha256 and self._sha[article_id] == sha256):
                return article_id
        stored = self._catalog.find(guid=guid, url=url, sha256=sha256)
        # An article of this batch was just compared, in the state in which it will be.
        return None if stored in self._new else stored

    def is_removed(self, article_id: str) -> bool:
        return self._catalog.tombstone(article_id) is not None

    def sharing_bands(self, bands: Sequence[int]) -> list[tuple[str, bytes]]:
        """(article id, signature) of articles that share at least one band."""
        wanted = set(bands)
        waiting = [(i, new.signature) for i, new in self._new.items() if not wanted.isdisjoint(new.bands)]
        return waiting + [(i, s) for i, s in self._catalog.sharing_bands(bands) if i not in self._new]

    def origin(self, article_id: str) -> str:
        """The article that this one is a near-copy of; itself where it is none."""
        new = self._new.get(article_id)
        return (new.origin_id or article_id) if new else self._catalog.origin(article_id)
