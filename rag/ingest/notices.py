"""What a publisher says of its own text: that it was corrected, or taken back.

Said by the title's prefix ("CORRECTED:"), or in a paragraph of its own at the start or the end of the body. A text
*about* a correction or a withdrawal says nothing of itself, and an update is no correction.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from rag.domain.article import Notice

_CORRECTED_WORD = (
    r"(?:official\s+)?corrections?|corrected(?:\s+repeat)?|clarifications?|corrections?\s+and\s+clarifications?|erratum|"
    r"corrigendum|korrektur(?:hinweis)?|korrigiert|berichtigung|berichtigt|richtigstellung|rectificatif|rectification|"
    r"correctif|corrig[ée]|correcci[óo]n|corregido|fe\s+de\s+err(?:ores|atas)|rettifica|errata(?:\s+corrige)?|"
    r"corre[çc][ãa]o|rectificatie|sprostowanie|rättelse|rettelse|oikaisu"
)
_WITHDRAWN_WORD = (
    r"withdrawn|withdrawal|retracted|retraction|(?:story|mandatory|bulletin|advisory)\s+kill|zurückgezogen|"
    r"zurückziehung|widerruf|annulation|annul[ée]e?|retir[ée]e?|rétractation|retirad[ao]|retractaci[óo]n|anulad[ao]|"
    r"ritirat[ao]|ritrattazione|ingetrokken|wycofan[ey]"
)
# An English verb that is also the title of films, novels and games: a notice only in capitals.
_CAPITALS_ONLY = r"KILL(?:ED)?"
_EXPLAINS = (
    r"(?!(?:how|why|what|when|who|where|inside|is|are|the\s+story\s+of|wie|warum|was|wer|comment|pourquoi|c[óo]mo|"
    r"por\s+qu[ée]|qu[ée])\b)"
)


def _title_forms(words: str, capitals: str) -> re.Pattern[str]:
    """A word and a colon, a word in capitals and a dash ("CORRECTED-Port …"), a word in brackets at either end."""
    in_any_case = rf"(?i:{words})"
    return re.compile(
        rf"[\[(]?(?:{in_any_case}|{capitals})(?:\s+\d{{1,2}})?[\])]?\s*[:|]\s*(?i:{_EXPLAINS})\S"
        rf"|(?=[A-ZÀ-Þ .]{{4,}}\d?\s*[-–—/])(?:{in_any_case}|{capitals})(?:\s+\d)?\s*[-–—/]\s*\S"
        rf"|[\[(](?:{in_any_case}|{capitals})[\])]\s*\S"
        rf"|.*\s[\[(](?:{in_any_case}|{capitals})[\])]$"
    )


_TITLES: tuple[tuple[Notice, re.Pattern[str]], ...] = (
    ("withdrawn", _title_forms(_WITHDRAWN_WORD, _CAPITALS_ONLY)),
    ("corrected", _title_forms(_CORRECTED_WORD, "CORRECTED")),
)

_LABEL = (
    r"(?:editor(?:['’]s|s['’]|ial)?\s+note|note\s+to\s+(?:editors|readers)|eds|attention\s+editors|editors|update|"
    r"publisher['’]s\s+note|"
    r"hinweis(?:\s+der\s+redaktion)?|anm(?:erkung|\.)?\s+d(?:er|\.)\s+red(?:aktion|\.)?|transparenzhinweis|"
    r"note\s+de\s+la\s+rédaction|ndlr|nota\s+(?:del\s+editor|de\s+la\s+redacci[óo]n|da\s+reda[çc][ãa]o|di\s+redazione))"
    r"\s*(?:\([^()]{1,40}\)|,?\s+\w+\.?\s+\d{1,2},?\s+\d{4})?\s*[:–—-]\s*"
)
# "Correction, 4 March:", "Correction (March 4, 2026):", "Berichtigung vom 4. März:"
_DATED = (
    r"(?:\([^()]{1,40}\)|[^:.]{0,30}\d{4}|,?\s+(?:on\s+|of\s+|vom\s+|du\s+|del\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d]{3,10}|[^\W\d]{3,10}\.?\s+\d{1,2})(?:,?\s+\d{4})?)?"
)
_TEXT = (
    r"(?:article|story|report|post|piece|page|column|dispatch|item|interview|obituary|essay|video|podcast|headline|"
    r"caption|transcript|blog(?:\s+post)?|review|fact[\s-]check|live\s+blog|newsletter)"
)
_ASIDE = (
    r"(?:,[^,.]{1,60},|\s+(?!that\b|which\b)(?:published|about|on|of|from|dated|posted|first|originally|headlined)\b"
    r"(?:(?!\b(?:that|which|who)\b)[^.;]){0,80}?)?"
)
_WAS = r"\s+(?:has|have)?\s*(?:since\s+|now\s+)?(?:been|was|were|is\s+being|is)\s+(?:since\s+|now\s+|also\s+)?"
_EARLIER = r"(?:earlier|previous|original|initial|prior|first)\s+(?:version|edition)s?"
_SAID_WRONGLY = (
    r"(?:[^.]{0,60}\s)?(?:incorrect(?:ly)?|wrong(?:ly)?|mistakenly|erroneous(?:ly)?|inaccurate(?:ly)?|"
    r"mis(?:stated|spelled|spelt|identified|attributed|quoted|characteri[sz]ed|reported|represented|named|dated)|"
    r"said|stated|gave|reported|included|referred|listed|contained|omitted|described|named|attributed|suggested|"
    r"transposed|confused|failed|used|had)\b"
)
_CORRECTED_PARAGRAPHS = (
    rf"(?:{_CORRECTED_WORD})\s*{_DATED}\s*[:–—]\s*{_EXPLAINS}\S",
    rf"(?:this|the|our)\s+{_TEXT}{_ASIDE}{_WAS}(?:corrected|amended|(?:updated|edited|revised|changed|modified|amended)"
    r"\s+(?:to\s+correct|to\s+fix|to\s+remove\s+an?\s+(?:incorrect|inaccurate|erroneous)|with\s+the\s+correct)|"
    r"(?:updated|revised)\s+to\s+reflect\s+(?:a|the)\s+correct)",
    rf"(?:this|the)\s+[^.:]{{1,40}}\s{_TEXT}{_WAS}corrected\b",
    rf"(?:(?:because\s+of|due\s+to|owing\s+to)\s+an?\s+[^.]{{0,40}}error,\s+)?(?:in\s+)?(?:an?|the|our)\s+{_EARLIER}\s+of\s+"
    rf"(?:this|the|our|a)\s+[^.]{{0,40}}?{_TEXT}[^.]{{0,80}}?\s{_SAID_WRONGLY}",
    r"(?:because\s+of|due\s+to|owing\s+to)\s+an?\s+(?:editing|reporting|production|transcription|agency)\s+error\b",
    r"\(?(?:refiles\s+to\s+correct|corrects)\s+\S",
    r"this\s+version\s+corrects\b",
    r"we\s+have\s+(?:since\s+)?corrected\s+(?:this|the|our)\b",
    r"(?:in\s+)?(?:einer|eine)\s+(?:früheren?|vorherigen?|ersten?)\s+(?:version|fassung)\b[^.]{0,120}?\s"
    r"(?:hieß|stand|war|wurde|haben|hatten|enthielt|nannte|fälschlich\w*|behauptet\w*)\b",
    r"(?:dieser|der|diese|die)\s+(?:artikel|text|beitrag|bericht|meldung|version)\s+(?:wurde|ist)\s+[^.]{0,60}?"
    r"(?:korrigiert|berichtigt)\b",
    r"wir\s+haben\s+[^.]{1,80}\s(?:korrigiert|berichtigt)\b",
    r"(?:dans\s+)?une\s+(?:première|précédente)?\s*version\s+(?:précédente\s+|antérieure\s+|initiale\s+)?de\s+"
    r"(?:cet|cette|ce)\s+\w+(?:,|\s)[^.]{0,80}?(?:indiquait|affirmait|mentionnait|disait|comportait|erron\w+|tort|"
    r"contenait|faisait|avions|avons)\b",
    r"(?:cet\s+article|cette\s+dépêche|ce\s+texte)\s+a\s+été\s+[^.]{0,30}?(?:corrigée?|rectifiée?)\b",
    r"(?:en\s+)?una\s+versi[óo]n\s+(?:anterior|previa)\s+de\s+(?:este|esta)\s+\w+[^.]{0,60}?\s"
    r"(?:dec[íi]a|indicaba|afirmaba|se[ñn]alaba|conten[íi]a|err[óo]nea\w*|inclu[íi]a|incorrecta\w*)\b",
    r"(?:este|esta)\s+(?:art[íi]culo|nota|texto|noticia)\s+(?:ha\s+sido|fue)\s+(?:corregid[oa]|rectificad[oa])\b",
    r"una\s+versione\s+precedente\s+di\s+quest\w+\s+articolo\b",
    r"(?:in\s+)?een\s+eerdere\s+versie\s+van\s+dit\s+(?:artikel|bericht)\b",
    r"(?:n?uma\s+)?vers[ãa]o\s+anterior\s+dest[ea]\s+(?:texto|artigo|reportagem)\b",
)
# An embedded video or post that was removed is no article that was.
_WITHDRAWN_TEXT = (
    r"(?:article|story|report|piece|dispatch|item|column|interview|essay|obituary|blog\s+post|fact[\s-]check)"
)
_WITHDRAWN_VERB = r"(?:withdrawn|retracted|taken\s+down|unpublished|killed|depublished|pulled|removed)\b"
_WITHDRAWN_PARAGRAPHS = (
    rf"(?:this|our)\s+{_WITHDRAWN_TEXT}{_ASIDE}{_WAS}{_WITHDRAWN_VERB}(?!\s+by\s+(?!(?:the\s+)?(?:editors?|publisher|us|our)\b))"
    r"(?!\s+from\s+(?:sale|the\s+market|service))",
    rf"(?:\w+[\w\s]{{0,50}}\s)?(?:has|have|is|are)\s+(?:withdrawn|retracted|withdrawing|retracting|killed|unpublished)\s+"
    rf"(?:this|our)\s+{_WITHDRAWN_TEXT}\b",
    rf"(?:{_WITHDRAWN_WORD}|kill)\s*{_DATED}\s*:\s*{_EXPLAINS}\S",
    r"(?:dieser|diese)\s+(?:artikel|text|beitrag|bericht|meldung)\s+(?:wurde|ist|wird)\s+[^.]{0,60}?"
    r"(?:zurückgezogen|gelöscht|depubliziert|entfernt)\b",
    r"wir\s+(?:ziehen|haben)\s+(?:diese[nrs]?|unsere[nrs]?)\s+(?:artikel|text|beitrag|bericht|meldung)\s+[^.]{0,60}?"
    r"zurück(?:gezogen)?\b",
    r"(?:cet\s+article|cette\s+dépêche|ce\s+texte)\s+(?:a\s+été|est)\s+[^.]{0,30}?(?:retirée?|dépubliée?|annulée?|supprimée?)\b",
    r"(?:este|esta)\s+(?:art[íi]culo|nota|texto|noticia)\s+(?:ha\s+sido|fue)\s+(?:retirad[oa]|eliminad[oa]|anulad[oa])\b",
)
# Behind an editor's label the text may be called "the story": it is the editor's own.
_WITHDRAWN_LABELLED = (
    rf"(?:the|above|previous)\s+(?:above\s+|previous\s+)?{_WITHDRAWN_TEXT}{_ASIDE}{_WAS}{_WITHDRAWN_VERB}",
    rf"(?:\w+[\w\s]{{0,50}}\s)?(?:has|have|is|are)\s+(?:withdrawn|retracted|withdrawing|retracting|killed)\s+"
    rf"(?:the|its|an)\s+(?:\w+\s+)?{_WITHDRAWN_TEXT}\b",
    r"(?:please\s+)?(?:kill|withhold|disregard)\s+(?:the\s+)?\S",
    r"(?:die|der)\s+(?:artikel|text|beitrag|bericht|meldung)\s+[^.]{0,80}?(?:zurückgezogen|gelöscht)\b",
)


def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


_CORRECTED, _WITHDRAWN, _LABELLED = map(_any_of, (_CORRECTED_PARAGRAPHS, _WITHDRAWN_PARAGRAPHS, _WITHDRAWN_LABELLED))
_EDITORS_LABEL = re.compile(_LABEL, re.IGNORECASE)
_HEADING = re.compile(rf"(?:{_CORRECTED_WORD})(?:\s*[,(]?\s*[\w.]+\s+\d{{1,2}},?\s+\d{{4}}\)?)?:?", re.IGNORECASE)
_SENTENCE_START = re.compile(r"[.!?][\"'”’)\]]?\s+(?=\S)")
_ORNAMENT = "*_•·-–—([{ \t\xa0>"
_AT_START, _AT_END = 3, 6
_LONGEST_PARAGRAPH = 1_200


def notice(title: str, body: str) -> Notice:
    """ "withdrawn" or "corrected" where the publisher says so of this very text, else "". Never raises."""
    in_title = next((found for found, form in _TITLES if form.match(title.strip()[:300])), "")
    found = {in_title, *(_of_paragraph(text) for text in _edges(body))}
    return "withdrawn" if "withdrawn" in found else "corrected" if "corrected" in found else ""


def _edges(body: str) -> list[str]:
    """The first and the last paragraphs; a heading that says only "Correction" is joined to what follows it."""
    parts = [" ".join(part.split()) for part in body.split("\n\n" if "\n\n" in body else "\n")]
    parts = [part for part in parts if part]
    edges = parts if len(parts) <= _AT_START + _AT_END else [*parts[:_AT_START], *parts[-_AT_END:]]
    followed = [
        f"{part.rstrip(':')}: {following}" if _HEADING.fullmatch(part) and following else part
        for part, following in zip_longest(edges, edges[1:], fillvalue="")
    ]
    return [part for part in followed if len(part) <= _LONGEST_PARAGRAPH]


def _of_paragraph(text: str) -> Notice:
    """What the paragraph's first words say; behind an editor's label, what any of its sentences begins with."""
    text = text.lstrip(_ORNAMENT)
    label = _EDITORS_LABEL.match(text)
    said = [text[label.end() :], *_SENTENCE_START.split(text[label.end() :])[1:]] if label else [text]
    if any(_WITHDRAWN.match(each) or (label and _LABELLED.match(each)) for each in said):
        return "withdrawn"
    return "corrected" if any(_CORRECTED.match(each) for each in said) else ""
