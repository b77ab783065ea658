"""Numbers in digits and words, with unit, scale, currency, range and bound, and which of them supports which."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from rag.verify.stems import meaning
from rag.verify.tokens import Text, Token
from rag.verify.wordlists import words

Bound = Literal["", "exactly", "about", "nearly", "under", "at most", "over", "at least"]
Sort = Literal["cardinal", "ordinal", "vague", "range", "article"]
Role = Literal["", "by", "to", "from"]

_SMALL = {
    word: value
    for value, word in enumerate(
        words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        )
    )
} | {word: 10 * n for n, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "k": 1000,
    "mio": 10**6,
    "mrd": 10**9,
    "millionen": 10**6,
    "milliarden": 10**9,
    "millones": 10**6,
}
_VAGUE = {
    "dozens": 12,
    "scores": 20,
    "tens": 10,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
}
_PAIRS = {"both": 2, "twice": 2, "pair": 2, "couple": 2, "duo": 2, "trio": 3, "quartet": 4, "single": 1, "sole": 1}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        start=1,
    )
} | {
    word: 10 * n
    for n, word in enumerate(
        words("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"),
        start=2,
    )
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₴": "hryvnia", "₽": "rouble", "₹": "rupee"}
_UNIT_FORMS = {
    "percent": "percent pct",
    "dollar": "dollar dollars buck bucks",
    "us dollar": "usd",
    "euro": "euro euros eur",
    "pound": "pound pounds gbp lb lbs sterling",
    "yen": "yen jpy",
    "hryvnia": "hryvnia hryvnias uah",
    "rouble": "rouble roubles ruble rubles rub",
    "rupee": "rupee rupees inr",
    "franc": "franc francs chf",
    "yuan": "yuan renminbi cny rmb",
    "krona": "krona kronor krone kroner sek nok dkk",
    "cent": "cent cents",
    "second": "seconds sec secs",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years yr yrs",
    "decade": "decade decades",
    "century": "century centuries",
    "kilometre": "kilometre kilometres kilometer kilometers km",
    "metre": "metre metres meter meters",
    "centimetre": "centimetre centimetres centimeter centimeters cm",
    "millimetre": "millimetre millimetres millimeter millimeters mm",
    "mile": "mile miles mi",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "yard": "yard yards",
    "kilogram": "kilogram kilograms kilo kilos kg",
    "gram": "gram grams",
    "tonne": "tonne tonnes ton tons",
    "litre": "litre litres liter liters",
    "gallon": "gallon gallons",
    "barrel": "barrel barrels",
    "acre": "acre acres",
    "hectare": "hectare hectares ha",
    "degree": "degree degrees °",
    "megawatt": "megawatt megawatts mw",
    "gigawatt": "gigawatt gigawatts gw",
    "kilowatt": "kilowatt kilowatts kw",
    "knot": "knot knots",
    "point": "point points",
    "magnitude": "magnitude",
}
_UNITS = {form: unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()}
_FOREIGN_PERCENT = frozenset(("prozent", "procent", "ciento", "cento", "%"))
_MULTIPLIED_UNITS = frozenset(("square", "cubic", "nautical", "light"))
_DOLLARS = {"us": "us dollar", "american": "us dollar", "u.s": "us dollar"}
_OTHER_MONEY = frozenset(
    ("australian", "canadian", "hong", "kong", "singapore", "zealand", "swiss", "swedish", "danish")
)

# How a bound is written, as the folded words before the number, the longest first.
_BOUND_PHRASES: tuple[tuple[Bound, str], ...] = (
    ("about", "about|around|roughly|approximately|some|circa|estimated|an estimated|in the region of|ca"),
    ("nearly", "nearly|almost|close to|just under|just below|not quite|just short of"),
    ("under", "under|below|less than|fewer than"),
    ("at most", "up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum of"),
    ("over", "over|more than|above|exceeding|exceeded|exceeds|exceed|upwards of|just over|in excess of"),
    ("at least", "at least|no fewer than|no less than|not less than|a minimum of|minimum of|at the least"),
    ("exactly", "exactly|precisely"),
)
_BOUNDS = sorted(
    ((tuple(phrase.split()), bound) for bound, phrases in _BOUND_PHRASES for phrase in phrases.split("|")),
    key=lambda pair: -len(pair[0]),
)
_BOUND_ENDS = frozenset(phrase[-1] for phrase, _ in _BOUNDS)
_SUPPORTING_BOUNDS: dict[Bound, frozenset[Bound]] = {
    "": frozenset(("", "exactly")),
    "exactly": frozenset(("", "exactly")),
    "about": frozenset(("about", "", "exactly", "nearly")),
    "nearly": frozenset(("nearly",)),
    "under": frozenset(("under", "nearly")),
    "at most": frozenset(("at most", "under", "nearly", "", "exactly")),
    "over": frozenset(("over",)),
    "at least": frozenset(("at least", "over", "", "exactly")),
}


class Quantity(NamedTuple):
    """A number of a text; tokens [first, last) are its own. ``upper`` ends a range; ``noun`` is what it counts."""

    value: Fraction
    upper: Fraction | None
    unit: str
    sort: Sort
    bound: Bound
    role: Role
    noun: str
    first: int
    last: int
    text: str
    sentence: int

    @property
    def is_pair(self) -> bool:
        """Whether it is a word such as "twice" or "both", which counts nothing that could be mistaken for another."""
        return self.text.casefold() in _PAIRS


def supports(evidence: Quantity, said: Quantity) -> bool:
    """Whether a number of the evidence says what a number of the statement says, bound, unit and role included."""
    if said.sort == "vague" or evidence.sort == "vague":
        return _supports_vague(evidence, said)
    if _plainly_differ(evidence, said):
        return False
    if not _same_unit(evidence, said):
        return False
    if said.sort == "range" or evidence.sort == "range":
        return _supports_range(evidence, said)
    if (said.sort == "ordinal") != (evidence.sort == "ordinal"):
        return False
    if evidence.sort == "article" and not (said.value == 1 and evidence.noun == said.noun):
        return False
    if said.role and evidence.role and said.role != evidence.role:
        return False
    if _value(evidence) == _value(said):
        return evidence.bound in _SUPPORTING_BOUNDS[said.bound]
    return _is_rounded(evidence, said)


def _plainly_differ(evidence: Quantity, said: Quantity) -> bool:
    """Whether two bare numbers have other values: most pairs do, and need no closer look."""
    if said.sort != "cardinal" or evidence.sort not in ("cardinal", "article") or said.bound:
        return False
    return evidence.value != said.value and "part" not in (said.unit, evidence.unit)


def as_digits(word: str) -> str:
    """A small number word or plain digits as digits; "" for anything else."""
    return str(_SMALL[word]) if word in _SMALL else word if word.isdigit() else ""


def same_value(evidence: Quantity, said: Quantity) -> bool:
    """Whether the bare values are the same, whatever bound, unit or role: to name what is wrong."""
    return evidence.value == said.value or evidence.upper == said.value


@lru_cache(maxsize=4096)
def quantities(text: Text, taken: frozenset[int] = frozenset()) -> tuple[Quantity, ...]:
    """The numbers of a text in order; tokens in ``taken`` (dates, times of day) are left alone."""
    return tuple(_read(text.tokens, taken))


def _value(quantity: Quantity) -> Fraction:
    return quantity.value * 100 if quantity.unit == "part" else quantity.value


def _same_unit(evidence: Quantity, said: Quantity) -> bool:
    one, other = evidence.unit, said.unit
    if one == other:
        return True
    pair = {one, other}
    if pair in ({"dollar", "us dollar"}, {"part", "percent"}, {"age", ""}):
        return True
    if other == "" and one == "percent" and said.role and said.role == evidence.role:
        return True  # "to 14 percent from 9"
    # "nine" for "nine hours" leaves the unit out; a unit of the statement must be in the evidence.
    return other == "" and one not in ("percent", "percentage point", "part") and one not in _CURRENCIES


_CURRENCIES = frozenset((*_CURRENCY_SIGNS.values(), "us dollar", "franc", "yuan", "krona", "cent"))


def _supports_range(evidence: Quantity, said: Quantity) -> bool:
    if said.sort == "range" and evidence.sort == "range":
        return (evidence.value, evidence.upper) == (said.value, said.upper)
    if evidence.sort != "range":
        return False
    if said.bound == "at most":
        return said.value == evidence.upper
    if said.bound == "at least":
        return said.value == evidence.value
    return (said.role == "from" and said.value == evidence.value) or (
        said.role == "to" and said.value == evidence.upper
    )


def _supports_vague(evidence: Quantity, said: Quantity) -> bool:
    """ "Hundreds" is supported by "hundreds" and by 340; "340" is not supported by "hundreds"."""
    if said.sort != "vague":
        return False
    if evidence.sort == "vague":
        return evidence.value == said.value
    return (
        evidence.sort == "cardinal"
        and evidence.unit == said.unit
        and 2 * said.value <= evidence.value < 10**3 * said.value
    )


def _is_rounded(evidence: Quantity, said: Quantity) -> bool:
    """Whether the statement rounds an exact number and says so: "about 1.2 million" for 1,203,456."""
    if evidence.bound not in ("", "exactly") or evidence.sort != "cardinal" or not said.value or not evidence.value:
        return False
    off = (said.value - evidence.value) / abs(evidence.value)
    if said.bound == "about":
        return abs(off) <= Fraction(3, 100) and _digits_of(said.value) < _digits_of(evidence.value)
    if said.bound in ("nearly", "under"):
        return 0 < off <= Fraction(5, 100)
    return said.bound in ("over", "at least") and Fraction(-10, 100) <= off < 0 and _digits_of(said.value) <= 2


def _digits_of(value: Fraction) -> int:
    """How many significant digits the number is written with."""
    return len(f"{float(value):.12g}".replace(".", "").replace("-", "").strip("0"))


def _read(tokens: tuple[Token, ...], taken: Collection[int]) -> Iterator[Quantity]:
    at = 0
    pending: Quantity | None = None
    while at < len(tokens):
        token = tokens[at]
        may_open = token.kind == "number" or token.kind == "symbol" or token.folded in _STARTS
        found = _number_at(tokens, at, taken) if may_open and at not in taken else None
        if found is None:
            at += 1
            continue
        if pending is not None and (joined := _joined(tokens, pending, found)):
            yield from joined
            pending = None
        else:
            if pending is not None:
                yield pending
            pending = found
        at = found.last
    if pending is not None:
        yield pending


def _number_at(tokens: tuple[Token, ...], at: int, taken: Collection[int]) -> Quantity | None:
    token = tokens[at]
    if token.kind == "number":
        read = _digits_at(tokens, at)
    elif token.kind == "symbol" and token.text in _SIGNS:
        read = (_SIGNS[token.text], at + 1, "fraction")
    elif token.kind == "word" and token.folded in _STARTS:
        read = _words_at(tokens, at)
    else:
        return None
    if read is None or any(n in taken for n in range(at, read[1])):
        return None
    value, end, sort = read
    before = _money_before(tokens, at)
    value, end = _scaled(tokens, value, end, sort, money=before != "")
    unit, last = _unit_after(tokens, end)
    unit = before or unit or ("part" if sort == "fraction" else "")
    first = at - 1 if before else at
    if _is_minus(tokens, at - 1):
        value, first = -value, first - 1
    return Quantity(
        value,
        None,
        unit,
        "ordinal"
        if sort == "ordinal"
        else "vague"
        if sort == "vague"
        else "article"
        if sort == "article"
        else "cardinal",
        _bound(tokens, first, last),
        _role(tokens, first),
        _noun(tokens, last),
        first,
        last,
        _source(tokens, first, last),
        token.sentence,
    )


def _is_minus(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a token makes the number behind it negative: "minus", or a dash that touches only that number."""
    if at < 0:
        return False
    token = tokens[at]
    if token.folded == "minus":
        return True
    touches = at + 1 < len(tokens) and token.end == tokens[at + 1].start
    return token.kind == "dash" and touches and (at == 0 or tokens[at - 1].end < token.start)


_STARTS = frozenset((*_SMALL, *_SCALES, *_VAGUE, *_ORDINALS, *_PARTS, *_PAIRS, "a", "an")) - {"k", "mn", "bn", "tn"}


def _digits_at(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    value = _digits(tokens[at].text)
    end = at + 1
    after = tokens[end] if end < len(tokens) else None
    if after and after.start == tokens[at].end and after.folded in ("st", "nd", "rd", "th"):
        return value, end + 1, "ordinal"
    if after and after.folded in ("quarters", "thirds", "fifths", "tenths", "sixths", "eighths"):
        return value / _PARTS[after.folded[:-1]], end + 1, "fraction"
    if after and after.text in _SIGNS:
        return value + _SIGNS[after.text], end + 1, "cardinal"
    return value, end, "cardinal"


@lru_cache(maxsize=10_000)
def _digits(text: str) -> Fraction:
    """The value of digits as printed: "1,200" and "1 200" are 1200, "1.5" and "1,5" are 3/2."""
    plain = "".join(c for c in text if not c.isspace())
    head, comma, tail = plain.rpartition(",")
    if comma and "." not in tail and (len(tail) != 3 or "." in head):
        plain = head.replace(",", "").replace(".", "") + "." + tail
    plain = plain.replace(",", "")
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    return Fraction(plain)


def _words_at(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    word = tokens[at].folded
    following = _word(tokens, at + 1)
    if word in ("a", "an"):
        return _after_article(tokens, at)
    if word in _VAGUE:
        return _vague_at(tokens, at)
    if word in ("half", "quarter"):
        return _part_at(tokens, at)
    if word in _PAIRS:
        return (Fraction(_PAIRS[word]), at + 1, "cardinal") if not (word == "couple" and following != "of") else None
    if word in _SCALES:
        return (Fraction(_SCALES[word]), at + 1, "cardinal") if word in ("hundred", "thousand", "dozen") else None
    if word in _ORDINALS:
        return Fraction(_ORDINALS[word]), at + 1, "ordinal"
    return _spelled_at(tokens, at)


def _after_article(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    """ "A hundred", "a dozen", "a third of", "a half"; else the article itself, which may stand for "one"."""
    following, then = _word(tokens, at + 1), _word(tokens, at + 2)
    if following in _SCALES and following not in ("k",):
        return Fraction(_SCALES[following]), at + 2, "cardinal"
    if following in ("quarter", "half") and then in ("million", "billion", "trillion"):
        return Fraction(_SCALES[then], _PARTS[following]), at + 3, "cardinal"
    if following in ("third", "quarter", "fifth", "tenth", "half", "sixth", "eighth") and then == "of":
        return Fraction(1, _PARTS[following]), at + 2, "fraction"
    if following in ("couple", "pair", "trio") or following in _VAGUE or not following:
        return None
    return Fraction(1), at + 1, "article"


def _vague_at(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    value, end = _VAGUE[tokens[at].folded], at + 1
    if tokens[at].folded == "scores" and _word(tokens, end) != "of":
        return None
    while _word(tokens, end) == "of" and _word(tokens, end + 1) in _VAGUE:
        value *= _VAGUE[_word(tokens, end + 1)]
        end += 2
    return Fraction(value), end, "vague"


def _part_at(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    """ "Half", "half a million", "half an hour"; "quarter" alone is a part of a year."""
    if tokens[at].folded == "quarter":
        return None
    following = _word(tokens, at + 1)
    if following in ("a", "an"):
        if _word(tokens, at + 2) in _SCALES or _word(tokens, at + 2) in _UNITS:
            return Fraction(1, 2), at + 2, "cardinal"
        return Fraction(1, 2), at + 1, "fraction"
    return Fraction(1, 2), at + 1, "fraction"


def _spelled_at(tokens: tuple[Token, ...], at: int) -> tuple[Fraction, int, str] | None:
    """ "Nine", "twenty-one", "one hundred and five", "two-thirds", "three and a half", "twenty-first"."""
    total = current = 0
    end, at_start = at, True
    while True:
        word = _word(tokens, end)
        if word in _SMALL and (at_start or _may_follow(current, _SMALL[word])):
            current += _SMALL[word]
        elif word in _ORDINALS and not at_start and current % 100 >= 20 and current % 10 == 0 and _ORDINALS[word] < 10:
            return Fraction(total + current + _ORDINALS[word]), end + 1, "ordinal"
        elif word in ("hundred", "thousand", "million", "billion", "trillion") and not at_start:
            if word == "hundred":
                current *= 100
            else:
                total, current = total + current * _SCALES[word], 0
        elif (
            word == "and"
            and not at_start
            and (current % 100 == 0)
            and _word(tokens, end + 1) in _SMALL
            and (current >= 100 or total >= 1000)
        ):
            end += 1
            continue
        else:
            break
        at_start = False
        end += 1
        if end < len(tokens) and tokens[end].kind == "dash" and _word(tokens, end + 1) in _JOINABLE:
            end += 1
    if end == at:
        return None
    value = Fraction(total + current)
    if (part := _word(tokens, end).rstrip("s")) in (
        "third",
        "quarter",
        "fifth",
        "tenth",
        "sixth",
        "eighth",
        "half",
    ) and (value >= 1):
        return value / _PARTS[part], end + 1, "fraction"
    if tokens[end - 1].kind == "dash":
        end -= 1
    if (_word(tokens, end), _word(tokens, end + 1), _word(tokens, end + 2)) == ("and", "a", "half"):
        return value + Fraction(1, 2), end + 3, "cardinal"
    if value == 1 and (
        _word(tokens, at + 1) in ("another", "day") or _word(tokens, at - 1) in ("no", "any", "every", "each")
    ):
        return None
    return value, end, "cardinal"


_JOINABLE = frozenset((*_SMALL, *_ORDINALS, "hundred", "thousand", "third", "thirds", "quarters", "fifths", "half"))


def _may_follow(current: int, small: int) -> bool:
    """Whether a small number word continues a number: "twenty" + "one", "two hundred" + "five"; not "two" + "three"."""
    return (current % 100 == 0) if small >= 10 else (current % 10 == 0 and current % 100 not in range(1, 20))


def _scaled(tokens: tuple[Token, ...], value: Fraction, end: int, sort: str, *, money: bool) -> tuple[Fraction, int]:
    """The value times the scale word behind it: "1.2 million", "5bn", "two dozen", "$3m"."""
    if sort not in ("cardinal",):
        return value, end
    while end < len(tokens):
        at = end + 1 if tokens[end].kind == "dash" and _word(tokens, end + 1) in _SCALES else end
        word = _word(tokens, at)
        tight = at < len(tokens) and tokens[at].start == tokens[at - 1].end
        half_article = word == "a" and value == Fraction(1, 2) and _word(tokens, at + 1) in _SCALES
        if half_article:
            at, word, tight = at + 1, _word(tokens, at + 1), False
        if word in _SCALES and (word not in ("k",) or tight):
            value *= _SCALES[word]
        elif word == "m" and money:
            value *= 10**6
        elif word == "b" and money:
            value *= 10**9
        else:
            break
        end = at + 1
    return value, end


def _money_before(tokens: tuple[Token, ...], at: int) -> str:
    if not at:
        return ""
    before = tokens[at - 1]
    if before.text in _CURRENCY_SIGNS:
        prefix = _word(tokens, at - 2) if at > 1 and tokens[at - 2].end == before.start else ""
        unit = _CURRENCY_SIGNS[before.text]
        if unit == "dollar" and prefix:
            return _DOLLARS.get(prefix, f"{prefix} dollar")
        return unit
    if before.folded in ("usd", "eur", "gbp", "jpy", "chf", "cny"):
        return _UNITS[before.folded]
    return ""


def _unit_after(tokens: tuple[Token, ...], end: int) -> tuple[str, int]:
    """The unit behind a number and the index behind the unit."""
    at = end + 1 if end < len(tokens) and tokens[end].kind == "dash" else end
    if at >= len(tokens):
        return "", end
    token, following = tokens[at], _word(tokens, at + 1)
    if token.text in _CURRENCY_SIGNS:
        return _CURRENCY_SIGNS[token.text], at + 1
    word = token.folded
    if word == "per" and following in ("cent", "cents"):
        return "percent", at + 2
    if word == "por" and following == "ciento":
        return "percent", at + 2
    if word in _FOREIGN_PERCENT or word == "percent" or word == "pct":
        if following in ("point", "points"):
            return "percentage point", at + 2
        return "percent", at + 1
    if word == "percentage" and following in ("point", "points"):
        return "percentage point", at + 2
    if word == "basis" and following in ("point", "points"):
        return "basis point", at + 2
    if word in _DOLLARS and following in ("dollar", "dollars"):
        return "us dollar", at + 2
    if word in _OTHER_MONEY and (unit := _UNITS.get(following)) in _CURRENCIES:
        return f"{word} {unit}", at + 2
    if word in _MULTIPLIED_UNITS and following in _UNITS:
        return f"{word} {_UNITS[following]}", at + 2
    if word == "m" and token.start == tokens[at - 1].end:
        return "metre", at + 1
    if word == "year" and _word(tokens, at + 1 + (at + 1 < len(tokens) and tokens[at + 1].kind == "dash")) in (
        "old",
        "olds",
    ):
        return "age", at + 2 + (tokens[at + 1].kind == "dash")
    if word in ("years", "year") and following in ("old", "of") and _word(tokens, at + 2) in ("old", "age", "", "and"):
        return ("age", at + 2) if following == "old" else ("year", at + 1)
    if word in _UNITS:
        return _with_scale_of_degrees(tokens, _UNITS[word], at + 1)
    return "", end


def _with_scale_of_degrees(tokens: tuple[Token, ...], unit: str, last: int) -> tuple[str, int]:
    """Degrees with their scale where it is named; speeds ("km/h", "miles per hour") as a unit of their own."""
    following = _word(tokens, last)
    if unit == "degree":
        if following in ("c", "celsius", "centigrade"):
            return "degree celsius", last + 1
        if following in ("f", "fahrenheit"):
            return "degree fahrenheit", last + 1
    slash = last < len(tokens) and tokens[last].text == "/"
    if (following in ("per", "an") or slash) and _word(tokens, last + 1) in ("hour", "h"):
        return f"{unit} an hour", last + 2
    return unit, last


def _word(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) and tokens[at].kind != "stop" else ""


def _bound(tokens: tuple[Token, ...], first: int, last: int) -> Bound:
    before = tuple(_word(tokens, n) for n in range(max(first - 4, 0), first))
    if before and before[-1] in ("a", "an", "the", "us", "minus"):
        before = before[:-1]
    for phrase, bound in _BOUNDS if before and before[-1] in _BOUND_ENDS else ():
        if before[-len(phrase) :] == phrase:
            return bound
    behind = _bound_behind(tokens, last) if any(t.folded in ("or", "at") for t in tokens[last : last + 2]) else ""
    return behind or ("at least" if last < len(tokens) and tokens[last].text == "+" else "")


def _bound_behind(tokens: tuple[Token, ...], last: int) -> Bound:
    """ "Or more", "at most": right behind a number, or behind its noun."""
    after = tuple(_word(tokens, n) for n in range(last, last + 4))
    for at in (0, 1):
        if after[at : at + 2] == ("or", "so"):
            return "about"
        if after[at : at + 2] == ("or", "more") or after[at : at + 2] == ("at", "least"):
            return "at least"
        if after[at : at + 2] in (("or", "less"), ("or", "fewer"), ("at", "most")):
            return "at most"
    return ""


def _role(tokens: tuple[Token, ...], first: int) -> Role:
    """Whether a change is "by", "to" or "from" the number."""
    for back in (1, 2, 3):
        word = _word(tokens, first - back)
        if word in _ROLES:
            return _ROLES[word]
        if meaning(word) in _CHANGES and not word.endswith("er"):
            return "by"
        if word not in _BOUND_WORDS:
            return ""
    return ""


_ROLES: dict[str, Role] = {"by": "by", "to": "to", "from": "from"}
_CHANGES = frozenset((meaning("rise"), meaning("fall")))


_BOUND_WORDS = (frozenset(word for phrase, _ in _BOUNDS for word in phrase) | {"a", "just", "only"}) - {"the"}


def _noun(tokens: tuple[Token, ...], last: int) -> str:
    """The meaning of the content word right behind the number, "" where a small word or a participle stands there."""
    if last < len(tokens) and tokens[last].is_content and not tokens[last].folded.endswith("ed"):
        return tokens[last].meaning
    return ""


def _joined(tokens: tuple[Token, ...], low: Quantity, high: Quantity) -> list[Quantity] | None:
    """Two numbers as a range: "5 to 10 percent", "between 5 and 10", "$5-10 million"; "from 5 to 10" stays two, too."""
    between = tokens[low.last : high.first]
    if len(between) != 1 or "ordinal" in (low.sort, high.sort) or "article" in (low.sort, high.sort):
        return None
    mark = between[0]
    before = _word(tokens, low.first - 1)
    if not (mark.kind == "dash" or mark.folded == "to" or (mark.folded == "and" and before == "between")):
        return None
    if low.unit and (low.role == "by" or low.unit != high.unit):
        return None
    low = _with_scale_of(low, high)
    unit = high.unit or low.unit
    text = _source(tokens, low.first, high.last)
    both = low._replace(upper=high.value, unit=unit, sort="range", last=high.last, text=text, noun=high.noun)
    if before == "from":
        return [low._replace(unit=unit, role="from"), high._replace(role="to"), both._replace(role="from")]
    return [both._replace(role="" if before in ("to", "from") else both.role)]


def _with_scale_of(low: Quantity, high: Quantity) -> Quantity:
    """ "5 to 10 million" begins at 5 million: the scale is written once."""
    if low.value < 1000 <= high.value and high.value % 1000 == 0:
        for scale in (10**12, 10**9, 10**6, 1000):
            if high.value % scale == 0 or (high.value * 10) % scale == 0:
                return low._replace(value=low.value * scale)
    return low


def _source(tokens: tuple[Token, ...], first: int, last: int) -> str:
    """The source text of tokens [first, last), with single spaces where there were any."""
    parts: list[str] = []
    for n, token in enumerate(tokens[first:last]):
        if n and token.start > tokens[first + n - 1].end:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)
