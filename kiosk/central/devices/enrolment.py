"""Offices, their one-time codes, and the kiosks that enrol with them."""

import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kiosk.central.devices.kiosk_health import figures_agree, troubles_of
from kiosk.central.devices.provisioning import (
    NewProvisioning,
    ProvisioningTooLongError,
    ProvisionOrder,
)
from kiosk.central.devices.tokens import REVOKED, Tokens
from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import FOR_CHANGE, Database
from kiosk.central.storage.models import (
    DeviceRow,
    EnrolmentCodeRow,
    OfficeRow,
    PartRow,
    SubmissionRow,
)
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.domain.crockford import ALPHABET, grouped
from kiosk.domain.recovery import Challenge, RecoveryCode, recovery_code
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    Enrolment,
    EnrolmentRequest,
    base64_bytes,
    base64_text,
)
from kiosk.sync.provisioning import sign_provisioning

CODE_GROUPS = 3
GROUP_LENGTH = 4
DEMO_OFFICE = "contoh"
DEMO_OFFICE_NAME = "Kantor Desa Contoh"
DEMO_LIFETIME = timedelta(days=1)
_AS_TYPED = str.maketrans("OIL", "011", " -.")
_log = logging.getLogger(__name__)
_CODE_INVALID = Refusal(
    HTTPStatus.FORBIDDEN,
    ProblemType.CODE_INVALID,
    "The code is wrong, used or too old",
    field="code",
)


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled kiosk as the operator sees it."""

    device_id: UUID
    office_id: str
    kiosk_version: str
    enrolled_at: datetime
    heard_at: datetime | None
    revoked_at: datetime | None
    heartbeat: Heartbeat | None
    answer: HeartbeatAnswer | None = None
    """What was here of it when it said that."""

    @property
    def figures_agree(self) -> bool | None:
        """Whether its own figures add up, and all is here that it holds receipts for.

        None before its first heartbeat.
        """
        if self.heartbeat is None or self.answer is None:
            return None
        return figures_agree(self.heartbeat, self.answer)


class Enrolments:
    """Who belongs to the centre."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        keys: CentreKeys,
        tokens: Tokens,
        settings: Settings,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._keys = keys
        self._tokens = tokens

    def new_office(self, office_id: str, name: str, village: str | None) -> None:
        """Add an office, or rename the one that is there."""
        with self._database.writing() as session:
            session.merge(OfficeRow(office_id=office_id, name=name, village=village))

    def new_code(self, office_id: str, lifetime: timedelta) -> str:
        """A code for one kiosk of this office, e.g. `7Q4M-2XA9-BC0D` (60 bits).

        Raises LookupError for an office that is not there.
        """
        code = _any_code()
        with self._database.writing() as session:
            _the_office(session, office_id)
            session.add(self._code_row(office_id, code, self._clock() + lifetime))
        return code

    def new_provisioning(
        self, office_id: str, order: ProvisionOrder, most_bytes: int | None = None
    ) -> NewProvisioning:
        """A signed file for one kiosk of this office, with a code that lasts as long as the file.

        The order has no problem. Raises LookupError for an office that is not there, and
        ProvisioningTooLongError, before there is a code, where the text has more than `most_bytes`.
        """
        code, now = _any_code(), self._clock().replace(microsecond=0)
        with self._database.writing() as session:
            office = _the_office(session, office_id)
            said = order.said(code, office.name, base64_text(self._keys.config.public), now)
            text = sign_provisioning(said, self._keys.config.private)
            if most_bytes is not None and len(text) > most_bytes:
                raise ProvisioningTooLongError
            session.add(self._code_row(office_id, code, said.expires_at))
        return NewProvisioning(text, said.expires_at, order.url)

    def offer_demo(self, code: str) -> None:
        """Let this code enrol one kiosk of a demo office, for a day; also where it did before."""
        office = OfficeRow(office_id=DEMO_OFFICE, name=DEMO_OFFICE_NAME, village=None)
        offer = EnrolmentCodeRow(
            code_hash=self._hash(_as_kept(code)),
            office_id=DEMO_OFFICE,
            expires_at=self._clock() + DEMO_LIFETIME,
            device_id=None,
        )
        with self._database.writing() as session:
            session.merge(office)
            session.flush()
            session.merge(offer)

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        """Trade a valid code for an identity; raise RefusedError for any other.

        The same device may repeat it while the code is valid: an answer that was lost is made good.
        """
        with self._database.writing() as session:
            code = self._valid_code(session, request.code)
            device = _device_made_by(session, code) or self._new_device(session, code, request)
            if device.public_key != base64_bytes(request.device_key):
                raise RefusedError(_CODE_INVALID)
            if device.revoked_at is not None:
                raise RefusedError(REVOKED)
            office = session.get_one(OfficeRow, device.office_id)
            token = self._tokens.issue(session, device.device_id)
            return Enrolment(
                device_id=device.device_id,
                office_id=office.office_id,
                office_name=office.name,
                office_village=office.village,
                token=token.token,
                token_expires_at=token.expires_at,
                receipt_key=base64_text(self._keys.receipt.public),
                config_key=base64_text(self._keys.config.public),
                recovery_key=base64_text(self._keys.recovery_key(device.device_id)),
            )

    def recovery_code(self, office_id: str, challenge: Challenge, day: date) -> RecoveryCode:
        """Answer a kiosk of this office whose supervisors forgot their PINs.

        Raises LookupError where no kiosk of the office that still belongs to the centre asked this.
        """
        with self._database.reading() as session:
            devices = session.scalars(
                select(DeviceRow.device_id).where(
                    DeviceRow.office_id == office_id, DeviceRow.revoked_at.is_(None)
                )
            )
            device_id = next((each for each in devices if challenge.is_of(each)), None)
        if device_id is None:
            raise LookupError(office_id)
        _log.info("a recovery code was given to kiosk %s of office %s", device_id, office_id)
        return recovery_code(self._keys.recovery_key(device_id), device_id, challenge, day)

    def revoke(self, device_id: UUID) -> None:
        """From now on every call of this device is refused."""
        with self._database.writing() as session:
            device = session.get_one(DeviceRow, device_id, with_for_update=FOR_CHANGE)
            device.revoked_at = device.revoked_at or self._clock()

    def hear(self, device_id: UUID, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Keep the newest word on how a kiosk is; returns what is here of it."""
        now, watch = self._clock(), self._settings.current.kiosks
        with self._database.writing() as session:
            answer = HeartbeatAnswer(
                submissions=_count(session, SubmissionRow.device_id, device_id),
                parts=_count(session, PartRow.device_id, device_id),
            )
            device = session.get_one(DeviceRow, device_id, with_for_update=FOR_CHANGE)
            device.heartbeat = heartbeat.model_dump_json()
            device.answer = answer.model_dump_json()
            device.heard_at = now
            device.is_troubled = bool(troubles_of(heartbeat, answer, now, watch))
            return answer

    def devices(self) -> tuple[Device, ...]:
        """Every kiosk that was ever enrolled, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(DeviceRow).order_by(DeviceRow.enrolled_at))
            return tuple(device_of(row) for row in rows)

    def _valid_code(self, session: Session, code: str) -> EnrolmentCodeRow:
        code_hash = self._hash(_as_kept(code))
        row = session.get(EnrolmentCodeRow, code_hash, with_for_update=FOR_CHANGE)
        if row is None or row.expires_at <= self._clock():
            raise RefusedError(_CODE_INVALID)
        return row

    def _new_device(
        self, session: Session, code: EnrolmentCodeRow, request: EnrolmentRequest
    ) -> DeviceRow:
        device = DeviceRow(
            device_id=uuid4(),
            office_id=code.office_id,
            public_key=base64_bytes(request.device_key),
            kiosk_version=request.kiosk_version,
            enrolled_at=self._clock(),
        )
        session.add(device)
        session.flush()
        code.device_id = device.device_id
        return device

    def _code_row(self, office_id: str, code: str, until: datetime) -> EnrolmentCodeRow:
        return EnrolmentCodeRow(
            code_hash=self._hash(_as_kept(code)), office_id=office_id, expires_at=until
        )

    def _hash(self, code: str) -> str:
        return self._keys.keyed_hash("enrolment code", code)


def _any_code() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_GROUPS * GROUP_LENGTH))
    return grouped(signs, GROUP_LENGTH)


def _the_office(session: Session, office_id: str) -> OfficeRow:
    office = session.get(OfficeRow, office_id)
    if office is None:
        raise LookupError(office_id)
    return office


def _as_kept(code: str) -> str:
    """Without what people add or mix up when they type it."""
    return code.upper().translate(_AS_TYPED)


def _count(session: Session, column: InstrumentedAttribute[UUID], device_id: UUID) -> int:
    return session.scalar(select(func.count()).where(column == device_id)) or 0


def _device_made_by(session: Session, code: EnrolmentCodeRow) -> DeviceRow | None:
    if code.device_id is None:
        return None
    return session.get_one(DeviceRow, code.device_id, with_for_update=FOR_CHANGE)


def device_of(row: DeviceRow) -> Device:
    """A kiosk as it is kept."""
    return Device(
        device_id=row.device_id,
        office_id=row.office_id,
        kiosk_version=row.kiosk_version,
        enrolled_at=row.enrolled_at,
        heard_at=row.heard_at,
        revoked_at=row.revoked_at,
        heartbeat=Heartbeat.model_validate_json(row.heartbeat) if row.heartbeat else None,
        answer=HeartbeatAnswer.model_validate_json(row.answer) if row.answer else None,
    )
