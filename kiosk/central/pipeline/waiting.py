"""Who waits for somebody else to answer, and since when: for the operator to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.verifiers.identity import RegisterDownError
from kiosk.central.verifiers.interface import RegisterKind, VerifierDownError
from kiosk.central.verifiers.sources import AdapterUnusableError

DOWN: Final = (VerifierDownError, BlobStoreDownError)
"""Whoever does not answer now; everything else that is raised is a bug, or the database away."""


class AwaitedPart(StrEnum):
    """Beside the registers, what may be waited for."""

    REGISTERS = "registers"
    """One that cannot even be made."""
    PHOTO_ENGINE = "photo_engine"
    ENVELOPES = "envelopes"
    """Their store."""
    REPAIR = "repair"
    """The program fell over this submission: its log says where."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many wait for the same."""

    awaited: str
    """A RegisterKind or an AwaitedPart."""
    people: int
    since: datetime
    """When the first of them came to where it waits."""


def awaited_by(error: BaseException) -> RegisterKind | AwaitedPart:
    """Whom somebody waits for who could not go on because of this."""
    match error:
        case RegisterDownError(kind=kind):
            return kind
        case BlobStoreDownError():
            return AwaitedPart.ENVELOPES
        case AdapterUnusableError():
            return AwaitedPart.REGISTERS
        case VerifierDownError():
            return AwaitedPart.PHOTO_ENGINE
    return AwaitedPart.REPAIR


def waiting(session: Session, conditions: Iterable[ColumnElement[bool]] = ()) -> list[Waiting]:
    """Everybody who waits for others, most of them first; over an index of those alone."""
    people = func.count()
    rows = session.execute(
        select(SubmissionRow.waits_for, people, func.min(SubmissionRow.updated_at))
        .where(SubmissionRow.waits_for.is_not(None), *conditions)
        .group_by(SubmissionRow.waits_for)
        .order_by(people.desc(), SubmissionRow.waits_for)
    )
    return [Waiting(str(awaited), number, since) for awaited, number, since in rows]
