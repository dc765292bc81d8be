"""An idle kiosk: what is on screen and heard while the session clock runs."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.config import SessionSettings
from kiosk.ui.look import Look
from kiosk.ui.prompts import cue_file
from kiosk.ui.session import FaceWatch, IdleSession
from kiosk.ui.text import Texts
from kiosk.ui.voice import Cue, Voice

USUAL = SessionSettings()
IDLE, WARNING = USUAL.idle_seconds, USUAL.warning_seconds
AWAY, COVERED = USUAL.away_seconds, USUAL.covered_seconds


class Ear:
    """A loudspeaker that notes what it plays."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.spoken: list[str] = []

    def speak(self, clips: Sequence[str], *, patiently: bool = False) -> None:
        self.spoken += clips

    def ring(self, clip: str) -> None:
        self.rung.append(clip)

    def hush(self) -> None:
        pass


class Room:
    """A window with a field, and somebody in front of it or not."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.field.setFocus()
        self.busy = True
        self.face: bool | None = None
        self.expired = 0
        self.ear = Ear()
        self.look = Look(voice=Voice(self.ear))
        self.session = IdleSession(
            self.window, self.look, lambda: self.busy, USUAL, lambda: self.face
        )
        self.session.expired.connect(self._count)

    def wait(self, seconds: int, *, face: bool | None = None) -> None:
        self.face = face
        for _ in range(seconds):
            self.session.count_second()

    def hides_form(self) -> bool:
        """Whether nothing of the form can be seen."""
        warning = self.session.warning
        return warning.isVisible() and warning.geometry().contains(self.window.rect())

    def _count(self) -> None:
        self.expired += 1


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room(qtbot)


def test_warns_before_it_forgets(room: Room) -> None:
    room.wait(IDLE - 1)
    assert not room.session.warning.isVisible()
    room.wait(1)
    assert room.hides_form()
    assert room.expired == 0


def test_forgets_when_nobody_answers(room: Room) -> None:
    room.wait(IDLE + WARNING)
    assert room.expired == 1
    assert not room.session.warning.isVisible()


def test_a_key_begins_the_count_again(room: Room) -> None:
    room.wait(IDLE - 1)
    QTest.keyClick(room.field, Qt.Key.Key_A)
    room.wait(IDLE - 1)
    assert not room.session.warning.isVisible()


def test_the_touch_that_answers_the_warning_does_nothing_else(room: Room) -> None:
    room.wait(IDLE)
    QTest.keyClick(room.field, Qt.Key.Key_A)
    assert room.field.text() == ""
    assert not room.session.warning.isVisible()
    assert room.expired == 0


def test_typing_goes_on_where_it_was_after_the_warning(room: Room) -> None:
    room.wait(IDLE)
    assert not room.field.hasFocus()
    QTest.mouseClick(room.session.warning, Qt.MouseButton.LeftButton)
    assert room.field.hasFocus()


def test_the_warning_can_be_answered_ten_times_and_more(room: Room) -> None:
    for _ in range(12):
        room.wait(IDLE + WARNING - 1)
        assert room.session.warning.isVisible()
        QTest.mouseClick(room.session.warning.stay_button, Qt.MouseButton.LeftButton)
    assert room.expired == 0


def test_warns_by_sound_once_each_time(room: Room) -> None:
    room.look.voice.toggle()
    room.wait(IDLE + WARNING - 1)
    assert room.ear.rung == [cue_file(Cue.WARNING)]
    QTest.keyClick(room.field, Qt.Key.Key_A)
    room.wait(IDLE)
    assert len(room.ear.rung) == 2


def test_covers_the_form_of_somebody_who_left(room: Room) -> None:
    room.wait(1, face=True)
    room.wait(AWAY - 1, face=False)
    assert not room.hides_form()
    room.wait(1, face=False)
    assert room.hides_form()
    assert room.ear.rung == []
    room.wait(COVERED - WARNING, face=False)
    assert len(room.ear.rung) == 1
    room.wait(WARNING, face=False)
    assert room.expired == 1


def test_uncovers_for_whoever_comes_back(room: Room) -> None:
    room.wait(1, face=True)
    room.wait(AWAY, face=False)
    room.wait(1, face=True)
    assert not room.session.warning.isVisible()


def test_the_cover_follows_the_window(room: Room) -> None:
    room.wait(IDLE)
    room.window.resize(900, 700)
    assert room.hides_form()


def test_with_nobody_there_only_the_look_runs_out(room: Room) -> None:
    room.busy = False
    room.look.speak("en")
    room.look.next_text_size()
    room.wait(IDLE + WARNING - 1)
    assert not room.session.warning.isVisible()
    assert room.look.language == "en"
    room.wait(1)
    assert room.expired == 0
    assert (room.look.language, room.look.text_scale) == ("id", 1.0)
    assert room.ear.rung == []


def test_the_photo_page_may_say_that_it_sees_somebody(room: Room) -> None:
    for _ in range(USUAL.face_extends_seconds):
        room.wait(1)
        room.session.see_face()
    assert not room.session.warning.isVisible()
    room.wait(IDLE + WARNING)
    assert room.expired == 1


class Camera:
    """A camera that says what it is told to say."""

    def __init__(self) -> None:
        self.state = CameraState.LIVE
        self.presence: Mailbox[bool] = Mailbox()
        self.orders: list[bool] = []

    def watch_presence(self, on: bool) -> None:
        self.orders.append(on)


@pytest.fixture
def camera() -> Camera:
    return Camera()


@pytest.fixture
def watch(camera: Camera, room: Room) -> FaceWatch:
    return FaceWatch(camera, room.window, allowed=True)


def test_the_camera_is_off_until_somebody_agrees(camera: Camera, watch: FaceWatch) -> None:
    camera.presence.put(True)
    assert watch.count_second() is None
    assert camera.orders == []
    watch.agree(agreed=True)
    assert camera.orders == [True]
    assert watch.count_second() is True


def test_the_camera_is_off_once_the_resident_is_gone(camera: Camera, watch: FaceWatch) -> None:
    watch.agree(agreed=True)
    watch.agree(agreed=False)
    assert camera.orders == [True, False]
    assert watch.count_second() is None


def test_an_office_may_do_without_the_camera(camera: Camera, room: Room) -> None:
    watch = FaceWatch(camera, room.window, allowed=False)
    watch.agree(agreed=True)
    assert camera.orders == []


@pytest.mark.parametrize("state", [state for state in CameraState if state is not CameraState.LIVE])
def test_a_camera_that_does_not_work_says_nothing(
    camera: Camera, watch: FaceWatch, state: CameraState
) -> None:
    watch.agree(agreed=True)
    camera.presence.put(False)
    assert watch.count_second() is False
    camera.state = state
    assert watch.count_second() is None


def test_tells_when_the_light_of_the_camera_is_on(camera: Camera, watch: FaceWatch) -> None:
    told: list[bool] = []
    watch.lit.connect(told.append)
    watch.agree(agreed=True)
    watch.count_second()
    camera.state = CameraState.LOST
    watch.count_second()
    camera.state = CameraState.LIVE
    watch.count_second()
    watch.agree(agreed=False)
    assert told == [True, False, True, False]


def test_what_is_said_aloud_has_no_placeholder(room: Room) -> None:
    room.wait(IDLE)
    texts = Texts("id")
    assert all("{" not in texts.raw(key) for key in room.session.warning.spoken)
