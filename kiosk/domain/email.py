"""E-mail addresses, after the programme's own rule, and help with mistyped domains.

The programme takes only a-z, 0-9 and dots before the @ (rule of 2021); nothing here asks the
network, for a captive portal answers that gmail.com does not exist.
"""

import re
from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem
from kiosk.domain.typo import typing_distance

LONGEST_EMAIL: Final = 254
LONGEST_LOCAL_PART: Final = 64
EMAIL_DOMAINS: Final = ("gmail.com", "yahoo.com", "yahoo.co.id")
"""The ones worth a button."""

_COMMON_DOMAINS: Final = (
    "gmail.com",
    "yahoo.com",
    "yahoo.co.id",
    "ymail.com",
    "rocketmail.com",
    "outlook.com",
    "outlook.co.id",
    "hotmail.com",
    "hotmail.co.id",
    "live.com",
    "icloud.com",
)
_KNOWN_DOMAINS: Final = frozenset(_COMMON_DOMAINS) | {
    "aol.com",
    "email.com",
    "gmx.com",
    "googlemail.com",
    "mail.com",
    "me.com",
    "msn.com",
    "proton.me",
    "protonmail.com",
    "telkom.net",
    "zoho.com",
}
_INSTITUTIONS: Final = (
    ".ac.id",
    ".desa.id",
    ".go.id",
    ".mil.id",
    ".my.id",
    ".or.id",
    ".sch.id",
    ".web.id",
)
_CUT_SHORT: Final = {
    "gmail": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.co.id": "gmail.com",
    "gmail.id": "gmail.com",
    "yahoo": "yahoo.com",
    "yahoo.co": "yahoo.com",
    "yahoo.coid": "yahoo.co.id",
    "yahoo.id": "yahoo.co.id",
}
_FARTHEST_TYPO: Final = 2
_LOCAL_PART: Final = re.compile(r"[a-z0-9.]+")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")


class EmailProblem(FieldProblem):
    """Why a text is no address that the programme takes."""

    REQUIRED = "email.required"
    INCOMPLETE = "email.incomplete"
    SPACES = "email.spaces"
    CHARACTERS = "email.characters"
    DOTS = "email.dots"
    DOMAIN = "email.domain"
    TOO_LONG = "email.too_long"
    NOT_OPENED = "email.not_opened"


class Email(PersonalText):
    """An address in lower case."""

    __slots__ = ()

    @property
    def masked(self) -> str:
        """First letter and domain, e.g. `s…@example.com`."""
        local, _, domain = self.value.partition("@")
        return f"{local[0]}…@{domain}"


def parse_email(text: str) -> Email | EmailProblem:
    """Read an address; capitals do not matter."""
    typed = text.strip().lower()
    local, at, domain = typed.partition("@")
    if not typed:
        return EmailProblem.REQUIRED
    if not (local and at and domain):
        return EmailProblem.INCOMPLETE
    if len(typed.split()) > 1:
        return EmailProblem.SPACES
    if len(typed) > LONGEST_EMAIL or len(local) > LONGEST_LOCAL_PART:
        return EmailProblem.TOO_LONG
    return _problem_of(local, domain) or Email(typed)


def suggest_email(text: str) -> str | None:
    """The address that was probably meant; None where nothing better is known.

    Only ever a question to the resident. Domains of institutions are left alone.
    """
    local, _, typed_domain = text.strip().lower().rpartition("@")
    domain = _meant_domain(typed_domain)
    if domain is None or domain == typed_domain:
        return None
    suggestion = f"{local}@{domain}"
    return suggestion if isinstance(parse_email(suggestion), Email) else None


def _problem_of(local: str, domain: str) -> EmailProblem | None:
    if not _LOCAL_PART.fullmatch(local):
        return EmailProblem.CHARACTERS
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return EmailProblem.DOTS
    if "." not in domain:
        return EmailProblem.INCOMPLETE
    if not _DOMAIN.fullmatch(domain):
        return EmailProblem.DOMAIN
    return None


def _meant_domain(typed: str) -> str | None:
    domain = typed.replace(",", ".").strip(".")
    if domain in _KNOWN_DOMAINS:
        return domain
    if domain in _CUT_SHORT:
        return _CUT_SHORT[domain]
    if len(domain) > LONGEST_EMAIL or domain.endswith(_INSTITUTIONS):
        return None
    nearest = min(_COMMON_DOMAINS, key=lambda common: typing_distance(domain, common))
    return nearest if typing_distance(domain, nearest) <= _FARTHEST_TYPO else None
