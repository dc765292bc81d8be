"""A thread that looks at the newest frame for one thing: a code, a card, somebody who is there."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Final, Generic, TypeVar

from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame

T = TypeVar("T")
Look = Callable[[Frame], T]

_log = logging.getLogger(__name__)
_LOOK_UP_SECONDS: Final = 0.2


class LookLoop(Generic[T]):
    """Looks again and again. Frames in between are skipped, never queued.

    start() and stop() belong to the owner and may alternate. What looks is made in the thread, and
    anew for each start.
    """

    def __init__(
        self, frames: Mailbox[Frame], make_look: Callable[[], Look[T]], *, pause_seconds: float = 0
    ) -> None:
        """`pause_seconds`: how long to rest before each look."""
        self.latest: Mailbox[T] = Mailbox()
        self._frames = frames
        self._make_look = make_look
        self._pause_seconds = pause_seconds
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stopping.clear()
        self._thread = Thread(target=self._run, name="looking", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for the thread to end and forget what was seen."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.latest.clear()

    def _run(self) -> None:
        try:
            look = self._make_look()
        except ModelUnreadableError as error:
            _log.error("the camera cannot look: %s", error)
            return
        while not self._stopping.wait(self._pause_seconds):
            frame = self._frames.take(_LOOK_UP_SECONDS)
            if frame is not None:
                self.latest.put(look(frame))
