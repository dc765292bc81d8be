"""Several workers behind one database: who dies or comes late, each thing is done once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import LEASE
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.storage.base import Layer
from kiosk.central.verifiers.interface import Applicant, PopulationAnswer, Verifiers
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from tests.central.clock import SettableClock
from tests.central.counter import Counter
from tests.central.databases import open_centre
from tests.central.residents import Resident
from tests.central.scripted import KNOWN

SITI = Resident()
S = CentreState
IDENTITY = frozenset({Layer.EMAIL, Layer.OTP, Layer.TEST})
PATIENCE = 20.0


@dataclass
class SlowPopulation:
    """Lets the first who asks wait until it is told to answer; everybody else is answered."""

    asked: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)
    answers: int = 0

    def check(self, applicant: Applicant) -> PopulationAnswer:
        is_first = not self.asked.is_set()
        self.asked.set()
        if is_first:
            assert self.may_answer.wait(PATIENCE)
        self.answers += 1
        return KNOWN


@contextmanager
def run(work: Callable[[], object]) -> Iterator[None]:
    """In another thread, until the end."""
    thread = Thread(target=work)
    thread.start()
    yield
    thread.join(PATIENCE)


@pytest.fixture
def population() -> SlowPopulation:
    return SlowPopulation()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, population: SlowPopulation) -> Iterator[Centre]:
    rules = replace(demo_configuration(), not_required=IDENTITY)
    verifiers = Verifiers(population=population)
    with open_centre(tmp_path / "centre", clock, rules, verifiers=verifiers) as centre:
        centre.workforce.employ(0)
        yield centre


def passed(centre: Centre, submission_id: UUID) -> list[str]:
    events = Operator(centre).events(submission_id)
    return [event.text for event in events if event.text.startswith("identity: passed")]


def test_what_one_worker_has_in_hand_no_other_takes(
    centre: Centre, population: SlowPopulation
) -> None:
    submission_id = Counter(centre).bring(SITI)
    with run(centre.workforce.drain):
        assert population.asked.wait(PATIENCE)
        centre.workforce.drain()  # finds nothing
        assert population.answers == 0
        population.may_answer.set()
    assert Operator(centre).record(submission_id).state is S.PHOTO_VERIFYING
    assert (population.answers, len(passed(centre, submission_id))) == (1, 1)


def test_what_a_worker_that_died_had_in_hand_is_done_by_another_and_only_once(
    centre: Centre, population: SlowPopulation, clock: SettableClock
) -> None:
    submission_id = Counter(centre).bring(SITI)
    with run(centre.workforce.drain):
        assert population.asked.wait(PATIENCE)  # and is not heard of any more
        clock.pass_by(LEASE)
        centre.workforce.drain()
        assert Operator(centre).record(submission_id).state is S.PHOTO_VERIFYING
        population.may_answer.set()  # it was only slow
    assert (population.answers, len(passed(centre, submission_id))) == (2, 1)


def test_who_withdraws_while_a_register_is_asked_stays_withdrawn(
    centre: Centre, population: SlowPopulation
) -> None:
    counter = Counter(centre)
    submission_id = counter.bring(SITI)
    with run(centre.workforce.drain):
        assert population.asked.wait(PATIENCE)
        grant = counter.status(SITI).grants[-1]
        centre.withdraw(counter.caller, submission_id, grant.grant)
        population.may_answer.set()
    assert Operator(centre).record(submission_id).state is S.WITHDRAWN


@pytest.mark.parametrize("serials", [(9001, 9001), (9001, 9002)])
def test_of_one_person_and_of_a_family_no_more_come_through_than_may(
    centre: Centre, population: SlowPopulation, serials: tuple[int, int]
) -> None:
    population.asked.set()
    counter = Counter(centre)
    before = counter.bring(Resident(serial=9003), kk=SITI.kk)
    brought = [counter.bring(Resident(serial=serial), kk=SITI.kk) for serial in serials]
    with run(centre.workforce.drain), run(centre.workforce.drain):
        pass
    centre.workforce.drain()
    records = [Operator(centre).record(one) for one in (before, *brought)]
    refused = [record.reasons for record in records if record.state is S.INELIGIBLE]
    assert refused == [(Reason.DUPLICATE if len(set(serials)) == 1 else Reason.KK_QUOTA,)]


def test_two_workers_move_everybody_once(centre: Centre, population: SlowPopulation) -> None:
    population.asked.set()
    counter = Counter(centre)
    brought = [counter.bring(Resident(serial=9001 + number)) for number in range(8)]
    with run(centre.workforce.drain), run(centre.workforce.drain):
        pass
    assert population.answers == len(brought)
    for submission_id in brought:
        assert Operator(centre).record(submission_id).state is S.PHOTO_VERIFYING
        assert len(passed(centre, submission_id)) == 1


def test_what_somebody_falls_over_does_not_stand_in_the_way_of_the_others(
    tmp_path: Path, clock: SettableClock
) -> None:
    class Fragile:
        def check(self, applicant: Applicant) -> PopulationAnswer:
            if applicant.nik == SITI.nik:
                raise ZeroDivisionError
            return KNOWN

    rules = replace(demo_configuration(), not_required=IDENTITY)
    verifiers = Verifiers(population=Fragile())
    with open_centre(tmp_path / "centre", clock, rules, verifiers=verifiers) as centre:
        centre.workforce.employ(0)
        counter = Counter(centre)
        first, second = counter.bring(SITI), counter.bring(Resident(serial=9002))
        with pytest.raises(ZeroDivisionError):
            centre.workforce.drain()
        centre.workforce.drain()
        assert Operator(centre).record(first).state is S.IDENTITY_PENDING
        assert Operator(centre).record(second).state is S.PHOTO_VERIFYING
        clock.pass_by(timedelta(hours=1))
        with pytest.raises(ZeroDivisionError):
            centre.workforce.drain()
