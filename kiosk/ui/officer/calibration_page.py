"""Sets a camera up: somebody sits straight on the resident's chair, and the camera is measured."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.camera.calibrate import CalibrationProblem, Calibrator, Measured
from kiosk.camera.calibration_file import CalibrationUnwritableError
from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.ui.background import Background
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import CameraView, Mood
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.notice import Kind


class CalibrationPage(Sheet):
    """Measures as soon as somebody sits still, and says in words what came out.

    Signals:
        left: the officer goes back to where the page was opened.
        kept: the camera was set up; `left` follows.
        worked: somebody is at it, though no key is touched.
    """

    left = Signal()
    kept = Signal()
    worked = Signal()

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__(look, "calibrate.title", "calibrate.hint")
        self.setObjectName("calibration_page")
        self._camera = camera
        self._is_on = False
        self._calibrator: Calibrator | None = None
        self._measured: Measured | None = None
        self._background = Background(self)
        self.view = CameraView(look)
        self.instruction = InstructionCard(look)
        self.back_button = Button(
            look, "action.back", name="calibration_back_button", icon="arrow-left"
        )
        self.again_button = Button(
            look, "calibrate.again", name="calibrate_again_button", icon="rotate-ccw"
        )
        self.keep_button = Button(
            look, "calibrate.keep", name="keep_calibration_button", rank=Rank.PRIMARY, icon="check"
        )
        self._feed = PreviewFeed(camera, self)
        self._lay_out()
        self._feed.frame_ready.connect(self._show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self._show_state)
        self.back_button.clicked.connect(self._leave)
        self.again_button.clicked.connect(self._measure_anew)
        self.keep_button.clicked.connect(self._keep)

    def begin(self) -> None:
        """Switch the camera on."""
        self._is_on = True
        self._camera.start()
        self._measure_anew()
        self._feed.start()

    def end(self) -> None:
        """Switch the camera off and forget who sat there."""
        self._background.forget()
        self._feed.stop()
        self._calibrator = self._measured = None
        self.view.clear()
        if self._is_on:
            self._is_on = False
            self._camera.stop()

    def _measure_anew(self) -> None:
        self._calibrator = self._measured = None
        self.notice.clear()
        self.keep_button.setEnabled(False)
        self.again_button.setEnabled(False)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.instruction.show_task("calibrate.sit")
        self.instruction.show()
        self.view.show_mood(Mood.WAITING)

    def _show_frame(self, frame: Frame) -> None:
        self.view.show_frame(frame)
        if self._camera.cannot_inspect is not None:
            self.instruction.show_cannot_inspect()

    def _show_state(self, state: CameraState) -> None:
        if state is CameraState.LIVE:
            self._measure_anew()
            return
        self.instruction.show_camera(state)
        if not state.has_pictures:
            self.view.clear()

    def _follow(self, inspection: Inspection) -> None:
        if self._camera.state is not CameraState.LIVE or self.again_button.isEnabled():
            return
        self.worked.emit()
        if self._calibrator is None:
            self._calibrator = Calibrator(self._camera.profile)
        answer = self._calibrator.offer(inspection)
        self.view.show_mood(Mood.GOOD, self._calibrator.progress)
        if isinstance(answer, CalibrationProblem):
            self._refuse(answer)
        elif answer is not None:
            self._offer(answer)

    def _refuse(self, problem: CalibrationProblem) -> None:
        self.view.show_mood(Mood.CORRECT)
        self.instruction.hide()
        self.notice.tell(Kind.ATTENTION, Sentence(problem))
        self.again_button.setEnabled(True)
        self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, measured: Measured) -> None:
        """One thing to move is said at a time; it may be kept all the same."""
        self._measured = measured
        self.instruction.hide()
        if measured.advice:
            self.view.show_mood(Mood.CORRECT)
            title = Sentence(f"{measured.advice[0].key}.officer")
            self.notice.tell(Kind.ATTENTION, title, Sentence("calibrate.movable"))
        else:
            self.notice.tell(Kind.RIGHT, Sentence("calibrate.good"))
        self.keep_button.setEnabled(True)
        self.again_button.setEnabled(True)
        best = self.again_button if measured.advice else self.keep_button
        best.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self._measured is not None:
            kept = self._camera.keep_calibration(self._measured.calibration)
            self._background.watch(kept, self._kept, self._not_kept)

    def _kept(self, _: None) -> None:
        self.kept.emit()
        self._leave()

    def _not_kept(self, error: Exception) -> None:
        if not isinstance(error, CalibrationUnwritableError):
            raise error
        self.notice.tell(Kind.WRONG, Sentence("calibrate.unwritable"))

    def _leave(self) -> None:
        self.end()
        self.left.emit()

    def _lay_out(self) -> None:
        on_picture = QVBoxLayout(self.view)
        on_picture.setContentsMargins(16, 16, 16, 16)
        on_picture.addStretch(1)
        on_picture.addWidget(self.instruction)
        self.set_side(self.view, share=11)
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.again_button)
        self.bottom_row.addWidget(self.keep_button)
