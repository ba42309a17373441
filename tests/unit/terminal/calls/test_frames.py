"""Pictures in shared memory: whole, newest, gone when their owner is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.calls import frames
from kiosk.terminal.calls.frames import FrameReader, FrameWriter, i420_size, remove_stale_frames

SIZES = st.integers(1, 40)


def picture(width: int, height: int, value: int) -> bytes:
    return bytes([value]) * i420_size(width, height)


@given(st.lists(st.tuples(SIZES, SIZES, st.integers(0, 255)), min_size=1, max_size=12))
def test_a_reader_gets_the_newest_picture_whatever_its_size(
    pictures: list[tuple[int, int, int]],
) -> None:
    with FrameWriter() as writer, FrameReader(writer.name) as reader:
        assert reader.latest() is None
        for width, height, value in pictures:
            writer.write(width, height, [picture(width, height, value)])
        width, height, value = pictures[-1]
        frame = reader.latest()
        assert frame is not None
        assert (frame.width, frame.height) == (width, height)
        assert frame.data == picture(width, height, value)
        assert frame.number == len(pictures)
        assert reader.latest() is None  # not twice


@given(SIZES, SIZES)
def test_planes_come_out_in_order(width: int, height: int) -> None:
    chroma = ((width + 1) // 2) * ((height + 1) // 2)
    planes = [b"y" * (width * height), b"u" * chroma, b"v" * chroma]
    with FrameWriter() as writer, FrameReader(writer.name) as reader:
        writer.write(width, height, planes)
        frame = reader.latest()
        assert frame is not None
        assert frame.data == b"".join(planes)


WRITER = """
import select, sys
from kiosk.terminal.calls.frames import FrameWriter, i420_size
with FrameWriter() as writer:
    print(writer.name, flush=True)
    number = 0
    while number % 500 or not select.select([sys.stdin], [], [], 0)[0]:  # until it is closed
        number += 1
        width, height = ((320, 240), (160, 120), (64, 48))[number % 3]
        writer.write(width, height, [bytes([number % 251]) * i420_size(width, height)])
"""


def test_a_picture_is_never_torn_by_a_writer_in_another_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with FrameReader(process.stdout.readline().strip()) as reader:
            seen, last = 0, 0
            until = time.monotonic() + 1.0
            while time.monotonic() < until:
                frame = reader.latest()
                if frame is None:
                    continue
                seen += 1
                assert frame.number > last
                last = frame.number
                assert set(frame.data) == {frame.number % 251}
                assert len(frame.data) == i420_size(frame.width, frame.height)
        process.stdin.close()
        assert process.wait(10) == 0
    assert seen > 50


def test_a_picture_that_is_not_i420_or_too_large_is_refused() -> None:
    with FrameWriter() as writer:
        with pytest.raises(ValueError, match="4 x 4"):
            writer.write(4, 4, [bytes(10)])
        with pytest.raises(ValueError, match="too large"):
            writer.write(4000, 4000, [picture(4000, 4000, 0)])


def test_the_memory_is_gone_with_its_owner_but_readers_keep_what_they_have() -> None:
    writer = FrameWriter()
    reader = FrameReader(writer.name)
    writer.write(2, 2, [picture(2, 2, 7)])
    writer.close()
    writer.close()
    frame = reader.latest()
    assert frame is not None
    assert frame.data == picture(2, 2, 7)
    with pytest.raises(FileNotFoundError):
        FrameReader(writer.name)
    reader.close()
    reader.close()


def test_what_a_killed_process_left_is_removed_and_nothing_else() -> None:
    code = (
        "import os, signal\nfrom kiosk.terminal.calls.frames import FrameWriter\n"
        "w = FrameWriter()\nprint(w.name, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    name = out.stdout.strip()
    with FrameWriter() as writer:
        FrameReader(name).close()
        remove_stale_frames()
        with pytest.raises(FileNotFoundError):
            FrameReader(name)
        FrameReader(writer.name).close()


@pytest.mark.parametrize("name", ["", "kiosk-frames-../../etc/passwd", "other", "kiosk-frames-0-x"])
def test_a_name_that_is_none_is_not_opened(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        FrameReader(name)


def test_without_a_shared_memory_folder_the_temporary_one_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(frames.tempfile, "gettempdir", lambda: str(tmp_path))
    with FrameWriter() as writer, FrameReader(writer.name) as reader:
        writer.write(2, 2, [picture(2, 2, 1)])
        assert reader.latest() is not None
        assert [p.name for p in tmp_path.iterdir()] == [writer.name]


def test_damaged_memory_is_no_picture_and_holds_nobody_up() -> None:
    with FrameWriter() as writer, FrameReader(writer.name) as reader:
        writer.write(4, 4, [picture(4, 4, 1)])
        slot = (frames._HEADER + frames._STRIDE) // 8
        writer._words[slot + 1] = writer._words[slot + 2] = 100_000
        assert reader.latest() is None
        writer._words[slot] = 1  # as if it were being written for ever
        writer._words[1] = 5
        assert reader.latest() is None
        writer._words[1] = 1
        writer.write(4, 4, [picture(4, 4, 2)])
        frame = reader.latest()
        assert frame is not None
        assert frame.data == picture(4, 4, 2)
