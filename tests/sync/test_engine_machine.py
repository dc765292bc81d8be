"""Two engines and a model centre: whatever happens to the line or the power, all arrives once."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.submission import KioskState
from kiosk.store.errors import StoreError
from kiosk.store.records import QueueRow
from kiosk.store.worker import StoreThread
from kiosk.sync.central import PartName
from kiosk.sync.circuit import Circuit
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.enrolment import enrol
from kiosk.sync.lanes import Lanes
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.protocol import Part
from tests.store.counter import open_store
from tests.sync.model_centre import Answer, ModelCentre, PowerCutError
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON

PICKS = st.integers(0, 99)
ENGINES = st.integers(0, 1)
ANSWERS = st.sampled_from([*Answer, *[Answer.TAKEN] * len(Answer)])
JUMPS = st.one_of(
    st.timedeltas(timedelta(), timedelta(minutes=20)),
    st.sampled_from([timedelta(days=400), timedelta(days=-400), timedelta(hours=-3)]),
)
MOST_STEPS = 20
"""Whatever is not delivered after so many is stuck."""


class Kiosk(RuleBasedStateMachine):
    """The real store and two engines that share a line, beside what the centre must have."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = NOON
        self.jitter = 1.0
        self.centre = ModelCentre()
        self.made: list[UUID] = []
        self.rejected: set[UUID] = set()
        self.switch_on()
        enrol(self.store, self.centre, "7Q4M-2XA9-BC0D", NOON)
        self.configuration.refresh(self.centre)

    def switch_on(self) -> None:
        self.store = StoreThread(lambda: open_store(self.folder / "store"))
        self.store.start()
        self.configuration = Configuration(self.store)
        self.configuration.load()
        self.dispatcher = Dispatcher(self.store, self.configuration)
        self.circuit = Circuit(lambda: self.configuration.pace, lambda: self.jitter)
        lanes = Lanes(lambda: 0.0)
        self.engines = [
            SyncEngine(self.store, self.centre, self.circuit, lanes=lanes) for _ in range(2)
        ]

    def run(self, engine: int) -> Step | None:
        """One step; what the power or the disk does to it is nobody's surprise."""
        try:
            return self.engines[engine].run_once(self.now)
        except StoreError:
            return None
        except PowerCutError:
            self.store.stop()
            self.switch_on()
            return None

    @rule(jump=JUMPS, jitter=st.floats(0, 1))
    def time_passes(self, jump: timedelta, jitter: float) -> None:
        self.now += jump
        self.jitter = jitter

    @initialize()
    def two_registered(self) -> None:
        self.somebody_registers()
        self.somebody_registers()

    @rule()
    def somebody_registers(self) -> None:
        made = registration(len(self.made) + 1)
        self.dispatcher.register(made, PHOTO, self.now)
        self.made.append(made.submission_id)

    @rule(engine=ENGINES, answer=ANSWERS)
    def a_part_is_sent(self, engine: int, answer: Answer) -> None:
        self.centre.answers = [answer]
        self.run(engine)
        self.centre.answers.clear()

    @rule(answers=st.tuples(ANSWERS, ANSWERS))
    def two_parts_are_sent_at_a_time(self, answers: tuple[Answer, Answer]) -> None:
        self.centre.answers = [*answers]
        self.send_while(lambda: self.engines[1].run_once(self.now))

    @precondition(lambda self: self.made)
    @rule(pick=PICKS, answer=ANSWERS)
    def the_officer_cancels_while_a_part_is_sent(self, pick: int, answer: Answer) -> None:
        self.centre.answers = [answer]
        self.send_while(lambda: self.the_officer_cancels(pick))

    @rule(jump=JUMPS, answer=ANSWERS)
    def the_clock_jumps_while_a_part_is_sent(self, jump: timedelta, answer: Answer) -> None:
        self.centre.answers = [answer]
        self.send_while(lambda: self.time_passes(jump, self.jitter))

    @precondition(lambda self: self.centre.awaits)
    @rule(pick=PICKS, answer=ANSWERS)
    def a_photo_is_taken_again_while_one_is_sent(self, pick: int, answer: Answer) -> None:
        self.centre.answers = [answer]
        self.send_while(lambda: self.a_photo_is_taken_again(pick))

    def send_while(self, something: Callable[[], object]) -> None:
        self.centre.meanwhile = [something]
        self.run(0)
        self.centre.meanwhile.clear()
        self.centre.answers.clear()

    @rule()
    def the_power_goes(self) -> None:
        self.store.stop()
        self.switch_on()

    @rule()
    def a_person_asks_to_try_now(self) -> None:
        self.circuit.allow_probe()

    @rule(pick=PICKS)
    def the_officer_releases(self, pick: int) -> None:
        if held := self.held():
            row = held[pick % len(held)]
            self.store.call(lambda s: s.submissions.release(row, self.now, actor="officer-1"))

    @precondition(lambda self: self.made)
    @rule(pick=PICKS)
    def the_officer_cancels(self, pick: int) -> None:
        chosen = self.made[pick % len(self.made)]
        if PartName(chosen, Part.FORM, 1) not in self.centre.has:
            self.store.call(lambda s: s.submissions.cancel(chosen, self.now, actor="officer-1"))

    @rule(pick=PICKS)
    def the_centre_wants_another_photo(self, pick: int) -> None:
        seen = [made for made in self.made if self.centre.photos_of(made)]
        waited_for = [made for made in seen if made not in self.centre.awaits]
        if waited_for:
            self.centre.reject_photo(waited_for[pick % len(waited_for)])

    @precondition(lambda self: self.centre.awaits)
    @rule(pick=PICKS)
    def a_photo_is_taken_again(self, pick: int) -> None:
        awaited = sorted(self.centre.awaits)
        if awaited:  # it may have come meanwhile
            status = self.centre.leave_to_retake(awaited[pick % len(awaited)])
            self.dispatcher.redo_photo(status, PHOTO, self.now)

    @rule()
    def the_centres_news_come(self) -> None:
        while pull_outcomes(self.store, self.centre, self.now, wait_seconds=0):
            pass

    @invariant()
    def the_figures_add_up(self) -> None:
        found = self.store.call(lambda s: s.figures.balance())
        assert found.made == len(self.made)
        assert found.agrees

    @invariant()
    def what_is_delivered_is_there(self) -> None:
        for made in self.with_state(KioskState.SUBMITTED):
            assert PartName(made, Part.FORM, 1) in self.centre.has
            assert PartName(made, Part.PHOTO, 1) in self.centre.has

    def with_state(self, state: KioskState) -> set[UUID]:
        found = self.store.call(lambda s: [s.submissions.find(made) for made in self.made])
        return {row.id for row in found if row is not None and row.state is state}

    def held(self) -> list[QueueRow]:
        rows = self.store.call(lambda s: s.submissions.queue_rows())
        return [row for row in rows if row.state is KioskState.QUARANTINED]

    def teardown(self) -> None:
        """Then the line is good, and whatever was set aside is tried again."""
        try:
            self.deliver_the_rest()
            self.assert_each_is_there_once()
        finally:
            self.store.stop()
            shutil.rmtree(self.folder)

    def deliver_the_rest(self) -> None:
        for _ in range(MOST_STEPS):
            self.now += timedelta(hours=1)
            self.the_centres_news_come()
            for row in self.held():
                self.the_officer_releases(self.held().index(row))
            while {self.run(0), self.run(1)} - {Step.IDLE, Step.PAUSED}:
                pass
            if not self.store.call(lambda s: s.submissions.queue_rows()):
                return

    def assert_each_is_there_once(self) -> None:
        found = self.store.call(lambda s: s.figures.balance())
        delivered = self.with_state(KioskState.SUBMITTED)
        assert found.delivered + found.cancelled == found.made == len(self.made)
        assert {name.submission_id for name in self.centre.has} == delivered
        assert self.store.call(lambda s: s.envelopes.stored()) == frozenset()


TestKiosk = Kiosk.TestCase
TestKiosk.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
