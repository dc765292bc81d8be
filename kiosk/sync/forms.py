"""What is inside an envelope, once the centre has opened it: version 1 of its contents."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
)
from pydantic.json_schema import SkipJsonSchema

from kiosk.domain.confirmation import ConfirmationWay
from kiosk.domain.exception import ExceptionKind
from kiosk.domain.reason import Reason
from kiosk.domain.statement import MOST_POINTS, MOST_STROKES, PAD_UNITS
from kiosk.sync.protocol import Moment, Sha256Hex, TicketCode, Wire

Nik = Annotated[str, Field(pattern=r"^\d{16}$")]
Kk = Annotated[str, Field(pattern=r"^\d{16}$")]
Name = Annotated[str, Field(max_length=100)]
BirthPlace = Annotated[str, Field(max_length=60)]
Phone = Annotated[str, Field(pattern=r"^\+628\d{7,11}$")]
Email = Annotated[str, Field(max_length=254)]
Dependants = Annotated[int, Field(ge=0, le=20)]
TrainingInterests = Annotated[list[str], Field(min_length=1, max_length=3)]


class ConsentGiven(Wire):
    """Proof of one consent."""

    purpose: str
    version: str
    text_sha256: Sha256Hex
    given_at: Moment
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
    started_at: Moment
    finished_at: Moment
    answers: dict[str, str] = Field(max_length=100)
    """Question id to the id of the chosen answer."""


class ExceptionForm(Wire):
    """Why a picture comes that the check did not like, or no photo at all, and who answers for it.

    `approver` is the supervisor, where the photo profile asks for one.
    """

    kind: ExceptionKind
    officer: str
    approver: str | None
    at: Moment


class ConfirmationForm(Wire):
    """Where and when the resident read what an officer had typed, and found it right."""

    way: ConfirmationWay
    at: Moment


class RegistrationForm(Wire):
    """The content of a form envelope. Closed lists travel as the values of their StrEnum."""

    schema_version: Literal[1] = 1
    submission_id: UUID
    ticket: TicketCode
    office_id: str
    made_at: Moment
    assisted_by: str | None
    consents: list[ConsentGiven]
    eligibility: EligibilityForm
    nik: Nik
    kk: Kk
    kk_is_latest: bool
    birth_date: date
    birth_place: BirthPlace
    full_name: Name
    sex: Literal["L", "P"]
    mother_name: str | None = Field(default=None, max_length=100)
    address: AddressForm
    domicile: AddressForm | None
    """None where the resident lives at the KTP address."""
    phone: Phone
    phone_is_own: bool
    email: Email
    education: str
    marital_status: str
    dependants: Dependants
    employment_status: str
    training_interests: TrainingInterests
    statement: StatementForm
    assessment: AssessmentForm | None = None
    """None where the centre asks no test."""
    ktp_photo: bool = False
    """Whether a photo of the KTP comes as well; the submission is complete only with it."""
    confirmed_warnings: list[str]
    """Warnings that the resident confirmed against the KTP, by key."""
    photo_exception: ExceptionForm | None = None
    """Set where no photo will come: the submission is complete without one."""
    confirmation: ConfirmationForm | None = None
    """None where the resident typed alone."""


class FindingForm(Wire):
    """One finding of the kiosk's photo check."""

    reason: Reason
    verdict: Literal["pass", "unsure", "fail", "skipped"]
    value: float | None
    unit: str
    limit: float | None


class PictureForm(Wire):
    """What the two kinds of picture have in common: what was measured; the JPEG travels beside."""

    schema_version: Literal[1] = 1
    submission_id: UUID
    revision: int = Field(ge=1)
    taken_at: Moment
    profile_version: str
    findings: list[FindingForm]
    exception: ExceptionForm | None = None
    """Set when an officer kept a picture that the check did not like."""
    jpeg: SkipJsonSchema[bytes] = Field(default=b"", exclude=True, repr=False)

    @field_validator("jpeg", mode="before")
    @classmethod
    def _beside_the_json(cls, jpeg: object, info: ValidationInfo) -> object:
        if info.mode == "json":
            raise ValueError("the picture does not travel inside the JSON")
        return jpeg

    def with_jpeg(self, jpeg: bytes) -> Self:
        """The same with its picture."""
        return self.model_copy(update={"jpeg": jpeg})


class PhotoForm(PictureForm):
    """The content of a photo envelope."""


class KtpForm(PictureForm):
    """The content of a KTP envelope."""


class PatchedAnswers(Wire):
    """The answers that were asked for again; every other name is left out, not null.

    A null of `domicile` is an answer: the resident lives at the KTP address.
    """

    nik: Nik | None = None
    kk: Kk | None = None
    kk_is_latest: bool | None = None
    birth_date: date | None = None
    birth_place: BirthPlace | None = None
    full_name: Name | None = None
    sex: Literal["L", "P"] | None = None
    address: AddressForm | None = None
    domicile: AddressForm | None = None
    phone: Phone | None = None
    phone_is_own: bool | None = None
    email: Email | None = None
    education: str | None = None
    marital_status: str | None = None
    dependants: Dependants | None = None
    employment_status: str | None = None
    training_interests: TrainingInterests | None = None
    ktp: KtpForm | None = None
    """Another photo of the KTP; its `revision` is the correction's number."""

    @property
    def names(self) -> frozenset[str]:
        """What is in it."""
        return frozenset(self.model_fields_set)

    @model_serializer(mode="wrap")
    def _without_the_rest(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in whole(self).items() if name in self.names}


class PatchForm(Wire):
    """The content of a patch envelope: a correction of exactly what an outcome named."""

    schema_version: Literal[1] = 1
    submission_id: UUID
    number: int = Field(ge=1)
    made_at: Moment
    assisted_by: str | None
    changes: PatchedAnswers
    confirmed_warnings: list[str]
    """Warnings about the new answers that the resident confirmed, by key."""

    def with_jpeg(self, jpeg: bytes) -> Self:
        """The same with the picture of its card; raise ValueError where it has none."""
        if self.changes.ktp is None:
            raise ValueError("a picture of nothing")
        changes = self.changes.model_copy(update={"ktp": self.changes.ktp.with_jpeg(jpeg)})
        return self.model_copy(update={"changes": changes})
