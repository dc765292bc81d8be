"""A centre that asks for a photo of the KTP, which an officer takes with the camera of the desk."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.camera.profile import DEFAULT
from kiosk.camera.source import FrameSource
from kiosk.demo.sample_camera import SampleCamera, Scene
from kiosk.domain.submission import CentreState
from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import make_kiosk, open_counter, open_room
from tests.flow.test_assisted import Desk

CARD, FACE = (Scene("card", None),), (Scene("good", None),)


class Chair:
    """What is held before the camera the next time it is switched on."""

    def __init__(self) -> None:
        self.scenes = CARD

    def open_camera(self) -> FrameSource:
        return SampleCamera(self.scenes)


@pytest.fixture
def chair() -> Chair:
    return Chair()


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Iterator[Centre]:
    usual = (resources.files("kiosk.resources") / "profiles" / f"{DEFAULT}.toml").read_text("utf-8")
    asking = usual.replace("ktp_photo = false", "ktp_photo = true")
    assert asking != usual
    centre = Centre(tmp_path / "centre", clock, photo_profile=asking)
    centre.open()
    yield centre
    centre.close()


@pytest.fixture
def desk(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, chair: Chair, tmp_path: Path
) -> Iterator[Desk]:
    with open_room(home / "store", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path, chair.open_camera) as counter:
            yield Desk(counter, centre)


def test_the_card_and_then_the_face_before_the_same_camera(desk: Desk, chair: Chair) -> None:
    desk.go_on_at(Step.KTP_PHOTO)
    desk.hand.wait_to_see("use_card_button")
    chair.scenes = FACE
    desk.hand.press("use_card_button")
    desk.counter.use_photo()
    desk.finish()

    assert desk.arrived().ktp_photo
    desk.wait_until_at_centre(CentreState.PHOTO_VERIFYING)
    record = desk.centre.record(desk.newest().id)
    assert (record.has_card, record.photo_revisions) == (True, (1,))
    assert (desk.counter.figures().made, desk.counter.figures().adds_up) == (1, True)
