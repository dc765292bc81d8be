"""What a rule is: a sentence, its number in docs/protocol.md, and a check that says if it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.conformance.bench import Bench

Check = Callable[["Bench"], None]


class Verdict(StrEnum):
    """How a rule came out, as it is printed."""

    HELD = "ok"
    BROKEN = "FAIL"
    UNTRIED = "--"
    """Neither held nor broken: the rest of the story, or the command line, did not allow to try."""


class BrokenError(Exception):
    """The centre does not keep the rule; the message says what it did instead."""


class UntriedError(Exception):
    """The rule could not be tried; the message says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence that a centre keeps."""

    number: str
    sentence: str
    check: Check


@dataclass(slots=True)
class Chapter:
    """The rules of one chapter of docs/protocol.md, numbered in their order."""

    number: int
    title: str
    rules: list[Rule] = field(default_factory=list)

    def rule(self, sentence: str) -> Callable[[Check], Check]:
        """Make a function the check of the next rule."""

        def add(check: Check) -> Check:
            number = f"{self.number}.{len(self.rules) + 1}"
            self.rules.append(Rule(number, sentence, check))
            return check

        return add


@dataclass(frozen=True, slots=True)
class Result:
    """One rule, tried against one centre."""

    rule: Rule
    verdict: Verdict
    why: str = ""
    """What was seen instead, or why it could not be tried; empty where the rule holds."""


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    """Raise BrokenError with these words unless it holds."""
    if not holds:
        raise BrokenError(otherwise)
