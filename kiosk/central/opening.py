"""Opens sealed parts and judges what is in them. Only here does the centre read a person's data.

A kiosk cannot be asked again for a part whose receipt it holds, so faults of content are no
refusals: they are named, field by field, and the pipeline tells the office.
"""

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import ValidationError
from sqlalchemy.orm import Session

from kiosk.central.keys import CentreKeys
from kiosk.central.models import DeviceRow, EnvelopeRow, PartRow, SubmissionRow
from kiosk.central.problems import field_path
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.email import Email, parse_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.name import PersonName, parse_name
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.phone import Phone, parse_phone
from kiosk.domain.ticket import Ticket, parse_ticket
from kiosk.sync.forms import KtpForm, PhotoForm, PictureForm, RegistrationForm
from kiosk.sync.protocol import Part, base64_bytes
from kiosk.sync.sealing import EnvelopeUnsealError, open_envelope, parse_envelope

JPEG_START = b"\xff\xd8\xff"
_PICTURES: Mapping[Part, type[PictureForm]] = {Part.PHOTO: PhotoForm, Part.KTP: KtpForm}
_CONSENTS = {ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD}


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


class Opener:
    """Has the private keys."""

    def __init__(self, keys: CentreKeys) -> None:
        self._keys = keys

    def form(self, session: Session, submission: SubmissionRow) -> OpenedForm | Unusable:
        """Open the form and compare it with the domain's own rules."""
        content = self._content(session, submission, Part.FORM, 1)
        if content is None:
            return Unusable((Part.FORM,))
        try:
            form = RegistrationForm.model_validate_json(content)
        except ValidationError as error:
            return Unusable(_fields(error) or (Part.FORM,))
        return _sound(form, submission)

    def photo_is_readable(self, session: Session, submission: SubmissionRow) -> bool:
        """Whether the newest photo opens, belongs to this submission, and looks like a JPEG."""
        return self._is_picture(session, submission, Part.PHOTO, submission.photo_revision)

    def card_is_readable(self, session: Session, submission: SubmissionRow) -> bool:
        """The same of the photo of the KTP."""
        return self._is_picture(session, submission, Part.KTP, 1)

    def _is_picture(
        self, session: Session, submission: SubmissionRow, part: Part, revision: int
    ) -> bool:
        content = self._content(session, submission, part, revision)
        if content is None:
            return False
        try:
            picture = _PICTURES[part].model_validate_json(content)
            jpeg = base64_bytes(picture.jpeg)
        except (ValidationError, binascii.Error):
            return False
        belongs = (picture.submission_id, picture.revision) == (submission.submission_id, revision)
        return belongs and jpeg.startswith(JPEG_START)

    def _content(
        self, session: Session, submission: SubmissionRow, part: Part, revision: int
    ) -> bytes | None:
        received = session.get_one(PartRow, (submission.submission_id, part, revision))
        device = session.get_one(DeviceRow, received.device_id)
        envelope = parse_envelope(session.get_one(EnvelopeRow, received.sha256).content)
        pair = self._keys.sealing_pair(envelope.header.key_id)
        if pair is None:
            return None
        try:
            return open_envelope(envelope, pair.private, device.public_key)
        except EnvelopeUnsealError:
            return None


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
        "consents": {consent.purpose for consent in form.consents} >= _CONSENTS,
    }
    if not all(sound.values()):
        return Unusable(tuple(field for field, is_sound in sound.items() if not is_sound))
    return OpenedForm(
        form,
        cast("Nik", nik),
        cast("PersonName", name),
        cast("Phone", phone),
        cast("Email", email),
    )


def _fields(error: ValidationError) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field_path(fault["loc"]) for fault in error.errors()))
