"""The addresses that one fetch comes by, from the one that was asked for through every redirect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.adapters.fetch_errors import Unfetched, one_line
from rag.domain.errors import FetchFailed

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 10
_HOST = re.compile(r"(?=.{1,254}\Z)(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*")
_USERINFO = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where an answer points, and whether for good (301, 308)."""

    to: str
    permanent: bool


class Trail:
    """The addresses that one fetch has come by."""

    def __init__(self) -> None:
        self._urls: list[httpx.URL] = []
        self._permanent = True

    @property
    def here(self) -> httpx.URL:
        return self._urls[-1]

    @property
    def moved_for_good(self) -> bool:
        return len(self._urls) > 1 and self._permanent

    def begin(self, url: str) -> None:
        self._go(_parsed(url))

    def follow(self, redirect: Redirect) -> None:
        """Raises Unfetched for a circle, for one redirect too many, and for where nothing may be fetched."""
        target = _joined(self.here, redirect.to)
        if target in self._urls:
            raise Unfetched(f"redirected in a circle, back to {_shown(target)}", lasting=True)
        if len(self._urls) > MOST_REDIRECTS:
            raise Unfetched(f"redirected more than {MOST_REDIRECTS} times", lasting=True)
        self._permanent = self._permanent and redirect.permanent
        self._go(target)

    def failure(self, url: str, cause: Unfetched) -> FetchFailed:
        """A remedy is named only for what was asked for: a redirect must not talk anybody into allowing its target."""
        if len(self._urls) > 1:
            reason = f"redirected to {_shown(self.here)}: {cause.reason}"
        else:
            reason = "; ".join(filter(None, (cause.reason, cause.remedy)))
        return FetchFailed(_without_password(url), reason, lasting=cause.lasting, retry_after_s=cause.retry_after_s)

    def _go(self, url: httpx.URL) -> None:
        self._urls.append(url)
        _require_fetchable(url)


def _parsed(url: str) -> httpx.URL:
    """Without its fragment. Raises Unfetched where it is no address."""
    import httpx

    try:
        return httpx.URL(url.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unfetched(f"no address of a page: {one_line(str(error))}", lasting=True) from None


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. Raises Unfetched where that is no address."""
    import httpx

    try:
        return httpx.URL(base).join(location.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unfetched(f"redirected to what is no address: {one_line(str(error))}", lasting=True) from None


def _require_fetchable(url: httpx.URL) -> None:
    """Raises Unfetched where nothing can be fetched from the address."""
    host = url.raw_host.decode("ascii")
    if url.scheme not in ("http", "https"):
        raise Unfetched(
            f"only http and https are fetched, not {one_line(url.scheme) or 'an address without'}", lasting=True
        )
    if not _HOST.fullmatch(host):
        raise Unfetched(f"{one_line(host)!r} is no host name" if host else "the address names no host", lasting=True)
    if url.userinfo:
        raise Unfetched("addresses with a user name or password are not fetched", lasting=True)
    if url.port is not None and not 0 < url.port < 65_536:
        raise Unfetched(f"there is no port {url.port}", lasting=True)


def _shown(url: httpx.URL) -> str:
    return one_line(_without_password(str(url)))


def _without_password(url: str) -> str:
    """A failure is stored and printed; what stands before an @ in an address is nobody's business."""
    return _USERINFO.sub("//", url, count=1)
