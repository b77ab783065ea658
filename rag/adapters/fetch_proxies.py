"""Which proxy a request goes through: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of the environment."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rag.adapters.fetch_errors import Unfetched

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._:-]+")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; ``auth`` is the user and password that its address names."""

    scheme: str
    host: str
    port: int
    auth: tuple[str, str] | None = None


class Proxies:
    """The proxies of a mapping as `urllib.request.getproxies` gives it: by scheme, "all", and "no" for exceptions."""

    def __init__(self, by_scheme: Mapping[str, str]) -> None:
        self._by_scheme = dict(by_scheme)

    def proxy_for(self, scheme: str, host: str) -> Proxy | None:
        """None where the host is asked directly. Raises Unfetched where a proxy is set and cannot be used."""
        address = self._by_scheme.get(scheme) or self._by_scheme.get("all")
        if not address or self._is_exempt(host):
            return None
        return _parsed(address if "://" in address else f"http://{address}")

    def _is_exempt(self, host: str) -> bool:
        """Whether NO_PROXY names the host, a domain that it lies in, or everything ("*")."""
        exempt = [entry.strip().lower().strip("[]") for entry in self._by_scheme.get("no", "").split(",")]
        domains = [domain for entry in exempt if (domain := entry.removeprefix("*").removeprefix("."))]
        name = host.lower().rstrip(".")
        return "*" in exempt or any(name == domain or name.endswith(f".{domain}") for domain in domains)


def environment_proxies() -> Proxies:
    """As the environment has them now."""
    return Proxies(urllib.request.getproxies())


def _parsed(address: str) -> Proxy:
    # the address may hold a password: it stands in no message
    unusable = Unfetched("the proxy that the environment names is no http or https address; HTTPS_PROXY sets it")
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise unusable from None
    if parts.scheme not in _PORTS or not parts.hostname or not _HOST.fullmatch(parts.hostname):
        raise unusable
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Proxy(parts.scheme, parts.hostname, port, auth)
