"""A kiosk that hears whatever it is told, signed by its centre, and keeps it in a real store."""

from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from kiosk.domain.pace import Pace
from kiosk.domain.period import Span, period_of
from kiosk.store.journal import KIOSK
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.carrier import Carrier, answer_path
from kiosk.sync.carrier_files import AnswerFile, Device, answer_bytes
from kiosk.sync.central import ConfigAnswer
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import enrol
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.pace import calendar_of, rooms_before
from kiosk.sync.protocol import base64_text
from kiosk.sync.sealing import public_answer_key, seal_answer
from kiosk.sync.signing import SigningContext, sign
from tests.store.counter import open_store
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import CONFIGS, DEVICE_ID, NOON, RECEIPTS, ScriptedCentral

ID: Final = UUID(int=1, version=4)


class EnrolledKiosk:
    """A kiosk with one registration, and a centre that signs whatever it is told to."""

    def __init__(self, folder: Path) -> None:
        self.stick, self._folder, self._lives = folder / "stick", folder, 0
        self.stick.mkdir()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._lives += 1
        folder = self._folder / f"store-{self._lives}"
        self.store = StoreThread(lambda: open_store(folder))
        self.store.start()
        self.central = ScriptedCentral()
        enrol(self.store, self.central, "7Q4M-2XA9-BC0D", NOON)
        self.configuration = Configuration(self.store)
        self.configuration.refresh(self.central)
        Dispatcher(self.store, self.configuration).register(registration(), PHOTO, NOON)
        self.device = Device(DEVICE_ID, self.store.call(lambda s: s.vault.device_key))

    def _stay_curious(self) -> None:
        """What takes only ever higher numbers would be deaf after a very high one."""
        bundle = self.configuration.bundle
        if self.store.call(lambda s: s.submissions.cursor()) > 0 or (
            bundle is not None and bundle.sequence > 1
        ):
            self.store.stop()
            self._begin_anew()

    def hear_configuration(self, payload: bytes, _: Random) -> None:
        self._stay_curious()
        signed = sign(payload, SigningContext.CONFIG, CONFIGS, "c1")
        self.central.config_answer = ConfigAnswer(signed, '"2"')
        self.configuration.refresh(self.central)
        calendar = calendar_of(self.configuration.bundle)
        rooms_before(calendar.closings(NOON), Pace(0.0001, 1.0), NOON)
        self.store.call(lambda s: s.submissions.next_due(NOON, [1000]))

    def hear_outcome(self, payload: bytes, _: Random) -> None:
        self._stay_curious()
        self.central.page = [sign(payload, SigningContext.OUTCOME, RECEIPTS, "r1")]
        pull_outcomes(self.store, self.central, NOON, wait_seconds=0)
        self.store.call(_read_all)

    def take_in(self, content: bytes, _: Random) -> None:
        self._stay_curious()
        path = answer_path(self.stick, self.device)
        path.write_bytes(content)
        Carrier(self.store, self.configuration).take_in(path, NOON, KIOSK, lambda *_: None)

    def take_in_page(self, page: bytes, chance: Random) -> None:
        """A page that the centre signed and sealed, whatever is on it."""
        self._stay_curious()
        signed = sign(page, SigningContext.CARRIED, RECEIPTS, "r1").model_dump_json().encode()
        sealed = seal_answer(signed, public_answer_key(self.device.key))
        self.take_in(answer_bytes(self.answer(outcomes=[base64_text(sealed)])), chance)

    def answer(self, **content: Any) -> AnswerFile:
        empty: dict[str, Any] = {"receipts": [], "refusals": [], "outcomes": []}
        return AnswerFile(device_id=DEVICE_ID, carried_at=NOON, **empty | content)


def _read_all(store: Store) -> None:
    """As the lists and figures of the officers do."""
    store.submissions.find(ID)
    store.unsettled.list_all()
    store.figures.read(period_of(Span.ALL, NOON))
