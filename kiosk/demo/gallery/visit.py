"""A real kiosk and its centre on a day that is always the same, for the gallery."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QApplication

from kiosk.app import KioskApp
from kiosk.backroom import BackRoom
from kiosk.camera.choice import Camera
from kiosk.camera.source import CameraLostError, Frame, FrameSource
from kiosk.camera.watch import REPLAY
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.counter import Counter
from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.demo.gallery.album import Album, Photographer
from kiosk.demo.gallery.plates import USUAL
from kiosk.demo.sample_camera import SampleCamera, Scene
from kiosk.domain.draft import Draft
from kiosk.domain.readiness import NewerVersion
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.fault_watch import FaultWatch
from kiosk.program import GarbageInOneThread
from kiosk.store.records import SubmissionRow
from kiosk.store.store import Store
from kiosk.ui.flow import Step, stage_number
from kiosk.ui.look import Look

OPENING: Final = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)
"""A Monday morning, half past eight in Banyuwangi."""
GOOD: Final = Scene("good", None)
CAMERA: Final = "Integrated Webcam"
_POLL: Final = timedelta(seconds=5)
_PASS_MARK: Final = 0.75
"""More than the story's form reaches."""


class StandingClock:
    """Shows the same time until somebody puts it forward."""

    def __init__(self) -> None:
        self._now = OPENING

    def __call__(self) -> datetime:
        """The time shown."""
        return self._now

    def let_pass(self, time: timedelta) -> None:
        """Put it forward."""
        self._now += time


class Entropy:
    """Bytes that look drawn by lot and are the same in every gallery."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        """The next bytes."""
        self._drawn += 1
        return sha256(str(self._drawn).encode()).digest()[:count]


class StillCamera:
    """One picture of the sample camera, again and again: it matters not when one looks."""

    def __init__(self, scene: Scene) -> None:
        self._camera = SampleCamera((scene,))
        self._first: Frame | None = None

    def read(self) -> Frame:
        """Wait until the next frame is due."""
        frame = self._camera.read()
        self._first = self._first or frame
        return Frame(frame.number, frame.taken_at, self._first.pixels)

    def close(self) -> None:
        """Let a waiting read end."""
        self._camera.close()


@dataclass(slots=True)
class Visit:
    """Everything that a chapter of the gallery needs.

    Attributes:
        scene: what the camera shows the next time it is switched on, and after it, if anything,
            `then`.
        camera_fault: why it cannot be switched on, where it cannot.
        stands_in_for: the camera of the settings, where that one is not there.
        newer: the version that lies where the office keeps its packages.
        form: the story's own form, filled up to the photo.
        submission_id: what became of it.
    """

    kiosk: KioskApp
    centre: DemoCentre
    hand: Photographer
    clock: StandingClock
    scene: Scene = GOOD
    then: Scene | None = None
    camera_fault: CameraLostError | None = None
    stands_in_for: str = ""
    newer: NewerVersion | None = None
    form: Draft | None = None
    submission_id: UUID | None = None

    def open_camera(self) -> FrameSource:
        """A camera that shows this scene, or first this and then that; or none."""
        if self.camera_fault is not None:
            raise self.camera_fault
        if self.then is not None:
            return SampleCamera((self.scene, self.then))
        return StillCamera(self.scene)

    def find_cameras(self) -> Sequence[Camera]:
        """The only one."""
        return (Camera(CAMERA, CAMERA, self.open_camera, REPLAY, self.stands_in_for),)

    def look_for_newer(self) -> "Future[NewerVersion | None]":
        """What is known is told at once."""
        looked: Future[NewerVersion | None] = Future()
        looked.set_result(self.newer)
        return looked

    @property
    def counter(self) -> Counter:
        """The enrolled kiosk."""
        if self.kiosk.counter is None:
            raise RuntimeError("the kiosk is not open yet")
        return self.kiosk.counter

    def keep_form(self) -> Draft:
        """Take the form that was saved last for the story's own."""

        def find(store: Store) -> Draft | None:
            return store.drafts.open(store.drafts.list_open()[0].draft_id)

        self.form = self.kiosk.room.store.call(find)
        return self.filled()

    def filled(self) -> Draft:
        """The story's own form."""
        if self.form is None:
            raise RuntimeError("no form was filled")
        return self.form

    def open_form(self, draft: Draft, step: Step) -> None:
        """Show a page of the form; as another form each time, or it would keep what was typed."""
        resident = self.counter.resident
        resident.end()
        number = len(self.hand.screens) + 1
        other = draft.but(
            draft_id=UUID(int=number, version=4),
            ticket=new_ticket(self.kiosk.room.entropy(ENTROPY_BYTES)).code,
            step=step,
        )
        resident.resume(other)
        if resident.step is not step:  # the story goes by without it
            page = resident.pages[step]
            self.kiosk.window.show_page(page, stage_number(step))
            page.show_draft(other)

    def submission(self) -> SubmissionRow:
        """The story's own registration: the only one when it is first asked for."""
        now = self.clock()
        today = self.kiosk.room.store.call(lambda store: store.lists.today(now))
        own = self.submission_id or today[0].id
        self.submission_id = own
        return next(row for row in today if row.id == own)

    def wait_until_told(self, state: CentreState) -> None:
        """Let the kiosk ask the centre until it knows that it is in a state."""

        def is_known() -> bool:
            if self.submission().centre_state is state:
                return True
            self.clock.let_pass(_POLL)
            return False

        self.hand.wait_until(is_known, f"{state} at the kiosk")


@contextmanager
def open_visit(album: Album, tell: Callable[[str], None]) -> Iterator[Visit]:
    """A kiosk before its first run, in a window, with a centre of its own."""
    clock = StandingClock()
    QApplication.setCursorFlashTime(0)
    with TemporaryDirectory(prefix="loket-gallery-") as folder:
        home = Path(folder)
        with (
            demo_centre(home / "centre", clock, codes=True, pass_mark=_PASS_MARK) as centre,
            BackRoom(home / "store", _config(centre.url), clock, Entropy()) as room,
        ):
            visit = _make_visit(room, centre, clock, album, tell)
            try:
                with FaultWatch(visit.kiosk.tell_fault), GarbageInOneThread():
                    visit.kiosk.window.resize(*USUAL)
                    visit.kiosk.window.show()
                    visit.kiosk.begin()
                    yield visit
            finally:
                visit.kiosk.close()


def _make_visit(
    room: BackRoom,
    centre: DemoCentre,
    clock: StandingClock,
    album: Album,
    tell: Callable[[str], None],
) -> Visit:
    look = Look()
    visits: list[Visit] = []

    def open_camera() -> FrameSource:
        return visits[0].open_camera()

    kiosk = KioskApp(room, look, open_camera, camera_name=CAMERA, patience=REPLAY, is_sample=True)
    hand = Photographer(kiosk.window, look, album, tell)
    visit = Visit(kiosk, centre, hand, clock)
    visits.append(visit)
    kiosk.find_cameras, kiosk.look_for_newer = visit.find_cameras, visit.look_for_newer
    return visit


def _config(url: str) -> Config:
    """A key file is enough for invented people in a folder that goes away."""
    return Config(centre=CentreSettings(url=url), store=StoreSettings(allow_key_file=True))
