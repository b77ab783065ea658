"""Elements of a page in the order in which they may say something of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

_ELSEWHERE = re.compile(
    r"comment|related|sidebar|recommend|teaser|latest|popular|widget|kommentar|footer|event|slider|carousel|promo|"
    r"author-?(?:bio|box)",
    re.IGNORECASE,
)
_REGIONS = 4
_LOOKED_UP = 8
_MOST = 5_000


def near_heading(tree: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Elements of those tags, those around the first large heading first, in document order.

    At most 5,000; none of sidebars, comments, footers and lists of other articles, by tag or by name.
    """
    heading = next(iter(tree.iter("h1")), None)
    around = [e for e in heading.iterancestors() if e.tag != "html"] if heading is not None else []
    seen: set[Any] = set()
    for region in [*around[:_REGIONS], tree]:
        for element in region.iter(*tags):
            if len(seen) == _MOST:
                return
            if element not in seen:
                seen.add(element)
                if not _is_elsewhere(element, around):
                    yield element


def _is_elsewhere(element: Any, around: list[Any]) -> bool:
    own = islice((element, *islice(element.iterancestors(), _LOOKED_UP)), _LOOKED_UP)
    return any(
        each.tag in ("aside", "nav", "footer") or _ELSEWHERE.search(f"{each.get('class', '')} {each.get('id', '')}")
        for each in own
        if each.tag not in ("body", "html") and each not in around
    )
