"""The camera as the pages use it: on while a page shows it, off and forgotten otherwise."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk.camera.calibrate import Calibration, calibrated
from kiosk.camera.calibration_file import CalibrationFile
from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspection import FrameInspector, InspectionLoop
from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile


class CameraDesk:
    """Switches camera and inspection on and off in a thread of its own.

    A driver may take seconds to open or to let go; nobody who calls here waits for it. Orders are
    carried out one after the other, so that "off, on" never leaves the last resident's picture.
    `is_sample` is true where an invented person stands before an invented camera.
    """

    def __init__(
        self,
        camera: CameraLoop,
        make_inspector: Callable[[PhotoProfile], FrameInspector],
        profile_in_force: Callable[[], PhotoProfile],
        calibration: CalibrationFile,
        *,
        is_sample: bool = False,
    ) -> None:
        self.is_sample = is_sample
        self._camera = camera
        self._profile_in_force = profile_in_force
        self._calibration = calibration
        self._profile = profile_in_force()
        self._inspection = InspectionLoop(camera.to_inspect, lambda: make_inspector(self._profile))
        self._is_on = False
        self._is_closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="camera-desk")

    @property
    def profile(self) -> PhotoProfile:
        """The photo rules by which pictures are inspected since the last start().

        The camera's own zero of the pitch stands in them, once it was calibrated.
        """
        return self._profile

    @property
    def state(self) -> CameraState:
        """How the camera is."""
        return self._camera.state

    @property
    def frames(self) -> Mailbox[Frame]:
        """The newest frame, for the preview."""
        return self._camera.frames

    @property
    def inspections(self) -> Mailbox[Inspection]:
        """The newest judged frame."""
        return self._inspection.latest

    @property
    def cannot_inspect(self) -> str | None:
        """Why the photo check cannot start, in the words of the system; None while it can."""
        return self._inspection.failed_to_start

    def start(self) -> None:
        """Switch on, with the photo rules of the moment."""
        self._order(self._switch_on)

    def stop(self) -> None:
        """Switch off and forget the last picture."""
        self._order(self._switch_off)

    def recheck(self, picture: Inspection) -> "Future[Inspection]":
        """Judge the picture to be kept by every check; cancelled when the camera goes off."""
        return self._inspection.recheck(picture)

    def keep_calibration(self, calibration: Calibration) -> "Future[None]":
        """Judge by it from the next start() on; may raise CalibrationUnwritableError."""
        return self._thread.submit(self._calibration.keep, calibration)

    def portrait(self, picture: Inspection) -> Future[bytes]:
        """Cut out and encode the portrait of a picture."""
        head_share = self._profile.head_share
        return self._thread.submit(
            portrait_jpeg, picture.frame, picture.face, head_share=head_share
        )

    def close(self) -> None:
        """Switch off for good and wait for it; a window that closes later may still say stop()."""
        self.stop()
        self._is_closed = True
        self._thread.shutdown()

    def _order(self, switch: Callable[[], None]) -> None:
        if self._is_closed:
            return
        self._thread.submit(switch).add_done_callback(_tell_fault)

    def _switch_on(self) -> None:
        if not self._is_on:
            self._is_on = True
            self._profile = calibrated(self._profile_in_force(), self._calibration.read())
            self._camera.start()
            self._inspection.start()

    def _switch_off(self) -> None:
        if self._is_on:
            self._is_on = False
            self._inspection.stop()
            self._camera.stop()


def _tell_fault(done: "Future[None]") -> None:
    """A bug in the desk's thread is told like one in any other; an executor would swallow it."""
    fault = done.exception()
    if fault is not None:
        thread = threading.current_thread()
        threading.excepthook(
            threading.ExceptHookArgs((type(fault), fault, fault.__traceback__, thread))
        )
