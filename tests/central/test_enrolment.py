"""One-time codes, identities, and kiosks that are shut out."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import requests

from kiosk.central.operator import Operator
from kiosk.central.web.server import EmbeddedServer
from kiosk.sync.heartbeat_messages import HeartbeatAnswer
from tests.central.clock import MORNING, SettableClock
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import OFFICE, Resident


def test_a_code_makes_a_kiosk_of_the_office(kiosk: Kiosk) -> None:
    enrolment = kiosk.enrolment
    assert (enrolment.office_id, enrolment.office_name) == (OFFICE, "Kantor Desa A")
    assert enrolment.office_village == "35.10.07.2001"
    assert enrolment.token_expires_at > MORNING


def test_a_version_that_no_database_could_keep_is_refused(kiosk: Kiosk, operator: Operator) -> None:
    request = kiosk.enrolment_request(operator.new_code(OFFICE))
    answer = kiosk.post("enrolments", {**request, "kiosk_version": "0.1\0"})
    assert_problem(answer, 422, "request_invalid", "kiosk_version")
    assert kiosk.post("enrolments", request).status_code == 201


def test_a_code_is_good_for_one_kiosk(
    kiosk: Kiosk, operator: Operator, server: EmbeddedServer
) -> None:
    code = operator.new_code(OFFICE)
    with closing(Kiosk(server.url, code)) as other:
        assert_problem(
            kiosk.post("enrolments", kiosk.enrolment_request(code)), 403, "code_invalid", "code"
        )
        assert other.get("config").status_code == 200
    assert len(operator.devices()) == 2


def test_a_kiosk_whose_answer_was_lost_may_ask_again_until_the_code_ends(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    code = operator.new_code(OFFICE, valid_minutes=10)
    request = kiosk.enrolment_request(code)
    first = kiosk.post("enrolments", request).json()
    clock.pass_by(timedelta(minutes=9))

    answer = kiosk.post("enrolments", request)

    assert answer.status_code == 201
    assert answer.json()["device_id"] == first["device_id"]
    assert answer.json()["token"] != first["token"]
    assert len(operator.devices()) == 2
    for token, status in ((answer.json()["token"], 200), (first["token"], 401)):
        kiosk.token = token
        assert kiosk.get("config").status_code == status
    clock.pass_by(timedelta(minutes=1))
    assert_problem(kiosk.post("enrolments", request), 403, "code_invalid", "code")


def test_a_code_does_not_bring_a_revoked_kiosk_back(kiosk: Kiosk, operator: Operator) -> None:
    request = kiosk.enrolment_request(operator.new_code(OFFICE))
    device_id = UUID(kiosk.post("enrolments", request).json()["device_id"])
    operator.revoke(device_id)
    assert_problem(kiosk.post("enrolments", request), 403, "device_revoked")


def test_a_code_ends_with_its_time(kiosk: Kiosk, operator: Operator, clock: SettableClock) -> None:
    code = operator.new_code(OFFICE, valid_minutes=10)
    clock.pass_by(timedelta(minutes=10))

    answer = kiosk.post("enrolments", kiosk.enrolment_request(code))

    assert_problem(answer, 403, "code_invalid", "code")


def test_an_invented_code_is_refused(kiosk: Kiosk) -> None:
    answer = kiosk.post("enrolments", kiosk.enrolment_request("0000-0000-0000"))
    assert_problem(answer, 403, "code_invalid", "code")


def test_there_is_no_code_for_an_office_that_is_not_there(operator: Operator) -> None:
    with pytest.raises(LookupError):
        operator.new_code("nowhere")


def test_a_code_may_be_typed_carelessly(kiosk: Kiosk, operator: Operator) -> None:
    code = operator.new_code(OFFICE).replace("-", " ").replace("0", "o").replace("1", "l").lower()
    assert kiosk.post("enrolments", kiosk.enrolment_request(code)).status_code == 201


def test_without_a_token_nothing_is_answered(server: EmbeddedServer) -> None:
    answer = requests.get(f"{server.url}/v1/config", timeout=10)
    assert_problem(answer, 401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_invented_token_is_refused(kiosk: Kiosk) -> None:
    kiosk.token = "x" * 43
    assert_problem(kiosk.get("config"), 401, "token_invalid")


def test_a_token_ends_and_the_device_gets_another_by_its_signature(
    kiosk: Kiosk, clock: SettableClock
) -> None:
    clock.now = kiosk.enrolment.token_expires_at
    assert_problem(kiosk.get("config"), 401, "token_invalid")

    renewed = kiosk.post("tokens", kiosk.renewal(clock.now))

    assert renewed.status_code == 200
    kiosk.token = renewed.json()["token"]
    assert kiosk.get("config").status_code == 200


def test_a_new_token_takes_the_place_of_the_old_one(kiosk: Kiosk, clock: SettableClock) -> None:
    stolen = kiosk.token
    kiosk.renew(clock.now)
    assert kiosk.get("config").status_code == 200

    kiosk.token = stolen

    assert_problem(kiosk.get("config"), 401, "token_invalid")


def test_a_renewal_counts_once(kiosk: Kiosk, clock: SettableClock) -> None:
    renewal = kiosk.renewal(clock.now)
    kiosk.post("tokens", renewal)
    assert_problem(kiosk.post("tokens", renewal), 401, "token_invalid")


def test_a_renewal_made_long_ago_is_refused(kiosk: Kiosk, clock: SettableClock) -> None:
    renewal = kiosk.renewal(clock.now)
    clock.pass_by(timedelta(minutes=6))
    assert_problem(kiosk.post("tokens", renewal), 401, "token_invalid")


def test_a_renewal_signed_for_another_time_is_refused(kiosk: Kiosk, clock: SettableClock) -> None:
    renewal = kiosk.renewal(clock.now) | {"made_at": "2026-03-02T01:00:01Z"}
    assert_problem(kiosk.post("tokens", renewal), 401, "token_invalid")


@pytest.mark.parametrize("made_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_renewal_from_the_end_of_time_is_refused(kiosk: Kiosk, made_at: str) -> None:
    renewal = kiosk.renewal(MORNING) | {"made_at": made_at}
    assert_problem(kiosk.post("tokens", renewal), 401, "token_invalid")


def test_a_revoked_kiosk_is_told_so_on_every_call(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(Resident())
    envelope = kiosk.sealed_photo(submission_id, 2)
    operator.revoke(kiosk.device_id)

    assert_problem(kiosk.get("config"), 403, "device_revoked")
    assert_problem(kiosk.put_photo(submission_id, envelope, 2), 403, "device_revoked")
    assert_problem(kiosk.look_up(Resident()), 403, "device_revoked")
    assert_problem(kiosk.post("tokens", kiosk.renewal(MORNING)), 403, "device_revoked")


def test_revoking_one_kiosk_leaves_the_others(
    enrol: Callable[[], Kiosk], operator: Operator
) -> None:
    first, second = enrol(), enrol()
    operator.revoke(first.device_id)
    assert second.get("config").status_code == 200


def test_the_newest_heartbeat_is_kept(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    for queued in (3, 1):
        kiosk.tell(made=3, delivered=3 - queued, queued=queued)

    (device,) = operator.devices()
    assert device.heartbeat is not None
    assert (device.heartbeat.figures.queued, device.heard_at) == (1, clock.now)


def test_a_heartbeat_is_answered_with_what_the_centre_has_of_that_kiosk(
    enrol: Callable[[], Kiosk],
) -> None:
    first, second = enrol(), enrol()
    submission_id = uuid4()
    first.put_form(submission_id, first.sealed_form(submission_id, Resident()))

    assert first.tell(made=1, delivered=1, signed_parts=1) == HeartbeatAnswer(
        submissions=1, parts=1
    )
    assert second.tell() == HeartbeatAnswer(submissions=0, parts=0)


@pytest.mark.parametrize(
    ("told", "agrees"),
    [
        ({"made": 2, "delivered": 1, "cancelled": 1, "signed_parts": 1}, True),
        ({"made": 1, "queued": 1}, True),  # its receipt has not come through yet
        ({"made": 2, "delivered": 1, "signed_parts": 1}, False),
        ({"made": 1, "delivered": 1, "unrecorded": 1, "signed_parts": 1}, False),
        ({"made": 1, "missing": 1}, False),
        ({"made": 1, "delivered": 1, "signed_parts": 2}, False),
    ],
)
def test_the_operator_finds_the_kiosks_whose_figures_disagree(
    kiosk: Kiosk, operator: Operator, told: dict[str, int], *, agrees: bool
) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, Resident()))
    assert operator.kiosks() == ()

    kiosk.tell(**told)

    assert [device.device_id for device in operator.kiosks()] == [kiosk.device_id] * (not agrees)
