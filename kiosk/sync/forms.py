"""What is inside an envelope, once the centre has opened it: version 1 of its contents."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, field_validator

from kiosk.domain.reason import Reason
from kiosk.domain.statement import MOST_POINTS, MOST_STROKES, PAD_UNITS
from kiosk.sync.protocol import Sha256Hex, TicketCode, Wire


class ConsentGiven(Wire):
    """Proof of one consent."""

    purpose: str
    version: str
    text_sha256: Sha256Hex
    given_at: AwareDatetime
    officer: str | None = None
    """Who helped at the counter; None where the resident was alone."""


class AddressForm(Wire):
    """A KTP address: its first line and the village code (dotted Kemendagri code)."""

    line: str = Field(max_length=100)
    village_code: str = Field(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$")


class EligibilityForm(Wire):
    """The four (five) answers, as given."""

    is_citizen: bool
    in_school: bool
    forbidden_job: bool
    received_before: bool
    receives_social_aid: bool


class TypedSignatureForm(Wire):
    """The name that the resident typed as signature."""

    kind: Literal["typed"] = "typed"
    name: str = Field(min_length=1, max_length=100)


PadUnit = Annotated[int, Field(ge=0, le=PAD_UNITS)]
"""A place on the pad, in thousandths of its width or height, from the upper left."""
StrokeForm = Annotated[list[tuple[PadUnit, PadUnit]], Field(min_length=1)]


class DrawnSignatureForm(Wire):
    """The lines that the resident drew on a pad three times as wide as it is high."""

    kind: Literal["drawn"] = "drawn"
    strokes: list[StrokeForm] = Field(min_length=1, max_length=MOST_STROKES)

    @field_validator("strokes")
    @classmethod
    def _few_points(cls, strokes: list[StrokeForm]) -> list[StrokeForm]:
        if sum(map(len, strokes)) > MOST_POINTS:
            raise ValueError(f"more than {MOST_POINTS} points")
        return strokes


class StatementForm(Wire):
    """Which version of the statement was signed, and how."""

    version: str
    signature: Annotated[TypedSignatureForm | DrawnSignatureForm, Field(discriminator="kind")]


class AssessmentForm(Wire):
    """One sitting of the test; a question that is not named was not answered."""

    version: str = Field(max_length=32)
    started_at: AwareDatetime
    finished_at: AwareDatetime
    answers: dict[str, str] = Field(max_length=100)
    """Question id to the id of the chosen answer."""


class RegistrationForm(Wire):
    """The content of a form envelope. Closed lists travel as the values of their StrEnum."""

    schema_version: Literal[1] = 1
    submission_id: UUID
    ticket: TicketCode
    office_id: str
    made_at: AwareDatetime
    assisted_by: str | None
    consents: list[ConsentGiven]
    eligibility: EligibilityForm
    nik: str = Field(pattern=r"^\d{16}$")
    kk: str = Field(pattern=r"^\d{16}$")
    kk_is_latest: bool
    birth_date: date
    birth_place: str = Field(max_length=60)
    full_name: str = Field(max_length=100)
    sex: Literal["L", "P"]
    mother_name: str | None = Field(default=None, max_length=100)
    address: AddressForm
    domicile: AddressForm | None
    """None where the resident lives at the KTP address."""
    phone: str = Field(pattern=r"^\+628\d{7,11}$")
    phone_is_own: bool
    email: str = Field(max_length=254)
    education: str
    marital_status: str
    dependants: int = Field(ge=0, le=20)
    employment_status: str
    training_interests: list[str] = Field(min_length=1, max_length=3)
    statement: StatementForm
    assessment: AssessmentForm | None = None
    """None where the centre asks no test."""
    ktp_photo: bool = False
    """Whether a photo of the KTP comes as well; the submission is complete only with it."""
    confirmed_warnings: list[str]
    """Warnings that the resident confirmed against the KTP, by key."""


class FindingForm(Wire):
    """One finding of the kiosk's photo check."""

    reason: Reason
    verdict: Literal["pass", "unsure", "fail", "skipped"]
    value: float | None
    unit: str
    limit: float | None


class PictureForm(Wire):
    """What the two kinds of picture have in common: what was measured, then the JPEG (base64)."""

    schema_version: Literal[1] = 1
    submission_id: UUID
    revision: int = Field(ge=1)
    taken_at: AwareDatetime
    profile_version: str
    findings: list[FindingForm]
    override_reason: str | None
    """Set when an officer kept a picture that the check did not like."""
    jpeg: str


class PhotoForm(PictureForm):
    """The content of a photo envelope."""


class KtpForm(PictureForm):
    """The content of a KTP envelope."""
