"""Jobs that block, and those that hang."""

import time
from collections.abc import Iterator
from threading import Event

import pytest

from kiosk.workers import Workers

A_MOMENT = 0.05


class Hanging:
    """A job of a driver that does not come back until it is told to."""

    def __init__(self, workers: Workers) -> None:
        self._begun, self._may_end = Event(), Event()
        self.future = workers.submit(self._hang)
        assert self._begun.wait(5)

    def end(self) -> None:
        self._may_end.set()

    def _hang(self) -> str:
        self._begun.set()
        self._may_end.wait()
        return "done"


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(2, "worker")
    yield workers
    workers.close(5)


def test_a_job_hands_back_what_it_made(workers: Workers) -> None:
    assert workers.submit(divmod, 7, 2).result(5) == (3, 1)


def test_what_a_job_raises_comes_with_its_future(workers: Workers) -> None:
    assert isinstance(workers.submit(divmod, 1, 0).exception(5), ZeroDivisionError)
    assert workers.submit(abs, -1).result(5) == 1


def test_jobs_run_beside_one_that_hangs(workers: Workers) -> None:
    hanging = Hanging(workers)
    assert workers.submit(abs, -1).result(5) == 1
    hanging.end()


def test_closing_does_not_wait_for_what_hangs() -> None:
    workers = Workers(1, "worker")
    hanging = Hanging(workers)
    began = time.monotonic()
    assert not workers.close(A_MOMENT)
    assert time.monotonic() - began < 1
    hanging.end()


def test_closing_waits_for_what_has_begun() -> None:
    workers = Workers(1, "worker")
    hanging = Hanging(workers)
    hanging.end()
    assert workers.close(5)
    assert hanging.future.result(0) == "done"


def test_what_has_not_begun_is_cancelled_at_the_end() -> None:
    """What a printer that hangs has not printed must not come out for the next resident."""
    workers = Workers(1, "worker")
    hanging = Hanging(workers)
    waiting = workers.submit(abs, -1)
    workers.close(A_MOMENT)
    hanging.end()
    assert waiting.cancelled()


def test_a_cancelled_job_is_left_out() -> None:
    workers, done = Workers(1, "worker"), list[int]()
    hanging = Hanging(workers)
    workers.submit(done.append, 1).cancel()
    last = workers.submit(done.append, 2)
    hanging.end()
    last.result(5)
    workers.close(5)
    assert done == [2]


def test_after_the_end_no_job_is_taken() -> None:
    workers = Workers(1, "worker")
    assert workers.close(0)
    with pytest.raises(RuntimeError, match="after the end"):
        workers.submit(abs, -1)
