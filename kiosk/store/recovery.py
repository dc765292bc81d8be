"""The way back when no supervisor knows a PIN: one open challenge, tries that are counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.domain.pin import Pin
from kiosk.domain.recovery import (
    Challenge,
    RecoveryCode,
    RecoveryProblem,
    new_challenge,
    recovery_code,
)
from kiosk.domain.window import WIB
from kiosk.store.database import Database
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.moments import from_optional, from_text, to_text
from kiosk.store.officers import (
    LOCKED_FOR,
    WRONG_TRIES,
    Officer,
    OfficerRepository,
    Role,
    is_locked,
)
from kiosk.store.settings import SettingsRepository

CHALLENGE_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OpenChallenge:
    """What the centre is asked; `day` is this computer's, and a part of the answer."""

    challenge: Challenge
    day: date


class RecoveryRepository:
    """A challenge stays the same until it is answered or a day old: its code may come later."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        officers: OfficerRepository,
        settings: SettingsRepository,
        key: Callable[[], bytes | None],
    ) -> None:
        """`key`: the one that the vault has at the moment."""
        self._database = database
        self._journal = journal
        self._officers = officers
        self._settings = settings
        self._key = key

    def ask(self, now: datetime, entropy: bytes) -> OpenChallenge | RecoveryProblem:
        """The open challenge, or a new one made of five random bytes."""
        enrolment = self._settings.enrolment()
        if enrolment is None or self._key() is None:
            return RecoveryProblem.NO_KEY
        found = self._open_challenge(now)
        if found is not None:
            return found
        challenge = new_challenge(enrolment.device_id, entropy)
        with self._database.transaction():
            self._database.run(
                "INSERT INTO recovery (id, challenge, made_at) VALUES (1, ?1, ?2) ON CONFLICT (id)"
                " DO UPDATE SET challenge = ?1, made_at = ?2",
                (challenge.code, to_text(now)),
            )
            self._journal.append(Event.RECOVERY_ASKED, KIOSK, "", now)
        return OpenChallenge(challenge, _day(now))

    def check(self, code: RecoveryCode, now: datetime) -> RecoveryProblem | None:
        """Whether a code answers the open challenge; five wrong ones lock for five minutes."""
        expected = self._expected(now)
        if expected is None:
            return RecoveryProblem.WRONG
        locked_until = self._database.value("SELECT locked_until FROM recovery")
        if is_locked(from_optional(locked_until), now):
            return RecoveryProblem.LOCKED
        return None if code.fits(expected) else self._count_wrong_try(now)

    def redeem(
        self, code: RecoveryCode, officer_id: str, pin: Pin, now: datetime
    ) -> Officer | RecoveryProblem:
        """Give a supervisor a PIN of their own for a code, which is used up by it."""
        with self._database.transaction():
            problem = self.check(code, now)
            if problem is not None:
                return problem
            officer = self._officers.find(officer_id)
            if officer is None or officer.role is not Role.SUPERVISOR:
                return RecoveryProblem.NOBODY
            self._database.run("DELETE FROM recovery")
            self._officers.set_pin(officer_id, pin)
            self._journal.append(Event.RECOVERY_USED, KIOSK, officer_id, now)
        return officer

    def _expected(self, now: datetime) -> RecoveryCode | None:
        enrolment, key, asked = self._settings.enrolment(), self._key(), self._open_challenge(now)
        if enrolment is None or key is None or asked is None:
            return None
        return recovery_code(key, enrolment.device_id, asked.challenge, asked.day)

    def _open_challenge(self, now: datetime) -> OpenChallenge | None:
        """None where there is none, it is too old, another device's, or of a day to come."""
        row = self._database.row("SELECT challenge, made_at FROM recovery")
        enrolment = self._settings.enrolment()
        if row is None or enrolment is None:
            return None
        challenge, made_at = Challenge(row[0]), from_text(row[1])
        is_open = made_at <= now < made_at + CHALLENGE_LASTS
        is_own = challenge.is_of(enrolment.device_id)
        return OpenChallenge(challenge, _day(made_at)) if is_open and is_own else None

    def _count_wrong_try(self, now: datetime) -> RecoveryProblem:
        with self._database.transaction():
            tries = self._database.value(
                "UPDATE recovery SET wrong_tries = wrong_tries + 1 RETURNING wrong_tries"
            )
            if tries < WRONG_TRIES:
                return RecoveryProblem.WRONG
            self._database.run(
                "UPDATE recovery SET wrong_tries = 0, locked_until = ?",
                (to_text(now + LOCKED_FOR),),
            )
            self._journal.append(Event.RECOVERY_LOCKED, KIOSK, "", now)
        return RecoveryProblem.LOCKED


def _day(moment: datetime) -> date:
    return moment.astimezone(WIB).date()
