"""What only a supervisor may do. The role is asked for here, where it is done, and not on screen.

Every act is written down with who did it. Nobody can take away the last supervisor.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from kiosk.domain.decision import ReleaseReason
from kiosk.domain.pin import Pin
from kiosk.domain.submission import KioskState
from kiosk.store.database import Database
from kiosk.store.journal import Event, Journal
from kiosk.store.moments import from_optional, from_text, to_text
from kiosk.store.officers import Officer, OfficerRepository, Role, is_locked
from kiosk.store.retention import Purged, Retention, RetentionRules
from kiosk.store.settings import DeskSettings, SettingsRepository
from kiosk.store.submissions import SubmissionRepository


class StaffProblem(StrEnum):
    """Why somebody's entry stays as it is. The value is the key of the sentence."""

    LAST_SUPERVISOR = "officer.staff.last_supervisor"
    NAME_TAKEN = "officer.staff.name_taken"
    LEFT = "officer.staff.left"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One officer as the supervisor sees it."""

    officer: Officer
    added_at: datetime
    pin_is_temporary: bool
    is_locked: bool


class Supervision:
    """Acts of a supervisor, `by` their id; each raises NotAllowedError for anybody else."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        officers: OfficerRepository,
        settings: SettingsRepository,
        retention: Retention,
        submissions: SubmissionRepository,
    ) -> None:
        self._database = database
        self._journal = journal
        self._officers = officers
        self._settings = settings
        self._retention = retention
        self._submissions = submissions

    def staff(self, by: str, now: datetime) -> list[StaffRow]:
        """Who may come in, by name."""
        self._officers.require_supervisor(by)
        rows = self._database.rows(
            "SELECT id, name, role, added_at, pin_is_temporary, locked_until FROM officer"
            " WHERE retired_at IS NULL ORDER BY name, id"
        )
        return [
            StaffRow(
                Officer(officer_id, name, Role(role)),
                from_text(added_at),
                bool(is_temporary),
                is_locked(from_optional(locked_until), now),
            )
            for officer_id, name, role, added_at, is_temporary, locked_until in rows
        ]

    def take_on(self, by: str, name: str, pin: Pin, now: datetime) -> Officer | StaffProblem:
        """Take on somebody as an officer, with a PIN to be replaced at its first use."""
        officer = Officer(str(uuid4()), name, Role.OFFICER)
        with self._database.transaction():
            self._officers.require_supervisor(by)
            if self._is_taken(name, officer.id):
                return StaffProblem.NAME_TAKEN
            self._database.run(
                "INSERT INTO officer (id, name, role, pin_hash, added_at) VALUES (?, ?, ?, '', ?)",
                (officer.id, name, officer.role, to_text(now)),
            )
            self._officers.set_pin(officer.id, pin, is_temporary=True)
            self._journal.append(Event.OFFICER_ADDED, by, officer.id, now)
        return officer

    def rename(self, by: str, officer_id: str, name: str, now: datetime) -> Officer | StaffProblem:
        """Write somebody's name otherwise."""
        with self._database.transaction():
            self._officers.require_supervisor(by)
            if self._is_taken(name, officer_id):
                return StaffProblem.NAME_TAKEN
            return self._change(by, officer_id, "name", name, (Event.OFFICER_RENAMED, now))

    def give_role(
        self, by: str, officer_id: str, role: Role, now: datetime
    ) -> Officer | StaffProblem:
        """Make somebody a supervisor, or no longer one."""
        is_up = role is Role.SUPERVISOR
        event = Event.OFFICER_PROMOTED if is_up else Event.OFFICER_DEMOTED
        with self._database.transaction():
            self._officers.require_supervisor(by)
            if not is_up and self._is_last_supervisor(officer_id):
                return StaffProblem.LAST_SUPERVISOR
            return self._change(by, officer_id, "role", role, (event, now))

    def retire(self, by: str, officer_id: str, now: datetime) -> Officer | StaffProblem:
        """Let somebody in no more; what they did keeps their name."""
        with self._database.transaction():
            self._officers.require_supervisor(by)
            if self._is_last_supervisor(officer_id):
                return StaffProblem.LAST_SUPERVISOR
            at = to_text(now)
            return self._change(by, officer_id, "retired_at", at, (Event.OFFICER_RETIRED, now))

    def reset_pin(
        self, by: str, officer_id: str, pin: Pin, now: datetime
    ) -> Officer | StaffProblem:
        """Give somebody who forgot theirs a PIN to be replaced at its first use."""
        with self._database.transaction():
            self._officers.require_supervisor(by)
            officer = self._officers.find(officer_id)
            if officer is None:
                return StaffProblem.LEFT
            self._officers.set_pin(officer_id, pin, is_temporary=True)
            self._journal.append(Event.PIN_RESET, by, officer_id, now)
        return officer

    def save_settings(self, by: str, settings: DeskSettings, changed: str, now: datetime) -> None:
        """Keep what was set at the desk; `changed` is the name of what it was about."""
        with self._database.transaction():
            self._officers.require_supervisor(by)
            self._settings.save_desk(settings)
            self._journal.append(Event.SETTINGS_CHANGED, by, changed, now)

    def purge(self, by: str, now: datetime, rules: RetentionRules | None = None) -> Purged:
        """Forget at once what is due; `now` must come from a clock that is known to be right."""
        self._officers.require_supervisor(by)
        purged = self._retention.purge(now, rules)
        counts = f"{purged.drafts} {purged.traces} {purged.unsent}"
        self._journal.append(Event.RETENTION_RUN, by, counts, now)
        return purged

    def release_all(self, by: str, reason: str | None, now: datetime) -> int:
        """Try once more all that is held back for one reason, now mended; how many there were.

        In one piece: thousands of parts must not keep the disk, and whoever waits for it, busy.
        """
        with self._database.transaction():
            self._officers.require_supervisor(by)
            held = [
                row
                for row in self._submissions.queue_rows()
                if row.state is KioskState.QUARANTINED and row.last_reason == reason
            ]
            for row in held:
                self._submissions.release(row, now, by, ReleaseReason.MENDED)
        return len(held)

    def verify_journal(self, by: str, now: datetime) -> int | None:
        """Number of the journal's first line that is changed or missing; None when it is whole."""
        self._officers.require_supervisor(by)
        found = self._journal.verify()
        self._journal.append(Event.JOURNAL_VERIFIED, by, "" if found is None else str(found), now)
        return found

    def note_export(self, by: str, now: datetime) -> None:
        """Write down, before it is done, who takes a copy of the journal."""
        self._officers.require_supervisor(by)
        self._journal.append(Event.JOURNAL_EXPORTED, by, "", now)

    def _change(
        self, by: str, officer_id: str, column: str, value: str, event: tuple[Event, datetime]
    ) -> Officer | StaffProblem:
        before = self._officers.find(officer_id)
        if before is None:
            return StaffProblem.LEFT
        self._database.run(
            f"UPDATE officer SET {column} = ?2 WHERE id = ?1",  # noqa: S608 - a word of this module
            (officer_id, value),
        )
        self._journal.append(event[0], by, officer_id, event[1])
        return self._officers.find(officer_id) or before

    def _is_taken(self, name: str, by_another_than: str) -> bool:
        return any(
            each.name.casefold() == name.casefold() and each.id != by_another_than
            for each in self._officers.list()
        )

    def _is_last_supervisor(self, officer_id: str) -> bool:
        supervisors = {each.id for each in self._officers.list() if each.role is Role.SUPERVISOR}
        return supervisors == {officer_id}
