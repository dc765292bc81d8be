"""Invented residents, ready to be queued, and delivered."""

from dataclasses import replace
from uuid import UUID

from kiosk.domain.eligibility import DEFAULT_RULES
from kiosk.domain.photo import CardReport, Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.domain.registration import Registration, complete
from kiosk.domain.ticket import new_ticket
from kiosk.store.worker import StoreThread
from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.circuit import Circuit
from kiosk.sync.content import TakenCard, TakenPhoto
from kiosk.sync.engine import Step, SyncEngine
from tests.domain.resident import TODAY, complete_draft
from tests.sync.scripted_central import NOON, ScriptedCentral

JPEG = b"\xff\xd8\xff\xe0 an invented face \xff\xd9" * 40
PHOTO = TakenPhoto(
    JPEG,
    PhotoReport(
        "2022.1",
        (
            Finding(Reason.BLUR, Verdict.PASS, 0.21, "", 0.5),
            Finding(Reason.GLASSES, Verdict.SKIPPED),
        ),
    ),
    NOON,
)

CARD = TakenCard(JPEG, CardReport("2020.1", (Finding(Reason.KTP_UNREADABLE, Verdict.PASS),)), NOON)


def registration(number: int = 1) -> Registration:
    """Another id and ticket for every number; otherwise the same person."""
    made = complete(complete_draft(), TODAY, DEFAULT_RULES)
    assert isinstance(made, Registration)
    ticket = new_ticket(number.to_bytes(6))
    return replace(made, submission_id=UUID(int=number, version=4), ticket=ticket)


def deliver(store: StoreThread, central: ScriptedCentral) -> None:
    """Send everything that is due."""
    engine = SyncEngine(store, central, Circuit(lambda: DEFAULT_PACE, lambda: 1.0))
    while engine.run_once(NOON) is Step.SENT:
        pass
