"""Workers: each thing is done once, whoever dies in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Event, Lock

import pytest

from kiosk.central.storage.database import DatabaseDownError
from kiosk.central.worker import Workforce

LONG = 60.0
"""Nobody looks by themselves as long as a test runs."""
SHORT = 0.01


@dataclass
class Heap:
    """Things to do; every one of them must be done once."""

    due: list[int]
    done: list[int] = field(default_factory=list)
    before_each: Callable[[int], object] = lambda _thing: None
    lock: Lock = field(default_factory=Lock)
    is_empty: Event = field(default_factory=Event)

    def run_once(self) -> bool:
        with self.lock:
            if not self.due:
                return False
            thing = self.due.pop()
        self.before_each(thing)
        with self.lock:
            self.done.append(thing)
            if not self.due:
                self.is_empty.set()
        return True


def test_without_workers_whoever_rings_does_it_all() -> None:
    workforce, heap = Workforce(), Heap([1, 2, 3])
    workforce.add(heap)
    workforce.ring()
    assert sorted(heap.done) == [1, 2, 3]


def test_every_kind_of_work_has_its_turn() -> None:
    workforce, order = Workforce(LONG), list[str]()
    last = Heap([1, 2], before_each=lambda _: order.append("b"))
    workforce.add(Heap([1, 2], before_each=lambda _: order.append("a")), last)
    workforce.employ(1)
    assert last.is_empty.wait(10)
    workforce.dismiss()
    assert order == ["a", "b", "a", "b"]


def test_who_rings_for_one_kind_of_work_has_that_done_and_no_other() -> None:
    workforce, wanted, other = Workforce(), Heap([1]), Heap([1])
    workforce.add(wanted, other)
    workforce.ring(wanted)
    assert (wanted.done, other.done) == ([1], [])


def test_whoever_rings_does_not_wait_for_the_workers() -> None:
    at_work, go_on = Event(), Event()

    def hold_up(_thing: int) -> None:
        at_work.set()
        go_on.wait(10)

    workforce, heap = Workforce(LONG), Heap([1], before_each=hold_up)
    workforce.add(heap)
    workforce.employ(1)
    workforce.ring()
    assert at_work.wait(10)
    assert heap.done == []
    go_on.set()
    workforce.dismiss()
    assert heap.done == [1]


def test_several_work_at_the_same_time() -> None:
    together = Barrier(2, timeout=10)
    workforce = Workforce(LONG)
    heap = Heap([1, 2], before_each=lambda _: together.wait())
    workforce.add(heap)
    workforce.employ(2)
    assert heap.is_empty.wait(10)
    workforce.dismiss()
    assert sorted(heap.done) == [1, 2]


def test_work_that_nobody_rang_for_is_found() -> None:
    workforce, heap = Workforce(SHORT), Heap([])
    workforce.add(heap)
    workforce.employ(1)
    heap.due.append(1)
    assert heap.is_empty.wait(10)
    workforce.dismiss()


def test_where_other_processes_work_nobody_here_does() -> None:
    workforce, heap = Workforce(), Heap([1])
    workforce.add(heap)
    workforce.employ(0)
    workforce.ring()
    assert heap.done == []


def test_a_database_that_is_away_is_waited_for() -> None:
    tries = list[int]()

    def be_away_at_first(thing: int) -> None:
        tries.append(thing)
        if len(tries) < 3:
            heap.due.append(thing)
            raise DatabaseDownError

    workforce, heap = Workforce(SHORT), Heap([7], before_each=be_away_at_first)
    workforce.add(heap)
    workforce.employ(1)
    assert heap.is_empty.wait(10)
    workforce.dismiss()
    assert (tries, heap.done) == ([7, 7, 7], [7])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_work_goes_on_after_a_bug() -> None:
    def fall_over_the_first(thing: int) -> None:
        if thing == 2:
            raise ZeroDivisionError

    workforce, heap = Workforce(SHORT), Heap([1, 2], before_each=fall_over_the_first)
    workforce.add(heap)
    workforce.employ(1)
    assert heap.is_empty.wait(10)
    workforce.dismiss()
    assert heap.done == [1]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_who_falls_over_one_kind_of_work_again_and_again_does_the_others_all_the_same() -> None:
    falls = list[int]()

    def fall_over_it(thing: int) -> None:
        falls.append(thing)
        broken.due.append(thing)
        raise ZeroDivisionError

    broken, sound = Heap([7], before_each=fall_over_it), Heap([1, 2, 3])
    workforce = Workforce(LONG)
    workforce.add(broken, sound)
    workforce.employ(1)
    assert sound.is_empty.wait(10)
    workforce.dismiss()
    assert sorted(sound.done) == [1, 2, 3]
    assert falls == [7]
