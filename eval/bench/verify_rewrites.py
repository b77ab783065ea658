"""Rules that rewrite a true statement: safely, so that it stays true, or with one planted error."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY = re.compile(rf"(?<!next )(?<!last )\bon ({'|'.join(_DAYS)})\b(?! (?:night|morning|evening|afternoon))")
_MONTH = re.compile(rf"\b({'|'.join(m for m in _MONTHS if m != 'May')})\b")
_INTEGER = re.compile(r"(?<![\d.,:/$€£–-])\b\d{1,3}(?:,\d{3})*\b(?![.,:]?\d|[-–/]|(?:st|nd|rd|th)\b)")
_NUMBER = re.compile(r"(?<![\w.,:–-])\d[\d,.]*\d|(?<![\w.,:–-])\d(?![\w.,])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPELLED = re.compile(rf"(?<!-)\b({'|'.join(_WORDS[2:])})\b(?!-)")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_UNITS = (
    ("hours", "days"), ("minutes", "hours"), ("seconds", "minutes"), ("days", "weeks"), ("years", "months"),
    ("tonnes", "kilos"), ("kilometre", "metre"), ("km", "miles"), ("metres", "feet"), ("hectares", "acres"),
    ("centimetres", "inches"), ("percentage points", "percent"), ("percent", "percentage points"), ("°C", "°F"),
)  # fmt: skip
_MONEY = (("€", "$"), ("$", "€"), ("£", "€"), ("euros", "dollars"), ("dollars", "pounds"), ("pounds", "euros"))
_SCALES = (("million", "billion"), ("billion", "million"))
_NOT_NAMES = frozenset((*_DAYS, *_MONTHS, "The", "A", "An", "It", "In", "On", "Its", "No", "According"))
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+(?:-[A-Z]?\w+)?(?: [A-Z][a-zà-ÿ]+)*")


def safe_rewrites(statement: str, published: date) -> Iterator[tuple[str, str]]:
    """(kind, statement) pairs that say the same in another form; each rule that applies once."""
    quoted = _QUOTED.search(statement) is not None
    for kind, rule in _SAFE:
        if quoted and rule not in _SAFE_IN_QUOTES:
            continue
        rewritten = rule(statement, published)
        if rewritten != statement:
            yield kind, rewritten


def _digits_spelled(text: str, published: date) -> str:
    def spell(match: re.Match[str]) -> str:
        value = match[0].replace(",", "")
        small = len(value) <= 2 and int(value) < len(_WORDS) and not _is_dated(text, match)
        return _WORDS[int(value)] if small else match[0]

    return _INTEGER.sub(spell, text)


def _is_dated(text: str, match: re.Match[str]) -> bool:
    around = text[max(match.start() - 12, 0) : match.end() + 12]
    return bool(re.search("|".join(_MONTHS), around)) or text[match.end() : match.end() + 2] in (
        "%",
        " %",
        "°C",
        " m",
        " c",
    )


def _spelled_digits(text: str, published: date) -> str:
    return _SPELLED.sub(lambda m: str(_WORDS.index(m[1])), text)


def _percent_sign(text: str, published: date) -> str:
    return re.sub(r"(\d) percent\b(?! point)", r"\1%", text)


def _money_in_words(text: str, published: date) -> str:
    for sign, word in (("€", "euros"), ("$", "dollars"), ("£", "pounds")):
        text = re.sub(rf"(?<![A-Z]){re.escape(sign)}([\d.,]*\d(?: (?:million|billion))?)", rf"\1 {word}", text)
    return text


def _dated_weekday(text: str, published: date) -> str:
    def dated(match: re.Match[str]) -> str:
        back = (published.weekday() - _DAYS.index(match[1])) % 7
        day = published - timedelta(days=back)
        return f"on {day.day} {_MONTHS[day.month - 1]} {day.year}"

    if re.search(r"\b(?:will|would|due|next|plans?|may|begin|start)\b", text):
        return text
    return _DAY.sub(dated, text)


def _straight_quotes(text: str, published: date) -> str:
    return text.translate(str.maketrans("“”’–", '""\'-'))


def _other_reporting_verb(text: str, published: date) -> str:
    return text.replace(" said.", " stated.").replace(" said that ", " explained that ")


def _attributed_first(text: str, published: date) -> str:
    match = re.fullmatch(r"([^“”\"]+), ((?:[\w’']+ ){0,4}[A-Z][\w’']+) said\.", text)
    if match is None or not match[1].startswith(("The ", "A ", "No ", "About ")):
        return text
    return f"According to {match[2]}, {match[1][0].lower()}{match[1][1:]}."


def _without_accents(text: str, published: date) -> str:
    import unicodedata

    kept = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text if kept == text else unicodedata.normalize("NFC", kept)


_SAFE: tuple[tuple[str, Callable[[str, date], str]], ...] = (
    ("digits spelled", _digits_spelled),
    ("words as digits", _spelled_digits),
    ("percent sign", _percent_sign),
    ("money in words", _money_in_words),
    ("weekday dated", _dated_weekday),
    ("straight quotes", _straight_quotes),
    ("reporting verb", _other_reporting_verb),
    ("attributed first", _attributed_first),
    ("without accents", _without_accents),
)


_SAFE_IN_QUOTES = (_dated_weekday, _straight_quotes, _other_reporting_verb)


def planted(statement: str, told: str, names: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, statement) pairs, each with one error that makes it false; what is planted does not occur in ``told``."""
    for kind, rule in _ERRORS:
        wrong = rule(statement, told, chance)
        if wrong and wrong != statement:
            yield kind, wrong
    yield from _names_planted(statement, told, names, chance)


def _number_planted(text: str, told: str, chance: random.Random) -> str:
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m[0]) and not _is_dated_near(text, m)]
    spelled = list(_SPELLED.finditer(text))
    if found and (not spelled or chance.random() < 0.7):
        match = chance.choice(found)
        wrong = _other_number(match[0], chance)
    elif spelled:
        match = chance.choice(spelled)
        wrong = chance.choice([w for w in _WORDS[2:] if w != match[1]])
    else:
        return ""
    return "" if _has(told, wrong) else f"{text[: match.start()]}{wrong}{text[match.end() :]}"


def _is_dated_near(text: str, match: re.Match[str]) -> bool:
    around = text[max(match.start() - 11, 0) : match.end() + 11]
    return bool(re.search("|".join(_MONTHS), around))


def _other_number(digits: str, chance: random.Random) -> str:
    at = chance.choice([n for n, c in enumerate(digits) if c.isdigit()])
    other = chance.choice([d for d in "123456789" if d != digits[at]])
    return digits[:at] + other + digits[at + 1 :]


def _has(told: str, wrong: str) -> bool:
    value = str(_WORDS.index(wrong)) if wrong in _WORDS else wrong
    words = {value, _WORDS[int(value)] if value.isdigit() and int(value) < len(_WORDS) else value}
    return any(re.search(rf"(?<![\w.,]){re.escape(w)}\b", told) for w in words)


def _word(form: str) -> re.Pattern[str]:
    """The form as a whole word; a sign stands wherever it is written."""
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)" if form[0].isalpha() else re.escape(form))


def _swapped(pairs: Sequence[tuple[str, str]]) -> Callable[[str, str, random.Random], str]:
    def rule(text: str, told: str, chance: random.Random) -> str:
        fitting = [(a, b) for a, b in pairs if _word(a).search(text)]
        if not fitting:
            return ""
        old, new = chance.choice(fitting)
        return "" if _word(new).search(told) else _word(old).sub(new, text, count=1)

    return rule


def _date_planted(text: str, told: str, chance: random.Random) -> str:
    for pattern, ring in ((_DAY, _DAYS), (_MONTH, _MONTHS)):
        match = pattern.search(text)
        if match:
            wrong = ring[(ring.index(match[1]) + chance.randint(1, len(ring) - 1)) % len(ring)]
            return "" if wrong in told else text[: match.start(1)] + wrong + text[match.end(1) :]
    match = _YEAR.search(text)
    if match:
        wrong = str(int(match[0]) + chance.choice((-11, -2, -1, 1, 2)))
        return "" if wrong in told else text.replace(match[0], wrong, 1)
    return ""


def _quotation_planted(text: str, told: str, chance: random.Random) -> str:
    match = _QUOTED.search(text)
    if not match:
        return ""
    words = match[1].split()
    at = chance.randrange(len(words))
    words[at] = chance.choice(("truly", "small", "nobody", "often", "our"))
    wrong = " ".join(words)
    return "" if wrong in told else text[: match.start(1)] + wrong + text[match.end(1) :]


def _negation_planted(text: str, told: str, chance: random.Random) -> str:
    if re.search(r"\b[Nn]o(?:body|ne)?\b", text):
        return ""
    for found, wrong in (
        (r"\bdid not (\w+)", r"did \1"), (r"\b(is|are|was|were|has|have|had|will|would|could|may) not\b", r"\1"),
        (r"\b(was|were|has|have|had|will|would|is|are) (?!not)(?=\w+ed\b)", r"\1 not "),
    ):  # fmt: skip
        if re.search(found, text) and not _QUOTED.search(text):
            return re.sub(found, wrong, text, count=1)
    return ""


def _hedging_planted(text: str, told: str, chance: random.Random) -> str:
    for found, wrong in (
        (r"\b(may|might|could) (have \w+|\w+)", r"will \2"), (r"\b(reportedly|allegedly|probably) ", ""),
        (r"\b(?:is|are) expected to\b", "will"), (r"\bplans to (\w+)\b", r"will \1"),
        (r"\b[Aa]bout (\d)", r"exactly \1"),
    ):  # fmt: skip
        if re.search(found, text) and not _QUOTED.search(text):
            return re.sub(found, wrong, text, count=1)
    return ""


_ERRORS: tuple[tuple[str, Callable[[str, str, random.Random], str]], ...] = (
    ("number", _number_planted),
    ("unit", _swapped(_UNITS)),
    ("currency", _swapped(_MONEY)),
    ("scale", _swapped(_SCALES)),
    ("date", _date_planted),
    ("quotation", _quotation_planted),
    ("negation, planted", _negation_planted),
    ("hedging, planted", _hedging_planted),
)


def names_of(text: str) -> list[str]:
    """Runs of capitalised words that do not open the text: names, for planting."""
    found = [m for m in _NAME.finditer(text) if m.start() > 0 and text[m.start() - 2 : m.start()] not in (". ", "“")]
    return [m[0] for m in found if m[0] not in _NOT_NAMES and text[m.start() - 1] not in '“"']


def _names_planted(text: str, told: str, names: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    own = names_of(text)
    if own and names:
        old = chance.choice(own)
        wrong = chance.choice(names)
        if wrong not in told and not set(wrong.split()) & set(told.split()):
            yield "name", text.replace(old, wrong, 1)
