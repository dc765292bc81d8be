"""HttpCentral: what it sends, and what it makes of the centre's answers."""

import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID

import pytest

from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    DeviceRevokedError,
    NotAuthorisedError,
    PartName,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.heartbeat_messages import DeviceFigures, Heartbeat, HeartbeatAnswer
from kiosk.sync.protocol import (
    EnrolmentRequest,
    JoinRequest,
    Part,
    Redoable,
    TicketLookup,
    TokenGrant,
)
from kiosk.sync.transport import (
    CentreAddress,
)
from tests.sync.calls import (
    EMPTY_PAGE,
    FORM,
    NOON,
    QUESTION,
    SIGNED,
    STATUS,
    ScriptedTokens,
    central_at,
    fault,
    scripted,
)
from tests.sync.scripted_central import SENT, ticket_status
from tests.sync.scripted_server import (
    Reply,
    ScriptedServer,
    problem,
    raw,
    reply,
    running,
)


def test_puts_the_form_under_the_kiosks_own_id() -> None:
    with scripted(reply(201, SIGNED)) as (central, server):
        assert central.put_part(FORM, b"envelope", None) == SIGNED

    request = server.received[0]
    assert (request.method, request.path) == (
        "PUT",
        "/v1/submissions/00000000-0000-0000-0000-000000000002/form",
    )
    assert request.body == b"envelope"
    assert request.headers["Authorization"] == "Bearer token-1"
    assert request.headers["Content-Type"] == "application/octet-stream"
    assert request.headers["Loket-Grant"] is None


def test_puts_a_photo_with_its_revision_and_grant() -> None:
    with scripted(reply(200, SIGNED)) as (central, server):
        central.put_part(PartName(UUID(int=2), Part.PHOTO, 3), b"envelope", "grant-7")

    assert server.received[0].path.endswith("/photos/3")
    assert server.received[0].headers["Loket-Grant"] == "grant-7"


def test_puts_the_photo_of_a_ktp_in_a_place_of_its_own() -> None:
    with scripted(reply(201, SIGNED)) as (central, server):
        central.put_part(PartName(UUID(int=2), Part.KTP, 1), b"envelope", None)

    assert server.received[0].path.endswith("/ktp/1")


def test_what_another_device_sealed_goes_through_the_door_of_the_carriers() -> None:
    with scripted(reply(201, SIGNED)) as (central, server):
        assert central.carry_part(b"envelope", "grant-7") == SIGNED

    request = server.received[0]
    assert (request.method, request.path) == ("POST", "/v1/carrier/parts")
    assert (request.body, request.headers["Loket-Grant"]) == (b"envelope", "grant-7")
    assert request.headers["Authorization"] is None


def test_that_another_device_is_revoked_concerns_its_part_alone() -> None:
    with (
        scripted(problem(403, "device_revoked")) as (central, _),
        pytest.raises(CentralRefusedError),
    ):
        central.carry_part(b"envelope", None)


@pytest.mark.parametrize(
    ("action", "path"), [(Redoable.PHONE_CODE, "otp"), (Redoable.EMAIL_CODE, "email-code")]
)
def test_asks_for_a_code_and_sends_what_was_typed(action: Redoable, path: str) -> None:
    (grant,) = ticket_status(UUID(int=2), action).grants
    with scripted(reply(200, SENT), reply(200, STATUS)) as (central, server):
        assert central.send_code(UUID(int=2), grant) == SENT
        assert central.verify_code(UUID(int=2), grant, "123456") == STATUS

    asked, tried = server.received
    below = "/v1/submissions/00000000-0000-0000-0000-000000000002"
    assert (asked.path, asked.body) == (f"{below}/{path}", b"")
    assert (tried.path, tried.body) == (f"{below}/{path}/verify", b'{"code":"123456"}')
    assert {request.headers["Loket-Grant"] for request in server.received} == {"grant-2"}


def test_withdraws_with_the_grant_alone() -> None:
    with scripted(reply(200, STATUS)) as (central, server):
        assert central.withdraw(UUID(int=2), "grant-7") == STATUS

    request = server.received[0]
    assert request.path.endswith("/withdrawal")
    assert (request.body, request.headers["Loket-Grant"]) == (b"", "grant-7")


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "code_too_soon"), (429, "code_locked"), (503, "code_not_sent")]
)
def test_trouble_with_one_code_makes_nothing_else_wait(status: int, kind: str) -> None:
    (grant,) = ticket_status(UUID(int=2), Redoable.PHONE_CODE).grants
    with (
        scripted(problem(status, kind, {"Retry-After": "40"})) as (central, _),
        pytest.raises(CentralRefusedError) as error,
    ):
        central.send_code(UUID(int=2), grant)

    assert error.value.retry_after == timedelta(seconds=40)


def test_a_known_configuration_is_not_sent_again() -> None:
    with scripted(reply(200, SIGNED, {"ETag": '"4"'}), reply(304)) as (central, server):
        first = central.config(None)
        assert first is not None
        assert central.config(first.etag) is None

    assert server.received[1].headers["If-None-Match"] == '"4"'


def test_asks_for_outcomes_after_the_cursor() -> None:
    with scripted(reply(200, EMPTY_PAGE)) as (central, server):
        assert central.outcomes(17, 2.5) == EMPTY_PAGE

    assert server.received[0].path == "/v1/outcomes?after=17&wait=2.5"


def test_looks_a_ticket_up() -> None:
    with scripted(reply(200, STATUS)) as (central, server):
        assert central.lookup(QUESTION) == STATUS

    assert TicketLookup.model_validate_json(server.received[0].body) == QUESTION


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (problem(404, "ticket_not_found"), DeskProblem.NOT_FOUND),
        (problem(429, "ticket_locked", {"Retry-After": "900"}), DeskProblem.LOCKED),
    ],
)
def test_a_wrong_ticket_is_an_answer_not_a_fault(answer: Reply, expected: DeskProblem) -> None:
    with scripted(answer) as (central, _):
        assert central.lookup(QUESTION) is expected


def test_hands_the_test_in_with_the_grant() -> None:
    sitting = AssessmentForm(version="1", started_at=NOON, finished_at=NOON, answers={"q": "a"})
    with scripted(reply(200, STATUS)) as (central, server):
        assert central.hand_in_test(UUID(int=2), "grant-7", sitting) == STATUS

    (request,) = server.received
    assert request.path.endswith(f"/submissions/{UUID(int=2)}/test")
    assert request.headers["Loket-Grant"] == "grant-7"
    assert AssessmentForm.model_validate_json(request.body) == sitting


def test_joins_with_the_grant_and_sends_heartbeats() -> None:
    request = JoinRequest(batch_id="g7", consent_version="1", consented_at=NOON)
    beat = Heartbeat(
        kiosk_version="0.1.0",
        sent_at=NOON,
        figures=DeviceFigures(**dict.fromkeys(DeviceFigures.model_fields, 0)),
        oldest_queued_at=None,
        disk_free_mb=1,
        camera="live",
    )
    answer = HeartbeatAnswer(submissions=1, parts=2)
    with scripted(reply(200, STATUS), reply(200, answer)) as (central, server):
        assert central.join(UUID(int=2), "grant-7", request) == STATUS
        assert central.heartbeat(beat) == answer

    assert [r.path.rpartition("/")[2] for r in server.received] == ["join", "heartbeats"]
    assert server.received[0].headers["Loket-Grant"] == "grant-7"
    assert Heartbeat.model_validate_json(server.received[1].body) == beat


def test_enrols_without_a_token() -> None:
    request = EnrolmentRequest(code="ABC-123", device_key="A" * 43 + "=", kiosk_version="0.1.0")
    with (
        scripted(problem(403, "code_invalid")) as (central, server),
        pytest.raises(CentralRefusedError) as caught,
    ):
        central.enrol(request)

    assert caught.value.problem is not None
    assert caught.value.problem.type == "code_invalid"
    assert server.received[0].headers["Authorization"] is None


def test_a_refused_token_is_renewed_once_and_the_call_repeated() -> None:
    fresh = TokenGrant(token="token-2", expires_at=NOON)
    script = (problem(401, "token_invalid"), reply(200, fresh), reply(201, SIGNED))
    with scripted(*script) as (central, server):
        assert central.put_part(FORM, b"envelope", None) == SIGNED

    assert [(r.path.rpartition("/")[2], r.headers["Authorization"]) for r in server.received] == [
        ("form", "Bearer token-1"),
        ("tokens", None),
        ("form", "Bearer token-2"),
    ]
    assert server.received[2].body == b"envelope"


def test_a_token_is_renewed_by_the_centres_clock() -> None:
    """A kiosk whose clock is years off would never look fresh by its own."""
    fresh = TokenGrant(token="token-2", expires_at=NOON)
    script = (problem(401, "token_invalid"), reply(200, fresh), reply(201, SIGNED))
    tokens = ScriptedTokens()
    with (
        running(ScriptedServer(*script)) as server,
        central_at(CentreAddress(server.url), tokens) as central,
    ):
        central.put_part(FORM, b"envelope", None)

    assert abs(datetime.now(UTC) - tokens.asked_at[0]) < timedelta(seconds=5)


def test_a_fresh_token_that_is_refused_too_ends_it() -> None:
    fresh = TokenGrant(token="token-2", expires_at=NOON)
    script = (problem(401, "token_invalid"), reply(200, fresh), problem(401, "token_invalid"))

    assert isinstance(fault(*script), NotAuthorisedError)


@pytest.mark.parametrize("renewal", [problem(422, "request_invalid"), problem(403, "elsewhere")])
def test_a_renewal_that_is_refused_does_not_count_against_the_item(renewal: Reply) -> None:
    assert isinstance(fault(problem(401, "token_invalid"), renewal), NotAuthorisedError)


def test_a_revoked_device_is_told_so() -> None:
    assert isinstance(fault(problem(403, "device_revoked")), DeviceRevokedError)
    assert isinstance(
        fault(problem(401, "token_invalid"), problem(403, "device_revoked")), DeviceRevokedError
    )


@pytest.mark.parametrize("status", [409, 413, 422])
def test_these_refuse_the_item_even_where_a_gateway_says_them(status: int) -> None:
    assert isinstance(fault(reply(status, b"<html>", None, "text/html")), CentralRefusedError)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (problem(409, "conflict"), RefusedReason.CONFLICT),
        (problem(413, "too_large"), RefusedReason.TOO_LARGE),
        (problem(422, "envelope_invalid"), RefusedReason.ENVELOPE),
        (problem(403, "grant_invalid"), RefusedReason.GRANT),
        (problem(404, "not_found"), RefusedReason.OTHER),
    ],
)
def test_a_refusal_says_what_it_is_about(answer: Reply, reason: RefusedReason) -> None:
    error = fault(answer)

    assert isinstance(error, CentralRefusedError)
    assert error.reason is reason


@pytest.mark.parametrize(
    ("status", "reason", "pause_all"),
    [
        (408, UnavailableReason.BUSY, False),
        (425, UnavailableReason.BUSY, True),
        (429, UnavailableReason.BUSY, True),
        (500, UnavailableReason.SERVER_FAULT, False),
        (502, UnavailableReason.SERVER_FAULT, False),
        (503, UnavailableReason.BUSY, True),
    ],
)
def test_later_means_later(status: int, reason: UnavailableReason, pause_all: bool) -> None:
    error = fault(reply(status, b"", {"Retry-After": "7"}))

    assert isinstance(error, CentralUnavailableError)
    assert (error.reason, error.pause_all) == (reason, pause_all)
    assert error.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (format_datetime(datetime.now(UTC) + timedelta(days=9), usegmt=True), timedelta(days=1)),
        ("Mon, 02 Mar 2020 12:00:00 GMT", timedelta()),
        ("99999999999999999999", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("²", None),
    ],
    ids=["far date", "past date", "endless", "word", "negative", "superscript"],
)
def test_reads_any_retry_after(text: str, expected: timedelta | None) -> None:
    error = fault(reply(503, b"", {"Retry-After": text}))

    assert isinstance(error, CentralUnavailableError)
    assert error.retry_after == expected


def test_a_retry_after_date_is_read_by_the_centres_clock() -> None:
    """The server's `Date` is the real time, years after the kiosk's NOON."""
    until = datetime.now(UTC) + timedelta(minutes=5)
    error = fault(reply(429, b"", {"Retry-After": format_datetime(until, usegmt=True)}))

    assert isinstance(error, CentralUnavailableError)
    assert error.retry_after is not None
    assert timedelta(minutes=4) < error.retry_after <= timedelta(minutes=5)


def test_the_clock_skew_is_heard_from_the_centre() -> None:
    with scripted(reply(200, EMPTY_PAGE)) as (central, _):
        central.outcomes(0, 0)
        skew = central.clock_skew

    assert skew is not None
    assert abs(datetime.now(UTC) + skew - NOON) < timedelta(seconds=5)


def test_the_clock_of_an_answer_from_a_cache_is_not_listened_to() -> None:
    headers = {"Date": "Sun, 01 Mar 2026 12:00:00 GMT", "Age": "86400"}
    with scripted(reply(200, EMPTY_PAGE, headers)) as (central, _):
        central.outcomes(0, 0)

        assert central.clock_skew is None


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 -1400", "Mon, 01 Jan 0100 00:00:00 +1400"]
)
def test_a_clock_with_which_nobody_could_reckon_is_not_listened_to(date: str) -> None:
    body = EMPTY_PAGE.model_dump_json()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: {date}\r\n"
    with scripted(raw(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())) as (central, _):
        central.outcomes(0, 0)

        assert central.clock_skew is None


def test_a_portals_clock_is_not_listened_to() -> None:
    with scripted(reply(200, b"<html>", None, "text/html")) as (central, _):
        with contextlib.suppress(CentralUnavailableError):
            central.outcomes(0, 0)
        assert central.clock_skew is None
