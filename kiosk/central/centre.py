"""The centre: its folder, and the services built on it."""

from pathlib import Path
from typing import Self
from uuid import UUID

from kiosk.central.batches import Batches
from kiosk.central.bundle import Publisher
from kiosk.central.carrier import Carrier
from kiosk.central.codes import Codes, Moves
from kiosk.central.configuration import Clock, Configuration
from kiosk.central.contacts import Contacts
from kiosk.central.database import Database
from kiosk.central.enrolment import Enrolments
from kiosk.central.grants import Grants
from kiosk.central.history import History
from kiosk.central.intake import Arrival, Intake, Stored
from kiosk.central.keys import load_keys
from kiosk.central.messages import MessageBox, Messenger
from kiosk.central.outcomes import Outcomes
from kiosk.central.participation import Participation
from kiosk.central.pipeline import Pipeline
from kiosk.central.settings import SettingsBook
from kiosk.central.slots import Slots
from kiosk.central.tickets import Tickets
from kiosk.central.tokens import Caller, Tokens
from kiosk.central.uploads import Uploads
from kiosk.sync.protocol import TicketStatus

DATABASE_FILE = "centre.db"
UPLOADS_FOLDER = "uploads"


class Centre:
    """Opens the folder, making keys and tables on the first start. Close it when done."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        configuration: Configuration,
        messenger: Messenger | None = None,
        database_url: str | None = None,
    ) -> None:
        """Without a `messenger`, messages to residents wait in `messages` for the operator.

        Without a `database_url`, everything is in the folder. Raises DatabaseDownError and
        NewerDatabaseError.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = load_keys(folder)
        self.clock = clock
        self.database = database = Database(database_url or f"sqlite:///{folder / DATABASE_FILE}")
        self.settings = settings = SettingsBook(database, clock, configuration)
        self.outcomes = Outcomes(database, keys)
        history = History(clock, self.outcomes)
        grants = Grants(clock, settings)
        self.publisher = Publisher(database, clock, keys, settings)
        settings.published_by(self.publisher.publish)
        self.tokens = Tokens(database, clock, settings)
        self.enrolments = Enrolments(database, clock, keys, self.tokens)
        self.pipeline = Pipeline(database, keys, settings, history)
        self.tickets = Tickets(database, keys, clock, settings, grants)
        self.participation = Participation(database, clock, settings, history, self.tickets)
        self.messages = MessageBox(database, clock)
        moves = Moves(clock, self.pipeline, self.tickets, history)
        self.codes = Codes(database, keys, settings, messenger or self.messages, moves)
        self.contacts = Contacts(database, keys, settings, history)
        self.batches = Batches(database, self.publisher, history, settings)
        self.intake = Intake(database, keys, clock, history, grants)
        self.uploads = Uploads(folder / UPLOADS_FOLDER, clock, settings)
        self.slots = Slots(clock, settings)
        sources = (self.outcomes, self.publisher)
        self.carrier = Carrier(database, clock, keys.receipt, settings, sources, self.receive)
        self._catch_up()

    def receive(self, caller: Caller, arrival: Arrival) -> Stored:
        """Take a part in and move its submission on. The receipt does not depend on the latter."""
        stored = self.intake.take(caller, arrival)
        self.pipeline.advance(arrival.submission_id)
        return stored

    def withdraw(self, caller: Caller, submission_id: UUID, grant: str | None) -> TicketStatus:
        """End a registration and erase what was sent of it, also what has come in part."""
        status = self.participation.withdraw(caller, submission_id, grant)
        self.uploads.forget(submission_id)
        return status

    def _catch_up(self) -> None:
        with self.database.writing() as session:
            self.publisher.publish(session)
        self.pipeline.advance_all()

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
