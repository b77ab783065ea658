"""What a reader sees at a glance beside the sentences: marks, changed values, charts, ways to the archive's pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from rag.domain.answer import ConflictSide, Statement
from rag.domain.briefing import BriefedStory, Briefing, Change
from rag.domain.edition import Imprint
from rag.render.escape import visible, web_address
from rag.render.wording import published_in_words

_CHART_DAYS = 14
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"\b\d{{1,2}}\.? {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"([$€£¥]?\d+(?:[.,:]\d+)*\s?%?)\W*(\w*)")


def edition_line(briefing: Briefing, imprint: Imprint) -> str:
    """What stands under the date: the edition's number, whom or what it is for; a motto where there is neither."""
    number = f"No. {imprint.number:,}" if imprint.number else ""
    parts = [number, visible(imprint.profile), visible(briefing.topic)]
    return " · ".join(filter(None, parts)) or "One page, every sentence cited"


def who_says(side: ConflictSide) -> str:
    """Publisher and day of the article that gives the value, and what else is to be known of it."""
    cited = side.citation
    said = [visible(cited.source) or "Publisher not named", published_in_words(cited.published[:10]) or "undated"]
    return ", ".join([*said, *([side.note] if side.note else [])])


def tags_of(briefing: Briefing) -> dict[Statement, str]:
    """What is to be told beside a statement: its kind of change where it is more than new, else what it is that is no
    report of something that happened."""
    roles = {
        statement: telling.role
        for story in briefing.stories
        for statement, telling in zip(story.statements, story.tellings, strict=False)
        if telling.role in ("expected", "opinion")
    }
    return {**roles, **{change.statement: change.kind for change in listed(briefing)}}


def listed(briefing: Briefing) -> list[Change]:
    """The changes that are more than new: an old value beside a new one, a correction, a withdrawal."""
    return [c for c in briefing.delta if c.kind != "new"]


def before_day(change: Change) -> str:
    """When the article of the earlier statement was published, in words."""
    published = change.before.citations[0].published if change.before else ""
    return published_in_words(published[:10]) or "undated"


def changed_value(change: Change) -> tuple[str, str] | None:
    """The one figure that was and the one that is, of the same thing; None where the sentences differ in more or less.

    Of the same thing are two figures before the same word. Days and years are no figures here.
    """
    if change.before is None:
        return None
    before, now = _figures(change.before.text), _figures(change.statement.text)
    old, new = [f for f in before if f[0] not in dict(now)], [f for f in now if f[0] not in dict(before)]
    is_one = len(old) == len(new) == 1 and old[0][1] == new[0][1] != ""
    return (old[0][0], new[0][0]) if is_one else None


def days_of(story: BriefedStory, until: date) -> list[int]:
    """Articles a day over the last fortnight at most, up to ``until``, those without any included; [] for one day."""
    counts = {told.day: told.articles for told in story.timeline if told.day <= until}
    if len(counts) < 2:
        return []
    first = max(min(counts), until - timedelta(days=_CHART_DAYS - 1))
    return [counts.get(first + timedelta(days=n), 0) for n in range((until - first).days + 1)]


def article_address(reader_url: str, article_id: str, version: int) -> str:
    """Where the archive's own pages show that version; "" where they have no address."""
    if not web_address(reader_url):
        return ""
    query = urlencode({"article": article_id, "version": version})
    return web_address(f"{reader_url.rstrip('/')}/?{query}")


def site(url: str) -> str:
    """The host of an address, as it is shown."""
    return visible(urlsplit(url).netloc.rpartition("@")[2]).removeprefix("www.")


def square_code(url: str) -> list[str]:
    """The QR code of an address, a string of 0 and 1 a row, without a margin."""
    import segno

    code = segno.make_qr(url, error="m")
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]


def _figures(text: str) -> list[tuple[str, str]]:
    """Each figure with the word after it."""
    plain = _DATE.sub("", visible(text))
    return list(dict.fromkeys((m[1].strip(), m[2].casefold()) for m in _FIGURE.finditer(plain)))
