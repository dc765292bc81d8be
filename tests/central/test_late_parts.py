"""Photos and corrections that arrive after their grant, over a line that was dead or on a stick."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import requests
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.counter.models import GrantRow
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import GRANT_HEADER, Part, Redoable
from tests.central.clock import SettableClock
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident, photo_of

SITI = Resident()
LIMITS = AccessLimits()
SECOND, MINUTE, WEEK = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=7)


@pytest.fixture
def rejected(kiosk: Kiosk, operator: Operator) -> UUID:
    """Siti's submission, whose photo must be redone."""
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.GLASSES])
    return submission_id


def sealed_at(kiosk: Kiosk, submission_id: UUID, moment: datetime, revision: int = 2) -> bytes:
    """A new photo, with the time at which the kiosk says it was sealed."""
    return kiosk.seal_picture(photo_of(submission_id, revision), Part.PHOTO, made_at=moment)


def pass_by(kiosk: Kiosk, clock: SettableClock, time: timedelta) -> None:
    """Let the time pass, and the kiosk get a token that is good then."""
    clock.pass_by(time)
    kiosk.renew(clock.now)


def carry(kiosk: Kiosk, envelope: bytes, grant: str) -> requests.Response:
    """As somebody does who has no token: from a stick."""
    url = f"{kiosk.url}/v1/carrier/parts"
    return requests.post(url, data=envelope, headers={GRANT_HEADER: grant}, timeout=30)


def test_a_photo_sealed_in_time_is_taken_a_week_later(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock, operator: Operator
) -> None:
    grant = kiosk.grant(SITI)
    envelope = sealed_at(kiosk, rejected, clock.now + 14 * MINUTE)
    pass_by(kiosk, clock, WEEK)

    assert kiosk.put_photo(rejected, envelope, 2, grant).status_code == 201
    assert operator.record(rejected).photo_revisions == (1, 2)


def test_it_may_come_on_a_stick_and_over_the_line_and_counts_once(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock
) -> None:
    grant = kiosk.grant(SITI)
    envelope = sealed_at(kiosk, rejected, clock.now)
    pass_by(kiosk, clock, WEEK)

    carried, sent = carry(kiosk, envelope, grant), kiosk.put_photo(rejected, envelope, 2, grant)

    assert (carried.status_code, sent.status_code) == (201, 200)
    assert carried.content == sent.content


def test_it_must_be_sealed_while_the_grant_lived(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock
) -> None:
    """Give or take how far the clocks may differ; the grant is not used up by what is refused."""
    grant, issued = kiosk.grant(SITI), clock.now
    earliest = issued - LIMITS.clock_tolerance
    latest = issued + LIMITS.grant_lifetime + LIMITS.clock_tolerance
    pass_by(kiosk, clock, WEEK)

    for moment in (earliest - SECOND, latest + SECOND, clock.now, clock.now + 52 * WEEK):
        answer = kiosk.put_photo(rejected, sealed_at(kiosk, rejected, moment), 2, grant)
        assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    for moment, status in ((earliest, 201), (latest, 409)):
        answer = kiosk.put_photo(rejected, sealed_at(kiosk, rejected, moment), 2, grant)
        assert answer.status_code == status


def test_there_is_an_end_to_being_late(kiosk: Kiosk, rejected: UUID, clock: SettableClock) -> None:
    first, envelope = kiosk.grant(SITI), sealed_at(kiosk, rejected, clock.now)
    clock.pass_by(SECOND)
    second = kiosk.grant(SITI)
    pass_by(kiosk, clock, LIMITS.grant_lifetime + LIMITS.late_arrival - SECOND)

    answers = [kiosk.put_photo(rejected, envelope, 2, grant) for grant in (first, second)]

    assert [answer.status_code for answer in answers] == [403, 201]


def test_a_used_grant_does_not_come_back_while_it_could_be_late(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock, operator: Operator
) -> None:
    grant, then = kiosk.grant(SITI), clock.now
    kiosk.put_photo(rejected, sealed_at(kiosk, rejected, then), 2, grant)
    operator.reject_photo(rejected, [Reason.BLUR])
    pass_by(kiosk, clock, WEEK)
    kiosk.status(SITI)  # new grants are given, and old ones forgotten

    for revision in (2, 3):
        envelope = sealed_at(kiosk, rejected, then + MINUTE, revision)
        answer = kiosk.put_photo(rejected, envelope, revision, grant)
        assert answer.status_code in {403, 409}
    assert operator.record(rejected).photo_revisions == (1, 2)


def test_grants_are_kept_for_what_may_be_late_alone(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock, centre: Centre
) -> None:
    kiosk.status(SITI)
    pass_by(kiosk, clock, LIMITS.grant_lifetime)
    kiosk.status(SITI)

    with centre.database.reading() as session:
        kept = session.scalars(select(GrantRow.action).where(GrantRow.expires_at <= clock.now))
        assert set(kept) == {Redoable.PHOTO}


def test_another_kiosk_is_not_late_with_it(
    enrol: Callable[[], Kiosk], kiosk: Kiosk, rejected: UUID, clock: SettableClock
) -> None:
    grant, other, then = kiosk.grant(SITI), enrol(), clock.now
    clock.pass_by(timedelta(days=1))
    other.renew(clock.now)

    answer = carry(other, sealed_at(other, rejected, then), grant)

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_kiosk_that_was_revoked_meanwhile_is_too_late(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock, operator: Operator
) -> None:
    grant, envelope = kiosk.grant(SITI), sealed_at(kiosk, rejected, clock.now)
    operator.revoke(kiosk.device_id)

    for answer in (kiosk.put_photo(rejected, envelope, 2, grant), carry(kiosk, envelope, grant)):
        assert_problem(answer, 403, "device_revoked")


def test_what_was_redone_elsewhere_meanwhile_stays(
    enrol: Callable[[], Kiosk],
    kiosk: Kiosk,
    rejected: UUID,
    clock: SettableClock,
    operator: Operator,
) -> None:
    late, grant = sealed_at(kiosk, rejected, clock.now), kiosk.grant(SITI)
    other = enrol()
    other.put_photo(rejected, sealed_at(other, rejected, clock.now), 2, other.grant(SITI))

    answer = kiosk.put_photo(rejected, late, 2, grant)

    assert_problem(answer, 409, "conflict")
    assert operator.record(rejected).state is CentreState.PHOTO_VERIFYING


def test_what_is_done_on_the_line_is_never_late(
    kiosk: Kiosk, rejected: UUID, clock: SettableClock, operator: Operator
) -> None:
    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    clock.pass_by(LIMITS.grant_lifetime)

    answer = kiosk.post(f"submissions/{rejected}/withdrawal", grant=grant)

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    assert operator.record(rejected).state is CentreState.PHOTO_REJECTED
