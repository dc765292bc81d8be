"""Whatever happens in whatever order, the pipeline keeps to its table and loses nobody."""

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from kiosk.central.pipeline.people import ENDED_WITHOUT_CARD
from kiosk.central.pipeline.pipeline import LEASE
from kiosk.central.settings.configuration import AccessLimits
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import BatchRow, SubmissionRow
from kiosk.central.verifiers.interface import PopulationAnswer
from kiosk.domain.batch import BatchState
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CENTRE_MOVES, CentreState
from kiosk.sync.protocol import Redoable, TicketStatus
from tests.central.clock import SettableClock
from tests.central.residents import Resident
from tests.central.scripted import KNOWN
from tests.central.world import World, join, sit

Act: TypeAlias = Callable[[World, Resident, TicketStatus], object]
S = CentreState
PEOPLE = [Resident(serial=9001 + number) for number in range(8)]
FAMILY = 4
SHARE_A_PHONE = 2
NEW_ANSWERS: dict[str, Callable[[Resident], dict[str, object]]] = {
    "nik": lambda person: {"nik": person.nik},
    "kk": lambda person: {"kk": person.kk, "kk_is_latest": True},
    "birth_date": lambda person: {"birth_date": person.born.isoformat()},
    "email": lambda _: {"email": "lain@example.com"},
    "phone": lambda person: {"phone": person.phone, "phone_is_own": True},
}
ANSWERS = (
    KNOWN,
    PopulationAnswer(found=False),
    PopulationAnswer(found=True, is_blocked=True),
    PopulationAnswer(found=True, kk_matches=False, birth_date_matches=True),
    PopulationAnswer(found=True, kk_matches=True, birth_date_matches=False),
)
FACES = ((), (), (), (Reason.GLASSES,), (Reason.BLUR,))


MANY = AccessLimits(lookups_per_device=1_000_000)


class Machine(RuleBasedStateMachine):
    """A centre that asks for everything, those whom it asks, and people at the counter."""

    @initialize(order=st.permutations(list(Layer)[:4]))
    def open(self, order: list[Layer]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = SettableClock()
        self.world = World(Path(self.folder.name), self.clock)
        self.world.open(set(Layer), face=True, layers=tuple(order), photo_tries=2, limits=MANY)
        self.batches = 0
        self.people: set[Resident] = set()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.come_to_rest()
            self.world.close()
            self.folder.cleanup()

    @rule(again=st.sampled_from([False, False, False, True]))
    def register(self, again: bool) -> None:
        """Somebody new, or somebody once more; families have many members, and few phones."""
        number = min(len(self.people), len(PEOPLE) - 1) - again
        if number < 0:
            return
        head, owner = PEOPLE[number - number % FAMILY], PEOPLE[number - number % SHARE_A_PHONE]
        self.world.counter.bring(PEOPLE[number], kk=head.kk, phone=owner.phone)
        self.people.add(PEOPLE[number])

    @rule(goes=st.sampled_from([None, None, None, 0, 1, 2, 3]))
    def everybody_comes_to_the_counter(self, goes: int | None) -> None:
        """And does what they are let do now; one of them goes away instead."""
        for number, person in enumerate(sorted(self.people, key=lambda one: one.serial)):
            status = self.world.counter.status(person)
            if number == goes and (grant := status.grant_for(Redoable.WITHDRAWAL)):
                withdraw = self.world.centre.withdraw
                withdraw(self.world.counter.caller, status.submission_id, grant.grant)
                continue
            for action, act in ACTS.items():
                status = self.world.counter.status(person)
                if status.grant_for(action) is not None:
                    act(self.world, person, status)

    @rule(
        answer=st.sampled_from((KNOWN,) * len(ANSWERS) + ANSWERS),
        is_down=st.sampled_from([False, False, True]),
    )
    def the_population_register_changes(self, answer: PopulationAnswer, is_down: bool) -> None:
        self.world.population.answer, self.world.population.is_down = answer, is_down

    @rule(reasons=st.sampled_from(FACES), is_down=st.sampled_from([False, False, True]))
    def the_face_check_changes(self, reasons: tuple[Reason, ...], is_down: bool) -> None:
        self.world.face.reasons, self.world.face.is_down = reasons, is_down

    @rule(hours=st.sampled_from([0.01, 1, 24, 200]))
    def time_passes(self, hours: float) -> None:
        self.world.pass_time(timedelta(hours=hours))

    @rule()
    def a_worker_dies_with_everything_in_hand(self) -> None:
        """Of what it had claimed there is nothing but the claim."""
        with self.world.centre.database.writing() as session:
            for row in session.scalars(select(SubmissionRow)):
                if row.state in (S.IDENTITY_PENDING, S.PHOTO_VERIFYING) and row.due_at:
                    row.claim, row.due_at = uuid4(), self.clock.now + LEASE

    @rule(is_good=st.booleans())
    def a_person_looks_at_what_is_left_to_persons(self, is_good: bool) -> None:
        for record in self.world.operator.submissions():
            if record.state is S.MANUAL_REVIEW and is_good:
                self.world.operator.accept_photo(record.submission_id)
            elif record.state is S.MANUAL_REVIEW:
                self.world.operator.reject_photo(record.submission_id, [Reason.DARK])

    @rule()
    def a_batch_opens_or_is_decided(self) -> None:
        """There is one at a time."""
        batches = self.world.centre.batches
        if self.batches and not batches.drawn(f"g{self.batches}") and self.is_open():
            self.world.operator.close_batch(f"g{self.batches}")
            self.world.operator.select(f"g{self.batches}", "SK")
            return
        self.batches += 1
        closes_at = self.clock.now + timedelta(days=365)
        self.world.operator.open_batch(
            f"g{self.batches}", "Gelombang", quota=1, closes_at=closes_at
        )

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        if not hasattr(self, "world"):
            return
        for record in self.world.operator.submissions():
            state = S.SUBMITTED
            for event in record.events:
                assert event.from_state is state
                assert event.to_state is state or event.to_state in CENTRE_MOVES[state]
                state = event.to_state
            assert record.state is state

    @invariant()
    def nobody_takes_part_twice_and_no_family_has_more_than_two(self) -> None:
        rows = [row for row in self.submissions() if row.state not in ENDED_WITHOUT_CARD]
        niks = [row.nik_hash for row in rows if row.nik_hash]
        phones = [row.phone_hash for row in rows if Layer.OTP in self.passed(row)]
        families = Counter(row.kk_hash for row in rows if Layer.IDENTITY in self.passed(row))
        assert len(set(niks)) == len(niks)
        assert len(set(phones)) == len(phones)
        assert max(families.values(), default=0) <= 2

    @invariant()
    def whoever_waits_for_the_centre_is_due(self) -> None:
        for row in self.submissions():
            if row.state in (S.IDENTITY_PENDING, S.PHOTO_VERIFYING, S.EMAIL_PENDING, S.OTP_PENDING):
                assert row.due_at is not None

    def come_to_rest(self) -> None:
        """Once everybody answers, nobody waits for the centre any more."""
        self.world.population.is_down = self.world.face.is_down = False
        self.world.pass_time(timedelta(hours=1))
        states = {row.state for row in self.submissions()}
        assert not states & {S.SUBMITTED, S.IDENTITY_PENDING, S.PHOTO_VERIFYING, S.PHOTO_REDO}
        self.every_move_is_in_the_table()

    def submissions(self) -> list[SubmissionRow]:
        if not hasattr(self, "world"):
            return []
        with self.world.centre.database.reading() as session:
            return list(session.scalars(select(SubmissionRow)))

    def passed(self, row: SubmissionRow) -> dict[Layer, str]:
        return self.world.layers(row.submission_id)

    def is_open(self) -> bool:
        with self.world.centre.database.reading() as session:
            return session.get_one(BatchRow, f"g{self.batches}").state is BatchState.OPEN


def correct(world: World, person: Resident, status: TicketStatus) -> None:
    answers: dict[str, object] = {}
    for name in status.fields:
        answers |= NEW_ANSWERS[name](person)
    world.counter.correct(person, **answers)


def confirm(layer: Layer) -> Act:
    return lambda world, _, status: world.confirm(status.submission_id, layer)


ACTS: dict[Redoable, Act] = {
    Redoable.PHOTO: lambda world, person, _: world.counter.redo_photo(person),
    Redoable.PATCH: correct,
    Redoable.EMAIL_CODE: confirm(Layer.EMAIL),
    Redoable.PHONE_CODE: confirm(Layer.OTP),
    Redoable.TEST: lambda world, person, _: sit(world, person, 0),
    Redoable.JOIN: lambda world, person, _: join(world, person),
}
TestPipeline = Machine.TestCase
TestPipeline.settings = settings(
    max_examples=6,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
