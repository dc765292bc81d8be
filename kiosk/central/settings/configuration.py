"""What an operator of a centre decides: rules, words, pace, and which verifications there are.

All of it may change while the centre runs: `settings_text` writes it as TOML and reads it back,
`settings` keeps every version. The annotations say what a value may be where it is read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import Field, PlainSerializer

from kiosk.central.batches.weekly_window import WeeklyWindow
from kiosk.central.devices.kiosk_health import KioskWatch
from kiosk.central.settings.settings_values import (
    CLOSED,
    Duration,
    Factory,
    MinuteOrMore,
    PhotoProfileText,
    SecondOrMore,
    WebAddress,
)
from kiosk.central.settings.wording import (
    DEMO_ANSWERS,
    DEMO_ASSESSMENT,
    DEMO_CONSENTS,
    DEMO_STATEMENT,
)
from kiosk.central.storage.base import Layer
from kiosk.central.verifiers.interface import RegisterKind
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
ALWAYS_REQUIRED = frozenset({Layer.PHOTO})
"""A person or an engine looks at the photo, whatever the rules."""
BY_A_CODE = frozenset({Layer.EMAIL, Layer.OTP})
"""Sent to the resident and typed back, where the configuration requires it."""

Several = Annotated[int, Field(ge=1, le=1_000_000)]
Few = Annotated[int, Field(ge=1, le=20)]
"""Guesses of one code: with many, six digits are soon found out."""
Share = Annotated[float, Field(gt=0, le=1)]
Rate = Annotated[float, Field(ge=0.01, le=1_000_000)]
Layers = Annotated[frozenset[Layer], PlainSerializer(sorted)]
Registers = Annotated[frozenset[RegisterKind], PlainSerializer(sorted)]


def utc_now() -> datetime:
    """The clock of a centre at work."""
    return datetime.now(UTC)


class ImpossibleSettingError(ValueError):
    """One setting does not go together with the others."""

    def __init__(self, key: str, allowed: str, names: str = "") -> None:
        super().__init__(f"{key}: {allowed}")
        self.key = key
        self.allowed = allowed
        self.names = names
        """Those of `allowed`, which are the same in every language."""

    @property
    def rule(self) -> str:
        """What its sentence is called in other languages."""
        return f"together_{self.key.partition('.')[0]}"


@dataclass(frozen=True, slots=True)
class AccessLimits:
    """How long authority lasts and how often a ticket may be asked for."""

    __pydantic_config__ = CLOSED

    token_lifetime: MinuteOrMore = timedelta(hours=12)
    renewal_age: MinuteOrMore = timedelta(minutes=5)
    """How far the time in a device's renewal may be from ours."""
    grant_lifetime: MinuteOrMore = timedelta(minutes=15)
    late_arrival: Duration = timedelta(days=14)
    """How long after the end of its grant a part may arrive that was sealed while it lived."""
    clock_tolerance: Duration = timedelta(minutes=2)
    """How far a kiosk may be wrong about our time although it heard it."""
    lookup_window: MinuteOrMore = timedelta(minutes=15)
    lookups_per_device: Several = 60
    wrong_tries_per_ticket: Several = 5
    contact_window: MinuteOrMore = timedelta(minutes=15)
    contacts_per_device: Several = 30
    carrier_window: MinuteOrMore = timedelta(minutes=15)
    carried_per_device: Several = 3000
    """Parts and questions that somebody else brings for one kiosk."""
    strange_per_address: Several = 30
    """What is brought and not signed by any kiosk of ours."""
    longest_question: MinuteOrMore = timedelta(days=14)
    uploads_per_device: Several = 50
    """Of which only a part has come."""
    upload_lifetime: Duration = timedelta(days=7)
    """After the last byte that came of it."""
    quota_window: MinuteOrMore = timedelta(days=1)
    parts_per_device: Several = 6000
    """In that time. A kiosk that was cut off for weeks has some thousands to send."""
    megabytes_per_device: Several = 3000
    """Of all these parts."""
    intake_per_second: Rate | None = None
    """So many parts of all kiosks are let in; the others are given their turn. None: no limit."""
    parts_at_once: Several = 16
    """More than these are told to come later, before they are read."""


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How one-time codes are given out: each number is the operator's to choose."""

    __pydantic_config__ = CLOSED

    lifetime: MinuteOrMore = timedelta(minutes=10)
    cool_down: Duration = timedelta(minutes=1)
    """From one code to the next."""
    codes: Few = 5
    tries: Few = 5
    """Wrong ones, over all codes; then, as after so many codes, the lock-out."""
    lock_out: MinuteOrMore = timedelta(hours=1)
    invitation: MinuteOrMore = timedelta(days=1)
    """How long the code of the first mail works, which nobody had to ask for."""


@dataclass(frozen=True, slots=True)
class VerifierRules:
    """Which registers must answer, who answers, and how often one that is down is asked again."""

    __pydantic_config__ = CLOSED

    required: Registers = frozenset()
    """Nobody passes while one of these is missing; of the others, those that are there decide."""
    population: Factory = ""
    """Makes the register; empty: the one that was loaded into the centre, if any was."""
    education: Factory = ""
    social_aid: Factory = ""
    occupation: Factory = ""
    recipients: Factory = ""
    first_retry: SecondOrMore = timedelta(seconds=30)
    """Doubled from try to try, up to the longest."""
    longest_retry: SecondOrMore = timedelta(minutes=15)

    @property
    def needed(self) -> frozenset[RegisterKind]:
        """Where identities are judged, the population register is required in any case."""
        return self.required | {RegisterKind.POPULATION}


@dataclass(frozen=True, slots=True)
class Configuration:
    """One centre's settings. What kiosks must know of them goes out in the signed bundle."""

    __pydantic_config__ = CLOSED

    name: Annotated[str, Field(min_length=1, max_length=100)]
    """Named in the history as the reason why a verification was not required."""
    layers: tuple[Layer, ...]
    """The four verifications before the test, in the order in force."""
    not_required: Layers
    photo_tries: Several
    """After so many rejected photos a person decides."""
    eligibility: EligibilityRuleSet
    consents: tuple[ConsentText, ...]
    statement: StatementText
    photo_profile: PhotoProfileText
    """TOML text; empty: the kiosk's own."""
    help_line: Annotated[str, Field(max_length=40)]
    retry: RetryAdvice
    per_family_card: Several = 2
    """People of one family card who are on their way or accepted."""
    email_within: MinuteOrMore = timedelta(days=7)
    """Until then the e-mail address is to be confirmed, where that is required."""
    phone_within: MinuteOrMore = timedelta(days=7)
    first_training_within: Duration = timedelta(days=15)
    """After the decree; told with the acceptance as its deadline."""
    public_url: WebAddress = "http://127.0.0.1:8700"
    """Where residents reach the centre: the beginning of links in messages."""
    assessment: AssessmentSet | None = None
    """None where kiosks ask no test."""
    answer_key: dict[str, str] = field(default_factory=dict)
    """Right choices by question; never told to kiosks. Questions without one are not scored."""
    pass_mark: Share | None = None
    """Share of the scored questions to get right; None: it is enough to have sat the test."""
    calendar: WeeklyWindow = field(default_factory=lambda: WeeklyWindow(quota=1000))
    """What the next batch is proposed to be."""
    verifiers: VerifierRules = field(default_factory=VerifierRules)
    kiosks: KioskWatch = field(default_factory=KioskWatch)
    """When one of them needs attention."""
    limits: AccessLimits = field(default_factory=AccessLimits)
    codes: CodeLimits = field(default_factory=CodeLimits)

    def __post_init__(self) -> None:
        """Refuse what nobody could carry out; raise ImpossibleSettingError."""
        _check_layers(self)
        _check_words(self)
        _check_test(self)
        if self.eligibility.minimum_age > self.eligibility.maximum_age:
            raise ImpossibleSettingError("eligibility.minimum_age", "not above maximum_age")
        hours = self.kiosks.office_hours
        if hours.opens_at >= hours.closes_at:
            raise ImpossibleSettingError("kiosks.office_hours.opens_at", "before closes_at")

    def consent_version(self, purpose: ConsentPurpose) -> str:
        """The version of the words in force for this purpose."""
        return next(text.version for text in self.consents if text.purpose == purpose)


def _check_layers(rules: Configuration) -> None:
    if sorted(rules.layers) != sorted(BEFORE_THE_TEST):
        names = _listed(BEFORE_THE_TEST)
        raise ImpossibleSettingError("layers", f"each once: {names}", names)
    if rules.not_required & ALWAYS_REQUIRED:
        names = _listed(frozenset(Layer) - ALWAYS_REQUIRED)
        raise ImpossibleSettingError("not_required", f"only {names}", names)


def _check_words(rules: Configuration) -> None:
    names = _listed(ConsentPurpose)
    if sorted(text.purpose for text in rules.consents) != sorted(ConsentPurpose):
        raise ImpossibleSettingError("consents", f"one for each purpose: {names}", names)
    for text in rules.consents:
        if not text.text.get("id"):
            key = f"consents.{text.purpose}"
            raise ImpossibleSettingError(key, "words in Indonesian (id)", names)
    if not rules.statement.sentences.get("id"):
        raise ImpossibleSettingError("statement.sentences", "sentences in Indonesian (id)")


def _check_test(rules: Configuration) -> None:
    questions = rules.assessment.questions if rules.assessment else []
    if Layer.TEST not in rules.not_required and not questions:
        raise ImpossibleSettingError("assessment", "questions, where the test is required")
    choices = {one.question_id: {choice.choice_id for choice in one.choices} for one in questions}
    for question, choice in rules.answer_key.items():
        if choice not in choices.get(question, ()):
            allowed = "a question of the assessment and one of its choices"
            raise ImpossibleSettingError(f"answer_key.{question}", allowed)
    if rules.pass_mark is not None and not rules.answer_key:
        raise ImpossibleSettingError("pass_mark", "only with an answer_key")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def with_codes(configuration: Configuration) -> Configuration:
    """The same rules, with e-mail and phone confirmed by one-time codes."""
    return replace(configuration, not_required=configuration.not_required - BY_A_CODE)


def demo_configuration() -> Configuration:
    """Rules as published since 2023; the photo is judged, nothing else is required."""
    return Configuration(
        name="demo configuration",
        layers=(Layer.EMAIL, Layer.IDENTITY, Layer.OTP, Layer.PHOTO),
        not_required=frozenset(Layer) - ALWAYS_REQUIRED,
        photo_tries=5,
        eligibility=EligibilityRuleSet(
            version="2023-1", minimum_age=18, maximum_age=64, social_aid_excluded=False
        ),
        consents=DEMO_CONSENTS,
        statement=DEMO_STATEMENT,
        assessment=DEMO_ASSESSMENT,
        answer_key=dict(DEMO_ANSWERS),
        photo_profile="",
        help_line="0800-0000-0000",
        retry=RetryAdvice(
            first_delay_seconds=2, longest_delay_seconds=900, outcome_poll_seconds=25
        ),
    )


def full_configuration() -> Configuration:
    """Everything is required, as it was in 2020: a district begins with this and changes it."""
    demo = demo_configuration()
    return replace(
        demo,
        name="full configuration",
        not_required=frozenset(),
        eligibility=demo.eligibility.model_copy(
            update={"version": "2020-1", "social_aid_excluded": True}
        ),
        verifiers=VerifierRules(required=frozenset(RegisterKind)),
    )
