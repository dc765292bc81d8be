"""Questions that a person at the counter waits for: how do I stand, and what may I do about it?"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from kiosk.domain.assessment import Sitting
from kiosk.domain.consent import Consent
from kiosk.sync.central import (
    Central,
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    RefusedReason,
)
from kiosk.sync.content import assessment_form
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    CodeSent,
    ContactAnswer,
    Grant,
    JoinRequest,
    Redoable,
    TicketLookup,
    TicketStatus,
)
from kiosk.workers import CLOSING_SECONDS, Workers

T = TypeVar("T")
P = TypeVar("P")
CODE_ACTIONS: Final = (Redoable.EMAIL_CODE, Redoable.PHONE_CODE)
_log = logging.getLogger(__name__)
_PROBLEM_OF_TYPE: Final[Mapping[str, DeskProblem]] = {
    ProblemType.BATCH_CLOSED: DeskProblem.BATCH_CLOSED,
    ProblemType.CODE_WRONG: DeskProblem.CODE_WRONG,
    ProblemType.CODE_EXPIRED: DeskProblem.CODE_EXPIRED,
    ProblemType.CODE_TOO_SOON: DeskProblem.CODE_TOO_SOON,
    ProblemType.CODE_LOCKED: DeskProblem.CODE_LOCKED,
    ProblemType.CODE_NOT_SENT: DeskProblem.CODE_NOT_SENT,
    ProblemType.CONTACT_NOT_NEEDED: DeskProblem.CONTACT_NOT_NEEDED,
    ProblemType.CONTACT_LOCKED: DeskProblem.CONTACT_LOCKED,
}
_OUTDATED: Final = {RefusedReason.GRANT, RefusedReason.CONFLICT}


@dataclass(frozen=True, slots=True)
class CodeTrouble:
    """Why a code was not sent or not taken, and what is left to the resident."""

    problem: DeskProblem
    tries_left: int | None = None
    wait: timedelta | None = None


class TicketDesk:
    """Asks the centre in a thread of its own, with a Central of its own.

    Whatever the outside world does comes back as a DeskProblem, about a code as a CodeTrouble.
    """

    def __init__(self, central: Central) -> None:
        self._central = central
        self._thread = Workers(1, "ticket-desk")

    @property
    def clock_skew(self) -> timedelta | None:
        """How far this computer's clock is ahead of the centre's; None until it was heard here."""
        return self._central.clock_skew

    def lookup(self, ticket: str, birth_date: date) -> Future[TicketStatus | DeskProblem]:
        """Find a registration by its ticket code (ten characters) and the birth date."""
        question = TicketLookup(ticket=ticket, birth_date=birth_date)
        return self._ask(lambda: self._central.lookup(question), _problem)

    def join(self, status: TicketStatus, consent: Consent) -> Future[TicketStatus | DeskProblem]:
        """Take part in the batch of the answer's grant; ends with how it stands then."""
        grant = _grant(status, Redoable.JOIN)
        if grant.batch is None:
            raise ValueError("a grant to join names its batch")
        request = JoinRequest(
            batch_id=grant.batch.batch_id,
            consent_version=consent.version,
            consented_at=consent.given_at,
        )
        return self._ask(
            lambda: self._central.join(status.submission_id, grant.grant, request), _problem
        )

    def send_code(self, status: TicketStatus) -> Future[CodeSent | CodeTrouble]:
        """Have a one-time code sent to the phone or the mailbox, as the answer allows."""
        grant = _grant(status, *CODE_ACTIONS)
        return self._ask(lambda: self._central.send_code(status.submission_id, grant), _trouble)

    def verify_code(self, status: TicketStatus, code: str) -> Future[TicketStatus | CodeTrouble]:
        """Compare what the resident typed; ends with how it stands then."""
        grant = _grant(status, *CODE_ACTIONS)
        return self._ask(
            lambda: self._central.verify_code(status.submission_id, grant, code), _trouble
        )

    def hand_in_test(
        self, status: TicketStatus, sitting: Sitting
    ) -> Future[TicketStatus | DeskProblem]:
        """Have the short test scored; ends with how it stands then."""
        grant, form = _grant(status, Redoable.TEST), assessment_form(sitting)
        return self._ask(
            lambda: self._central.hand_in_test(status.submission_id, grant.grant, form), _problem
        )

    def withdraw(self, status: TicketStatus) -> Future[TicketStatus | DeskProblem]:
        """End the registration; the centre erases the person's data."""
        grant = _grant(status, Redoable.WITHDRAWAL)
        return self._ask(
            lambda: self._central.withdraw(status.submission_id, grant.grant), _problem
        )

    def contact(self, submission_id: UUID) -> Future[ContactAnswer | DeskProblem]:
        """Ask for the phone number of somebody who is needed, to call them."""
        return self._ask(lambda: self._central.contact(submission_id), _problem)

    def close(self, seconds: float = CLOSING_SECONDS) -> None:
        """End the question under way, forget those behind it, and end the thread.

        One that hangs for longer, as a name server may, is left behind.
        """
        self._central.close()
        self._thread.close(seconds)

    def _ask(
        self, question: Callable[[], T], explain: Callable[[CentralError], P]
    ) -> "Future[T | P]":
        return self._thread.submit(_answered, question, explain)


def _grant(status: TicketStatus, *actions: Redoable) -> Grant:
    grant = status.grant_for(*actions)
    if grant is None:
        raise ValueError(f"this answer does not allow {actions}")
    return grant


def _answered(question: Callable[[], T], explain: Callable[[CentralError], P]) -> T | P:
    try:
        return question()
    except CentralError as error:
        _log.info("no answer for the counter: %s", error)
        return explain(error)


def _trouble(error: CentralError) -> CodeTrouble:
    if not isinstance(error, CentralRefusedError) or error.problem is None:
        return CodeTrouble(_problem(error))
    return CodeTrouble(_problem(error), error.problem.tries_left, error.retry_after)


def _problem(error: CentralError) -> DeskProblem:
    if isinstance(error, CentralUnavailableError):
        return DeskProblem.OFFLINE
    if not isinstance(error, CentralRefusedError):
        return DeskProblem.REFUSED
    if error.problem is not None and error.problem.type in _PROBLEM_OF_TYPE:
        return _PROBLEM_OF_TYPE[error.problem.type]
    return DeskProblem.EXPIRED if error.reason in _OUTDATED else DeskProblem.REFUSED
