"""Nothing is kept longer than it is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.store.database import Database
from kiosk.store.drafts import DraftRepository
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.moments import from_optional
from kiosk.store.rescue import remove_copy
from kiosk.store.submissions import SubmissionRepository


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """After how many days what is forgotten; None means never."""

    draft_days: int = 14
    trace_days: int = 30
    """Keyed hashes and phone tail, which tell of a second registration, after the end."""
    unsent_days: int | None = None
    """What the centre never got is given up only where the programme says so."""
    copy_days: int = 30
    """Nothing that was forgotten lives on for longer in a copy of the database."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were forgotten."""

    drafts: int
    traces: int
    unsent: int
    copies: int = 0
    """Backups, and damaged databases that were moved aside."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of each is here, and since when the oldest of it."""

    drafts: int
    oldest_draft: datetime | None
    unsent: int
    oldest_unsent: datetime | None
    traces: int
    oldest_trace: datetime | None


class Retention:
    """Forgets what is due. Id, ticket, masked name, state and times stay.

    An envelope goes as soon as its receipt is stored.
    """

    def __init__(
        self,
        database: Database,
        drafts: DraftRepository,
        submissions: SubmissionRepository,
        journal: Journal,
        old_copies: Callable[[datetime], Sequence[Path]],
    ) -> None:
        """`old_copies`: files and folders of before a moment."""
        self._journal = journal
        self._old_copies = old_copies
        self._database = database
        self._drafts = drafts
        self._submissions = submissions

    def purge(self, now: datetime, rules: RetentionRules | None = None) -> Purged:
        """Forget what is due by `now`, which must come from a clock that is known to be right."""
        rules = rules or RetentionRules()
        purged = Purged(
            drafts=self._drafts.expire(now, rules.draft_days),
            traces=self._submissions.delete_traces(now, rules.trace_days),
            unsent=0
            if rules.unsent_days is None
            else self._submissions.expire_unsent(now, rules.unsent_days),
            copies=self._forget_copies(now - timedelta(days=rules.copy_days), now),
        )
        self._database.empty_wal()
        return purged

    def kept(self) -> Kept:
        """What is here now that is to be forgotten one day."""
        drafts, oldest_draft = self._count("SELECT count(*), min(saved_at) FROM draft")
        unsent, oldest_unsent = self._count(
            "SELECT count(DISTINCT submission_id), min(queued_at) FROM undelivered"
        )
        traces, oldest_trace = self._count(
            "SELECT count(*), min(coalesce(delivered_at, made_at)) FROM submission"
            " WHERE state IN ('submitted', 'cancelled', 'expired') AND (phone_tail <> '' OR EXISTS"
            " (SELECT 1 FROM identity_hash WHERE submission_id = id))"
        )
        return Kept(drafts, oldest_draft, unsent, oldest_unsent, traces, oldest_trace)

    def _forget_copies(self, before: datetime, now: datetime) -> int:
        """The journal first: nothing goes without its proof, whenever the power does."""
        copies = self._old_copies(before)
        if copies:
            self._journal.append(Event.STORE_FORGOTTEN, KIOSK, str(len(copies)), now)
        for copy in copies:
            remove_copy(copy)
        return len(copies)

    def _count(self, sql: str) -> tuple[int, datetime | None]:
        ((number, oldest),) = self._database.rows(sql)
        return number, from_optional(oldest)
