"""What a web page holds and its reader does not see: taken out before anything is stored or searched."""

from __future__ import annotations

import re

from rag.ingest.page_facts import Element

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|d-none|hidden)(?:$|\s)", re.IGNORECASE
)
_STYLE_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z]\w*)?([.#])([\w-]+)", re.IGNORECASE)
_NO_TEXT = ("script", "style", "noscript", "template", "iframe", "object", "svg", "canvas")


def remove_hidden(tree: Element) -> None:
    """Takes out of ``tree`` what a browser would not show: by attribute, by inline style, by simple style rules."""
    classes, ids = _hidden_by_rules(tree)
    hidden = [e for e in tree.iter() if not isinstance(e.tag, str) or e.tag in _NO_TEXT or _is_hidden(e, classes, ids)]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Element, classes: set[str], ids: set[str]) -> bool:
    if element.tag in ("html", "body"):
        return False
    own = element.get("class", "")
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
        or bool(_HIDDEN_CLASS.search(own))
        or not classes.isdisjoint(own.split())
        or element.get("id") in ids
    )


def _hidden_by_rules(tree: Element) -> tuple[set[str], set[str]]:
    """Classes and ids that the page's own style sheets hide with a rule for that class or id alone."""
    classes: set[str] = set()
    ids: set[str] = set()
    for sheet in tree.iter("style"):
        for selectors, rule in _STYLE_RULE.findall(sheet.text or ""):
            if not _HIDDEN_STYLE.search(rule):
                continue
            for selector in selectors.split(","):
                if match := _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                    (classes if match[1] == "." else ids).add(match[2])
    return classes, ids
