"""Every state that a submission can be in, and what leads there and out of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.history import HistoryEvent
from kiosk.central.pipeline.waiting import waiting
from kiosk.central.settings.configuration import Configuration, demo_configuration
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.settings.wording import DEMO_ANSWERS, DEMO_ASSESSMENT
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.central.verifiers.interface import PopulationAnswer, Verifiers
from kiosk.central.web.problems import RefusedError
from kiosk.domain.exception import ExceptionKind
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import AssessmentForm, ExceptionForm
from kiosk.sync.protocol import JoinRequest, Redoable, TicketStatus
from tests.central.clock import MORNING, SettableClock
from tests.central.counter import Counter
from tests.central.databases import open_centre
from tests.central.residents import Resident
from tests.central.scripted import ENGINE, Face, People, Population

SITI = Resident()
BUDI = Resident(serial=9002)
S = CentreState
NOT_FOUND = PopulationAnswer(found=False)


class World:
    """One centre, those whom it asks, and a counter."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.clock = clock
        self.population = Population()
        self.face = Face()
        self.aided = People()

    def open(self, required: set[Layer], *, face: bool = False, **rules: Any) -> None:
        """With these verifications, and the rules of the demo otherwise."""
        configuration: Configuration = replace(
            demo_configuration(), not_required=frozenset(Layer) - required - {Layer.PHOTO}, **rules
        )
        verifiers = Verifiers(
            population=self.population,
            social_aid=self.aided,
            face=self.face if face else None,
        )
        opened = open_centre(self._folder, self.clock, configuration, verifiers=verifiers)
        self.centre: Centre = self._stack.enter_context(opened)
        self.operator = Operator(self.centre)
        self.counter = Counter(self.centre)

    def close(self) -> None:
        self._stack.close()

    def confirm(self, submission_id: UUID, layer: Layer) -> None:
        """As after the right code."""
        with self.centre.database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            self.centre.pipeline.confirm(session, submission, layer)
        self.centre.workforce.ring()

    def pass_time(self, time: timedelta) -> None:
        self.clock.pass_by(time)
        self.centre.workforce.drain()

    def state(self, submission_id: UUID) -> CentreState:
        return self.operator.record(submission_id).state

    def waiting(self) -> dict[str, int]:
        """How many wait for whom."""
        with self.centre.database.reading() as session:
            return {one.awaited: one.people for one in waiting(session)}

    def why(self, submission_id: UUID) -> tuple[CentreState, tuple[Reason, ...], tuple[str, ...]]:
        record = self.operator.record(submission_id)
        return record.state, record.reasons, record.fields

    def layers(self, submission_id: UUID) -> dict[Layer, str]:
        with self.centre.database.reading() as session:
            rows = session.query(LayerRow).filter_by(submission_id=submission_id)
            return {row.layer: row.result for row in rows}


@pytest.fixture
def world(tmp_path: Path, clock: SettableClock) -> Iterator[World]:
    world = World(tmp_path / "centre", clock)
    yield world
    world.close()


def sitting(right: int, version: str = DEMO_ASSESSMENT.version) -> AssessmentForm:
    """One with so many right answers, the others wrong."""
    answers = {
        question: choice if number < right else "z"
        for number, (question, choice) in enumerate(DEMO_ANSWERS.items())
    }
    return AssessmentForm(version=version, started_at=MORNING, finished_at=MORNING, answers=answers)


def sit(world: World, resident: Resident, right: int = len(DEMO_ANSWERS)) -> TicketStatus:
    status = world.counter.status(resident)
    grant = status.grant_for(Redoable.TEST)
    return world.centre.sittings.take(
        world.counter.caller, status.submission_id, grant.grant if grant else None, sitting(right)
    )


def join(world: World, resident: Resident) -> None:
    """Take part in the batch that is open."""
    status = world.counter.status(resident)
    grant = status.grant_for(Redoable.JOIN)
    assert grant is not None
    assert grant.batch is not None
    batch_id = grant.batch.batch_id
    request = JoinRequest(batch_id=batch_id, consent_version="1", consented_at=MORNING)
    world.centre.participation.join(
        world.counter.caller, status.submission_id, grant.grant, request
    )


def moves(events: tuple[HistoryEvent, ...]) -> list[CentreState]:
    return [event.to_state for event in events if event.from_state is not event.to_state]


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
            return world.centre.pipeline.fail_contact(session, submission, reason)

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
