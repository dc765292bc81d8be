"""Questions at the counter."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from kiosk.domain.consent import ConsentPurpose, give_consent
from kiosk.sync.central import (
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    DeviceRevokedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.protocol import JoinRequest, Problem, Redoable
from kiosk.sync.ticket_desk import TicketDesk
from tests.sync.scripted_central import NOON, ScriptedCentral, ticket_status

ID = UUID(int=1, version=4)
TICKET = "7Q4M2XA9BC"
BORN = date(1990, 1, 1)
CONSENT = give_consent(ConsentPurpose.JOIN, "3", "Saya menyetujui.", NOON)


@pytest.fixture
def desk(central: ScriptedCentral) -> Iterator[TicketDesk]:
    desk = TicketDesk(central)
    yield desk
    desk.close()


def test_finds_a_registration(desk: TicketDesk, central: ScriptedCentral) -> None:
    central.status = ticket_status(ID, Redoable.PHOTO)

    assert desk.lookup(TICKET, BORN).result(5) == central.status
    assert central.calls.get_nowait() == "lookup 7Q4M2XA9BC 1990-01-01"


@pytest.mark.parametrize("problem", [DeskProblem.NOT_FOUND, DeskProblem.LOCKED])
def test_says_what_the_centre_says(
    desk: TicketDesk, central: ScriptedCentral, problem: DeskProblem
) -> None:
    central.status = problem

    assert desk.lookup(TICKET, BORN).result(5) is problem


def test_joins_the_batch_of_the_grant(desk: TicketDesk, central: ScriptedCentral) -> None:
    joined = desk.join(ticket_status(ID, Redoable.JOIN), CONSENT).result(5)

    assert joined == ticket_status(ID)
    request = JoinRequest(batch_id="g70", consent_version="3", consented_at=NOON)
    assert central.joined == [(ID, "grant-2", request)]


def refused(reason: RefusedReason, kind: str) -> CentralRefusedError:
    return CentralRefusedError(reason, 409, Problem(type=kind, title="no", status=409))


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (CentralUnavailableError(UnavailableReason.TIMEOUT), DeskProblem.OFFLINE),
        (refused(RefusedReason.GRANT, "grant_invalid"), DeskProblem.EXPIRED),
        (refused(RefusedReason.CONFLICT, "state_conflict"), DeskProblem.EXPIRED),
        (refused(RefusedReason.CONFLICT, "batch_closed"), DeskProblem.BATCH_CLOSED),
        (refused(RefusedReason.ENVELOPE, "request_invalid"), DeskProblem.REFUSED),
        (DeviceRevokedError(), DeskProblem.REFUSED),
    ],
)
def test_every_failure_is_an_answer(
    desk: TicketDesk, central: ScriptedCentral, fault: CentralError, problem: DeskProblem
) -> None:
    central.faults = [fault]

    assert desk.join(ticket_status(ID, Redoable.JOIN), CONSENT).result(5) is problem


@pytest.mark.parametrize("action", [None, Redoable.PHOTO])
def test_nobody_joins_without_a_grant(desk: TicketDesk, action: Redoable | None) -> None:
    with pytest.raises(ValueError, match="does not allow"):
        desk.join(ticket_status(ID, action), CONSENT)


def test_closing_closes_its_line(central: ScriptedCentral) -> None:
    TicketDesk(central).close()

    assert central.closed
