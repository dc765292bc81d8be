"""What residents are asked to correct, and what comes of it: one question at a time.

A correction that names anything else than what was asked is not used, not even in part, and the
same is asked again under the next number. So is one that cannot be read or is not sound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from kiosk.central.messages.models import CodeRow
from kiosk.central.pipeline.history import CENTRE, History, Move
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import CorrectionRow, LayerRow, SubmissionRow, Verdict
from kiosk.central.vault.opening import OpenedForm, Opener, Unusable
from kiosk.domain.patch import PatchField, asked_fields, travelling_names
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import PatchForm

VERIFIED_IN: Final[Mapping[PatchField, Layer]] = {
    PatchField.NIK: Layer.IDENTITY,
    PatchField.KK: Layer.IDENTITY,
    PatchField.BIRTH_DATE: Layer.IDENTITY,
    PatchField.FULL_NAME: Layer.IDENTITY,
    PatchField.BIRTH_PLACE: Layer.IDENTITY,
    PatchField.SEX: Layer.IDENTITY,
    PatchField.ADDRESS: Layer.IDENTITY,
    PatchField.PHONE: Layer.OTP,
    PatchField.EMAIL: Layer.EMAIL,
    PatchField.KTP: Layer.PHOTO,
}
"""Which verification a new answer has to pass, even if the old one did."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was taken, and the whole registration with it."""

    fields: frozenset[PatchField]
    registration: OpenedForm


class Corrections:
    """Asks and takes. Works inside the caller's transaction."""

    def __init__(self, history: History, opener: Opener) -> None:
        self._history = history
        self._opener = opener

    def ask(
        self,
        session: Session,
        submission: SubmissionRow,
        fields: tuple[str, ...],
        *,
        reasons: tuple[Reason, ...] = (),
        actor: str = CENTRE,
    ) -> None:
        """Let these fields be corrected; a name that no question can mend is for the office."""
        move = Move(CentreState.ACTION_NEEDED, actor, reasons=reasons, fields=fields)
        self._history.move(session, submission, move)
        asked = asked_fields(fields)
        if asked:
            newest = _newest(session, submission)
            session.add(
                CorrectionRow(
                    submission_id=submission.submission_id,
                    number=1 if newest is None else newest.number + 1,
                    fields=list(fields),
                    asked_at=self._history.now(),
                    lookup_hash=(
                        submission.nik_lookup_hash if PatchField.BIRTH_DATE in asked else None
                    ),
                )
            )
            session.flush()

    def take(self, session: Session, submission: SubmissionRow) -> Correction | None:
        """Judge the correction that was asked for, once it is here; None as long as none will do.

        Verifications of what was corrected begin anew; all others are kept.
        """
        asked = awaited(session, submission)
        if asked is None or not self._opener.has_patch(session, submission, asked.number):
            return None
        fields = frozenset(asked_fields(asked.fields))
        outcome = self._judged(session, submission, asked.number, fields)
        is_taken = isinstance(outcome, OpenedForm)
        asked.verdict = Verdict.TAKEN if is_taken else Verdict.REFUSED
        why = ", ".join(sorted(fields)) if is_taken else outcome
        text = f"patch {asked.number}: {asked.verdict}: {why}"
        self._history.note(session, submission, CENTRE, text)
        if not isinstance(outcome, OpenedForm):
            reasons = tuple(Reason(code) for code in submission.reasons)
            self.ask(session, submission, tuple(asked.fields), reasons=reasons)
            return None
        self._undo(session, submission, fields)
        return Correction(fields, outcome)

    def _judged(
        self,
        session: Session,
        submission: SubmissionRow,
        number: int,
        asked: frozenset[PatchField],
    ) -> OpenedForm | str:
        """The corrected registration, or why there is none, without a word of what was sent."""
        patch = self._opener.patch(session, submission, number)
        if not isinstance(patch, PatchForm):
            return "unreadable"
        if patch.changes.names != frozenset(travelling_names(asked)):
            return "not exactly what was asked"
        registration = self._opener.form(session, submission, newest=patch)
        return "unsound" if isinstance(registration, Unusable) else registration

    def _undo(
        self, session: Session, submission: SubmissionRow, fields: frozenset[PatchField]
    ) -> None:
        """Nobody has verified the new answers, and no code that went to an old address is right."""
        layers = {VERIFIED_IN[field] for field in fields & VERIFIED_IN.keys()}
        session.execute(
            delete(LayerRow).where(
                LayerRow.submission_id == submission.submission_id, LayerRow.layer.in_(layers)
            )
        )
        session.execute(
            update(CodeRow)
            .where(CodeRow.submission_id == submission.submission_id, CodeRow.layer.in_(layers))
            .values(code_hash=None)
        )


def awaited(session: Session, submission: SubmissionRow) -> CorrectionRow | None:
    """The question that a correction is waited for; its number is the correction's."""
    newest = _newest(session, submission)
    is_open = newest is not None and newest.verdict is None
    return newest if is_open and submission.state is CentreState.ACTION_NEEDED else None


def asked_under(lookup_hash: str) -> Select[UUID]:
    """The submissions whose birth date is asked for and whose NIK has the one looked up with."""
    return (
        select(CorrectionRow.submission_id)
        .join(SubmissionRow, SubmissionRow.submission_id == CorrectionRow.submission_id)
        .where(
            CorrectionRow.lookup_hash == lookup_hash,
            CorrectionRow.verdict.is_(None),
            SubmissionRow.state == CentreState.ACTION_NEEDED,
        )
    )


def _newest(session: Session, submission: SubmissionRow) -> CorrectionRow | None:
    query = (
        select(CorrectionRow)
        .where(CorrectionRow.submission_id == submission.submission_id)
        .order_by(CorrectionRow.number.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
