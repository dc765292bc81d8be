"""What the kiosks of an office hear, in which order, and how long they wait for it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.outcomes.bell import Bell, Listener
from kiosk.central.outcomes.outcomes import PAGE_LENGTH
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import OFFICE, Resident

SITI = Resident()
S = CentreState
LONGEST_WAIT = 25
AT_ONCE = 10
"""Seconds; far less than the wait that was asked for, far more than it takes."""


class NoticedBell(Bell):
    """Tells when somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.somebody_listens = threading.Event()

    @contextmanager
    def listening(self, office_id: str) -> Iterator[Listener]:
        with super().listening(office_id) as listener:
            self.somebody_listens.set()
            yield listener


@pytest.fixture
def bell(centre: Centre) -> NoticedBell:
    """Hung up before the server starts."""
    bell = NoticedBell()
    centre.outcomes.bell = bell
    return bell


def test_outcomes_come_signed_and_in_order(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])

    outcomes, cursor = kiosk.outcomes()  # checks the signatures

    assert [outcome.state for outcome in outcomes] == [S.PHOTO_VERIFYING, S.PHOTO_REJECTED]
    assert [outcome.seq for outcome in outcomes] == [1, 2]
    assert outcomes[1].reasons == [Reason.BLUR]
    assert cursor == 2


def test_the_cursor_leaves_out_what_was_heard(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    _, cursor = kiosk.outcomes()
    assert kiosk.outcomes(after=cursor) == ([], cursor)

    operator.accept_photo(submission_id)

    outcomes, _ = kiosk.outcomes(after=cursor)
    assert [outcome.state for outcome in outcomes] == [S.TEST_PENDING, S.ELIGIBLE]


def test_an_office_hears_only_of_its_own(
    kiosk: Kiosk, operator: Operator, server: EmbeddedServer
) -> None:
    operator.new_office("desa-b", "Kantor Desa B")
    elsewhere = Kiosk(server.url, operator.new_code("desa-b"))
    kiosk.register(SITI)

    heard, _ = elsewhere.outcomes()
    elsewhere.close()

    assert heard == []


def test_every_kiosk_of_the_office_hears_the_same(enrol: Callable[[], Kiosk]) -> None:
    first, second = enrol(), enrol()
    first.register(SITI)
    heard, _ = second.outcomes()
    assert heard
    assert heard == first.outcomes()[0]


def test_a_long_list_comes_in_pages(kiosk: Kiosk, centre: Centre) -> None:
    submission_id = kiosk.register(SITI)
    with centre.database.writing() as session:
        submission = session.get_one(SubmissionRow, submission_id)
        for _ in range(PAGE_LENGTH):
            centre.outcomes.tell(session, submission, MORNING)

    first, cursor = kiosk.outcomes()
    rest, end = kiosk.outcomes(cursor)

    assert [outcome.seq for outcome in first + rest] == list(range(1, PAGE_LENGTH + 2))
    assert len(first) == PAGE_LENGTH
    assert kiosk.outcomes(end) == ([], end)


@pytest.mark.parametrize(
    "question", ["after=-1", "after=x", f"after={10**30}", "wait=-1", "wait=nan"]
)
def test_a_senseless_question_is_refused(kiosk: Kiosk, question: str) -> None:
    field = question.partition("=")[0]
    assert_problem(kiosk.get(f"outcomes?{question}"), 422, "request_invalid", field)


def test_who_waits_hears_at_once(bell: NoticedBell, kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    _, cursor = kiosk.outcomes()
    bell.somebody_listens.clear()
    started = time.monotonic()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(kiosk.outcomes, cursor, LONGEST_WAIT)
        assert bell.somebody_listens.wait(AT_ONCE)
        operator.reject_photo(submission_id, [Reason.BLUR])
        outcomes, _ = waiting.result()

    assert [outcome.state for outcome in outcomes] == [S.PHOTO_REJECTED]
    assert time.monotonic() - started < AT_ONCE


def test_a_stopping_server_lets_nobody_wait(
    bell: NoticedBell, kiosk: Kiosk, server: EmbeddedServer
) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(kiosk.outcomes, 0, LONGEST_WAIT)
        assert bell.somebody_listens.wait(AT_ONCE)
        server.stop()
        assert waiting.result() == ([], 0)

    assert time.monotonic() - started < AT_ONCE


def test_whoever_waits_hears_what_another_process_tells(
    kiosk: Kiosk, bell: NoticedBell, tmp_path: Path, clock: SettableClock
) -> None:
    submission_id = kiosk.register(SITI)
    _, cursor = kiosk.outcomes()
    bell.somebody_listens.clear()
    with (
        open_centre(tmp_path / "centre", clock, demo_configuration()) as another,
        ThreadPoolExecutor(1) as pool,
    ):
        waiting = pool.submit(kiosk.outcomes, cursor, LONGEST_WAIT)
        assert bell.somebody_listens.wait(AT_ONCE)
        Operator(another).reject_photo(submission_id, [Reason.BLUR])
        ([told], _) = waiting.result(AT_ONCE)
    assert told.state is S.PHOTO_REJECTED


def test_a_refused_change_rings_for_nobody_and_tells_nothing(kiosk: Kiosk, centre: Centre) -> None:
    submission_id = kiosk.register(SITI)
    before = centre.outcomes.page(OFFICE, 0)
    with centre.database.writing() as session:
        centre.outcomes.tell(session, session.get_one(SubmissionRow, submission_id), MORNING)
        session.rollback()
    assert centre.outcomes.page(OFFICE, 0) == before
