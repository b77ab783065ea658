"""Cutting a model's stream into sentences with their evidence marks, each as soon as it is complete.

What comes out does not depend on how the text was cut into pieces: where a boundary cannot be decided yet, the cutter
waits for the next characters. Where it can never be decided ("U.S. Trump"), the sentences stay together: the check
judges all of them against all that they cite, so a joined sentence is safe where a torn one is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.answer.plain import plain, visible

LONGEST = 800
"""Characters after which a sentence is given up as endless; far above what a prompt asks for."""

Ending = Literal["whole", "endless", "broken_off"]

_MARK = r"[\[【［][ ]*\d{1,3}(?:\.\d{1,3})?(?:[ ]*[,;][ ]*\d{1,3}(?:\.\d{1,3})?)*[ ]*[\]】］]"
_MARKS = re.compile(_MARK)
_CLOSERS = "\"'”’»)*_"
_MARK_BEFORE_STOP = re.compile(rf"(?:[ ]*{_MARK})+(?=[\s.,;:!?…。！？”’»)\"']|\Z)")
_MARK_AND_SPACE = re.compile(rf"[ ]*{_MARK}[ ]*")
_EVENT = re.compile(rf"(?P<mark>{_MARK})|(?P<stop>[.!?…。！？]+)|(?P<line>\n)")
_TAIL = re.compile(rf"[{re.escape(_CLOSERS)}]*(?P<marks>(?:[ ]*{_MARK}[.{re.escape(_CLOSERS)}]*)*)(?P<space>[ ]*)")
_PART_OF_MARK = re.compile(r"[\[【［][ \d.,;]*\Z")
_ENDS_WITH_MARK = re.compile(rf"{_MARK}[ ]*\Z")
_LIST_NUMBER = re.compile(r"\W*\d{1,3}")
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘]*\Z")
_ABBREVIATED = re.compile(
    r"mrs?|ms|dr|prof|sen|rep|gov|gen|col|lt|sgt|capt|cmdr|maj|adm|amb|pres|rev|hon|st|jr|sr|vs|nos?|inc|ltd|co|corp|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|etc|approx|art|fig|vol|ph\.d|cf|est|dept|univ"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_DECLINED = re.compile(r"no answer[.!]?", re.IGNORECASE)
_THINKING = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as plain text, and the evidence numbers ("2.3") that it cites, in order, each once."""

    text: str
    marks: tuple[str, ...] = ()
    ending: Ending = "whole"


class SentenceCutter:
    """Takes the pieces of one reply; ``declined`` is true once the model wrote the sentence NO ANSWER."""

    def __init__(self) -> None:
        self._rest = ""
        self._discarding = False
        self._may_think, self._thinking = True, False
        self.declined = False

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that ``piece`` completes."""
        self._rest += visible(piece)
        return self._cut(final=False)

    def finish(self, *, ending: Ending = "whole") -> list[Sentence]:
        """What is left when the stream is over; the last, unfinished sentence gets ``ending``."""
        found = self._cut(final=ending == "whole")
        rest, self._rest = self._rest, ""
        if self._thinking or self._discarding:
            return found
        return found + self._sentence(rest, ending)

    def _cut(self, *, final: bool) -> list[Sentence]:
        found: list[Sentence] = []
        while self._skip_thinking(final):
            is_long = len(self._rest) >= LONGEST
            end = _boundary(self._rest[:LONGEST], final=final and not is_long)
            if end is None and not is_long:
                break
            if not self._discarding:
                found += self._sentence(self._rest[: end or LONGEST], "whole" if end else "endless")
            self._discarding = end is None
            self._rest = self._rest[end or LONGEST :]
        return found

    def _skip_thinking(self, final: bool) -> bool:
        """Whether what is left may be cut: a reasoning model's thoughts, in front of its reply, are no part of it."""
        opening, closing = _THINKING
        if self._may_think:
            start = self._rest.lstrip()
            if not final and len(start) < len(opening) and opening.startswith(start):
                return False
            self._may_think, self._thinking = False, start.startswith(opening)
        if self._thinking:
            _, closed, after = self._rest.partition(closing)
            self._rest = after if closed else self._rest[-len(closing) :]
            self._thinking = not closed
        return not self._thinking

    def _sentence(self, raw: str, ending: Ending) -> list[Sentence]:
        marks = tuple(dict.fromkeys(n for m in _MARKS.findall(raw) for n in re.findall(r"\d+(?:\.\d+)?", m)))
        text = plain(_MARK_AND_SPACE.sub(" ", _MARK_BEFORE_STOP.sub("", raw)))
        if _DECLINED.fullmatch(text):
            self.declined = True
            return []
        return [Sentence(text, marks, ending)] if any(c.isalnum() for c in text) else []


def _boundary(text: str, *, final: bool) -> int | None:
    """Where the first sentence of ``text`` ends; None if it does not, or if more text is needed to tell."""
    at = 0
    while (event := _EVENT.search(text, at)) is not None:
        if event["mark"]:
            at = event.end()
            continue
        decided = _at_line_end(text, event, final) if event["line"] else _at_stop(text, event, final)
        if decided is None:
            return None
        if decided:
            return decided
        at = event.end()
    return None


def _at_line_end(text: str, event: re.Match[str], final: bool) -> int | None:
    """The end of the sentence at a line break; 0 where it goes on in lower case, None where that is not known yet."""
    following = text[event.end() :].lstrip()
    if not following:
        return event.end() if final else None
    return 0 if text[: event.start()].strip() and following[0].islower() else event.end()


def _at_stop(text: str, event: re.Match[str], final: bool) -> int | None:
    """The end of the sentence at a full stop with what belongs to it; 0 where there is none, None if not known yet."""
    before, first_stop = text[: event.start()], event.start() + 1
    open_quote = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if _ENDS_WITH_MARK.search(before) and not open_quote:
        return first_stop  # "... [1.2].": nothing that may follow changes this, so the reader need not wait
    tail = _TAIL.match(text, event.end())
    assert tail is not None  # it matches the empty string
    following = text[tail.end() : tail.end() + 1]
    if not following or _PART_OF_MARK.match(text, tail.end()):
        return tail.end() if final else None
    end = tail.start("space")
    if tail["marks"]:
        return 0 if following.islower() else end
    return end if _ends_here(before, event["stop"], text[event.end() : end], tail["space"] + following) else 0


def _ends_here(before: str, stop: str, closers: str, following: str) -> bool:
    """Whether an unmarked stop ends the sentence; where in doubt, it does not."""
    if stop[-1] in "。！？":
        return before.count("“") <= before.count("”") + closers.count("”")
    if not following[0].isspace() or following[-1].islower() or following[-1] in ",;:-–—)":
        return False
    quotes = before + closers
    if quotes.count("“") > quotes.count("”") or quotes.count('"') % 2:
        return False
    word = _LAST_WORD.search(before)
    last = word[0].casefold() if word else ""
    shortened = _ABBREVIATED.fullmatch(last) or _INITIALS.fullmatch(last) or _LIST_NUMBER.fullmatch(before)
    return stop != "." or not shortened
