"""A centre that takes every part once, and answers in every way that a line can."""

import hashlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from kiosk.domain.submission import CentreState
from kiosk.store.errors import DiskFullError
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
    PartName,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.protocol import Grant, Part, Redoable, Signed, TicketStatus
from tests.sync.scripted_central import NOON, ScriptedCentral, signed_outcome, ticket_status


class PowerCutError(BaseException):
    """The computer goes off: nobody catches that."""


class Answer(StrEnum):
    """What becomes of a part that is handed over."""

    TAKEN = "taken"
    NO_LINE = "no line"
    CENTRE_BUSY = "centre busy"
    CENTRE_FAULT = "centre fault"
    REFUSED = "refused"
    TOKEN_NOT_TAKEN = "token not taken"
    REVOKED = "revoked"
    CUT_BEFORE = "cut before"
    DISK_FULL = "disk full"
    FORGED = "not taken, and a receipt forged"
    FOR_ANOTHER = "not taken, and a receipt for another part"
    LOST = "taken, and the answer lost"
    DISK_FULL_AFTER = "taken, and the disk full"
    CUT_AFTER = "taken, and the computer cut off"


NOT_TAKEN: dict[Answer, Callable[[], BaseException]] = {
    Answer.NO_LINE: lambda: CentralUnavailableError(UnavailableReason.OFFLINE),
    Answer.CENTRE_BUSY: lambda: CentralUnavailableError(
        UnavailableReason.BUSY, retry_after=timedelta(minutes=5), pause_all=True
    ),
    Answer.CENTRE_FAULT: lambda: CentralUnavailableError(UnavailableReason.SERVER_FAULT),
    Answer.REFUSED: lambda: CentralRefusedError(RefusedReason.ENVELOPE, 422, None),
    Answer.TOKEN_NOT_TAKEN: NotAuthorisedError,
    Answer.REVOKED: DeviceRevokedError,
    Answer.CUT_BEFORE: PowerCutError,
    Answer.DISK_FULL: lambda: DiskFullError("no room"),
}
TAKEN_UNSAID: dict[Answer, Callable[[], BaseException]] = {
    Answer.LOST: lambda: CentralUnavailableError(UnavailableReason.TIMEOUT),
    Answer.DISK_FULL_AFTER: lambda: DiskFullError("no room"),
    Answer.CUT_AFTER: PowerCutError,
}


class ModelCentre(ScriptedCentral):
    """Holds what the protocol promises: the same bytes the same receipt, others a conflict."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        """The next ones; what comes after them is taken."""
        self.meanwhile: list[Callable[[], object]] = []
        """What happens while a part is under way."""
        self.has: dict[PartName, str] = {}
        self.awaits: dict[UUID, int] = {}
        """The revision of the photo that it wants, from whom."""
        self._under_way: set[PartName] = set()

    def put_part(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        with self._alone(name):
            while self.meanwhile:
                self.meanwhile.pop()()
            answer = self.answers.pop(0) if self.answers else Answer.TAKEN
            if answer in NOT_TAKEN:
                error = NOT_TAKEN[answer]()
                raise error
            if answer is Answer.FORGED:
                return self._receive(name, envelope, grant).model_copy(update={"payload": "e30"})
            if answer is Answer.FOR_ANOTHER:
                return self._receive(replace(name, revision=9), envelope, grant)
            self._take(name, hashlib.sha256(envelope).hexdigest(), grant)
            if answer in TAKEN_UNSAID:
                error = TAKEN_UNSAID[answer]()
                raise error
            return self._receive(name, envelope, grant)

    def reject_photo(self, submission_id: UUID) -> None:
        """Want another photo from somebody whose last one has arrived."""
        last = max(self.photos_of(submission_id))
        self.awaits[submission_id] = last + 1
        self._tell(submission_id, CentreState.PHOTO_REJECTED)

    def leave_to_retake(self, submission_id: UUID) -> TicketStatus:
        """What is answered at the counter to whoever is to be photographed again."""
        revision = self.awaits[submission_id]
        grant = Grant(
            grant=_grant(submission_id, revision),
            action=Redoable.PHOTO,
            revision=revision,
            batch=None,
            expires_at=NOON + timedelta(minutes=15),
        )
        return ticket_status(submission_id).model_copy(update={"grants": [grant]})

    def photos_of(self, submission_id: UUID) -> set[int]:
        """The revisions that arrived."""
        return {
            name.revision
            for name in self.has
            if name.submission_id == submission_id and name.part is Part.PHOTO
        }

    @contextmanager
    def _alone(self, name: PartName) -> Generator[None]:
        assert name not in self._under_way, "a part is sent twice at a time"
        self._under_way.add(name)
        try:
            yield
        finally:
            self._under_way.remove(name)

    def _take(self, name: PartName, sha256: str, grant: str | None) -> None:
        if name in self.has:
            if self.has[name] != sha256:
                raise CentralRefusedError(RefusedReason.CONFLICT, 409, None)
            return
        form = PartName(name.submission_id, Part.FORM, 1)
        assert name == form or form in self.has, "a picture came before its form"
        if name.revision > 1:
            self._check(name, grant)
        self.has[name] = sha256
        if self.awaits.get(name.submission_id) == name.revision:
            del self.awaits[name.submission_id]
            self._tell(name.submission_id, CentreState.PHOTO_VERIFYING)

    def _check(self, name: PartName, grant: str | None) -> None:
        is_awaited = self.awaits.get(name.submission_id) == name.revision
        if not is_awaited or grant != _grant(name.submission_id, name.revision):
            raise CentralRefusedError(RefusedReason.GRANT, 403, None)

    def _tell(self, submission_id: UUID, state: CentreState) -> None:
        self.told.append(signed_outcome(len(self.told) + 1, submission_id, state))


def _grant(submission_id: UUID, revision: int) -> str:
    return f"{submission_id}/{revision}"
