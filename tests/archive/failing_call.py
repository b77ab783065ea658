"""One single call that fails, the n-th that changes a file of the archive: the disk is well before and afterwards.

A seccomp filter hands each such call of a child to its parent, which lets it through or answers it with an error. Linux
on x86-64.
"""

from __future__ import annotations

import errno
import os
import select
import struct
from collections.abc import Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

from archive.failing_disk import ALLOW, CALLS, JUMP_IF_EQUAL, LOAD, NUMBER, RETURN, install, instruction

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)

_ON_A_FILE = ("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate")
_BY_PATH = {"open": 0, "rename": 0, "mkdir": 0, "unlink": 0, "openat": 1, "mkdirat": 1, "unlinkat": 1}
_BY_PATH |= {"renameat": 1, "renameat2": 1}
"""Which argument is the path."""
_FLAGS = {CALLS["open"]: 1, CALLS["openat"]: 2}
"""Which argument says how a file is opened."""
_NAMES = {CALLS[name]: name for name in (*_ON_A_FILE, *_BY_PATH)}
_NEW_LISTENER, _ASK = 8, 0x7FC00000
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTICE, _ANSWER = "=QIIiIQ6Q", "=QqiI"
_GO_ON = 1


def listen() -> int:
    """In the child, while it has one thread: the descriptor at which its parent hears of every such call."""
    return install(_program(), _NEW_LISTENER)


def _program() -> Iterator[bytes]:
    yield instruction(LOAD, value=NUMBER)
    for number in _NAMES:
        yield instruction(JUMP_IF_EQUAL, otherwise=1, value=number)
        yield instruction(RETURN, value=_ASK)
    yield instruction(RETURN, value=ALLOW)


def answer(listener: int, folder: Path, *, failing: int | None, error: int) -> int:
    """In the parent, until the child's end: call number ``failing`` (from 0; None: no call) that changes something
    under ``folder`` gets ``error``. Returns how many such calls there were."""
    seen = 0
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while any(event & select.POLLIN for _, event in waiting.poll()):
        notice = bytearray(struct.calcsize(_NOTICE))
        with suppress(FileNotFoundError):  # the child died in that very call
            ioctl(listener, _RECEIVE, notice)
            token, task, _, number, _, _, *arguments = struct.unpack(_NOTICE, notice)
            is_counted = _changes(folder, task, number, arguments)
            fails = is_counted and seen == failing
            seen += is_counted
            ioctl(listener, _SEND, struct.pack(_ANSWER, token, 0, -error if fails else 0, 0 if fails else _GO_ON))
    return seen


def _changes(folder: Path, task: int, number: int, arguments: list[int]) -> bool:
    if number in _FLAGS and not arguments[_FLAGS[number]] & os.O_CREAT:
        return False
    name = _NAMES[number]
    try:
        if name in _ON_A_FILE:
            return os.readlink(f"/proc/{task}/fd/{arguments[0]}").startswith(str(folder))
        with open(f"/proc/{task}/mem", "rb", buffering=0) as memory:
            return os.pread(memory.fileno(), 512, arguments[_BY_PATH[name]]).startswith(os.fsencode(folder))
    except OSError:
        return False
