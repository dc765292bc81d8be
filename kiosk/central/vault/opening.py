"""Opens sealed parts and judges what is in them. Only here does the centre read a person's data.

A kiosk cannot be asked again for a part whose receipt it holds, so faults of content are no
refusals: they are named, field by field, and the pipeline tells the office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.blobs.blobs import Blobs
from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.storage.models import CorrectionRow, DeviceRow, PartRow, SubmissionRow, Verdict
from kiosk.central.vault.keys import OpeningKeys
from kiosk.central.web.problems import field_path
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.email import Email, parse_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.name import PersonName, parse_name
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.patch import merge
from kiosk.domain.phone import Phone, parse_phone
from kiosk.domain.ticket import Ticket, parse_ticket
from kiosk.sync.forms import KtpForm, PatchForm, PhotoForm, PictureForm, RegistrationForm
from kiosk.sync.packing import Packed, unpack
from kiosk.sync.protocol import Part
from kiosk.sync.sealing import EnvelopeUnsealError, open_envelope, parse_envelope

M = TypeVar("M", PictureForm, PatchForm)
JPEG_START = b"\xff\xd8\xff"
_PICTURES: Mapping[Part, type[PictureForm]] = {Part.PHOTO: PhotoForm, Part.KTP: KtpForm}
_CONSENTS = {ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD}
_WITHOUT_PHOTO = {ConsentPurpose.PROCESS}


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form whose values are what they say."""

    form: RegistrationForm
    nik: Nik
    name: PersonName
    phone: Phone
    email: Email


@dataclass(frozen=True, slots=True)
class Unusable:
    """The fields at fault; the part's own name when nothing in it can be read."""

    fields: tuple[str, ...]
    form: RegistrationForm | None = None
    """What could be read of it."""


class Opener:
    """Has the private keys. Whatever it is asked, it raises BlobStoreDownError if it cannot."""

    def __init__(self, keys: OpeningKeys, blobs: Blobs) -> None:
        self._keys = keys
        self.blobs = blobs

    def form(
        self, session: Session, submission: SubmissionRow, *, newest: PatchForm | None = None
    ) -> OpenedForm | Unusable:
        """Open the form, as corrected so far, and compare it with the domain's own rules.

        `newest`: a correction that has not been taken yet.
        """
        packed = self._content(session, submission, Part.FORM, 1)
        if packed is None:
            return Unusable((Part.FORM,))
        try:
            form = RegistrationForm.model_validate_json(packed.content)
            patches = [*self._taken(session, submission), *([] if newest is None else [newest])]
            corrected = _corrected(form, patches)
        except ValidationError as error:
            return Unusable(_fields(error) or (Part.FORM,))
        return _sound(corrected, submission)

    def has_patch(self, session: Session, submission: SubmissionRow, number: int) -> bool:
        """Whether the correction of this number has arrived."""
        return session.get(PartRow, (submission.submission_id, Part.PATCH, number)) is not None

    def patch(self, session: Session, submission: SubmissionRow, number: int) -> PatchForm | None:
        """A correction that has arrived, unless it cannot be read or belongs elsewhere."""
        packed = self._content(session, submission, Part.PATCH, number)
        patch = _read(packed, PatchForm)
        if patch is None:
            return None
        belongs = (patch.submission_id, patch.number) == (submission.submission_id, number)
        return patch if belongs and _has_sound_card(patch, submission) else None

    def _taken(self, session: Session, submission: SubmissionRow) -> list[PatchForm]:
        """Every correction that was taken, the newest last."""
        query = (
            select(CorrectionRow.number)
            .where(
                CorrectionRow.submission_id == submission.submission_id,
                CorrectionRow.verdict == Verdict.TAKEN,
            )
            .order_by(CorrectionRow.number)
        )
        patches = [self.patch(session, submission, number) for number in session.scalars(query)]
        return [patch for patch in patches if patch is not None]

    def photo(self, session: Session, submission: SubmissionRow) -> PictureForm | None:
        """The newest photo, if it opens, belongs to this submission, and looks like a JPEG."""
        return self._picture(session, submission, Part.PHOTO, submission.photo_revision)

    def card(self, session: Session, submission: SubmissionRow) -> PictureForm | None:
        """The same of the photo of the KTP."""
        corrected = [patch.changes.ktp for patch in self._taken(session, submission)]
        newest = [card for card in corrected if card is not None]
        return newest[-1] if newest else self._picture(session, submission, Part.KTP, 1)

    def _picture(
        self, session: Session, submission: SubmissionRow, part: Part, revision: int
    ) -> PictureForm | None:
        picture = _read(self._content(session, submission, part, revision), _PICTURES[part])
        if picture is None or not _is_sound_picture(picture, submission, revision):
            return None
        return picture

    def _content(
        self, session: Session, submission: SubmissionRow, part: Part, revision: int
    ) -> Packed | None:
        received = session.get_one(PartRow, (submission.submission_id, part, revision))
        device = session.get_one(DeviceRow, received.device_id)
        envelope = parse_envelope(self.blobs.get(session, received.sha256))
        pair = self._keys.pair(envelope.header.key_id)
        if pair is None:  # taken in for a key of ours, so its file is an older one
            raise BlobStoreDownError("the key of an envelope is not in opening.json")
        try:
            content = open_envelope(envelope, pair.private, device.public_key)
        except EnvelopeUnsealError:
            return None
        return Packed(envelope.header.content_type, content)


def _read(packed: Packed | None, model: type[M]) -> M | None:
    """None for what did not open, or is not what it should be."""
    if packed is None:
        return None
    try:
        return unpack(packed, model)
    except ValueError:
        return None


def _corrected(form: RegistrationForm, patches: Iterable[PatchForm]) -> RegistrationForm:
    """Raise ValidationError where an answer may not be left empty."""
    changes = [patch.changes.model_dump(exclude={"ktp"}) for patch in patches]
    return RegistrationForm.model_validate(merge(form.model_dump(), changes))


def _has_sound_card(patch: PatchForm, submission: SubmissionRow) -> bool:
    if Part.KTP not in patch.changes.names:
        return True
    card = patch.changes.ktp
    return card is not None and _is_sound_picture(card, submission, patch.number)


def _is_sound_picture(picture: PictureForm, submission: SubmissionRow, revision: int) -> bool:
    """Whether a picture belongs there, and looks like a JPEG."""
    belongs = (picture.submission_id, picture.revision) == (submission.submission_id, revision)
    return belongs and picture.jpeg.startswith(JPEG_START)


def _sound(form: RegistrationForm, submission: SubmissionRow) -> OpenedForm | Unusable:
    nik, name = parse_nik(form.nik), parse_name(form.full_name)
    phone, email = parse_phone(form.phone), parse_email(form.email)
    family_card = parse_family_card(form.kk, nik=nik if isinstance(nik, Nik) else None)
    sound = {
        "submission_id": form.submission_id == submission.submission_id,
        "office_id": form.office_id == submission.office_id,
        "ticket": isinstance(parse_ticket(form.ticket), Ticket),
        "nik": isinstance(nik, Nik),
        "kk": isinstance(family_card, FamilyCardNumber),
        "full_name": isinstance(name, PersonName),
        "phone": isinstance(phone, Phone),
        "email": isinstance(email, Email),
        "consents": {consent.purpose for consent in form.consents} >= _needed_consents(form),
    }
    if not all(sound.values()):
        at_fault = tuple(field for field, is_sound in sound.items() if not is_sound)
        return Unusable(at_fault, form)
    return OpenedForm(
        form,
        cast("Nik", nik),
        cast("PersonName", name),
        cast("Phone", phone),
        cast("Email", email),
    )


def _needed_consents(form: RegistrationForm) -> set[ConsentPurpose]:
    return _CONSENTS if form.photo_exception is None else _WITHOUT_PHOTO


def _fields(error: ValidationError) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field_path(fault["loc"]) for fault in error.errors()))
