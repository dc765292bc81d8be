"""The states after who somebody is: address, phone, photo and test."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kiosk.central.settings.wording import DEMO_ANSWERS
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.web.problems import RefusedError
from kiosk.domain.exception import ExceptionKind
from kiosk.domain.reason import Reason
from kiosk.sync.forms import ExceptionForm
from kiosk.sync.protocol import Redoable
from tests.central.clock import MORNING, SettableClock
from tests.central.residents import Resident
from tests.central.scripted import ENGINE
from tests.central.world import BUDI, SITI, S, World, moves, sit, sitting


@pytest.fixture
def world(tmp_path: Path, clock: SettableClock) -> Iterator[World]:
    world = World(tmp_path / "centre", clock)
    yield world
    world.close()


# --- e-mail and phone ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "reason", "field", "correction"),
    [
        (Layer.EMAIL, Reason.EMAIL_UNVERIFIED, "email", {"email": "budi@example.com"}),
        (
            Layer.OTP,
            Reason.OTP_EXPIRED,
            "phone",
            {"phone": BUDI.phone, "phone_is_own": True},
        ),
    ],
)
def test_an_address_that_nobody_confirms_in_time_is_asked_for_again(
    world: World, layer: Layer, reason: Reason, field: str, correction: dict[str, Any]
) -> None:
    world.open({layer}, email_within=timedelta(days=3), phone_within=timedelta(days=3))
    submission_id = world.counter.bring(SITI)
    world.pass_time(timedelta(days=3, seconds=-1))
    waiting = world.state(submission_id)
    world.pass_time(timedelta(seconds=1))
    assert world.why(submission_id) == (S.ACTION_NEEDED, (reason,), (field,))

    world.counter.correct(SITI, **correction)
    assert world.state(submission_id) is waiting
    world.pass_time(timedelta(days=2))
    world.confirm(submission_id, layer)
    assert world.state(submission_id) is S.PHOTO_VERIFYING
    world.pass_time(timedelta(days=2))
    assert world.state(submission_id) is S.PHOTO_VERIFYING


def test_a_phone_that_somebody_else_has_confirmed_is_in_use(world: World) -> None:
    world.open({Layer.OTP})
    first = world.counter.bring(SITI)
    second = world.counter.bring(BUDI, phone=SITI.phone)
    world.confirm(first, Layer.OTP)
    assert world.state(second) is S.OTP_PENDING  # until now it might have been theirs

    world.confirm(second, Layer.OTP)
    third = world.counter.bring(Resident(serial=9003), phone=SITI.phone)

    for one in (second, third):
        assert world.why(one) == (S.ACTION_NEEDED, (Reason.PHONE_IN_USE,), ("phone",))
    world.counter.correct(BUDI, phone=BUDI.phone, phone_is_own=True)
    assert world.state(second) is S.OTP_PENDING


@pytest.mark.parametrize(
    ("layer", "reason"),
    [(Layer.EMAIL, Reason.EMAIL_BOUNCED), (Layer.OTP, Reason.OTP_LOCKED)],
)
def test_an_address_that_fails_is_asked_for_again_only_while_it_is_waited_for(
    world: World, layer: Layer, reason: Reason
) -> None:
    world.open({layer})
    submission_id = world.counter.bring(SITI)

    def fail() -> bool:
        with world.centre.database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            return world.centre.layers.fail_contact(session, submission, reason)

    assert fail()
    assert world.why(submission_id)[:2] == (S.ACTION_NEEDED, (reason,))
    assert not fail()


# --- the photo -------------------------------------------------------------------------------


def test_a_rejected_photo_is_redone_alone_and_what_was_verified_stays(world: World) -> None:
    world.open({Layer.EMAIL, Layer.IDENTITY, Layer.OTP}, face=True)
    world.face.reasons = (Reason.GLASSES, Reason.TILT)
    submission_id = world.counter.bring(SITI)
    world.confirm(submission_id, Layer.EMAIL)
    world.confirm(submission_id, Layer.OTP)
    assert world.why(submission_id) == (S.PHOTO_REJECTED, (Reason.GLASSES, Reason.TILT), ())
    before = world.layers(submission_id)

    world.face.reasons = ()
    world.counter.redo_photo(SITI)

    assert moves(world.operator.events(submission_id))[-5:] == [
        S.PHOTO_REJECTED,
        S.PHOTO_REDO,
        S.PHOTO_VERIFYING,
        S.TEST_PENDING,
        S.ELIGIBLE,
    ]
    assert before.items() < world.layers(submission_id).items()
    assert len(world.population.asked) == 1


def test_after_too_many_rejected_photos_a_person_decides(world: World) -> None:
    world.open(set(), face=True, photo_tries=2)
    world.face.reasons = (Reason.DARK,)
    submission_id = world.counter.bring(SITI)
    world.counter.redo_photo(SITI)
    assert world.why(submission_id) == (S.MANUAL_REVIEW, (Reason.DARK,), ())
    world.operator.accept_photo(submission_id)
    assert world.state(submission_id) is S.ELIGIBLE


def test_what_the_kiosk_found_good_and_the_engine_does_not_is_for_a_person(world: World) -> None:
    world.open(set(), face=True)
    world.face.reasons = (Reason.BLUR,)  # of which the kiosk says that there is none
    submission_id = world.counter.bring(SITI)
    assert world.why(submission_id) == (S.MANUAL_REVIEW, (Reason.BLUR,), ())
    told = world.operator.events(submission_id)[-1].text
    assert told == f"photo: the kiosk found no BLUR, {ENGINE} does"


def test_an_engine_that_is_not_certain_leaves_it_to_a_person(world: World) -> None:
    world.open(set(), face=True)
    world.face.is_certain = False
    assert world.state(world.counter.bring(SITI)) is S.MANUAL_REVIEW


def test_an_engine_that_is_down_is_waited_for(world: World) -> None:
    world.open(set(), face=True)
    world.face.is_down = True
    submission_id = world.counter.bring(SITI)
    assert world.state(submission_id) is S.PHOTO_VERIFYING
    assert world.waiting() == {"photo_engine": 1}
    world.operator.accept_photo(submission_id)
    assert world.waiting() == {}


def test_an_engine_that_is_back_judges(world: World) -> None:
    world.open(set(), face=True)
    world.face.is_down = True
    submission_id = world.counter.bring(SITI)
    world.face.is_down = False
    world.pass_time(timedelta(hours=1))
    assert world.state(submission_id) is S.ELIGIBLE


def test_no_engine_is_asked_about_a_photo_that_will_not_come(world: World) -> None:
    world.open(set(), face=True)
    submission_id = uuid4()
    exception = ExceptionForm(
        kind=ExceptionKind.REFUSES_PHOTO, officer="a", approver="b", at=MORNING
    )
    world.counter.bring_form(submission_id, SITI, photo_exception=exception)
    assert (world.state(submission_id), world.face.seen) == (S.MANUAL_REVIEW, 0)


# --- the test --------------------------------------------------------------------------------


def tested(world: World, **rules: Any) -> None:
    world.open({Layer.TEST}, face=True, **rules)


def test_answers_that_came_with_the_form_are_the_test(world: World) -> None:
    tested(world)
    submission_id = world.counter.bring(SITI, assessment=sitting(2))
    assert world.state(submission_id) is S.ELIGIBLE
    assert world.layers(submission_id)[Layer.TEST] == f"sat, 2 of {len(DEMO_ANSWERS)}"


def test_without_answers_the_test_is_sat_later(world: World) -> None:
    tested(world)
    submission_id = world.counter.bring(SITI)
    assert world.state(submission_id) is S.TEST_PENDING
    status = sit(world, SITI, 0)
    assert (status.state, world.state(submission_id)) == (S.ELIGIBLE, S.ELIGIBLE)


def test_where_there_is_a_pass_mark_who_misses_it_sits_the_test_again(world: World) -> None:
    tested(world, pass_mark=0.5)
    submission_id = world.counter.bring(SITI, assessment=sitting(2))
    assert world.state(submission_id) is S.TEST_PENDING
    assert sit(world, SITI, 1).state is S.TEST_PENDING
    assert sit(world, SITI, 3).state is S.ELIGIBLE
    noted = [event.text for event in world.operator.events(submission_id)]
    assert "test: 1 of 6" in noted
    assert world.layers(submission_id)[Layer.TEST] == "sat, 3 of 6"


def test_a_test_that_nobody_waits_for_is_not_taken(world: World) -> None:
    tested(world)
    submission_id = world.counter.bring(SITI)
    asked = [world.counter.status(SITI).grant_for(Redoable.TEST) for _ in range(2)]
    grants = [grant.grant for grant in asked if grant is not None]
    take = world.centre.sittings.take
    with pytest.raises(RefusedError) as other_questions:
        take(world.counter.caller, submission_id, grants[0], sitting(1, version="other"))
    assert other_questions.value.refusal.field == "version"
    first = take(world.counter.caller, submission_id, grants[0], sitting(1))
    again = take(world.counter.caller, submission_id, grants[0], sitting(1))
    assert (first.state, again.state) == (S.ELIGIBLE, S.ELIGIBLE)
    for grant in (grants[1], None):
        with pytest.raises(RefusedError):
            take(world.counter.caller, submission_id, grant, sitting(1))
