"""How the receiver of a webhook can tell that an edition comes from here and is not an old one sent again."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

SIGNATURE, TIMESTAMP = "Dateline-Signature", "Dateline-Timestamp"


def signed(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """Two headers: the time in epoch seconds, and HMAC-SHA256 over that time, a full stop and the body, in hex."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: seconds, SIGNATURE: f"sha256={digest}"}
