"""The figures, checked at every start and once a day: what was found is kept and told."""

from dataclasses import replace
from datetime import datetime

from kiosk.domain.window import wib
from kiosk.store.database import Database
from kiosk.store.figures import FigureRepository, Reckoning
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.settings import SettingsRepository


class Reckonings:
    """Holds the kiosk's own books against each other, and against what the centre says it has."""

    def __init__(
        self,
        database: Database,
        figures: FigureRepository,
        settings: SettingsRepository,
        journal: Journal,
    ) -> None:
        self._database = database
        self._figures = figures
        self._settings = settings
        self._journal = journal

    def of_today(self, now: datetime) -> Reckoning:
        """What was found today (WIB); counted now if nobody has yet."""
        last = self._settings.reckoning()
        is_of_today = last is not None and wib(last.at).date() == wib(now).date()
        return last if last is not None and is_of_today else self.reckon(now)

    def reckon(self, now: datetime) -> Reckoning:
        """Count everything, and keep what is found."""
        with self._database.transaction():
            last = self._settings.reckoning()
            lost = 0 if last is None else last.lost
            return self._keep(Reckoning(now, self._figures.balance(), lost), last)

    def signed_parts(self) -> int:
        """For how many parts that this device sealed there is a receipt."""
        sql = "SELECT count(*) FROM outbox WHERE state = 'submitted' AND foreign_device = 0"
        return int(self._database.value(sql))

    def hear(self, signed: int, received: int, now: datetime) -> Reckoning:
        """The centre has so many parts of this device, which by then held so many receipts.

        More is no fault: an answer may have been lost, and the next one makes it good.
        """
        with self._database.transaction():
            last = self._settings.reckoning()
            lost = max(0, signed - received)
            if last is not None and last.lost == lost:
                return last
            found = self.of_today(now) if last is None else last
            return self._keep(replace(found, lost=lost), last)

    def _keep(self, found: Reckoning, last: Reckoning | None) -> Reckoning:
        """The journal is told of what does not agree, once a day and whenever it changes."""
        is_news = last is None or (
            (found.balance, found.lost, wib(found.at).date())
            != (last.balance, last.lost, wib(last.at).date())
        )
        self._settings.save_reckoning(found)
        if is_news and not found.agrees:
            self._journal.append(Event.FIGURES_DISAGREE, KIOSK, _told(found), found.at)
        return found


def _told(found: Reckoning) -> str:
    balance = found.balance
    return f"made={balance.made} missing={balance.missing} unrecorded={balance.unrecorded}" + (
        f" lost={found.lost}"
    )
