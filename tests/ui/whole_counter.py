"""Residents' and officers' side of one window; camera and line are scripted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.profile import load_profile
from kiosk.config import SessionSettings
from kiosk.counter import Counter
from kiosk.demo.hand import Hand, let_work
from kiosk.domain.pin import Pin
from kiosk.domain.region import Regions
from kiosk.store.officers import Role
from kiosk.sync.runner import SyncStatus
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.services import Services
from tests.sync.registrations import PHOTO
from tests.sync.scripted_central import NOON
from tests.ui.canaries import Resident, picture
from tests.ui.resident.counter import DarkCamera, NudgedRunner, open_services
from tests.ui.resident.helped import FITS
from tests.ui.resident.story import ASKED_ABOUT

PIN = "482913"


class Camera(DarkCamera):
    """A camera that says whether somebody is there, and shows nothing."""

    name, state = "camera", CameraState.LIVE

    def __init__(self) -> None:
        super().__init__()
        self.presence: Mailbox[object] = Mailbox()
        self.orders: list[bool] = []

    def watch_presence(self, on: bool) -> None:
        self.orders.append(on)
        self.presence.clear()


class StillRunner(NudgedRunner):
    """Nothing is sent."""

    status = SyncStatus()

    def start(self) -> None:
        """Nobody to call."""

    def stop(self) -> None:
        """Nobody was called."""


class WholeCounter:
    """The window, who presses in it, and what the camera sees."""

    def __init__(self, counter: Counter, services: Services, camera: Camera, hand: Hand) -> None:
        self.counter, self.camera, self.hand = counter, camera, hand
        self._store = services.store

    @property
    def step(self) -> Step:
        return self.counter.resident.step

    def wait(self, seconds: int, *, face: bool | None = None) -> None:
        """Nobody touches anything; the camera sees somebody, nobody, or cannot tell."""
        for _ in range(seconds):
            if face is not None:
                self.camera.presence.put(face)
            self.counter.session.count_second()

    def fill_until(self, step: Step, resident: Resident) -> None:
        """Begin a form and fill page after page."""
        self.hand.press("new_door")
        while self.step is not step:
            self.fill_page(self.step, resident)

    def ticket(self) -> str:
        """Of the form that is being filled."""
        (row,) = self._store.call(lambda s: s.drafts.list_open())
        return row.ticket

    def settle(self) -> None:
        """Let what was handed to the store be written, and what was taken off screen go."""
        self._store.call(lambda _: None)
        let_work(1)

    def sign_in(self) -> None:
        """The officer comes."""
        self.hand.press("officer_button")
        self.show_pin()

    def show_pin(self) -> None:
        """The officer shows who it is."""
        self.hand.press("officer_0")
        self.hand.type("pin_field", PIN)
        hand = self.hand
        hand.press("open_button")
        hand.wait_until(lambda: hand.sees("desk_page") or hand.sees("opening_page"), "the desk")
        if hand.sees("opening_page"):
            hand.press("start_day_button")

    def be_helped_until(self, step: Step, resident: Resident) -> None:
        """An officer begins a form and fills page after page, and reads back what is typed."""
        self.counter.officer.assist_requested.emit("petugas-1")
        self.hand.wait_to_see("consent_process")
        while (filled := self.step) is not step:
            if filled in FITS:
                self.hand.press(FITS[filled][0][0])
            else:
                self.fill_page(filled, resident)
            self.hand.wait_until(partial(self._has_left, filled), f"the page after {filled}")

    def _has_left(self, step: Step) -> bool:
        return self.step is not step

    def fill_page(self, step: Step, resident: Resident) -> None:
        """As the resident does."""
        if step is Step.PHOTO:
            photo, page = replace(PHOTO, jpeg=picture()), self.counter.resident.photo_page
            page.result.show_photo(photo.jpeg, photo.report, load_profile())
            page.taken.emit(photo)
            return
        for name, *typed in resident.acts(step):
            if typed:
                self.hand.type(name, typed[0])
            else:
                self.hand.press(name)
        self.hand.press("next_button")
        if step in ASKED_ABOUT:
            self.hand.press("agree_button")


@contextmanager
def open_whole_counter(folder: Path, regions: Regions) -> Iterator[WholeCounter]:
    """An enrolled kiosk with one officer, whose window waits for the first resident."""
    runner, camera, look = StillRunner(), Camera(), Look()
    with open_services(folder / "store", regions, runner) as services:
        pin = Pin(PIN)
        services.store.call(lambda s: s.officers.add("Rina", pin, Role.SUPERVISOR, NOON))
        seeing = replace(services, camera=cast("CameraDesk", camera))
        window, welcome = MainWindow(look), WelcomePage(look)
        counter = Counter(window, welcome, seeing, look, SessionSettings())
        counter.open()
        window.resize(1024, 600)
        window.show()
        yield WholeCounter(counter, services, camera, Hand(window, folder, lambda _: None))
        window.close()
