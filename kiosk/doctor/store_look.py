"""One look into the store, beside whoever has it open: nothing is written, nobody is disturbed."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.paths import FolderUnusableError
from kiosk.store.beside import OpenBeside, open_beside
from kiosk.store.database import newest_schema
from kiosk.store.day import DayBook, Waiting
from kiosk.store.envelopes import count_sealed
from kiosk.store.errors import StoreError, StoreForbiddenError
from kiosk.store.figures import Balance, FigureRepository
from kiosk.store.journal import Journal
from kiosk.store.settings import DeskSettings, EnrolmentRecord, Office, SettingsRepository
from kiosk.store.vault import VAULT_FILE, KeyOrigin, origin_named_in
from kiosk.workers import in_time

_SECONDS: Final = 5.0
"""A locked keyring may ask for a password, and wait for that for ever."""
KEY_IS_SILENT: Final = "doctor.key_silent"
STORE_IS_OLD: Final = "doctor.store_old"
"""Keys of sentences: faults that only the doctor meets."""


class _OldSchemaError(Exception):
    """Loket was updated, and was not opened since."""


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
    read = partial(_read, folder, allow_key_file=allow_key_file)
    try:
        content = in_time(read, seconds, "doctor-store")
    except StoreError as error:
        return StoreLook(sealed, origin, fault=error.key, detail=str(error))
    except _OldSchemaError as error:
        return StoreLook(sealed, origin, fault=STORE_IS_OLD, detail=str(error))
    except TimeoutError:
        return StoreLook(sealed, origin, fault=KEY_IS_SILENT, detail="the key does not come")
    return StoreLook(sealed, origin, content)


def _origin(folder: Path) -> KeyOrigin | None:
    try:
        return origin_named_in(folder)
    except StoreError:
        return None


def _read(folder: Path, *, allow_key_file: bool) -> StoreContent:
    with open_beside(folder, allow_key_file=allow_key_file) as store:
        found, newest = store.database.schema(), newest_schema()
        if found < newest:
            raise _OldSchemaError(f"schema {found}; Loket makes {newest} of it when it opens")
        return _content(store)


def _content(store: OpenBeside) -> StoreContent:
    database, vault = store.database, store.vault
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
