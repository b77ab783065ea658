"""What makes an article the same article: the id that its source gave, its guid, its address, or its text."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|ms|tw|yc|wbra|gbra)cl(?:id|src)|mc_[ce]id|igshid|_hs(?:enc|mi)|mkt_tok|oly_\w+_id|vero_\w+|"
    r"ref_src|cmpid|ocid|ns_\w+|_ga|_gl|yclid|at_(?:medium|campaign|link\w*)|s?cid_share|__twitter_impression",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 2_000


def canonical_url(url: str) -> str:
    """One spelling of an http(s) address: no fragment, tracking parameters, user name, default port, closing slash.

    "" for anything else (another scheme, no host, white space inside, over 2,000 characters).
    """
    url = url.strip()
    if len(url) > _LONGEST_URL or re.search(r"[\s<>\"\\^`{|}]", url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = parts.path.rstrip("/") or "/"
    return SplitResult(parts.scheme, host, path, _without_tracking(parts.query), "").geturl()


def _without_tracking(query: str) -> str:
    """The query as it stands where nothing is to be taken out, so that its own spelling is kept."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def names_one_article(canonical: str) -> bool:
    """Whether an address can decide identity: a bare site address stands for whatever is on its front page."""
    parts = urlsplit(canonical)
    return bool(canonical) and (parts.path != "/" or bool(parts.query))


_DELIVERY = re.compile(r"(?:www|m|mobile|amp|feeds?|rss|atom|news)\.")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher as far as their hosts tell: the same host, or one below the other.

    Hosts that only deliver (www., m., feeds., …) count as what they deliver for.
    """
    a, b = (_DELIVERY.sub("", host_of(url), count=1) for url in (one, other))
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def guid_in_feed(guid: str, feed_url: str) -> str:
    """A feed's name for an entry as a guid that no other publisher's feed can give; "" where there is no name.

    It stays the same when the feed moves between hosts that only deliver (from www. to feeds.).
    """
    return f"{_DELIVERY.sub('', host_of(feed_url), count=1)} {guid}" if guid else ""


def vouches_for(guid: str, url: str) -> bool:
    """Whether an entry known by ``guid`` may say that it is the article at ``url``: a feed may for its own site only.

    A guid that was not read on the web comes from a file that the user chose.
    """
    feed_host, from_web, _ = guid.partition(" ")
    return not from_web or same_site(f"//{feed_host}", url)


def host_of(url: str) -> str:
    """In lower case; "" where the address has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def id_from(text: str) -> str:
    """A short stable id for an article without one, from its canonical address or from the sha256 of its text."""
    return "a" + hashlib.sha256(text.encode()).hexdigest()[:12]
