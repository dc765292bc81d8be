"""What holds for envelopes wherever they are kept."""

import hashlib
import socket
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.central.blobs.addresses import store_for
from kiosk.central.blobs.store import SHARDS, BlobAddressError, BlobStore, BlobStoreDownError
from kiosk.central.storage.database import Database
from tests.central.clock import SettableClock


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(database: Database, store: BlobStore, content: bytes) -> str:
    write = store.put(name_of(content), content)
    with database.writing() as session:
        write(session)
    return name_of(content)


def read(database: Database, store: BlobStore, name: str) -> bytes:
    with database.reading() as session:
        return store.get(session, name)


def erase(database: Database, store: BlobStore, *names: str) -> None:
    write = store.erase(names)
    with database.writing() as session:
        write(session)


def listed(database: Database, store: BlobStore, *names: str) -> list[str]:
    """Whatever is in the shards of these."""
    with database.reading() as session:
        shards = sorted({name[:2] for name in names})
        return [blob.name for shard in shards for blob in store.each(session, shard)]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=1000))
def test_what_is_stored_is_read_byte_by_byte(
    database: Database, store: BlobStore, content: bytes
) -> None:
    name = keep(database, store, content)
    assert read(database, store, name) == content


def test_storing_the_same_again_is_harmless(database: Database, store: BlobStore) -> None:
    name = keep(database, store, b"sealed")
    keep(database, store, b"sealed")
    assert listed(database, store, name) == [name]
    assert read(database, store, name) == b"sealed"


def test_what_is_not_there_is_a_lookup_error(database: Database, store: BlobStore) -> None:
    with pytest.raises(LookupError):
        read(database, store, name_of(b"never stored"))


def test_what_is_erased_is_gone_and_nothing_else(database: Database, store: BlobStore) -> None:
    gone, kept = keep(database, store, b"one"), keep(database, store, b"two")
    erase(database, store, gone, name_of(b"never stored"))
    erase(database, store, gone)
    assert listed(database, store, gone, kept) == [kept]
    with pytest.raises(LookupError):
        read(database, store, gone)


def test_each_name_is_in_its_shard_with_its_time(
    database: Database, store: BlobStore, clock: SettableClock
) -> None:
    clock.now = datetime.now(UTC)
    name = keep(database, store, b"sealed")
    with database.reading() as session:
        (found,) = store.each(session, name[:2])
        others = [shard for shard in SHARDS[:5] if shard != name[:2]]
        assert not [blob for shard in others for blob in store.each(session, shard)]
    assert found.name == name
    assert abs(found.at - clock.now) < timedelta(minutes=1)


def test_a_folder_that_cannot_be_reached_is_down(
    tmp_path: Path, database: Database, clock: SettableClock
) -> None:
    (tmp_path / "disk").write_text("not a folder")
    assert_down(store_for(f"folder:{tmp_path}/disk/envelopes", clock), database)


@pytest.mark.slow
def test_a_bucket_that_cannot_be_reached_is_down(
    s3: str, database: Database, clock: SettableClock
) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        address = f"s3://bucket?endpoint=http://127.0.0.1:{port}&region=us-east-1"
        assert_down(store_for(address, clock), database)
    missing = f"s3://no-such-bucket?endpoint={s3}&region=us-east-1"
    assert_down(store_for(missing, clock), database)


def assert_down(store: BlobStore, database: Database) -> None:
    """Not even missing: nothing may be concluded from a store that does not answer."""
    with pytest.raises(BlobStoreDownError):
        store.put(name_of(b"sealed"), b"sealed")
    with pytest.raises(BlobStoreDownError):
        read(database, store, name_of(b"sealed"))
    with pytest.raises(BlobStoreDownError):
        store.erase([name_of(b"sealed")])


def test_files_are_for_their_owner_only(
    tmp_path: Path, database: Database, clock: SettableClock
) -> None:
    keep(database, store_for(f"folder:{tmp_path}/envelopes", clock), b"sealed")
    files = [path for path in (tmp_path / "envelopes").rglob("*") if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600]
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    [
        "",
        "folder:relative/path",
        "s3://",
        "s3://bucket?secret=x",
        "s3://key:secret@bucket",
        "ftp://bucket",
        "/absolute/path",
    ],
)
def test_an_address_that_is_none_is_refused(address: str, clock: SettableClock) -> None:
    with pytest.raises(BlobAddressError):
        store_for(address, clock)
