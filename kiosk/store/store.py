"""Everything that must survive a power cut, opened together and closed together."""

import logging
import shutil
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from kiosk.domain.readiness import Unattended
from kiosk.paths import make_private
from kiosk.store.adoption import Adoption
from kiosk.store.backups import BACKUPS_FOLDER, Backups
from kiosk.store.carried import CarriedParts
from kiosk.store.database import Database, open_database
from kiosk.store.day import DayBook
from kiosk.store.drafts import DraftRepository
from kiosk.store.durable import remove_unfinished
from kiosk.store.envelopes import EnvelopeFiles
from kiosk.store.errors import DatabaseUnreadableError, disk_faults_named
from kiosk.store.examination import Examination
from kiosk.store.figures import FigureRepository
from kiosk.store.instance_lock import LOCK_FILE, InstanceLock
from kiosk.store.journal import Journal
from kiosk.store.lists import Lists
from kiosk.store.officers import PIN_COST, OfficerRepository, PinCost
from kiosk.store.photo_tries import PhotoTryLog
from kiosk.store.reckonings import Reckonings
from kiosk.store.recovery import RecoveryRepository
from kiosk.store.rescue import aside_before, finish_rescue
from kiosk.store.retention import Retention
from kiosk.store.service_note import unattended
from kiosk.store.settings import SettingsRepository
from kiosk.store.submissions import SubmissionRepository
from kiosk.store.supervision import Supervision
from kiosk.store.unsettled import UnsettledRepository
from kiosk.store.vault import (
    DATABASE_FILE,
    OUTBOX_FOLDER,
    KeyOrigin,
    RootKey,
    Vault,
    load_vault,
    save_vault,
)

_log = logging.getLogger(__name__)


class Store:
    """The encrypted database, the sealed envelopes and the vault of one kiosk.

    It belongs to one thread at a time; see StoreThread.
    """

    def __init__(
        self,
        folder: Path,
        root_key: RootKey,
        *,
        pin_cost: PinCost = PIN_COST,
        patience: float = 0.0,
    ) -> None:
        """Open the store, or make it on first use; `pin_cost`: of officers who are taken on.

        `patience`: seconds that another program, such as the service, has to let it go.

        Raises:
            StoreInUseError, KeyLostError, DatabaseUnreadableError, DatabaseTooNewError,
            DiskFullError, StoreForbiddenError: see each; nothing was changed.
        """
        with disk_faults_named():
            make_private(folder)
            make_private(folder / OUTBOX_FOLDER)
        self._folder = folder
        self._root_key = root_key
        with ExitStack() as undoing:  # a program that tries again must not find its own locks
            self._lock = InstanceLock(folder / LOCK_FILE, patience)
            undoing.callback(self._lock.close)
            finish_rescue(folder)
            for place in (folder, folder / BACKUPS_FOLDER):
                remove_unfinished(place)
            self._vault = load_vault(folder, root_key)
            self._database = self._open_database()
            undoing.callback(self._database.close)
            self._refuse_damage()
            self._furnish(pin_cost)
            self._furnish_care()
            self._tidy_after_crash()
            undoing.pop_all()

    @property
    def vault(self) -> Vault:
        """The secrets as they are now."""
        return self._vault

    @property
    def key_origin(self) -> KeyOrigin:
        """Where the root key is kept, to be shown: a file means that theft is not covered."""
        return self._root_key.origin

    @property
    def revision(self) -> int:
        """Grows with every change: a list read at the same one need not be read again."""
        return self._database.revision()

    def replace_vault(self, vault: Vault) -> None:
        """Keep changed secrets, such as a renewed token."""
        save_vault(self._folder, self._root_key, vault)
        self._vault = vault

    def watch_over(self, now: datetime) -> None:
        """Adopt what lies sealed here and is in no row; once a day, read the whole database.

        Raises DatabaseUnreadableError where that shows damage.
        """
        adopted = self._adopt(now)
        if adopted:
            _log.warning("%d registrations lay sealed in no row: they wait again", adopted)
        self._adoption.close_what_the_centre_has(now)
        self.examination.daily(now)

    def free_bytes(self) -> int:
        """How much room the disk still has."""
        with disk_faults_named():
            return shutil.disk_usage(self._folder).free

    def unattended(self, now: datetime) -> Unattended:
        """Whether sending goes on when this program has ended."""
        return unattended(self._folder, now)

    def close(self) -> None:
        """Close everything; the next one may open it."""
        try:
            self._database.close()
        finally:
            self._lock.close()

    def _open_database(self) -> Database:
        path = self._folder / DATABASE_FILE
        if self._vault.database_made and not (path.exists() and path.stat().st_size):
            raise DatabaseUnreadableError(f"{DATABASE_FILE} is missing or empty")
        database = open_database(path, self._vault.database_key)
        if not self._vault.database_made:
            self.replace_vault(self._vault.but(database_made=True))
        return database

    def _refuse_damage(self) -> None:
        """Work with what cannot be trusted would make it worse."""
        faults = self._database.faults()
        if faults:
            raise DatabaseUnreadableError(f"{DATABASE_FILE}: {faults[0]}")

    def _adopt(self, now: datetime) -> int:
        enrolment = self.settings.enrolment()
        return self._adoption.adopt(None if enrolment is None else enrolment.device_id, now)

    def _furnish(self, pin_cost: PinCost) -> None:
        self.envelopes = EnvelopeFiles(self._folder / OUTBOX_FOLDER)
        self.journal = Journal(self._database)
        self.settings = SettingsRepository(self._database)
        self.day = DayBook(self._database, self.journal)
        self.officers = OfficerRepository(self._database, self.journal, pin_cost)
        self.drafts = DraftRepository(self._database, self.journal)
        self.submissions = SubmissionRepository(
            self._database, self.envelopes, self.journal, self._vault.lookup_key
        )
        self.photo_tries = PhotoTryLog(self._database)
        self.figures = FigureRepository(self._database)
        self.reckonings = Reckonings(self._database, self.figures, self.settings, self.journal)
        self.lists = Lists(self._database)
        self.unsettled = UnsettledRepository(self._database)
        self.carried = CarriedParts(self._database, self.submissions, self.journal)
        self.recovery = RecoveryRepository(
            self._database,
            self.journal,
            self.officers,
            self.settings,
            lambda: self._vault.recovery_key,
        )

    def _furnish_care(self) -> None:
        backups = Backups(self._folder / DATABASE_FILE)
        self.retention = Retention(
            self._database,
            self.drafts,
            self.submissions,
            self.journal,
            lambda before: [*backups.older_than(before), *aside_before(self._folder, before)],
        )
        self.examination = Examination(
            self._database,
            self.settings,
            self.journal,
            lambda: backups.keep_day(self._database, self._vault.database_key),
        )
        self._adoption = Adoption(self._database, self.envelopes, self.journal)
        self.supervision = Supervision(
            self._database,
            self.journal,
            self.officers,
            self.settings,
            self.retention,
            self.submissions,
        )

    def _tidy_after_crash(self) -> None:
        recovered = self.submissions.recover()
        orphans = self._adoption.remove_what_was_cut_short()
        if recovered or orphans:
            _log.info("after a crash: %d parts queued again, %d orphans", recovered, orphans)
