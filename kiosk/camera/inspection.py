"""The inspection thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Protocol

from kiosk.camera.frame_thread import FrameThread
from kiosk.camera.inspector import Inspection
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame

logger = logging.getLogger(__name__)


class FrameInspector(Protocol):
    """What the thread needs of an Inspector."""

    def inspect(self, frame: Frame) -> Inspection:
        """Judge one frame."""
        ...

    def recheck(self, seen: Inspection) -> Inspection:
        """Judge the picture to be kept by every check."""
        ...

    def close(self) -> None:
        """Free the models."""
        ...


class InspectionLoop(FrameThread[Inspection]):
    """Inspects the newest frame again and again.

    `failed_to_start` says why the models could not be loaded; it is None while all is well.
    """

    def __init__(
        self, frames: Mailbox[Frame], make_inspector: Callable[[], FrameInspector]
    ) -> None:
        super().__init__(frames, "inspection")
        self.failed_to_start: str | None = None
        self._make_inspector = make_inspector
        self._kept: SimpleQueue[tuple[Inspection, Future[Inspection]]] = SimpleQueue()

    def start(self) -> None:
        """Load the models in a thread of their own and begin."""
        self.failed_to_start = None
        super().start()

    def stop(self) -> None:
        """Wait for the thread to end and forget the last picture."""
        super().stop()
        while not self._kept.empty():
            self._kept.get()[1].cancel()

    def recheck(self, picture: Inspection) -> "Future[Inspection]":
        """Judge the picture to be kept by every check; cancelled when the loop stops before."""
        answer: Future[Inspection] = Future()
        self._kept.put((picture, answer))
        return answer

    def _run(self) -> None:
        try:
            inspector = self._make_inspector()
        except ModelUnreadableError as error:
            logger.error("the photo check cannot start: %s", error)  # noqa: TRY400
            self.failed_to_start = str(error)
            return
        try:
            self._inspect_newest(inspector)
        finally:
            inspector.close()

    def _inspect_newest(self, inspector: FrameInspector) -> None:
        while not self._stopping.is_set():
            frame = self._next_frame()
            while not self._kept.empty():
                picture, answer = self._kept.get()
                answer.set_result(inspector.recheck(picture))
            if frame is not None:
                self.latest.put(inspector.inspect(frame))
