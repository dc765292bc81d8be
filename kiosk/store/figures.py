"""What the office did in a day or a month, in figures that add up, or say that they do not."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from kiosk.domain.advice import Advice, advise
from kiosk.domain.period import EVER, Period, Span, period_of
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.database import Database
from kiosk.store.moments import from_text, to_text

_HOUR_OR_DAY = {Span.DAY: "%H", Span.MONTH: "%d", Span.ALL: "%Y"}


@dataclass(frozen=True, slots=True)
class Balance:
    """Where everything made in a period is now.

    `made` is what the journal or a row tells of. Of those, `missing` are in the journal and have no
    row any more; `unrecorded` have a row, and are counted where it stands, but no line in the
    journal.
    """

    made: int = 0
    delivered: int = 0
    queued: int = 0
    quarantined: int = 0
    cancelled: int = 0
    expired: int = 0
    missing: int = 0
    unrecorded: int = 0

    @property
    def adds_up(self) -> bool:
        """Tell whether made = delivered + queued + quarantined + cancelled + expired."""
        found = self.delivered + self.queued + self.quarantined + self.cancelled + self.expired
        return self.made == found

    @property
    def agrees(self) -> bool:
        """Tell whether journal and rows tell of the same registrations."""
        return self.adds_up and not self.missing and not self.unrecorded


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One check of all figures. `lost`: so many parts the centre signed for and has no more."""

    at: datetime
    balance: Balance
    lost: int = 0

    @property
    def agrees(self) -> bool:
        """Tell whether everything made is where the books of both sides say."""
        return self.balance.agrees and not self.lost


@dataclass(frozen=True, slots=True)
class PhotoFigures:
    """How many people were photographed, and how many of them were held up, by cause."""

    people: int = 0
    again: int = 0
    causes: tuple[tuple[Reason, int], ...] = ()

    @property
    def advice(self) -> Advice | None:
        """What would help most."""
        return advise(self.people, dict(self.causes))


@dataclass(frozen=True, slots=True)
class Figures:
    """One period in figures.

    Attributes:
        over_time: how many were made in which hour of the day, day of the month, or year.
        officers: name and number; None is for residents who needed nobody.
        median_minutes: from the first page to the slip.
        states: what the centre says of those delivered; None where it has said nothing yet.
        reasons: how many people the centre ever told a reason.
    """

    period: Period
    balance: Balance
    over_time: tuple[tuple[int, int], ...] = ()
    officers: tuple[tuple[str | None, int], ...] = ()
    median_minutes: float | None = None
    photos: PhotoFigures = PhotoFigures()
    states: tuple[tuple[CentreState | None, int], ...] = ()
    reasons: tuple[tuple[Reason, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One registration of a period; of one that is missing, only when it was made is known."""

    made_at: datetime
    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    officer: str | None
    state: KioskState | None
    centre_state: CentreState | None
    reasons: tuple[Reason, ...]


class FigureRepository:
    """Counts; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, period: Period) -> Figures:
        """Everything of a period, read in one piece."""
        within = (to_text(period.start), to_text(period.end))
        with self._database.transaction():
            return Figures(
                period=period,
                balance=self._balance(within),
                over_time=self._over_time(within, period.span),
                officers=self._officers(within),
                median_minutes=self._median_minutes(within),
                photos=self._photos(within),
                states=self._states(within),
                reasons=self._reasons(within),
            )

    def balance(self, period: Period = EVER) -> Balance:
        """Where everything made in a period is now: the one formula of the figures."""
        return self._balance((to_text(period.start), to_text(period.end)))

    def advice(self, now: datetime) -> Advice | None:
        """What would have helped most today."""
        today = period_of(Span.DAY, now)
        return self._photos((to_text(today.start), to_text(today.end))).advice

    def made(self, period: Period) -> tuple[MadeRow, ...]:
        """Every registration of a period, the first one first."""
        rows = self._database.rows(
            "SELECT made.at, submission.ticket, submission.masked_name,"
            " coalesce(officer.name, submission.officer), submission.state,"
            " submission.centre_state, submission.reasons"
            " FROM made LEFT JOIN submission USING (id)"
            " LEFT JOIN officer ON officer.id = submission.officer"
            " WHERE made.at >= ? AND made.at < ? ORDER BY made.at",
            (to_text(period.start), to_text(period.end)),
        )
        return tuple(
            MadeRow(
                made_at=from_text(at),
                ticket=ticket or "",
                masked_name=name or "",
                officer=officer,
                state=None if state is None else KioskState(state),
                centre_state=None if centre is None else CentreState(centre),
                reasons=tuple(map(Reason, json.loads(reasons or "[]"))),
            )
            for at, ticket, name, officer, state, centre, reasons in rows
        )

    def _balance(self, within: tuple[str, str]) -> Balance:
        counts: dict[str | None, int] = dict.fromkeys((None, *KioskState), 0)
        made = unrecorded = 0
        for state, is_noted, count in self._database.rows(
            "SELECT state, is_noted, count(*) FROM made LEFT JOIN submission USING (id)"
            " WHERE at >= ? AND at < ? GROUP BY state, is_noted",
            within,
        ):
            counts[state] += count
            made += count
            unrecorded += 0 if is_noted else count
        return Balance(
            made=made,
            delivered=counts[KioskState.SUBMITTED],
            queued=counts[KioskState.QUEUED] + counts[KioskState.UPLOADING],
            quarantined=counts[KioskState.QUARANTINED],
            cancelled=counts[KioskState.CANCELLED],
            expired=counts[KioskState.EXPIRED],
            missing=counts[None],
            unrecorded=unrecorded,
        )

    def _over_time(self, within: tuple[str, str], span: Span) -> tuple[tuple[int, int], ...]:
        rows = self._database.rows(
            "SELECT CAST(strftime(?, at, '+7 hours') AS INTEGER), count(*) FROM made"
            " WHERE at >= ? AND at < ? GROUP BY 1 ORDER BY 1",
            (_HOUR_OR_DAY[span], *within),
        )
        return tuple((when, count) for when, count in rows)

    def _officers(self, within: tuple[str, str]) -> tuple[tuple[str | None, int], ...]:
        rows = self._database.rows(
            "SELECT coalesce(officer.name, submission.officer), count(*)"
            " FROM made JOIN submission USING (id)"
            " LEFT JOIN officer ON officer.id = submission.officer"
            " WHERE at >= ? AND at < ? GROUP BY submission.officer ORDER BY 2 DESC, 1",
            within,
        )
        return tuple((name, count) for name, count in rows)

    def _median_minutes(self, within: tuple[str, str]) -> float | None:
        rows = self._database.rows(
            "SELECT (julianday(made_at) - julianday(started_at)) * 1440 FROM made"
            " JOIN submission USING (id) WHERE at >= ? AND at < ? AND started_at <= made_at",
            within,
        )
        return median(minutes for (minutes,) in rows) if rows else None

    def _photos(self, within: tuple[str, str]) -> PhotoFigures:
        people, again = self._database.row(
            "SELECT count(DISTINCT sitting), count(DISTINCT CASE WHEN kept = 0 THEN sitting END)"
            " FROM photo_try WHERE at >= ? AND at < ?",
            within,
        ) or (0, 0)
        causes = self._database.rows(
            "SELECT value, count(DISTINCT sitting) FROM photo_try, json_each(causes)"
            " WHERE at >= ? AND at < ? GROUP BY value ORDER BY 2 DESC, 1",
            within,
        )
        return PhotoFigures(people, again, tuple((Reason(code), count) for code, count in causes))

    def _states(self, within: tuple[str, str]) -> tuple[tuple[CentreState | None, int], ...]:
        rows = self._database.rows(
            "SELECT centre_state, count(*) FROM made JOIN submission USING (id)"
            " WHERE at >= ? AND at < ? AND state = 'submitted' GROUP BY 1 ORDER BY 2 DESC, 1",
            within,
        )
        return tuple((None if state is None else CentreState(state), n) for state, n in rows)

    def _reasons(self, within: tuple[str, str]) -> tuple[tuple[Reason, int], ...]:
        rows = self._database.rows(
            "SELECT value, count(DISTINCT submission_id) FROM made"
            " JOIN outcome ON submission_id = made.id, json_each(outcome.reasons)"
            " WHERE made.at >= ? AND made.at < ? GROUP BY value ORDER BY 2 DESC, 1",
            within,
        )
        return tuple((Reason(code), count) for code, count in rows)
