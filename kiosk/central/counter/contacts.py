"""The phone number of a resident who is needed, for the office that is to call."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.counter.contact_hint import contact_of
from kiosk.central.counter.models import ContactRow
from kiosk.central.counter.tickets import NOT_FOUND
from kiosk.central.devices.tokens import Caller
from kiosk.central.pipeline.history import History
from kiosk.central.settings.configuration import AccessLimits
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database, forget, hold
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.domain.submission import NEEDS_RESIDENT
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import ContactAnswer

_NOT_NEEDED = Refusal(
    HTTPStatus.CONFLICT, ProblemType.CONTACT_NOT_NEEDED, "Nobody waits for this resident now"
)


class Contacts:
    """Tells phone numbers; every one that is given is an event of the history."""

    def __init__(
        self, database: Database, keys: CentreKeys, settings: Settings, history: History
    ) -> None:
        self._database = database
        self._settings = settings
        self._history = history
        self._keys = keys

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def phone(self, caller: Caller, submission_id: UUID) -> ContactAnswer:
        """Of a submission of the caller's own office, while its resident is needed."""
        with self._database.writing() as session:
            submission = session.get(SubmissionRow, submission_id)
            if submission is None or submission.office_id != caller.office_id:
                raise RefusedError(NOT_FOUND)
            self._check_limit(session, caller)
            if submission.state not in NEEDS_RESIDENT:
                raise RefusedError(_NOT_NEEDED)
            if submission.contact is None:
                raise RefusedError(_NOT_NEEDED)  # nobody can say which number is the right one
            session.add(ContactRow(device_id=caller.device_id, at=self._history.now()))
            actor = f"device {caller.device_id}"
            self._history.note(session, submission, actor, "phone number shown to the office")
            return ContactAnswer(phone=contact_of(self._keys, submission).phone)

    def _check_limit(self, session: Session, caller: Caller) -> None:
        most = self._limits.contacts_per_device
        window_start = self._history.now() - self._limits.contact_window
        hold(session, "numbers shown to", str(caller.device_id))
        forget(session, ContactRow, ContactRow.at <= window_start)
        asked = select(ContactRow.at).where(ContactRow.device_id == caller.device_id)
        newest = session.scalars(asked.order_by(ContactRow.at.desc()).limit(most)).all()
        if len(newest) == most:
            raise RefusedError(_locked(newest[-1] - window_start))


def _locked(wait: timedelta) -> Refusal:
    title = "Too many phone numbers were asked for"
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS, ProblemType.CONTACT_LOCKED, title, retry_after=wait
    )
