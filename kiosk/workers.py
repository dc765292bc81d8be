"""Threads for what blocks, such as a printer or a line, none of which can keep the kiosk open."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CLOSING_SECONDS: Final = 3.0
"""How long whoever closes the kiosk waits for what is still running."""


class Workers(Executor):
    """Runs jobs in the order they come in, as many at a time as there are threads.

    Python's own executor waits at the end of the program for every thread, however long a driver or
    a name server hangs. These are left behind: what hangs ends with the process.
    """

    def __init__(self, threads: int, name: str) -> None:
        """`name` is what the threads are called."""
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._is_closed = False
        self._handing_in = Lock()
        self._unstarted = [
            Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        self._started: list[Thread] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Have a job done; its result or its exception comes with the future."""
        with self._handing_in:
            if self._is_closed:
                raise RuntimeError("no job is taken after the end")
            if self._unstarted:
                self._start_another()
            future: Future[T] = Future()
            self._jobs.put((future, partial(fn, *args, **kwargs)))
        return future

    def close(self, seconds: float) -> bool:
        """Cancel what has not begun, and wait for the rest, for so long at most.

        Returns whether nothing is left running.
        """
        with self._handing_in:
            self._is_closed = True
        self._cancel_waiting()
        for _ in self._started:
            self._jobs.put(None)
        end = time.monotonic() + seconds
        for thread in self._started:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._started)

    def _start_another(self) -> None:
        thread = self._unstarted.pop()
        thread.start()
        self._started.append(thread)

    def _cancel_waiting(self) -> None:
        try:
            while (job := self._jobs.get_nowait()) is not None:
                job[0].cancel()
        except Empty:
            return

    def _run(self) -> None:
        while self._carry_out_next():
            pass

    def _carry_out_next(self) -> bool:
        """In a function of its own: between two jobs nothing of the last one is held."""
        job = self._jobs.get()
        if job is None:
            return False
        future, work = job
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                future.set_exception(error)
        return True


def in_time(job: Callable[[], T], seconds: float, name: str) -> T:
    """What a job returns or raises; TimeoutError after so long, when it is left behind."""
    worker = Workers(1, name)
    try:
        return worker.submit(job).result(seconds)
    finally:
        worker.close(0.0)
