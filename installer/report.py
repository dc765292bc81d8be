"""What a trial tells: a line a case, ok or failed, with its seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

_LAST_LINES = 25


class Answer(Protocol):
    """How a program ended, and all that it said."""

    @property
    def status(self) -> int:
        """Zero where all went well."""

    @property
    def said(self) -> str:
        """On both its outputs."""


class CaseError(Exception):
    """A case does not hold; the message says what was seen."""


@dataclass(slots=True)
class Report:
    """Runs cases, one after the other whatever becomes of them, and remembers which failed."""

    failed: list[str] = field(default_factory=list)

    def case(self, what: str, check: Callable[[], object]) -> None:
        """Run one case and tell of it."""
        started = time.monotonic()
        try:
            check()
        except CaseError as error:
            self.failed.append(what)
            print(f"failed {time.monotonic() - started:5.1f} s  {what}\n{error}", flush=True)
        else:
            print(f"ok     {time.monotonic() - started:5.1f} s  {what}", flush=True)


def expect(answer: Answer, status: int = 0, *, says: str = "") -> str:
    """Return what a script said; raise CaseError where it ended or spoke otherwise."""
    last = "\n".join(answer.said.splitlines()[-_LAST_LINES:])
    if answer.status != status:
        raise CaseError(f"it ended with {answer.status} in place of {status}:\n{last}")
    if says not in answer.said:
        raise CaseError(f"it does not say {says!r}:\n{last}")
    return answer.said


def holds(*, true: bool, otherwise: str) -> None:
    """Raise CaseError with what is the matter, where something is not true."""
    if not true:
        raise CaseError(otherwise)
