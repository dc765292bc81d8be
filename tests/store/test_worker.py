"""One thread owns the store; everybody else hands in work."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.store.errors import KeyLostError, StoreClosedError
from kiosk.store.keys import KeyOrigin, RootKey
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from tests.store.counter import NOW, open_store, register


@pytest.fixture
def thread(folder: Path) -> Iterator[StoreThread]:
    started = StoreThread(lambda: open_store(folder))
    started.start()
    yield started
    started.stop()


def registering(number: int) -> Callable[[Store], UUID]:
    return lambda store: register(store, number)


def noting(number: int, done: list[int]) -> Callable[[Store], None]:
    return lambda store: done.append(number)


def test_work_is_done_in_a_thread_of_its_own(thread: StoreThread) -> None:
    names = {thread.call(lambda store: threading.current_thread().name) for _ in range(3)}
    assert len(names) == 1
    assert threading.current_thread().name not in names


def test_work_is_done_in_the_order_it_came(thread: StoreThread) -> None:
    done: list[int] = []
    futures = [thread.submit(noting(number, done)) for number in range(50)]
    for future in futures:
        future.result()
    assert done == list(range(50))


def test_many_callers_at_once_lose_nothing(thread: StoreThread) -> None:
    with ThreadPoolExecutor(8) as counters:
        list(counters.map(thread.call, map(registering, range(1, 41))))
    found = thread.call(lambda store: store.figures.balance())
    assert (found.made, found.queued, found.adds_up) == (40, 40, True)
    assert thread.call(lambda store: store.journal.verify()) is None


def test_a_fault_comes_to_the_one_who_asked_and_the_thread_goes_on(thread: StoreThread) -> None:
    with pytest.raises(ZeroDivisionError):
        thread.call(lambda store: 1 // 0)
    assert thread.call(lambda store: store.submissions.next_due(NOW)) is None


def test_a_store_that_does_not_open_is_said_at_once(folder: Path) -> None:
    open_store(folder).close()
    thread = StoreThread(lambda: Store(folder, RootKey(bytes(32), KeyOrigin.FILE)))
    with pytest.raises(KeyLostError):
        thread.start()


def test_stopping_finishes_what_was_handed_in(folder: Path) -> None:
    thread = StoreThread(lambda: open_store(folder))
    thread.start()
    futures = [thread.submit(registering(number)) for number in range(1, 6)]
    thread.stop()
    assert all(future.done() for future in futures)
    store = open_store(folder)
    assert store.figures.balance().queued == 5
    store.close()


def test_after_the_stop_nothing_more_is_taken(folder: Path) -> None:
    thread = StoreThread(lambda: open_store(folder))
    thread.start()
    thread.stop()
    with pytest.raises(StoreClosedError):
        thread.submit(lambda store: None)
