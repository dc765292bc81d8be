"""Sealed parts on their way into the store, through a rotation of keys, and out again."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from kiosk.central.blobs.moving import Mover
from kiosk.central.blobs.sweeping import PAUSE
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.storage.models import PartRow
from kiosk.central.vault.key_files import (
    KEY_FILE,
    OPENING_FILE,
    KeysUnreadableError,
    rotate_sealing_key,
)
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Redoable, base64_bytes
from tests.canary import found_in
from tests.central.clock import SettableClock
from tests.central.databases import open_centre, stored_bytes
from tests.central.kiosk import Kiosk
from tests.central.photo_upload import Photo
from tests.central.problems import assert_problem
from tests.central.residents import JPEG, OFFICE, Resident
from tests.central.test_exceptions import register_without_photo

SITI, BUDI = Resident(), Resident(serial=9002)


@pytest.fixture
def envelopes(centre: Centre, tmp_path: Path) -> Path:
    """Where the centre keeps them: a folder."""
    folder = tmp_path / "envelopes"
    mover = Mover(centre.database, centre.blobs)
    mover.begin(f"folder:{folder}")
    mover.move()
    folder.mkdir()
    return folder


@contextmanager
def out_of_reach(envelopes: Path) -> Iterator[None]:
    """The disk is gone; what stands in its place is no folder."""
    away = envelopes.rename(envelopes.with_name("away"))
    envelopes.touch()
    yield
    envelopes.unlink()
    away.rename(envelopes)


def parts(centre: Centre) -> int:
    with centre.database.reading() as session:
        return session.query(PartRow).count()


def test_nothing_is_receipted_that_is_not_stored(
    centre: Centre, kiosk: Kiosk, operator: Operator, envelopes: Path
) -> None:
    submission_id = uuid4()
    form = kiosk.sealed_form(submission_id, SITI)
    with out_of_reach(envelopes):
        answer = kiosk.put_form(submission_id, form)
        assert_problem(answer, 503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert parts(centre) == 0
        assert str(envelopes) not in answer.text
    assert kiosk.put_form(submission_id, form).status_code == 201
    assert form[-64:] not in stored_bytes(envelopes.parent / "centre")
    assert kiosk.receipt(kiosk.put_form(submission_id, form)).submission_id == submission_id


def test_an_upload_is_kept_until_the_store_takes_it(
    centre: Centre, kiosk: Kiosk, envelopes: Path
) -> None:
    photo = Photo(kiosk)
    with out_of_reach(envelopes):
        assert_problem(photo.begin(photo.envelope), 503, "busy")
    assert photo.begin().status_code == 201  # every byte was there already
    assert parts(centre) == 1


def test_work_waits_for_the_store_and_nobody_is_refused(
    kiosk: Kiosk, operator: Operator, envelopes: Path, clock: SettableClock, centre: Centre
) -> None:
    submission_id = uuid4()
    form, photo = kiosk.sealed_form(submission_id, SITI), kiosk.sealed_photo(submission_id)
    centre.employ(0)  # others do the work
    kiosk.put_form(submission_id, form)
    kiosk.put_photo(submission_id, photo)
    with out_of_reach(envelopes):
        centre.workforce.drain()
        assert operator.record(submission_id).state is S.SUBMITTED
    clock.pass_by(timedelta(hours=1))
    centre.workforce.drain()
    assert operator.record(submission_id).state is S.PHOTO_VERIFYING


def test_who_withdraws_while_the_store_is_down_is_erased_when_it_is_back(
    centre: Centre, kiosk: Kiosk, operator: Operator, envelopes: Path, clock: SettableClock
) -> None:
    submission_id = kiosk.register(SITI)
    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    with out_of_reach(envelopes):
        answer = kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant)
        assert answer.status_code == 200
    assert operator.record(submission_id).state is S.WITHDRAWN
    assert [path for path in envelopes.rglob("*") if path.is_file()]
    clock.pass_by(PAUSE)
    centre.workforce.drain()
    assert not [path for path in envelopes.rglob("*") if path.is_file()]


@contextmanager
def limited(
    tmp_path: Path, clock: SettableClock, limits: AccessLimits
) -> Iterator[tuple[Kiosk, Kiosk]]:
    """Two kiosks of a centre with these limits."""
    configuration = replace(demo_configuration(), limits=limits)
    with open_centre(tmp_path / "limited", clock, configuration) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A")
        server = EmbeddedServer(create_app(centre))
        server.start()
        one, other = (Kiosk(server.url, operator.new_code(OFFICE)) for _ in range(2))
        yield one, other
        one.close()
        other.close()
        server.stop()


def send_form(kiosk: Kiosk, resident: Resident) -> requests.Response:
    submission_id = uuid4()
    return kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, resident))


def test_no_kiosk_fills_the_disk(tmp_path: Path, clock: SettableClock) -> None:
    limits = AccessLimits(parts_per_device=2, quota_window=timedelta(hours=1))
    with limited(tmp_path, clock, limits) as (one, other):
        assert send_form(one, SITI).status_code == 201
        clock.pass_by(timedelta(minutes=10))
        assert send_form(one, BUDI).status_code == 201

        refused = send_form(one, Resident(serial=9003))
        assert_problem(refused, 429, "quota_used_up")
        assert refused.headers["Retry-After"] == str(50 * 60)
        begun = Photo(one).begin()
        assert_problem(begun, 429, "quota_used_up")
        stick = one.sealed_form(uuid4(), Resident(serial=9003))
        carried = requests.post(f"{one.url}/v1/carrier/parts", data=stick, timeout=30)
        assert_problem(carried, 429, "quota_used_up")
        assert "signed" not in carried.json()  # no final word about that part
        assert send_form(other, Resident(serial=9004)).status_code == 201

        clock.pass_by(timedelta(minutes=50))
        one.renew(clock.now)
        assert send_form(one, Resident(serial=9003)).status_code == 201
        assert send_form(one, Resident(serial=9005)).status_code == 429


def test_large_parts_count_by_their_bytes(tmp_path: Path, clock: SettableClock) -> None:
    with limited(tmp_path, clock, AccessLimits(megabytes_per_device=1)) as (one, _):
        for _ in range(5):
            photo = Photo(one, size=240_000)
            assert photo.begin(photo.envelope).status_code == 201
        refused = send_form(one, SITI)
        assert_problem(refused, 429, "quota_used_up")
        assert refused.headers["Retry-After"] == str(24 * 60 * 60)


def test_a_running_centre_changes_to_a_new_key_and_the_old_one_still_opens(
    centre: Centre, kiosk: Kiosk, operator: Operator, tmp_path: Path, clock: SettableClock
) -> None:
    old = kiosk.sealing_key
    waited_for_weeks = uuid4()
    form, photo = (
        kiosk.sealed_form(waited_for_weeks, SITI),
        kiosk.sealed_photo(waited_for_weeks),
    )
    sequence = kiosk.config().sequence

    rotate_sealing_key(tmp_path / "centre")
    with centre.database.writing() as session:
        centre.publisher.publish(session)

    bundle = kiosk.config()
    new, second = bundle.sealing_keys
    assert (bundle.sequence, second) == (sequence + 1, old)
    clock.pass_by(timedelta(weeks=5))
    kiosk.renew(clock.now)
    assert kiosk.put_form(waited_for_weeks, form).status_code == 201
    assert kiosk.put_photo(waited_for_weeks, photo).status_code == 201
    assert operator.record(waited_for_weeks).state is S.PHOTO_VERIFYING
    kiosk.sealing_key = new
    assert operator.record(kiosk.register(BUDI)).state is S.PHOTO_VERIFYING


def test_who_speaks_with_kiosks_never_reads_what_opens_envelopes(
    centre: Centre, kiosk: Kiosk, operator: Operator, tmp_path: Path
) -> None:
    folder, elsewhere = tmp_path / "centre", tmp_path / OPENING_FILE
    (folder / OPENING_FILE).rename(elsewhere)
    centre.employ(0)
    with pytest.raises(KeysUnreadableError, match=OPENING_FILE):
        centre.employ(1)

    submission_id = kiosk.register(SITI)
    assert operator.record(submission_id).state is S.SUBMITTED
    kiosk.config()
    kiosk.tell(made=1)

    elsewhere.rename(folder / OPENING_FILE)  # as a worker has it
    centre.workforce.drain()
    assert operator.record(submission_id).state is S.PHOTO_VERIFYING
    elsewhere.touch()
    (folder / OPENING_FILE).replace(elsewhere)
    assert kiosk.status(SITI).state is S.PHOTO_VERIFYING
    assert kiosk.outcomes()[0]
    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    assert kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant).status_code == 200


def test_a_worker_without_the_newest_key_blames_no_resident(
    centre: Centre, kiosk: Kiosk, operator: Operator, clock: SettableClock, tmp_path: Path
) -> None:
    """Its file may be copied too late, or come back from before the rotation."""
    file = tmp_path / "centre" / OPENING_FILE
    before = file.read_bytes()
    rotate_sealing_key(file.parent)
    with centre.database.writing() as session:
        centre.publisher.publish(session)
    after = file.read_bytes()
    file.write_bytes(before)
    centre.employ(0)
    kiosk.sealing_key = kiosk.config().sealing_keys[0]
    submission_id = kiosk.register(SITI)
    centre.workforce.drain()
    assert operator.record(submission_id).state is S.SUBMITTED

    file.write_bytes(after)
    clock.pass_by(timedelta(hours=1))
    centre.workforce.drain()
    assert operator.record(submission_id).state is S.PHOTO_VERIFYING


def test_a_photo_of_somebody_who_refuses_one_is_seen_by_a_person_first(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    assert kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id)).status_code == 201
    register_without_photo(kiosk, submission_id=submission_id)
    record = operator.record(submission_id)
    assert record.state is S.MANUAL_REVIEW
    assert record.events[-1].text == "photo: came although none was to be taken"


def test_no_secret_is_in_any_file_or_log(
    centre: Centre,
    kiosk: Kiosk,
    operator: Operator,
    envelopes: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    keys = {
        f"{name} {place}": base64_bytes(text)
        for file in (KEY_FILE, OPENING_FILE)
        for name, texts in json.loads((tmp_path / "centre" / file).read_text()).items()
        if name != "sealing_public"
        for place, text in enumerate([texts] if isinstance(texts, str) else texts)
    }
    person = {"nik": SITI.nik, "kk": SITI.kk, "phone": SITI.phone[3:], "ticket": SITI.ticket}
    secrets = keys | {name: value.encode() for name, value in person.items()} | {"photo": JPEG}
    with caplog.at_level(logging.DEBUG):
        kiosk.register(SITI)
        kiosk.status(SITI)
        wrong = kiosk.put(f"submissions/{SITI.nik}/form", SITI.nik.encode())
        with out_of_reach(envelopes):
            down = send_form(kiosk, SITI)
    for file in (KEY_FILE, OPENING_FILE):
        (tmp_path / "centre" / file).unlink()
    said = tmp_path / "said"
    said.mkdir()
    ours = [record.getMessage() for record in caplog.records if "urllib3" not in record.name]
    (said / "log").write_text("\n".join(ours))
    (said / "answers").write_text(wrong.text + down.text)
    (said / "database").write_bytes(stored_bytes(tmp_path / "centre"))
    assert (len(keys), len(ours)) == (4, 1)
    assert found_in(tmp_path, secrets) == []
