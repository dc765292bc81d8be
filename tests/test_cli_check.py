"""`kiosk check`: what it prints, how it ends, and what hostile files do to it: nothing."""

import json
import logging
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.cli import main
from kiosk.command import Exit
from tests.camera.clips import PER_SECOND, write_clip
from tests.camera.picture_files import (
    black_png,
    chunk,
    encoded,
    packed_megabytes,
    with_chunks,
    with_orientation,
)
from tests.camera.pictures import dim, empty_room, portrait, stand

KEYS = ["file", "verdict", "reasons", "unsure", "findings", "guidance", "ms"]
NOISE = np.random.default_rng(5).integers(0, 255, (300, 400, 3), np.uint8)


@pytest.fixture(autouse=True)
def log_handlers_are_put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good picture, a dark one, and a text that is called a picture."""
    cv2.imwrite(str(tmp_path / "1.jpg"), stand())
    cv2.imwrite(str(tmp_path / "2.png"), dim(stand(), 0.3))
    (tmp_path / "10.jpg").write_text("no picture")
    return tmp_path


def check(*arguments: str | Path) -> int:
    return main(["check", *map(str, arguments)])


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "check", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        env=os.environ | environment,
    )


# --- as JSON --------------------------------------------------------------------------------------


def test_each_picture_gets_a_line_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check("--json", folder)
    good, dark, text = answers(capsys)
    assert [list(answer) for answer in (good, dark, text)] == [KEYS] * 3
    assert [answer["file"] for answer in (good, dark, text)] == [
        str(folder / name) for name in ("1.jpg", "2.png", "10.jpg")
    ]
    assert (good["verdict"], good["reasons"]) == ("pass", [])
    assert (dark["verdict"], dark["reasons"]) == ("retake", ["DARK"])
    assert (text["verdict"], text["reasons"], text["findings"]) == ("unreadable", [], [])


def test_a_line_says_in_both_languages_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check("--json", folder)
    good, dark, text = (answer["guidance"] for answer in answers(capsys))
    assert good == {"id": "Foto sudah baik.", "en": "The photo is good."}
    assert dark["en"].startswith("Too dark.")
    assert text["id"] == "Ini bukan gambar. Loket menerima JPEG dan PNG."


def test_a_finding_carries_the_number_behind_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "tilted.png"), stand(roll_deg=20))
    check("--json", tmp_path)
    (answer,) = answers(capsys)
    (tilt,) = (finding for finding in answer["findings"] if finding["reason"] == "TILT")
    assert list(tilt) == ["check", "verdict", "reason", "value", "unit", "limit"]
    assert (tilt["check"], tilt["verdict"], tilt["unit"]) == ("pose", "fail", "deg")
    assert tilt["value"] > tilt["limit"]


def test_the_measures_of_the_standard_come_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "1.jpg"), stand())
    cv2.imwrite(str(tmp_path / "2.jpg"), empty_room())
    check("--json", "--iso", tmp_path)
    face, nobody = answers(capsys)
    assert list(face) == [*KEYS, "iso"]
    assert face["iso"]["HeadPoseRoll"].keys() == {"raw", "quality"}
    assert nobody["iso"] == {}


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are Unicode and have one line")
def test_a_name_of_any_bytes_stays_one_line_and_can_be_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b'/a\n\x1b[2J\xff"<b>.jpg'))
    strange.write_bytes(encoded(".jpg", portrait("P006.jpg")))
    check("--json", tmp_path)
    (answer,) = answers(capsys)
    assert Path(answer["file"]) == strange
    check(tmp_path)
    first, _figures = capsys.readouterr().out.splitlines()
    assert "\x1b" not in first


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["1.jpg"], Exit.OK),
        (["1.jpg", "2.png"], Exit.FOUND),
        (["10.jpg"], Exit.UNUSABLE),
        (["1.jpg", "2.png", "10.jpg"], Exit.UNUSABLE),
        (["1.jpg", "gone.jpg"], Exit.UNUSABLE),
    ],
)
def test_the_status_tells_the_worst(folder: Path, names: Sequence[str], status: Exit) -> None:
    assert check(*(folder / name for name in names)) == status


def test_no_path_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as ended:
        check()
    assert ended.value.code == Exit.UNUSABLE


@pytest.mark.parametrize("profile", ["1999", "../2022", "gone.toml"])
def test_a_profile_that_is_not_there_is_named(
    folder: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("--profile", profile, folder) == Exit.UNUSABLE
    assert profile in capsys.readouterr().err


def test_a_profile_may_come_from_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = (Path(__file__).parent.parent / "resources" / "profiles" / "2022.toml").read_text()
    own = folder / "own.toml"
    own.write_text(rules.replace('"DARK", ', ""))
    assert check("--json", "--profile", own, folder / "2.png") == Exit.OK
    (answer,) = answers(capsys)
    assert (answer["verdict"], answer["reasons"]) == ("pass", ["DARK"])


def test_models_that_cannot_be_read_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("--models", folder, folder / "1.jpg") == Exit.CAMERA
    said = capsys.readouterr().err
    assert str(folder) in said
    assert "Install Loket again" in said


# --- for people -----------------------------------------------------------------------------------


def test_people_get_a_table_in_their_language(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(folder)
    good, dark, text, figures = capsys.readouterr().out.splitlines()
    assert good.split() == [str(folder / "1.jpg"), "baik", "Foto", "sudah", "baik."]
    assert "ulangi" in dark
    assert "tidak terbaca" in text
    assert figures == "3 diperiksa: 1 baik, 1 perlu diulang, 1 tidak terbaca."
    check("--lang", "en", folder)
    assert "3 checked: 1 good" in capsys.readouterr().out


def test_where_nobody_watches_there_is_no_bar_and_no_colour(folder: Path) -> None:
    ended = run(folder)
    assert ended.stderr == ""
    assert "\x1b" not in ended.stdout


def test_a_terminal_that_knows_few_letters_gets_the_others_replaced(folder: Path) -> None:
    (folder / "10.jpg").rename(folder / "Dëwi.jpg")
    ended = run(folder, PYTHONIOENCODING="ascii", LC_ALL="C.UTF-8")
    assert ended.returncode == Exit.UNUSABLE
    assert "D?wi.jpg" in ended.stdout


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is POSIX")
def test_a_terminal_gets_a_bar_that_goes_away(folder: Path) -> None:
    for number in range(20):
        shutil.copy(folder / "1.jpg", folder / f"more{number}.jpg")
    controller, terminal = os.openpty()
    command = [sys.executable, "-m", "kiosk", "check", "--json", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, timeout=50, check=False)
    os.close(terminal)
    drawn = os.read(controller, 100_000).decode()
    os.close(controller)
    assert len(done.stdout.splitlines()) == 23
    assert "/23" in drawn
    assert drawn.endswith("\r\x1b[K")


# --- clips ----------------------------------------------------------------------------------------


def seconds(picture: Any, count: float) -> list[Any]:
    return [picture] * round(count * PER_SECOND)


def test_a_clip_is_told_by_its_changes_and_the_frame_it_gave(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenes = seconds(empty_room(), 3) + seconds(stand(roll_deg=20), 3) + seconds(stand(), 4)
    file = write_clip(tmp_path / "clip.mp4", scenes)
    status = check("--json", file)
    told = answers(capsys)
    assert status == Exit.OK
    assert all(list(answer) == ["file", "at", "event", *KEYS[1:]] for answer in told)
    changes = [answer for answer in told if answer["event"] == "guidance"]
    (capture,) = (answer for answer in told if answer["event"] == "capture")
    said = " ".join(answer["guidance"]["en"] for answer in changes)
    assert said.index("No face") < said.index("tilted") < said.index("Hold still")
    assert [answer["at"] for answer in changes] == sorted(answer["at"] for answer in changes)
    assert 6.0 <= capture["at"] <= 8.5
    assert (capture["verdict"], capture["reasons"]) == ("pass", [])


def test_a_clip_without_a_good_second_has_to_be_taken_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_clip(tmp_path / "clip.avi", seconds(dim(stand(), 0.3), 2))
    assert check("--lang", "en", file) == Exit.FOUND
    assert "No photo was taken" in capsys.readouterr().out


def test_a_text_that_is_called_a_clip_is_unreadable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clip.mp4"
    file.write_text("no clip")
    assert check("--json", file) == Exit.UNUSABLE
    (answer,) = answers(capsys)
    assert list(answer) == KEYS
    assert answer["guidance"]["en"] == "This is not a clip that can be played."


# --- hostile files --------------------------------------------------------------------------------


def hostile() -> dict[str, bytes]:
    """What careless cameras, broken disks and bad people leave in a folder."""
    jpeg, png = encoded(".jpg", NOISE), encoded(".png", NOISE)
    overwritten = bytearray(jpeg)
    overwritten[len(jpeg) // 2 : len(jpeg) // 2 + 300] = bytes(range(150)) * 2
    return {
        "empty.jpg": b"",
        "cut.jpg": jpeg[: len(jpeg) // 3],
        "overwritten.jpg": bytes(overwritten),
        "cut.png": png[: len(png) // 2],
        "flipped.png": png[:5000] + bytes([png[5000] ^ 255]) + png[5001:],
        "profile.png": with_chunks(png, chunk(b"iCCP", b"x\0\0" + packed_megabytes(100))),
        "text.png": with_chunks(png, chunk(b"zTXt", b"x\0\0" + packed_megabytes(100))),
        "bad-profile.png": with_chunks(png, chunk(b"iCCP", b"nonsense")),
        "bomb.png": black_png(7000, 7000),
        "strip.png": black_png(9000, 2),
        "pixel.png": black_png(1, 1),
        "few.png": black_png(3, 7),
        "bad-exif.jpg": jpeg[:2]
        + b"\xff\xe1\x00\x10Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff"
        + jpeg[2:],
        "turned.jpg": with_orientation(jpeg, 8),
        "anim.gif": b"GIF89a" + struct.pack("<HH", 9, 9) + bytes(50),
        "page.webp": b"RIFF\x1a\x00\x00\x00WEBPVP8X" + bytes(30),
        "clip.mp4": b"\x00\x00\x00\x18ftypisom" + os.urandom(3000),
        "clip.avi": b"RIFF\xff\xff\xff\xffAVI LIST" + os.urandom(3000),
        "clip.mkv": b"\x1a\x45\xdf\xa3" + os.urandom(3000),
    }


def test_hostile_files_get_an_answer_each_and_nothing_else_is_said(tmp_path: Path) -> None:
    files = hostile()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    ended = run("--json", tmp_path)
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.stderr == ""
    assert ended.returncode == Exit.UNUSABLE
    assert sorted(Path(answer["file"]).name for answer in told) == sorted(files)
    readable = {Path(a["file"]).name for a in told if a["verdict"] != "unreadable"}
    seen = {"overwritten.jpg", "profile.png", "text.png", "bad-profile.png", "turned.jpg"}
    assert readable == seen | {"pixel.png", "few.png", "bad-exif.jpg"}


def test_each_hostile_picture_is_answered_within_a_second(tmp_path: Path) -> None:
    for name, data in hostile().items():
        (tmp_path / name).write_bytes(data)
    told = [json.loads(line) for line in run("--json", tmp_path).stdout.splitlines()]
    assert max(answer["ms"] for answer in told) < 1000


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of its memory from Linux")
def test_hostile_pictures_do_not_fill_the_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(black_png(20_000, 20_000, colour=0))
    (tmp_path / "large.png").write_bytes(black_png(7000, 4700))
    program = (  # not getrusage: a new program begins with the peak of the one that started it
        "import re, sys; from pathlib import Path; from kiosk.cli import main; main(sys.argv[1:]);"
        "status = Path('/proc/self/status').read_text();"
        "print(re.search('VmHWM:[^0-9]*([0-9]+)', status)[1])"
    )
    command = [sys.executable, "-c", program, "check", "--json", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    assert int(ended.stdout.splitlines()[-1]) < 700_000  # kilobytes


# --- the program around it ------------------------------------------------------------------------


def test_it_needs_no_windows(folder: Path) -> None:
    program = (
        "import sys; from kiosk.cli import main; main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    command = [sys.executable, "-c", program, "check", str(folder / "1.jpg")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no Ctrl+C to one program alone")
def test_ctrl_c_ends_it_without_a_word(folder: Path) -> None:
    for number in range(400):
        os.link(folder / "1.jpg", folder / f"more{number}.jpg")
    command = [sys.executable, "-m", "kiosk", "check", "--json", str(folder)]
    # a job in the background of a shell ignores Ctrl+C, and its children would inherit that
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    signal.signal(signal.SIGINT, inherited)
    with started:
        assert started.stdout is not None
        started.stdout.readline()
        began = time.perf_counter()
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=20)
    assert started.returncode == Exit.INTERRUPTED
    assert said == b""
    assert time.perf_counter() - began < 5


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error on Windows")
def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    for number in range(60):
        os.link(folder / "1.jpg", folder / f"more{number}.jpg")
    command = [sys.executable, "-m", "kiosk", "check", "--json", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        said = started.stderr.read()
        started.wait(timeout=20)
    assert said == b""
