"""What was measured of a camera, against what a photo needs."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.camera.loop import CameraState
from kiosk.camera.measure import CameraMeasure
from kiosk.config import CameraSettings, Config
from kiosk.doctor.camera import examine_camera, judge_camera
from kiosk.doctor.finding import Check, State
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason
from kiosk.store.instance_lock import FRONT_LOCK, InstanceLock
from tests.doctor.cases import advice, case_in, states

BRIGHT_ENOUGH = Finding(Reason.BRIGHT, Verdict.PASS)
GOOD = CameraMeasure(
    name="Kamera Contoh",
    state=CameraState.LIVE,
    opening_seconds=0.8,
    width=1280,
    height=720,
    frames_per_second=29.7,
    sharpness=Finding(Reason.BLUR, Verdict.PASS, 0.31, "of all edges", 0.5),
    light=(
        Finding(Reason.DARK, Verdict.PASS, 0.9, "of white", 0.4),
        Finding(Reason.BRIGHT, Verdict.PASS, 0.0, "of the picture", 0.3),
    ),
)


def test_a_good_camera_is_well() -> None:
    found = states(judge_camera(GOOD))
    assert set(found.values()) == {State.OK}
    assert len(found) == 6


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"instead_of": "HD Pro Webcam C920"}, Check.CAMERA),
        ({"instead_of": "Kamera Lain"}, Check.CAMERA),
        ({"opening_seconds": 7.2}, Check.CAMERA_OPENING),
        ({"width": 640, "height": 480}, Check.CAMERA_SIZE),
        ({"frames_per_second": 7.5}, Check.CAMERA_RATE),
        ({"sharpness": Finding(Reason.BLUR, Verdict.FAIL, 0.7, "", 0.5)}, Check.CAMERA_SHARPNESS),
        ({"light": (Finding(Reason.DARK, Verdict.FAIL, 0.1), BRIGHT_ENOUGH)}, Check.CAMERA_LIGHT),
    ],
)
def test_each_weakness_is_told(change: dict[str, object], check: Check) -> None:
    found = states(judge_camera(replace(GOOD, **change)))  # type: ignore[arg-type]
    assert [each for each, state in found.items() if state is not State.OK] == [check]


def test_too_much_light_has_another_remedy_than_too_little() -> None:
    light = (Finding(Reason.DARK, Verdict.PASS), Finding(Reason.BRIGHT, Verdict.FAIL, 0.6, "", 0.3))
    (found,) = (
        each
        for each in judge_camera(replace(GOOD, light=light))
        if each.check is Check.CAMERA_LIGHT
    )
    assert advice(found) == "ready.light.blinding_do"


@pytest.mark.parametrize(
    "state",
    [state for state in CameraState if state not in {CameraState.LIVE, CameraState.OFF}],
)
def test_a_camera_without_pictures_fails_with_what_to_do(state: CameraState) -> None:
    (found,) = judge_camera(CameraMeasure("Kamera Contoh", state, "in use"))
    assert found.state is State.FAIL
    assert found.value.startswith("Kamera Contoh: ")
    assert advice(found) is not None


def test_a_camera_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    config = Config(camera=CameraSettings(source=f"file:{tmp_path / 'gone.avi'}"))
    found = states(examine_camera(case_in(tmp_path, config=config)))
    assert found == {Check.CAMERA_LIST: State.OK, Check.CAMERA: State.FAIL}


def test_while_loket_is_open_the_camera_is_left_to_it(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    config = Config(camera=CameraSettings(source=f"file:{tmp_path}"))
    with closing(InstanceLock(tmp_path / "store" / FRONT_LOCK)):
        (_, found) = examine_camera(case_in(tmp_path, config=config))
    assert (found.state, advice(found)) == (State.WARN, "doctor.camera_taken")


def test_this_user_has_to_be_allowed_to_open_it(tmp_path: Path) -> None:
    devices = tmp_path / "root" / "dev"
    devices.mkdir(parents=True)
    (tmp_path / "store").mkdir()
    (devices / "video0").touch()
    with closing(InstanceLock(tmp_path / "store" / FRONT_LOCK)):
        assert states(examine_camera(case_in(tmp_path)))[Check.CAMERA_PERMISSION] is State.OK
        (devices / "video1").symlink_to("refused")
        found = states(examine_camera(case_in(tmp_path)))
    assert found[Check.CAMERA_PERMISSION] is State.FAIL
