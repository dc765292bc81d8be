"""The centre's outcomes: fetched after a cursor, verified one by one, applied together with it."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from kiosk.domain.outcome import Outcome, Person
from kiosk.store.records import VerifiedOutcome
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import Central, CentralUnavailableError, UnavailableReason
from kiosk.sync.protocol import OutcomeMessage, PersonHint, Signed
from kiosk.sync.signing import SignatureError, SigningContext, verify


class OutcomeError(Exception):
    """Not an outcome of our centre."""


def pull_outcomes(
    store: StoreThread, central: Central, now: datetime, *, wait_seconds: float
) -> int:
    """Fetch one page and apply it in one transaction with its cursor; returns how many were new.

    The cursor moves only along signed numbers. At the first outcome that cannot be verified the
    page ends: those before it are applied, then CentralUnavailableError tells of it.
    """
    place = store.call(_place)
    if place is None:
        return 0
    cursor, key = place
    page = central.outcomes(cursor, wait_seconds)
    verified, fault = _verified_beginning(page.outcomes, key)
    new = [outcome for outcome in verified if outcome.outcome.seq > cursor]
    if new:
        reached = max(outcome.outcome.seq for outcome in new)
        store.call(lambda s: s.submissions.apply_outcomes(new, reached, now))
    if fault is not None:
        raise CentralUnavailableError(UnavailableReason.WRONG_SIGNATURE, str(fault)) from fault
    return len(new)


def verified_outcome(signed: Signed, key: bytes) -> VerifiedOutcome:
    """Return the outcome if our centre signed it; raise OutcomeError."""
    try:
        payload = verify(signed, SigningContext.OUTCOME, key)
        message = OutcomeMessage.model_validate_json(payload)
    except (SignatureError, ValidationError) as error:
        raise OutcomeError("not signed by our centre, or of another form") from error
    outcome = Outcome(
        seq=message.seq,
        submission_id=message.submission_id,
        state=message.state,
        reasons=tuple(message.reasons),
        fields=tuple(message.fields),
        batch_id=message.batch_id,
        decree=message.decree,
        deadline=message.deadline,
        at=message.at,
        person=_person(message.person),
    )
    return VerifiedOutcome(outcome, signed.model_dump_json().encode())


def _person(hint: PersonHint | None) -> Person | None:
    return None if hint is None else Person(hint.ticket, hint.masked_name, hint.phone_tail)


def _verified_beginning(
    page: Sequence[Signed], key: bytes
) -> tuple[list[VerifiedOutcome], OutcomeError | None]:
    verified: list[VerifiedOutcome] = []
    for signed in page:
        try:
            verified.append(verified_outcome(signed, key))
        except OutcomeError as error:
            return verified, error
    return verified, None


def _place(store: Store) -> tuple[int, bytes] | None:
    """Cursor and key; None before the enrolment."""
    enrolment = store.settings.enrolment()
    return None if enrolment is None else (store.submissions.cursor(), enrolment.receipt_key)
