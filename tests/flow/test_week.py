"""A week of an office with two kiosks: batches open and close, the line breaks, nobody is lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.obstacle import Obstacle
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.central import DeskProblem
from kiosk.sync.protocol import Redoable, TicketStatus
from tests.flow.village_office import VillageOffice, at, open_office, resident

S, Lacks = CentreState, Obstacle
FAST = timedelta(minutes=10)
"""The second kiosk's clock is that much ahead."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[VillageOffice]:
    with open_office(tmp_path, timedelta(), FAST) as office:
        office.operator.plan_batch(
            "g1", "Gelombang 1", quota=1, opens_at=at("Mon", "10.00"), closes_at=at("Wed", "12.00")
        )
        office.operator.plan_batch(
            "g2", "Gelombang 2", quota=9, opens_at=at("Thu", "08.00"), closes_at=at("Fri", "16.00")
        )
        yield office


def test_a_week(office: VillageOffice) -> None:
    monday(office)
    tuesday_with_a_broken_line(office)
    wednesday_at_noon_the_batch_closes(office)
    thursday_the_next_one_opens(office)
    friday_everybody_is_in(office)


def monday(office: VillageOffice) -> None:
    first, second = office.kiosks
    office.turn_to("Mon", "08.30")
    assert first.board.current is None
    for number in (1, 2):
        first.register(number)
    second.register(3)
    office.let_work()
    assert first.at_risk == second.at_risk == {}
    assert (second.board.checked, second.board.ready) == (3, 0)  # the other kiosk's people too
    office.accept_photo(1, 3)
    office.operator.reject_photo(resident(2).submission_id, [Reason.SHADOW])

    office.turn_to("Mon", "09.59")
    assert first.at_risk == {2: Lacks.PHOTO}
    assert first.board.ready == 2

    office.turn_to("Mon", "10.00")
    for kiosk in office.kiosks:
        assert kiosk.board.current is not None
        assert kiosk.board.current.closes_at == at("Wed", "12.00")
    assert first.at_risk == {1: Lacks.NOT_JOINED, 2: Lacks.PHOTO, 3: Lacks.NOT_JOINED}
    for kiosk, number in ((first, 1), (second, 3)):
        assert isinstance(kiosk.join(kiosk.look_up(number)), TicketStatus)
    office.let_work()
    assert first.at_risk == second.at_risk == {2: Lacks.PHOTO}
    assert second.board.joined == {"g1": 2}


def tuesday_with_a_broken_line(office: VillageOffice) -> None:
    first, second = office.kiosks
    office.turn_to("Tue", "15.30")
    office.server.stop()
    first.register(4)
    second.register(5)
    office.let_work()
    late = {one.obstacle: one.sending for one in first.board.at_risk}
    assert late == {Lacks.PHOTO: None, Lacks.UNSENT: timedelta(minutes=1)}
    assert first.counts == (3, 2, True)

    office.turn_to("Tue", "19.00")  # the office is closed, and the kiosks are locked
    assert second.at_risk == {2: Lacks.PHOTO, 5: Lacks.UNSENT}
    office.server.start()
    office.turn_to("Tue", "23.00")
    assert office.state(4) is office.state(5) is S.PHOTO_VERIFYING
    assert [kiosk.counts for kiosk in office.kiosks] == [(3, 3, True), (2, 2, True)]


def wednesday_at_noon_the_batch_closes(office: VillageOffice) -> None:
    first, second = office.kiosks
    office.turn_to("Wed", "08.30")
    office.accept_photo(4, 5)
    second.take_photo_again(2)  # registered at the other kiosk
    office.let_work()
    office.accept_photo(2)
    office.turn_to("Wed", "11.59")
    assert first.at_risk == dict.fromkeys((2, 4, 5), Lacks.NOT_JOINED)
    assert second.board.current is not None  # though its own clock shows 12.09
    assert isinstance(first.join(first.look_up(4)), TicketStatus)
    too_late = second.look_up(5)

    office.turn_to("Wed", "12.00")
    assert second.join(too_late) is DeskProblem.BATCH_CLOSED
    assert second.look_up(5).grant_for(Redoable.JOIN) is None
    assert {number: office.state(number) for number in (1, 3, 4)} == dict.fromkeys(
        (1, 3, 4), S.SELECTING
    )
    for kiosk in office.kiosks:
        assert kiosk.board.current is None
        assert kiosk.at_risk == {}


def thursday_the_next_one_opens(office: VillageOffice) -> None:
    first, second = office.kiosks
    office.turn_to("Wed", "15.00")
    (accepted,) = office.operator.select("g1", "SK 1/2026", seed="drawn in public")
    lucky = accepted.int & 0xFFFF
    office.turn_to("Thu", "08.00")
    ready = {2, 5, *({1, 3, 4} - {lucky})}
    assert {number for number in range(1, 6) if office.state(number) is S.ELIGIBLE} == ready
    assert first.at_risk == second.at_risk == dict.fromkeys(ready, Lacks.NOT_JOINED)
    for number in ready:  # nothing is typed again
        assert isinstance(second.join(second.look_up(number)), TicketStatus)


def friday_everybody_is_in(office: VillageOffice) -> None:
    office.turn_to("Fri", "16.00")
    assert [kiosk.at_risk for kiosk in office.kiosks] == [{}, {}]
    assert len(office.operator.select("g2", "SK 2/2026", seed="drawn in public")) == 4
    office.turn_to("Sat", "08.00")
    assert {office.state(number) for number in range(1, 6)} == {S.ACCEPTED}
    assert [kiosk.counts for kiosk in office.kiosks] == [(3, 3, True), (2, 2, True)]
    assert not any(kiosk.board.at_risk for kiosk in office.kiosks)
