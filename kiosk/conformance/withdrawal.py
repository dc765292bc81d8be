"""Chapter 16: the end that a resident may ask for at any time."""

import hashlib

from kiosk.conformance.bench import NO_SUCH_CALL, Bench, answered, refused
from kiosk.conformance.people import Person
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.domain.submission import CentreState
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Part, Redoable, TicketStatus
from kiosk.sync.resumable import TUS_VERSION, TusHeader, UploadDescription

WITHDRAWAL = Chapter(16, "Withdrawal")


def _gone(bench: Bench) -> Person:
    return bench.story("who has withdrawn", lambda: _withdraw(bench))


def _withdraw(bench: Bench) -> Person:
    person = bench.person()
    bench.deliver(person, bench.form(person), bench.photo(person))
    bench.wait_until_opened(person)
    answered(bench.withdraw(person, bench.grant(person, Redoable.WITHDRAWAL).grant), 200)
    return person


@WITHDRAWAL.rule("whoever asks with a grant has withdrawn; repeated, it is the same")
def _(bench: Bench) -> None:
    person = bench.person()
    bench.deliver(person, bench.form(person), bench.photo(person))
    bench.wait_until_opened(person)
    grant = bench.grant(person, Redoable.WITHDRAWAL).grant
    for _again in range(2):
        answer = bench.withdraw(person, grant)
        answered(answer, 200)
        state = answer.read(TicketStatus).state
        require(state is CentreState.WITHDRAWN, f"it stands in {state}")


@WITHDRAWAL.rule("the ticket still finds it, without a name and with nothing to be done")
def _(bench: Bench) -> None:
    status = bench.status(_gone(bench))
    require(status.state is CentreState.WITHDRAWN, f"it stands in {status.state}")
    require(not status.masked_name, "the name is still there")
    require(not status.grants, "something may be done")


@WITHDRAWAL.rule("nothing of it is taken afterwards")
def _(bench: Bench) -> None:
    person = _gone(bench)
    answer = bench.device.put(Part.PHOTO, person.submission_id, bench.photo(person, 2), revision=2)
    refused(answer, 409, ProblemType.CONFLICT)
    answer = bench.device.put(Part.FORM, person.submission_id, bench.form(person))
    refused(answer, 409, ProblemType.CONFLICT)


@WITHDRAWAL.rule("no upload of it begins afterwards")
def _(bench: Bench) -> None:
    person = _gone(bench)
    envelope = bench.photo(person, 2)
    named = UploadDescription(
        submission=person.submission_id,
        part=Part.PHOTO,
        revision=2,
        sha256=hashlib.sha256(envelope).hexdigest(),
        length=len(envelope),
    )
    headers = {
        TusHeader.VERSION: TUS_VERSION,
        TusHeader.LENGTH: str(named.length),
        TusHeader.METADATA: named.metadata(),
    }
    answer = bench.device.call("POST", "uploads", headers=headers)
    if answer.status in NO_SUCH_CALL:
        raise UntriedError("this centre has no uploads")
    refused(answer, 409, ProblemType.CONFLICT)


@WITHDRAWAL.rule("an outcome tells of it, and names nobody")
def _(bench: Bench) -> None:
    newest = bench.wait_for(_gone(bench), CentreState.WITHDRAWN)
    require(newest.person is None, "it says who it was")


@WITHDRAWAL.rule("what was told of it before names nobody any more either")
def _(bench: Bench) -> None:
    person = _gone(bench)
    bench.wait_for(person, CentreState.WITHDRAWN)
    first = min(one.seq for one in bench.heard if one.submission_id == person.submission_id)
    again = bench.opened(bench.page(first - 1))
    told = [one for one in again if one.submission_id == person.submission_id]
    require(bool(told), "nothing is told of it any more")
    require(all(one.person is None for one in told), "it does")


@WITHDRAWAL.rule("nobody gets its phone number")
def _(bench: Bench) -> None:
    answer = bench.device.call("GET", f"submissions/{_gone(bench).submission_id}/contact")
    answered(answer, 404, 409)
