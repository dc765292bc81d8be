"""Many who write at the same time: nobody overtakes, nobody is lost, nobody is counted twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from kiosk.central.centre import Centre
from kiosk.central.counter.models import LookupRow
from kiosk.central.operator import Operator
from kiosk.central.storage.database import DatabaseDownError, hold
from kiosk.central.storage.models import CounterRow, DeviceRow, EventRow, OutcomeRow, SubmissionRow
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.submission import CentreState
from tests.central.clock import MORNING
from tests.central.databases import is_postgresql
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE, Resident

Answer = TypeVar("Answer")
WRITERS = 6
TIMES = 8
SOON = 20


def together(work: Callable[[int], Answer], writers: int = WRITERS) -> list[Answer]:
    """What each of so many threads returns that begin at the same moment."""
    begin = threading.Barrier(writers)

    def do(number: int) -> Answer:
        begin.wait(SOON)
        return work(number)

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(do, range(writers)))


@pytest.fixture
def submissions(centre: Centre, operator: Operator) -> list[UUID]:
    """One for each writer, of one office."""
    made = [uuid4() for _ in range(WRITERS)]
    device_id = uuid4()
    with centre.database.writing() as session:
        session.add(
            DeviceRow(
                device_id=device_id,
                office_id=OFFICE,
                public_key=bytes(32),
                kiosk_version="0.1.0",
                enrolled_at=MORNING,
            )
        )
        session.flush()
        session.add_all(
            SubmissionRow(
                submission_id=submission_id,
                office_id=OFFICE,
                device_id=device_id,
                state=CentreState.SUBMITTED,
                reasons=[],
                fields=[],
                received_at=MORNING,
                updated_at=MORNING,
                photo_revision=0,
                awaits_card=False,
                awaits_photo=True,
                attempts=0,
                step=0,
            )
            for submission_id in made
        )
    return made


def test_whoever_changes_a_submission_has_it_alone(centre: Centre, submissions: list[UUID]) -> None:
    def count_up(_writer: int) -> None:
        for _ in range(TIMES):
            with centre.database.writing() as session:
                session.get_one(SubmissionRow, submissions[0]).photo_revision += 1

    together(count_up)
    with centre.database.reading() as session:
        counted = session.get_one(SubmissionRow, submissions[0]).photo_revision
    assert counted == WRITERS * TIMES


def test_a_reader_misses_no_outcome_however_many_are_told_at_once(
    centre: Centre, submissions: list[UUID]
) -> None:
    """A number that became visible after a greater one had been read would never be heard of."""
    heard: list[int] = []
    are_told = threading.Event()

    def listen() -> None:
        cursor = 0
        while True:
            is_last = are_told.is_set()
            page = centre.outcomes.page(OFFICE, cursor)
            heard.append(len(page.outcomes))
            cursor = page.cursor
            if is_last and not page.outcomes:
                return

    def tell(writer: int) -> None:
        for _ in range(TIMES):
            with centre.database.writing() as session:
                submission = session.get_one(SubmissionRow, submissions[writer])
                centre.outcomes.tell(session, submission, MORNING)

    listener = threading.Thread(target=listen)
    listener.start()
    together(tell)
    are_told.set()
    listener.join()

    assert sum(heard) == WRITERS * TIMES
    with centre.database.reading() as session:
        numbers = session.scalars(select(OutcomeRow.seq).order_by(OutcomeRow.seq)).all()
        last = session.get_one(CounterRow, "outcomes").value
    assert list(numbers) == list(range(1, WRITERS * TIMES + 1))
    assert last == WRITERS * TIMES


def test_several_outcomes_of_one_transaction_have_their_order(
    centre: Centre, submissions: list[UUID]
) -> None:
    with centre.database.writing() as session:
        for submission_id in submissions:
            submission = session.get_one(SubmissionRow, submission_id)
            centre.outcomes.tell(session, submission, MORNING)
    with centre.database.reading() as session:
        told = session.scalars(select(OutcomeRow.submission_id).order_by(OutcomeRow.seq)).all()
    assert list(told) == submissions


def test_outcomes_and_events_never_run_out_of_numbers(
    centre: Centre, submissions: list[UUID]
) -> None:
    last = 2**31
    with centre.database.writing() as session:
        session.get_one(CounterRow, "outcomes").value = last
        event = EventRow(
            event_id=last,
            submission_id=submissions[0],
            office_id=OFFICE,
            at=MORNING,
            actor="a test",
            to_state=CentreState.SUBMITTED,
            reasons=[],
            text="",
        )
        session.add(event)
    with centre.database.writing() as session:
        centre.outcomes.tell(session, session.get_one(SubmissionRow, submissions[0]), MORNING)
    assert centre.outcomes.newest() == last + 1
    assert centre.outcomes.page(OFFICE, last).cursor == last + 1


def test_a_name_is_held_by_one_at_a_time(centre: Centre) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(writer: int) -> None:
        for _ in range(TIMES):
            with centre.database.writing() as session:
                hold(session, "a name", "of two words")
                inside.append(writer)
                most.append(len(inside))
                session.scalar(select(func.count(LookupRow.lookup_id)))
                inside.remove(writer)

    together(enter)
    assert max(most) == 1


def test_one_code_enrols_one_kiosk_however_many_type_it_at_once(
    server: EmbeddedServer, operator: Operator
) -> None:
    for _ in range(3):
        code = operator.new_code(OFFICE)

        def enrol(_writer: int, code: str = code) -> bool:
            try:
                Kiosk(server.url, code).close()
            except OSError:  # requests' HTTPError: the code is used
                return False
            return True

        assert together(enrol).count(True) == 1


def test_guesses_that_come_at_once_are_all_counted(kiosk: Kiosk, centre: Centre) -> None:
    most = centre.settings.current.limits.wrong_tries_per_ticket

    def guess(_writer: int) -> int:
        return kiosk.look_up(Resident()).status_code

    answers = together(guess, most + 3)
    assert (answers.count(404), answers.count(429)) == (most, 3)


@pytest.mark.skipif(not is_postgresql(), reason="SQLite lets one write at a time")
def test_of_two_that_wait_for_each_other_one_is_told_to_come_again(
    centre: Centre, submissions: list[UUID]
) -> None:
    both_hold_one = threading.Barrier(2)

    def lock(writer: int) -> bool:
        mine, other = submissions[writer], submissions[1 - writer]
        try:
            with centre.database.writing() as session:
                session.get_one(SubmissionRow, mine).photo_revision += 1
                session.flush()
                both_hold_one.wait(SOON)
                session.get_one(SubmissionRow, other).photo_revision += 1
        except DatabaseDownError:
            return False
        return True

    assert sorted(together(lock, 2)) == [False, True]
    with centre.database.reading() as session:
        counted = session.scalars(select(SubmissionRow.photo_revision)).all()
    assert sorted(counted) == [0] * (WRITERS - 2) + [1, 1]


@pytest.mark.skipif(is_postgresql(), reason="PostgreSQL's log is not ours to erase")
def test_nobody_is_refused_because_the_log_of_changes_is_being_erased(
    centre: Centre, submissions: list[UUID]
) -> None:
    """Somebody reads all the while, so that it cannot be done, and is tried again and again."""

    def disturb(writer: int) -> None:
        if writer:
            with centre.database.writing() as session:
                session.get_one(SubmissionRow, submissions[0]).photo_revision += 1
        else:
            for _ in range(3):
                centre.database.overwrite_deleted()

    with centre.database.reading() as session:
        session.scalars(select(SubmissionRow.submission_id)).all()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(together, disturb).result(SOON)
    with centre.database.reading() as session:
        assert session.get_one(SubmissionRow, submissions[0]).photo_revision == WRITERS - 1
