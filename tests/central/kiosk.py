"""A kiosk of the tests: enrols, seals and speaks HTTP, and checks every signature it is given."""

import json
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import requests

from kiosk.sync.forms import KtpForm, PictureForm
from kiosk.sync.heartbeat_messages import DeviceFigures, Heartbeat, HeartbeatAnswer
from kiosk.sync.packing import pack
from kiosk.sync.protocol import (
    GRANT_HEADER,
    ConfigBundle,
    ContentType,
    Enrolment,
    EnrolmentRequest,
    OutcomeMessage,
    OutcomePage,
    Part,
    Receipt,
    Redoable,
    Signed,
    TicketStatus,
    TokenRequest,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import EnvelopeHeader, seal
from kiosk.sync.signing import (
    SigningContext,
    public_key_of,
    sign_bytes,
    token_statement,
    verify,
)
from tests.central.clock import MORNING
from tests.central.residents import JPEG, Resident, card_of, form_of, photo_of


class Kiosk:
    """One enrolled device. `resident` is the person it registers unless told otherwise."""

    def __init__(self, url: str, code: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.device_key = secrets.token_bytes(32)
        answer = self.post("enrolments", self.enrolment_request(code))
        answer.raise_for_status()
        self.enrolment = Enrolment.model_validate_json(answer.content)
        self.token = self.enrolment.token
        self.sealing_key = self.config().sealing_keys[0]

    @property
    def device_id(self) -> UUID:
        return self.enrolment.device_id

    def close(self) -> None:
        self.session.close()

    def enrolment_request(self, code: str) -> dict[str, Any]:
        key = base64_text(public_key_of(self.device_key))
        return EnrolmentRequest(code=code, device_key=key, kiosk_version="0.1.0").model_dump()

    def post(self, path: str, message: Any = None, grant: str | None = None) -> requests.Response:
        return self.call("POST", path, json=message, headers=_grant(grant))

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.call("GET", path, headers=headers)

    def put(self, path: str, body: bytes, grant: str | None = None) -> requests.Response:
        return self.call("PUT", path, data=body, headers=_grant(grant))

    def call(
        self, method: str, path: str, headers: dict[str, str], **what: Any
    ) -> requests.Response:
        token = getattr(self, "token", None)
        authority = {"Authorization": f"Bearer {token}"} if token else {}
        return self.session.request(
            method, f"{self.url}/v1/{path}", headers={**authority, **headers}, timeout=30, **what
        )

    def seal(self, content: bytes, **header: Any) -> bytes:
        """An envelope of this device for the centre's newest key; `header` may say otherwise."""
        key = self.sealing_key
        usual = {"device": self.device_id, "key_id": key.key_id, "made_at": MORNING, "revision": 1}
        made = EnvelopeHeader.model_validate({**usual, **header})
        return seal(content, made, base64_bytes(key.public_key), self.device_key)

    def seal_picture(self, picture: PictureForm, part: Part, **header: Any) -> bytes:
        """The envelope of a photo or a card, as the kiosk lays it out."""
        packed = pack(picture)
        named = {"submission": picture.submission_id, "revision": picture.revision, **header}
        return self.seal(packed.content, part=part, content_type=packed.content_type, **named)

    def config(self) -> ConfigBundle:
        answer = self.get("config")
        answer.raise_for_status()
        signed = Signed.model_validate_json(answer.content)
        key = base64_bytes(self.enrolment.config_key)
        return ConfigBundle.model_validate_json(verify(signed, SigningContext.CONFIG, key))

    def sealed_form(self, submission_id: UUID, resident: Resident, /, **changes: Any) -> bytes:
        content = form_of(resident, submission_id, **changes).model_dump_json().encode()
        return self.seal(content, submission=submission_id, part=Part.FORM)

    def sealed_photo(self, submission_id: UUID, revision: int = 1) -> bytes:
        return self.seal_picture(photo_of(submission_id, revision), Part.PHOTO)

    def put_form(self, submission_id: UUID, envelope: bytes) -> requests.Response:
        return self.put(f"submissions/{submission_id}/form", envelope)

    def put_photo(
        self, submission_id: UUID, envelope: bytes, revision: int = 1, grant: str | None = None
    ) -> requests.Response:
        return self.put(f"submissions/{submission_id}/photos/{revision}", envelope, grant)

    def register(self, resident: Resident) -> UUID:
        """Deliver form and first photo of a new submission."""
        submission_id = uuid4()
        form = self.put_form(submission_id, self.sealed_form(submission_id, resident))
        photo = self.put_photo(submission_id, self.sealed_photo(submission_id))
        assert (form.status_code, photo.status_code) == (201, 201)
        return submission_id

    def sealed_card(self, submission_id: UUID, revision: int = 1, jpeg: bytes = JPEG) -> bytes:
        return self.seal_picture(card_of(submission_id, revision, jpeg), Part.KTP)

    def put_card(
        self, submission_id: UUID, envelope: bytes, revision: int = 1
    ) -> requests.Response:
        return self.put(f"submissions/{submission_id}/ktp/{revision}", envelope)

    def sealed_patch(
        self, submission_id: UUID, number: int = 1, changes: dict[str, Any] | None = None
    ) -> bytes:
        """A correction; `changes` by name, whatever was asked for."""
        card = (changes or {}).get("ktp")
        content = {
            "submission_id": str(submission_id),
            "number": number,
            "made_at": MORNING.isoformat(),
            "assisted_by": None,
            "changes": changes or {},
            "confirmed_warnings": [],
        }
        sealed = json.dumps(content, default=_plain).encode()
        header = {"submission": submission_id, "part": Part.PATCH, "revision": number}
        if card is None:
            return self.seal(sealed, **header)
        beside = len(sealed).to_bytes(4, "big") + sealed + card.jpeg
        return self.seal(beside, content_type=ContentType.PICTURE, **header)

    def put_patch(
        self, submission_id: UUID, envelope: bytes, number: int = 1, grant: str | None = None
    ) -> requests.Response:
        return self.put(f"submissions/{submission_id}/patches/{number}", envelope, grant)

    def correct(self, resident: Resident, /, **changes: Any) -> None:
        """Look up, and send the correction that was asked for."""
        status = self.status(resident)
        grant = status.grant_for(Redoable.PATCH)
        assert grant is not None
        assert grant.revision is not None
        envelope = self.sealed_patch(status.submission_id, grant.revision, changes)
        answer = self.put_patch(status.submission_id, envelope, grant.revision, grant.grant)
        assert answer.status_code == 201

    def receipt(self, answer: requests.Response) -> Receipt:
        signed = Signed.model_validate_json(answer.content)
        key = base64_bytes(self.enrolment.receipt_key)
        return Receipt.model_validate_json(verify(signed, SigningContext.RECEIPT, key))

    def outcomes(self, after: int = 0, wait: float = 0) -> tuple[list[OutcomeMessage], int]:
        answer = self.get(f"outcomes?after={after}&wait={wait}")
        answer.raise_for_status()
        page = OutcomePage.model_validate_json(answer.content)
        key = base64_bytes(self.enrolment.receipt_key)
        payloads = (verify(signed, SigningContext.OUTCOME, key) for signed in page.outcomes)
        return [OutcomeMessage.model_validate_json(one) for one in payloads], page.cursor

    def look_up(self, resident: Resident, born: str | None = None) -> requests.Response:
        question = {"ticket": resident.ticket, "birth_date": born or resident.born.isoformat()}
        return self.post("tickets/lookup", question)

    def status(self, resident: Resident) -> TicketStatus:
        answer = self.look_up(resident)
        answer.raise_for_status()
        return TicketStatus.model_validate_json(answer.content)

    def grant(self, resident: Resident, action: Redoable | None = None) -> str:
        """For this action, or for the one thing to be done beside withdrawing."""
        grants = self.status(resident).grants
        wanted = [g for g in grants if g.action == (action or g.action)]
        (found,) = [g for g in wanted if action or g.action is not Redoable.WITHDRAWAL]
        return found.grant

    def renew(self, made_at: datetime) -> None:
        answer = self.post("tokens", self.renewal(made_at))
        answer.raise_for_status()
        self.token = answer.json()["token"]

    def tell(self, **figures: int) -> HeartbeatAnswer:
        """Send a heartbeat with these figures, the others nought."""
        beat = Heartbeat(
            kiosk_version="0.1.0",
            sent_at=MORNING,
            figures=DeviceFigures(**dict.fromkeys(DeviceFigures.model_fields, 0) | figures),
            oldest_queued_at=None,
            disk_free_mb=900,
            camera="live",
        )
        answer = self.post("heartbeats", beat.model_dump(mode="json"))
        assert answer.status_code == 200, answer.text
        return HeartbeatAnswer.model_validate(answer.json())

    def renewal(self, made_at: datetime) -> dict[str, Any]:
        statement = token_statement(self.device_id, made_at)
        signature = base64_text(sign_bytes(statement, SigningContext.TOKEN, self.device_key))
        request = TokenRequest(device_id=self.device_id, made_at=made_at, signature=signature)
        return request.model_dump(mode="json")


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, KtpForm) else str(value)


def _grant(grant: str | None) -> dict[str, str]:
    return {} if grant is None else {GRANT_HEADER: grant}
