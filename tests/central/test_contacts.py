"""Whom an office may call, and what of that stays."""

import base64
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import ContactAnswer, Redoable
from tests.central.clock import SettableClock
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()


@pytest.fixture
def needed(kiosk: Kiosk, operator: Operator) -> UUID:
    """Somebody whose photo was rejected."""
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])
    return submission_id


def path_of(submission_id: UUID) -> str:
    return f"submissions/{submission_id}/contact"


def test_the_number_of_somebody_who_is_needed_is_given_and_written_down(
    kiosk: Kiosk, operator: Operator, needed: UUID
) -> None:
    answer = ContactAnswer.model_validate_json(kiosk.get(path_of(needed)).content)

    assert answer.phone.startswith("08")
    last = operator.events(needed)[-1]
    assert (last.actor, last.text) == (
        f"device {kiosk.device_id}",
        "phone number shown to the office",
    )
    assert answer.phone not in str(operator.events(needed))


def test_nobody_is_called_without_need(kiosk: Kiosk) -> None:
    waiting = kiosk.register(SITI)

    assert_problem(kiosk.get(path_of(waiting)), 409, "contact_not_needed")


def test_another_office_does_not_even_learn_that_there_is_somebody(
    kiosk: Kiosk, operator: Operator, needed: UUID
) -> None:
    operator.new_office("desa-b", "Kantor Desa Lain")
    stranger = Kiosk(kiosk.url, operator.new_code("desa-b"))

    assert_problem(stranger.get(path_of(needed)), 404, "ticket_not_found")
    stranger.close()


def test_a_kiosk_sees_so_many_numbers_and_no_more_for_a_while(
    kiosk: Kiosk, needed: UUID, clock: SettableClock
) -> None:
    for _ in range(AccessLimits().contacts_per_device):
        assert kiosk.get(path_of(needed)).status_code == HTTPStatus.OK

    assert_problem(kiosk.get(path_of(needed)), 429, "contact_locked")

    clock.now += AccessLimits().contact_window + timedelta(seconds=1)
    assert kiosk.get(path_of(needed)).status_code == HTTPStatus.OK


def test_every_kiosk_of_the_office_is_told_whom_an_outcome_is_about(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], needed: UUID
) -> None:
    other = enrol()

    outcomes, _ = other.outcomes()

    told = [outcome.person for outcome in outcomes if outcome.submission_id == needed]
    assert [person and person.ticket for person in told] == [SITI.ticket] * 2
    assert not any(person is None or SITI.nik in person.model_dump_json() for person in told)


def test_who_has_withdrawn_is_named_in_no_outcome_any_more(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], needed: UUID, tmp_path: Path
) -> None:
    status = kiosk.status(SITI)
    grant = status.grant_for(Redoable.WITHDRAWAL)
    assert grant is not None
    kiosk.post(f"submissions/{needed}/withdrawal", grant=grant.grant).raise_for_status()

    outcomes, _ = enrol().outcomes()

    assert [outcome.person for outcome in outcomes] == [None] * len(outcomes)
    assert outcomes[-1].state is CentreState.WITHDRAWN
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    code = SITI.ticket.encode()
    assert code not in kept
    assert not any(base64.b64encode(b"x" * pad + code)[4:-4] in kept for pad in range(3))
