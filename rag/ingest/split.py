"""Bodies cut into passages: whole sentences, packed up to a number of tokens, as exact spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.ports import Span
from rag.sentences import sentence_spans

TokenSpans = Callable[[Sequence[str]], list[list[Span]]]
"""Character spans of each text's tokens, without special tokens and never cut short."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that alone is longer than a passage may be."""

    start: int
    end: int
    tokens: int


def passage_spans(text: str, *, size: int, overlap: int, token_spans: TokenSpans) -> list[Span]:
    """Spans of at most ``size`` tokens; starts rise, none begins or ends in white space, every visible character is in.

    The next passage begins with the last whole sentences of the one before, worth at most ``overlap`` tokens, where
    they leave room for the sentence that comes next.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"an overlap of {overlap} tokens in passages of {size}")
    units = list(_units(text, size, token_spans))
    spans, first = [], 0
    while first < len(units):
        last, tokens = first, units[first].tokens
        while last + 1 < len(units) and tokens + units[last + 1].tokens <= size:
            last += 1
            tokens += units[last].tokens
        spans.append((units[first].start, units[last].end))
        first = _next_first(units, first, last, size, overlap)
    return spans


def _next_first(units: Sequence[_Unit], first: int, last: int, size: int, overlap: int) -> int:
    """Where the next passage starts: back by the overlap, but never where this one did."""
    following = last + 1
    if following == len(units):
        return following
    room = min(overlap, size - units[following].tokens)
    start = following
    while start - 1 > first and units[start - 1].tokens <= room:
        start -= 1
        room -= units[start].tokens
    return start


def _units(text: str, size: int, token_spans: TokenSpans) -> Iterator[_Unit]:
    sentences = sentence_spans(text)
    tokens = token_spans([text[start:end] for start, end in sentences]) if sentences else []
    for (start, end), spans in zip(sentences, tokens, strict=True):
        if len(spans) <= size:
            yield _Unit(start, end, len(spans))
        else:
            yield from _pieces(text, start, end, [start + a for a, _ in spans], size)


def _pieces(text: str, start: int, end: int, token_starts: Sequence[int], size: int) -> Iterator[_Unit]:
    """One long sentence cut before tokens, at a blank where there is one in the last quarter of the piece."""
    token = 0
    while token < len(token_starts):
        after = _cut(text, token_starts, token, size)
        stop = token_starts[after] if after < len(token_starts) else end
        piece = text[start:stop]
        visible = start + len(piece) - len(piece.lstrip())
        yield _Unit(visible, start + len(piece.rstrip()), after - token)
        token, start = after, stop


def _cut(text: str, token_starts: Sequence[int], token: int, size: int) -> int:
    """The number of the token that the next piece begins with."""
    furthest = token + size
    if furthest >= len(token_starts):
        return len(token_starts)
    # Several tokens may lie on one character (an emoji in a byte-level vocabulary): never cut inside it.
    cuts = [i for i in range(furthest, token, -1) if token_starts[i] > token_starts[i - 1]]
    blanks = [i for i in cuts if i > furthest - size // 4 and text[token_starts[i] - 1].isspace()]
    if blanks or cuts:
        return (blanks or cuts)[0]
    return next((i for i in range(furthest, len(token_starts)) if token_starts[i] > token_starts[token]), furthest)
