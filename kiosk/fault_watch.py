"""Bugs are not caught where they happen: here they are told, whatever thread they came from."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType


class FaultWatch:
    """Tells what nothing has caught, while it is entered."""

    def __init__(self, tell: Callable[[BaseException], None]) -> None:
        self._tell = tell
        self._hooks = (sys.excepthook, threading.excepthook)

    def __enter__(self) -> None:
        sys.excepthook = self._of_main_thread
        threading.excepthook = self._of_other_thread

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._hooks

    def _of_main_thread(
        self, _: type[BaseException], fault: BaseException, __: TracebackType | None
    ) -> None:
        self._tell(fault)

    def _of_other_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self._tell(fault.exc_value)
