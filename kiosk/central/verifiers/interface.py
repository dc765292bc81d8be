"""What a centre asks others about an applicant, and no more than that.

Every register answers match or no match, never a value: whoever misuses the centre learns nothing
that they did not type. An implementation is called by several workers at once, without a
transaction open.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from kiosk.domain.reason import Reason


class RegisterKind(StrEnum):
    """The registers, in the order in which they are asked."""

    POPULATION = "population"
    EDUCATION = "education"
    SOCIAL_AID = "social_aid"
    OCCUPATION = "occupation"
    RECIPIENTS = "recipients"


class VerifierDownError(Exception):
    """There is no answer now; ask again later. Its message names nobody."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who is asked about. `nik` and `kk` are 16 digits."""

    nik: str = field(repr=False)
    kk: str = field(repr=False)
    birth_date: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """Whether the NIK is there and free, and what of the rest is exactly the same there."""

    found: bool
    is_blocked: bool = False
    kk_matches: bool = False
    birth_date_matches: bool = False


class PopulationRegister(Protocol):
    """Who lives here: NIK, family card, birth date."""

    def check(self, applicant: Applicant) -> PopulationAnswer:
        """Compare the applicant with the entry of this NIK; raise VerifierDownError."""
        ...


class Register(Protocol):
    """People of one kind, for instance those in education."""

    def has(self, nik: str) -> bool:
        """Whether this NIK is among them; raise VerifierDownError."""
        ...


@dataclass(frozen=True, slots=True)
class FaceJudgement:
    """What a photo engine says; `reasons` as against the photo."""

    reasons: tuple[Reason, ...]
    is_certain: bool
    """False where a person has to look: the engine is near a limit, or could not decide."""
    engine: str
    """Its name and version."""


class FaceCheck(Protocol):
    """Looks at an applicant's photo."""

    def judge(self, jpeg: bytes, profile: str) -> FaceJudgement:
        """Judge by the photo profile, TOML text; "" is the engine's own. Raise VerifierDownError.

        `jpeg` may be anything that somebody sent as a picture.
        """
        ...


class CardCheck(Protocol):
    """Looks at the photo of an identity card."""

    def judge_card(self, jpeg: bytes, profile: str) -> FaceJudgement:
        """Whether it can be read; the reasons are CARD_REASONS. As `FaceCheck.judge` otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class Verifiers:
    """Everybody who can be asked; None is not there."""

    population: PopulationRegister | None = None
    education: Register | None = None
    social_aid: Register | None = None
    occupation: Register | None = None
    """Occupations that may not take part."""
    recipients: Register | None = None
    """Those who had it before: once in a lifetime."""
    face: FaceCheck | None = None
    card: CardCheck | None = None
