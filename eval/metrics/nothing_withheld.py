"""Whether what a model wrote held up."""

from __future__ import annotations

from eval.reply import Outcome


def nothing_withheld(outcome: Outcome) -> float | None:
    """1 if every sentence that the model wrote was shown, 0 if one was withheld because the check refused it.

    None where no model was asked, or where nothing is checked. What is withheld never reaches the reader; a model that
    lies where an honest one stood before shows here, even if the articles' own sentences take its place.
    """
    withheld = outcome.reply.withheld
    return None if withheld is None else float(withheld == 0)
