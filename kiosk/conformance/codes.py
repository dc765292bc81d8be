"""Chapter 13: one-time codes, where the centre verifies phone or e-mail by them."""

from http import HTTPStatus

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.device import grant_header
from kiosk.conformance.line import Answer
from kiosk.conformance.people import Person
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import CodeSent, Grant, Redoable

CODES = Chapter(13, "One-time codes")
_PATHS = {Redoable.EMAIL_CODE: "email-code", Redoable.PHONE_CODE: "otp"}
_MOST_TRIES = 20


def _waiting(bench: Bench) -> tuple[Person, Grant]:
    """Somebody who is to type a code; raise UntriedError where nobody is."""
    person = bench.registered
    bench.wait_until_opened(person)
    status = bench.status(person)
    grant = status.grant_for(*_PATHS)
    if grant is None:
        raise UntriedError(f"the centre asks for no code in state {status.state}")
    return person, grant


def _ask(bench: Bench, person: Person, action: Redoable, grant: str) -> Answer:
    path = f"submissions/{person.submission_id}/{_PATHS[action]}"
    return bench.device.call("POST", path, headers=grant_header(grant))


def _try(bench: Bench, code: object) -> Answer:
    person, grant = _waiting(bench)
    path = f"submissions/{person.submission_id}/{_PATHS[grant.action]}/verify"
    return bench.device.call("POST", path, {"code": code}, headers=grant_header(grant.grant))


@CODES.rule("nobody gets a code without a grant for it")
def _(bench: Bench) -> None:
    person = bench.registered
    for action in _PATHS:
        refused(_ask(bench, person, action, ""), 403, ProblemType.GRANT_INVALID)


@CODES.rule("a code is sent to where the form says, and the answer masks where that is")
def _(bench: Bench) -> None:
    person, grant = _waiting(bench)
    answer = _ask(bench, person, grant.action, grant.grant)
    answered(answer, 200)
    sent = answer.read(CodeSent)
    shown = [one for one in person.private if one in answer.body.decode()]
    require(bool(sent.sent_to) and not shown, "it shows the whole address")


@CODES.rule("another one so soon is refused, with Retry-After")
def _(bench: Bench) -> None:
    person, grant = _waiting(bench)
    answer = _ask(bench, person, grant.action, grant.grant)
    refused(answer, 429, ProblemType.CODE_TOO_SOON)
    require("Retry-After" in answer.headers, "without Retry-After")


@CODES.rule("what is no code is refused, and counts as no try")
def _(bench: Bench) -> None:
    for code in ("12345", "abcdef", 123456, "1234567"):
        refused(_try(bench, code), 422, "request_invalid", "code")


@CODES.rule("a wrong code is refused, and says how many tries are left")
def _(bench: Bench) -> None:
    first, second = _try(bench, "000000"), _try(bench, "000000")
    for answer in (first, second):
        refused(answer, 403, ProblemType.CODE_WRONG)
    left = [answer.problem.tries_left or 0 for answer in (first, second)]
    require(left[1] == left[0] - 1, f"{left[0]}, then {left[1]}")


@CODES.rule("too many wrong codes lock it, with Retry-After")
def _(bench: Bench) -> None:
    answer = _try(bench, "000000")
    for _again in range(_MOST_TRIES):
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            break
        answer = _try(bench, "000000")
    refused(answer, 429, ProblemType.CODE_LOCKED)
    require("Retry-After" in answer.headers, "without Retry-After")
