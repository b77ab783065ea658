"""Content encodings: undone in one layer, and never beyond the bound."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.adapters.fetch_decoding import ACCEPT_ENCODING, decoded
from rag.adapters.fetch_errors import Unfetched

Encode = Callable[[bytes], bytes]


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


ENCODERS: list[tuple[str, Encode]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstd),
]
every_encoding = pytest.mark.parametrize(("name", "encode"), ENCODERS, ids=[f"{n}-{e.__name__}" for n, e in ENCODERS])
LIMIT = 1024 * 1024


@every_encoding
@settings(max_examples=50)
@given(data=st.binary(min_size=1, max_size=3000), repeats=st.integers(1, 50))
def test_what_was_encoded_comes_back(name: str, encode: Encode, data: bytes, repeats: int) -> None:
    assert decoded(encode(data * repeats), name, limit=LIMIT) == data * repeats


@every_encoding
@settings(max_examples=50)
@given(data=st.data())
def test_a_body_that_is_cut_short_is_broken_not_an_article(name: str, encode: Encode, data: st.DataObject) -> None:
    whole = encode(b"The bridge at Harrow opened on Monday. " * 20)
    kept = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(Unfetched, match="broken or cut short"):
        decoded(whole[:kept], name, limit=LIMIT)


@every_encoding
@settings(max_examples=100)
@given(noise=st.binary(min_size=1, max_size=200))
def test_noise_is_decoded_or_refused_and_nothing_else(name: str, encode: Encode, noise: bytes) -> None:
    # anything but these two ends the test
    with suppress(Unfetched):
        assert len(decoded(noise, name, limit=LIMIT)) <= LIMIT


@every_encoding
def test_a_bomb_stops_at_the_bound_without_using_the_memory(name: str, encode: Encode) -> None:
    bomb = encode(bytes(64 * LIMIT))
    tracemalloc.start()
    try:
        with pytest.raises(Unfetched, match="larger than 1 MiB, the most that is fetched"):
            decoded(bomb, name, limit=LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * LIMIT


@every_encoding
def test_a_body_of_exactly_the_bound_is_whole(name: str, encode: Encode) -> None:
    assert len(decoded(encode(bytes(LIMIT)), name, limit=LIMIT)) == LIMIT
    with pytest.raises(Unfetched, match="larger"):
        decoded(encode(bytes(LIMIT + 1)), name, limit=LIMIT)


def test_a_zstd_window_that_would_fill_the_memory_is_refused() -> None:
    wide = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=27))
    stream = wide.compressobj()
    with pytest.raises(Unfetched, match="zstd"):
        decoded(stream.compress(bytes(1000)) + stream.flush(), "zstd", limit=LIMIT)


def test_members_and_frames_that_follow_each_other_are_one_body() -> None:
    assert decoded(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", limit=LIMIT) == b"one two"
    assert decoded(zstd(b"one ") + zstd(b"two"), "zstd", limit=LIMIT) == b"one two"


def test_what_follows_a_gzip_body_and_is_none_is_passed_over() -> None:
    assert decoded(gzip.compress(b"one") + b"\0\0", "gzip", limit=LIMIT) == b"one"


@pytest.mark.parametrize("none", ["", "identity", " Identity , ", ",,"])
def test_without_an_encoding_the_body_is_as_it_came(none: str) -> None:
    assert decoded(b"as it came", none, limit=LIMIT) == b"as it came"


def test_identity_beside_an_encoding_is_no_second_layer() -> None:
    assert decoded(gzip.compress(b"one"), "identity, GZIP", limit=LIMIT) == b"one"


def test_two_layers_are_refused() -> None:
    with pytest.raises(Unfetched, match=r"encoded 2 times \(gzip, br\); one layer is undone"):
        decoded(b"x", "gzip, br", limit=LIMIT)


def test_an_unknown_encoding_is_refused_by_name() -> None:
    with pytest.raises(Unfetched, match="encoded as 'compress', which is not known"):
        decoded(b"x", "compress", limit=LIMIT)


def test_every_encoding_that_is_asked_for_can_be_undone() -> None:
    assert {name for name, _ in ENCODERS} == {*ACCEPT_ENCODING.split(", "), "x-gzip"}
