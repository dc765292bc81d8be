"""The camera thread."""

import logging
from collections.abc import Callable
from enum import StrEnum
from threading import Condition, Thread
from typing import Final

from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import (
    CameraBusyError,
    CameraLostError,
    CameraMissingError,
    CameraUnfitError,
    Frame,
    FrameSource,
)
from kiosk.camera.watch import CameraFrozenError, Patience, PictureWatch

logger = logging.getLogger(__name__)

_MOST_ABANDONED: Final = 3
"""Threads that hang in the driver of one camera; another camera may still be tried."""
_MOST_HANGING: Final = 8
"""The same, of all cameras that were tried."""


class CameraState(StrEnum):
    """What the page says about the camera; the value is the key of its sentence."""

    OFF = "camera.off"
    STARTING = "camera.starting"
    LIVE = "camera.live"
    BLACK = "camera.black"
    MISSING = "camera.missing"
    BUSY = "camera.busy"
    UNFIT = "camera.unfit"
    LOST = "camera.lost"
    STALLED = "camera.stalled"
    FROZEN = "camera.frozen"

    @property
    def has_pictures(self) -> bool:
        """Whether the preview moves."""
        return self in {CameraState.LIVE, CameraState.BLACK}


class CameraStalledError(CameraLostError):
    """Opening or reading the camera takes longer than it may."""


_STATE_OF: tuple[tuple[type[CameraLostError], CameraState], ...] = (
    (CameraMissingError, CameraState.MISSING),
    (CameraBusyError, CameraState.BUSY),
    (CameraUnfitError, CameraState.UNFIT),
    (CameraStalledError, CameraState.STALLED),
    (CameraFrozenError, CameraState.FROZEN),
    (CameraLostError, CameraState.LOST),
)


class CameraLoop:
    """Keeps the newest frame in two mailboxes and reopens a camera that went away.

    start() and stop() belong to the owner and may alternate; everything else may be read from any
    thread. `detail` is the reason of the last trouble in the words of the system, for IT.
    """

    def __init__(
        self, open_source: Callable[[], FrameSource], patience: Patience | None = None
    ) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.to_inspect: Mailbox[Frame] = Mailbox()
        self.state = CameraState.OFF
        self.detail = ""
        self._open_source = open_source
        self._patience = patience or Patience()
        self._changed = Condition()
        self._stopping = False
        self._preview = True
        self._thread: Thread | None = None
        self._abandoned: list[_Reader] = []
        self._of_others: list[_Reader] = []

    def start(self, *, preview: bool = True) -> None:
        """Begin reading. Without `preview` no frame is kept for showing."""
        self._preview = preview
        self._stopping = False
        self.state = CameraState.STARTING
        self._thread = Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the camera, wait for the thread to end and forget the last pictures."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.state = CameraState.OFF
        self.forget()

    def change(self, open_source: Callable[[], FrameSource], patience: Patience) -> None:
        """Read from another camera from the next start() on; only while stopped."""
        self._open_source, self._patience = open_source, patience
        self._of_others += self._abandoned
        self._abandoned = []

    def turn(self, *, preview: bool) -> None:
        """Go on reading for something else; the last pictures are forgotten."""
        with self._changed:
            self._preview = preview
            self.forget()

    def forget(self) -> None:
        """Forget the last pictures."""
        self.frames.clear()
        self.to_inspect.clear()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._read_until_lost()
            except CameraLostError as error:
                self._report(error)
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping, self._patience.reopen_seconds)

    def _report(self, error: CameraLostError) -> None:
        state = next(state for kind, state in _STATE_OF if isinstance(error, kind))
        if state is CameraState.BUSY and self._abandoned:  # by a thread of ours that hangs
            state = CameraState.STALLED
        if (state, str(error)) != (self.state, self.detail):
            logger.warning("camera: %s, trying again", error)
        self.state, self.detail = state, str(error)

    def _read_until_lost(self) -> None:
        if self._is_stuck():
            raise CameraStalledError("the camera's driver hangs")
        reader = _Reader(self._open_source, self._deliver, self._changed, self._patience)
        try:
            self._supervise(reader)
        finally:
            will_end = self._stopping or reader.ended
            if not reader.give_up(self._patience.close_seconds if will_end else 0.0):
                self._abandoned.append(reader)

    def _is_stuck(self) -> bool:
        """Whether so many threads hang already that another one would only join them."""
        self._abandoned = [reader for reader in self._abandoned if reader.is_alive]
        self._of_others = [reader for reader in self._of_others if reader.is_alive]
        hanging = len(self._abandoned)
        return hanging >= _MOST_ABANDONED or hanging + len(self._of_others) >= _MOST_HANGING

    def _supervise(self, reader: "_Reader") -> None:
        """Return when stopping; raise when the reader failed or its heart stopped beating."""
        while self._heart_beats(reader) and not self._stopping:
            if reader.ended:
                raise reader.error or CameraLostError("the camera's thread ended")
        if not self._stopping:
            raise CameraStalledError("the camera does not answer")

    def _heart_beats(self, reader: "_Reader") -> bool:
        with self._changed:
            beats = reader.beats
            limit = self._patience.stalled_seconds if beats else self._patience.open_seconds
            return self._changed.wait_for(
                lambda: self._stopping or reader.ended or reader.beats != beats, limit
            )

    def _deliver(self, frame: Frame, *, black: bool) -> None:
        self.state = CameraState.BLACK if black else CameraState.LIVE
        if self._preview:
            self.frames.put(frame)
        self.to_inspect.put(frame)


class _Reader:
    """One opening of the camera, in a thread of its own: a driver that hangs can be left behind."""

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        deliver: Callable[..., None],
        changed: Condition,
        patience: Patience,
    ) -> None:
        self.beats = 0
        self.ended = False
        self.error: CameraLostError | None = None
        self._open_source = open_source
        self._deliver = deliver
        self._changed = changed
        self._watch = PictureWatch(patience)
        self._given_up = False
        self._thread = Thread(target=self._run, name="camera-reader", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def give_up(self, timeout: float) -> bool:
        """Take no more frames; return whether the thread ended within `timeout` seconds."""
        with self._changed:
            self._given_up = True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._read_all()
        except CameraLostError as error:
            self.error = error
        finally:
            with self._changed:
                self.ended = True
                self._changed.notify_all()

    def _read_all(self) -> None:
        source = self._open_source()
        try:
            while not self._given_up and self._hand_over(source.read()):
                pass
        finally:
            source.close()

    def _hand_over(self, frame: Frame) -> bool:
        black = self._watch.is_black(frame)
        with self._changed:
            if not self._given_up:
                self._deliver(frame, black=black)
            self.beats += 1
            self._changed.notify_all()
            return not self._given_up
