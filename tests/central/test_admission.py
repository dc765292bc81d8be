"""What a centre does that has its hands full: it says so at once, and takes nothing."""

from contextlib import ExitStack
from dataclasses import replace
from uuid import uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.intake.admission import Admission
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.web.problems import RefusedError
from tests.central.fixed_settings import FixedSettings
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()
PARTS_AT_ONCE = demo_configuration().limits.parts_at_once


@pytest.fixture
def full(centre: Centre) -> ExitStack:
    """As many parts at work as the centre takes on."""
    house = ExitStack()
    for _ in range(PARTS_AT_ONCE):
        house.enter_context(centre.admission.work())
    return house


def test_a_full_house_takes_no_part_and_says_when_to_come_again(
    full: ExitStack, kiosk: Kiosk
) -> None:
    submission_id = uuid4()
    form = kiosk.sealed_form(submission_id, SITI)
    with full:
        answer = kiosk.put_form(submission_id, form)
        assert_problem(answer, 429, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert kiosk.outcomes() == ([], 0)
    assert kiosk.put_form(submission_id, form).status_code == 201


def test_what_is_no_part_is_answered_in_a_full_house(full: ExitStack, kiosk: Kiosk) -> None:
    with full:
        assert kiosk.get("config").status_code == 200
        assert kiosk.look_up(SITI).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "uploads"),
        ("PATCH", "uploads/x"),
        ("POST", "carrier/parts"),
        ("PUT", "submissions/x/ktp/1"),
    ],
)
def test_every_way_in_is_shut_before_the_body_is_looked_at(
    full: ExitStack, kiosk: Kiosk, method: str, path: str
) -> None:
    with full:
        assert_problem(kiosk.call(method, path, {}, data=b"?"), 429, "busy")


def test_who_passed_the_door_while_there_was_room_is_stopped_inside() -> None:
    limits = AccessLimits(parts_at_once=1)
    admission = Admission(FixedSettings(replace(demo_configuration(), limits=limits)))
    with admission.work():
        assert admission.is_full()
        with pytest.raises(RefusedError):
            admission.work().__enter__()
    assert not admission.is_full()
