"""The part of a reply that is compared with an acceptable answer word by word."""

from __future__ import annotations

from eval.reply import Reply


def short_answer(reply: Reply) -> str:
    """The first marked answering part; all that was said where none is marked; "" when declined."""
    return next((s.short for s in reply.said if s.short), reply.text)
