"""Who may do what: every route of `/v1` by everybody who may try it.

A route that has no row here fails the first test: whoever adds one says who may use it.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.web.app import create_app
from kiosk.domain.reason import Reason
from kiosk.sync.protocol import Part, Redoable
from kiosk.sync.resumable import PIECE_TYPE, TUS_VERSION, TusHeader, UploadDescription
from tests.central.clock import MORNING, SettableClock
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident, card_of
from tests.central.routes import Route, served

ELSEWHERE = "desa-b"


@dataclass(frozen=True)
class Case:
    """A resident of office A whose photo is to be redone, with A's grants and begun upload."""

    submission_id: UUID
    resident: Resident
    upload: str
    grants: dict[Redoable, str]


@dataclass(frozen=True)
class Row:
    """How a route is called, and what the right device and one of another office get."""

    call: Callable[[Kiosk, Case], requests.Response]
    right: int
    elsewhere: int
    is_open: bool = False
    """Needs no token: what is brought proves itself."""


def put(part: str, envelope: Callable[[Kiosk, Case], bytes]) -> Callable[..., requests.Response]:
    def call(kiosk: Kiosk, case: Case) -> requests.Response:
        grant = case.grants[Redoable.PHOTO]
        return kiosk.put(f"submissions/{case.submission_id}/{part}", envelope(kiosk, case), grant)

    return call


def post(what: str, action: Redoable, message: Any = None) -> Callable[..., requests.Response]:
    def call(kiosk: Kiosk, case: Case) -> requests.Response:
        path = f"submissions/{case.submission_id}/{what}"
        return kiosk.post(path, message, case.grants[action])

    return call


def get(path: str) -> Callable[[Kiosk, Case], requests.Response]:
    return lambda kiosk, case: kiosk.get(path.format(id=case.submission_id))


def another_form(kiosk: Kiosk, case: Case) -> bytes:
    return kiosk.sealed_form(case.submission_id, case.resident)


def sealed_card(kiosk: Kiosk, case: Case) -> bytes:
    return kiosk.seal_picture(card_of(case.submission_id), Part.KTP)


def announce(kiosk: Kiosk, submission_id: UUID) -> requests.Response:
    named = UploadDescription(
        submission=submission_id, part=Part.PHOTO, revision=2, sha256="0" * 64, length=9000
    )
    headers = {
        TusHeader.VERSION: TUS_VERSION,
        TusHeader.LENGTH: str(named.length),
        TusHeader.METADATA: named.metadata(),
    }
    return kiosk.call("POST", "uploads", headers={str(k): v for k, v in headers.items()})


def go_on(kiosk: Kiosk, case: Case) -> requests.Response:
    headers = {
        "Tus-Resumable": TUS_VERSION,
        "Upload-Offset": "0",
        "Content-Type": PIECE_TYPE,
    }
    return kiosk.call("PATCH", f"uploads/{case.upload}", headers=headers, data=b"x")


def stands(kiosk: Kiosk, case: Case) -> requests.Response:
    return kiosk.call("HEAD", f"uploads/{case.upload}", headers={"Tus-Resumable": TUS_VERSION})


def beat(kiosk: Kiosk, _case: Case) -> requests.Response:
    figures = dict.fromkeys(
        ("made", "delivered", "queued", "quarantined", "cancelled", "expired"), 0
    ) | dict.fromkeys(("missing", "unrecorded", "signed_parts"), 0)
    message = {
        "kiosk_version": "1",
        "sent_at": MORNING.isoformat(),
        "figures": figures,
        "oldest_queued_at": None,
        "disk_free_mb": 1,
        "camera": "live",
    }
    return kiosk.post("heartbeats", message)


JOIN = {"batch_id": "b", "consent_version": "1", "consented_at": MORNING.isoformat()}
SITTING = {
    "version": "1",
    "started_at": MORNING.isoformat(),
    "finished_at": MORNING.isoformat(),
    "answers": {},
}
SIGNED = {"payload": "", "signature": "", "key_id": "x"}
SUBMISSION = "/v1/submissions/{submission_id}"
W = Redoable.WITHDRAWAL
MATRIX: dict[Route, Row] = {
    ("POST", "/v1/enrolments"): Row(
        lambda kiosk, _case: kiosk.post("enrolments", kiosk.enrolment_request("NO-SUCH-CODE")),
        right=403,
        elsewhere=403,
        is_open=True,
    ),
    ("POST", "/v1/tokens"): Row(
        lambda kiosk, _case: kiosk.post("tokens", {**kiosk.renewal(MORNING), "signature": ""}),
        right=401,
        elsewhere=401,
        is_open=True,
    ),
    ("OPTIONS", "/v1/uploads"): Row(
        lambda kiosk, _case: kiosk.call("OPTIONS", "uploads", headers={}),
        right=204,
        elsewhere=204,
        is_open=True,
    ),
    ("POST", "/v1/carrier/parts"): Row(
        lambda kiosk, _case: kiosk.call("POST", "carrier/parts", headers={}, data=b"x"),
        right=422,
        elsewhere=422,
        is_open=True,
    ),
    ("POST", "/v1/carrier/outcomes"): Row(
        lambda kiosk, _case: kiosk.post("carrier/outcomes", SIGNED),
        right=403,
        elsewhere=403,
        is_open=True,
    ),
    ("GET", "/v1/config"): Row(get("config"), right=200, elsewhere=200),
    ("GET", "/v1/outcomes"): Row(get("outcomes"), right=200, elsewhere=200),
    ("POST", "/v1/heartbeats"): Row(beat, right=200, elsewhere=200),
    ("POST", "/v1/tickets/lookup"): Row(
        lambda kiosk, case: kiosk.look_up(case.resident), right=200, elsewhere=200
    ),
    ("GET", f"{SUBMISSION}/contact"): Row(
        get("submissions/{id}/contact"), right=200, elsewhere=404
    ),
    ("PUT", f"{SUBMISSION}/form"): Row(put("form", another_form), right=409, elsewhere=409),
    ("PUT", f"{SUBMISSION}/ktp/{{revision}}"): Row(
        put("ktp/1", sealed_card), right=409, elsewhere=409
    ),
    ("PUT", f"{SUBMISSION}/patches/{{number}}"): Row(
        put("patches/1", lambda kiosk, case: kiosk.sealed_patch(case.submission_id)),
        right=409,
        elsewhere=409,
    ),
    ("POST", f"{SUBMISSION}/join"): Row(post("join", W, JOIN), right=403, elsewhere=403),
    ("POST", f"{SUBMISSION}/test"): Row(post("test", W, SITTING), right=403, elsewhere=403),
    ("POST", f"{SUBMISSION}/otp"): Row(post("otp", W), right=403, elsewhere=403),
    ("POST", f"{SUBMISSION}/otp/verify"): Row(
        post("otp/verify", W, {"code": "123456"}), right=403, elsewhere=403
    ),
    ("POST", f"{SUBMISSION}/email-code"): Row(post("email-code", W), right=403, elsewhere=403),
    ("POST", f"{SUBMISSION}/email-code/verify"): Row(
        post("email-code/verify", W, {"code": "123456"}), right=403, elsewhere=403
    ),
    ("HEAD", "/v1/uploads/{upload_id}"): Row(stands, right=200, elsewhere=404),
    ("PATCH", "/v1/uploads/{upload_id}"): Row(go_on, right=204, elsewhere=404),
    ("POST", "/v1/uploads"): Row(
        lambda kiosk, case: announce(kiosk, case.submission_id), right=201, elsewhere=201
    ),
    ("PUT", f"{SUBMISSION}/photos/{{revision}}"): Row(
        put("photos/2", lambda kiosk, case: kiosk.sealed_photo(case.submission_id, 2)),
        right=201,
        elsewhere=403,
    ),
    ("POST", f"{SUBMISSION}/withdrawal"): Row(post("withdrawal", W), right=200, elsewhere=403),
}
"""In an order in which the right device can do one after another."""
CLOSED = {route: row for route, row in MATRIX.items() if not row.is_open}


@pytest.fixture
def case(kiosk: Kiosk, operator: Operator) -> Case:
    resident = Resident()
    submission_id = kiosk.register(resident)
    operator.reject_photo(submission_id, [Reason.BLUR])
    grants = {one.action: one.grant for one in kiosk.status(resident).grants}
    upload = announce(kiosk, submission_id).json()["upload"]
    return Case(submission_id, resident, upload, grants)


@pytest.fixture
def stranger(kiosk: Kiosk, operator: Operator) -> Iterator[Kiosk]:
    """A kiosk of another office."""
    operator.new_office(ELSEWHERE, "Kantor Desa B")
    stranger = Kiosk(kiosk.url, operator.new_code(ELSEWHERE))
    yield stranger
    stranger.close()


def test_every_route_has_a_row(centre: Centre) -> None:
    assert served(create_app(centre)) == MATRIX.keys()


def test_nobody_gets_anywhere_without_a_good_token(kiosk: Kiosk, case: Case) -> None:
    for token in ("", "' OR 1=1 --", secrets.token_urlsafe(32), "x" * 5000):
        kiosk.token = token

        told = [row.call(kiosk, case) for row in CLOSED.values()]

        assert {answer.status_code for answer in told} == {401}
        assert {answer.headers["WWW-Authenticate"] for answer in told} == {"Bearer"}


def test_a_token_that_is_over_is_as_good_as_none(
    kiosk: Kiosk, case: Case, clock: SettableClock
) -> None:
    clock.pass_by(timedelta(hours=13))

    assert {row.call(kiosk, case).status_code for row in CLOSED.values()} == {401}


def test_a_revoked_device_gets_nowhere(kiosk: Kiosk, case: Case, operator: Operator) -> None:
    operator.revoke(kiosk.device_id)

    told = {route: row.call(kiosk, case) for route, row in CLOSED.items()}

    assert {answer.status_code for answer in told.values()} == {403}
    kinds = {answer.json()["type"] for route, answer in told.items() if route[0] != "HEAD"}
    assert kinds == {"device_revoked"}


def test_what_needs_no_token_is_answered_alike_to_everybody(
    kiosk: Kiosk, case: Case, operator: Operator
) -> None:
    rows = {route: row for route, row in MATRIX.items() if row.is_open}
    wanted = {route: row.right for route, row in rows.items()}
    for token in (kiosk.token, "x" * 43, ""):
        kiosk.token = token
        told = {route: row.call(kiosk, case).status_code for route, row in rows.items()}
        assert told == wanted


def test_a_device_of_another_office_gets_no_hold_of_a_submission(
    kiosk: Kiosk, stranger: Kiosk, case: Case, operator: Operator
) -> None:
    before = operator.record(case.submission_id)

    told = {route: row.call(stranger, case).status_code for route, row in MATRIX.items()}

    assert told == {route: row.elsewhere for route, row in MATRIX.items()}
    assert stranger.outcomes() == ([], 0)
    after = operator.record(case.submission_id)
    assert (after.state, after.photo_revisions) == (before.state, before.photo_revisions)


def test_the_right_device_gets_what_is_its_own(kiosk: Kiosk, case: Case) -> None:
    told = {route: row.call(kiosk, case).status_code for route, row in MATRIX.items()}

    assert told == {route: row.right for route, row in MATRIX.items()}
