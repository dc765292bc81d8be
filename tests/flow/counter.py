"""A whole kiosk in its own window, and somebody who presses and types in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.app import KioskApp, OpenSource
from kiosk.backroom import BackRoom
from kiosk.config import CentreSettings, Config, SessionSettings, StoreSettings
from kiosk.demo.hand import Hand
from kiosk.domain.draft import Draft
from kiosk.domain.pin import Pin
from kiosk.domain.submission import CentreState
from kiosk.program import show
from kiosk.store.figures import Balance
from kiosk.store.officers import Role
from kiosk.store.records import QueueRow, SubmissionRow
from kiosk.store.store import Store
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.widgets.notice import Notice
from tests.flow.quick_camera import QuickCamera
from tests.store.counter import CHEAP_PINS
from tests.ui.resident.story import ASKED_ABOUT, SITI

T = TypeVar("T")

SUPERVISOR: Final = "BU CONTOH"
PIN: Final = "274913"
BIRTH_DATE: Final = date(1990, 1, 1)
"""Of SITI, the resident of the stories."""
stand_well: Final[OpenSource] = QuickCamera
"""A camera whose person needs no guidance."""


def settings(centre_url: str) -> Config:
    """The camera is left to the photo page: seconds are counted faster here than it looks."""
    return Config(
        centre=CentreSettings(url=centre_url),
        store=StoreSettings(allow_key_file=True),
        session=SessionSettings(presence=False),
    )


@contextmanager
def open_room(folder: Path, centre_url: str, clock: Callable[[], datetime]) -> Iterator[BackRoom]:
    """A kiosk without its window."""
    room = BackRoom(folder, settings(centre_url), clock, pin_cost=CHEAP_PINS)
    room.start()
    try:
        yield room
    finally:
        room.stop()


def make_kiosk(room: BackRoom, code: str) -> None:
    """What the first run does: an identity, and a supervisor with a PIN."""
    room.enrol(code)
    pin, now = Pin(PIN), room.clock()
    room.store.call(lambda store: store.officers.add(SUPERVISOR, pin, Role.SUPERVISOR, now))


class Counter:
    """An enrolled kiosk at work. Every wait lets the windows work."""

    def __init__(self, app: KioskApp, album: Path) -> None:
        self.app = app
        self.hand = Hand(app.window, album, lambda _: None)
        self._opened_at = app.room.clock()

    def is_open(self) -> bool:
        """Whether somebody can be served, or a new kiosk asks its questions."""
        return self.app.counter is not None or self.hand.sees("first_run")

    @property
    def step(self) -> Step:
        """The page of the form that is on screen."""
        assert self.app.counter is not None
        return self.app.counter.resident.step

    @property
    def is_filling(self) -> bool:
        """Whether somebody's form is here."""
        assert self.app.counter is not None
        return self.app.counter.resident.is_busy

    @property
    def lists(self) -> ListRoom:
        """The room with lists that is on screen."""
        assert self.app.counter is not None
        room = self.app.counter.officer.desk.room
        assert isinstance(room, ListRoom)
        return room

    def store(self, work: Callable[[Store], T]) -> T:
        return self.app.room.store.call(work)

    def queue(self) -> list[QueueRow]:
        return self.store(lambda store: store.submissions.queue_rows())

    def figures(self) -> Balance:
        return self.store(lambda store: store.figures.balance())

    def submission(self) -> SubmissionRow:
        """The one submission of the day on which the counter was opened, or of today."""
        days = (self._opened_at, self.app.room.clock())
        rows = self.store(lambda store: [row for day in days for row in store.lists.today(day)])
        (row,) = {row.id: row for row in rows}.values()
        return row

    def drafts(self) -> list[Draft]:
        def read(store: Store) -> list[Draft | None]:
            return [store.drafts.open(row.draft_id) for row in store.drafts.list_open()]

        return [draft for draft in self.store(read) if draft is not None]

    def said(self) -> list[str]:
        """The keys of the notices on screen."""
        found = self.app.window.findChildren(Notice)
        return [n.sentence.key for n in found if n.isVisible() and n.sentence is not None]

    def fill_until(self, step: Step) -> None:
        """Fill page after page until this one is on screen."""
        while self.step is not step:
            self.fill_page()

    def fill_page(self) -> None:
        step = self.step
        if step is Step.PHOTO:
            self.use_photo()
        else:
            self.answer()
            self.hand.press("next_button")
        if step in ASKED_ABOUT:
            self.hand.press("agree_button")

    def answer(self) -> None:
        """Fill in this page, and press nothing yet."""
        for name, *typed in SITI[self.step]:
            if typed:
                self.hand.type(name, typed[0])
            else:
                self.hand.press(name)

    def use_photo(self) -> None:
        """Stand before the camera until the shutter fires by itself."""
        self.hand.press("use_photo_button")

    def register(self) -> UUID:
        """From the first door to the slip, and away."""
        self.hand.press("new_door")
        self.fill_until(Step.REVIEW)
        self.send()
        return self.submission().id

    def send(self) -> str:
        """From the review to the slip, and away; returns the ticket on it."""
        self.hand.press("next_button")
        self.hand.wait_to_see("finish_button")
        ticket = self.text_of("ticket_code")
        self.hand.press("finish_button")
        return ticket.removeprefix("LKT-")

    def text_of(self, name: str) -> str:
        """What a label or button on screen says."""
        shown = self.hand.widget(name)
        assert isinstance(shown, QLabel | QAbstractButton)
        return shown.text()

    def words(self) -> set[str]:
        """What labels on screen say."""
        return {w.text() for w in self.app.window.findChildren(QLabel) if w.isVisible()}

    def come_back(self, door: str, ticket: str) -> None:
        """Through one of the other doors, with what a returning resident has."""
        self.hand.press(door)
        self.hand.type("ticket_field", ticket)
        self.hand.press("ticket_next_button")
        self.hand.type_date("ticket_birth", BIRTH_DATE)
        self.hand.press("birth_next_button")

    def sign_in(self) -> None:
        """An officer opens the desk."""
        self.hand.press("officer_button")
        self.show_pin()
        self.go_to_desk()

    def go_to_desk(self) -> None:
        """Past the health card, which the first officer of the day sees."""
        hand = self.hand
        hand.wait_until(lambda: hand.sees("desk_page") or hand.sees("opening_page"), "the desk")
        if hand.sees("opening_page"):
            hand.press("start_day_button")

    def go_on(self, ticket: str) -> None:
        """With a form that was begun before."""
        self.come_back("resume_door", ticket)
        self.hand.wait_until(lambda: self.is_filling, "the form")

    def show_pin(self, pin: str = PIN) -> None:
        """The only officer types a PIN where one is asked for."""
        self.hand.press("officer_0")
        self.hand.type("pin_field", pin)
        self.hand.press("open_button")

    def wait_until_delivered(self) -> None:
        """The centre's next outcome may be known before the receipt of what led to it is filed."""
        self.hand.wait_until(lambda: not self.queue(), "an empty queue")

    def wait_until_told(self, state: CentreState) -> None:
        self.hand.wait_until(
            lambda: self.submission().centre_state is state, f"{state} known to the kiosk"
        )


@contextmanager
def open_counter(
    room: BackRoom, album: Path, open_camera: OpenSource = stand_well
) -> Iterator[Counter]:
    """The window of a kiosk, closed in the end as an officer does it."""
    app = KioskApp(room, Look("id"), open_camera, is_sample=True)
    try:
        show(app.window, full_screen=False)
        app.begin()
        counter = Counter(app, album)
        counter.hand.wait_until(counter.is_open, "an open counter")
        yield counter
    finally:
        app.close()
        app.window.deleteLater()


def photo_pages(counter: Counter) -> list[PhotoPage]:
    """Where pictures are taken: in the form, and for a photo again."""
    return counter.app.window.findChildren(PhotoPage)
