"""Joining, closing, selecting, and withdrawing."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from kiosk.central.batches.batches import BatchStateError
from kiosk.central.batches.draw import selection_order
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.domain.batch import BatchState
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Redoable, TicketStatus
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()
S = CentreState
IN_AN_HOUR = MORNING + timedelta(hours=1)


@pytest.fixture
def eligible(kiosk: Kiosk, operator: Operator) -> UUID:
    submission_id = kiosk.register(SITI)
    operator.accept_photo(submission_id)
    return submission_id


@pytest.fixture
def open_batch(operator: Operator) -> str:
    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=IN_AN_HOUR)
    return "g1"


def join(kiosk: Kiosk, submission_id: UUID, grant: str | None, **changes: str) -> requests.Response:
    message = {"batch_id": "g1", "consent_version": "1", "consented_at": MORNING.isoformat()}
    return kiosk.post(f"submissions/{submission_id}/join", message | changes, grant)


def test_who_is_eligible_gets_a_grant_for_the_open_batch(
    kiosk: Kiosk, eligible: UUID, open_batch: str
) -> None:
    grant = kiosk.status(SITI).grant_for(Redoable.JOIN)
    assert grant is not None
    assert grant.batch is not None
    assert (grant.action, grant.batch.batch_id) == (Redoable.JOIN, open_batch)


def test_without_an_open_batch_there_is_no_grant(
    kiosk: Kiosk, eligible: UUID, open_batch: str, clock: SettableClock
) -> None:
    clock.now = IN_AN_HOUR
    assert kiosk.status(SITI).grant_for(Redoable.JOIN) is None


def test_joining_takes_consent_and_a_grant(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    answer = join(kiosk, eligible, kiosk.grant(SITI))

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["batch"]["batch_id"]) == ("joined", open_batch)
    record = operator.record(eligible)
    assert (record.state, record.batch_id) == (S.JOINED, open_batch)


def test_joining_again_after_a_lost_answer_is_harmless(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    grant = kiosk.grant(SITI)
    first = join(kiosk, eligible, grant)
    events = operator.events(eligible)

    again = join(kiosk, eligible, grant)

    said = [TicketStatus.model_validate_json(answer.content) for answer in (first, again)]
    assert said[0].model_copy(update={"grants": []}) == said[1].model_copy(update={"grants": []})
    assert [grant.action for grant in said[1].grants] == [Redoable.WITHDRAWAL]
    assert operator.events(eligible) == events


def test_who_has_joined_does_not_join_twice(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    first, second = kiosk.grant(SITI), kiosk.grant(SITI)
    join(kiosk, eligible, first)
    assert_problem(join(kiosk, eligible, second), 409, "state_conflict")


def test_an_unknown_registration_cannot_join(kiosk: Kiosk, open_batch: str) -> None:
    assert_problem(join(kiosk, uuid4(), None), 404, "ticket_not_found")


def test_nobody_joins_without_a_grant(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    assert_problem(join(kiosk, eligible, None), 403, "grant_invalid", "Loket-Grant")
    assert operator.record(eligible).state is S.ELIGIBLE


def test_nobody_joins_with_the_grant_of_another_kiosk_or_with_an_old_one(
    kiosk: Kiosk,
    enrol: Callable[[], Kiosk],
    operator: Operator,
    eligible: UUID,
    open_batch: str,
    clock: SettableClock,
) -> None:
    grant, other = kiosk.grant(SITI), enrol()
    assert_problem(join(other, eligible, grant), 403, "grant_invalid", "Loket-Grant")
    clock.pass_by(timedelta(minutes=15))
    assert_problem(join(kiosk, eligible, grant), 403, "grant_invalid", "Loket-Grant")
    assert operator.record(eligible).state is S.ELIGIBLE


def test_a_grant_for_a_photo_does_not_join(
    kiosk: Kiosk, operator: Operator, open_batch: str
) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])
    answer = join(kiosk, submission_id, kiosk.grant(SITI))
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_grant_is_for_one_batch(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    operator.open_batch("g2", "Gelombang 2", quota=1, closes_at=IN_AN_HOUR + timedelta(hours=1))
    answer = join(kiosk, eligible, kiosk.grant(SITI), batch_id="g2")
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_batch_that_closed_meanwhile_takes_nobody(
    kiosk: Kiosk, operator: Operator, eligible: UUID, open_batch: str
) -> None:
    grant = kiosk.grant(SITI)
    operator.close_batch(open_batch)
    assert_problem(join(kiosk, eligible, grant), 409, "batch_closed", "batch_id")


def test_the_window_ends_on_time_even_when_nobody_closes_it(
    kiosk: Kiosk, eligible: UUID, open_batch: str, clock: SettableClock
) -> None:
    clock.now = IN_AN_HOUR - timedelta(minutes=5)
    grant = kiosk.grant(SITI)
    clock.now = IN_AN_HOUR
    assert_problem(join(kiosk, eligible, grant), 409, "batch_closed", "batch_id")


def test_consent_is_to_the_words_in_force(kiosk: Kiosk, eligible: UUID, open_batch: str) -> None:
    answer = join(kiosk, eligible, kiosk.grant(SITI), consent_version="0")
    assert_problem(answer, 422, "request_invalid", "consent_version")


@pytest.mark.parametrize("consented_at", ["0001-01-01T00:00:00+14:00", "2090-01-01T00:00:00Z"])
def test_a_kiosk_with_a_wrong_clock_can_join(
    kiosk: Kiosk, eligible: UUID, open_batch: str, consented_at: str
) -> None:
    answer = join(kiosk, eligible, kiosk.grant(SITI), consented_at=consented_at)
    assert answer.status_code == 200


def test_a_refused_join_leaves_the_grant_usable(
    kiosk: Kiosk, eligible: UUID, open_batch: str
) -> None:
    grant = kiosk.grant(SITI)
    join(kiosk, eligible, grant, consent_version="0")
    assert join(kiosk, eligible, grant).status_code == 200


def test_the_quota_is_drawn_in_an_order_that_anybody_can_repeat(
    kiosk: Kiosk, operator: Operator, open_batch: str
) -> None:
    people = [Resident(serial=serial) for serial in (9001, 9002, 9003)]
    joined = [joined_by(kiosk, operator, person) for person in people]
    operator.close_batch(open_batch)
    assert {operator.record(one).state for one in joined} == {S.SELECTING}

    accepted = operator.select(open_batch, "SK 12/2026", seed="from a public draw")

    drawn = sorted(
        joined, key=lambda one: hashlib.sha256(f"from a public draw:{one}".encode()).hexdigest()
    )
    assert selection_order("from a public draw", joined) == drawn
    assert accepted == (drawn[0],)
    records = [operator.record(one) for one in drawn]
    assert [(record.state, record.decree) for record in records] == [
        (S.ACCEPTED, "SK 12/2026"),
        (S.NOT_SELECTED, None),
        (S.NOT_SELECTED, None),
    ]


def test_the_decree_reaches_resident_and_kiosk(
    kiosk: Kiosk, operator: Operator, open_batch: str
) -> None:
    joined_by(kiosk, operator, SITI)
    operator.close_batch(open_batch)
    operator.select(open_batch, "SK 12/2026")

    status = kiosk.status(SITI)
    outcomes, _ = kiosk.outcomes()

    assert (status.state, status.decree) == (S.ACCEPTED, "SK 12/2026")
    assert (outcomes[-1].state, outcomes[-1].decree) == (S.ACCEPTED, "SK 12/2026")
    assert outcomes[-1].batch_id == open_batch


def test_who_was_not_selected_may_join_the_next_batch_without_re_entry(
    kiosk: Kiosk, operator: Operator
) -> None:
    operator.open_batch("g0", "Gelombang 0", quota=0, closes_at=IN_AN_HOUR)
    submission_id = joined_by(kiosk, operator, SITI, batch_id="g0")
    operator.close_batch("g0")
    operator.select("g0", "SK 11/2026")
    assert operator.record(submission_id).state is S.NOT_SELECTED

    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=IN_AN_HOUR)

    assert join(kiosk, submission_id, kiosk.grant(SITI)).status_code == 200


def test_a_batch_is_selected_once_and_only_when_closed(operator: Operator, open_batch: str) -> None:
    with pytest.raises(BatchStateError):
        operator.select(open_batch, "SK 12/2026")
    operator.close_batch(open_batch)
    operator.select(open_batch, "SK 12/2026")
    for again in (
        lambda: operator.open_batch(open_batch, "Again", quota=1, closes_at=IN_AN_HOUR),
        lambda: operator.close_batch(open_batch),
        lambda: operator.select(open_batch, "SK 13/2026"),
        lambda: operator.close_batch("unknown"),
    ):
        with pytest.raises(BatchStateError):
            again()


def test_kiosks_see_each_step_of_a_batch(kiosk: Kiosk, operator: Operator, open_batch: str) -> None:
    seen = [kiosk.config().batches[0].state]
    operator.close_batch(open_batch)
    seen.append(kiosk.config().batches[0].state)
    operator.select(open_batch, "SK 12/2026")
    seen.append(kiosk.config().batches[0].state)
    assert seen == [BatchState.OPEN, BatchState.CLOSED, BatchState.DECIDED]


def joined_by(kiosk: Kiosk, operator: Operator, who: Resident, batch_id: str = "g1") -> UUID:
    submission_id = kiosk.register(who)
    operator.accept_photo(submission_id)
    answer = join(kiosk, submission_id, kiosk.grant(who), batch_id=batch_id)
    assert answer.status_code == 200
    return submission_id


def plan(operator: Operator, batch_id: str, opens_in: int, closes_in: int, quota: int = 1) -> None:
    """Announce a batch, in minutes from the morning."""
    operator.plan_batch(
        batch_id,
        f"Gelombang {batch_id}",
        quota=quota,
        opens_at=MORNING + timedelta(minutes=opens_in),
        closes_at=MORNING + timedelta(minutes=closes_in),
    )


def test_a_planned_batch_opens_and_closes_by_itself(
    kiosk: Kiosk, operator: Operator, eligible: UUID, clock: SettableClock
) -> None:
    plan(operator, "g1", 60, 120)
    seen = []
    for minute in (59, 60, 119, 120):
        clock.now = MORNING + timedelta(minutes=minute)
        seen.append(kiosk.config().batches[0].state)
    assert seen == [BatchState.PLANNED, BatchState.OPEN, BatchState.OPEN, BatchState.CLOSED]


def test_who_joined_is_in_the_selection_once_the_time_is_over(
    kiosk: Kiosk, operator: Operator, eligible: UUID, clock: SettableClock
) -> None:
    plan(operator, "g1", 0, 60)
    assert join(kiosk, eligible, kiosk.grant(SITI)).status_code == 200

    clock.now = IN_AN_HOUR

    outcomes, _ = kiosk.outcomes()
    assert outcomes[-1].state is S.SELECTING
    assert operator.events(eligible)[-1].actor == "centre"
    assert operator.select("g1", "SK 12/2026") == (eligible,)


def test_the_next_planned_batch_takes_up_who_was_not_selected(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    plan(operator, "g0", 0, 60, quota=0)
    plan(operator, "g1", 120, 180)
    submission_id = joined_by(kiosk, operator, SITI, batch_id="g0")
    clock.now = IN_AN_HOUR
    operator.select("g0", "SK 11/2026")
    assert operator.record(submission_id).state is S.NOT_SELECTED

    clock.now = MORNING + timedelta(minutes=120)

    assert operator.record(submission_id).state is S.ELIGIBLE
    assert join(kiosk, submission_id, kiosk.grant(SITI)).status_code == 200


def test_a_centre_that_was_off_for_both_moments_goes_through_both(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    plan(operator, "g2", 90, 120)
    plan(operator, "g1", 30, 60)
    clock.now = MORNING + timedelta(hours=3)
    assert {batch.state for batch in kiosk.config().batches} == {BatchState.CLOSED}


def test_times_are_kept_by_a_centre_that_was_restarted(
    tmp_path: Path, clock: SettableClock
) -> None:
    with open_centre(tmp_path / "centre", clock, demo_configuration()) as centre:
        plan(Operator(centre), "g1", 30, 60)
    clock.now = IN_AN_HOUR
    with open_centre(tmp_path / "centre", clock, demo_configuration()) as centre:
        operator = Operator(centre)
        assert operator.select("g1", "SK 12/2026") == ()


def test_a_batch_that_would_close_before_it_opens_is_no_batch(operator: Operator) -> None:
    with pytest.raises(ValueError, match="close before it opens"):
        plan(operator, "g1", 60, 60)
