"""Which addresses may be fetched from: the public internet, and what the settings allow beside it."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

from rag.adapters.fetch_errors import Unfetched
from rag.domain.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Written out rather than asked of `ipaddress`: what that module calls private or global changed between patch releases
# of Python. Source: the IANA special-purpose address registries.
_SPECIAL: tuple[tuple[_Network, str], ...] = tuple(
    (ipaddress.ip_network(network), kind)
    for kind, networks in (
        ("a loopback address", ("127.0.0.0/8", "::1/128")),
        ("a private address", ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")),
        ("a private address", ("64:ff9b:1::/48",)),
        ("a link-local address", ("169.254.0.0/16", "fe80::/10")),
        ("an address shared by a provider's customers", ("100.64.0.0/10",)),
        ("a multicast address", ("224.0.0.0/4", "ff00::/8")),
        ("an unspecified address", ("0.0.0.0/8", "::/128")),
        ("a reserved address", ("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15")),
        ("a reserved address", ("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4")),
        ("a reserved address", ("2001::/23", "2001:db8::/32", "3fff::/20")),
    )
    for network in networks
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_V4_AT_THE_END = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))
_HOST_NAME = re.compile(r"[^\s/:@\[\]%]+")


def parsed_address(text: str) -> Address | None:
    """The address that ``text`` spells, in any form that a resolver takes (127.1, 0x7f000001); None for a name."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except (OSError, UnicodeError, ValueError):
        return None


def innermost(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries (IPv4-mapped, NAT64, 6to4); itself where it carries none."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _V4_AT_THE_END):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return address


def special_kind(address: Address) -> str:
    """What kind of address it is ("a loopback address") where it is not one of the public internet; else ""."""
    inner = innermost(address)
    for network, kind in _SPECIAL:
        if inner.version == network.version and inner in network:
            return kind
    return "a reserved address" if inner.version == 6 and inner not in _GLOBAL_V6 else ""


class AddressPolicy:
    """The public internet and ``allow``: IP addresses, networks in CIDR form, host names.

    Raises UsageError for an entry that is none of these.
    """

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self._networks: list[_Network] = []
        self._hosts: set[str] = set()
        for entry in filter(None, (each.strip() for each in allow)):
            if network := _network(entry):
                self._networks.append(network)
            elif _HOST_NAME.fullmatch(entry):
                self._hosts.add(_bare(entry))
            else:
                raise UsageError(f"DATELINE_FETCH_ALLOW: {entry!r} is no IP address, no network and no host name.")

    def permits(self, host: str, address: Address) -> bool:
        """Whether ``address`` may be connected to on behalf of ``host``."""
        return self.names(host) or self._lists(address) or not special_kind(address)

    def names(self, host: str) -> bool:
        """Whether ``host`` is allowed by its name, whatever its address is."""
        return _bare(host) in self._hosts

    def require(self, host: str, address: Address) -> None:
        """Raises Unfetched where ``address`` may not be connected to on behalf of ``host``."""
        if not self.permits(host, address):
            raise _refused(host, address)

    def require_literal(self, host: str) -> None:
        """The same by the look of the host alone, for a request whose name a proxy resolves."""
        name = _bare(host)
        is_local = name == "localhost" or name.endswith(".localhost")
        address = ipaddress.IPv4Address("127.0.0.1") if is_local else parsed_address(name)
        if address is not None:
            self.require(host, address)

    def _lists(self, address: Address) -> bool:
        forms = {address, innermost(address)}
        return any(form.version == net.version and form in net for form in forms for net in self._networks)


def _network(entry: str) -> _Network | None:
    try:
        return ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None


def _bare(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _refused(host: str, address: Address) -> Unfetched:
    kind = special_kind(address)
    if parsed_address(host) == address:
        what, allowed = f"{address} is {kind}", str(innermost(address))
    else:
        what, allowed = f"{host} is at {address}, {kind}", _bare(host)
    return Unfetched(f"refused: {what}", lasting=True, remedy=f"DATELINE_FETCH_ALLOW={allowed} allows it")
