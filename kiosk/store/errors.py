"""What can go wrong with what must survive, one error for each way to react.

`key` is the key of the sentence to show. No message holds personal data.
"""

import errno
from collections.abc import Generator
from contextlib import contextmanager
from typing import ClassVar

import apsw

from kiosk.paths import FolderUnusableError

_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM})
_FAILED_READS = frozenset(
    {
        apsw.SQLITE_IOERR_READ,
        apsw.SQLITE_IOERR_SHORT_READ,
        apsw.SQLITE_IOERR_CORRUPTFS,
        apsw.SQLITE_IOERR_DATA,
    }
)


class StoreError(Exception):
    """Base of everything the store tells its callers."""

    key: ClassVar[str]


class DiskFullError(StoreError):
    """The disk takes no more: full, over quota, read-only or failing. Nothing was changed."""

    key = "store.disk_full"


class StoreForbiddenError(StoreError):
    """A file or folder of the store cannot be used, as after one start as the administrator."""

    key = "store.forbidden"


class DatabaseUnreadableError(StoreError):
    """The database is missing, damaged or not ours. Never answered by starting empty."""

    key = "store.unreadable"


class DatabaseTooNewError(StoreError):
    """A newer kiosk wrote this database."""

    key = "store.too_new"


class UpgradeError(StoreError):
    """The data of an older kiosk could not be brought up to date. It is as it was."""

    key = "store.not_upgraded"


class KeyLostError(StoreError):
    """Something is stored here, and the key that opens it is gone or another one."""

    key = "store.key_lost"


class NoKeyStoreError(StoreError):
    """No safe place for the root key answers now: nothing can be stored."""

    key = "store.no_key_store"


class StoreInUseError(StoreError):
    """Another program has this store open."""

    key = "store.in_use"


class StoreNotLetGoError(StoreError):
    """The service that sends was asked to let the store go, and did not in time."""

    key = "store.not_let_go"


class StoreClosedError(StoreError):
    """This program has closed the store: what comes too late is done when it is opened again."""

    key = "store.closed"


class EnvelopeUnreadableError(StoreError):
    """One envelope file is missing or changed: quarantine that part, send the others."""

    key = "store.envelope_unreadable"


class DraftLockedError(StoreError):
    """Too many wrong tries to find one draft: try again later, or ask the officer."""

    key = "store.draft_locked"


class NotAllowedError(StoreError):
    """Only a supervisor may do this. Nothing was changed."""

    key = "store.not_allowed"


@contextmanager
def disk_faults_named() -> Generator[None]:
    """The one place where faults of SQLite and of the disk get the names that callers know."""
    try:
        yield
    except apsw.FullError as fault:
        raise DiskFullError("SQLite: the disk is full") from fault
    except (apsw.ReadOnlyError, apsw.CantOpenError) as fault:
        raise DiskFullError("SQLite cannot write here") from fault
    except (apsw.CorruptError, apsw.NotADBError) as fault:
        raise DatabaseUnreadableError("SQLite: damaged, or not opened by this key") from fault
    except apsw.IOError as fault:
        raise _named(fault) from fault
    except FolderUnusableError as fault:
        raise _of_files(fault.__cause__) or StoreForbiddenError(str(fault)) from fault
    except OSError as fault:
        named = _of_files(fault)
        if named is None:
            raise
        raise named from fault


def _of_files(fault: BaseException | None) -> StoreError | None:
    if isinstance(fault, OSError) and fault.errno in _NOT_WRITTEN:
        return DiskFullError(fault.strerror)
    if isinstance(fault, OSError) and fault.errno in _NOT_ALLOWED:
        return StoreForbiddenError(f"{fault.filename}: {fault.strerror}")
    return None


def _named(fault: apsw.IOError) -> StoreError:
    code = getattr(fault, "extendedresult", None)  # there, but not in the type stubs
    if code in _FAILED_READS:
        return DatabaseUnreadableError(f"SQLite: reading failed ({code})")
    return DiskFullError(f"SQLite: writing failed ({code})")
