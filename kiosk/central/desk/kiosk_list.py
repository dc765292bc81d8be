"""Offices and kiosks as the operators' page shows them: what is there, and what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from kiosk.central.desk.page import ROWS, NotThereError
from kiosk.central.devices.enrolment import Device, device_of
from kiosk.central.devices.kiosk_health import KioskWatch, Trouble, clock_skew, troubles_of
from kiosk.central.storage.models import DeviceRow, OfficeRow

CAMERA_STATES = frozenset(
    {"off", "starting", "live", "black", "missing", "busy", "lost", "stalled", "frozen"}
    | {"unattended"}
)


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office, and how its kiosks are together."""

    office_id: str
    name: str
    village: str | None
    kiosks: int
    """Those that were not revoked."""
    troubled: int
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class KioskView:
    """One kiosk, and what somebody has to look after there."""

    device: Device
    office_name: str
    troubles: tuple[Trouble, ...]

    @property
    def camera(self) -> str:
        """How it stands with the camera; `other` for what this centre has no words for."""
        said = self.device.heartbeat.camera.rpartition(".")[2] if self.device.heartbeat else ""
        return said if said in CAMERA_STATES else "other"

    @property
    def skew(self) -> timedelta | None:
        """How far its clock was before ours when it was heard last."""
        if self.device.heartbeat is None or self.device.heard_at is None:
            return None
        return clock_skew(self.device.heartbeat, self.device.heard_at)

    @property
    def queue_age(self) -> timedelta | None:
        """How old the oldest thing is that waits there; None where nothing waits."""
        beat = self.device.heartbeat
        if beat is None or beat.oldest_queued_at is None:
            return None
        return beat.sent_at - beat.oldest_queued_at


@dataclass(frozen=True, slots=True)
class Watch:
    """What counts as trouble, now."""

    rules: KioskWatch
    now: datetime

    @property
    def quiet_since(self) -> datetime:
        """Whoever was not heard since then is silent."""
        return self.rules.quiet_since(self.now)

    def troubles(self, device: Device) -> tuple[Trouble, ...]:
        """Nothing is asked of a kiosk that was revoked."""
        if device.revoked_at is not None:
            return ()
        found: set[Trouble] = set()
        if device.heartbeat and device.answer and device.heard_at:
            told = troubles_of(device.heartbeat, device.answer, device.heard_at, self.rules)
            found.update(told)
        if (device.heard_at or device.enrolled_at) < self.quiet_since:
            found.add(Trouble.SILENT)
        return tuple(trouble for trouble in Trouble if trouble in found)

    def is_needed(self) -> ColumnElement[bool]:
        """The same as a condition for the database."""
        last_word = func.coalesce(DeviceRow.heard_at, DeviceRow.enrolled_at)
        is_silent = last_word < self.quiet_since
        return and_(DeviceRow.revoked_at.is_(None), or_(DeviceRow.is_troubled, is_silent))


def offices(session: Session, watch: Watch, wanted: str, page: int) -> Sequence[OfficeView]:
    """By name; `wanted`: a part of the name or of the id."""
    query = _offices(watch)
    if wanted:
        by_name = OfficeRow.name.icontains(wanted, autoescape=True)
        query = query.where(or_(by_name, OfficeRow.office_id.icontains(wanted, autoescape=True)))
    query = query.order_by(OfficeRow.name, OfficeRow.office_id)
    query = query.offset(ROWS * (page - 1)).limit(ROWS + 1)
    return [OfficeView(*row) for row in session.execute(query)]


def office(session: Session, watch: Watch, office_id: str) -> OfficeView:
    """Raise NotThereError for one that is not there."""
    row = session.execute(_offices(watch).where(OfficeRow.office_id == office_id)).one_or_none()
    if row is None:
        raise NotThereError
    return OfficeView(*row)


def has_office(session: Session, office_id: str) -> bool:
    """Whether this id is taken."""
    return session.get(OfficeRow, office_id) is not None


def kiosks(
    session: Session, watch: Watch, office_id: str | None, page: int, *, only_needed: bool
) -> Sequence[KioskView]:
    """Of one office or of all, the one that was heard longest ago in front."""
    query = _kiosks(office_id).order_by(
        DeviceRow.revoked_at.is_not(None), DeviceRow.heard_at, DeviceRow.device_id
    )
    if only_needed:
        query = query.where(watch.is_needed())
    query = query.offset(ROWS * (page - 1)).limit(ROWS + 1)
    return [_view(row, name, watch) for row, name in session.execute(query)]


def kiosk(session: Session, watch: Watch, office_id: str | None, device_id: UUID) -> KioskView:
    """Raise NotThereError for one that is not there, or of another office than this one."""
    query = _kiosks(office_id).where(DeviceRow.device_id == device_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotThereError
    return _view(found[0], found[1], watch)


def _offices(watch: Watch) -> Select[str, str, str | None, int, int, datetime | None]:
    is_there = case((DeviceRow.revoked_at.is_(None), 1))
    return (
        select(
            OfficeRow.office_id,
            OfficeRow.name,
            OfficeRow.village,
            func.count(case((DeviceRow.device_id.is_not(None), is_there))),
            func.count(case((watch.is_needed(), 1))),
            func.max(DeviceRow.heard_at),
        )
        .outerjoin(DeviceRow, DeviceRow.office_id == OfficeRow.office_id)
        .group_by(OfficeRow.office_id, OfficeRow.name, OfficeRow.village)
    )


def _kiosks(office_id: str | None) -> Select[DeviceRow, str]:
    query = select(DeviceRow, OfficeRow.name).join(
        OfficeRow, OfficeRow.office_id == DeviceRow.office_id
    )
    return query if office_id is None else query.where(DeviceRow.office_id == office_id)


def _view(row: DeviceRow, office_name: str, watch: Watch) -> KioskView:
    device = device_of(row)
    return KioskView(device, office_name, watch.troubles(device))
