"""Chapter 20: what held of every answer that came during the whole run. It is the last."""

from email.utils import parsedate_to_datetime
from http import HTTPStatus

from kiosk.conformance.bench import Bench
from kiosk.conformance.line import Answer
from kiosk.conformance.rules import BrokenError, Chapter, require
from kiosk.sync.problem import PROBLEM_TYPE, Problem

REFUSALS = Chapter(20, "Refusals, and every answer")
_FIRST_REFUSAL = 400
_FIRST_ACCIDENT = 500
_EMPTY = {"HEAD"}


def _refusals(bench: Bench) -> list[Answer]:
    return [
        one
        for one in bench.line.answers
        if one.status >= _FIRST_REFUSAL and one.asked.split()[0] not in _EMPTY
    ]


@REFUSALS.rule("every refusal was a problem document that says its own status")
def _(bench: Bench) -> None:
    for answer in _refusals(bench):
        kind = answer.headers.get("Content-Type", "none").partition(";")[0]
        require(kind == PROBLEM_TYPE, f"{answer.asked}: {answer.status} as {kind}")
        problem = _read(answer)
        require(problem.status == answer.status, f"{answer.asked}: says {problem.status}")
        require(bool(problem.title), f"{answer.asked}: without a title")


@REFUSALS.rule("no refusal named a resident, or repeated what was sent")
def _(bench: Bench) -> None:
    private = {one.encode() for person in bench.people for one in person.private}
    private |= {bench.device.key.hex().encode(), (bench.device.token or "?").encode()}
    for answer in _refusals(bench):
        shown = [one for one in private if one in answer.body]
        require(not shown, f"{answer.asked}: {answer.status} did")


@REFUSALS.rule("no answer was an accident (5xx)")
def _(bench: Bench) -> None:
    for answer in bench.line.answers:
        require(answer.status < _FIRST_ACCIDENT, f"{answer.asked}: {answer.status}")


@REFUSALS.rule("every answer said what time it is at the centre (Date)")
def _(bench: Bench) -> None:
    for answer in bench.line.answers:
        try:
            parsedate_to_datetime(answer.headers.get("Date", ""))
        except ValueError as error:
            raise BrokenError(f"{answer.asked}: {answer.status} without one") from error


@REFUSALS.rule("every 425, 429 and 503 said when to come again")
def _(bench: Bench) -> None:
    for answer in bench.line.answers:
        is_later = answer.status in {425, 429, 503}
        require(not is_later or "Retry-After" in answer.headers, f"{answer.asked}: did not")


@REFUSALS.rule("no answer sent us elsewhere")
def _(bench: Bench) -> None:
    for answer in bench.line.answers:
        is_elsewhere = "Location" in answer.headers and answer.status != HTTPStatus.CREATED
        require(not is_elsewhere, f"{answer.asked}: did")


def _read(answer: Answer) -> Problem:
    try:
        return Problem.model_validate_json(answer.body)
    except ValueError as error:
        raise BrokenError(f"{answer.asked}: {answer.status} is no problem document") from error
