"""The way out when the database or its key is lost: keep everything, recover what can be read.

Nothing is deleted: what cannot be used any more is moved to `aside/<date>/`. Whatever moment the
power goes at, the next start finds either the old state, and can be rescued again, or the new one.
"""

import logging
import os
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.paths import make_private
from kiosk.store.adoption import Adoption
from kiosk.store.backups import BACKUPS_FOLDER, Backups
from kiosk.store.database import Database, connect, newest_schema, open_database
from kiosk.store.durable import sync_file, sync_folder, write_whole
from kiosk.store.envelopes import EnvelopeFiles
from kiosk.store.errors import DatabaseUnreadableError, KeyLostError, StoreError, disk_faults_named
from kiosk.store.instance_lock import FRONT_LOCK, GLANCE_SECONDS, LOCK_FILE, InstanceLock
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.keys import find_root_key, make_root_key
from kiosk.store.salvage import JOURNAL, JOURNAL_NUMBERS, Salvage
from kiosk.store.settings import SettingsRepository
from kiosk.store.settlement import Settled, settle
from kiosk.store.vault import (
    DATABASE_FILE,
    OUTBOX_FOLDER,
    VAULT_FILE,
    Vault,
    load_vault,
    new_vault,
    save_vault,
)

ASIDE_FOLDER: Final = "aside"
_BEING_MADE: Final = f"{DATABASE_FILE}.unfinished"
_MADE: Final = f"{DATABASE_FILE}.rescued-"
"""Followed by the name of the folder that the damaged file goes to."""
_LOG_SUFFIXES: Final = ("-wal", "-shm")
_PATIENCE_SECONDS: Final = 20.0
_log = logging.getLogger(__name__)


class Ailment(StrEnum):
    """What is the matter; the value is the key of its sentence."""

    DATABASE = "rescue.database"
    KEY = "rescue.key"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What can be told before anything is touched; `sealed`: registrations that lie sealed."""

    ailment: Ailment
    sealed: int


@dataclass(frozen=True, slots=True)
class Rescued:
    """What is here again, and what is not.

    Attributes:
        kept: registrations that this computer knows again, be it by their number alone.
        waiting: how many of them lie sealed here and are going to be sent.
        unclear: how many of them were sent after the last backup, or are lost with their files.
        lost: how many of them have left no trace but in the journal.
        drafts: forms that can be continued; `drafts_lost`: others could not be read.
        journal_whole: whether it is known that no line of the journal is missing.
        needs_enrolment: the centre has to be told again which kiosk this is.
        aside: the folder that the unusable files were moved to.
    """

    ailment: Ailment
    kept: int
    waiting: int
    unclear: int
    lost: int
    drafts: int
    drafts_lost: bool
    journal_whole: bool
    needs_enrolment: bool
    aside: Path


@dataclass(frozen=True, slots=True)
class _Sources:
    """Copies to read, the best first; `only`: the tables of the database that can be used."""

    copies: tuple[Path, ...]
    only: frozenset[str] | None = None


class Rescue:
    """For one store that does not open. Waits for the disk; belongs to one thread at a time."""

    def __init__(
        self, folder: Path, *, allow_key_file: bool, patience: float = _PATIENCE_SECONDS
    ) -> None:
        """`patience`: seconds that the service has to let the store go."""
        self._folder = folder
        self._allow_key_file = allow_key_file
        self._patience = patience
        self._database = folder / DATABASE_FILE

    def diagnose(self, error: StoreError) -> Diagnosis | None:
        """What this error of opening calls for; None where a rescue is no answer to it."""
        ailments = {KeyLostError: Ailment.KEY, DatabaseUnreadableError: Ailment.DATABASE}
        ailment = ailments.get(type(error))
        return None if ailment is None else Diagnosis(ailment, self._count_sealed())

    def rescue(self, now: datetime) -> Rescued:
        """Make a store that opens, with everything in it that can be read or lies sealed.

        Raises StoreError where that is not possible now, such as DiskFullError or NoKeyStoreError;
        nothing was changed then, or the next try goes on.
        """
        aside = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        with self._alone():
            finish_rescue(self._folder)
            try:
                root = find_root_key(self._folder, allow_key_file=self._allow_key_file)
                vault = load_vault(self._folder, root)
            except KeyLostError:
                return self._begin_with_new_keys(aside, now)
            copies = tuple(Backups(self._database).newest_first())
            return self._rebuild(vault, aside, now, _Sources(copies))

    def go_back(self, now: datetime) -> Rescued | None:
        """Put back the copy made before a newer version changed the schema.

        What was sealed since is taken in from its envelopes, what was delivered since is known from
        the journal. None, and nothing changed, where there is no such copy. Raises StoreError.
        """
        aside = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        with self._alone():
            finish_rescue(self._folder)
            copy = Backups(self._database).before_upgrade(newest_schema())
            if copy is None:
                return None
            root = find_root_key(self._folder, allow_key_file=self._allow_key_file)
            vault = load_vault(self._folder, root)
            return self._rebuild(vault, aside, now, _Sources((copy,), only=JOURNAL))

    def _rebuild(self, vault: Vault, aside: str, now: datetime, sources: _Sources) -> Rescued:
        with self._new_database(vault) as target:
            holes, settled = self._fill(target, vault, now, sources)
            rescued = self._report(target, Ailment.DATABASE, holes, settled, aside)
            _note(target, rescued, now)
        self._put_in_place(aside)
        return rescued

    def _begin_with_new_keys(self, aside: str, now: datetime) -> Rescued:
        """The vault is written last: until then the next start finds the key lost, as before."""
        root = make_root_key(self._folder, allow_key_file=self._allow_key_file)
        vault = new_vault()
        with self._new_database(vault) as target:
            settled = settle(target, self._adoption(target), None, now)
            rescued = self._report(target, Ailment.KEY, frozenset(), settled, aside)
            _note(target, rescued, now)
        _move_aside(self._folder, BACKUPS_FOLDER, aside)
        self._put_in_place(aside)
        _copy_aside(self._folder, VAULT_FILE, aside)
        save_vault(self._folder, root, vault.but(database_made=True))
        return rescued

    def _fill(
        self, target: Database, vault: Vault, now: datetime, sources: _Sources
    ) -> tuple[frozenset[str], Settled]:
        target.run("PRAGMA foreign_keys = OFF")
        with ExitStack() as opened:
            damaged = _opened(opened, self._database, vault.database_key)
            if damaged is not None:
                damaged.leave_log_alone()
            backup = None
            for copy in sources.copies:
                backup = backup or _opened(opened, copy, vault.database_key)
            holes = Salvage(target).take_over(damaged, backup, sources.only)
        enrolment = SettingsRepository(target).enrolment()
        device = None if enrolment is None else enrolment.device_id
        return holes, settle(target, self._adoption(target), device, now)

    def _report(
        self,
        target: Database,
        ailment: Ailment,
        holes: frozenset[str],
        settled: Settled,
        aside: str,
    ) -> Rescued:
        return Rescued(
            ailment=ailment,
            kept=settled.kept,
            waiting=settled.waiting,
            unclear=settled.unclear,
            lost=settled.lost,
            drafts=target.value("SELECT count(*) FROM draft"),
            drafts_lost=ailment is Ailment.KEY or "draft" in holes,
            journal_whole=ailment is not Ailment.KEY
            and JOURNAL_NUMBERS not in holes
            and Journal(target).verify() is None,
            needs_enrolment=SettingsRepository(target).enrolment() is None,
            aside=self._folder / ASIDE_FOLDER / aside,
        )

    def _adoption(self, target: Database) -> Adoption:
        envelopes = EnvelopeFiles(self._folder / OUTBOX_FOLDER)
        return Adoption(target, envelopes, Journal(target))

    def _count_sealed(self) -> int:
        envelopes = EnvelopeFiles(self._folder / OUTBOX_FOLDER)
        headers = map(envelopes.header, envelopes.stored())
        return len({header.submission for header in headers if header is not None})

    @contextmanager
    def _alone(self) -> Generator[None]:
        """No other program opens the store meanwhile, the service neither."""
        with disk_faults_named():
            make_private(self._folder)
            make_private(self._folder / OUTBOX_FOLDER)
        with (
            closing(InstanceLock(self._folder / FRONT_LOCK, GLANCE_SECONDS)),
            closing(InstanceLock(self._folder / LOCK_FILE, self._patience)),
        ):
            yield

    @contextmanager
    def _new_database(self, vault: Vault) -> Generator[Database]:
        """A database under another name, whole and on the disk in the end, or not there."""
        path = self._folder / _BEING_MADE
        _remove(path)
        try:
            with closing(open_database(path, vault.database_key)) as target:
                yield target
                target.complete()
            with disk_faults_named():
                sync_file(path)
        except BaseException:
            _remove(path)
            raise

    def _put_in_place(self, aside: str) -> None:
        """From the first new name on there is no way back: the next start would go on from it."""
        with disk_faults_named():
            (self._folder / _BEING_MADE).replace(self._folder / f"{_MADE}{aside}")
            sync_folder(self._folder)
        finish_rescue(self._folder)


def finish_rescue(folder: Path) -> None:
    """Put a database that a rescue has made in the place of the damaged one, if there is such."""
    for made in sorted(folder.glob(f"{_MADE}*")):
        aside = made.name.removeprefix(_MADE)
        for name in _with_logs(DATABASE_FILE):
            _move_aside(folder, name, aside)
        with disk_faults_named():
            made.replace(folder / DATABASE_FILE)
            sync_folder(folder)
        _log.warning("a rescued database is in place; the damaged one is in %s", aside)


def aside_before(folder: Path, before: datetime) -> list[Path]:
    """What was moved aside earlier than that: a folder for each rescue."""
    moment = f"{before.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return [place for place in (folder / ASIDE_FOLDER).glob("*Z") if place.name < moment]


def remove_copy(place: Path) -> None:
    """Remove a file or a whole folder; what cannot be removed today goes another day."""
    with suppress(OSError):
        if place.is_dir():
            _remove_folder(place)
        else:
            place.unlink(missing_ok=True)


def _note(target: Database, rescued: Rescued, now: datetime) -> None:
    """In the journal, with figures; whoever reads the journal sees that it was no usual start."""
    lost = "" if rescued.journal_whole else " journal-broken"
    figures = (
        f"kept={rescued.kept} waiting={rescued.waiting}"
        f" unclear={rescued.unclear} lost={rescued.lost}{lost}"
    )
    Journal(target).append(Event.STORE_RESCUED, KIOSK, f"{rescued.aside.name} {figures}", now)


def _opened(opened: ExitStack, path: Path, key: bytes) -> Database | None:
    """A file to be read only, as far as it can be; raises DiskFullError and StoreForbiddenError."""
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        database = connect(path, key)
    except DatabaseUnreadableError as fault:
        _log.warning("%s does not open: %s", path.name, fault)
        return None
    opened.callback(database.close)
    return database


def _with_logs(name: str) -> tuple[str, ...]:
    return (name, *(f"{name}{suffix}" for suffix in _LOG_SUFFIXES))


def _move_aside(folder: Path, name: str, aside: str) -> None:
    if not (folder / name).exists():
        return
    place = _place_for(folder, aside)
    with disk_faults_named():
        (folder / name).replace(place / name)
        sync_folder(place)
        sync_folder(folder)


def _copy_aside(folder: Path, name: str, aside: str) -> None:
    """What is going to be replaced as a whole stays in its place until then."""
    if (folder / name).exists():
        with disk_faults_named():
            content = (folder / name).read_bytes()
        write_whole(_place_for(folder, aside) / name, content)


def _place_for(folder: Path, aside: str) -> Path:
    with disk_faults_named():
        make_private(folder / ASIDE_FOLDER)
        make_private(folder / ASIDE_FOLDER / aside)
    return folder / ASIDE_FOLDER / aside


def _remove(path: Path) -> None:
    with disk_faults_named():
        for name in _with_logs(path.name):
            path.with_name(name).unlink(missing_ok=True)


def _remove_folder(folder: Path) -> None:
    for root, folders, files in os.walk(folder, topdown=False):
        for name in files:
            (Path(root) / name).unlink()
        for name in folders:
            (Path(root) / name).rmdir()
    folder.rmdir()
