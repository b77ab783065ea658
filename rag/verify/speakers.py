"""Who a text names as saying a quotation."""

from __future__ import annotations

from rag.verify.names import Name, names
from rag.verify.stems import stem
from rag.verify.tokens import Text, Token, read
from rag.verify.wordlists import words

_SAYING = frozenset(
    stem(w)
    for w in words(
        "say state tell note add explain remark comment declare observe announce emphasize emphasise stress "
        "underline highlight underscore reiterate insist claim argue maintain warn write reply respond answer "
        "ask call describe wonder joke quip recall concede admit acknowledge confirm deny promise vow testify "
        "predict complain conclude continue agree urge suggest repeat post tweet boast cry shout assure "
        "report quote cite put"
    )
)
_PLACING = frozenset(words("in at on from after during near to for with against about before since inside outside"))
_PRONOUNS = frozenset(words("he she they it i we"))
_REACH = 14


def speaker_of(text: str, start: int, end: int) -> str:
    """The name of whoever says the quotation text[start:end), as written near it; "" where the text names nobody.

    Looks at the sentence of the quotation, then, where that has only a pronoun, at who speaks or acts in the two
    sentences before it.
    """
    whole = read(text)
    sentence = _sentence_of(whole, start)
    found = _in_sentence(whole, sentence, start, end)
    if found is not None:
        return found.text if isinstance(found, Name) else _before(whole, sentence)
    if sentence and _announces(whole, sentence - 1):
        return _subject(whole, sentence - 1)
    return ""


def _sentence_of(text: Text, at: int) -> int:
    return next((n for n, (a, b) in enumerate(text.sentences) if a <= at < b), len(text.sentences) - 1)


def _in_sentence(text: Text, sentence: int, start: int, end: int) -> Name | Token | None:
    """The name or pronoun that goes with the saying verb nearest to the quotation, behind it or before it."""
    tokens = text.tokens
    last = _sentence_of(text, max(end - 1, start))
    after = [n for n, t in enumerate(tokens) if t.start >= end and t.sentence in (sentence, last)][:_REACH]
    for n in after:
        if _says(tokens[n]):
            return _at_verb(text, n, low=after[0]) or _named_at(text, sentence, before=n)
        if tokens[n].text in (";", "“") or (tokens[n].kind == "quote" and n > after[0] + 1):
            break  # the mark that closes the quotation may follow its comma
    before = [n for n, t in enumerate(tokens) if t.end <= start and t.sentence == sentence]
    verbs = [n for n in before if _says(tokens[n])]
    if verbs and (found := _by_whom(text, verbs[-1], after)) is not None:
        return found
    if verbs:
        return _named_at(text, sentence, before=verbs[-1])
    according = next((n for n in (*before, *after) if tokens[n].folded == "according"), None)
    if according is not None:
        return next((name for name in names(text) if name.first > according and not _owns(name)), None)
    return None


def _by_whom(text: Text, verb: int, after: list[int]) -> Name | None:
    """The name behind "by" after a quotation: "was called “an insult” by Benara"."""
    if not any(t.folded in ("was", "were", "is", "been", "as") for t in text.tokens[max(verb - 3, 0) : verb]):
        return None
    behind = [n for n in after[:4] if text.tokens[n].folded == "by"]
    return next((name for name in names(text) if behind and behind[0] < name.first <= behind[0] + 5), None)


def _says(token: Token) -> bool:
    return token.kind == "word" and stem(token.folded) in _SAYING and not token.is_capitalised


def _at_verb(text: Text, verb: int, *, low: int) -> Name | Token | None:
    """ "said Lee", "said the minister, Ann Lee", "Lee said", "she said"."""
    tokens = text.tokens
    between = [n for n in names(text) if low <= n.first < verb and n.sentence == tokens[verb].sentence]
    if between:
        return between[-1] if between[-1].last == verb else between[0]
    for n in range(low, verb):
        if tokens[n].folded in _PRONOUNS:
            return tokens[n]
    stop = next((n for n in range(verb + 1, len(tokens)) if tokens[n].kind in ("stop", "quote")), len(tokens))
    behind = [n for n in names(text) if verb < n.first <= verb + 8 and not _owns(n) and not _is_placed(text, n)]
    near = [n for n in behind if n.first < stop] or [
        n for n in behind if n.first == stop + 1 and tokens[stop].text == ","
    ]
    if near:
        return near[-1]  # "said Rovers coach Dan Ebner", "joked Ardel's mayor, Lise Corbin"
    following = tokens[verb + 1] if verb + 1 < len(tokens) else None
    return following if following is not None and following.folded in _PRONOUNS else None


def _named_at(text: Text, sentence: int, *, before: int) -> Name | Token | None:
    """The subject of the verb at an index: a name right in front of it, else its part's first that is no place."""
    tokens, part = text.tokens, text.parts[before]
    candidates = [
        name for name in names(text) if name.sentence == sentence and name.first < before and not _is_placed(text, name)
    ]
    near = [name for name in candidates if text.parts[name.first] == part] or candidates
    if not near:
        first = [t for t in tokens[:before] if t.sentence == sentence]
        return next((t for t in first if t.folded in _PRONOUNS), None)
    last = near[-1]
    beside = before - last.last <= 2 and all(t.text == "," or t.folded in _ADVERBS for t in tokens[last.last : before])
    return last if beside and not _explains(text, last, near) else near[0]


_ADVERBS = frozenset(words("also then later has had"))


def _explains(text: Text, name: Name, others: list[Name]) -> bool:
    """Whether a name stands in an apposition to an earlier one: "Yermak, head of the Office of Ukraine, said"."""
    return any(
        other.last < name.first
        and text.tokens[other.last].text == ","
        and not any(t.folded == "and" for t in text.tokens[other.last : name.first])
        for other in others[:-1]
    )


def _owns(name: Name) -> bool:
    return name.text.endswith(("'s", "’s"))


def _is_placed(text: Text, name: Name) -> bool:
    before = [t.folded for t in text.tokens[max(name.first - 2, 0) : name.first]]
    return bool(before) and (before[-1] in _PLACING or (before[-1] == "the" and before[0] in _PLACING))


def _announces(text: Text, sentence: int) -> bool:
    """Whether a sentence ends by introducing what is said: "Putin stated:"."""
    tokens = [t for t in text.tokens if t.sentence == sentence]
    return bool(tokens) and tokens[-1].text == ":"


def _subject(text: Text, sentence: int) -> str:
    return next((n.text for n in names(text) if n.sentence == sentence and not _is_placed(text, n)), "")


def _before(text: Text, sentence: int) -> str:
    """The subject of the nearest of the two sentences before; for a pronoun."""
    return next((found for n in (sentence - 1, sentence - 2) if n >= 0 and (found := _subject(text, n))), "")
