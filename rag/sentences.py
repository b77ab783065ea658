"""Sentences of a news text as exact spans: nupunkt's, corrected where news writing defeats it.

All stages share these spans: passages are packed from them, evidence is numbered by them. Spans are [start, end) in
code points, without surrounding white space; together they cover every visible character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from rag.ports import Span

_CLOSERS = "\"'”’»›)\\]}"
_LIST_ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,3}[.)])\s")
_STOPPED = re.compile(rf"[.!?…:][{_CLOSERS}]*\s*\Z")
_WRAP_WIDTHS = range(40, 101)

# "I saw.” “You won,” he said.": nupunkt takes the quotation that opens for part of the one that closes.
_QUOTE_MEETS_QUOTE = re.compile(r"[.!?…][”’»\"]\s+(?=[“‘«\"])")
# Chinese and Japanese put no space after the full stop; nupunkt waits for one.
_WIDE_STOP = re.compile(r"[。！？][”’」』）]*(?![”’」』）])")
# "said so. Acme Corp. …": what follows looks like a name in an abbreviation's company. A stop after a whole
# lower-case word and before a capital ends the sentence, unless the word is one that is abbreviated.
_PLAIN_WORD = re.compile(rf"(?<![\w.])([a-zß-öø-ÿ]{{2,}})\.[{_CLOSERS}]*\s+(?=[“‘\"(]?[A-ZÀ-ÖØ-Þ])")
_ABBREVIATED = re.compile(
    r"abs|adm|al|approx|art|asst|attn|ave|bd|bzgl|bzw|ca|cap|capt|cf|ch|cie|cmdr|co|col|corp|dept|dipl|dist|dr|"
    r"ed|eds|env|esp|est|etc|evtl|excl|ext|fig|figs|fr|ft|geb|gen|gest|gez|ggf|gov|hon|hr|hrsg|inc|incl|inkl|"
    r"insp|jr|lt|ltd|maj|max|mgr|min|misc|mme|mr|mrs|ms|mt|mtl|nos|nr|op|orig|para|pp|pres|prof|pt|rd|ref|rep|"
    r"resp|rev|sec|sen|sgt|sog|sr|st|str|supt|tel|univ|usw|var|vgl|vol|vols|vs|zzgl"
)
# "She holds a Ph.D. Her boss does not.": an abbreviation, then a word that can only begin a sentence, in lower-case
# company ("Dr. He Jiankui" is a name).
_OPENER = re.compile(
    r"(?<=\w)\.\s+(?=(?:The|This|That|These|Those|He|She|It|They|We|His|Her|Its|Their|Our|But|However|Meanwhile|Yet|"
    r"Was|Were|Is|Are|Did|Does|Has|Had|What|Who|When|Where|Why|How)\s[a-z])"
)
# A footnote mark belongs to the sentence before it: "The ministry said.[1] It denied it."
_FOOTNOTE = re.compile(r"(?:\[\w{1,3}\]|[*†‡])+(?=\s|$)")
# A title or its kind never ends a sentence before a name: nupunkt knows most, not these.
_TITLE = re.compile(r"\b(?:Lt|Cmdr|Reps|Sens|Gens|Profs|Revs|Mx|Mme|Mlle|Dipl|Ing|Mgr|Spc|Ens|Pfc|Nr)\.\s*\Z")
# German writes ordinals with a stop: "zum 1. Juli", "im 3. Quartal". Before a month more words than before any noun:
# "I am 12. My brother is 9." is English.
_DAY = re.compile(r"\b(?:[Aa]m|[Aa]b|[Bb]is|dem|den|[Dd]er|des|[Ss]eit|und|[Vv]om|[Zz]um)\s+\d{1,2}\.\s*\Z")
_GERMAN_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_ORDINAL = re.compile(r"\b(?:[Dd]as|[Dd]em|[Dd]en|[Dd]er|[Dd]es|[Ii]m|[Zz]um|[Zz]ur)\s+\d{1,3}\.\s*\Z")
_SAYING = (
    "said|says|say|asked|asks|added|adds|told|tells|wrote|writes|replied|replies|shouted|shouts|answered|warned|"
    "continued|explained|insisted|cried|wondered|quipped|joked|noted|declared|recalled|demanded|responded|argued"
)
# “Is it true?” Ann Lee asked.: the question mark ends the quotation, not the sentence.
_ATTRIBUTION = re.compile(
    rf"(?:(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt)\.|[A-Z][\w’'-]*\.?|the|[a-z]+)\s+){{1,5}}?(?:{_SAYING})\b"
)
_QUOTED_CRY = re.compile(r"[?!…][”’»\"']+\s*\Z")
_CLOSING_QUOTE = re.compile(r"[”’»›)\]}]+(?=\s|$|[,.;:])|[\"'](?=\s|$)")
_NAME_WITH_CRY = re.compile(r"\b(?:Yahoo|Yum|Jeopardy|Oklahoma|Mamma Mia)!\s*\Z")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of ``text`` in order; a line break ends one, except inside a paragraph of hard-wrapped lines."""
    return [
        stripped
        for start, end in _lines(text)
        for a, b in _sentences(text[start:end])
        if (stripped := _strip(text, start + a, start + b)) is not None
    ]


def _lines(text: str) -> Iterator[Span]:
    """Stretches of text that sentences do not cross: lines, or several where a hard wrap runs through a sentence."""
    lines = text.splitlines(keepends=True)
    width = _wrap_width(lines)
    start = end = 0
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        end += len(line)
        if not (width and _may_run_on(line, after) and (_is_full(line, after, width) or _is_mid_sentence(line, after))):
            yield start, end
            start = end


def _wrap_width(lines: list[str]) -> int:
    """The width at which the text was hard-wrapped, 0 if it was not: then few lines begin in mid-sentence."""
    pairs = [(line, after) for line, after in pairwise(lines) if _may_run_on(line, after)]
    if sum(_is_mid_sentence(line, after) for line, after in pairs) < max(1.0, len(pairs) / 4):
        return 0
    # Not the longest line: a table or a headline in a wrapped text may be wider.
    width = sorted(len(line.rstrip()) for line, _ in pairs)[(len(pairs) * 9 - 1) // 10]
    return width if width in _WRAP_WIDTHS else 0


def _may_run_on(line: str, after: str) -> bool:
    """Neither is blank, and the second begins neither a paragraph (by its indent) nor an item of a list."""
    return bool(line.strip() and after.strip()) and not after[0].isspace() and not _LIST_ITEM.match(after)


def _is_mid_sentence(line: str, after: str) -> bool:
    return after[0].islower() and not _STOPPED.search(line)


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the next word would not have fitted."""
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _sentences(line: str) -> Iterator[Span]:
    """Contiguous spans of one line."""
    from nupunkt import sent_spans

    if not line.strip():
        return
    ends = {end for _, end in sent_spans(line)}
    ends |= {m.end() for m in _QUOTE_MEETS_QUOTE.finditer(line)}
    ends |= {m.end() for m in _WIDE_STOP.finditer(line)}
    ends |= {m.end() for m in _PLAIN_WORD.finditer(line) if not _ABBREVIATED.fullmatch(m[1])}
    ends |= {m.end() for m in _OPENER.finditer(line)}
    start = 0
    for end in sorted(_after_closers(line, end) for end in ends | {len(line)}):
        if end > start and (end == len(line) or not _continues(line[start:end], line[end:])):
            yield start, end
            start = end


def _after_closers(line: str, end: int) -> int:
    """``end``, moved behind closing quotes, brackets and footnote marks that nupunkt left to the next sentence."""
    for pattern in (_CLOSING_QUOTE, _FOOTNOTE):
        if match := pattern.match(line, end):
            end = match.end()
    return end


def _continues(before: str, after: str) -> bool:
    """Whether the sentence goes on behind a boundary that was proposed."""
    if _TITLE.search(before) or _NAME_WITH_CRY.search(before):
        return True
    if (_DAY.search(before) and _GERMAN_MONTH.match(after)) or (_ORDINAL.search(before) and after[:1].isupper()):
        return True
    if _QUOTED_CRY.search(before) and _ATTRIBUTION.match(after):
        return True
    first = after.split(maxsplit=1)[0] if after.strip() else ""
    # A sentence does not begin in lower case, unless with a name such as iPhone or eBay.
    return first[:1].islower() and first == first.lower() and not before.rstrip().endswith(("。", "！", "？"))


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
