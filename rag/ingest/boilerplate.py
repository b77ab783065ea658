"""What of a web page belongs to the page and not to the article: elements by what they are called, and lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.ingest.page_facts import Element

# Whole lines only: a sentence of the article that mentions a newsletter stays.
_FURNITURE = re.compile(
    r"""(?:
        advertisement | ad | sponsored(?:\s+content)? | (?:story|article)\s+continues\s+(?:below|after).*
      | share | save | print | tweet | e-?mail | comments? | copy\s+link | listen | subscribe | menu | search | home
      | sign\s+(?:in|up) | log\s+in | close | fullscreen | previous | next
         | load(?:ing)?(?:\s+more)?(?:\s+comments)?\W*
      | share\s+(?:this\s+)?(?:article|story|page|on\s+\w+) | share\s+via.{0,40} | follow\s+us(?:\s+on.{0,60})?
      | (?:read|see|watch)\s+(?:more|also|next)\s*:?.{0,150} | related(?:\s+(?:articles|stories|topics|news))?\s*:?
      | related\s*:\s.{0,150} | (?:click|tap)\s+here\s+(?:to|for)\s.{0,100}
      | (?:sign\s+up|subscribe)(?:\s+(?:now|today|here))?\s*(?::|to|for)\s.{0,100}\b(?:newsletters?|e-?mails?
         |channel|alerts|
        edition|podcast|updates|inbox)\b.{0,100}
      | (?:get|receive)\s.{0,80}\b(?:in|to|delivered\s+to)\s+your\s+inbox\b.{0,80}
      | thanks\s+for\s+(?:signing\s+up|subscribing).{0,40} | there\s+was\s+an\s+error\s+processing.{0,60}
      | if\s+you\s+(?:enjoyed|liked|like)\s+(?:this|what)\b.{0,400}\b(?:join|subscri|support|donat|member
         |sign\s+up).{0,600}
      | (?:already\s+a\s+subscriber|subscribe\s+to\s+(?:continue|read)|to\s+continue\s+reading)\b.{0,120}
      | for\s+(?:the\s+)?(?:latest|more)\s.{0,80}\bdownload\s.{0,80}\bapps?\b.{0,60}
      | (?:download|get)\s+(?:the|our)\s.{0,40}\bapp\b.{0,60}
      | (?:©|\(c\)|copyright).{0,120} | all\s+rights\s+reserved\.? | \d+\s+(?:comments?|shares|min(?:ute)?s?\s+read)
      | (?:image|photo|picture|file\s+photo)s?\s*(?:source|credits?|by)?\s*[:/]\s.{0,80}
      | \(?(?:image|photo|picture)\s+(?:source|credit)\s*[:,].{0,80} | image\s+copyright.{0,60}
      | (?:accept|manage|reject)\s+(?:all\s+)?cookies | (?:filed\s+under|topics?|tags?|tagged)\s*:\s.{0,200}
      | (?:we\s+use|this\s+(?:site|website)\s+uses)\s+cookies\b.{0,400}
      | (?:e-?mail|follow)\s.{0,60}(?:\s@\w+|\bat\s\S+@\S+).{0,160}
      | anzeige | werbung | teilen | drucken | merken | speichern | kommentare? | kommentieren | vorlesen
         | artikel\s+anhören
      | (?:artikel|beitrag)\s+(?:teilen|drucken|merken|versenden) | (?:auf|per|via)\s+\w+\s+teilen | link\s+kopieren
      | (?:lesen\s+sie\s+(?:auch|mehr|dazu|hier)|mehr\s+(?:zum\s+thema|dazu|lesen)|auch\s+interessant|siehe\s+auch|
         lesetipp|das\s+könnte\s+(?:sie|dich)\s+auch\s+interessieren|weiterlesen)\s*:?.{0,150}
      | (?:jetzt\s+)?(?:newsletter|abo)\s+(?:abonnieren|abschließen|testen|bestellen).{0,80}
      | (?:melden\s+sie\s+sich|abonnieren\s+sie|jetzt\s+anmelden|hier\s+anmelden)\b.{0,150}newsletter.{0,80}
      | (?:bild|foto|fotos|quelle|bildquelle|grafik)\s*:\s.{0,80} | alle\s+rechte\s+vorbehalten\.?
      | \d+\s+(?:kommentare?|min(?:uten)?\.?\s+lesezeit) | lesezeit\s*:.{0,30} | zur\s+startseite | nach\s+oben
      | (?:wir\s+verwenden|diese\s+(?:seite|website|webseite)\s+(?:verwendet|nutzt))\s+cookies\b.{0,400}
      | (?:schlagworte|schlagwörter|stichwörter|themen)\s*:\s.{0,200}
         | (?:zuletzt\s+)?aktualisiert(?:\s+am)?\s*:?\s.{0,60}
      | partager | imprimer | lire\s+aussi\s*:?.{0,150} | à\s+lire\s+aussi.{0,150} | publicité | crédit\s+photo.{0,80}
      | compartir | imprimir | publicidad | lea\s+(?:también|además)\s*:?.{0,150} | leia\s+(?:também
         |mais)\s*:?.{0,150}
      | leggi\s+anche\s*:?.{0,150} | lees\s+ook\s*:?.{0,150} | advertentie | pubblicità
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Headings of what follows an article; what stands below them to the end goes with them where it is not prose.
_TAIL = re.compile(
    r"""(?:
        you\s+(?:might|may)\s+also\s+(?:like|be\s+interested\s+in) | (?:more|popular|trending|most\s+read
         |latest)\s+(?:from|on|in)\s.{1,40}
      | most\s+(?:read|popular|viewed) | recommended(?:\s+(?:for\s+you|stories|articles))? | (?:more|latest|top
         |other)\s+(?:stories|news|
        articles) | related\s+(?:articles|stories|topics|news|videos|posts|content|links) | read\s+next
         | up\s+next | trending(?:\s+now)?
      | (?:\d+\s+)?comments? | leave\s+a\s+(?:reply|comment) | join\s+the\s+(?:conversation|discussion)
         | featured\s.{1,30}
      | das\s+könnte\s+(?:sie|dich|euch)\s+auch\s+interessieren | mehr\s+(?:zum\s+thema|aus\s.{1,30}|artikel
         |nachrichten)
      | (?:ähnliche|verwandte|weitere|passende)\s+(?:artikel|beiträge|themen|nachrichten|inhalte)
         | meistgelesen(?:e\s+artikel)?
      | (?:\d+\s+)?kommentare? | schreibe?n?\s+(?:sie\s+)?einen\s+kommentar | zusatzinformationen
         | themen\s+im\s+artikel
      | sur\s+le\s+même\s+(?:sujet|thème) | à\s+lire\s+(?:aussi|également) | les\s+plus\s+lus
         | noticias\s+relacionadas | te\s+puede\s+interesar
      | lo\s+más\s+leído | articoli\s+correlati | lees\s+ook
    )\s*:?""",
    re.IGNORECASE | re.VERBOSE,
)
_PROSE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_TAIL_SHARE = 0.35

_NAMES = re.compile(
    r"""(?:^|[\s_-])(?:
        newsletter\w* | subscri(?:be|ption)\w* | paywall\w* | regwall | piano | cta | call-?to-?action
         | donat(?:e|ion)\w* | sign-?up\w* | singup
      | related\w* | recommend\w* | recirc\w* | read-?(?:more|next|also) | more-(?:stories|news|articles|from
         |on) | also-?(?:read|like)
      | most-?(?:read|popular|viewed) | popular(?:-?posts)? | trending | teaser-?list | latest-?(?:news|box|posts)
      | share\w* | sharing | social\w* | addtoany\w* | sharedaddy | follow-?us
      | cookie\w* | consent\w* | gdpr | cmp | comments? | comment-?(?:list|section|form|area)s? | disqus\w* | respond
      | breadcrumbs? | pagination | pager | promo\w* | \w+promo | sponsor(?:ed|s)? | advert\w* | ads? | ad-\w+
         | anzeige | werbung | affiliate\w*
      | outbrain\w* | taboola\w* | widget | slide-?show-?list | topics? | tags? | tag-?list | tagcloud | keywords
      | author-?(?:bio|box|info|card) | about-?(?:the-)?author | (?:image|photo|img|picture)-?(?:credit
         |caption)s? | caption\w* | credits?
      | wp-caption-text | figcaption | jp-relatedposts | teilen | verwandt\w* | mehr-?zum-?thema | kommentar\w*
         | leserkommentare
    )(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PRUNED_TAGS = frozenset(
    {"nav", "footer", "aside", "form", "button", "select", "figcaption", "menu", "dialog", "label"}
)
_KEPT_TAGS = frozenset({"html", "body", "main", "article", "h1", "head"})
_TREE_SHARE = 0.25
_LINKED_SHARE = 0.8


def remove_furniture(tree: Element) -> None:
    """Empties in ``tree`` the elements that by their tag, name or links are no part of the article.

    One that holds a heading of the first order, an article or over a quarter of the page's paragraphs is kept, whateve
         r
    it is called: themes name whole pages so.
    """
    weights = _paragraph_weights(tree)
    whole = max(weights.get(tree, 0), 1)
    for element in list(tree.iter(*_BLOCKS)):
        if element.getparent() is None or not (_is_named_so(element) or _is_link_list(element)):
            continue
        if weights.get(element, 0) <= whole * _TREE_SHARE and not _holds_article(element):
            element.clear(keep_tail=True)


_BLOCKS = (
    "div", "section", "aside", "nav", "footer", "form", "ul", "ol", "p", "figcaption", "button", "span", "table", "dl"
         ,
    "header", "select", "menu", "dialog", "h2", "h3", "h4", "h5", "label",
)  # fmt: skip


def _paragraph_weights(tree: Element) -> dict[Element, int]:
    """Characters of the paragraphs inside each element. One walk up a paragraph: nesting is bounded by the parser."""
    weights: dict[Element, int] = {}
    for paragraph in tree.iter("p"):
        length = sum(map(len, paragraph.itertext()))
        if length:
            for each in (paragraph, *paragraph.iterancestors()):
                weights[each] = weights.get(each, 0) + length
    return weights


def _holds_article(element: Element) -> bool:
    marked = "articleBody" in (element.get("itemprop") or "")
    return marked or next(iter(element.iter("h1", "article", "main")), None) is not None


def _is_named_so(element: Element) -> bool:
    if element.tag in _KEPT_TAGS:
        return False
    if element.tag in _PRUNED_TAGS or element.get("role") in ("navigation", "complementary", "contentinfo", "dialog"):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and _NAMES.search(_CAMEL.sub("-", names[:300])) is not None


def _is_link_list(element: Element) -> bool:
    """Whether it is a list of at least two entries, or a paragraph without a full stop, that is all links."""
    if element.tag not in ("ul", "ol", "p"):
        return False
    text = " ".join(" ".join(element.itertext()).split())
    linked = sum(len(" ".join(" ".join(link.itertext()).split())) for link in element.iter("a"))
    if not text or linked < _LINKED_SHARE * len(text):
        return False
    if element.tag == "p":
        return linked > 0.95 * len(text) and len(text.split()) > 2 and not _PROSE_END.search(text)
    return len(element) >= 2


def is_furniture(line: str) -> bool:
    """Whether the whole line is a button, a pointer or a notice of the page."""
    return len(line) < 1_200 and _FURNITURE.fullmatch(line.strip().removeprefix("- ")) is not None


def without_furniture(body: str) -> str:
    """``body`` without such lines, and without the lists that stand below it; every other line as it is."""
    lines = _without_tail(body.split("\n"))
    return "\n".join(line for line in lines if not is_furniture(line)).strip("\n")


def _without_tail(lines: Sequence[str]) -> Sequence[str]:
    """Up to the first heading of a list of other articles or of comments, if little prose stands below it."""
    whole = below = sum(map(len, lines))
    for at, line in enumerate(lines):
        is_heading = len(line) < 80 and _TAIL.fullmatch(line.strip().removeprefix("- "))
        if at and is_heading and below <= whole * _TAIL_SHARE and sum(map(_is_prose, lines[at + 1 :])) <= 1:
            return lines[:at]
        below -= len(line)
    return lines


def _is_prose(line: str) -> bool:
    return len(line) > 200 and _PROSE_END.search(line) is not None
