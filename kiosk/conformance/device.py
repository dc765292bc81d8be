"""The kiosk that the suite enrols: its key, its token, and what it seals and signs."""

import secrets
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from kiosk.conformance.line import Answer, Call, Line
from kiosk.conformance.rules import BrokenError, UntriedError, require
from kiosk.sync.packing import pack
from kiosk.sync.protocol import (
    GRANT_HEADER,
    ConfigBundle,
    Enrolment,
    EnrolmentRequest,
    Part,
    Receipt,
    Signed,
    TokenGrant,
    TokenRequest,
    Wire,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import EnvelopeHeader, seal
from kiosk.sync.signing import (
    SignatureError,
    SigningContext,
    public_key_of,
    sign_bytes,
    token_statement,
    verify,
)

VERSION_NAME = "conformance"
M = TypeVar("M", bound=Wire)
_A_MOMENT = timedelta(milliseconds=1)
PATHS = {Part.FORM: "form", Part.PHOTO: "photos", Part.KTP: "ktp", Part.PATCH: "patches"}


class Device:
    """One device of the centre under test, once it is enrolled."""

    def __init__(self, line: Line, code: str) -> None:
        self.line = line
        self.code = code
        self.key = secrets.token_bytes(32)
        self.token: str | None = None
        self.receipts = 0
        """How many parts of ours the centre signed for."""
        self._enrolment: Enrolment | None = None
        self._config: ConfigBundle | None = None
        self._skew = timedelta()
        self._renewed_at = datetime.min.replace(tzinfo=UTC)

    # --- who we are ---------------------------------------------------------------------------

    def request(self, code: str, key: bytes) -> dict[str, Any]:
        """What an enrolment says."""
        public = base64_text(public_key_of(key))
        return EnrolmentRequest(
            code=code, device_key=public, kiosk_version=VERSION_NAME
        ).model_dump()

    def enrol(self) -> Enrolment:
        """Present the code, and learn from the answer what time it is there."""
        answer = self.call("POST", "enrolments", self.request(self.code, self.key))
        if answer.status != HTTPStatus.CREATED:
            raise BrokenError(f"enrolment with the code: {answer.status}")
        self._enrolment = enrolment = answer.read(Enrolment)
        self.token = enrolment.token
        if answer.said_at is not None:
            self._skew = answer.said_at - datetime.now(UTC)
        return enrolment

    @property
    def enrolment(self) -> Enrolment:
        """Whose kiosk we are; raise UntriedError where we are none."""
        if self._enrolment is None:
            raise UntriedError("no kiosk could be enrolled")
        return self._enrolment

    @property
    def device_id(self) -> UUID:
        """By what the centre knows us."""
        return self.enrolment.device_id

    def now(self) -> datetime:
        """The centre's time, as its answer to the enrolment told it."""
        return datetime.now(UTC) + self._skew

    # --- calls --------------------------------------------------------------------------------

    def call(self, method: str, path: str, message: Any = None, **more: Any) -> Answer:
        """Ask with our token, if there is one. `more` as in `Call`."""
        headers = {**self.authority, **more.pop("headers", {})}
        return self.line.send(Call(method, path, message, headers=headers, **more))

    @property
    def authority(self) -> dict[str, str]:
        """The header that shows our token."""
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}

    def put(
        self, part: Part, submission: UUID, envelope: bytes, *, revision: int = 1, grant: str = ""
    ) -> Answer:
        """Deliver one envelope."""
        last = "" if part is Part.FORM else f"/{revision}"
        path = f"submissions/{submission}/{PATHS[part]}{last}"
        return self.call("PUT", path, body=envelope, headers=grant_header(grant))

    def delivered(self, answer: Answer, *statuses: int) -> Receipt:
        """The verified receipt in an answer with one of these statuses, by default 201."""
        wanted = statuses or (201,)
        require(answer.status in wanted, f"{answer.asked}: {answer.status}, not {wanted[0]}")
        receipt = self.verified(answer.read(Signed), SigningContext.RECEIPT, Receipt)
        if answer.status == HTTPStatus.CREATED:
            self.receipts += 1
        return receipt

    def verified(self, signed: Signed, context: SigningContext, model: type[M]) -> M:
        """What the centre signed; raise BrokenError where it did not, or where it is no `model`."""
        is_config = context is SigningContext.CONFIG
        key = self.enrolment.config_key if is_config else self.enrolment.receipt_key
        try:
            payload = verify(signed, context, base64_bytes(key))
        except SignatureError as error:
            raise BrokenError(f"the signature of a {model.__name__} does not verify") from error
        try:
            return model.model_validate_json(payload)
        except ValueError as error:
            raise BrokenError(f"what is signed is no {model.__name__}") from error

    # --- configuration, token, seals ----------------------------------------------------------

    @property
    def config(self) -> ConfigBundle:
        """The bundle in force; raise UntriedError where there is none to be had."""
        if self._config is None:
            answer = self.call("GET", "config")
            try:
                signed = answer.read(Signed)
                self._config = self.verified(signed, SigningContext.CONFIG, ConfigBundle)
            except BrokenError as error:
                raise UntriedError("there is no configuration to go by") from error
        return self._config

    def renewal(self, made_at: datetime, key: bytes | None = None) -> dict[str, Any]:
        """A request for another token, signed by our key or by this one."""
        statement = token_statement(self.device_id, made_at)
        signature = sign_bytes(statement, SigningContext.TOKEN, key or self.key)
        request = TokenRequest(
            device_id=self.device_id, made_at=made_at, signature=base64_text(signature)
        )
        return request.model_dump(mode="json")

    def fresh_time(self) -> datetime:
        """The centre's time, later than that of any renewal of ours before."""
        self._renewed_at = max(self.now(), self._renewed_at + _A_MOMENT)
        return self._renewed_at

    def renew(self) -> Answer:
        """Take another token in place of the one we have."""
        answer = self.call("POST", "tokens", self.renewal(self.fresh_time()))
        if answer.status == HTTPStatus.OK:
            self.token = answer.read(TokenGrant).token
        return answer

    def header(self, submission: UUID, part: Part, **more: Any) -> EnvelopeHeader:
        """What stands on an envelope of ours; `more` says what is to be otherwise."""
        usual = {
            "device": self.device_id,
            "submission": submission,
            "part": part,
            "revision": 1,
            "key_id": self.config.sealing_keys[0].key_id,
            "made_at": self.now(),
        }
        return EnvelopeHeader.model_validate({**usual, **more})

    def seal(self, content: bytes, header: EnvelopeHeader, key: bytes | None = None) -> bytes:
        """An envelope, signed by our key or by this one."""
        public = base64_bytes(self.config.sealing_keys[0].public_key)
        return seal(content, header, public, key or self.key)

    def seal_message(
        self, message: Wire, submission: UUID, part: Part, *, revision: int = 1
    ) -> bytes:
        """A message as a kiosk lays it out."""
        packed = pack(message)
        header = self.header(submission, part, revision=revision, content_type=packed.content_type)
        return self.seal(packed.content, header)


def grant_header(grant: str) -> dict[str, str]:
    """The header that shows a grant; none for none."""
    return {GRANT_HEADER: grant} if grant else {}
