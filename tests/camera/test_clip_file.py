"""Clips from files: frames with their times, and a clear word about what is no clip."""

import os
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.clip_file import MOST_BYTES, MOST_SECONDS, read_clip
from kiosk.camera.photo_file import FileProblem, PictureError
from kiosk.camera.source import Pixels
from tests.camera.clips import write_clip


def shade(level: int, width: int = 64, height: int = 48) -> Pixels:
    return np.full((height, width, 3), level, np.uint8)


def refusal_of(file: Path) -> FileProblem:
    with pytest.raises(PictureError) as refused:
        list(read_clip(file))
    return refused.value.problem


@pytest.mark.parametrize("suffix", [".mp4", ".avi"])
def test_gives_every_frame_with_its_time(tmp_path: Path, suffix: str) -> None:
    file = write_clip(tmp_path / f"clip{suffix}", [shade(10 * number) for number in range(20)])
    frames = list(read_clip(file))
    assert [round(frame.taken_at, 3) for frame in frames] == [number / 10 for number in range(20)]
    assert [round(float(frame.pixels.mean()), -1) for frame in frames[::5]] == [0, 50, 100, 150]


def test_leaves_out_what_comes_faster_than_a_webcam(tmp_path: Path) -> None:
    file = write_clip(tmp_path / "fast.mp4", [shade(0)] * 120, per_second=120)
    times = [frame.taken_at for frame in read_clip(file)]
    assert len(times) == pytest.approx(30, abs=2)
    assert min(np.diff(times)) > 0.02


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are Unicode")
def test_a_name_in_any_encoding_can_be_opened(tmp_path: Path) -> None:
    file = write_clip(tmp_path / "clip.mp4", [shade(0)] * 3)
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.mp4"))
    file.rename(strange)
    assert len(list(read_clip(strange))) == 3


@pytest.mark.skipif(os.name == "nt", reason="names on Windows have no colon")
def test_a_name_like_an_address_is_still_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_clip(tmp_path / "clip.mp4", [shade(0)] * 3).rename(tmp_path / "http:clip.mp4")
    assert len(list(read_clip(Path("http:clip.mp4")))) == 3


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"a text that is no clip", FileProblem.NOT_A_CLIP),
        (b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://127.0.0.1:9/other.ts\n", FileProblem.NOT_A_CLIP),
        (b"ffconcat version 1.0\nfile other.mp4\n", FileProblem.NOT_A_CLIP),
        (b"v=0\nftyp\nm=video 9 RTP/AVP 96\nc=IN IP4 127.0.0.1\n", FileProblem.NOT_A_CLIP),
        (b"\x00\x00\x00\x18ftypisom" + bytes(400), FileProblem.DAMAGED),
        (b"RIFF\xff\xff\xff\x7fAVI LIST" + bytes(400), FileProblem.DAMAGED),
        (b"\x1a\x45\xdf\xa3" + bytes(400), FileProblem.DAMAGED),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, data: bytes, problem: FileProblem) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(data)
    assert refusal_of(file) is problem


@pytest.mark.parametrize("share", [0.1, 0.5, 0.7])
@pytest.mark.parametrize("suffix", [".mp4", ".avi"])
def test_a_clip_that_is_cut_off_is_damaged(tmp_path: Path, suffix: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (30, 48, 64, 3), np.uint8)
    file = write_clip(tmp_path / f"clip{suffix}", list(noise))
    data = file.read_bytes()
    file.write_bytes(data[: int(share * len(data))])
    assert refusal_of(file) is FileProblem.DAMAGED


@pytest.mark.parametrize("suffix", [".mp4", ".avi"])
def test_a_clip_with_bytes_overwritten_is_read_or_refused_but_never_crashes(
    tmp_path: Path, suffix: str
) -> None:
    whole = write_clip(tmp_path / f"clip{suffix}", [shade(9 * n) for n in range(8)]).read_bytes()
    chance = np.random.default_rng(11)
    for _ in range(60):
        broken = bytearray(whole)
        for at in chance.integers(12, len(whole), 8):
            broken[at] = chance.choice([0, 127, 128, 255])
        file = tmp_path / f"broken{suffix}"
        file.write_bytes(broken)
        with suppress(PictureError):
            assert all(frame.pixels.ndim == 3 for frame in read_clip(file))


def test_a_clip_without_frames_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "none.avi"
    cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48)).release()
    assert refusal_of(file) is FileProblem.DAMAGED


def test_a_frame_larger_than_any_webcam_gives_is_refused_before_it_is_decoded(
    tmp_path: Path,
) -> None:
    file = write_clip(tmp_path / "huge.avi", [shade(0, 5000, 3000)])
    with pytest.raises(PictureError) as refused:
        next(read_clip(file))
    assert refused.value.problem is FileProblem.TOO_MANY_PIXELS
    assert refused.value.values == {"width": 5000, "height": 3000}


def test_a_clip_that_does_not_end_is_left_after_ten_minutes(tmp_path: Path) -> None:
    file = write_clip(tmp_path / "long.avi", [shade(0)] * 700, per_second=1)
    seen: list[float] = []
    with pytest.raises(PictureError) as refused:
        seen.extend(frame.taken_at for frame in read_clip(file))
    assert refused.value.problem is FileProblem.TOO_LONG
    assert seen[-1] == MOST_SECONDS


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "endless.mp4"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    assert refusal_of(file) is FileProblem.TOO_MANY_BYTES


def test_a_clip_may_be_left_in_the_middle(tmp_path: Path) -> None:
    file = write_clip(tmp_path / "clip.mp4", [shade(0)] * 10)
    frames = read_clip(file)
    next(frames)
    frames.close()
    file.unlink()
