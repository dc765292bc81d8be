"""Uploads that go on after a break, as any client of tus 1.0 would speak of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import GRANT_HEADER, MAX_PHOTO_BYTES, Redoable
from tests.central.kiosk import Kiosk
from tests.central.photo_upload import SITI, VERSION, Photo, files, upload_of
from tests.central.problems import assert_problem


@pytest.fixture
def photo(kiosk: Kiosk) -> Photo:
    return Photo(kiosk)


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
