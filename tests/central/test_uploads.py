"""Uploads that go on after a break, as any client of tus 1.0 would speak of them."""

import hashlib
import os
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from kiosk.central.centre import UPLOADS_FOLDER, Centre
from kiosk.central.intake.uploads import Uploads
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.settings.settings import Settings
from kiosk.central.web.app import create_app
from kiosk.central.web.problems import RefusedError
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import GRANT_HEADER, MAX_PHOTO_BYTES, Part, Redoable
from kiosk.sync.resumable import PIECE_TYPE, UploadDescription
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.fixed_settings import FixedSettings
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()
VERSION = {"Tus-Resumable": "1.0.0"}


class Photo:
    """A photo of this kiosk, and the calls to upload it."""

    def __init__(
        self, kiosk: Kiosk, size: int = 40_000, revision: int = 1, envelope: bytes | None = None
    ) -> None:
        self.kiosk = kiosk
        self.submission_id = uuid4()
        self.revision = revision
        named = {"submission": self.submission_id, "part": Part.PHOTO, "revision": revision}
        self.envelope = envelope or kiosk.seal(os.urandom(size), **named)
        self.sha256 = hashlib.sha256(self.envelope).hexdigest()
        self.grant: str | None = None

    @property
    def announced(self) -> dict[str, str]:
        description = UploadDescription(
            submission=self.submission_id,
            part=Part.PHOTO,
            revision=self.revision,
            sha256=self.sha256,
            length=len(self.envelope),
        )
        metadata = {"Upload-Metadata": description.metadata()}
        return {"Upload-Length": str(len(self.envelope)), **metadata}

    def begin(self, body: bytes = b"", /, **changes: str) -> requests.Response:
        headers = VERSION | self.announced | self._typed(body) | changes
        return self.kiosk.call("POST", "uploads", headers=headers, data=body)

    def go_on(
        self, upload: str, offset: int, body: bytes, kiosk: Kiosk | None = None
    ) -> requests.Response:
        headers = VERSION | {"Upload-Offset": str(offset)} | self._typed(body)
        return (kiosk or self.kiosk).call("PATCH", f"uploads/{upload}", headers=headers, data=body)

    def _typed(self, body: bytes) -> dict[str, str]:
        granted = {} if self.grant is None else {GRANT_HEADER: self.grant}
        return granted | ({"Content-Type": PIECE_TYPE} if body else {})


@pytest.fixture
def photo(kiosk: Kiosk) -> Photo:
    return Photo(kiosk)


def settings(limits: AccessLimits) -> Settings:
    return FixedSettings(replace(demo_configuration(), limits=limits))


def upload_of(answer: requests.Response) -> str:
    assert answer.status_code == 201
    return answer.headers["Location"].rpartition("/")[2]


def files(folder: Path) -> list[Path]:
    return list((folder / "centre" / UPLOADS_FOLDER).glob("*/*"))


def test_a_photo_comes_in_pieces_and_gets_its_receipt(photo: Photo, kiosk: Kiosk) -> None:
    begun = photo.begin()
    upload = upload_of(begun)
    first = photo.go_on(upload, 0, photo.envelope[:10_000])
    last = photo.go_on(upload, 10_000, photo.envelope[10_000:])

    assert begun.headers["Upload-Offset"] == "0"
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "10000")
    assert (last.status_code, last.headers["Upload-Offset"]) == (201, str(len(photo.envelope)))
    assert kiosk.receipt(last).sha256 == photo.sha256
    assert {answer.headers["Tus-Resumable"] for answer in (begun, first, last)} == {"1.0.0"}


def test_a_photo_that_comes_with_its_beginning_needs_one_request(
    photo: Photo, kiosk: Kiosk, tmp_path: Path
) -> None:
    answer = photo.begin(photo.envelope)

    assert answer.status_code == 201
    assert kiosk.receipt(answer).sha256 == photo.sha256
    assert files(tmp_path) == []


def test_the_receipt_is_the_same_however_often_and_in_whatever_way(
    photo: Photo, kiosk: Kiosk
) -> None:
    first = photo.begin(photo.envelope)
    again = photo.begin()
    whole = kiosk.put_photo(photo.submission_id, photo.envelope)

    assert (again.status_code, whole.status_code) == (200, 200)
    assert first.content == again.content == whole.content


def test_the_same_upload_is_found_again_with_what_has_come(photo: Photo) -> None:
    upload = upload_of(photo.begin(photo.envelope[:9_000]))
    again = photo.begin()

    assert upload_of(again) == upload
    assert again.json()["offset"] == 9_000


def test_what_is_here_already_is_passed_over(photo: Photo, kiosk: Kiosk) -> None:
    photo.begin(photo.envelope[:9_000])

    assert photo.begin(photo.envelope[:5_000]).json()["offset"] == 9_000
    assert kiosk.receipt(photo.begin(photo.envelope)).sha256 == photo.sha256


def test_a_head_says_where_it_stands(photo: Photo, kiosk: Kiosk) -> None:
    upload = upload_of(photo.begin(photo.envelope[:9_000]))

    answer = kiosk.call("HEAD", f"uploads/{upload}", headers=VERSION)

    assert answer.status_code == 200
    assert answer.headers["Upload-Offset"] == "9000"
    assert answer.headers["Upload-Length"] == str(len(photo.envelope))
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_spoken_here_is_told_without_a_token(kiosk: Kiosk) -> None:
    answer = requests.options(f"{kiosk.url}/v1/uploads", timeout=10)

    assert (answer.status_code, answer.headers["Tus-Version"]) == (204, "1.0.0")
    assert "creation-with-upload" in answer.headers["Tus-Extension"].split(",")


def test_another_version_is_refused(photo: Photo) -> None:
    for version in ("", "0.2.2", "1.0.1"):
        answer = photo.begin(**{"Tus-Resumable": version})
        assert_problem(answer, 412, "request_invalid", "Tus-Resumable")


def test_a_piece_that_does_not_join_on_changes_nothing(photo: Photo) -> None:
    upload = upload_of(photo.begin(photo.envelope[:9_000]))

    for offset in (0, 8_999, 9_001, 40_000):
        answer = photo.go_on(upload, offset, b"piece")
        assert_problem(answer, 409, "offset_mismatch", "Upload-Offset")
    assert photo.begin().json()["offset"] == 9_000


def test_more_than_was_announced_is_refused(photo: Photo) -> None:
    upload = upload_of(photo.begin())

    assert_problem(
        photo.go_on(upload, 0, photo.envelope + b"x"), 409, "offset_mismatch", "Upload-Offset"
    )


def test_other_bytes_than_announced_end_the_upload(photo: Photo, kiosk: Kiosk) -> None:
    upload = upload_of(photo.begin())
    altered = bytes([photo.envelope[0] ^ 1]) + photo.envelope[1:]

    assert_problem(photo.go_on(upload, 0, altered), 422, "checksum_mismatch", "sha256")
    assert_problem(photo.go_on(upload, 0, photo.envelope), 404, "upload_unknown", "upload")
    assert kiosk.receipt(photo.begin(photo.envelope)).sha256 == photo.sha256


def test_another_device_cannot_go_on_with_it(photo: Photo, enrol: Callable[[], Kiosk]) -> None:
    other = enrol()
    upload = upload_of(photo.begin(photo.envelope[:9_000]))

    answer = photo.go_on(upload, 9_000, photo.envelope[9_000:], other)

    assert_problem(answer, 404, "upload_unknown", "upload")
    assert photo.begin().json()["offset"] == 9_000


def test_another_device_is_not_given_the_receipt(photo: Photo, enrol: Callable[[], Kiosk]) -> None:
    photo.begin(photo.envelope)
    photo.kiosk = enrol()

    assert_problem(photo.begin(), 409, "conflict")


def test_a_name_that_nobody_was_given_is_unknown(photo: Photo) -> None:
    almost = f"{photo.submission_id}.photo.01.{photo.sha256}.{len(photo.envelope)}"
    upload_of(photo.begin())
    for upload in ("x", "..", "a.photo.1.b.5", almost, "%2e%2e%2fcentre.db"):
        assert photo.go_on(upload, 0, b"x").status_code == 404


def test_a_description_that_is_none_is_refused(photo: Photo) -> None:
    for metadata in ("", "part", "part cGhvdG8=", "part !!!", "a b c", "part /w==,sha256 "):
        answer = photo.begin(**{"Upload-Metadata": metadata})
        assert_problem(answer, 422, "request_invalid", "Upload-Metadata")


def test_what_is_too_large_is_refused_before_it_is_sent(photo: Photo) -> None:
    answer = photo.begin(**{"Upload-Length": str(MAX_PHOTO_BYTES + 1)})

    assert_problem(answer, 413, "too_large")


def test_a_piece_of_another_type_is_refused(photo: Photo) -> None:
    upload = upload_of(photo.begin())
    headers = VERSION | {"Upload-Offset": "0", "Content-Type": "application/json"}

    answer = photo.kiosk.call("PATCH", f"uploads/{upload}", headers=headers, data=b"{}")

    assert answer.status_code == 415


def test_nobody_uploads_without_a_token(photo: Photo) -> None:
    headers = VERSION | photo.announced
    answer = requests.post(f"{photo.kiosk.url}/v1/uploads", headers=headers, timeout=10)

    assert_problem(answer, 401, "token_invalid")


def test_a_new_photo_needs_its_grant_with_the_last_piece(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])
    photo = Photo(kiosk, revision=2, envelope=kiosk.sealed_photo(submission_id, 2))
    photo.submission_id = submission_id

    assert_problem(photo.begin(photo.envelope), 403, "grant_invalid", GRANT_HEADER)
    photo.grant = kiosk.grant(SITI, Redoable.PHOTO)
    upload = upload_of(photo.begin(photo.envelope[:500]))
    assert photo.go_on(upload, 500, photo.envelope[500:]).status_code == 201
    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


def test_an_envelope_that_is_none_is_refused_and_thrown_away(kiosk: Kiosk, tmp_path: Path) -> None:
    photo = Photo(kiosk, envelope=bytes(20_000))

    assert_problem(photo.begin(photo.envelope), 422, "envelope_invalid", "envelope")
    assert files(tmp_path) == []


def test_what_nobody_goes_on_with_is_thrown_away(
    photo: Photo, kiosk: Kiosk, clock: SettableClock, tmp_path: Path
) -> None:
    photo.begin(photo.envelope[:9_000])
    clock.pass_by(timedelta(days=8))
    kiosk.renew(clock())

    other = upload_of(Photo(kiosk).begin())

    assert [file.name for file in files(tmp_path)] == [other]


def test_going_on_with_it_keeps_it_alive(photo: Photo, kiosk: Kiosk, clock: SettableClock) -> None:
    upload = upload_of(photo.begin(photo.envelope[:9_000]))
    for offset in (9_000, 9_001):
        clock.pass_by(timedelta(days=6))
        kiosk.renew(clock())
        photo.go_on(upload, offset, photo.envelope[offset : offset + 1])
        Photo(kiosk).begin()

    assert photo.begin().json()["offset"] == 9_002


def test_the_oldest_upload_of_a_device_gives_way(tmp_path: Path, clock: SettableClock) -> None:
    uploads = Uploads(tmp_path, clock, settings(AccessLimits(uploads_per_device=2)))
    for device in (UUID(int=number) for number in (1, 1, 1, 2)):
        named = UploadDescription(
            submission=uuid4(), part=Part.PHOTO, revision=1, sha256="0" * 64, length=9
        )
        with uploads.begin(device, named) as upload:
            upload.write(0, b"beginning"[: clock.now.second + 1])
        clock.pass_by(timedelta(seconds=1))

    sizes = sorted(path.stat().st_size for path in tmp_path.glob("*/*"))
    assert sizes == [2, 3, 4]


def test_many_lines_at_once_bring_no_more_than_one_after_another(
    tmp_path: Path, clock: SettableClock
) -> None:
    uploads, device = (
        Uploads(tmp_path, clock, settings(AccessLimits(uploads_per_device=2))),
        UUID(int=1),
    )
    with ExitStack() as lines:
        held = [
            lines.enter_context(uploads.begin(device, named))
            for named in (
                UploadDescription(
                    submission=UUID(int=number),
                    part=Part.PHOTO,
                    revision=1,
                    sha256="0" * 64,
                    length=9,
                )
                for number in range(5)
            )
        ]
        assert len(list(tmp_path.glob("*/*"))) == 2
        with pytest.raises(RefusedError):
            held[0].write(0, b"beginning")
        held[-1].write(0, b"beginning")


def test_a_withdrawal_erases_what_has_come_in_part(
    kiosk: Kiosk, operator: Operator, tmp_path: Path
) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])
    photo = Photo(kiosk, revision=2)
    photo.submission_id = submission_id
    photo.begin(photo.envelope[:9_000])
    assert len(files(tmp_path)) == 1

    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    answer = kiosk.post(f"submissions/{submission_id}/withdrawal", None, grant)

    assert answer.status_code == 200
    assert files(tmp_path) == []
    assert_problem(photo.begin(), 409, "conflict")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_said_and_nothing_is_lost(photo: Photo, tmp_path: Path) -> None:
    upload_of(photo.begin())
    (file,) = files(tmp_path)
    file.unlink()
    file.symlink_to("/dev/full")
    assert_problem(photo.begin(photo.envelope), 503, "busy")

    file.unlink()
    assert photo.kiosk.receipt(photo.begin(photo.envelope)).sha256 == photo.sha256


def test_whoever_asks_takes_over_from_a_line_that_hangs(
    photo: Photo, server: EmbeddedServer
) -> None:
    """The old connection may still be open, and bring more much later."""
    with half_sent(photo, 9_000) as old:
        standing = photo.begin().json()["offset"]
        upload = upload_of(photo.begin())
        assert photo.go_on(upload, standing, photo.envelope[standing:]).status_code == 201
        old.sendall(photo.envelope[9_000:])
        assert old.recv(100).startswith(b"HTTP/1.1 409")


def test_a_centre_that_is_started_anew_has_what_had_come(
    photo: Photo, centre: Centre, server: EmbeddedServer, clock: SettableClock, tmp_path: Path
) -> None:
    half_sent(photo, 9_000).close()
    server.stop()
    with open_centre(tmp_path / "centre", clock, demo_configuration()) as another:
        anew = EmbeddedServer(create_app(another))
        anew.start()
        photo.kiosk.url = anew.url
        standing = photo.begin().json()["offset"]
        last = photo.go_on(upload_of(photo.begin()), standing, photo.envelope[standing:])
        anew.stop()

    assert standing == 9_000
    assert photo.kiosk.receipt(last).sha256 == photo.sha256


def half_sent(photo: Photo, size: int) -> socket.socket:
    """A connection that has brought so much, once the centre has written it down."""
    host, _, port = photo.kiosk.url.rpartition("/")[2].partition(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    head = {
        **VERSION,
        **photo.announced,
        "Host": host,
        "Authorization": f"Bearer {photo.kiosk.token}",
        "Content-Length": str(len(photo.envelope)),
    }
    lines = [f"{name}: {value}" for name, value in head.items()]
    request = "\r\n".join(["POST /v1/uploads HTTP/1.1", *lines, "", ""]).encode()
    line.sendall(request + photo.envelope[:size])
    upload = f"uploads/{photo.submission_id}.photo.1.{photo.sha256}.{len(photo.envelope)}"
    while True:
        answer = photo.kiosk.call("HEAD", upload, headers=VERSION)
        if answer.headers.get("Upload-Offset") == str(size):
            return line
