"""Turns: what a centre does when more parts come than it can take."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.intake.slots import Slots
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.problems import RefusedError
from kiosk.central.web.server import EmbeddedServer
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.fixed_settings import FixedSettings
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import OFFICE, Resident

SECOND = timedelta(seconds=1)
LIMITS = AccessLimits(intake_per_second=1)
ONE_A_SECOND = FixedSettings(replace(demo_configuration(), limits=LIMITS))
FIRST, SECOND_ONE, THIRD = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def busy_kiosk(tmp_path: Path, clock: SettableClock) -> Iterator[Kiosk]:
    """Of a centre that takes one part in ten seconds."""
    limits = AccessLimits(intake_per_second=0.1)
    configuration = replace(demo_configuration(), limits=limits)
    with open_centre(tmp_path / "centre", clock, configuration) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
        server = EmbeddedServer(create_app(centre))
        server.start()
        kiosk = Kiosk(server.url, operator.new_code(OFFICE))
        yield kiosk
        kiosk.close()
        server.stop()


def turn_of(slots: Slots, device: UUID) -> datetime | None:
    """None where it is let in."""
    try:
        slots.admit(device)
    except RefusedError as error:
        return error.refusal.not_before
    return None


def test_each_gets_a_turn_of_its_own(clock: SettableClock) -> None:
    slots = Slots(clock, ONE_A_SECOND)

    assert turn_of(slots, FIRST) is None
    assert turn_of(slots, SECOND_ONE) == MORNING + SECOND
    assert turn_of(slots, THIRD) == MORNING + 2 * SECOND


def test_a_turn_is_kept_for_whoever_has_it(clock: SettableClock) -> None:
    slots = Slots(clock, ONE_A_SECOND)
    for device in (FIRST, SECOND_ONE):
        turn_of(slots, device)

    assert turn_of(slots, SECOND_ONE) == MORNING + SECOND
    clock.pass_by(10 * SECOND)
    assert turn_of(slots, THIRD) is None
    assert turn_of(slots, SECOND_ONE) is None


def test_a_turn_is_used_up(clock: SettableClock) -> None:
    slots = Slots(clock, ONE_A_SECOND)
    for device in (FIRST, SECOND_ONE, THIRD):
        turn_of(slots, device)
    clock.pass_by(SECOND)

    assert turn_of(slots, SECOND_ONE) is None
    assert turn_of(slots, SECOND_ONE) == MORNING + 3 * SECOND


def test_a_part_out_of_turn_is_told_when(busy_kiosk: Kiosk) -> None:
    submission_id = uuid4()
    form = busy_kiosk.sealed_form(submission_id, Resident())
    photo = busy_kiosk.sealed_photo(submission_id)
    assert busy_kiosk.put_form(submission_id, form).status_code == 201

    answer = busy_kiosk.put_photo(submission_id, photo)

    assert_problem(answer, 425, "slot")
    assert datetime.fromisoformat(answer.json()["not_before"]) == MORNING + 10 * SECOND
    assert answer.headers["Retry-After"] == "10"


def test_nothing_else_waits_for_a_turn(busy_kiosk: Kiosk) -> None:
    submission_id = uuid4()
    busy_kiosk.put_form(submission_id, busy_kiosk.sealed_form(submission_id, Resident()))

    assert busy_kiosk.get("outcomes").status_code == 200
    assert busy_kiosk.look_up(Resident()).status_code == 200


def test_a_turn_is_given_before_the_body_is_read(busy_kiosk: Kiosk) -> None:
    submission_id = uuid4()
    form = busy_kiosk.sealed_form(submission_id, Resident())
    busy_kiosk.put_form(submission_id, form)
    line = HTTPConnection(busy_kiosk.url.rpartition("/")[2], timeout=10)
    line.putrequest("PUT", f"/v1/submissions/{submission_id}/form")
    line.putheader("Authorization", f"Bearer {busy_kiosk.token}")
    line.putheader("Content-Length", str(len(form)))
    line.endheaders()

    assert line.getresponse().status == 425
    line.close()
