"""Officers and their PINs."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.database import Database
from kiosk.store.errors import NotAllowedError
from kiosk.store.journal import Event, Journal
from kiosk.store.moments import from_optional, to_text

WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=5)
_SALT_BYTES = 16
_HASH_BYTES = 32


class Role(StrEnum):
    """What an officer may do."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may work at this counter."""

    id: str
    name: str = field(repr=False)
    role: Role


@dataclass(frozen=True, slots=True)
class PinCost:
    """What it takes to check one PIN, by Argon2id."""

    memory_kib: int
    passes: int


PIN_COST: Final = PinCost(memory_kib=64 * 1024, passes=2)
"""A tenth of a second."""


class OfficerRepository:
    """The only place that reads and writes officers."""

    def __init__(self, database: Database, journal: Journal, pin_cost: PinCost = PIN_COST) -> None:
        """`pin_cost`: of the PINs to come; those that are there say their own."""
        self._database = database
        self._journal = journal
        self._pin_cost = pin_cost

    def add(self, name: str, pin: Pin, role: Role, now: datetime) -> Officer:
        """Take on an officer who chose the PIN: at the first run, when nobody can be asked."""
        officer = Officer(str(uuid4()), name, role)
        pin_hash = _hash(pin, self._pin_cost)
        with self._database.transaction():
            self._database.run(
                "INSERT INTO officer (id, name, role, pin_hash, added_at) VALUES (?, ?, ?, ?, ?)",
                (officer.id, name, role, pin_hash, to_text(now)),
            )
            self._journal.append(Event.OFFICER_ADDED, officer.id, role, now)
        return officer

    def list(self) -> tuple[Officer, ...]:
        """Who may come in, by name."""
        return self._select("WHERE retired_at IS NULL")

    def everybody(self) -> tuple[Officer, ...]:
        """Those who have left too: what they did keeps their name."""
        return self._select("")

    def find(self, officer_id: str) -> Officer | None:
        """Somebody who may come in."""
        return next((each for each in self.list() if each.id == officer_id), None)

    def require_supervisor(self, officer_id: str) -> None:
        """Raise NotAllowedError unless this is a supervisor who may come in."""
        officer = self.find(officer_id)
        if officer is None or officer.role is not Role.SUPERVISOR:
            raise NotAllowedError(f"{officer_id} is no supervisor")

    def verify(self, officer_id: str, pin: Pin, now: datetime) -> Officer | PinProblem:
        """Check a PIN: after five wrong ones in a row nothing opens for five minutes.

        One that a supervisor made up opens nothing either: TEMPORARY leads to `change_pin`.
        """
        officer = self._check(officer_id, pin, now)
        if isinstance(officer, Officer):
            self._journal.append(Event.OFFICER_CAME, officer_id, officer.role, now)
        return officer

    def change_pin(
        self, officer_id: str, old: Pin, new: Pin, now: datetime
    ) -> Officer | PinProblem:
        """Take a PIN of their own from whoever knows the old one, temporary or not."""
        with self._database.transaction():
            answer = self._check(officer_id, old, now)
            if isinstance(answer, PinProblem) and answer is not PinProblem.TEMPORARY:
                return answer
            if new == old:
                return PinProblem.SAME
            self.set_pin(officer_id, new)
            self._journal.append(Event.PIN_CHANGED, officer_id, officer_id, now)
        return self.verify(officer_id, new, now)

    def set_pin(self, officer_id: str, pin: Pin, *, is_temporary: bool = False) -> None:
        """Replace a PIN and lift its lock; who may do so is the caller's business."""
        self._database.run(
            "UPDATE officer SET pin_hash = ?2, pin_is_temporary = ?3, wrong_tries = 0,"
            " locked_until = NULL WHERE id = ?1",
            (officer_id, _hash(pin, self._pin_cost), int(is_temporary)),
        )

    def _check(self, officer_id: str, pin: Pin, now: datetime) -> Officer | PinProblem:
        row = self._database.row(
            "SELECT name, role, pin_hash, locked_until, pin_is_temporary FROM officer"
            " WHERE id = ? AND retired_at IS NULL",
            (officer_id,),
        )
        if row is None:
            return PinProblem.WRONG
        name, role, pin_hash, locked_until, is_temporary = row
        if is_locked(from_optional(locked_until), now):
            return PinProblem.LOCKED
        if not _fits(pin, pin_hash):
            return self._count_wrong_try(officer_id, now)
        self._forget_tries(officer_id)
        return PinProblem.TEMPORARY if is_temporary else Officer(officer_id, name, Role(role))

    def _select(self, condition: str) -> tuple[Officer, ...]:
        sql = f"SELECT id, name, role FROM officer {condition} ORDER BY name, id"  # noqa: S608
        return tuple(
            Officer(officer_id, name, Role(role))
            for officer_id, name, role in self._database.rows(sql)
        )

    def _count_wrong_try(self, officer_id: str, now: datetime) -> PinProblem:
        with self._database.transaction():
            tries = self._database.value(
                "UPDATE officer SET wrong_tries = wrong_tries + 1 WHERE id = ?"
                " RETURNING wrong_tries",
                (officer_id,),
            )
            if tries < WRONG_TRIES:
                return PinProblem.WRONG
            self._forget_tries(officer_id, locked_until=to_text(now + LOCKED_FOR))
            self._journal.append(Event.OFFICER_LOCKED, officer_id, "", now)
        return PinProblem.LOCKED

    def _forget_tries(self, officer_id: str, *, locked_until: str | None = None) -> None:
        self._database.run(
            "UPDATE officer SET wrong_tries = 0, locked_until = ?2 WHERE id = ?1",
            (officer_id, locked_until),
        )


def is_locked(until: datetime | None, now: datetime) -> bool:
    """A lock that would last longer than any does comes from a clock that was wrong."""
    return until is not None and now < until <= now + LOCKED_FOR


def _hash(pin: Pin, cost: PinCost) -> str:
    hashing = Argon2id(
        salt=os.urandom(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=cost.passes,
        lanes=1,
        memory_cost=cost.memory_kib,
    )
    return hashing.derive_phc_encoded(pin.value.encode())


def _fits(pin: Pin, pin_hash: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(pin.value.encode(), pin_hash)
    except InvalidKey:
        return False
    return True
