"""One writer at a time, in this process and in others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from rag.adapters.archive_lock import archive_lock
from rag.domain.errors import ArchiveLocked, ArchiveNotWritable

HOLD = """
import sys, time
from pathlib import Path
from rag.adapters.archive_lock import archive_lock
with archive_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_holder_is_named(tmp_path: Path) -> None:
    with (
        archive_lock(tmp_path),
        pytest.raises(ArchiveLocked, match=rf"process {os.getpid()} since 2\d\d\d-"),
        archive_lock(tmp_path),
    ):
        pytest.fail("held twice")


def test_a_released_lock_can_be_taken_again_and_leaves_no_name(tmp_path: Path) -> None:
    for _ in range(2):
        with archive_lock(tmp_path):
            assert (tmp_path / "writing.holder").exists()
        assert not (tmp_path / "writing.holder").exists()


def test_an_error_inside_releases_it(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="boom"), archive_lock(tmp_path):
        raise RuntimeError("boom")
    with archive_lock(tmp_path):
        pass


def test_two_threads_exclude_each_other(tmp_path: Path) -> None:
    seen: list[str] = []

    def second() -> None:
        try:
            with archive_lock(tmp_path):
                seen.append("entered")
        except ArchiveLocked:
            seen.append("locked")

    with archive_lock(tmp_path):
        thread = Thread(target=second)
        thread.start()
        thread.join()
    assert seen == ["locked"]


def test_a_killed_holder_frees_the_lock_and_until_then_is_named(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(ArchiveLocked, match=f"process {child.pid} "), archive_lock(tmp_path):
            pytest.fail("held twice")
        child.send_signal(signal.SIGKILL)
        child.wait()
    with archive_lock(tmp_path):
        assert str(os.getpid()) in (tmp_path / "writing.holder").read_text()


@pytest.mark.parametrize("name", ["", "garbage", "[]", '{"pid": 1}'])
def test_a_holder_that_has_not_yet_written_its_name_is_another_process(tmp_path: Path, name: str) -> None:
    with archive_lock(tmp_path):
        (tmp_path / "writing.holder").write_text(name)
        with pytest.raises(ArchiveLocked, match="another process"), archive_lock(tmp_path):
            pytest.fail("held twice")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveNotWritable, match="file"), archive_lock(tmp_path / "file"):
        pytest.fail("held")
