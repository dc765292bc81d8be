"""Batches with more people than are moved at once."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from kiosk.central.batches.draw import selection_order
from kiosk.central.batches.mass_moves import PEOPLE_AT_ONCE
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.storage.models import BatchRow, SubmissionRow
from kiosk.domain.submission import CentreState
from tests.central.clock import MORNING
from tests.central.counter import Counter
from tests.central.residents import OFFICE

S = CentreState
MANY = 2 * PEOPLE_AT_ONCE + 50
QUOTA = 120


def joined(centre: Centre) -> set[UUID]:
    """So many people who have joined the batch, without all that goes before it."""
    device_id, people = Counter(centre).device_id, {uuid4() for _ in range(MANY)}
    closes_at = MORNING + timedelta(hours=1)
    Operator(centre).open_batch("g1", "Gelombang 1", quota=QUOTA, closes_at=closes_at)
    row = {
        "office_id": OFFICE,
        "device_id": device_id,
        "state": S.JOINED,
        "batch_id": "g1",
        "reasons": [],
        "fields": [],
        "received_at": MORNING,
        "updated_at": MORNING,
        "photo_revision": 1,
        "awaits_card": False,
        "awaits_photo": True,
        "attempts": 0,
        "step": 0,
    }
    with centre.database.writing() as session:
        session.execute(insert(SubmissionRow), [{"submission_id": one, **row} for one in people])
    return people


def states(centre: Centre) -> dict[CentreState, int]:
    counted = select(SubmissionRow.state, func.count()).group_by(SubmissionRow.state)
    with centre.database.reading() as session:
        rows = session.execute(counted).all()
    return {row[0]: row[1] for row in rows}


def test_everybody_in_the_draw_is_told_once_and_those_left_over_may_join_again(
    centre: Centre,
) -> None:
    people, operator = joined(centre), Operator(centre)
    operator.close_batch("g1")
    assert states(centre) == {S.SELECTING: MANY}

    accepted = operator.select("g1", "SK 1", seed="from a public draw")

    order = selection_order("from a public draw", people)
    assert (centre.batches.drawn("g1"), list(accepted)) == (order, order[:QUOTA])
    assert centre.batches.drawn("g1", first=QUOTA, most=2) == order[QUOTA : QUOTA + 2]
    assert states(centre) == {S.ACCEPTED: QUOTA, S.NOT_SELECTED: MANY - QUOTA}
    operator.open_batch("g2", "Gelombang 2", quota=1, closes_at=MORNING + timedelta(days=1))
    assert states(centre) == {S.ACCEPTED: QUOTA, S.ELIGIBLE: MANY - QUOTA}


def test_telling_goes_on_where_it_was_broken_off(centre: Centre) -> None:
    joined(centre)
    operator = Operator(centre)
    operator.close_batch("g1")
    centre.workforce.employ(0)  # and none of them does anything yet
    operator.select("g1", "SK 1")
    assert states(centre) == {S.SELECTING: MANY}
    assert centre.batches.run_once()
    with centre.database.reading() as session:
        assert session.get_one(BatchRow, "g1").moved == PEOPLE_AT_ONCE
    centre.workforce.drain()
    assert states(centre) == {S.ACCEPTED: QUOTA, S.NOT_SELECTED: MANY - QUOTA}
