"""What a site asks of programs that visit it: robots.txt, read as RFC 9309 has it.

Only for pages that Dateline comes to by itself, from the entries of a feed: an address that a person names is fetched
on that person's behalf.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched
from rag.ports import Fetcher

if TYPE_CHECKING:
    from protego import Protego

LARGEST_RULES = 500 * 1024
_NAMES = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*(.*)", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]+")
_OTHERS = "User-agent: somebody-else"


class Robots:
    """Each site's rules, fetched once and kept as long as this object: make one for each run."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether the site of ``url`` lets ``user_agent`` read it; rules name it by its product, as in "Dateline/0.1".

        A site that answers without giving rules allows everything; one that cannot be asked, or that has trouble of
        its own, allows nothing until the next run. False for what is no http or https address.
        """
        origin = _origin(url)
        if not origin:
            return False
        with self._lock:
            site = self._sites.setdefault(origin, _Site())
        return site.allows(url, _product(user_agent), origin, self._fetcher)


class _Site:
    """One site's rules; of several threads that ask for them at once, one fetches and the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: Protego | None = None
        self._was_asked = False

    def allows(self, url: str, product: str, origin: str, fetcher: Fetcher) -> bool:
        with self._lock:
            if not self._was_asked:
                self._rules = _fetched_rules(origin, product, fetcher)
                self._was_asked = True
            return self._rules is not None and self._rules.can_fetch(url, product)


def _origin(url: str) -> str:
    """Scheme, host and port, each of which has rules of its own (RFC 9309, section 2.3); "" for no web address."""
    try:
        url.encode()
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _fetched_rules(origin: str, product: str, fetcher: Fetcher) -> Protego | None:
    """None where nothing may be read."""
    from protego import Protego

    try:
        found = fetcher.fetch(f"{origin}/robots.txt")
    except FetchFailed as failure:
        # A lasting failure is the site's own answer (404, 403, an empty file, a redirect circle): it has no rules.
        # Else it cannot be asked now, and might forbid everything.
        return Protego.parse("") if failure.lasting else None
    return Protego.parse(_rules_text(found.body, product)) if isinstance(found, Fetched) else None


def _rules_text(body: bytes, product: str) -> str:
    """The first 500 KiB, up to the last whole line; everybody's names but ours and "*" are one name.

    The parser keeps each rule once for every name of its group, so a file of many names and many rules would fill the
    memory; and RFC 9309 compares whole product names, where the parser would take "date" for "dateline".
    """
    if len(body) > LARGEST_RULES:
        body = body[:LARGEST_RULES].rpartition(b"\n")[0]
    lines = body.decode("utf-8-sig", errors="replace").splitlines()
    return "\n".join(_named(line, product) for line in lines)


def _named(line: str, product: str) -> str:
    """A line that names whom the next rules are for, with our name, "*" or somebody else's; any other as it is."""
    match = _NAMES.match(line)
    if not match:
        return line
    name = match[1].partition("#")[0].strip()
    if name == "*" or (name and _product(name) == product):
        return f"User-agent: {'*' if name == '*' else product}"
    return _OTHERS


def _product(user_agent: str) -> str:
    """The name of the program at the start of a user agent ("Dateline/0.1 (+https://…)"), lower-cased."""
    match = _PRODUCT.match(user_agent.strip().lower())
    return match[0] if match else ""
