"""What a receiver checks."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from rag.habits.signature import SIGNATURE, TIMESTAMP, signed

AT = datetime(2025, 3, 14, 6, 30, tzinfo=UTC)


def test_the_signature_is_what_a_receiver_computes_from_time_and_body() -> None:
    headers = signed(b'{"a": 1}', "sesame", AT)
    message = headers[TIMESTAMP].encode() + b'.{"a": 1}'
    assert headers[TIMESTAMP] == "1741933800"
    assert headers[SIGNATURE] == "sha256=" + hmac.new(b"sesame", message, hashlib.sha256).hexdigest()


def test_another_body_secret_or_time_gives_another_signature() -> None:
    told = [
        signed(body, secret, at)[SIGNATURE]
        for body, secret, at in ((b"a", "s", AT), (b"b", "s", AT), (b"a", "t", AT), (b"a", "s", AT.replace(hour=7)))
    ]
    assert len(set(told)) == 4
