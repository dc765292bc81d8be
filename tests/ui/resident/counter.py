"""A counter with a real window, store, dispatcher and regions; camera and line are scripted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.profile import load_profile
from kiosk.central.settings.wording import DEMO_ASSESSMENT, DEMO_CONSENTS, DEMO_STATEMENT
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.store.settings import Office
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import ConfigAnswer
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import enrol
from kiosk.sync.runner import SyncRunner
from kiosk.sync.signing import SigningContext, sign
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.page import Page
from kiosk.ui.resident.controller import CameraPages, ResidentFlow
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.services import Services
from kiosk.ui.text import DEFAULT_LANGUAGE
from tests.store.counter import open_store
from tests.sync.scripted_central import CONFIGS, NOON, ScriptedCentral, bundle

OFFICE = Office("desa-1", "Desa Genteng Kulon", "35.10.09.2003")


class DarkCamera:
    """A camera that never shows anything."""

    is_sample = False
    profile = load_profile()
    cannot_inspect = None
    state = CameraState.STARTING

    def __init__(self) -> None:
        self.frames: Mailbox[object] = Mailbox()
        self.inspections: Mailbox[object] = Mailbox()
        self.cards: Mailbox[object] = Mailbox()
        self.codes: Mailbox[object] = Mailbox()
        self.presence: Mailbox[object] = Mailbox()

    def start(self, use: Use = Use.PHOTO) -> None:
        """Nothing to switch on."""

    def watch_presence(self, on: bool) -> None:
        """Nobody is ever seen."""

    def stop(self) -> None:
        """Nothing to switch off."""


class NudgedRunner:
    """Counts how often it was told that something is queued."""

    def __init__(self) -> None:
        self.nudges = 0

    def nudge(self) -> None:
        self.nudges += 1


class Counter:
    """The window and the flow in it."""

    def __init__(
        self, services: Services, runner: NudgedRunner, language: str = DEFAULT_LANGUAGE
    ) -> None:
        self.services, self.runner = services, runner
        self.look = Look()
        self.look.speak(language)
        self.window = MainWindow(self.look, OFFICE.name)
        gate = OfficerGate(self.look, services.store, services.clock)
        self.photo_page = PhotoPage(self.look, services.camera, services.clock, gate)
        self.camera_pages = CameraPages(
            self.photo_page, KtpPage(self.look, services.camera, services.clock, gate)
        )
        self.flow = ResidentFlow(
            self.window, services, self.look, WelcomePage(self.look), self.camera_pages
        )
        self.flow.show_welcome()

    def find(self, name: str) -> QWidget:
        """The widget of that name on the page of the moment, or else in the window."""
        page = self.window.page or self.window
        widgets = page.findChildren(QWidget, name) or self.window.findChildren(QWidget, name)
        assert widgets, f"no {name} on screen"
        return widgets[0]

    def problem(self) -> str | None:
        """Key of what the page of the moment complains about."""
        page = self.window.page
        return page.problem() if isinstance(page, Page) else None

    def drafts(self) -> list[Draft]:
        """The drafts in the store."""
        store = self.services.store
        rows = store.call(lambda s: s.drafts.list_open())
        found = [store.call(partial(_open_draft, draft_id=row.draft_id)) for row in rows]
        return [draft for draft in found if draft is not None]

    def click(self, name: str) -> None:
        """Touch a widget."""
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        QTest.keyClicks(self.find(name), text)


def _open_draft(store: Store, draft_id: UUID) -> Draft | None:
    return store.drafts.open(draft_id)


def configuration_with_words(store: StoreThread, central: ScriptedCentral) -> Configuration:
    """A configuration whose consents, statement and test have words."""
    words = {
        "consents": list(DEMO_CONSENTS),
        "statement": DEMO_STATEMENT,
        "assessment": DEMO_ASSESSMENT,
        "help_line": "1500",
    }
    payload = bundle().model_copy(update=words).model_dump_json().encode()
    central.config_answer = ConfigAnswer(sign(payload, SigningContext.CONFIG, CONFIGS, "c1"), '"1"')
    configuration = Configuration(store)
    configuration.refresh(central)
    return configuration


@contextmanager
def open_services(folder: Path, regions: Regions, runner: NudgedRunner) -> Iterator[Services]:
    """What an enrolled kiosk has behind its window."""
    store, central = StoreThread(lambda: open_store(folder)), ScriptedCentral()
    store.start()
    enrol(store, central, "7Q4M-2XA9-BC0D", NOON)
    configuration = configuration_with_words(store, central)
    desk, workers = TicketDesk(central), ThreadPoolExecutor(1, "worker")
    randomness = iter(range(1, 1000))
    yield Services(
        store=store,
        dispatcher=Dispatcher(store, configuration),
        desk=desk,
        sync=cast("SyncRunner", runner),
        camera=cast("CameraDesk", DarkCamera()),
        regions=regions,
        configuration=configuration,
        office=OFFICE,
        clock=lambda: NOON,
        entropy=lambda count: next(randomness).to_bytes(count),
        workers=workers,
    )
    workers.shutdown()
    desk.close()
    store.stop()


@contextmanager
def open_counter(folder: Path, regions: Regions) -> Iterator[Counter]:
    """An enrolled kiosk whose window is open at the first page."""
    runner = NudgedRunner()
    with open_services(folder, regions, runner) as services:
        counter = Counter(services, runner)
        yield counter
        counter.window.close()
