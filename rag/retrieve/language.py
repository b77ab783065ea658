"""Which language a question is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "uk", "ru", "ar", "tr", "zh", "ja")
"""Those that a question is told apart in: the fewer there are, the surer it is on a handful of words."""

SURE = 0.9
"""Below this a short question may be anything: "jeddah talks duration" gets .56 for English."""


def question_language(text: str) -> tuple[str, bool]:
    """The likeliest two-letter code, and whether the text is long and clear enough to be sure of it."""
    language, probability = _identifier().classify(text)
    return str(language), bool(probability >= SURE)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
