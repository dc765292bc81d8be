"""Chapter 11: the resident's question at the counter, and the authority that comes of it."""

from datetime import timedelta
from http import HTTPStatus

from kiosk.conformance.bench import Bench, refused
from kiosk.conformance.device import grant_header
from kiosk.conformance.people import Person, new_person
from kiosk.conformance.rules import Chapter, require
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Redoable

TICKETS = Chapter(11, "Look-ups and grants")
_MOST_WRONG_TRIES = 20
_LONGEST_GRANT = timedelta(hours=1)


def _opened(bench: Bench) -> Person:
    person = bench.registered
    bench.wait_until_opened(person)
    return person


@TICKETS.rule("ticket and birth date find a registration")
def _(bench: Bench) -> None:
    person = _opened(bench)
    require(bench.status(person).submission_id == person.submission_id, "they find another one")


@TICKETS.rule("the answer is masked")
def _(bench: Bench) -> None:
    person = _opened(bench)
    told = bench.ask(person).body.decode()
    require(not [one for one in person.private if one in told], "it shows more of the resident")


@TICKETS.rule("a wrong birth date finds nothing, and neither does an unknown ticket")
def _(bench: Bench) -> None:
    person = _opened(bench)
    wrong = bench.ask(person, born="1950-01-31")
    refused(wrong, 404, ProblemType.TICKET_NOT_FOUND)
    unknown = bench.ask(person, ticket=new_person().ticket)
    refused(unknown, 404, ProblemType.TICKET_NOT_FOUND)
    require(wrong.body == unknown.body, "the answers tell which of them was wrong")


@TICKETS.rule("too many wrong tries for one ticket lock it, with Retry-After")
def _(bench: Bench) -> None:
    stranger = new_person()
    answer = bench.ask(stranger)
    for _again in range(_MOST_WRONG_TRIES):
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            break
        refused(answer, 404, ProblemType.TICKET_NOT_FOUND)
        answer = bench.ask(stranger)
    refused(answer, 429, ProblemType.TICKET_LOCKED)
    require("Retry-After" in answer.headers, "without Retry-After")


@TICKETS.rule("a ticket that is none is refused, and named")
def _(bench: Bench) -> None:
    person = new_person()
    for ticket in ("SHORT", "7Q4M2XA9BU", "7q4m2xa9bc", "' OR 1=1 --"):
        refused(bench.ask(person, ticket=ticket), 422, "request_invalid", "ticket")


@TICKETS.rule("each look-up gives a new grant, which ends within the hour")
def _(bench: Bench) -> None:
    person = _opened(bench)
    first, second = (bench.grant(person, Redoable.WITHDRAWAL) for _ in range(2))
    require(first.grant != second.grant, "it is the same")
    left = second.expires_at - bench.device.now()
    require(timedelta() < left < _LONGEST_GRANT, f"it ends in {left}")


@TICKETS.rule("what needs a grant is refused without one, and with one that is none")
def _(bench: Bench) -> None:
    person = _opened(bench)
    for grant in ("", "x" * 43):
        refused(bench.withdraw(person, grant), 403, ProblemType.GRANT_INVALID)


@TICKETS.rule("a grant is for its submission alone")
def _(bench: Bench) -> None:
    person, other = _opened(bench), bench.with_bad_photo
    grant = bench.grant(person, Redoable.WITHDRAWAL).grant
    refused(bench.withdraw(other, grant), 403, ProblemType.GRANT_INVALID)


@TICKETS.rule("a grant is for its act alone")
def _(bench: Bench) -> None:
    person = bench.with_bad_photo
    grant = bench.grant(person, Redoable.PHOTO).grant
    refused(bench.withdraw(person, grant), 403, ProblemType.GRANT_INVALID)


@TICKETS.rule("a grant is for its device alone")
def _(bench: Bench) -> None:
    person = _opened(bench)
    grant = bench.grant(person, Redoable.WITHDRAWAL).grant
    path = f"submissions/{person.submission_id}/withdrawal"
    answer = bench.other.call("POST", path, headers=grant_header(grant))
    refused(answer, 403, ProblemType.GRANT_INVALID)
