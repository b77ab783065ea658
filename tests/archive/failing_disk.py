"""A disk that fails from one moment on, for this process alone: its system calls are answered with an error.

A seccomp filter does it, so SQLite, Chroma and tantivy meet it as they would meet a full or a broken disk, and no test
needs to be root. What was open for sockets goes on working, so a process can still say what became of it. Linux on
x86-64; there is no way back but the process's end.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from typing import Literal

Fault = Literal["full", "broken", "read-only"]

IS_SUPPORTED = sys.platform == "linux" and platform.machine() == "x86_64"

CALLS = {
    "write": 1, "open": 2, "pwrite64": 18, "writev": 20, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "rename": 82,
    "mkdir": 83, "unlink": 87, "openat": 257, "mkdirat": 258, "unlinkat": 263, "renameat": 264, "fallocate": 285,
    "pwritev": 296, "renameat2": 316,
}  # fmt: skip
_FAULTS: dict[Fault, tuple[int, tuple[str, ...], int]] = {
    # Nothing grows and nothing new is made; what is there can be deleted, renamed and flushed.
    "full": (
        errno.ENOSPC,
        ("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "mkdir", "mkdirat"),
        os.O_CREAT,
    ),
    "broken": (errno.EIO, ("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync"), 0),
    "read-only": (
        errno.EROFS,
        ("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "mkdir", "mkdirat", "unlink", "unlinkat",
         "rename", "renameat", "renameat2"),
        os.O_CREAT | os.O_WRONLY | os.O_RDWR,
    ),
}  # fmt: skip
"""The error number, the calls that give it, and the flags of an opening that does."""

LOAD, JUMP_IF_EQUAL, _JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
NUMBER, _FLAGS_OF_OPEN, _FLAGS_OF_OPENAT, _SIZE_OF_WRITE = 0, 24, 32, 32
_SECCOMP, _SET_FILTER, _ALL_THREADS, _NO_NEW_PRIVILEGES = 317, 1, 1, 38


def fail_from_now_on(fault: Fault) -> None:
    """In every thread of this process. Raises OSError where the system does not allow filters."""
    install(_program(fault), _ALL_THREADS)


def install(instructions: Iterable[bytes], flags: int) -> int:
    """A filter of system calls; returns what the system answers. Raises OSError where it does not allow filters."""
    program = b"".join(instructions)
    buffer = ctypes.create_string_buffer(program, len(program))
    described = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer)), 16)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    answer = -1 if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) else libc.syscall(_SECCOMP, _SET_FILTER, flags, described)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(answer)


def _program(fault: Fault) -> Iterator[bytes]:
    """Berkeley packet filter instructions over `struct seccomp_data`."""
    number, calls, opening = _FAULTS[fault]
    fails = instruction(RETURN, value=_ERRNO | number)
    yield instruction(LOAD, value=NUMBER)
    for call in calls:
        yield instruction(JUMP_IF_EQUAL, otherwise=4 if call == "write" else 1, value=CALLS[call])
        if call == "write":
            # Threads wake each other by writing eight bytes to a counter that is no file.
            yield instruction(LOAD, value=_SIZE_OF_WRITE)
            yield instruction(JUMP_IF_EQUAL, otherwise=1, value=8)
            yield instruction(RETURN, value=ALLOW)
        yield fails
    if opening:
        for call, flags in (("open", _FLAGS_OF_OPEN), ("openat", _FLAGS_OF_OPENAT)):
            yield instruction(JUMP_IF_EQUAL, otherwise=4, value=CALLS[call])
            yield instruction(LOAD, value=flags)
            yield instruction(_JUMP_IF_SET, otherwise=1, value=opening)
            yield fails
            yield instruction(RETURN, value=ALLOW)
    yield instruction(RETURN, value=ALLOW)


def instruction(code: int, *, then: int = 0, otherwise: int = 0, value: int) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)
