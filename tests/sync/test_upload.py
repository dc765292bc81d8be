"""HttpCentral with parts that are not small, before centres that answer in every way."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    PartName,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.client import WHOLE_FOR, HttpCentral
from kiosk.sync.protocol import Part
from kiosk.sync.resumable import SMALL_BODY_BYTES, UploadDescription, UploadState
from kiosk.sync.transport import CentreAddress
from kiosk.sync.upload import MOST_BREAKS, SMALL_PIECE_BYTES, SMALLEST_PIECE_BYTES
from tests.sync.calls import FORM, NOON, SIGNED, ScriptedTokens
from tests.sync.scripted_server import Reply, ScriptedServer, problem, raw, reply, running

PHOTO = PartName(UUID(int=2), Part.PHOTO, 1)
ENVELOPE = bytes(range(250)) * 400
BREAK = raw(b"")


def stands_at(offset: int, upload: str = "u-1") -> Reply:
    state = UploadState(upload=upload, offset=offset, expires_at=NOON)
    return reply(201, state, {"Upload-Offset": str(offset), "Location": f"/v1/uploads/{upload}"})


def has(offset: int) -> Reply:
    return reply(204, headers={"Upload-Offset": str(offset)})


WHOLE = reply(201, SIGNED, {"Upload-Offset": str(len(ENVELOPE))})


@contextmanager
def uploading(*script: Reply) -> Generator[tuple[HttpCentral, ScriptedServer]]:
    """A client that does not pause."""
    with running(ScriptedServer(*script)) as server:
        address = CentreAddress(server.url)
        central = HttpCentral(address, lambda: NOON, ScriptedTokens(), jitter=lambda: 0.0)
        yield central, server
        central.close()


def calls(server: ScriptedServer) -> list[tuple[str, int, int]]:
    """Method, offset, and how many bytes."""
    return [
        (one.method, int(one.headers.get("Upload-Offset", "0")), len(one.body))
        for one in server.received
    ]


def failure(*script: Reply) -> CentralUnavailableError:
    with uploading(*script) as (central, _), pytest.raises(CentralUnavailableError) as caught:
        central.put_part(PHOTO, ENVELOPE, None)
    return caught.value


def test_asks_before_it_sends_the_first_time_only() -> None:
    with uploading(stands_at(0), WHOLE, WHOLE) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED

    size = len(ENVELOPE)
    assert calls(server) == [("POST", 0, 0), ("PATCH", 0, size), ("POST", 0, size)]


def test_says_what_it_is_going_to_send_and_brings_its_grant() -> None:
    with uploading(stands_at(0), WHOLE) as (central, server):
        central.put_part(PHOTO, ENVELOPE, "grant-7")

    begin, patch = server.received
    described = UploadDescription.read(
        begin.headers["Upload-Metadata"], int(begin.headers["Upload-Length"])
    )
    assert (begin.path, patch.path) == ("/v1/uploads", "/v1/uploads/u-1")
    assert (described.submission, described.part, described.revision) == (UUID(int=2), "photo", 1)
    assert described.length == len(ENVELOPE)
    for request in (begin, patch):
        assert request.headers["Loket-Grant"] == "grant-7"
        assert request.headers["Tus-Resumable"] == "1.0.0"
        assert request.headers["Authorization"] == "Bearer token-1"
    assert patch.body == ENVELOPE


def test_goes_on_with_all_the_rest_where_the_centre_kept_what_broke_off() -> None:
    with uploading(stands_at(0), BREAK, stands_at(70_000), WHOLE) as (central, server):
        central.put_part(PHOTO, ENVELOPE, None)

    assert calls(server)[-1] == ("PATCH", 70_000, 30_000)


def test_sends_small_pieces_where_nothing_of_a_request_came() -> None:
    small = SMALL_PIECE_BYTES
    script = (stands_at(0), BREAK, stands_at(0), has(small), BREAK, stands_at(small), WHOLE)
    with uploading(*script) as (central, server):
        central.put_part(PHOTO, ENVELOPE, None)

    assert calls(server)[3:5] == [("PATCH", 0, small), ("PATCH", small, small)]
    assert calls(server)[-1] == ("PATCH", small, small)


def test_gives_up_where_not_even_the_smallest_piece_comes() -> None:
    script = [stands_at(0), *[BREAK, stands_at(0)] * 10]
    with uploading(*script) as (central, server), pytest.raises(CentralUnavailableError) as caught:
        central.put_part(PHOTO, ENVELOPE, None)

    assert caught.value.reason is UnavailableReason.OFFLINE
    sizes = [size for method, _, size in calls(server) if method == "PATCH"]
    assert (sizes[0], sizes[-1]) == (len(ENVELOPE), SMALLEST_PIECE_BYTES)
    assert len(sizes) == 4


def test_an_answer_that_is_cut_off_in_its_headers_is_asked_for_again() -> None:
    cut_off = raw(b"HTTP/1.1 201 Created\r\nServer: x\r\nContent-T")
    with uploading(stands_at(0), cut_off, WHOLE) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED

    assert calls(server)[-1] == ("POST", 0, 0)


def test_a_portal_is_asked_twice_and_no_more() -> None:
    portal = reply(200, b"<html>", None, "text/html")
    with uploading(portal) as (central, server), pytest.raises(CentralUnavailableError) as caught:
        central.put_part(PHOTO, ENVELOPE, None)

    assert caught.value.reason is UnavailableReason.CAPTIVE_PORTAL
    assert len(server.received) == 2


def test_a_dead_line_is_tried_three_times_and_no_more() -> None:
    with uploading(BREAK) as (central, server), pytest.raises(CentralUnavailableError):
        central.put_part(PHOTO, ENVELOPE, None)

    assert len(server.received) == 3


def test_a_line_that_breaks_all_the_time_lets_others_have_a_turn() -> None:
    """However little comes each time."""
    steps = range(1, MOST_BREAKS + 5)
    script = [stands_at(0), *[one for step in steps for one in (BREAK, stands_at(step))]]

    assert failure(*script).reason is UnavailableReason.OFFLINE


def test_a_piece_that_came_in_part_counts_as_a_break() -> None:
    """Or a centre that has one byte more each time would hold the line for ever."""
    with uploading(stands_at(0), has(1), stands_at(1), WHOLE) as (central, server):
        central.put_part(PHOTO, ENVELOPE, None)

    assert [one.method for one in server.received] == ["POST", "PATCH", "POST", "PATCH"]


def test_what_was_broken_off_is_asked_for_the_next_time() -> None:
    with uploading(WHOLE, BREAK, BREAK, BREAK, stands_at(60_000), WHOLE) as (central, server):
        central.put_part(PHOTO, ENVELOPE, None)
        with pytest.raises(CentralUnavailableError):
            central.put_part(PHOTO, ENVELOPE, None)
        central.put_part(PHOTO, ENVELOPE, None)

    assert calls(server)[-2:] == [("POST", 0, 0), ("PATCH", 60_000, 40_000)]


@pytest.mark.parametrize("lost", [problem(404, "upload_unknown"), problem(409, "offset_mismatch")])
def test_asks_again_where_the_upload_stands_elsewhere(lost: Reply) -> None:
    with uploading(stands_at(0), lost, stands_at(5_000), WHOLE) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED

    assert calls(server)[-1][:2] == ("PATCH", 5_000)


def test_altered_bytes_are_sent_anew_once() -> None:
    altered = problem(422, "checksum_mismatch")
    with uploading(stands_at(9_000), altered, WHOLE) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED
    assert calls(server)[-1] == ("POST", 0, len(ENVELOPE))

    assert failure(stands_at(0), altered).reason is UnavailableReason.BAD_ANSWER


@pytest.mark.parametrize(
    "answer", [problem(404, "about:blank"), problem(405, "about:blank"), problem(501, "none")]
)
def test_a_centre_without_uploads_gets_parts_whole(answer: Reply) -> None:
    with uploading(answer, reply(201, SIGNED)) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, "grant-7") == SIGNED
        assert central.put_part(PHOTO, ENVELOPE, "grant-7") == SIGNED

    assert [one.method for one in server.received] == ["POST", "PUT", "PUT"]
    assert server.received[1].body == ENVELOPE


def test_a_centre_without_uploads_is_asked_again_some_day() -> None:
    """It may have been an older one for an hour, or a box before it."""
    none = problem(404, "about:blank")
    with uploading(none, *[reply(201, SIGNED)] * WHOLE_FOR, WHOLE) as (central, server):
        for _ in range(WHOLE_FOR + 1):
            assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED

    methods = [one.method for one in server.received]
    assert methods == ["POST", *["PUT"] * WHOLE_FOR, "POST"]
    assert server.received[-1].body == b""


def test_a_centre_that_stops_offering_uploads_in_the_middle_of_one_gets_it_whole() -> None:
    none = problem(404, "about:blank")
    with uploading(stands_at(0), none, none, reply(201, SIGNED)) as (central, server):
        assert central.put_part(PHOTO, ENVELOPE, None) == SIGNED

    assert [one.method for one in server.received] == ["POST", "PATCH", "POST", "PUT"]


def test_what_is_small_needs_no_upload() -> None:
    with uploading(reply(201, SIGNED)) as (central, server):
        central.put_part(FORM, bytes(SMALL_BODY_BYTES), None)

    assert [one.method for one in server.received] == ["PUT"]


def test_a_refusal_of_the_part_is_one() -> None:
    for script in ([problem(409, "conflict")], [stands_at(0), problem(403, "grant_invalid")]):
        with uploading(*script) as (central, server), pytest.raises(CentralRefusedError) as caught:
            central.put_part(PHOTO, ENVELOPE, None)
        assert caught.value.reason in {RefusedReason.CONFLICT, RefusedReason.GRANT}
        assert len(server.received) == len(script)


@pytest.mark.parametrize(
    "answer",
    [
        has(7),
        has(0),
        has(200_000),
        reply(204, headers={"Upload-Offset": "-5"}),
        reply(204, headers={"Upload-Offset": "²"}),
        reply(204),
        stands_at(200_000),
        reply(201, b"{}", {"Upload-Offset": "5"}),
    ],
)
def test_nonsense_about_an_upload_ends_it_for_now(answer: Reply) -> None:
    assert failure(stands_at(7), answer).reason is UnavailableReason.BAD_ANSWER


def test_the_way_goes_to_no_other_place() -> None:
    """Whatever a header or a name says."""
    elsewhere = reply(
        201,
        b'{"upload": "../config?x=", "offset": 0, "expires_at": "2026-03-02T12:00:00Z"}',
        {"Upload-Offset": "0", "Location": "http://192.0.2.7/v1/uploads/u-1"},
    )
    with uploading(elsewhere) as (central, server), pytest.raises(CentralUnavailableError):
        central.put_part(PHOTO, ENVELOPE, None)

    assert {one.path for one in server.received} == {"/v1/uploads"}


@pytest.mark.parametrize("status", [429, 503, 500])
def test_a_centre_that_is_busy_is_left_alone(status: int) -> None:
    with (
        uploading(stands_at(0), problem(status, "busy")) as (central, server),
        pytest.raises(CentralUnavailableError),
    ):
        central.put_part(PHOTO, ENVELOPE, None)

    assert len(server.received) == 2


def test_a_turn_is_waited_for_by_the_centres_clock() -> None:
    """The server's `Date` is the real time, years after the kiosk's NOON."""
    at = datetime.now(UTC) + timedelta(minutes=5)
    body = f'{{"type": "slot", "title": "no", "status": 425, "not_before": "{at.isoformat()}"}}'
    error = failure(reply(425, body.encode(), {"Retry-After": "9"}, "application/problem+json"))

    assert error.pause_all
    assert error.retry_after is not None
    assert timedelta(minutes=4) < error.retry_after <= timedelta(minutes=5, seconds=1)


def test_a_turn_of_next_year_is_not_believed() -> None:
    body = b'{"type": "slot", "title": "no", "status": 425, "not_before": "2100-01-01T00:00:00Z"}'

    error = failure(reply(425, body, None, "application/problem+json"))

    assert error.retry_after == timedelta(days=1)


def test_closing_ends_a_line_that_breaks_all_the_time() -> None:
    def break_and_close(closing: Callable[[], None]) -> Reply:
        def answer(_handler: object) -> None:
            closing()

        return answer

    script: list[Reply] = [stands_at(0)]
    with uploading(*script) as (central, server):
        server.script.append(break_and_close(central.close))
        server.script.append(has(5))
        with pytest.raises(CentralUnavailableError) as caught:
            central.put_part(PHOTO, ENVELOPE, None)

    assert caught.value.reason is UnavailableReason.CLOSED
