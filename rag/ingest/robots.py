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

    def require(self, url: str, user_agent: str) -> None:
        """Raises FetchFailed where ``user_agent`` may not read ``url``; rules name it by its product, "Dateline/0.1".

        A site that answers without giving rules allows everything. Where its rules forbid the address, the failure is
        lasting. A site that cannot be asked, or that has trouble of its own, allows nothing until the next run: that
        failure is not lasting, and waits as long as the site asks for.
        """
        origin = _origin(url)
        if not origin:
            raise FetchFailed(url, "no web address", lasting=True)
        with self._lock:
            site = self._sites.setdefault(origin, _Site())
        found = site.rules(origin, _product(user_agent), self._fetcher)
        if isinstance(found, FetchFailed):
            reason = f"the site's robots.txt cannot be read now ({found.reason})"
            raise FetchFailed(url, reason, retry_after_s=found.retry_after_s)
        if not found.can_fetch(url, _product(user_agent)):
            raise FetchFailed(url, "the site's robots.txt asks not to fetch it", lasting=True)


class _Site:
    """One site's rules; of several threads that ask for them at once, one fetches and the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: Protego | FetchFailed | None = None

    def rules(self, origin: str, product: str, fetcher: Fetcher) -> Protego | FetchFailed:
        """The rules, or why they cannot be read now."""
        with self._lock:
            if self._found is None:
                self._found = _fetched_rules(origin, product, fetcher)
            return self._found


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


def _fetched_rules(origin: str, product: str, fetcher: Fetcher) -> Protego | FetchFailed:
    """The rules; those of an empty file where the site has none; the failure where that cannot be known now."""
    from protego import Protego

    try:
        found = fetcher.fetch(f"{origin}/robots.txt")
    except FetchFailed as failure:
        # A lasting failure is the site's own answer (404, 403, an empty file, a redirect circle): it has no rules.
        # Else they may be there, and forbid everything.
        return Protego.parse("") if failure.lasting else failure
    return Protego.parse(_rules_text(found.body, product) if isinstance(found, Fetched) else "")


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
