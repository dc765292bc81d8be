"""The centre: its folder, and the services built on it."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self
from uuid import UUID

from kiosk.central.batches.batches import Batches
from kiosk.central.blobs.blobs import Blobs
from kiosk.central.blobs.sweeping import Sweeper
from kiosk.central.counter.contacts import Contacts
from kiosk.central.counter.grants import Grants
from kiosk.central.counter.participation import Participation
from kiosk.central.counter.sittings import Sittings
from kiosk.central.counter.tickets import Tickets
from kiosk.central.desk.photo_views import PhotoOpening
from kiosk.central.desk.services import DeskServices
from kiosk.central.devices.enrolment import Enrolments
from kiosk.central.devices.tokens import Caller, Tokens
from kiosk.central.gateways.accounts import Gateways
from kiosk.central.gateways.config import load_gateways
from kiosk.central.intake.admission import Admission
from kiosk.central.intake.carrier import Carrier
from kiosk.central.intake.intake import Arrival, Intake, Stored
from kiosk.central.intake.quotas import Quotas
from kiosk.central.intake.slots import Slots
from kiosk.central.intake.uploads import Uploads
from kiosk.central.messages.correspondence import Centrepiece, Correspondence
from kiosk.central.messages.messages import Messenger
from kiosk.central.outcomes.outcomes import Outcomes
from kiosk.central.pipeline.history import History
from kiosk.central.pipeline.pipeline import Pipeline
from kiosk.central.pipeline.rooms import Rooms
from kiosk.central.pipeline.verification import Asked
from kiosk.central.recaps.recap_errand import RecapErrand
from kiosk.central.settings.bundle import Publisher
from kiosk.central.settings.configuration import Clock, Configuration
from kiosk.central.settings.settings import SettingsBook
from kiosk.central.storage.database import Database
from kiosk.central.vault.keys import load_keys, load_opening_keys
from kiosk.central.vault.opening import Opener
from kiosk.central.verifiers.interface import Verifiers
from kiosk.central.verifiers.local import LocalRegisters
from kiosk.central.verifiers.sources import Sources
from kiosk.central.worker import Workforce
from kiosk.sync.protocol import TicketStatus

DATABASE_FILE = "centre.db"
UPLOADS_FOLDER = "uploads"


def database_in(folder: Path) -> str:
    """The address of the database of a centre that was given none."""
    return f"sqlite:///{folder / DATABASE_FILE}"


class Centre:
    """Opens the folder, making keys and tables on the first start. Close it when done."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        configuration: Configuration,
        messenger: Messenger | None = None,
        database_url: str | None = None,
        verifiers: Verifiers | None = None,
    ) -> None:
        """Without a `messenger`, it is what `gateways.toml` says, else `messages`, the box.

        Without a `database_url`, everything is in the folder. Without `verifiers`, people are
        looked up in the registers that were loaded, and photos are judged by the operator. Raises
        DatabaseDownError, NewerDatabaseError, DatabaseUnusableError, SettingsUnreadableError.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clock = clock
        self._keys = load_keys(folder)
        self._opening_keys = load_opening_keys(folder)
        self.database = Database(database_url or database_in(folder))
        with ExitStack() as in_vain:
            in_vain.callback(self.database.close)
            self._open(folder, configuration, messenger, verifiers or Verifiers())
            in_vain.pop_all()

    def _open(
        self,
        folder: Path,
        configuration: Configuration,
        messenger: Messenger | None,
        verifiers: Verifiers,
    ) -> None:
        """All that is built on the database."""
        clock = self.clock
        self.settings = SettingsBook(self.database, clock, configuration)
        self.outcomes = Outcomes(self.database, self._keys)
        self._history = History(clock, self.outcomes)
        self.workforce = Workforce()
        self._open_store()
        self._open_pipeline(verifiers)
        self._open_counter()
        self._open_post(messenger or load_gateways(folder))
        self._open_door(folder)
        self._put_to_work()

    def _open_store(self) -> None:
        database, keys, clock, settings = self.database, self._keys, self.clock, self.settings
        self.blobs = Blobs(database, clock)
        self.sweeper = Sweeper(database, self.blobs, clock)
        self._opener = Opener(self._opening_keys, self.blobs)
        self.registers = LocalRegisters(database, keys, clock)
        self.publisher = Publisher(database, clock, keys, settings)
        settings.published_by(self.publisher.publish)
        with database.writing() as session:
            self.publisher.publish(session)

    def _open_pipeline(self, given: Verifiers) -> None:
        settings, history, ring = self.settings, self._history, self.workforce.ring
        asked = Asked(Sources(settings, self.registers, given), given.face, given.card)
        rooms = Rooms.of(self._keys, self._opener, settings, history, asked)
        self.layers = rooms.layers
        self.pipeline = Pipeline(self.database, settings, history, rooms, ring)
        self.batches = Batches(self.database, self.publisher, history, settings, ring)

    def _open_counter(self) -> None:
        """What residents and their kiosks ask for, and the centre's own people."""
        database, keys, clock, settings = self.database, self._keys, self.clock, self.settings
        self.desk = DeskServices.of(database, clock, keys)
        self.tokens = Tokens(database, clock, settings)
        self.enrolments = Enrolments(database, clock, keys, self.tokens, settings)
        self._grants = Grants(clock, settings)
        self.tickets = Tickets(database, keys, clock, settings, self._grants)
        self.participation = Participation(
            database, clock, settings, self._history, self.tickets, self.sweeper
        )
        self.sittings = Sittings(database, settings, self.layers, self.tickets)
        self.contacts = Contacts(database, keys, settings, self._history)

    def _open_post(self, messenger: Messenger | Gateways) -> None:
        needed = Centrepiece(
            self.database,
            self._keys,
            self.settings,
            self.clock,
            self._history,
            self.layers,
            self.tickets,
            self._opener,
        )
        post = Correspondence(needed, messenger, self.workforce.ring)
        self.messages, self.outbox, self._mail = post.box, post.outbox, post.errand
        self.codes, self.email_links, self.bounces = post.codes, post.links, post.bounces

    def _open_door(self, folder: Path) -> None:
        """What sealed parts come in by."""
        database, keys, clock, settings = self.database, self._keys, self.clock, self.settings
        self.intake = Intake(database, keys, self.blobs, self._history, self._grants)
        self.uploads = Uploads(folder / UPLOADS_FOLDER, clock, settings)
        self.quotas = Quotas(database, clock, settings)
        self.slots = Slots(clock, settings)
        self.admission = Admission(settings)
        told = (self.outcomes, self.publisher)
        self.carrier = Carrier(database, clock, keys.receipt, settings, told, self._carried)

    def _put_to_work(self) -> None:
        """In this order: what the first does may be work for the ones after it."""
        database, keys, clock = self.database, self._keys, self.clock
        self.workforce.add(
            self.pipeline,
            self.batches,
            self._mail,
            self.sweeper,
            PhotoOpening(database, clock, keys, self._opener),
            RecapErrand(database, keys, clock, self._opener),
        )

    def employ(self, threads: int) -> None:
        """Let so many threads do the work from now on; with none of them, other processes do it.

        Raises KeysUnreadableError where they could not open an envelope.
        """
        if threads:
            self._opening_keys.check()
        self.workforce.employ(threads)

    def let_in(self, caller: Caller) -> None:
        """Whether this kiosk may send a part now; raise RefusedError before it is read."""
        self.quotas.check(caller.device_id)
        self.slots.admit(caller.device_id)

    def receive(self, caller: Caller, arrival: Arrival) -> Stored:
        """Take a part in and have its submission moved on; the receipt does not depend on it."""
        with self.admission.work():
            stored = self.intake.take(caller, arrival)
        self.workforce.ring(self.pipeline, self._mail)
        return stored

    def _carried(self, caller: Caller, arrival: Arrival) -> Stored:
        self.quotas.check(caller.device_id)
        return self.receive(caller, arrival)

    def withdraw(self, caller: Caller, submission_id: UUID, grant: str | None) -> TicketStatus:
        """End a registration and erase what was sent of it, also what has come in part."""
        status = self.participation.withdraw(caller, submission_id, grant)
        self.uploads.forget(submission_id)
        return status

    def close(self) -> None:
        """Let the workers finish, and give the database back."""
        self.workforce.dismiss()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
