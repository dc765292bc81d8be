"""Every state that a submission can be in, and what leads there and out of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.storage.base import Layer
from kiosk.central.verifiers.interface import PopulationAnswer
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.sync.protocol import Redoable
from tests.central.clock import MORNING, SettableClock
from tests.central.counter import Counter
from tests.central.databases import open_centre
from tests.central.residents import Resident
from tests.central.scripted import ENGINE, Population
from tests.central.world import BUDI, NOT_FOUND, SITI, S, World, join, moves, sit


@pytest.fixture
def world(tmp_path: Path, clock: SettableClock) -> Iterator[World]:
    world = World(tmp_path / "centre", clock)
    yield world
    world.close()


def test_all_verifications_one_after_the_other_lead_to_a_decree(world: World) -> None:
    world.open(set(Layer), face=True)
    submission_id = world.counter.bring(SITI, assessment=None)
    world.confirm(submission_id, Layer.EMAIL)
    world.confirm(submission_id, Layer.OTP)
    sit(world, SITI)
    world.operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=MORNING + timedelta(hours=1))
    join(world, SITI)
    world.pass_time(timedelta(hours=1))
    world.operator.select("g1", "SK 1")

    assert moves(world.operator.events(submission_id)) == [
        S.EMAIL_PENDING,
        S.IDENTITY_PENDING,
        S.OTP_PENDING,
        S.PHOTO_VERIFYING,
        S.TEST_PENDING,
        S.ELIGIBLE,
        S.JOINED,
        S.SELECTING,
        S.ACCEPTED,
    ]
    passed = world.layers(submission_id)
    assert passed[Layer.IDENTITY] == "passed by population"
    assert passed[Layer.PHOTO] == f"passed by {ENGINE}"


@pytest.mark.parametrize("first", [Layer.OTP, Layer.PHOTO, Layer.IDENTITY, Layer.EMAIL])
def test_the_order_of_the_verifications_is_a_setting(world: World, first: Layer) -> None:
    others = [layer for layer in demo_configuration().layers if layer is not first]
    world.open(set(Layer), layers=(first, *others))
    world.population.is_down = True
    submission_id = world.counter.bring(SITI)
    (entered,) = moves(world.operator.events(submission_id))
    assert entered.value.startswith(first.value)


# --- identity --------------------------------------------------------------------------------


def test_the_register_is_asked_for_exactly_what_was_typed(world: World) -> None:
    world.open({Layer.IDENTITY})
    world.counter.bring(SITI)
    (asked,) = world.population.asked
    assert (asked.nik, asked.kk, asked.birth_date) == (SITI.nik, SITI.kk, SITI.born)


def test_what_the_register_has_otherwise_is_typed_again_and_judged_again(world: World) -> None:
    world.open({Layer.EMAIL, Layer.IDENTITY})
    world.population.answer = NOT_FOUND
    submission_id = world.counter.bring(SITI)
    world.confirm(submission_id, Layer.EMAIL)
    assert world.why(submission_id) == (S.ACTION_NEEDED, (Reason.NIK_NOT_FOUND,), ("nik",))

    world.population.answer = Population().answer
    world.counter.correct(SITI, nik=BUDI.nik)

    assert world.population.asked[-1].nik == BUDI.nik
    assert world.state(submission_id) is S.PHOTO_VERIFYING
    assert len(world.population.asked) == 2
    assert Layer.EMAIL in world.layers(submission_id)  # not asked a second time


def test_a_register_that_is_against_it_ends_the_registration(world: World) -> None:
    rules = demo_configuration().eligibility.model_copy(update={"social_aid_excluded": True})
    world.open({Layer.IDENTITY}, eligibility=rules)
    world.aided.niks.add(SITI.nik)
    submission_id = world.counter.bring(SITI)
    assert world.why(submission_id) == (S.INELIGIBLE, (Reason.SOCIAL_AID,), ())


def test_a_register_that_is_down_is_asked_later_and_later_and_nobody_is_refused(
    world: World,
) -> None:
    world.open({Layer.IDENTITY})
    world.population.is_down = True
    submission_id = world.counter.bring(SITI)
    for _ in range(20):
        world.pass_time(timedelta(seconds=30))
    asked = len(world.population.asked)
    assert 2 < asked < 9  # doubled from try to try
    assert world.state(submission_id) is S.IDENTITY_PENDING
    waits = [event.text for event in world.operator.events(submission_id) if "waits" in event.text]
    assert waits == ["waits: population: no answer"]
    assert world.waiting() == {"population": 1}

    world.population.is_down = False
    world.pass_time(timedelta(hours=1))

    assert world.state(submission_id) is S.PHOTO_VERIFYING
    assert world.waiting() == {}


def test_without_a_population_register_an_identity_is_waited_for(
    tmp_path: Path, clock: SettableClock
) -> None:
    rules = replace(
        demo_configuration(), not_required=frozenset({Layer.EMAIL, Layer.OTP, Layer.TEST})
    )
    with open_centre(tmp_path, clock, rules) as centre:
        submission_id = Counter(centre).bring(SITI)
        assert Operator(centre).record(submission_id).state is S.IDENTITY_PENDING


def test_a_verification_that_is_switched_off_holds_nobody_back_any_more(
    world: World, tmp_path: Path, clock: SettableClock
) -> None:
    world.open({Layer.EMAIL, Layer.IDENTITY})
    submission_id = world.counter.bring(SITI)
    text = world.centre.settings.newest().text
    required = 'not_required = [\n    "otp",\n    "test",\n]'
    assert required in text
    text = text.replace(required, 'not_required = ["email", "identity", "otp", "test"]')
    assert world.centre.settings.change("operator", text) == ()
    world.centre.workforce.drain()
    assert world.state(submission_id) is S.PHOTO_VERIFYING


# --- who else --------------------------------------------------------------------------------


def test_what_is_switched_off_while_its_correction_is_awaited_holds_nobody_back(
    world: World,
) -> None:
    order = (Layer.PHOTO, Layer.EMAIL, Layer.IDENTITY, Layer.OTP)
    world.open({Layer.OTP, Layer.TEST}, layers=order)
    submission_id = world.counter.bring(SITI, assessment=None)
    world.operator.accept_photo(submission_id)
    world.operator.ask_for(submission_id, [Reason.OTP_EXPIRED], [PatchField.PHONE])
    settings = world.centre.settings
    rules = replace(settings.current, not_required=settings.current.not_required | {Layer.OTP})
    assert settings.change("a test", toml_of(rules)) == ()

    world.counter.correct(SITI, phone=BUDI.phone, phone_is_own=True)

    assert world.state(submission_id) is S.TEST_PENDING


def test_a_family_card_is_good_for_two(world: World) -> None:
    world.open(set())
    family = [Resident(serial=9001 + number) for number in range(4)]
    first, second, third = (world.counter.bring(one, kk=SITI.kk) for one in family[:3])
    assert [world.state(one) for one in (first, second)] == [S.PHOTO_VERIFYING] * 2
    assert world.why(third) == (S.INELIGIBLE, (Reason.KK_QUOTA,), ())


def test_who_withdraws_makes_room_on_the_family_card(world: World) -> None:
    world.open(set())
    family = [Resident(serial=9001 + number) for number in range(3)]
    for one in family[:2]:
        world.counter.bring(one, kk=SITI.kk)
    status = world.counter.status(SITI)
    grant = status.grant_for(Redoable.WITHDRAWAL)
    assert grant is not None
    world.centre.withdraw(world.counter.caller, status.submission_id, grant.grant)
    assert world.state(world.counter.bring(family[2], kk=SITI.kk)) is S.PHOTO_VERIFYING


def test_a_mistyped_family_card_takes_nobodys_place(world: World) -> None:
    world.open({Layer.IDENTITY})
    world.population.answer = PopulationAnswer(found=True, birth_date_matches=True)
    for serial in (9001, 9002):
        world.counter.bring(Resident(serial=serial), kk=SITI.kk)
    world.population.answer = Population().answer
    assert world.state(world.counter.bring(Resident(serial=9003), kk=SITI.kk)) is S.PHOTO_VERIFYING


def test_who_had_the_card_is_no_duplicate_but_has_had_it(world: World) -> None:
    world.open(set())
    submission_id = world.counter.bring(SITI)
    world.operator.accept_photo(submission_id)
    world.operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=MORNING + timedelta(hours=1))
    join(world, SITI)
    world.operator.close_batch("g1")
    world.operator.select("g1", "SK 1")
    again = world.counter.bring(SITI)
    assert world.why(again) == (S.INELIGIBLE, (Reason.ALREADY_RECIPIENT,), ())
