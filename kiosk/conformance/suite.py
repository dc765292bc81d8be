"""The whole suite: every chapter against one centre, in order."""

from collections.abc import Callable, Collection, Iterator

from kiosk.conformance.bench import Bench
from kiosk.conformance.carrier import CARRIER
from kiosk.conformance.codes import CODES
from kiosk.conformance.configuration import CONFIGURATION
from kiosk.conformance.delivery import DELIVERY
from kiosk.conformance.enrolment import ENROLMENT
from kiosk.conformance.ground import GROUND
from kiosk.conformance.joining import JOINING
from kiosk.conformance.line import NoAnswerError
from kiosk.conformance.office import CONTACT, HEARTBEATS
from kiosk.conformance.outcomes import OUTCOMES
from kiosk.conformance.redo import REDO
from kiosk.conformance.refusals import REFUSALS
from kiosk.conformance.rules import (
    BrokenError,
    Chapter,
    Result,
    Rule,
    UntriedError,
    Verdict,
)
from kiosk.conformance.tickets import TICKETS
from kiosk.conformance.tokens import TOKENS
from kiosk.conformance.uploads import UPLOADS
from kiosk.conformance.withdrawal import WITHDRAWAL
from kiosk.sync.protocol import Redoable

CHAPTERS: tuple[Chapter, ...] = (
    *(GROUND, ENROLMENT, TOKENS, CONFIGURATION, DELIVERY, UPLOADS, OUTCOMES, TICKETS, REDO),
    *(CODES, JOINING, WITHDRAWAL, CONTACT, HEARTBEATS, CARRIER, REFUSALS),
)
_EVERYTHING = frozenset(chapter.number for chapter in CHAPTERS)
Tell = Callable[[Result], None]


def run_suite(
    bench: Bench, tell: Tell, chapters: Collection[int] = _EVERYTHING
) -> tuple[Result, ...]:
    """Try every rule of these chapters; `tell` hears of each as it comes out.

    What was registered is withdrawn in the end, as far as the centre allows.
    """
    results = []
    for rule in _rules(bench, chapters):
        result = _tried(rule, bench)
        results.append(result)
        tell(result)
    _tidy(bench)
    return tuple(results)


def _rules(bench: Bench, chapters: Collection[int]) -> Iterator[Rule]:
    """Where the chapter on enrolment is left out, a kiosk is enrolled all the same."""
    if ENROLMENT.number not in chapters:
        _enrol_quietly(bench)
    for chapter in CHAPTERS:
        if chapter.number in chapters:
            yield from chapter.rules


def _enrol_quietly(bench: Bench) -> None:
    """Where it does not work, each rule that needs it says that it could not be tried."""
    try:
        bench.device.enrol()
    except (BrokenError, NoAnswerError):
        return


def _tried(rule: Rule, bench: Bench) -> Result:
    try:
        rule.check(bench)
    except (BrokenError, NoAnswerError) as error:
        return Result(rule, Verdict.BROKEN, str(error))
    except UntriedError as error:
        return Result(rule, Verdict.UNTRIED, str(error))
    return Result(rule, Verdict.HELD)


def _tidy(bench: Bench) -> None:
    for person in bench.people:
        try:
            bench.withdraw(person, bench.grant(person, Redoable.WITHDRAWAL).grant)
        except (BrokenError, UntriedError, NoAnswerError):
            continue
