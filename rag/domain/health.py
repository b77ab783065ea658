"""What `doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing that was looked at; ``advice`` says what to do where it is not ok."""

    name: str
    ok: bool
    finding: str
    advice: str = ""
