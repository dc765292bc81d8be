"""Chapter 4: how a kiosk becomes one of the centre's."""

import secrets

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.rules import Chapter, require
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Enrolment

ENROLMENT = Chapter(4, "Enrolment")


@ENROLMENT.rule("a code that is none is refused")
def _(bench: Bench) -> None:
    device = bench.device
    answer = device.call("POST", "enrolments", device.request("WRONG-" + "0" * 8, device.key))
    refused(answer, 403, ProblemType.CODE_INVALID)


@ENROLMENT.rule("a key that is none is refused, and the code not used up")
def _(bench: Bench) -> None:
    device = bench.device
    message = device.request(device.code, device.key) | {"device_key": "short"}
    refused(device.call("POST", "enrolments", message), 422, "request_invalid", "device_key")


@ENROLMENT.rule("a code of the centre makes this a kiosk of its office")
def _(bench: Bench) -> None:
    enrolment = bench.device.enrol()
    require(bool(enrolment.office_id), "of no office")
    require(enrolment.token_expires_at > bench.device.now(), "its token has ended already")


@ENROLMENT.rule("receipts and configuration are signed with different keys")
def _(bench: Bench) -> None:
    enrolment = bench.device.enrolment
    require(enrolment.receipt_key != enrolment.config_key, "it is the same")


@ENROLMENT.rule("the same code with the same key gives the same id, and a new token")
def _(bench: Bench) -> None:
    device = bench.device
    before, first = device.device_id, device.token
    answer = device.call("POST", "enrolments", device.request(device.code, device.key))
    answered(answer, 201)
    again = answer.read(Enrolment)
    device.token = again.token
    require(again.device_id == before, "another id")
    require(again.token != first, "the same token")


@ENROLMENT.rule("a code that was used is refused with another key")
def _(bench: Bench) -> None:
    device = bench.device
    require(device.device_id.int != 0, "no id")
    message = device.request(device.code, secrets.token_bytes(32))
    refused(device.call("POST", "enrolments", message), 403, ProblemType.CODE_INVALID)
