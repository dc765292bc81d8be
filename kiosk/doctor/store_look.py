"""One look into the store, beside whoever has it open: nothing is written, nobody is disturbed."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.paths import FolderUnusableError
from kiosk.store.database import Database, connect, newest_schema
from kiosk.store.day import DayBook, Waiting
from kiosk.store.envelopes import count_sealed
from kiosk.store.errors import (
    DatabaseTooNewError,
    DatabaseUnreadableError,
    StoreError,
    StoreForbiddenError,
)
from kiosk.store.figures import Balance, FigureRepository
from kiosk.store.journal import Journal
from kiosk.store.keys import find_root_key
from kiosk.store.settings import DeskSettings, EnrolmentRecord, Office, SettingsRepository
from kiosk.store.vault import (
    DATABASE_FILE,
    VAULT_FILE,
    KeyOrigin,
    Vault,
    load_vault,
    origin_named_in,
)
from kiosk.workers import Workers

_SECONDS: Final = 5.0
"""A locked keyring may ask for a password, and wait for that for ever."""
KEY_IS_SILENT: Final = "doctor.key_silent"
STORE_IS_OLD: Final = "doctor.store_old"
"""Keys of sentences: faults that only the doctor meets."""


class _OldSchemaError(StoreError):
    """Loket was updated, and was not opened since."""

    key = STORE_IS_OLD


@dataclass(frozen=True, slots=True)
class StoreContent:
    """What stands in a store that opens.

    Attributes:
        faults: what is wrong with the file; nothing where every page can be read.
        lost: so many parts the centre signed for and has no more.
        token_until: until when the token holds; None where there is none.
    """

    faults: tuple[str, ...]
    schema: int
    office: Office | None
    enrolment: EnrolmentRecord | None
    desk: DeskSettings
    waiting: Waiting
    balance: Balance
    lost: int
    examined_at: datetime | None
    journal_lines: int
    journal_broken_at: int | None
    latest: datetime | None
    token: str | None = field(repr=False)
    token_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoreLook:
    """A store on this disk; `content` or `fault`, the key of a sentence that says why not.

    Attributes:
        sealed: registrations that lie sealed and wait; counted without any key.
        origin: where the vault says that its key is kept; None where it cannot be read.
        detail: the trouble in words for whoever helps.
    """

    sealed: int
    origin: KeyOrigin | None
    content: StoreContent | None = None
    fault: str | None = None
    detail: str = ""


def look_into_store(
    folder: Path, *, allow_key_file: bool, seconds: float = _SECONDS
) -> StoreLook | None:
    """Read what can be told in a few seconds; None where there is no store yet."""
    try:
        if not (folder / VAULT_FILE).exists():
            return None
        sealed, origin = count_sealed(folder), _origin(folder)
    except (OSError, FolderUnusableError) as error:  # another user's
        return StoreLook(0, None, fault=StoreForbiddenError.key, detail=str(error))
    reader = Workers(1, "doctor-store")
    try:
        content = reader.submit(_read, folder, allow_key_file=allow_key_file).result(seconds)
    except StoreError as error:
        return StoreLook(sealed, origin, fault=error.key, detail=str(error))
    except TimeoutError:
        return StoreLook(sealed, origin, fault=KEY_IS_SILENT, detail="the key does not come")
    finally:
        reader.close(0.0)
    return StoreLook(sealed, origin, content)


def _origin(folder: Path) -> KeyOrigin | None:
    try:
        return origin_named_in(folder)
    except StoreError:
        return None


def _read(folder: Path, *, allow_key_file: bool) -> StoreContent:
    vault = load_vault(folder, find_root_key(folder, allow_key_file=allow_key_file))
    file = folder / DATABASE_FILE
    if not (file.exists() and file.stat().st_size):  # opening it would make it
        raise DatabaseUnreadableError(f"{DATABASE_FILE} is missing or empty")
    has_log = file.with_name(f"{file.name}-wal").exists()
    with closing(connect(file, vault.database_key)) as database:
        if has_log:  # else what looking makes goes when it ends
            database.leave_log_alone()
        _require_schema(database.schema())
        return _content(database, vault)


def _require_schema(found: int) -> None:
    """What an older or newer kiosk wrote has other tables."""
    if found > newest_schema():
        raise DatabaseTooNewError(f"schema {found}; this kiosk knows {newest_schema()}")
    if found < newest_schema():
        raise _OldSchemaError(f"schema {found}; Loket makes {newest_schema()} of it when it opens")


def _content(database: Database, vault: Vault) -> StoreContent:
    settings, journal = SettingsRepository(database), Journal(database)
    day = DayBook(database, journal)
    reckoning = settings.reckoning()
    return StoreContent(
        faults=tuple(database.faults()),
        schema=database.schema(),
        office=settings.office(),
        enrolment=settings.enrolment(),
        desk=settings.desk(),
        waiting=day.waiting(),
        balance=FigureRepository(database).balance(),
        lost=0 if reckoning is None else reckoning.lost,
        examined_at=settings.examined_at(),
        journal_lines=journal.count(),
        journal_broken_at=settings.journal_broken_at(),
        latest=day.latest(),
        token=vault.token,
        token_until=vault.token_expires_at,
    )
