"""Questions at the counter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from kiosk.domain.assessment import Sitting
from kiosk.domain.consent import ConsentPurpose, give_consent
from kiosk.domain.submission import CentreState
from kiosk.sync.central import (
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    DeviceRevokedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import (
    ContactAnswer,
    JoinRequest,
    Redoable,
    TicketStatus,
)
from kiosk.sync.ticket_desk import CodeTrouble, TicketDesk
from tests.sync.scripted_central import NOON, SENT, HangingCentral, ScriptedCentral, ticket_status

ID = UUID(int=1, version=4)
TICKET = "7Q4M2XA9BC"
BORN = date(1990, 1, 1)
SITTING = Sitting("1", NOON, (("change", "a"),), finished_at=NOON + timedelta(minutes=9))
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


def test_the_number_of_somebody_to_be_called_comes_as_the_centre_says_it(
    desk: TicketDesk, central: ScriptedCentral
) -> None:
    assert desk.contact(ID).result(5) == ContactAnswer(phone="0840-1234-9001")
    assert central.calls.get_nowait() == f"contact {ID}"


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("contact_not_needed", DeskProblem.CONTACT_NOT_NEEDED),
        ("contact_locked", DeskProblem.CONTACT_LOCKED),
    ],
)
def test_says_why_there_is_no_number(
    desk: TicketDesk, central: ScriptedCentral, kind: str, problem: DeskProblem
) -> None:
    central.faults = [refused(RefusedReason.OTHER, kind)]

    assert desk.contact(ID).result(5) is problem


def test_closing_closes_its_line(central: ScriptedCentral) -> None:
    TicketDesk(central).close()

    assert central.closed


def trouble(kind: str, status: int, **more: int) -> CentralRefusedError:
    problem = Problem(type=kind, title="no", status=status, tries_left=more.get("tries_left"))
    wait = timedelta(seconds=more["wait"]) if "wait" in more else None
    return CentralRefusedError(RefusedReason.OTHER, status, problem, retry_after=wait)


@pytest.mark.parametrize("action", [Redoable.PHONE_CODE, Redoable.EMAIL_CODE])
def test_has_a_code_sent_and_compared(
    desk: TicketDesk, central: ScriptedCentral, action: Redoable
) -> None:
    status = ticket_status(ID, action)

    assert desk.send_code(status).result(5) == SENT
    assert desk.verify_code(status, "123456").result(5) == ticket_status(ID)

    (grant,) = status.grants
    assert central.codes_sent == [(ID, grant)]
    assert central.codes_tried == [(ID, grant, "123456")]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (trouble("code_wrong", 403, tries_left=2), CodeTrouble(DeskProblem.CODE_WRONG, 2)),
        (
            trouble("code_too_soon", 429, wait=40),
            CodeTrouble(DeskProblem.CODE_TOO_SOON, None, timedelta(seconds=40)),
        ),
        (
            trouble("code_locked", 429, wait=3600),
            CodeTrouble(DeskProblem.CODE_LOCKED, None, timedelta(hours=1)),
        ),
        (trouble("code_expired", 410), CodeTrouble(DeskProblem.CODE_EXPIRED)),
        (trouble("code_not_sent", 503), CodeTrouble(DeskProblem.CODE_NOT_SENT)),
        (refused(RefusedReason.GRANT, "grant_invalid"), CodeTrouble(DeskProblem.EXPIRED)),
        (CentralUnavailableError(UnavailableReason.OFFLINE), CodeTrouble(DeskProblem.OFFLINE)),
        (DeviceRevokedError(), CodeTrouble(DeskProblem.REFUSED)),
    ],
)
def test_tells_why_a_code_does_not_do_and_what_is_left(
    desk: TicketDesk, central: ScriptedCentral, fault: CentralError, said: CodeTrouble
) -> None:
    status = ticket_status(ID, Redoable.PHONE_CODE)
    central.faults = [fault, fault]

    assert desk.send_code(status).result(5) == said
    assert desk.verify_code(status, "123456").result(5) == said


def test_hands_the_test_in_with_the_grant(desk: TicketDesk, central: ScriptedCentral) -> None:
    status = desk.hand_in_test(ticket_status(ID, Redoable.TEST), SITTING).result(5)

    assert status == ticket_status(ID)
    ((submission_id, grant, form),) = central.tests
    assert (submission_id, grant) == (ID, "grant-2")
    assert (form.version, form.answers) == ("1", {"change": "a"})
    assert form.finished_at - form.started_at == timedelta(minutes=9)


def test_a_test_that_is_not_wanted_any_more_is_told(
    desk: TicketDesk, central: ScriptedCentral
) -> None:
    central.faults = [refused(RefusedReason.CONFLICT, "state_conflict")]

    told = desk.hand_in_test(ticket_status(ID, Redoable.TEST), SITTING).result(5)

    assert told is DeskProblem.EXPIRED


def test_nobody_hands_in_a_test_that_lasts_or_without_a_grant(desk: TicketDesk) -> None:
    with pytest.raises(ValueError, match="handed in"):
        desk.hand_in_test(ticket_status(ID, Redoable.TEST), replace(SITTING, finished_at=None))
    with pytest.raises(ValueError, match="does not allow"):
        desk.hand_in_test(ticket_status(ID, Redoable.JOIN), SITTING)


def test_withdraws_with_the_grant(desk: TicketDesk, central: ScriptedCentral) -> None:
    status = desk.withdraw(ticket_status(ID, Redoable.WITHDRAWAL)).result(5)

    assert isinstance(status, TicketStatus)
    assert status.state is CentreState.WITHDRAWN
    assert central.withdrawn == [(ID, "grant-2")]


def test_nobody_withdraws_or_gets_a_code_without_a_grant(desk: TicketDesk) -> None:
    only_photo = ticket_status(ID, Redoable.PHOTO)
    for act in (desk.withdraw, desk.send_code):
        with pytest.raises(ValueError, match="does not allow"):
            act(only_photo)


def test_closing_leaves_a_question_behind_that_hangs() -> None:
    central = HangingCentral()
    desk = TicketDesk(central)
    answer = desk.lookup(TICKET, BORN)
    central.calls.get(timeout=5)
    desk.close(0.05)

    assert not answer.done()
    central.may_end.set()
