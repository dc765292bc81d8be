"""Reading a store that somebody else may have open: nothing is written, nobody is disturbed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.database import Database, connect, newest_schema
from kiosk.store.errors import DatabaseTooNewError, DatabaseUnreadableError
from kiosk.store.keys import find_root_key
from kiosk.store.vault import DATABASE_FILE, Vault, load_vault


@dataclass(frozen=True, slots=True)
class OpenBeside:
    """What can be read; of an older kiosk some tables may be missing."""

    vault: Vault
    database: Database


@contextmanager
def open_beside(folder: Path, *, allow_key_file: bool) -> Iterator[OpenBeside]:
    """Open a store to read from it. May wait for a keyring; raises StoreError.

    What a newer kiosk wrote may mean something else: it is not read.
    """
    vault = load_vault(folder, find_root_key(folder, allow_key_file=allow_key_file))
    file = folder / DATABASE_FILE
    if not (file.exists() and file.stat().st_size):  # opening it would make it
        raise DatabaseUnreadableError(f"{DATABASE_FILE} is missing or empty")
    has_log = file.with_name(f"{file.name}-wal").exists()
    with closing(connect(file, vault.database_key)) as database:
        if has_log:  # else what reading makes goes when it ends
            database.leave_log_alone()
        found = database.schema()
        if found > newest_schema():
            raise DatabaseTooNewError(f"schema {found}; this kiosk knows {newest_schema()}")
        yield OpenBeside(vault, database)
