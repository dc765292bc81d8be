"""A kiosk at work with a face before its camera, to be watched by another program.

`python -m tests.flow.watched_counter STORE CENTRE_URL SECONDS`: the kiosk in that folder is
enrolled. Prints the number of the last frame that was judged.
"""

import sys
from pathlib import Path
from typing import Final

from kiosk.camera.source import Frame
from kiosk.demo.sample_camera import FRAMES_PER_SECOND, SampleCamera, Scene
from kiosk.program import make_application
from kiosk.ui.flow import Step
from tests.flow.clock import Clock
from tests.flow.counter import Counter, open_counter, open_room

TOUCH_EVERY_SECONDS: Final = 10
ASKEW: Final = (Scene("tilted", None),)
"""A face to be inspected in every frame, and never a picture."""


class SlowCamera:
    """A FrameSource that gives every third frame of the sample camera, at the time it is due.

    Reports are sent by the time since the landmarker began, however much it had to look at.
    """

    def __init__(self) -> None:
        self._camera = SampleCamera(ASKEW)

    def read(self) -> Frame:
        """Wait until the next frame is due."""
        for _ in range(2):
            self._camera.read()
        return self._camera.read()

    def close(self) -> None:
        """Let a waiting read end."""
        self._camera.close()


def inspected(counter: Counter) -> int:
    """The number of the newest frame that was judged, with a face in it."""
    newest = counter.app.camera.inspections.peek()
    return 0 if newest is None or newest.face is None else newest.frame.number


def wait_for_frame(counter: Counter, number: int) -> None:
    counter.hand.wait_until(lambda: inspected(counter) >= number, f"frame {number}", 60)


def stand_there(counter: Counter, frames: int) -> None:
    """An idle kiosk would switch its camera off: something is touched now and then."""
    counter.hand.press("new_door")
    counter.fill_until(Step.PHOTO)
    while (seen := inspected(counter)) < frames:
        wanted = min(frames, seen + TOUCH_EVERY_SECONDS * FRAMES_PER_SECOND)
        counter.hand.press("contrast_button")
        wait_for_frame(counter, wanted)


if __name__ == "__main__":
    application = make_application()
    folder, centre_url, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    with (
        open_room(folder, centre_url, Clock()) as room,
        open_counter(room, folder, SlowCamera) as counter,
    ):
        stand_there(counter, round(seconds * FRAMES_PER_SECOND))
        sys.stdout.write(f"{inspected(counter)}\n")
