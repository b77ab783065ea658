"""Which addresses may be fetched from."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.fetch_addresses import AddressPolicy, innermost, parsed_address, special_kind
from rag.adapters.fetch_errors import Unfetched
from rag.domain.errors import UsageError

V4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "a loopback address"),
        ("127.255.255.254", "a loopback address"),
        ("::1", "a loopback address"),
        ("10.1.2.3", "a private address"),
        ("172.16.0.1", "a private address"),
        ("172.31.255.255", "a private address"),
        ("192.168.1.1", "a private address"),
        ("fd00::1", "a private address"),
        ("fec0::1", "a private address"),
        ("64:ff9b:1::1", "a private address"),
        ("169.254.169.254", "a link-local address"),
        ("fe80::1%eth0", "a link-local address"),
        ("100.64.0.1", "an address shared by a provider's customers"),
        ("100.127.255.255", "an address shared by a provider's customers"),
        ("224.0.0.251", "a multicast address"),
        ("ff02::1", "a multicast address"),
        ("0.0.0.0", "an unspecified address"),
        ("0.1.2.3", "an unspecified address"),
        ("::", "an unspecified address"),
        ("192.0.0.8", "a reserved address"),
        ("192.0.2.1", "a reserved address"),
        ("198.18.0.1", "a reserved address"),
        ("240.0.0.1", "a reserved address"),
        ("255.255.255.255", "a reserved address"),
        ("2001:db8::1", "a reserved address"),
        ("2001:0:1::1", "a reserved address"),
        ("::7f00:1", "a reserved address"),
        ("100::1", "a reserved address"),
        ("4000::1", "a reserved address"),
        ("5f00::1", "a reserved address"),
    ],
)
def test_what_is_not_the_public_internet_is_named(address: str, kind: str) -> None:
    found = parsed_address(address)
    assert found is not None
    assert special_kind(found) == kind


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"),
        *("169.253.255.255", "192.167.255.255", "223.255.255.255", "2606:4700::1111", "2a00::1", "2002:808:808::1"),
        *("::ffff:8.8.8.8", "64:ff9b::8.8.8.8"),
    ],
)
def test_the_public_internet_is_not_special(address: str) -> None:
    assert special_kind(ipaddress.ip_address(address)) == ""


@given(V4)
def test_an_address_inside_another_is_judged_as_itself(inner: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{inner}")
    nat64 = ipaddress.IPv6Address(f"64:ff9b::{inner}")
    six_to_four = ipaddress.IPv6Address(0x2002 << 112 | int(inner) << 80 | 1)
    for outer in (mapped, nat64, six_to_four):
        assert innermost(outer) == inner
        assert special_kind(outer) == special_kind(inner)


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "127.0.1"]
)
def test_every_spelling_of_an_address_is_read_as_a_resolver_reads_it(spelling: str) -> None:
    assert parsed_address(spelling) == ipaddress.ip_address("127.0.0.1")


@pytest.mark.parametrize("name", ["example.org", "localhost", "", "fe80", "1.2.3.4.5", "a.1", "\ud800"])
def test_a_name_is_no_address(name: str) -> None:
    assert parsed_address(name) is None


def permitted(allow: Iterable[str], host: str, address: str) -> bool:
    return AddressPolicy(list(allow)).permits(host, ipaddress.ip_address(address))


def test_only_what_is_listed_is_allowed_beside_the_public_internet() -> None:
    assert permitted(["10.0.0.0/8"], "intranet.example", "10.9.8.7")
    assert not permitted(["10.0.0.0/8"], "intranet.example", "192.168.0.1")
    assert permitted(["127.0.0.1"], "localhost", "127.0.0.1")
    assert not permitted(["127.0.0.1"], "localhost", "127.0.0.2")
    assert permitted(["fd00::/8", " ::1 "], "x", "fd12::1")
    assert permitted(["[::1]"], "x", "::1")


def test_an_allowed_host_is_allowed_at_whatever_address_and_no_other_host_is() -> None:
    assert permitted(["Intranet.Example"], "intranet.example.", "10.0.0.1")
    assert not permitted(["intranet.example"], "evil.intranet.example", "10.0.0.1")
    assert not permitted(["intranet.example"], "intranet.example.org", "10.0.0.1")


def test_an_allowed_ipv4_address_is_allowed_in_its_ipv6_form_too() -> None:
    assert permitted(["127.0.0.1"], "x", "::ffff:127.0.0.1")


def test_a_network_is_read_though_its_host_bits_are_set() -> None:
    assert permitted(["10.1.2.3/8"], "x", "10.200.0.1")


@pytest.mark.parametrize("entry", ["10.0.0.0/33", "http://intranet.example", "host:8080", "user@host", "two words"])
def test_an_entry_that_cannot_be_read_is_refused_by_name(entry: str) -> None:
    with pytest.raises(UsageError) as caught:
        AddressPolicy([entry])
    assert "DATELINE_FETCH_ALLOW" in str(caught.value)
    assert repr(entry) in str(caught.value)


def test_a_refusal_says_what_the_address_is_and_what_would_allow_it() -> None:
    with pytest.raises(Unfetched) as caught:
        AddressPolicy().require("intranet.example", ipaddress.ip_address("10.0.0.5"))
    assert caught.value.reason == "refused: intranet.example is at 10.0.0.5, a private address"
    assert caught.value.remedy == "DATELINE_FETCH_ALLOW=intranet.example allows it"
    assert caught.value.lasting


def test_a_refused_address_in_another_spelling_is_named_as_what_it_is() -> None:
    with pytest.raises(Unfetched) as caught:
        AddressPolicy().require("2130706433", ipaddress.ip_address("127.0.0.1"))
    assert caught.value.reason == "refused: 127.0.0.1 is a loopback address"
    assert caught.value.remedy == "DATELINE_FETCH_ALLOW=127.0.0.1 allows it"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST.", "a.localhost", "0x7f.1", "::1", "10.0.0.1"])
def test_a_local_host_is_told_by_its_look_where_a_proxy_resolves(host: str) -> None:
    with pytest.raises(Unfetched, match="refused"):
        AddressPolicy().require_literal(host)


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "localhost.example.org"])
def test_any_other_host_is_left_to_the_proxy(host: str) -> None:
    AddressPolicy().require_literal(host)
