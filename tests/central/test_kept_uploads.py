"""What is kept of uploads, how long, and who may go on with it."""

import socket
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.intake.uploads import Uploads
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.problems import RefusedError
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.reason import Reason
from kiosk.sync.protocol import Part, Redoable
from kiosk.sync.resumable import UploadDescription
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.photo_upload import SITI, VERSION, Photo, files, settings, upload_of
from tests.central.problems import assert_problem


@pytest.fixture
def photo(kiosk: Kiosk) -> Photo:
    return Photo(kiosk)


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
