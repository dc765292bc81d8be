"""Bearer tokens: short-lived, stored as hashes, renewed by the device's signature."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import FOR_CHANGE, Database
from kiosk.central.storage.models import DeviceRow, TokenRow
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import TokenGrant, TokenRequest, base64_bytes
from kiosk.sync.signing import SignatureError, SigningContext, token_statement, verify_bytes

SECRET_BYTES = 32
NOT_AUTHORISED = Refusal(
    HTTPStatus.UNAUTHORIZED, ProblemType.TOKEN_INVALID, "The token is missing, unknown or too old"
)
REVOKED = Refusal(HTTPStatus.FORBIDDEN, ProblemType.DEVICE_REVOKED, "The device has been revoked")


@dataclass(frozen=True, slots=True)
class Caller:
    """The device that speaks, as its token proved."""

    device_id: UUID
    office_id: str
    public_key: bytes


def new_secret() -> str:
    """256 random bits, fit for a header."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What is kept of a secret of full entropy."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Tokens:
    """Issues, checks and renews."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def issue(self, session: Session, device_id: UUID) -> TokenGrant:
        """A fresh token, in place of any older one: who stole that is out, too.

        A lost answer locks nobody out: whoever holds the device's key asks again.
        """
        now = self._clock()
        session.execute(delete(TokenRow).where(TokenRow.device_id == device_id))
        grant = TokenGrant(token=new_secret(), expires_at=now + self._limits.token_lifetime)
        session.add(
            TokenRow(
                token_hash=secret_hash(grant.token),
                device_id=device_id,
                expires_at=grant.expires_at,
            )
        )
        return grant

    def caller(self, token: str) -> Caller:
        """Who holds this token; raise RefusedError when nobody may speak with it."""
        with self._database.reading() as session:
            row = session.get(TokenRow, secret_hash(token))
            if row is None or row.expires_at <= self._clock():
                raise RefusedError(NOT_AUTHORISED)
            device = session.get_one(DeviceRow, row.device_id)
            if device.revoked_at is not None:
                raise RefusedError(REVOKED)
            return Caller(device.device_id, device.office_id, device.public_key)

    def renew(self, request: TokenRequest) -> TokenGrant:
        """Answer a device that signed its id and the time; each signed time counts once."""
        with self._database.writing() as session:
            device = session.get(DeviceRow, request.device_id, with_for_update=FOR_CHANGE)
            if device is None or not _is_signed_by(device, request):
                raise RefusedError(NOT_AUTHORISED)
            if device.revoked_at is not None:
                raise RefusedError(REVOKED)
            if not self._is_fresh(request.made_at, device.renewed_at):
                raise RefusedError(NOT_AUTHORISED)
            device.renewed_at = request.made_at
            return self.issue(session, device.device_id)

    def _is_fresh(self, made_at: datetime, last: datetime | None) -> bool:
        age = abs(self._clock() - made_at)
        return age <= self._limits.renewal_age and (last is None or made_at > last)


def _is_signed_by(device: DeviceRow, request: TokenRequest) -> bool:
    try:
        statement = token_statement(request.device_id, request.made_at)
        signature = base64_bytes(request.signature)
        verify_bytes(statement, signature, SigningContext.TOKEN, device.public_key)
    except (ValueError, OverflowError, SignatureError):  # a year that UTC does not have
        return False
    return True
