"""What the threads share that look at the newest frame: a start, a stop, and the last answer."""

from threading import Event, Thread
from typing import Final, Generic, TypeVar

from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame

T = TypeVar("T")
_LOOK_UP_SECONDS: Final = 0.2


class FrameThread(Generic[T]):
    """Frames in between are skipped, never queued.

    start() and stop() belong to the owner and may alternate. `latest` is the newest answer.
    """

    def __init__(self, frames: Mailbox[Frame], name: str) -> None:
        """`name` is what the thread is called."""
        self.latest: Mailbox[T] = Mailbox()
        self._frames = frames
        self._name = name
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin, in a thread that also loads whatever it needs."""
        self._stopping.clear()
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for the thread to end and forget what was seen."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.latest.clear()

    def _next_frame(self) -> Frame | None:
        """The newest frame; None where none comes for a moment."""
        return self._frames.take(_LOOK_UP_SECONDS)

    def _run(self) -> None:
        """Look until it is stopped."""
        raise NotImplementedError
