"""The live half of a page that takes a picture: picture, one instruction, the list, the button."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.camera.guidance import Guidance
from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.preview_feed import Answers, PreviewFeed
from kiosk.ui.widgets.beside import Beside, Side
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import LiveView, Mood
from kiosk.ui.widgets.cause_picture import CausePicture, lay_on_picture
from kiosk.ui.widgets.check_list import CheckList, filling
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import sample_chip


class Moment(Protocol):
    """What one answer of the camera leads to."""

    @property
    def guidance(self) -> Guidance:
        """What to say now."""
        ...

    @property
    def progress(self) -> float:
        """How full the hold-still ring is, 0..1."""
        ...

    @property
    def may_press(self) -> bool:
        """Whether the button is offered."""
        ...


@dataclass(frozen=True, slots=True)
class LiveParts:
    """What differs from picture to picture; `take_name` is the button's."""

    title: QLabel
    view: LiveView
    drawing: CausePicture
    check_list: CheckList[Any]
    take_name: str


class LivePicture(QWidget):
    """Guides until there is a picture.

    Signals:
        pictured: with what was held still.
        back_requested: the resident wants the page before.
    """

    pictured = Signal(object)
    back_requested = Signal()

    def __init__(
        self, look: Look, camera: CameraDesk, parts: LiveParts, answers: Answers | None = None
    ) -> None:
        """`answers`: where what was seen comes from; the camera's inspections by default."""
        super().__init__()
        self._camera, self._title = camera, parts.title
        self._feed = PreviewFeed(camera, self, answers)
        self.view, self.picture, self.check_list = parts.view, parts.drawing, parts.check_list
        self.instruction = InstructionCard(look)
        self.take_button = Button(look, "photo.take", name=parts.take_name, icon="camera")
        self.back_button = Button(
            look, "action.back", name="back_button", rank=Rank.QUIET, icon="arrow-left"
        )
        self._side = self._lay_out(sample_chip(look, is_sample=camera.is_sample))
        self._feed.frame_ready.connect(self.show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self.show_state)
        self.take_button.clicked.connect(self.press)
        self.back_button.clicked.connect(self.back_requested)

    def begin(self) -> None:
        """Start a new attempt; the camera has been asked to start."""
        self.forget_attempt()
        self.check_list.clear()
        self.take_button.hide()
        self._feed.start()

    def go_on(self) -> None:
        """Guide on: the picture that was handed over is not good enough after all."""
        self._feed.start()

    def end(self) -> None:
        """Stop looking and show nobody."""
        self._feed.stop()
        self.forget_attempt()
        self.view.clear()
        self.check_list.clear()
        self.picture.show_cause(None)

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame."""
        self.view.show_frame(frame)

    def show_state(self, state: CameraState) -> None:
        """Say how the camera is, where it gives no pictures to judge."""
        if state is CameraState.LIVE:
            return
        self.instruction.show_camera(state)
        self.picture.show_cause(None)
        self.view.show_mood(Mood.WAITING)
        self.interrupt()
        if not state.has_pictures:
            self.view.clear()
            self.check_list.clear()

    def show_moment(self, moment: Moment) -> None:
        """Show what there is to correct, or how long still to hold still."""
        self.picture.show_cause(moment.guidance.reason)
        self.view.show_moment(moment.progress, correct=moment.guidance.reason is not None)
        if moment.may_press and self.take_button.isHidden():
            self.take_button.show()

    def follow(self, answer: Any) -> None:
        """Judge what the camera saw."""
        raise NotImplementedError

    def press(self) -> None:
        """Take the best picture of the last second."""
        raise NotImplementedError

    def interrupt(self) -> None:
        """What was seen before the camera went away does not count."""
        raise NotImplementedError

    def forget_attempt(self) -> None:
        """Begin the next attempt with nothing of this one."""
        raise NotImplementedError

    def stand_below_list(self, widget: QWidget) -> None:
        """Put a widget between the list and the buttons."""
        self._side.insert(widget)

    def hand_over(self, picture: object) -> None:
        """Stop looking: there is a picture."""
        self._feed.stop()
        self.pictured.emit(picture)

    def _follow(self, answer: object) -> None:
        if self._camera.state is CameraState.LIVE:
            self.follow(answer)

    def _lay_out(self, chip: QLabel) -> Side:
        lay_on_picture(self.view, chip, self.picture, self.instruction)
        self.buttons = FlowRow(gap=12)
        self.buttons.addWidget(self.back_button)
        self.buttons.addWidget(self.take_button)
        side = Side([self._title, filling(self.check_list)], self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Beside(self.view, side))
        return side
