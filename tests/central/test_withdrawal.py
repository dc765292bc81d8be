"""Withdrawing: by a grant, from every state that is not an end, and nothing of the person stays."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Redoable, TicketStatus
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import stored_bytes
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()


def withdraw(kiosk: Kiosk, submission_id: UUID, grant: str | None) -> requests.Response:
    return kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant)


def withdrawal_grant(kiosk: Kiosk) -> str:
    return kiosk.grant(SITI, Redoable.WITHDRAWAL)


def verifying(_operator: Operator, _submission_id: UUID) -> None:
    """As every registration begins."""


def rejected(operator: Operator, submission_id: UUID) -> None:
    operator.reject_photo(submission_id, [Reason.BLUR])


def eligible(operator: Operator, submission_id: UUID) -> None:
    operator.accept_photo(submission_id)


@pytest.mark.parametrize("bring_there", [verifying, rejected, eligible])
def test_withdrawing_erases_what_was_read_and_frees_the_person(
    kiosk: Kiosk, operator: Operator, bring_there: Callable[[Operator, UUID], None]
) -> None:
    submission_id = kiosk.register(SITI)
    bring_there(operator, submission_id)

    answer = withdraw(kiosk, submission_id, withdrawal_grant(kiosk))

    assert answer.status_code == 200
    status = TicketStatus.model_validate_json(answer.content)
    assert (status.state, status.masked_name, status.grants) == (S.WITHDRAWN, "", [])
    assert kiosk.status(SITI).state is S.WITHDRAWN  # the ticket still finds what became of it
    assert operator.record(submission_id).events[-1].actor == "resident"
    again = kiosk.register(Resident())
    assert operator.record(again).state is S.PHOTO_VERIFYING


def test_no_byte_of_the_sealed_parts_stays(
    kiosk: Kiosk, operator: Operator, tmp_path: Path
) -> None:
    submission_id = uuid4()
    form = kiosk.sealed_form(submission_id, SITI)
    kiosk.put_form(submission_id, form)
    assert form[-64:] in stored_bytes(tmp_path / "centre")

    withdraw(kiosk, submission_id, withdrawal_grant(kiosk))

    assert form[-64:] not in stored_bytes(tmp_path / "centre")
    assert b"SITI N" not in stored_bytes(tmp_path / "centre")


def test_the_office_hears_of_it(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    withdraw(kiosk, submission_id, withdrawal_grant(kiosk))
    told, _ = kiosk.outcomes()
    assert told[-1].state is S.WITHDRAWN


def test_a_repetition_after_a_lost_answer_is_harmless(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    grant, other = withdrawal_grant(kiosk), withdrawal_grant(kiosk)
    first = withdraw(kiosk, submission_id, grant)
    events = operator.events(submission_id)

    for again in (grant, other):
        answer = withdraw(kiosk, submission_id, again)
        assert (answer.status_code, answer.content) == (200, first.content)
    assert operator.events(submission_id) == events


def test_nobody_withdraws_without_a_grant_of_one_s_own(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], operator: Operator, clock: SettableClock
) -> None:
    submission_id, other = kiosk.register(SITI), enrol()
    operator.reject_photo(submission_id, [Reason.BLUR])
    mine, photo = withdrawal_grant(kiosk), kiosk.grant(SITI, Redoable.PHOTO)

    assert_problem(withdraw(kiosk, submission_id, None), 403, "grant_invalid", "Loket-Grant")
    assert_problem(withdraw(kiosk, submission_id, photo), 403, "grant_invalid", "Loket-Grant")
    assert_problem(withdraw(other, submission_id, mine), 403, "grant_invalid", "Loket-Grant")
    assert_problem(withdraw(kiosk, uuid4(), mine), 404, "ticket_not_found")
    clock.pass_by(timedelta(minutes=15))
    assert_problem(withdraw(kiosk, submission_id, mine), 403, "grant_invalid", "Loket-Grant")
    assert operator.record(submission_id).state is S.PHOTO_REJECTED


def test_what_was_decided_meanwhile_cannot_be_withdrawn(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.accept_photo(submission_id)
    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=MORNING + timedelta(hours=1))
    message = {"batch_id": "g1", "consent_version": "1", "consented_at": MORNING.isoformat()}
    kiosk.post(f"submissions/{submission_id}/join", message, kiosk.grant(SITI, Redoable.JOIN))
    operator.close_batch("g1")
    grant = withdrawal_grant(kiosk)
    operator.select("g1", "SK 12/2026")

    assert_problem(withdraw(kiosk, submission_id, grant), 409, "state_conflict")
    assert [granted.action for granted in kiosk.status(SITI).grants] == []


def test_a_withdrawn_registration_takes_no_more_parts(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    withdraw(kiosk, submission_id, withdrawal_grant(kiosk))

    answer = kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))

    assert_problem(answer, 409, "conflict")
