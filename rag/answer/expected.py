"""What kind of answer a question asks for, and where a sentence holds one of that kind."""

from __future__ import annotations

import re
from typing import Literal

from rag.ports import Span
from rag.verify.lexicon import FUNCTION_WORDS
from rag.verify.stems import fold_word, meaning

Kind = Literal[
    "person",
    "place",
    "date",
    "clock",
    "duration",
    "age",
    "size",
    "number",
    "money",
    "percent",
    "quotation",
    "reason",
    "name",
    "polar",
    "any",
]

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|"
    "dozen|half|once|twice"
)
_UNITS_OF_TIME = "second|minute|hour|day|night|week|fortnight|month|year|decade|century|centuries"

# First match wins: the more particular before the more general. One line a kind and language; what other languages
# ask with is a closed class, so a question in them can still be matched with the kind of answer that it wants.
_ASKED: tuple[tuple[Kind, str], ...] = (
    (
        "duration",
        r"\bhow (?:long|much (?:time|longer)|many (?:seconds|minutes|hours|days|nights|weeks|months|years))\b"
        r"|\bduration\b",
    ),
    (
        "duration",
        r"\b(?:what|which) (?:stretch|length|period|amount|span) of time\b|\bfor (?:what|which) (?:time|period)\b",
    ),
    ("duration", r"\bwie lange\b|\bcombien de temps\b|\bcuánto (?:tiempo )?dur|\bquanto (?:tempo )?dur"),
    ("duration", r"\b(?:скільки (?:часу )?трива|як довго|сколько (?:времени )?(?:длил|продолж)|как долго|ile trwa)"),
    ("duration", r"\bjak długo\b|\bhoe lang\b|\bhur länge\b"),
    ("percent", r"\b(?:what|which) (?:percentage|percent|share|proportion)\b|\bhow many per ?cent\b"),
    (
        "age",
        r"\bhow old (?:is|was|are|were) (?!the|this)|\bwhat is .{1,40}['’]s age\b|\bage of\b|\bwie alt\b|\bquel âge\b",
    ),
    ("age", r"\bqué edad\b|\bскільки років (?!трива)|\bсколько лет (?!длил)"),
    (
        "number",
        r"\bhow much\b.{0,80}"
        r"\b(?:rise|rose|fall|fell|grow|grew|increase|drop|raise|cut|lower|up|down)(?:d|s|ed|ped)?\b",
    ),
    (
        "size",
        r"\bhow (?:far|tall|big|large|deep|high|fast|heavy|wide|strong)\b"
        r"|\b(?:what|which) (?:speed|height|depth|weight)\b",
    ),
    (
        "money",
        r"\bhow much money\b|\bhow much\b.{0,80}"
        r"\b(?:costs?|pay|pays|paid|earns?|spend|spent|worth|charge|owes?|invest|fined?|accept|receive|donate|lend|steal|borrow)\b",
    ),
    (
        "money",
        r"\bhow many (?:\w+ )?(?:billions?|millions?|dollars?|euros?|pounds)\b"
        r"|\bwhat (?:\w+ )?(?:price|cost|fine|profit)\b",
    ),
    (
        "money",
        r"\bwhat (?:\w+ )?(?:salary|wages?|fees?|budget|sum)\b"
        r"|\bwhat (?:does|did|is|was|will|would) .{1,60}\b(?:cost|earn|worth)\b",
    ),
    ("number", r"\bhow (?:many|much|often|old)\b|\bwhat (?:\w+ )?number\b"),
    ("number", r"\bwie ?viele?\b|\bcombien\b|\bcuánt[oa]s\b|\bquant[oiae]s?\b|\bскільки\b|\bсколько\b|\bile\b"),
    ("clock", r"\b(?:at )?(?:what|which) (?:time|hour)\b|\bum wie ?viel uhr\b|\bà quelle heure\b|\ba qué hora\b"),
    # In "What was his job when it was stolen?" the when joins and asks nothing, as in "When it rains, what shuts?".
    (
        "date",
        r"^(?!\W*when (?!did|do|does|is|are|was|were|has|have|had|can|could|will|would|should|may|might).*"
        r"\b(?:what|which|who|how|where)\b)(?!\W*(?:who|whom|whose|what|which|how|why|where|did|do|does|is|are|was|were|has|have|had)\b).*\bwhen\b"
        r"|\b(?:what|which) (?:\w+ )?(?:year|years|day|date|month|century|decade|week|weekday)\b",
    ),
    ("date", r"\bsince when\b|\bwann\b|\bquand\b|\bcuándo\b|\bquando\b|\bколи\b|\bкогда\b|\bkiedy\b|\bwanneer\b"),
    (
        "reason",
        r"\bwhy\b|\bwhat (?:caused|led to|prompted|was the (?:reason|cause))\b|\bfor what reason\b|\bhow come\b",
    ),
    ("reason", r"\bwarum\b|\bweshalb\b|\bwieso\b|\bpourquoi\b|\bpor qué\b|\bperché\b|\bчому\b|\bпочему\b|\bdlaczego\b"),
    (
        "quotation",
        r"\bwhat (?:exactly |precisely )?(?:did|does|has|had) .{1,60}?\b(?:say|said|state|stated|tell|told)\b",
    ),
    (
        "quotation",
        r"\bhow (?:did|does|has) .{1,60}?\b(?:describe|characteri[sz]e|put it|call|comment|react|respond)(?:d|ed)?\b",
    ),
    ("quotation", r"\bin what words\b|\bwhat (?:did|does) .{1,60}?\b(?:call|warn|argue|insist|complain|reply|joke)\b"),
    ("quotation", r"\bwhat (?:was|were) .{1,60}?\b(?:words|quote|quotation|statement)\b|\bin .{1,40} own words\b"),
    (
        "quotation",
        r"\bwas sagte\b|\bwas hat .{1,40} gesagt\b|\bqu['’]a dit\b|\bqué dijo\b|\bщо сказа|\bчто сказал|\bзаяви",
    ),
    ("place", r"\bwhere\b|\b(?:what|which|in what|in which) (?:\w+ )?(?:city|country|town|place|state|region|venue)\b"),
    ("place", r"\bwo\b|\bwohin\b|\boù\b|\bdónde\b|\bdove\b|\bonde\b|\bде\b|\bгде\b|\bgdzie\b|\bwaar\b"),
    ("person", r"\bwho\b|\bwhom\b|\bwhose\b|\bwhich (?:person|politician|official|minister|president|leader)\b"),
    ("person", r"\bwer\b|\bwen\b|\bwem\b|\bqui\b|\bquién(?:es)?\b|\bchi\b|\bquem\b|\bхто\b|\bкто\b|\bkto\b|\bwie is\b"),
    (
        "name",
        r"\bwhat (?:is|was|are|were) the names?\b|\b(?:what|which) (?:company|organi[sz]ation|outlet|agency|paper)\b",
    ),
    ("name", r"\b(?:what|which) (?:newspaper|party|group|team|bank|court|ministry|publisher|broadcaster|university)\b"),
    (
        "polar",
        r"^(?:so |and |but )?(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|should|may|might)\b",
    ),
)
_ASKED_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)

_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{_MONTHS})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}}\b)?"
    rf"|\b(?:{_DAYS})\b|\b1[0-9]{{3}}s?\b|\b20[0-9]{{2}}s?\b|\b\d{{1,2}}(?:st|nd|rd|th) century\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b(?:today|yesterday|tomorrow|tonight)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b|\b\d{1,2}:\d{2}\b|\b(?:noon|midnight|o['’]clock|dawn|dusk)\b", re.I
)
_NUMBER = re.compile(rf"\b\d[\d,.]*\b|\b(?:{_NUMBER_WORDS})s?\b", re.IGNORECASE)
_HEDGE = r"(?:(?:about|around|nearly|almost|over|some|approximately|more than|less than|up to) )?"
_COUNTED = rf"{_HEDGE}(?:\d[\d,.]*|(?:{_NUMBER_WORDS})(?:[ -](?:{_NUMBER_WORDS}))*)"
_SCALE = r"(?: (?:thousand|million|billion|trillion))?"
_DURATION = re.compile(
    rf"\b{_COUNTED}[ -](?:\w+ )?(?:{_UNITS_OF_TIME})s?\b"
    rf"|\b(?:(?<=for )|(?<=in )|(?<=within )|(?<=than )|(?<=about )|(?<=half ))an? (?:{_UNITS_OF_TIME})\b"
    r"|\b(?:since|from) (?:at least |about |around )?(?:\w+ ){0,3}?(?:1[0-9]|20)[0-9]{2}\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    rf"(?<=, )\d{{1,3}}(?=,)|\b\d{{1,3}}[- ]years?[- ]old\b|\baged? \d{{1,3}}\b|\b(?:man|woman|boy|girl) of \d{{1,3}}\b"
    rf"|\b(?:{_NUMBER_WORDS})[- ]years?[- ]old\b",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"\b{_COUNTED}{_SCALE}[ -]?(?:square |cubic )?(?:m|km|cm|mm|ft|kg|g|mph|km/h|met(?:er|re)s?|kilomet(?:er|re)s?|"
    r"centimet(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|knots?|kilograms?|kilos?|pounds?|tons?|tonnes?|lit(?:er|re)s?|"
    r"hectares?|acres?|degrees?|megawatts?)\b",
    re.IGNORECASE,
)
# Currencies are too many to list: a large number with a plural behind it that is no count is taken for money.
_COUNTS = r"(?!people|years|square|votes|copies|tickets|homes|houses|jobs|passengers|visitors|voters)"
_MONEY = re.compile(
    rf"[$€£¥]\s?\d[\d,.]*{_SCALE}|\b{_COUNTED}{_SCALE}"
    r" (?:US )?(?:dollars?|euros?|pounds?|yen|francs?|roubles?|rubles?|hryvnias?|cents?)\b"
    rf"|\b(?:\d{{1,3}}(?:,\d{{3}})+|\d[\d.]* (?:thousand|million|billion)) {_COUNTS}[a-z]+s\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\b\d[\d,.]*\s?(?:%|per ?cent\b|percentage points?\b)", re.IGNORECASE)
_QUOTATION = re.compile(r"[“\"«„][^”\"»“]{3,}[”\"»“]?|‘[^’]{3,}’")
_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result|result(?:s|ed)? (?:of|from)|in order to|so that|caused?|led to|"
    r"prompted|therefore|thus|stemm(?:s|ed) from|in response to|for fear|the need|reasons?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:\b(?:[A-ZÀ-ÞА-ЯЁЄІЇҐ][\w'’.-]*|[A-Z]\.)(?:\s+(?:of|de|van|von|al|bin|the|la|du)(?=\s+[A-ZÀ-Þ]))*\s*)+",
    re.UNICODE,
)
_WORD = re.compile(r"[^\W_]+")
_DISPATCH = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,40} ?(?:\([^)]*\) ?)?[—–-] ")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.)+$")
_IN = re.compile(
    r"\b(?:in|at|near|to|from|outside|into|across|through|towards?|inside|around|during)\s+(?:[a-z]+\s+){0,3}$"
)
_NAMES_A_PLACE = re.compile(
    r"^\W*(?:which|what) (?:\w+ )?(?:city|country|town|state|region|place) (?!(?:is|was|are|were|did|do|does)\b)\w+",
    re.I,
)
"""Of which a place is the doer: "Which country rationed petrol?" is answered by a name in any part of the sentence."""
_OF_A_THING = re.compile(r"\b(?:born|(?:come|comes|came) from|lives?|lived|based|located|build|built|lies?)\b", re.I)
_COUNTED_NOUN = re.compile(
    r"\bhow (?:many|much(?! of\b)) (?:of the |more |other |different |new )?"
    r"(?!(?:did|does|do|is|was|were|are|will|would|can|could|has|had|have|of|per|more|those|these|according|than)\b)"
    r"([^\W\d_]+)",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:when will|will .* be|next|upcoming|scheduled|planned|going to)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:held|was|were|had|took|met|began|ended|happened|started|signed|said)\b[^.;]*$", re.IGNORECASE)

_SHARE_WORD = re.compile(r"percent|per|percentage|points?", re.IGNORECASE)
_TIME_WORD = re.compile(rf"(?:{_UNITS_OF_TIME})s?", re.IGNORECASE)
_HOLDER = re.compile(
    r"^\W*(?:so |and )?(?:who|what|which person) (?:is|was|are|were) (?:the (?:names? of )?)?"
    r"(?!said|quoted|named|mentioned)"
    r"|\bname (?:the|of)\b|^\W*name (?:the|of)\b",
    re.IGNORECASE,
)

_PEOPLE = meaning("people")
_OF_PEOPLE = re.compile(
    r"(?:men|women|children|refugees|employees|staff|crew|pupils|guests|nurses|police|"
    r"(?!others|papers|members|numbers|quarters|letters|orders|offers|towers|rivers|doors|floors|factors|motors)"
    r"[a-z]{3,}(?:ers|ors|ants|ents|ists|ians))",
    re.IGNORECASE,
)

NOUN_BEHIND, NOUN_BEFORE = 4, 2
"""Words behind and before a number in which the counted thing must stand."""

_NEVER_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "for",
        "and",
        "but",
        "or",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "their",
        "its",
        "as",
        "with",
        "from",
        "by",
        "to",
        "of",
        "if",
        "when",
        "while",
        "after",
        "before",
        "during",
        "despite",
        "although",
        "though",
        "however",
        "since",
        "according",
        "there",
        "here",
        "not",
        "no",
        "one",
        "what",
        "who",
        "where",
        "why",
        "how",
        "which",
        "notably",
        "hence",
        "further",
        "representatives",
        "observers",
        "some",
        "many",
        "most",
    ]
)
_CALENDAR = frozenset((*_MONTHS.split("|"), *_DAYS.split("|")))
_PATTERN_OF: dict[Kind, tuple[re.Pattern[str], ...]] = {
    "date": (_DATE,),
    "clock": (_CLOCK,),
    "duration": (_DURATION,),
    "age": (_AGE,),
    "size": (_SIZE,),
    "number": (_NUMBER,),
    "money": (_MONEY,),
    "percent": (_PERCENT,),
    "quotation": (_QUOTATION,),
    "reason": (_REASON,),
}
_MEASURED = (_SIZE, _DURATION, _MONEY, _PERCENT)
_OF_ANY_MEASURE = re.compile(r"\bhow (?:fast|big|large|high|strong)\b", re.IGNORECASE)
"""A damage may be so high in money, a share in percent; what is done fast is done within some time."""


def expected_kind(question: str) -> Kind:
    """The kind of answer that the question's own words ask for; "any" where they leave it open."""
    for kind, pattern in _ASKED_PATTERNS:
        if pattern.search(question):
            return kind
    return "any"


def asks_for_holder(question: str) -> bool:
    """ "Who is the finance minister?": only a sentence that names the office can name its holder."""
    return expected_kind(question) == "person" and bool(_HOLDER.search(question))


def answer_spans(kind: Kind, sentence: str, question: str) -> list[Span]:
    """Spans of the sentence that could be the answer: of the kind asked for, and not the question's own words.

    Empty for "polar" and "any", where any sentence may answer.
    """
    asked = {word.lower() for word in _WORD.findall(question)}
    if kind in ("person", "place", "name"):
        if _is_headline(sentence):
            return []
        named = [span for span in _names(sentence) if _is_new(sentence[slice(*span)], asked)]
        return named if kind != "place" or _NAMES_A_PLACE.search(question) else _placed(named, sentence, question)
    patterns = _MEASURED if kind == "size" and _OF_ANY_MEASURE.search(question) else _PATTERN_OF.get(kind, ())
    spans = [match.span() for pattern in patterns for match in pattern.finditer(sentence)]
    if kind in ("quotation", "reason"):
        return spans
    if kind == "number" and (counted := _COUNTED_NOUN.search(question)):
        spans = [span for span in spans if _counts(counted[1], sentence, span)]
    if kind == "date" and _FUTURE.search(question):
        spans = [span for span in spans if not _PAST.search(sentence[: span[0]])]
    return [span for span in spans if _is_new(sentence[slice(*span)], asked)]


def _placed(names: list[Span], sentence: str, question: str) -> list[Span]:
    """Names behind "in", "at" and the like, and the place that a dispatch opens with ("HARROW — ").

    That is where the news happened, not where somebody was born or something will be built."""
    opening = None if _OF_A_THING.search(question) else _DISPATCH.match(sentence)
    return [span for span in names if _IN.search(sentence[: span[0]]) or (opening and span[0] == 0)]


def _is_headline(sentence: str) -> bool:
    """Most words capitalised: capitals say nothing there."""
    words = [word for word in _WORD.findall(sentence) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _names(sentence: str) -> list[Span]:
    """Runs of capitalised words; the first word of the sentence only where it is no ordinary word."""
    found = []
    for match in _NAME.finditer(sentence):
        start, end = match.start(), match.start() + len(_bare(match[0]))
        words = _WORD.findall(match[0])
        if words and all(word.lower() in _CALENDAR for word in words):
            continue
        if words and (words[0].lower() in _NEVER_NAMES or (start == 0 and fold_word(words[0]) in FUNCTION_WORDS)):
            start += len(words[0])
            start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
        if start < end:
            found.append((start, end))
    return found


def _bare(run: str) -> str:
    """Without the full stop of the sentence; that of an abbreviation (U.S.) is its own."""
    run = run.rstrip()
    return run if _ABBREVIATED.search(run) else run.rstrip(".'’-")


def _counts(noun: str, sentence: str, span: Span) -> bool:
    """Whether the number stands near what "how many ..." asks to be counted, in some form of it."""
    wanted = meaning(fold_word(noun))
    behind = _WORD.findall(sentence[span[1] :])[:1]
    if behind and _TIME_WORD.fullmatch(behind[0]) and not _TIME_WORD.fullmatch(noun):
        return False  # "nine hours" counts hours, whatever stands near it
    if behind and _SHARE_WORD.fullmatch(behind[0]) and not _SHARE_WORD.fullmatch(noun):
        return False  # "Haldane Homes lost 4.6 percent" counts no homes
    near = _WORD.findall(sentence[span[1] :])[:NOUN_BEHIND] + _WORD.findall(sentence[: span[0]])[-NOUN_BEFORE:]
    if wanted == _PEOPLE:
        return any(meaning(fold_word(word)) == wanted or _OF_PEOPLE.fullmatch(word) for word in near)
    return any(meaning(fold_word(word)) == wanted for word in near)


def _is_new(text: str, asked: set[str]) -> bool:
    words = {word.lower() for word in _WORD.findall(text)}
    return bool(words - asked - {"s"})
