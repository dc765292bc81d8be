"""The way back when no supervisor knows a PIN: a challenge of the kiosk, a code of the centre.

Both are read over the telephone, so both end in a check character. The code is a message
authentication code under a key that only this device and the centre have; it fits one device, one
challenge, one day: docs/decisions/0011-way-back-for-supervisors.md.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from kiosk.domain import crockford
from kiosk.domain.problem import FieldProblem

KEY_BYTES: Final = 32
CHALLENGE_LENGTH: Final = 12
CODE_LENGTH: Final = 16
GROUP: Final = 4
ENTROPY_BYTES: Final = 5
_TAG_LENGTH: Final = 4
"""Tells the few kiosks of an office apart."""
_CHANCE_LENGTH: Final = CHALLENGE_LENGTH - _TAG_LENGTH - 1
_CONTEXT: Final = "loket-recovery-1"


class RecoveryProblem(FieldProblem):
    """Why a code opens nothing, or a challenge cannot be answered."""

    CHARACTERS = "officer.recovery.characters"
    LENGTH = "officer.recovery.length"
    CHECK = "officer.recovery.check"
    WRONG = "officer.recovery.wrong"
    LOCKED = "officer.recovery.locked"
    NO_KEY = "officer.recovery.no_key"
    NOBODY = "officer.recovery.nobody"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the kiosk shows: which device it is, and chance."""

    code: str

    @property
    def display(self) -> str:
        """As read aloud, e.g. `7Q4M-2XA9-BC0D`."""
        return crockford.grouped(self.code, GROUP)

    def is_of(self, device_id: UUID) -> bool:
        """Whether this device, or one of a million others, made it."""
        return self.code.startswith(_tag(device_id))


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """What the centre answers; whoever has it becomes a supervisor, so its repr keeps it."""

    code: str

    def __repr__(self) -> str:
        return "RecoveryCode(…)"

    @property
    def display(self) -> str:
        """As read aloud, in four groups of four."""
        return crockford.grouped(self.code, GROUP)

    def fits(self, other: "RecoveryCode") -> bool:
        """Compare without telling by the time it takes how much was right."""
        return hmac.compare_digest(self.code, other.code)


def new_challenge(device_id: UUID, entropy: bytes) -> Challenge:
    """Make a challenge from at least five random bytes; equal bytes make equal challenges."""
    if len(entropy) < ENTROPY_BYTES:
        raise ValueError(f"a challenge needs {ENTROPY_BYTES} random bytes")
    chance = crockford.write(int.from_bytes(entropy[:ENTROPY_BYTES]), _CHANCE_LENGTH)
    return Challenge(_checked(_tag(device_id) + chance))


def recovery_code(key: bytes, device_id: UUID, challenge: Challenge, day: date) -> RecoveryCode:
    """The code for a challenge that a device made on a day (WIB, by the kiosk's clock).

    HMAC-SHA256 over `loket-recovery-1`, device, challenge and ISO day with zero bytes between
    them; of it the lowest 75 bits of the first ten bytes.
    """
    message = "\0".join((_CONTEXT, str(device_id), challenge.code, day.isoformat()))
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return RecoveryCode(_checked(crockford.write(int.from_bytes(digest[:10]), CODE_LENGTH - 1)))


def parse_challenge(text: str) -> Challenge | RecoveryProblem:
    """Read a challenge in any case, with or without its dashes."""
    code = _read(text, CHALLENGE_LENGTH)
    return code if isinstance(code, RecoveryProblem) else Challenge(code)


def parse_recovery_code(text: str) -> RecoveryCode | RecoveryProblem:
    """Read a code in any case, with or without its dashes."""
    code = _read(text, CODE_LENGTH)
    return code if isinstance(code, RecoveryProblem) else RecoveryCode(code)


def _read(text: str, length: int) -> str | RecoveryProblem:
    code = crockford.read(text)
    if code is None:
        return RecoveryProblem.CHARACTERS
    if len(code) != length:
        return RecoveryProblem.LENGTH
    if crockford.check_character(code[:-1]) != code[-1]:
        return RecoveryProblem.CHECK
    return code


def _tag(device_id: UUID) -> str:
    digest = hashlib.sha256(device_id.bytes).digest()
    return crockford.write(int.from_bytes(digest), _TAG_LENGTH)


def _checked(payload: str) -> str:
    return payload + crockford.check_character(payload)
