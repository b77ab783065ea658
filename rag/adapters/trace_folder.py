"""Records of answers as files: one JSON file each, readable by their owner alone, without keys and headers."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock

from rag.domain.errors import UsageError

REDACTED = "[redacted]"
_AUTHORISATION = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}|\b(sk|pk|key|token)-[\w-]{12,}")


class TraceFolder:
    """Writes records into ``folder``, made where there is none; ``secrets`` and what looks like a key are left out.

    Raises UsageError where the folder cannot be written.
    """

    def __init__(self, folder: Path, secrets: Collection[str], *, clock: Callable[[], datetime]) -> None:
        self._folder, self._clock = folder, clock
        self._secrets = [json.dumps(secret)[1:-1] for secret in sorted(secrets, key=len, reverse=True) if secret]
        self._lock, self._written = Lock(), 0
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise UsageError(f"DATELINE_TRACE: {folder} cannot be made ({error.strerror}). Name a folder.") from error

    def __call__(self, record: Mapping[str, object]) -> None:
        at = self._clock()
        text = self._redacted(json.dumps({"at": at.isoformat(), **record}, ensure_ascii=True, indent=1))
        with self._lock:
            self._written += 1
            name = f"{at:%Y%m%dT%H%M%S}-{os.getpid()}-{self._written:05}.json"
        try:
            with open(os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
        except OSError as error:
            raise UsageError(f"DATELINE_TRACE: {self._folder} cannot be written ({error.strerror}).") from error

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return _AUTHORISATION.sub(REDACTED, text)
