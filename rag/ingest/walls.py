"""Pages that stand where an article should be: consent walls, login pages, empty shells, error pages."""

from __future__ import annotations

import re

from rag.ingest.page_facts import Element

_CONSENT = re.compile(
    r"(?:we\s+and\s+our\s+(?:\d+\s+)?partners|your\s+privacy|your\s+consent|accept\s+all|reject\s+all|manage\s+(?:settings|"
    r"options|preferences|cookies)|cookie\s+(?:settings|policy|preferences)|personal(?:ised|ized)\s+(?:ads|advertising)|"
    r"legitimate\s+interest|withdraw\s+your\s+consent|before\s+you\s+continue|uses?\s+cookies|use\s+of\s+cookies|"
    r"wir\s+und\s+unsere\s+(?:\d+\s+)?partner|ihre\s+(?:privatsphäre|einwilligung|zustimmung)|alle[sn]?\s+akzeptieren|"
    r"cookie-?einstellungen|mit\s+werbung\s+(?:weiter)?lesen|zustimmen\s+und\s+weiter|personalisierte\s+werbung|"
    r"nous\s+et\s+nos\s+(?:\d+\s+)?partenaires|votre\s+(?:vie\s+privée|consentement)|tout\s+accepter|continuer\s+sans\s+accepter|"
    r"nosotros\s+y\s+nuestros\s+(?:\d+\s+)?socios|su\s+(?:privacidad|consentimiento)|aceptar\s+todo)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|activate|turn\s+on|requires?|without)\s+java\s?script|java\s?script\s+(?:is\s+(?:disabled|required|not\s+enabled)|"
    r"to\s+run\s+this\s+app|aktivieren)|(?:aktivieren\s+sie|bitte)\s.{0,20}java\s?script|activer\s+java\s?script",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:sign|log)\s+in\b|forgot(?:ten)?\s+(?:your\s+)?password|create\s+an?\s+account|e-?mail\s+address|"
    r"passwor[td]|anmelden|einloggen|registrieren|konto\s+erstellen|se\s+connecter|mot\s+de\s+passe|iniciar\s+sesión|contraseña",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"(?:error\s+)?(?:40[0-9]|410|429|50[0-4])\b.*|(?:page\s+)?not\s+found.*|access\s+denied.*|forbidden|just\s+a\s+moment.*|"
    r"attention\s+required.*|are\s+you\s+(?:a\s+)?(?:robot|human).*|seite\s+nicht\s+gefunden.*|page\s+introuvable.*|"
    r"service\s+unavailable.*|bad\s+gateway.*|(?:security|robot)\s+check.*",
    re.IGNORECASE,
)
_FEW_WORDS = 120
_WALL_WORDS = 600
_CONSENT_SHARE = 0.4


def why_no_article(tree: Element, title: str, body: str, shown: str) -> str:
    """What the page is instead of an article, as a reason for the report; "" where ``body`` may well be an article.

    ``shown`` is all that the page shows. To be asked before hidden elements lose what they hold: a password field
    counts wherever it is shown.
    """
    words = len(body.split())
    if next(iter(tree.iter("frameset")), None) is not None and not body:
        return "a page of frames; save the frame that holds the article"
    if words <= _WALL_WORDS and _is_consent(body or shown):
        return "a page that asks for consent to cookies, not an article"
    if words <= _FEW_WORDS:
        if _ERROR_TITLE.fullmatch(title):
            return f"an error page ({title!r}), not an article"
        if any(e.get("type", "").lower() == "password" for e in tree.iter("input")) and _many(_LOGIN, body or shown, 2):
            return "a page that asks to sign in, not an article"
        if len(shown.split()) <= _FEW_WORDS and _SCRIPT.search(shown):
            return "a page that shows its text only by JavaScript; save it from a browser"
    return ""


def _is_consent(text: str) -> bool:
    """Whether three different phrases of such walls stand in it, and the lines with them are much of the text."""
    if not _many(_CONSENT, text, 3):
        return False
    parts = re.split(r"(?<=[.!?])\s+|\n", text)
    return sum(len(part) for part in parts if _CONSENT.search(part)) >= _CONSENT_SHARE * len(text)


def _many(form: re.Pattern[str], text: str, least: int) -> bool:
    return len({" ".join(match.lower().split()) for match in form.findall(text[:20_000])}) >= least
