"""What an operator of a centre decides: rules, words, pace, and which verifications there are."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from kiosk.central.models import Layer
from kiosk.central.wording import DEMO_ASSESSMENT, DEMO_CONSENTS, DEMO_STATEMENT
from kiosk.domain.consent import ConsentPurpose
from kiosk.sync.protocol import (
    AssessmentSet,
    ConsentText,
    EligibilityRuleSet,
    RetryAdvice,
    StatementText,
)

Clock = Callable[[], datetime]
"""The centre's own time, aware. It judges every deadline, so it is given from outside."""

BEFORE_THE_TEST = frozenset({Layer.EMAIL, Layer.IDENTITY, Layer.OTP, Layer.PHOTO})
BY_THE_OPERATOR = frozenset({Layer.PHOTO})
"""A person looks at the photo, always."""
BY_A_CODE = frozenset({Layer.EMAIL, Layer.OTP})
"""Sent to the resident and typed back, where the configuration requires it."""


def utc_now() -> datetime:
    """The clock of a centre at work."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AccessLimits:
    """How long authority lasts and how often a ticket may be asked for."""

    token_lifetime: timedelta = timedelta(hours=12)
    renewal_age: timedelta = timedelta(minutes=5)
    """How far the time in a device's renewal may be from ours."""
    grant_lifetime: timedelta = timedelta(minutes=15)
    late_arrival: timedelta = timedelta(days=14)
    """How long after the end of its grant a part may arrive that was sealed while it lived."""
    clock_tolerance: timedelta = timedelta(minutes=2)
    """How far a kiosk may be wrong about our time although it heard it."""
    lookup_window: timedelta = timedelta(minutes=15)
    lookups_per_device: int = 60
    wrong_tries_per_ticket: int = 5
    contact_window: timedelta = timedelta(minutes=15)
    contacts_per_device: int = 30
    carrier_window: timedelta = timedelta(minutes=15)
    carried_per_device: int = 3000
    """Parts and questions that somebody else brings for one kiosk."""
    strange_per_address: int = 30
    """What is brought and not signed by any kiosk of ours."""
    longest_question: timedelta = timedelta(days=14)
    uploads_per_device: int = 50
    """Of which only a part has come."""
    upload_lifetime: timedelta = timedelta(days=7)
    """After the last byte that came of it."""
    intake_per_second: float | None = None
    """So many parts of all kiosks are let in; the others are given their turn. None: no limit."""


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How one-time codes are given out: each number is the operator's to choose."""

    lifetime: timedelta = timedelta(minutes=10)
    cool_down: timedelta = timedelta(minutes=1)
    """From one code to the next."""
    codes: int = 5
    tries: int = 5
    """Wrong ones, over all codes; then, as after so many codes, the lock-out."""
    lock_out: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Configuration:
    """One centre's settings. What kiosks must know of them goes out in the signed bundle."""

    name: str
    """Named in the history as the reason why a verification was not required."""
    layers: tuple[Layer, ...]
    """The four verifications before the test, in the order in force."""
    not_required: frozenset[Layer]
    photo_tries: int
    """After so many rejected photos a person decides."""
    eligibility: EligibilityRuleSet
    consents: tuple[ConsentText, ...]
    statement: StatementText
    photo_profile: str
    help_line: str
    retry: RetryAdvice
    assessment: AssessmentSet | None = None
    """None where kiosks ask no test."""
    first_training_within: timedelta = timedelta(days=15)
    """After the decree; told with the acceptance as its deadline."""
    limits: AccessLimits = field(default_factory=AccessLimits)
    codes: CodeLimits = field(default_factory=CodeLimits)

    def __post_init__(self) -> None:
        """Refuse an order with gaps, and verifications that nobody would do."""
        if sorted(self.layers) != sorted(BEFORE_THE_TEST):
            raise ValueError("layers must name the four verifications before the test, once each")
        by_nobody = frozenset(Layer) - BY_THE_OPERATOR - BY_A_CODE
        if self.not_required - BY_A_CODE != by_nobody:
            raise ValueError("this centre verifies photos, and e-mail and phone by codes")

    def consent_version(self, purpose: ConsentPurpose) -> str:
        """The version of the words in force for this purpose."""
        return next(text.version for text in self.consents if text.purpose == purpose)


def with_codes(configuration: Configuration) -> Configuration:
    """The same rules, with e-mail and phone confirmed by one-time codes."""
    return replace(configuration, not_required=configuration.not_required - BY_A_CODE)


def demo_configuration() -> Configuration:
    """Rules as published since 2023; the photo is judged by the operator, nothing else is."""
    return Configuration(
        name="demo configuration",
        layers=(Layer.EMAIL, Layer.IDENTITY, Layer.OTP, Layer.PHOTO),
        not_required=frozenset(Layer) - BY_THE_OPERATOR,
        photo_tries=5,
        eligibility=EligibilityRuleSet(
            version="2023-1", minimum_age=18, maximum_age=64, social_aid_excluded=False
        ),
        consents=DEMO_CONSENTS,
        statement=DEMO_STATEMENT,
        assessment=DEMO_ASSESSMENT,
        photo_profile="",
        help_line="0800-0000-0000",
        retry=RetryAdvice(
            first_delay_seconds=2, longest_delay_seconds=900, outcome_poll_seconds=25
        ),
    )
