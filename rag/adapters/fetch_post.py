"""A POST under the same policy of addresses as a fetch; tried again where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.adapters.fetch_addresses import AddressPolicy
from rag.adapters.fetch_errors import Unfetched, as_unfetched, outside_errors
from rag.adapters.fetch_headers import header, retry_after_s
from rag.adapters.fetch_pool import connection_pool, secure_context
from rag.adapters.fetch_proxies import environment_proxies
from rag.adapters.fetch_turns import Deadline
from rag.domain.errors import DeliveryFailed
from rag.ports import Clock

if TYPE_CHECKING:
    from rag.adapters.fetch_connect import Resolver

_PAUSES_S = (1.0, 4.0)
_LONGEST_PAUSE_S = 30.0
_MAY_PASS = (408, 425, 429)
_MOST_READ = 64 * 1024


class HttpPoster:
    """Satisfies Poster. ``timeout_s`` is for one try; redirects are not followed: a body goes only where it is sent."""

    def __init__(
        self,
        *,
        allow: Sequence[str] = (),
        user_agent: str,
        timeout_s: float,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver | None = None,
    ) -> None:
        self._policy, self._proxies = AddressPolicy(allow), environment_proxies()
        self._user_agent, self._timeout_s, self._clock = user_agent, timeout_s, clock
        self._sleep, self._resolver = sleep, resolver

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Returns when the server has taken it (any 2xx). Raises DeliveryFailed after at most three tries."""
        for pause_s in (*_PAUSES_S, None):
            try:
                return self._try(url, body, headers)
            except outside_errors() as error:
                failure = as_unfetched(error)
            if pause_s is None or failure.lasting:
                raise _as_failed(url, failure)
            self._sleep(min(max(pause_s, failure.retry_after_s or 0.0), _LONGEST_PAUSE_S))
        return None

    def _try(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        import httpcore
        import httpx

        to = httpx.URL(url)
        if to.scheme not in ("http", "https") or not to.host:
            raise Unfetched("not an address that can be posted to", lasting=True)
        target = httpcore.URL(scheme=to.raw_scheme, host=to.raw_host, port=to.port, target=to.raw_path)
        sent = {"User-Agent": self._user_agent, "Content-Length": str(len(body)), "Connection": "close", **headers}
        lines = [(b"Host", to.netloc), *((name.encode(), value.encode("latin-1")) for name, value in sent.items())]
        deadline = Deadline(self._timeout_s)
        pool = connection_pool(to, deadline, self._policy, self._proxies, self._resolver, secure_context)
        with pool, pool.stream("POST", target, headers=lines, content=body) as response:
            if not 200 <= response.status < 300:
                raise self._of_status(response)
            _drain(response)

    def _of_status(self, response: object) -> Unfetched:
        import httpcore

        assert isinstance(response, httpcore.Response)
        status = response.status
        asked = header(response.headers, "Retry-After") if status in (429, 503) else ""
        return Unfetched(
            f"it answered HTTP {status}",
            lasting=status < 500 and status not in _MAY_PASS,
            retry_after_s=retry_after_s(asked, self._clock()) if asked else None,
        )


def _drain(response: object) -> None:
    """The answer's beginning: a server that says 200 may still be receiving until it has said all."""
    import httpcore

    assert isinstance(response, httpcore.Response)
    read = 0
    for piece in response.iter_stream():
        read += len(piece)
        if read > _MOST_READ:
            return


def _as_failed(url: str, failure: Unfetched) -> DeliveryFailed:
    remedy = f"; {failure.remedy}" if failure.remedy else ""
    return DeliveryFailed(f"the webhook at {_host(url)}", f"{failure.reason}{remedy}")


def _host(url: str) -> str:
    """The host alone: the path of a webhook is often its secret."""
    try:
        return urlsplit(url).hostname or "no host"
    except ValueError:
        return "no host"
