"""The camera as the pages use it: on while a page shows it, off and forgotten otherwise."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum, auto
from functools import partial
from typing import Protocol

from kiosk.camera.calibrate import Calibration, calibrated
from kiosk.camera.calibration_file import CalibrationFile
from kiosk.camera.card import CardSight, card_jpeg, card_profile, look_at_card
from kiosk.camera.choice import Camera
from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspection import FrameInspector, InspectionLoop
from kiosk.camera.inspector import Inspection
from kiosk.camera.looking import LookLoop
from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.presence import PAUSE_SECONDS, PresenceWatch
from kiosk.camera.qr import QrReader
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile
from kiosk.paths import models_folder
from kiosk.sync.provisioning import MAX_QR_BYTES


class Use(Enum):
    """What the camera is on for. One at a time."""

    PHOTO = auto()
    CARD = auto()
    CODE = auto()
    SETUP = auto()
    PRESENCE = auto()


class _Loop(Protocol):
    """A thread that looks at frames."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


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
        frames = camera.to_inspect
        self._inspection = InspectionLoop(frames, lambda: make_inspector(self._profile))
        self._cards = LookLoop(frames, self._make_card_look)
        self._codes = LookLoop(frames, lambda: QrReader().read_frame)
        self._setup_codes = LookLoop(frames, lambda: QrReader(MAX_QR_BYTES).read_frame)
        self._presence = LookLoop(
            frames,
            lambda: PresenceWatch(models_folder()).is_somebody_there,
            pause_seconds=PAUSE_SECONDS,
        )
        self._loops: dict[Use, _Loop] = {
            Use.PHOTO: self._inspection,
            Use.CARD: self._cards,
            Use.CODE: self._codes,
            Use.SETUP: self._setup_codes,
            Use.PRESENCE: self._presence,
        }
        self._is_wanted = False
        self._asked: Use | None = None
        self._is_watching = False
        self._use: Use | None = None
        self._is_closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="camera-desk")

    @property
    def name(self) -> str:
        """What the camera's calibration is kept under."""
        return self._calibration.camera

    @property
    def profile(self) -> PhotoProfile:
        """The photo rules by which pictures are inspected since the last start().

        The camera's own zero of the pitch stands in them, once it was calibrated.
        """
        return self._profile

    @property
    def state(self) -> CameraState:
        """How the camera is; from start() on it is never said to be off."""
        state = self._camera.state
        is_coming = self._is_wanted and state is CameraState.OFF
        return CameraState.STARTING if is_coming else state

    @property
    def frames(self) -> Mailbox[Frame]:
        """The newest frame, for the preview."""
        return self._camera.frames

    @property
    def inspections(self) -> Mailbox[Inspection]:
        """The newest judged frame."""
        return self._inspection.latest

    @property
    def cards(self) -> Mailbox[CardSight]:
        """The newest frame judged for the identity card."""
        return self._cards.latest

    @property
    def codes(self) -> "Mailbox[str | None]":
        """What the newest frame says in its QR code."""
        return self._codes.latest

    @property
    def setup_codes(self) -> "Mailbox[str | None]":
        """The same for the larger code by which a kiosk is set up."""
        return self._setup_codes.latest

    @property
    def presence(self) -> Mailbox[bool]:
        """Whether somebody was before the kiosk when it was looked last.

        Nobody looks while a page uses the camera, nor while it cannot be opened: then there is no
        answer.
        """
        return self._presence.latest

    @property
    def cannot_inspect(self) -> str | None:
        """Why the photo check cannot start, in the words of the system; None while it can."""
        return self._inspection.failed_to_start

    def start(self, use: Use = Use.PHOTO) -> None:
        """Switch on for a page, with the photo rules of the moment."""
        self._is_wanted = True
        self._order(partial(self._ask_for, use))

    def stop(self) -> None:
        """Switch off and forget the last picture; whoever watches for presence goes on."""
        self._is_wanted = False
        self._order(partial(self._ask_for, None))

    def watch_presence(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Look twice a second whether somebody is there, while no page uses the camera.

        Only to be asked for after the resident's consent to the camera. No picture of it is kept or
        shown.
        """
        self._order(partial(self._watch, on))

    def recheck(self, picture: Inspection) -> "Future[Inspection]":
        """Judge the picture to be kept by every check; cancelled when the camera goes off."""
        return self._inspection.recheck(picture)

    def change_camera(self, camera: Camera) -> "Future[None]":
        """Use another camera from now on; done once the one before is let go.

        What is on goes on with the new one, whose state tells whether it can be opened.
        """
        return self._thread.submit(self._change, camera)

    def keep_calibration(self, calibration: Calibration) -> "Future[None]":
        """Judge by it from the next start() on; may raise CalibrationUnwritableError."""
        return self._thread.submit(self._calibration.keep, calibration)

    def portrait(self, picture: Inspection) -> Future[bytes]:
        """Cut out and encode the portrait of a picture."""
        head_share = self._profile.head_share
        return self._thread.submit(
            portrait_jpeg, picture.frame, picture.face, head_share=head_share
        )

    def card(self, sight: CardSight) -> Future[bytes]:
        """Cut out and encode the card of a picture."""
        return self._thread.submit(card_jpeg, sight)

    def close(self) -> None:
        """Switch off for good and wait for it; a window that closes later may still say stop()."""
        self.watch_presence(on=False)
        self.stop()
        self._is_closed = True
        self._thread.shutdown()

    def _make_card_look(self) -> Callable[[Frame], CardSight]:
        return partial(look_at_card, profile=card_profile(self._profile))

    def _order(self, switch: Callable[[], None]) -> None:
        if self._is_closed:
            return
        self._thread.submit(switch).add_done_callback(_tell_fault)

    def _ask_for(self, use: Use | None) -> None:
        self._asked = use
        self._settle()

    def _watch(self, on: bool) -> None:  # noqa: FBT001
        self._is_watching = on
        self._settle()

    def _change(self, camera: Camera) -> None:
        if self._use is not None:
            self._loops[self._use].stop()
            self._camera.stop()
            self._use = None
        self._camera.change(camera.open, camera.patience)
        self._calibration = self._calibration.of(camera.name)
        self._settle()

    def _settle(self) -> None:
        """What a page asks for comes before the watch."""
        use = self._asked or (Use.PRESENCE if self._is_watching else None)
        if use is self._use:
            return
        if self._use is not None:
            self._loops[self._use].stop()
        self._switch_camera(use)
        self._use = use
        if use is not None:
            self._loops[use].start()

    def _switch_camera(self, use: Use | None) -> None:
        """A camera that stays on is not opened again: that takes seconds."""
        preview = use is not Use.PRESENCE
        if use is None:
            self._camera.stop()
            return
        self._profile = calibrated(self._profile_in_force(), self._calibration.read())
        if self._use is None:
            self._camera.start(preview=preview)
        else:
            self._camera.turn(preview=preview)


def _tell_fault(done: "Future[None]") -> None:
    """A bug in the desk's thread is told like one in any other; an executor would swallow it."""
    fault = done.exception()
    if fault is not None:
        thread = threading.current_thread()
        threading.excepthook(
            threading.ExceptHookArgs((type(fault), fault, fault.__traceback__, thread))
        )
