"""Which of the old encodings a text is in, told from its letters: for bytes that are no UTF-8 and declare nothing.

Each encoding that can decode the bytes is scored by how well the result looks like a language that is written in it.
Windows-1252 is the one to beat: what only ties with it stays it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

_SAMPLE = 16_384
_MARGIN = 0.2
"""How much better, per byte beyond ASCII, than Windows-1252 another encoding must look."""

_WESTERN = (
    "äöüß", "àâæçéèêëîïôœùûü", "áéíñóúü", "áâãàçéêíóôõú", "åäöæøé", "áðéíóúýþæö", "àèéìòù", "éëïóöü", "àçèéíïóòúü"
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_RUSSIAN = ("оеаинтсрвлкмдпу", "яыьгзбчйхжшюцщэфъё")
_UKRAINIAN = ("оеаинтсрвлкмдпуі", "яьгзбчйхжшюцщфїєґ")
_ALPHABETS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # (frequent letters, the others) of each language
    "cp1252": tuple((letters, "") for letters in _WESTERN),
    "cp1250": tuple((letters, "") for letters in _CENTRAL),
    "iso8859_2": tuple((letters, "") for letters in _CENTRAL),
    "cp1251": (_RUSSIAN, _UKRAINIAN, ("оеаинтсрвлкмдпуј", "бгжзњћчшџцхђљф")),
    "koi8_u": (_RUSSIAN, _UKRAINIAN),
    "cp1253": (("αοιετσνηυρ", "πκμλωδγχθφβξζψςάέήίόύώϊϋ"),),
    "cp1254": (("çğıöşü", "âîİ"),),
    "cp1255": (("יוהלאמתרבשנ", "קדעחטפכםצגסזןךףץ"),),
    "cp1256": (("اليمنرتوبع", "دسفهكقحجشصطخضذثءأإآئؤظغىةز"), ("ایرندمتوبه", "سکشگزلعفقخجحپچطصژآ")),
}
"""The letters of ISO 8859-1, -7, -9 and KOI8-R stand in these at the same places."""

_CJK: Mapping[str, tuple[re.Pattern[str], re.Pattern[bytes]]] = {
    # (the commonest characters of running text, the pairs of bytes that are in everyday use)
    "cp932": (re.compile("[ぁ-ゖ]"), re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]|[\x88-\x97].|\x81.", re.DOTALL)),
    "euc_jp": (re.compile("[ぁ-ゖ]"), re.compile(rb"[\xa1\xa4\xa5\xb0-\xcf].", re.DOTALL)),
    "cp949": (
        re.compile("[이다의는을를에가고하지기한로사도은서리시인자어그나라정아으일부있했]"),
        re.compile(rb"[\xb0-\xc8][\xa1-\xfe]|\xa1."),
    ),
    "gb18030": (
        re.compile("[的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会，。、”“]"),
        re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3]."),
    ),
    "big5": (
        re.compile("[的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會，。、」「]"),
        re.compile(rb"[\xa4-\xc6].|\xa1.", re.DOTALL),
    ),
}
_OTHER_SCRIPTS = frozenset({"cp1251", "koi8_u", "cp1253", "cp1255", "cp1256"})
_MIXED_WORD = re.compile(r"[A-Za-z](?=[^\W\d_A-Za-z])|[^\W\d_A-Za-z](?=[A-Za-z])")
_QUIET = frozenset("“”‘’„‚«»‹›–—…€£§°·•©®™\xa0½¼¾×²´ªº¿¡№")
_CASE_SLIP = re.compile(r"[a-zß-öø-ÿа-яёα-ω][À-ÖØ-ÞА-ЯЁΑ-Ω]")


def guessed_encoding(data: bytes) -> str:
    """The name of the codec that the bytes look written in; "cp1252" where none looks clearly better."""
    sample = _telling_part(data)
    beyond = sum(byte > 0x7F for byte in sample)
    if not beyond:
        return "cp1252"
    scores = {name: _single_byte_score(sample, name, beyond) for name in _ALPHABETS}
    scores |= {name: _cjk_score(sample, name, beyond) for name in _CJK}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > scores["cp1252"] + _MARGIN and scores[best] > 0 else "cp1252"


def _telling_part(data: bytes) -> bytes:
    """Some thousand bytes around the first that is not ASCII, from the start of its line."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(data.rfind(b"\n", 0, first) + 1, first - _SAMPLE // 4)
    return data[start : start + _SAMPLE]


def _decoded(sample: bytes, encoding: str) -> str | None:
    """The sample's text, a character cut off at its end left out; None where the bytes are not of this encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return None


def _single_byte_score(sample: bytes, encoding: str, beyond: int) -> float:
    """Per byte beyond ASCII: 1 for a frequent letter of the best fitting language, down to -2 for what fits nowhere."""
    text = sample.decode(encoding, errors="replace")
    slips = len(_CASE_SLIP.findall(text)) + (len(_MIXED_WORD.findall(text)) if encoding in _OTHER_SCRIPTS else 0)
    letters = [c for c in text if not c.isascii() and c not in _QUIET]
    fits = (sum(_letter_score(c, frequent, others) for c in letters) for frequent, others in _ALPHABETS[encoding])
    return (max(fits) - 2 * slips) / beyond


def _letter_score(letter: str, frequent: str, others: str) -> float:
    if letter in frequent:
        return 1.0
    if letter in others:
        return 0.6
    low = letter.lower()
    if low != letter and (low in frequent or low in others):
        return 0.4 if low in frequent else 0.2
    return -0.5 if letter.isalpha() else -2.0


def _cjk_score(sample: bytes, encoding: str, beyond: int) -> float:
    """Between -2 and 1: the share of everyday characters, and whether those of every sentence are among them."""
    text = _decoded(sample, encoding)
    if text is None:
        return -2.0
    common, everyday = _CJK[encoding]
    characters = [c for c in text if not c.isascii()]
    if not characters:
        return -2.0
    usual = sum(everyday.fullmatch(c.encode(encoding)) is not None for c in characters) / len(characters)
    frequent = min(1.0, 5 * sum(common.match(c) is not None for c in characters) / len(characters))
    return 2.5 * usual + 0.5 * frequent - 2.0 if frequent > 0.2 else -1.0
