"""Content encodings undone, one layer, to a bounded size: a bomb costs its bound and no more."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator

from rag.adapters.fetch_errors import Unfetched

ACCEPT_ENCODING = "gzip, deflate, br, zstd"

_STEP = 256 * 1024
# One zstd block of 4 bytes may stand for 128 KiB, and the library cannot be told to stop: it is fed in crumbs, so that
# none of them can give more than 2 MiB.
_ZSTD_CRUMB = 64
# RFC 9659: a content coding may not ask for a larger window.
_ZSTD_WINDOW = 8 * 1024 * 1024


def decoded(body: bytes, content_encoding: str, *, limit: int) -> bytes:
    """``body`` without its content encoding. Raises Unfetched: larger than ``limit``, broken, cut short, or encoded
    twice or in an unknown way."""
    layers = [layer for each in content_encoding.lower().split(",") if (layer := each.strip()) not in ("", "identity")]
    if len(layers) > 1:
        raise Unfetched(f"encoded {len(layers)} times ({', '.join(layers[:3])}); one layer is undone", lasting=True)
    if not layers or not body:
        return body
    if layers[0] not in _DECODERS:
        raise Unfetched(f"encoded as {layers[0][:40]!r}, which is not known", lasting=True)
    whole = bytearray()
    for piece in _DECODERS[layers[0]](body):
        whole += piece
        if len(whole) > limit:
            raise too_large(limit)
    return bytes(whole)


def too_large(limit: int) -> Unfetched:
    """For a body of more than ``limit`` bytes."""
    return Unfetched(f"larger than {limit / 2**20:g} MiB, the most that is fetched", lasting=True)


def _broken(name: str) -> Unfetched:
    return Unfetched(f"its {name} encoding is broken or cut short")


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """Of all members; what follows the last one and is none is passed over, as browsers do."""
    rest = body
    while rest:
        rest = yield from _inflated(rest, zlib.MAX_WBITS | 16, "gzip")
        if not rest.startswith(b"\x1f\x8b"):
            return


def _undeflated(body: bytes) -> Iterator[bytes]:
    """With the zlib header that the standard asks for, or without it as many servers send it."""
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from _inflated(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, "deflate")


def _inflated(body: bytes, window: int, name: str) -> Generator[bytes, None, bytes]:
    """The pieces; returns what stands behind the end of the compressed stream."""
    inflater = zlib.decompressobj(window)
    rest = body
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, _STEP)
            rest = inflater.unconsumed_tail
            if not piece and not rest and not inflater.eof:
                raise _broken(name)
            yield piece
    except zlib.error:
        raise _broken(name) from None
    return inflater.unused_data


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]

    decoder = brotli.Decompressor()
    try:
        piece = decoder.process(body, output_buffer_limit=_STEP)
        while piece:
            yield piece
            piece = decoder.process(b"", output_buffer_limit=_STEP)
    except brotli.error:
        raise _broken("br") from None
    if not decoder.is_finished():
        raise _broken("br")


def _unzstded(body: bytes) -> Iterator[bytes]:
    """Of all frames, each of which must be whole."""
    import zstandard

    start, decoder = 0, None
    try:
        while start < len(body):
            decoder = decoder or zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
            crumb = body[start : start + _ZSTD_CRUMB]
            yield decoder.decompress(crumb)
            start += len(crumb) - len(decoder.unused_data)
            decoder = None if decoder.eof else decoder
    except zstandard.ZstdError:
        raise _broken("zstd") from None
    if decoder:
        raise _broken("zstd")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _undeflated,
    "br": _unbrotlied,
    "zstd": _unzstded,
}
