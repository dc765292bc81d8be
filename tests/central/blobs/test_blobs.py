"""Envelopes come to be known and to be gone, and nothing with a receipt is ever lost."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.blobs.addresses import IN_DATABASE
from kiosk.central.blobs.blobs import Blobs
from kiosk.central.blobs.moving import Moved, Mover
from kiosk.central.blobs.store import SHARDS, BlobAddressError, BlobStoreDownError
from kiosk.central.blobs.sweeping import BAR, ORPHAN_AGE, PAUSE, SHARD_EVERY, Sweeper
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import (
    BlobPlaceRow,
    DeviceRow,
    EnvelopeRow,
    OfficeRow,
    SubmissionRow,
)
from kiosk.domain.submission import CentreState
from tests.central.blobs.stores import OUTSIDE, folder_address
from tests.central.clock import SettableClock

CONTENT = b"sealed"
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def today(clock: SettableClock) -> None:
    """Stores have clocks of their own."""
    clock.now = datetime.now(UTC)


@pytest.fixture
def blobs(database: Database, clock: SettableClock, address: str) -> Blobs:
    use(database, address)
    return Blobs(database, clock)


@pytest.fixture
def sweeper(database: Database, blobs: Blobs, clock: SettableClock) -> Sweeper:
    return Sweeper(database, blobs, clock)


@pytest.fixture
def submission_id(database: Database, clock: SettableClock) -> UUID:
    return new_submission(database, clock)


def use(database: Database, *addresses: str) -> None:
    with database.writing() as session:
        session.query(BlobPlaceRow).delete()
        for position, address in enumerate(addresses):
            session.add(BlobPlaceRow(position=position, address=address))


def new_submission(database: Database, clock: SettableClock) -> UUID:
    submission_id, device_id = uuid4(), uuid4()
    with database.writing() as session:
        session.merge(OfficeRow(office_id="a", name="A"))
        session.flush()
        session.add(
            DeviceRow(
                device_id=device_id,
                office_id="a",
                public_key=bytes(32),
                kiosk_version="1",
                enrolled_at=clock(),
                is_troubled=False,
            )
        )
        session.flush()
        session.add(
            SubmissionRow(
                submission_id=submission_id,
                office_id="a",
                device_id=device_id,
                state=CentreState.SUBMITTED,
                reasons=[],
                fields=[],
                received_at=clock(),
                updated_at=clock(),
                photo_revision=0,
                awaits_card=False,
                awaits_photo=True,
                attempts=0,
                step=0,
            )
        )
    return submission_id


def keep(database: Database, blobs: Blobs, submission_id: UUID, content: bytes = CONTENT) -> str:
    name = hashlib.sha256(content).hexdigest()
    enter = blobs.put(name, content)
    with database.writing() as session:
        enter(session, submission_id)
    return name


def read(database: Database, blobs: Blobs, name: str = NAME) -> bytes:
    with database.reading() as session:
        return blobs.get(session, name)


def is_stored(database: Database, blobs: Blobs, name: str = NAME) -> bool:
    with database.reading() as session:
        return any(
            found.name == name
            for place in blobs.places(session)
            for found in blobs.store(place).each(session, name[:2])
        )


def rows(database: Database) -> Iterator[EnvelopeRow]:
    with database.reading() as session:
        yield from session.query(EnvelopeRow)


def test_a_known_envelope_is_read_and_stays(
    database: Database, blobs: Blobs, sweeper: Sweeper, clock: SettableClock, submission_id: UUID
) -> None:
    keep(database, blobs, submission_id)
    clock.pass_by(10 * ORPHAN_AGE)
    assert sweeper.sweep(NAME[:2]) == 0
    assert read(database, blobs) == CONTENT


@pytest.mark.parametrize("address", OUTSIDE, indirect=True)
def test_an_orphan_goes_when_it_is_old_enough(
    database: Database, blobs: Blobs, sweeper: Sweeper, clock: SettableClock
) -> None:
    blobs.put(NAME, CONTENT)
    assert sweeper.sweep(NAME[:2]) == 0
    assert is_stored(database, blobs)
    clock.pass_by(ORPHAN_AGE + timedelta(minutes=1))
    assert sweeper.sweep(NAME[:2]) == 1
    assert not is_stored(database, blobs)


def test_what_is_being_erased_as_an_orphan_gets_no_receipt_until_later(
    database: Database, tmp_path: Path, clock: SettableClock, submission_id: UUID
) -> None:
    """The kiosk sends it again just then: stored before it was erased, known after."""
    use(database, folder_address(tmp_path))
    blobs = Blobs(database, clock)
    sweeper = Sweeper(database, blobs, clock)
    blobs.put(NAME, CONTENT)
    clock.pass_by(ORPHAN_AGE + timedelta(minutes=1))
    enter = blobs.put(NAME, CONTENT)
    sweeper.sweep(NAME[:2])
    with pytest.raises(BlobStoreDownError), database.writing() as session:
        enter(session, submission_id)

    clock.pass_by(BAR + SHARD_EVERY)
    sweeper.run_once()
    keep(database, blobs, submission_id)
    assert read(database, blobs) == CONTENT


def test_who_withdraws_is_erased_at_once(
    database: Database, blobs: Blobs, sweeper: Sweeper, clock: SettableClock, submission_id: UUID
) -> None:
    other = new_submission(database, clock)
    keep(database, blobs, submission_id)
    kept = keep(database, blobs, other, b"of somebody else")
    with database.writing() as session:
        sweeper.doom(session, submission_id)
    assert sweeper.run_once()
    assert not is_stored(database, blobs)
    assert [row.sha256 for row in rows(database)] == [kept]
    assert not sweeper.erase_doomed()


def test_what_cannot_be_erased_now_is_erased_later(
    database: Database,
    tmp_path: Path,
    clock: SettableClock,
    submission_id: UUID,
    caplog: pytest.LogCaptureFixture,
) -> None:
    use(database, folder_address(tmp_path))
    blobs = Blobs(database, clock)
    sweeper = Sweeper(database, blobs, clock)
    keep(database, blobs, submission_id)
    away = take_away(tmp_path)
    with database.writing() as session:
        sweeper.doom(session, submission_id)
    with caplog.at_level(logging.WARNING):
        assert [sweeper.run_once() for _ in range(3)] == [False] * 3
    assert len(caplog.records) == 1

    bring_back(tmp_path, away)
    assert is_stored(database, blobs)
    again = Sweeper(database, blobs, clock)  # as if everything had been started anew
    assert again.run_once()
    assert not is_stored(database, blobs)
    clock.pass_by(PAUSE)
    assert not sweeper.erase_doomed()


def take_away(tmp_path: Path) -> Path:
    """The disk is gone; what stands in its place is no folder."""
    away = (tmp_path / "envelopes").rename(tmp_path / "away")
    (tmp_path / "envelopes").touch()
    return away


def bring_back(tmp_path: Path, away: Path) -> None:
    (tmp_path / "envelopes").unlink()
    away.rename(tmp_path / "envelopes")


def test_a_damaged_or_lost_envelope_is_waited_for(
    database: Database,
    tmp_path: Path,
    clock: SettableClock,
    submission_id: UUID,
    caplog: pytest.LogCaptureFixture,
) -> None:
    use(database, folder_address(tmp_path))
    blobs = Blobs(database, clock)
    keep(database, blobs, submission_id)
    path = tmp_path / "envelopes" / NAME[:2] / NAME
    path.write_bytes(b"spoilt")
    with pytest.raises(BlobStoreDownError):
        read(database, blobs)
    assert "is damaged" in caplog.text
    path.unlink()
    with pytest.raises(BlobStoreDownError):
        read(database, blobs)
    path.write_bytes(CONTENT)  # restored from a copy
    assert read(database, blobs) == CONTENT


def test_an_unfinished_file_is_swept_like_any_orphan(
    database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    use(database, folder_address(tmp_path))
    sweeper = Sweeper(database, Blobs(database, clock), clock)
    unfinished = tmp_path / "envelopes" / "ab" / ("ab" + "0" * 62)
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"half of an env")
    foreign = unfinished.with_name("README")
    foreign.touch()
    clock.pass_by(ORPHAN_AGE + timedelta(minutes=1))
    assert sweeper.sweep("ab") == 1
    assert list(unfinished.parent.iterdir()) == [foreign]


@pytest.mark.slow
def test_every_shard_has_its_turn(database: Database, tmp_path: Path, clock: SettableClock) -> None:
    use(database, folder_address(tmp_path))
    blobs = Blobs(database, clock)
    sweeper = Sweeper(database, blobs, clock)
    contents = [bytes([number]) for number in range(40)]
    for content in contents:
        blobs.put(hashlib.sha256(content).hexdigest(), content)
    clock.pass_by(ORPHAN_AGE + timedelta(minutes=1))
    for _ in SHARDS:
        while sweeper.run_once():
            pass
        clock.pass_by(SHARD_EVERY)
    assert not [path for path in (tmp_path / "envelopes").rglob("*") if path.is_file()]


def moved(database: Database, blobs: Blobs, to: str) -> Moved:
    mover = Mover(database, blobs)
    mover.begin(to)
    return mover.move()


def test_everything_moves_and_nothing_stays_behind(
    database: Database,
    blobs: Blobs,
    address: str,
    tmp_path: Path,
    clock: SettableClock,
    submission_id: UUID,
) -> None:
    contents = [bytes([number]) for number in range(5)]
    names = [keep(database, blobs, submission_id, content) for content in contents]
    to = f"folder:{tmp_path / 'elsewhere'}"

    assert moved(database, blobs, to) == Moved(5, ())

    assert [read(database, blobs, name) for name in names] == contents
    assert len([path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]) == 5
    with database.reading() as session:
        assert blobs.places(session) == (to,)
        left = [blobs.store(address).each(session, name[:2]) for name in names]
        assert [list(found) for found in left] == [[]] * 5

    assert moved(database, blobs, address) == Moved(5, ())
    assert [read(database, blobs, name) for name in names] == contents


def test_a_move_that_was_interrupted_goes_on(
    database: Database, tmp_path: Path, clock: SettableClock, submission_id: UUID
) -> None:
    blobs = Blobs(database, clock)
    old, new = IN_DATABASE, folder_address(tmp_path)
    before = keep(database, blobs, submission_id, b"before")
    Mover(database, blobs).begin(new)
    during = keep(database, blobs, submission_id, b"during")
    assert (read(database, blobs, before), read(database, blobs, during)) == (b"before", b"during")
    with database.reading() as session:
        assert blobs.places(session) == (new, old)

    assert moved(database, blobs, new) == Moved(1, ())
    with database.reading() as session:
        assert blobs.places(session) == (new,)
    assert (read(database, blobs, before), read(database, blobs, during)) == (b"before", b"during")


def test_what_was_being_stored_when_the_move_began_is_asked_for_again(
    database: Database, tmp_path: Path, clock: SettableClock, submission_id: UUID
) -> None:
    blobs = Blobs(database, clock)
    enter = blobs.put(NAME, CONTENT)
    Mover(database, blobs).begin(folder_address(tmp_path))
    with pytest.raises(BlobStoreDownError), database.writing() as session:
        enter(session, submission_id)
    keep(database, blobs, submission_id)
    assert (tmp_path / "envelopes" / NAME[:2] / NAME).read_bytes() == CONTENT


def test_a_damaged_envelope_stays_where_it_is_and_is_named(
    database: Database, tmp_path: Path, clock: SettableClock, submission_id: UUID
) -> None:
    use(database, folder_address(tmp_path))
    blobs = Blobs(database, clock)
    keep(database, blobs, submission_id)
    whole = keep(database, blobs, submission_id, b"whole")
    path = tmp_path / "envelopes" / NAME[:2] / NAME
    path.write_bytes(b"spoilt")

    assert moved(database, blobs, IN_DATABASE) == Moved(1, (NAME,))

    assert path.read_bytes() == b"spoilt"
    assert read(database, blobs, whole) == b"whole"
    path.write_bytes(CONTENT)
    assert moved(database, blobs, IN_DATABASE) == Moved(1, ())
    assert read(database, blobs) == CONTENT


def test_the_places_are_the_same_for_every_process(
    database: Database, tmp_path: Path, clock: SettableClock, submission_id: UUID
) -> None:
    ours, theirs = Blobs(database, clock), Blobs(database, clock)
    name = keep(database, ours, submission_id)
    assert moved(database, theirs, folder_address(tmp_path)) == Moved(1, ())
    assert read(database, ours, name) == CONTENT


def test_no_move_begins_to_a_store_that_does_not_answer(
    database: Database, tmp_path: Path, clock: SettableClock
) -> None:
    blobs = Blobs(database, clock)
    (tmp_path / "disk").touch()
    with pytest.raises(BlobStoreDownError):
        moved(database, blobs, f"folder:{tmp_path}/disk/envelopes")
    with pytest.raises(BlobAddressError):
        moved(database, blobs, "somewhere")
    with database.reading() as session:
        assert blobs.places(session) == (IN_DATABASE,)
