"""What a web page holds and its reader does not see: taken out before anything is stored or searched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.ingest.page_facts import Element

_ZERO = r"\s*0*(?:\.0+)?(?:px|r?em|ex|ch|pt|v[wh]|%)?\s*(?:;|!|$)"
_HIDDEN_STYLE = re.compile(
    rf"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    rf"|opacity\s*:\s*0*(?:\.0\d*)?%?\s*(?:;|!|$)|font-size\s*:(?:{_ZERO}|\s*[01]?(?:\.\d+)?px)|line-height\s*:{_ZERO}"
    rf"|max-(?:height|width)\s*:{_ZERO}"
    r"|(?:(?:margin-)?(?:left|top|right|bottom)|text-indent)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|transform\s*:[^;]*(?:scale[xy]?\(\s*0\s*\)|translate[xy]?\(\s*-\d{4,}))",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(rf"(?:^|[;\s])(?:height|width)\s*:(?:{_ZERO}|\s*1px)", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:^|[;\s])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(
    r"white|#fff(?:f?|fff(?:ff)?)|rgba?\(\s*255[\s,]+255[\s,]+255\s*(?:[,/]\s*[\d.]+%?\s*)?\)|hsla?\(.*100%\s*\)"
)
_TRANSPARENT = re.compile(r"transparent|rgba\(.*,\s*0?(?:\.0+)?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00")
_HIDDEN_CLASS = re.compile(
    r"(?:^|.*[_-])(?:sr-only|visually-?hidden|screen-?reader(?:-(?:text|only))?|a11y-hidden|element-invisible)"
    r"|(?:is-|u-|js-)?hidden|d-none|invisible|off-?screen",
    re.IGNORECASE,
)
# "d-none d-md-block", "hidden lg:flex": shown on screens of some width.
_SHOWN_CLASS = re.compile(
    r"d-(?:sm|md|lg|xl|xxl)-(?:block|flex|inline\S*|grid|table\S*)|(?:sm|md|lg|xl|2xl):\S*(?:block|flex|inline|grid|table)\S*"
)
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z]\w*)?([.#])([\w-]+)", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_PART = re.compile(r"([^{};]*)([{};])")
_SHOWN_MEDIA = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)|supports\b.*|layer\b.*)\s*", re.IGNORECASE)
_SHOWN_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?!none)\w", re.IGNORECASE)
_MARK = "hidden"
_NO_TEXT = ("script", "style", "noscript", "noembed", "template", "iframe", "object", "svg", "canvas", "datalist")


def remove_hidden(tree: Element) -> None:
    """Takes out of ``tree`` what a browser would not show: by attribute, by inline style, by simple style rules.

    The text behind a hidden element stays.
    """
    from lxml import etree

    classes, ids = _hidden_by_rules(tree)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _NO_TEXT or (element is not tree and _is_hidden(element, classes, ids)):
            element.tag = _MARK
    # All at once: taking 100,000 elements out one by one copies the text behind each of them again and again.
    etree.strip_elements(tree, _MARK, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in tree.iter():
        # What stood around them is left in pieces, over which every later reading of the text would go again.
        element.text, element.tail = element.text, element.tail


def _is_hidden(element: Element, classes: set[str], ids: set[str]) -> bool:
    if element.tag in ("html", "body") or not element.attrib:
        return bool(element.tag == "dialog")
    own = element.get("class", "").split()
    return bool(
        "hidden" in element.attrib
        or (element.tag == "dialog" and "open" not in element.attrib)
        or element.get("aria-hidden", "").lower() == "true"
        or _is_hidden_by_style(element)
        or (any(map(_HIDDEN_CLASS.fullmatch, own)) and not any(map(_SHOWN_CLASS.fullmatch, own)))
        or not classes.isdisjoint(own)
        or element.get("id") in ids
    )


def _is_hidden_by_style(element: Element) -> bool:
    style = element.get("style", "")
    if style and (_HIDDEN_STYLE.search(style) or (_NO_SIZE.search(style) and _CUT_OFF.search(style))):
        return True
    colour = _colour(_COLOUR, style) or (element.get("color", "").lower() if element.tag == "font" else "")
    if not colour:
        return False
    if _TRANSPARENT.fullmatch(colour):
        return "background-clip" not in style
    background = _background(element)
    return colour == background or bool(_WHITE.fullmatch(colour) and (not background or _WHITE.fullmatch(background)))


def _background(element: Element) -> str:
    """The nearest background that an element or one around it is given in the markup itself, "" for none."""
    for each in (element, *element.iterancestors()):
        if background := _colour(_BACKGROUND, each.get("style", "")) or each.get("bgcolor", "").lower():
            return str(background)
    return ""


def _colour(form: re.Pattern[str], style: str) -> str:
    match = form.search(style)
    return match[1].strip().lower() if match else ""


def _hidden_by_rules(tree: Element) -> tuple[set[str], set[str]]:
    """Classes and ids that the page's own style sheets hide on a screen with a rule for that class or id alone."""
    hidden: dict[str, set[str]] = {".": set(), "#": set()}
    for sheet in tree.iter("style"):
        for selectors, rule in _screen_rules(_CSS_COMMENT.sub("", sheet.text or "")):
            is_hidden, is_shown = _HIDDEN_STYLE.search(rule), _SHOWN_STYLE.search(rule)
            if not is_hidden and not is_shown:
                continue
            for selector in selectors.split(","):
                if match := _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                    (hidden[match[1]].add if is_hidden else hidden[match[1]].discard)(match[2])
    return hidden["."], hidden["#"]


def _screen_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold on every screen: none for print or for some widths only."""
    open_blocks: list[str] = []
    declarations: list[str] = []
    for text, mark in _CSS_PART.findall(sheet):
        if mark == "{":
            open_blocks.append(text.strip())
            declarations = []
        elif mark == ";":
            declarations.append(text)
        elif open_blocks:
            selectors = open_blocks.pop()
            if not selectors.startswith("@") and all(map(_SHOWN_MEDIA.fullmatch, open_blocks)):
                yield selectors, "; ".join([*declarations, text])
            declarations = []
