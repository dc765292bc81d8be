"""Chapter 12: only the photo again, or only the field that was wrong."""

from typing import Any

from kiosk.conformance.bench import Bench, refused
from kiosk.conformance.line import Answer
from kiosk.conformance.people import Person, new_person
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import PatchedAnswers, PatchForm
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Part, Redoable

REDO = Chapter(12, "Photo redo and corrections")
_SECOND = 2


@REDO.rule("a photo that cannot be read is asked for again, with the next revision")
def _(bench: Bench) -> None:
    grant = bench.grant(bench.with_bad_photo, Redoable.PHOTO)
    require(grant.revision == _SECOND, f"revision {grant.revision}")


@REDO.rule("another photo is refused without a grant for it")
def _(bench: Bench) -> None:
    person = bench.with_bad_photo
    other_act = bench.grant(person, Redoable.WITHDRAWAL).grant
    for grant in ("", "x" * 43, other_act):
        answer = _send_photo(bench, person, bench.photo(person, 2), grant)
        refused(answer, 403, ProblemType.GRANT_INVALID)


@REDO.rule("no revision may be left out")
def _(bench: Bench) -> None:
    person = bench.with_bad_photo
    grant = bench.grant(person, Redoable.PHOTO).grant
    envelope = bench.photo(person, 3)
    answer = bench.device.put(Part.PHOTO, person.submission_id, envelope, revision=3, grant=grant)
    refused(answer, 409, "revision_not_asked")


@REDO.rule("with its grant it is taken; the form is not asked for again")
def _(bench: Bench) -> None:
    person = bench.with_bad_photo
    grant = bench.grant(person, Redoable.PHOTO).grant
    envelope = bench.photo(person, 2)
    answer = _send_photo(bench, person, envelope, grant)
    bench.device.delivered(answer)
    again = _send_photo(bench, person, envelope, grant)
    require((again.status, again.body) == (200, answer.body), "repeated it gets another answer")
    moved = bench.status(person)
    require(moved.state is not CentreState.PHOTO_REJECTED, "the new photo is not looked at")
    require(moved.state is not CentreState.ACTION_NEEDED, "something else is asked for")


@REDO.rule("a field that is wrong is asked for by its name, and no other")
def _(bench: Bench) -> None:
    status = bench.status(bench.with_bad_field)
    require(status.fields == ["kk"], f"{', '.join(status.fields) or 'none'} instead of kk")


@REDO.rule("a correction is refused without a grant for it")
def _(bench: Bench) -> None:
    person = bench.with_bad_field
    number = bench.grant(person, Redoable.PATCH).revision or 1
    for grant in ("", "x" * 43, bench.grant(person, Redoable.WITHDRAWAL).grant):
        answer = _send_patch(bench, person, number, grant, kk=new_person().kk, kk_is_latest=True)
        refused(answer, 403, ProblemType.GRANT_INVALID)


@REDO.rule("a correction under another number is refused")
def _(bench: Bench) -> None:
    person = bench.with_bad_field
    grant = bench.grant(person, Redoable.PATCH)
    number = (grant.revision or 1) + 1
    answer = _send_patch(bench, person, number, grant.grant, kk=new_person().kk, kk_is_latest=True)
    refused(answer, 409, "revision_not_asked")


@REDO.rule("a correction that nobody asked for is refused")
def _(bench: Bench) -> None:
    person = bench.registered
    answer = _send_patch(bench, person, 1, "x" * 43, kk=person.kk, kk_is_latest=True)
    refused(answer, 409, "revision_not_asked")


@REDO.rule("a correction of anything else is not used: the same is asked again")
def _(bench: Bench) -> None:
    person = bench.with_bad_field
    grant = bench.grant(person, Redoable.PATCH)
    number = grant.revision or 1
    answer = _send_patch(bench, person, number, grant.grant, full_name="SOMEBODY ELSE")
    bench.device.delivered(answer)
    _await_question(bench, person, number + 1)


@REDO.rule("a correction of what was asked is taken, and the registration goes on")
def _(bench: Bench) -> None:
    person = bench.with_bad_field
    grant = bench.grant(person, Redoable.PATCH)
    number = grant.revision or 1
    bench.listen()
    asked = bench.state_of(person.submission_id)
    kk = {"kk": new_person().kk, "kk_is_latest": True}
    bench.device.delivered(_send_patch(bench, person, number, grant.grant, **kk))
    newest = bench.wait_for(person, *CentreState, after=asked.seq if asked else 0)
    require("kk" not in newest.fields, "the same is asked again")


@REDO.rule("a grant that was used is not good for the next correction")
def _(bench: Bench) -> None:
    person = bench.person()
    bench.deliver(person, bench.form(person, kk=person.nik), bench.photo(person))
    bench.wait_for(person, CentreState.ACTION_NEEDED)
    grant = bench.grant(person, Redoable.PATCH)
    number = grant.revision or 1
    wrong = _send_patch(bench, person, number, grant.grant, full_name="SOMEBODY ELSE")
    bench.device.delivered(wrong)
    _await_question(bench, person, number + 1)
    kk = {"kk": new_person().kk, "kk_is_latest": True}
    answer = _send_patch(bench, person, number + 1, grant.grant, **kk)
    refused(answer, 403, ProblemType.GRANT_INVALID)


@REDO.rule("another photo is refused where the centre waits for none")
def _(bench: Bench) -> None:
    person = bench.registered
    bench.wait_until_opened(person)
    if bench.status(person).state is CentreState.PHOTO_REJECTED:
        raise UntriedError("the centre asks everybody for another photo")
    refused(_send_photo(bench, person, bench.photo(person, 2), ""), 409, "revision_not_asked")


def _send_photo(bench: Bench, person: Person, envelope: bytes, grant: str) -> Answer:
    return bench.device.put(Part.PHOTO, person.submission_id, envelope, revision=2, grant=grant)


def _send_patch(bench: Bench, person: Person, number: int, grant: str, **changes: Any) -> Answer:
    patch = PatchForm(
        submission_id=person.submission_id,
        number=number,
        made_at=bench.device.now(),
        assisted_by=None,
        changes=PatchedAnswers.model_validate(changes),
        confirmed_warnings=[],
    )
    envelope = bench.device.seal_message(patch, person.submission_id, Part.PATCH, revision=number)
    return bench.device.put(
        Part.PATCH, person.submission_id, envelope, revision=number, grant=grant
    )


def _await_question(bench: Bench, person: Person, number: int) -> None:
    """The centre opens what it got in its own time."""
    for _look in range(10):
        status = bench.status(person)
        grant = status.grant_for(Redoable.PATCH)
        if grant is not None and grant.revision == number:
            return
        require(status.state is CentreState.ACTION_NEEDED, f"it stands in {status.state}")
        bench.listen(1)
    raise UntriedError(f"question {number} was not asked in time")
