"""Words by which a sentence says itself that something is no longer as it was."""

from __future__ import annotations

import re

_BY_NUMBERS = (
    r"r[io]se[ns]?|risen|fell|fall(?:s|en)|drop(?:s|ped)?|increased?|decreased?|widened|raise[ds]?|lift(?:s|ed)|"
    r"lower(?:s|ed)|cut|reduced|doubled|tripled|halve[ds]?|grown|climbed|sank|jumped|slipped|brought forward|extended"
)
STEPS = re.compile(
    rf"(?i)\b(?:{_BY_NUMBERS}|fall(?:ing)?|drop|increas\w+|decreas\w+|widen|rais\w+|lift|lower|reduc\w+|grow(?:s|n|ing)?|grew|"
    r"climb|sink|jump|slip|shrink|shrank|shrunk|extend|expand\w*|contract\w*)\b"
)
"""The verbs behind which "by" tells how far something moved."""

MOVES = re.compile(
    rf"(?i)\b(?:{_BY_NUMBERS}|now|no longer|instead|revised|still|so far|put off|postponed|up from|down from|turned|"
    r"remain(?:s|ed)?|went down|went up|again|keeps|accepted|new)\b"
)
