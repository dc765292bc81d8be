"""Chapter 15: taking part in a batch, where one is open and somebody may."""

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.device import grant_header
from kiosk.conformance.line import Answer
from kiosk.conformance.people import Person
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.submission import CentreState
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Batch, Grant, JoinRequest, Redoable, TicketStatus

JOINING = Chapter(15, "Joining a batch, and the selection")


def _eligible(bench: Bench) -> tuple[Person, Grant, Batch]:
    """Somebody who may join; raise UntriedError where nobody may, or no batch is open."""
    person = bench.story("may join", lambda: _admitted(bench))
    grant = bench.grant(person, Redoable.JOIN)
    if grant.batch is None:
        raise UntriedError("the grant names no batch")
    return person, grant, grant.batch


def _admitted(bench: Bench) -> Person:
    bench.wait_for(bench.registered, CentreState.ELIGIBLE)
    return bench.registered


def _join(
    bench: Bench, person: Person, batch_id: str, grant: str, version: str | None = None
) -> Answer:
    words = {one.purpose: one.version for one in bench.device.config.consents}
    request = JoinRequest(
        batch_id=batch_id,
        consent_version=version or words[ConsentPurpose.JOIN],
        consented_at=bench.device.now(),
    )
    path = f"submissions/{person.submission_id}/join"
    message = request.model_dump(mode="json")
    return bench.device.call("POST", path, message, headers=grant_header(grant))


@JOINING.rule("nobody joins without a grant for it")
def _(bench: Bench) -> None:
    answer = _join(bench, bench.registered, "any", "")
    refused(answer, 403, ProblemType.GRANT_INVALID)


@JOINING.rule("a grant is for its batch alone")
def _(bench: Bench) -> None:
    person, grant, _batch = _eligible(bench)
    refused(_join(bench, person, "another", grant.grant), 403, ProblemType.GRANT_INVALID)


@JOINING.rule("nobody joins in other words than those in force, and the grant stays good")
def _(bench: Bench) -> None:
    person, grant, batch = _eligible(bench)
    answer = _join(bench, person, batch.batch_id, grant.grant, version="never-was")
    refused(answer, 422, "request_invalid", "consent_version")


@JOINING.rule("whoever may and agrees has joined; repeated, it is the same")
def _(bench: Bench) -> None:
    person, grant, batch = _eligible(bench)
    for _again in range(2):
        answer = _join(bench, person, batch.batch_id, grant.grant)
        answered(answer, 200)
        status = answer.read(TicketStatus)
        require(status.state is CentreState.JOINED, f"it stands in {status.state}")
        where = status.batch.batch_id if status.batch else "none"
        require(where == batch.batch_id, f"batch {where}")
