"""The wire: what kiosk and centre say to each other, version 1.

Shared by both ends. An unknown field or a wrong type is an error on both sides. Everything the
centre says that outlives the connection travels as `Signed`: the exact bytes and a signature.
"""

import base64
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from kiosk.domain.batch import BatchState
from kiosk.domain.name import LONGEST_NAME
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState

VERSION = "v1"
MAX_FORM_BYTES = 64 * 1024
"""Of one whole form envelope, which is the request body."""
MAX_PHOTO_BYTES = 400 * 1024
"""Of one whole photo envelope."""
MAX_KTP_BYTES = MAX_PHOTO_BYTES
"""Of one whole envelope with the photo of a KTP."""
MAX_PATCH_BYTES = MAX_KTP_BYTES + 16 * 1024
"""Of one whole envelope with a correction, which may bring another photo of the KTP."""
CODE_DIGITS = 6
LONGEST_SECONDS = 366 * 24 * 3600
"""No wait that anybody asks for is longer."""
GRANT_HEADER = "Loket-Grant"
ENVELOPE_TYPE = "application/octet-stream"


class Wire(BaseModel):
    """Base of every message: closed, immutable, and silent about its values in errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def of_our_days(moment: datetime) -> datetime:
    """Near either end of the calendar another time zone, or a difference of clocks, overflows.

    Raises ValueError.
    """
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise ValueError("not a time of our days")
    return moment


_YEARS = (1900, 8999)
Moment = Annotated[AwareDatetime, AfterValidator(of_our_days)]
"""RFC 3339 with an offset. What a kiosk says by its own clock alone may be any time at all."""
LAST_SEQ = 2**63 - 1
Count = Annotated[int, Field(ge=0, le=LAST_SEQ)]
"""What both databases can keep."""
Key32 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""32 bytes in base64: an Ed25519 or X25519 public key."""
Sha256Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
TicketCode = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{10}$")]
Secret = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,512}$")]
"""A token or a grant: visible ASCII, so that it can be a header's value."""


class ContentType(StrEnum):
    """How the content of an envelope is laid out."""

    JSON = "application/json"
    PICTURE = "application/vnd.loket.picture"
    """Length of the JSON (4 bytes, big-endian), the JSON, the JPEG."""


class Part(StrEnum):
    """What one envelope carries."""

    FORM = "form"
    PHOTO = "photo"
    KTP = "ktp"
    PATCH = "patch"


class Signed(Wire):
    """Exact bytes (base64) and the centre's Ed25519 signature (base64) over context + bytes."""

    payload: str
    signature: str
    key_id: str


# --- enrolment and tokens ---------------------------------------------------------------------


class EnrolmentRequest(Wire):
    """A new kiosk presents its one-time code and its public key."""

    code: str = Field(min_length=6, max_length=64)
    device_key: Key32
    kiosk_version: str = Field(pattern=r"^[ -~]{0,32}$")


class Enrolment(Wire):
    """What the centre gives a new kiosk. Its public keys are trusted from here on."""

    device_id: UUID
    office_id: str
    office_name: str
    office_village: str | None
    token: Secret
    token_expires_at: Moment
    receipt_key: Key32
    config_key: Key32
    recovery_key: Key32
    """A secret of this device and the centre, by which a code lets a supervisor back in."""


class TokenRequest(Wire):
    """Renewal: the device signs `made_at` and its id under the token context."""

    device_id: UUID
    made_at: AwareDatetime
    signature: str


class TokenGrant(Wire):
    """A fresh bearer token."""

    token: Secret
    expires_at: Moment


# --- configuration ----------------------------------------------------------------------------


class SealingKey(Wire):
    """A key of the centre to seal for (X25519)."""

    key_id: str
    public_key: Key32


class Batch(Wire):
    """One selection round ("gelombang")."""

    batch_id: str
    name: str
    opens_at: Moment
    closes_at: Moment
    quota: Count
    state: BatchState


class EligibilityRuleSet(Wire):
    """The numbers and switches of the eligibility check."""

    version: str
    minimum_age: int = Field(ge=0, le=150)
    maximum_age: int = Field(ge=0, le=150)
    social_aid_excluded: bool


class ConsentText(Wire):
    """One purpose the resident agrees to, in the words to show."""

    purpose: str
    version: str
    text: dict[str, str]
    """Language code to sentence."""


class StatementText(Wire):
    """The applicant's statement ("pernyataan"), sentence by sentence."""

    version: str
    sentences: dict[str, list[str]]


class AssessmentChoice(Wire):
    """One answer to choose; `text` is keyed by language."""

    choice_id: str = Field(max_length=32)
    text: dict[str, str]


class AssessmentQuestion(Wire):
    """One question of the ability test; which choice is right is known to the centre alone."""

    question_id: str = Field(max_length=32)
    text: dict[str, str]
    choices: list[AssessmentChoice] = Field(min_length=2, max_length=6)


class AssessmentSet(Wire):
    """The short test, as one versioned set of questions."""

    version: str = Field(max_length=32)
    minutes: int = Field(ge=1, le=180)
    questions: list[AssessmentQuestion] = Field(min_length=1, max_length=100)


class RetryAdvice(Wire):
    """How kiosks should pace themselves."""

    first_delay_seconds: float = Field(gt=0, le=LONGEST_SECONDS)
    longest_delay_seconds: float = Field(gt=0, le=LONGEST_SECONDS)
    outcome_poll_seconds: float = Field(gt=0, le=LONGEST_SECONDS)


class ConfigBundle(Wire):
    """Everything the programme may change, with one growing sequence number."""

    sequence: Count
    made_at: Moment
    batches: list[Batch]
    eligibility: EligibilityRuleSet
    consents: list[ConsentText]
    statement: StatementText
    assessment: AssessmentSet | None = None
    """None where the kiosk asks no test."""
    photo_profile: str
    """TOML text of the photo profile; empty means the kiosk's built-in default."""
    help_line: str
    sealing_keys: list[SealingKey] = Field(min_length=1)
    """The first is the one to use."""
    retry: RetryAdvice


# --- receipts --------------------------------------------------------------------------------


class Receipt(Wire):
    """The centre has one part, whole. Signed; a kiosk deletes nothing before it holds this."""

    submission_id: UUID
    part: Part
    revision: Count
    sha256: Sha256Hex
    received_at: Moment
    centre_key_id: str


# --- outcomes, tickets, join ------------------------------------------------------------------


class PersonHint(Wire):
    """By what an office knows whom it is about; never more than its own kiosk knows."""

    ticket: TicketCode
    masked_name: str = Field(max_length=LONGEST_NAME + 1)
    phone_tail: str = Field(pattern=r"^[0-9]{4}$")


class OutcomeMessage(Wire):
    """One change of state of one submission, in the order of `seq`."""

    seq: Count
    submission_id: UUID
    state: CentreState
    reasons: list[Reason]
    fields: list[str]
    batch_id: str | None
    decree: str | None
    deadline: Moment | None
    at: Moment
    person: PersonHint | None = None
    """None until the form was opened, and again once the resident has withdrawn."""


class OutcomePage(Wire):
    """Signed `OutcomeMessage`s after a cursor; `cursor` is what to ask after next."""

    outcomes: list[Signed]
    cursor: Count


class Redoable(StrEnum):
    """What a grant lets a resident do."""

    PHOTO = "photo"
    PATCH = "patch"
    JOIN = "join"
    PHONE_CODE = "phone_code"
    EMAIL_CODE = "email_code"
    TEST = "test"
    WITHDRAWAL = "withdrawal"


class TicketLookup(Wire):
    """The question at the counter: ticket code plus birth date."""

    ticket: TicketCode
    birth_date: date


class Grant(Wire):
    """Single-use authority, bound to submission, action, revision and device."""

    grant: Secret
    action: Redoable
    revision: Count | None
    """The revision of the photo, or the number of the correction; None for anything else."""
    batch: Batch | None
    expires_at: Moment


class TicketStatus(Wire):
    """The masked answer."""

    submission_id: UUID
    masked_name: str
    state: CentreState
    reasons: list[Reason]
    fields: list[str] = []
    """What alone is to be corrected, as in the outcome."""
    batch: Batch | None
    decree: str | None
    deadline: Moment | None
    """Until when the resident has to act: after acceptance, to choose the first training."""
    updated_at: Moment
    grants: list[Grant]
    """One for each thing that may be done now."""

    def grant_for(self, *actions: Redoable) -> Grant | None:
        """The grant for one of these actions, if there is one."""
        return next((grant for grant in self.grants if grant.action in actions), None)


class JoinRequest(Wire):
    """The applicant's explicit consent to take part in one open batch."""

    batch_id: str
    consent_version: str
    consented_at: AwareDatetime


class CodeSent(Wire):
    """A one-time code is on its way. Seconds, because the two clocks may differ."""

    sent_to: str = Field(max_length=254)
    """The phone number or the e-mail address, masked."""
    valid_seconds: int = Field(ge=0, le=LONGEST_SECONDS)
    again_seconds: int = Field(ge=0, le=LONGEST_SECONDS)
    """After so many another one may be asked for."""
    tries_left: Count


class CodeTry(Wire):
    """The code as the resident typed it."""

    code: str = Field(pattern=rf"^[0-9]{{{CODE_DIGITS}}}$")


class ContactAnswer(Wire):
    """How a resident who is needed can be reached. Shown once, kept nowhere."""

    phone: str = Field(max_length=20)
    """As it is dialled and read aloud."""


def utc_text(moment: datetime) -> str:
    """RFC 3339 text of an aware time, in UTC to the microsecond, as signed content writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def base64_text(data: bytes) -> str:
    """Bytes as they travel inside JSON."""
    return base64.b64encode(data).decode("ascii")


def base64_bytes(text: str) -> bytes:
    """The bytes behind `base64_text`; raise ValueError for anything that is not strict base64."""
    return base64.b64decode(text, validate=True)
