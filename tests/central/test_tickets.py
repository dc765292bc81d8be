"""Look-ups at the counter: masked, limited, and with a grant for one act."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Redoable
from tests.central.clock import SettableClock
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI, BUDI = Resident(), Resident(serial=9002)
LIMITS = AccessLimits()
WRONG_DAY = "1990-07-05"


@pytest.fixture
def rejected(kiosk: Kiosk, operator: Operator) -> UUID:
    """Siti's submission, whose photo must be redone."""
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.GLASSES])
    return submission_id


def test_ticket_and_birth_date_find_the_registration(kiosk: Kiosk, rejected: UUID) -> None:
    status = kiosk.status(SITI)
    assert (status.submission_id, status.state) == (rejected, CentreState.PHOTO_REJECTED)
    assert status.reasons == [Reason.GLASSES]


def test_the_answer_masks_the_name_and_shows_no_number(kiosk: Kiosk, rejected: UUID) -> None:
    answer = kiosk.look_up(SITI)
    assert answer.json()["masked_name"] == "SITI N…AH"
    for secret in ("Nurjanah", SITI.nik, SITI.born.isoformat()):
        assert secret not in answer.text


def test_a_rejected_photo_comes_with_a_grant_for_the_next_revision(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock
) -> None:
    grant = kiosk.status(SITI).grant_for(Redoable.PHOTO)
    assert grant is not None
    assert (grant.action, grant.revision) == (Redoable.PHOTO, 2)
    assert grant.expires_at == clock.now + timedelta(minutes=15)


def test_where_the_centre_is_at_work_one_can_only_withdraw(kiosk: Kiosk) -> None:
    kiosk.register(SITI)
    assert [grant.action for grant in kiosk.status(SITI).grants] == [Redoable.WITHDRAWAL]


@pytest.mark.parametrize(
    ("who", "born"), [(SITI, WRONG_DAY), (BUDI, None)], ids=["birth date", "ticket"]
)
def test_wrong_ticket_and_wrong_birth_date_look_the_same(
    kiosk: Kiosk, rejected: UUID, who: Resident, born: str | None
) -> None:
    assert_problem(kiosk.look_up(who, born), 404, "ticket_not_found")


def test_a_ticket_locks_after_wrong_tries_even_for_who_knows(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock
) -> None:
    for _ in range(LIMITS.wrong_tries_per_ticket):
        clock.pass_by(timedelta(minutes=1))
        kiosk.look_up(SITI, WRONG_DAY)

    locked = kiosk.look_up(SITI)

    assert_problem(locked, 429, "ticket_locked")
    assert locked.headers["Retry-After"] == str(11 * 60)
    clock.pass_by(timedelta(minutes=11))
    assert kiosk.look_up(SITI).status_code == 200


def test_a_locked_ticket_locks_no_other(kiosk: Kiosk, rejected: UUID) -> None:
    kiosk.register(BUDI)
    for _ in range(LIMITS.wrong_tries_per_ticket):
        kiosk.look_up(SITI, WRONG_DAY)
    assert kiosk.look_up(BUDI).status_code == 200


def test_who_knows_may_ask_often(kiosk: Kiosk, rejected: UUID) -> None:
    answers = [kiosk.look_up(SITI) for _ in range(LIMITS.wrong_tries_per_ticket + 1)]
    assert {answer.status_code for answer in answers} == {200}


def test_a_device_may_not_ask_without_end(enrol: Callable[[], Kiosk], rejected: UUID) -> None:
    greedy, other = enrol(), enrol()
    for serial in range(9100, 9100 + LIMITS.lookups_per_device):
        greedy.look_up(Resident(serial=serial))

    locked = greedy.look_up(SITI)

    assert_problem(locked, 429, "ticket_locked")
    assert int(locked.headers["Retry-After"]) == LIMITS.lookup_window.total_seconds()
    assert other.look_up(SITI).status_code == 200


def test_a_grant_is_used_up(kiosk: Kiosk, operator: Operator, rejected: UUID) -> None:
    grant = kiosk.grant(SITI)
    kiosk.put_photo(rejected, kiosk.sealed_photo(rejected, 2), 2, grant)
    operator.reject_photo(rejected, [Reason.GLASSES])

    answer = kiosk.put_photo(rejected, kiosk.sealed_photo(rejected, 3), 3, grant)

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    assert operator.record(rejected).photo_revisions == (1, 2)


def test_a_repeated_photo_needs_no_second_grant(kiosk: Kiosk, rejected: UUID) -> None:
    grant, envelope = kiosk.grant(SITI), kiosk.sealed_photo(rejected, 2)
    first = kiosk.put_photo(rejected, envelope, 2, grant)

    again = kiosk.put_photo(rejected, envelope, 2, grant)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content


def test_a_grant_is_for_the_device_that_asked(
    enrol: Callable[[], Kiosk], kiosk: Kiosk, rejected: UUID
) -> None:
    grant = kiosk.grant(SITI)
    other = enrol()

    answer = other.put_photo(rejected, other.sealed_photo(rejected, 2), 2, grant)

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_grant_is_for_one_submission(kiosk: Kiosk, operator: Operator, rejected: UUID) -> None:
    budis = kiosk.register(BUDI)
    operator.reject_photo(budis, [Reason.BLUR])

    answer = kiosk.put_photo(budis, kiosk.sealed_photo(budis, 2), 2, kiosk.grant(SITI))

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


@pytest.mark.parametrize("grant", [None, "", "x" * 43])
def test_without_a_grant_no_face_is_swapped(
    kiosk: Kiosk, operator: Operator, rejected: UUID, grant: str | None
) -> None:
    answer = kiosk.put_photo(rejected, kiosk.sealed_photo(rejected, 2), 2, grant)

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    assert operator.record(rejected).state is CentreState.PHOTO_REJECTED


def test_another_office_may_help_a_resident_with_the_photo(
    enrol: Callable[[], Kiosk], operator: Operator, rejected: UUID
) -> None:
    other = enrol()

    answer = other.put_photo(rejected, other.sealed_photo(rejected, 2), 2, other.grant(SITI))

    assert answer.status_code == 201
    assert operator.record(rejected).state is CentreState.PHOTO_VERIFYING
