"""A thread that looks at the newest frame for one thing: a code, a card, somebody who is there."""

import logging
from collections.abc import Callable
from typing import TypeVar

from kiosk.camera.frame_thread import FrameThread
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame

T = TypeVar("T")
Look = Callable[[Frame], T]

_log = logging.getLogger(__name__)


class LookLoop(FrameThread[T]):
    """Looks again and again. What looks is made in the thread, and anew for each start."""

    def __init__(
        self, frames: Mailbox[Frame], make_look: Callable[[], Look[T]], *, pause_seconds: float = 0
    ) -> None:
        """`pause_seconds`: how long to rest before each look."""
        super().__init__(frames, "looking")
        self._make_look = make_look
        self._pause_seconds = pause_seconds

    def _run(self) -> None:
        try:
            look = self._make_look()
        except ModelUnreadableError as error:
            _log.error("the camera cannot look: %s", error)
            return
        while not self._stopping.wait(self._pause_seconds):
            frame = self._next_frame()
            if frame is not None:
                self.latest.put(look(frame))
