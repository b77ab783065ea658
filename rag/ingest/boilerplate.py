"""Lines of a web page that belong to the page and not to the article."""

from __future__ import annotations

import re

# Whole lines only: a sentence of the article that mentions a newsletter stays.
_FURNITURE = re.compile(
    r"""(?:
        advertisement | ad | sponsored(?:\s+content)? | (?:story|article)\s+continues\s+(?:below|after).*
      | share | save | print | tweet | e-?mail | comment | copy\s+link | listen | subscribe | menu | search | home
      | sign\s+(?:in|up) | log\s+in
      | share\s+(?:this\s+)?(?:article|story|page|on\s+\w+) | share\s+via.{0,40} | follow\s+us(?:\s+on.{0,60})?
      | (?:read|see|watch)\s+(?:more|also|next)\s*:?.{0,150} | related(?:\s+(?:articles|stories|topics|news))?\s*:?
      | sign\s+up\s+(?:for|to)\s+.{0,80}newsletter.{0,60} | subscribe\s+to\s+.{0,80}newsletter.{0,60}
      | (?:©|\(c\)|copyright).{0,120} | all\s+rights\s+reserved\.? | \d+\s+(?:comments?|min(?:ute)?s?\s+read)
      | (?:image|photo|picture)\s+(?:source|credit)\s*[:,].{0,80} | (?:accept|manage)\s+(?:all\s+)?cookies
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether the whole line is a button, a pointer or a notice of the page."""
    return _FURNITURE.fullmatch(line.strip()) is not None


def without_furniture(body: str) -> str:
    """``body`` without such lines; every other line as it is."""
    return "\n".join(line for line in body.split("\n") if not is_furniture(line)).strip("\n")
