"""Once a day the whole database is read, compared with itself, and copied where it is sound."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from kiosk.store.database import Database
from kiosk.store.errors import DatabaseUnreadableError, DiskFullError, StoreForbiddenError
from kiosk.store.journal import Journal
from kiosk.store.settings import SettingsRepository

DAY: Final = timedelta(days=1)
_log = logging.getLogger(__name__)


class Examination:
    """Looks for damage before anybody needs what is damaged.

    With 100,000 registrations (385 MB) it takes ten seconds; the quick look at every start, one.
    """

    def __init__(
        self,
        database: Database,
        settings: SettingsRepository,
        journal: Journal,
        keep_copy: Callable[[], None],
    ) -> None:
        self._database = database
        self._settings = settings
        self._journal = journal
        self._keep_copy = keep_copy
        self._damage: str | None = None

    def daily(self, now: datetime) -> None:
        """Examine, if the last time is a day ago or lies in the future of a wrong clock.

        Damage is told again and again, until the store is opened anew, but read only once.
        """
        if self._damage is not None:
            raise DatabaseUnreadableError(self._damage)
        last = self._settings.examined_at()
        if last is None or not last <= now < last + DAY:
            self.examine(now)

    def examine(self, now: datetime) -> None:
        """Read every row, compare it with the indexes, and keep a copy of what is sound.

        A copy that was broken off is made anew at the next start: the examination counts only then.
        Raises DatabaseUnreadableError for damage. A journal that was changed is no damage: it is
        kept as it is, and told of.
        """
        faults = self._database.faults(thorough=True)
        if faults:
            self._damage = f"integrity check: {faults[0]}"
            raise DatabaseUnreadableError(self._damage)
        try:
            self._keep_copy()
        except (DiskFullError, StoreForbiddenError) as fault:  # or a virus scanner reads the last
            _log.warning("no copy of the database could be made: %s", fault)
        self._settings.save_examination(now, self._journal.verify())
