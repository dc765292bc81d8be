"""The sample camera before which time runs fast: to stand still for a second takes less of one."""

from typing import Final

from kiosk.camera.source import Frame
from kiosk.demo.sample_camera import SampleCamera, Scene

WELL: Final = (Scene("good", None),)
"""Somebody who needs no guidance."""
_TIMES: Final = 4.0


class QuickCamera:
    """A FrameSource that says of its frames that more time is between them than there is."""

    def __init__(self, lesson: tuple[Scene, ...] = WELL) -> None:
        self._camera = SampleCamera(lesson)
        self._began: float | None = None

    def read(self) -> Frame:
        """Wait until the next frame is due."""
        frame = self._camera.read()
        if self._began is None:
            self._began = frame.taken_at
        since = frame.taken_at - self._began
        return Frame(frame.number, self._began + _TIMES * since, frame.pixels)

    def close(self) -> None:
        """Let a waiting read end."""
        self._camera.close()
