"""Passwords: argon2id by the parameters that OWASP names for it (19 MiB, two passes, one lane)."""

import secrets
from enum import StrEnum

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.domain.crockford import ALPHABET, grouped

SHORTEST = 12
LONGEST = 128
_ONE_TIME_SIGNS = 16
_MEMORY_KIB = 19 * 1024
_PASSES = 2
_SALT_BYTES = 16
_HASH_BYTES = 32


class PasswordProblem(StrEnum):
    """Why a password is not taken; each has its words under `problem.<value>`."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    NAMES_ACCOUNT = "password_names_account"
    TOO_PLAIN = "password_too_plain"
    NOT_REPEATED = "password_not_repeated"
    SAME_AS_BEFORE = "password_same"
    WRONG = "password_wrong"
    TOO_OFTEN = "log_in_too_often"
    CROWDED = "log_in_crowded"


def hashed(password: str) -> str:
    """What is kept of a password, in the PHC format."""
    kdf = Argon2id(
        salt=secrets.token_bytes(_SALT_BYTES),
        length=_HASH_BYTES,
        iterations=_PASSES,
        lanes=1,
        memory_cost=_MEMORY_KIB,
    )
    return kdf.derive_phc_encoded(password.encode())


def fits(password: str, kept: str) -> bool:
    """Whether this is the password; takes its time by design."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), kept)
    except InvalidKey:
        return False
    return True


def one_time_password() -> str:
    """80 random bits to be read out, e.g. `7Q4M-2XA9-BC0D-1RST`."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(_ONE_TIME_SIGNS)), 4)


def problem_of(password: str, account: str) -> PasswordProblem | None:
    """Length counts; signs of several kinds are not asked for (NIST SP 800-63B, 3.1.1.2)."""
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    if account.casefold() in password.casefold():
        return PasswordProblem.NAMES_ACCOUNT
    if len(set(password)) < SHORTEST // 3:
        return PasswordProblem.TOO_PLAIN
    return None
