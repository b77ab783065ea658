"""One request's connection: direct or through the environment's proxy, and only to addresses that are permitted."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

from rag.adapters.fetch_addresses import AddressPolicy
from rag.adapters.fetch_turns import Deadline

if TYPE_CHECKING:
    import httpcore
    import httpx

    from rag.adapters.fetch_connect import Resolver
    from rag.adapters.fetch_proxies import Proxies


def connection_pool(
    url: httpx.URL,
    deadline: Deadline,
    policy: AddressPolicy,
    proxies: Proxies,
    resolver: Resolver | None,
    trust: Callable[[], ssl.SSLContext],
) -> httpcore.ConnectionPool:
    """For one request to ``url``; a proxy's own address is always permitted. Raises Unfetched for a refused host.

    ``trust`` is asked where the connection is encrypted: whose certificates are believed.
    """
    import httpcore

    from rag.adapters.fetch_connect import CheckedBackend, system_addresses

    resolver = resolver or system_addresses
    secure = trust() if url.scheme == "https" else None
    proxy = proxies.proxy_for(url.scheme, url.raw_host.decode("ascii"))
    if proxy is None:
        backend = CheckedBackend(policy, deadline, resolver)
        return httpcore.ConnectionPool(ssl_context=secure, max_connections=1, network_backend=backend)
    policy.require_literal(url.raw_host.decode("ascii"))
    return httpcore.HTTPProxy(
        httpcore.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target="/"),
        proxy_auth=proxy.auth,
        ssl_context=secure,
        proxy_ssl_context=trust() if proxy.scheme == "https" else None,
        max_connections=1,
        network_backend=CheckedBackend(AddressPolicy([proxy.host]), deadline, resolver),
    )


def secure_context() -> ssl.SSLContext:
    """The system's trust. Reading its certificates takes some milliseconds: whoever fetches often keeps it."""
    import httpx

    return httpx.create_ssl_context()
