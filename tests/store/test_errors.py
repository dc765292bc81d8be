"""Faults of SQLite and of the disk get the names that callers react to."""

import errno

import apsw
import pytest

from kiosk.paths import FolderUnusableError
from kiosk.store.errors import (
    DatabaseTooNewError,
    DatabaseUnreadableError,
    DiskFullError,
    DraftLockedError,
    EnvelopeUnreadableError,
    KeyLostError,
    NoKeyStoreError,
    NotAllowedError,
    StoreClosedError,
    StoreError,
    StoreForbiddenError,
    StoreInUseError,
    StoreNotLetGoError,
    UpgradeError,
    disk_faults_named,
)


def io_error(code: int) -> apsw.IOError:
    fault = apsw.IOError()
    fault.extendedresult = code  # type: ignore[attr-defined]
    return fault


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (apsw.FullError(), DiskFullError),
        (apsw.ReadOnlyError(), DiskFullError),
        (apsw.CantOpenError(), DiskFullError),
        (io_error(apsw.SQLITE_IOERR_WRITE), DiskFullError),
        (io_error(apsw.SQLITE_IOERR_FSYNC), DiskFullError),
        (io_error(apsw.SQLITE_IOERR_READ), DatabaseUnreadableError),
        (apsw.CorruptError(), DatabaseUnreadableError),
        (apsw.NotADBError(), DatabaseUnreadableError),
        (OSError(errno.ENOSPC, "No space left on device"), DiskFullError),
        (OSError(errno.EROFS, "Read-only file system"), DiskFullError),
        (OSError(errno.EACCES, "Permission denied", "vault.bin"), StoreForbiddenError),
        (OSError(errno.EPERM, "Operation not permitted", "vault.bin"), StoreForbiddenError),
    ],
    ids=repr,
)
def test_a_fault_gets_its_name(fault: Exception, named: type[StoreError]) -> None:
    with pytest.raises(named) as raised, disk_faults_named():
        raise fault
    assert raised.value.__cause__ is fault


@pytest.mark.parametrize(
    ("cause", "named"),
    [(errno.ENOSPC, DiskFullError), (errno.EACCES, StoreForbiddenError)],
)
def test_a_folder_that_cannot_be_made_is_a_fault_of_the_store_too(
    cause: int, named: type[StoreError]
) -> None:
    with pytest.raises(named), disk_faults_named():
        raise FolderUnusableError("backups") from OSError(cause, "cannot be made")


@pytest.mark.parametrize("bug", [apsw.ConstraintError(), FileNotFoundError(), ZeroDivisionError()])
def test_a_bug_keeps_its_own_name(bug: Exception) -> None:
    with pytest.raises(type(bug)), disk_faults_named():
        raise bug


def test_every_error_has_a_sentence_of_its_own() -> None:
    errors = [
        DatabaseTooNewError,
        DatabaseUnreadableError,
        DiskFullError,
        DraftLockedError,
        EnvelopeUnreadableError,
        KeyLostError,
        NoKeyStoreError,
        NotAllowedError,
        StoreClosedError,
        StoreForbiddenError,
        StoreInUseError,
        StoreNotLetGoError,
        UpgradeError,
    ]
    assert set(errors) == set(StoreError.__subclasses__())
    assert len({error.key for error in errors}) == len(errors)
