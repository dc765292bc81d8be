"""Chapters 17 and 18: what an office may ask about its residents, and says about its kiosk."""

from uuid import uuid4

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.domain.submission import CentreState
from kiosk.sync.heartbeat_messages import DeviceFigures, Heartbeat, HeartbeatAnswer
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import ContactAnswer, Part

CONTACT = Chapter(17, "Contact")
HEARTBEATS = Chapter(18, "Heartbeats")


@CONTACT.rule("there is no number for a submission that is not known")
def _(bench: Bench) -> None:
    answer = bench.device.call("GET", f"submissions/{uuid4()}/contact")
    answered(answer, 404)


@CONTACT.rule("the office gets the number of a resident who is needed")
def _(bench: Bench) -> None:
    person = bench.person()
    bench.deliver(person, bench.form(person), bench.photo(person, jpeg=b"no picture"))
    bench.wait_for(person, CentreState.PHOTO_REJECTED)
    answer = bench.device.call("GET", f"submissions/{person.submission_id}/contact")
    answered(answer, 200)
    digits = "".join(filter(str.isdigit, answer.read(ContactAnswer).phone))
    require(digits.endswith(person.phone[-8:]), "another number")


@CONTACT.rule("and of nobody else")
def _(bench: Bench) -> None:
    person = bench.registered
    newest = bench.wait_until_opened(person)
    if newest.state not in {CentreState.PHOTO_VERIFYING, CentreState.MANUAL_REVIEW}:
        raise UntriedError(f"the centre may need a resident in state {newest.state}")
    answer = bench.device.call("GET", f"submissions/{person.submission_id}/contact")
    refused(answer, 409, ProblemType.CONTACT_NOT_NEEDED)


def _beat(bench: Bench) -> dict[str, object]:
    figures = dict.fromkeys(DeviceFigures.model_fields, 0)
    figures |= {"signed_parts": bench.device.receipts}
    beat = Heartbeat(
        kiosk_version="conformance",
        sent_at=bench.device.now(),
        figures=DeviceFigures(**figures),
        oldest_queued_at=None,
        disk_free_mb=1000,
        camera="none",
    )
    return beat.model_dump(mode="json")


@HEARTBEATS.rule("the centre has no fewer parts of a kiosk than it signed for")
def _(bench: Bench) -> None:
    person = bench.person()
    bench.device.delivered(bench.device.put(Part.FORM, person.submission_id, bench.form(person)))
    receipts = bench.device.receipts
    answer = bench.device.call("POST", "heartbeats", _beat(bench))
    answered(answer, 200)
    parts = answer.read(HeartbeatAnswer).parts
    require(parts >= receipts, f"{parts}, and it signed for {receipts}")


@HEARTBEATS.rule("a heartbeat with anything else in it is refused")
def _(bench: Bench) -> None:
    message = _beat(bench) | {"resident": "somebody"}
    refused(bench.device.call("POST", "heartbeats", message), 422, "request_invalid", "resident")


@HEARTBEATS.rule("a figure below nought is refused, and named")
def _(bench: Bench) -> None:
    message = _beat(bench) | {"disk_free_mb": -1}
    answer = bench.device.call("POST", "heartbeats", message)
    refused(answer, 422, "request_invalid", "disk_free_mb")
