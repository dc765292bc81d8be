"""A kiosk that speaks to the centre without a line between them, for what is about the centre."""

import secrets
from typing import Any
from uuid import UUID, uuid4

from kiosk.central.centre import Centre
from kiosk.central.devices.tokens import Caller
from kiosk.central.intake.intake import Arrival
from kiosk.central.operator import Operator
from kiosk.sync.protocol import (
    ConfigBundle,
    EnrolmentRequest,
    Part,
    Redoable,
    Signed,
    TicketLookup,
    TicketStatus,
    base64_bytes,
    base64_text,
)
from kiosk.sync.signing import SigningContext, public_key_of, verify
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE, Resident


class Counter(Kiosk):
    """Seals as the other one does, and hands over directly."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.device_key = secrets.token_bytes(32)
        key = public_key_of(self.device_key)
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
        request = EnrolmentRequest(
            code=operator.new_code(OFFICE), device_key=base64_text(key), kiosk_version="0.1.0"
        )
        self.enrolment = centre.enrolments.enrol(request)
        self.caller = Caller(self.enrolment.device_id, OFFICE, key)
        signed = Signed.model_validate_json(centre.publisher.newest().signed)
        bundle = verify(signed, SigningContext.CONFIG, base64_bytes(self.enrolment.config_key))
        self.sealing_key = ConfigBundle.model_validate_json(bundle).sealing_keys[0]

    def seal(self, content: bytes, **header: Any) -> bytes:
        """By the centre's own clock."""
        return super().seal(content, **{"made_at": self.centre.clock(), **header})

    def bring_form(self, submission_id: UUID, resident: Resident, /, **changes: Any) -> None:
        self._bring(submission_id, Part.FORM, self.sealed_form(submission_id, resident, **changes))

    def bring_photo(self, submission_id: UUID, revision: int = 1, grant: str | None = None) -> None:
        envelope = self.sealed_photo(submission_id, revision)
        self._bring(submission_id, Part.PHOTO, envelope, revision, grant)

    def bring(self, resident: Resident, /, **changes: Any) -> UUID:
        """Form and photo of a new submission."""
        submission_id = uuid4()
        self.bring_form(submission_id, resident, **changes)
        self.bring_photo(submission_id)
        return submission_id

    def status(self, resident: Resident) -> TicketStatus:
        question = TicketLookup(ticket=resident.ticket, birth_date=resident.born)
        return self.centre.tickets.look_up(self.caller, question)

    def redo_photo(self, resident: Resident) -> None:
        """Nothing but the photo comes."""
        status = self.status(resident)
        grant = status.grant_for(Redoable.PHOTO)
        assert grant is not None
        assert grant.revision is not None
        self.bring_photo(status.submission_id, grant.revision, grant.grant)

    def correct(self, resident: Resident, /, **changes: Any) -> None:
        status = self.status(resident)
        grant = status.grant_for(Redoable.PATCH)
        assert grant is not None
        assert grant.revision is not None
        envelope = self.sealed_patch(status.submission_id, grant.revision, changes)
        self._bring(status.submission_id, Part.PATCH, envelope, grant.revision, grant.grant)

    def _bring(
        self,
        submission_id: UUID,
        part: Part,
        envelope: bytes,
        revision: int = 1,
        grant: str | None = None,
    ) -> None:
        self.centre.receive(self.caller, Arrival(submission_id, part, revision, envelope, grant))
