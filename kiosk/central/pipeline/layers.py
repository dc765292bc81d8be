"""The verifications one after the other, in the order in force, and what passing one takes."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.pipeline.corrections import Corrections
from kiosk.central.pipeline.history import CENTRE, RESIDENT, History, Move
from kiosk.central.pipeline.people import People
from kiosk.central.pipeline.scoring import Score, score
from kiosk.central.pipeline.steps import step_after
from kiosk.central.settings.configuration import Configuration
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import AssessmentForm

STATE_OF: Final[Mapping[Layer, CentreState]] = {
    Layer.EMAIL: CentreState.EMAIL_PENDING,
    Layer.IDENTITY: CentreState.IDENTITY_PENDING,
    Layer.OTP: CentreState.OTP_PENDING,
    Layer.PHOTO: CentreState.PHOTO_VERIFYING,
    Layer.TEST: CentreState.TEST_PENDING,
}
"""Where a submission waits for a verification."""
LAYER_OF: Final = {state: layer for layer, state in STATE_OF.items()}
TOO_LATE: Final = {
    CentreState.EMAIL_PENDING: Reason.EMAIL_UNVERIFIED,
    CentreState.OTP_PENDING: Reason.OTP_EXPIRED,
}
"""What is the matter where nobody has confirmed an address in time."""
_CONTACT: Final = {
    Reason.EMAIL_BOUNCED: (Layer.EMAIL, PatchField.EMAIL),
    Reason.EMAIL_UNVERIFIED: (Layer.EMAIL, PatchField.EMAIL),
    Reason.OTP_EXPIRED: (Layer.OTP, PatchField.PHONE),
    Reason.OTP_LOCKED: (Layer.OTP, PatchField.PHONE),
    Reason.PHONE_IN_USE: (Layer.OTP, PatchField.PHONE),
}
Invite = Callable[[Session, SubmissionRow], None]


class Layers:
    """Moves submissions from one verification to the next. Works inside the caller's transaction.

    Opens no envelope, so requests may use it as well.
    """

    def __init__(
        self, settings: Settings, history: History, people: People, corrections: Corrections
    ) -> None:
        self._settings = settings
        self._history = history
        self._people = people
        self._corrections = corrections
        self._invite: Invite = lambda _session, _submission: None

    def invite_by(self, invite: Invite) -> None:
        """Have this called when a mailbox is to be confirmed, in the same transaction."""
        self._invite = invite

    def move(self, session: Session, submission: SubmissionRow, move: Move) -> None:
        """Away from the verifications, or back before one."""
        self._history.move(session, submission, move)

    def ask_for(
        self,
        session: Session,
        submission: SubmissionRow,
        fields: tuple[PatchField, ...],
        reasons: tuple[Reason, ...],
    ) -> None:
        """Have these fields corrected before it goes on."""
        self._corrections.ask(session, submission, fields, reasons=reasons)

    def enter_next(self, session: Session, submission: SubmissionRow) -> None:
        """To the first verification that is not done; those that are not required are passed."""
        rules = self._settings.current
        passed = select(LayerRow.layer).where(LayerRow.submission_id == submission.submission_id)
        done = set(session.scalars(passed))
        for layer in rules.layers:
            if layer in done:
                continue
            if layer not in rules.not_required:
                self._enter(session, submission, layer)
                return
            if not self.pass_layer(session, submission, layer, _not_required(rules)):
                return
        self._history.move(session, submission, Move(CentreState.TEST_PENDING, CENTRE))
        self.finish_test(session, submission)

    def pass_layer(
        self,
        session: Session,
        submission: SubmissionRow,
        layer: Layer,
        result: str,
        actor: str = CENTRE,
    ) -> bool:
        """Keep that it is done; False where the centre itself is against it, and has said why."""
        if layer is Layer.IDENTITY and self._is_full(session, submission):
            reasons = (Reason.KK_QUOTA,)
            move = Move(CentreState.INELIGIBLE, CENTRE, reasons=reasons)
            self._history.move(session, submission, move)
            return False
        now = self._history.now()
        submission.step = max(submission.step, step_after(layer, self._settings.current.layers))
        session.add(
            LayerRow(
                submission_id=submission.submission_id,
                layer=layer,
                office_id=submission.office_id,
                result=result,
                at=now,
            )
        )
        self._history.note(session, submission, actor, f"{layer}: {result}")
        return True

    def confirm(
        self, session: Session, submission: SubmissionRow, layer: Layer, how: str = "a code"
    ) -> None:
        """The resident has answered from the address that this verification is about."""
        if layer is Layer.OTP and self._people.phone_is_taken(session, submission):
            self.fail_contact(session, submission, Reason.PHONE_IN_USE)
            return
        self.pass_layer(session, submission, layer, f"confirmed by {how}", RESIDENT)
        self.enter_next(session, submission)

    def fail_contact(self, session: Session, submission: SubmissionRow, reason: Reason) -> bool:
        """Ask for another address; False where nobody waits for this one to be confirmed."""
        layer, field = _CONTACT[reason]
        if submission.state is not STATE_OF[layer]:
            return False
        self.ask_for(session, submission, (field,), (reason,))
        return True

    def sit_test(
        self, session: Session, submission: SubmissionRow, sitting: AssessmentForm
    ) -> None:
        """Score what was answered; who is not through may sit the test again."""
        reached = self.keep_score(submission, sitting)
        self._history.note(session, submission, RESIDENT, f"{Layer.TEST}: {reached}")
        self.finish_test(session, submission)

    def keep_score(self, submission: SubmissionRow, sitting: AssessmentForm) -> Score:
        """Keep what was reached, not what was answered."""
        reached = score(sitting, self._settings.current)
        submission.test_right, submission.test_scored = reached.right, reached.scored
        return reached

    def finish_test(self, session: Session, submission: SubmissionRow) -> None:
        """To the end of the verifications, where the test is not required or was sat well."""
        rules = self._settings.current
        if Layer.TEST in rules.not_required:
            result = _not_required(rules)
        else:
            reached = _reached(submission)
            if reached is None or not reached.passes(rules.pass_mark):
                return
            result = f"sat, {reached}"
        self.pass_layer(session, submission, Layer.TEST, result)
        self._history.move(session, submission, Move(CentreState.ELIGIBLE, CENTRE))

    def _enter(self, session: Session, submission: SubmissionRow, layer: Layer) -> None:
        if layer is Layer.OTP and self._people.phone_is_taken(session, submission):
            self.ask_for(session, submission, (PatchField.PHONE,), (Reason.PHONE_IN_USE,))
            return
        within = _within(self._settings.current).get(layer)
        deadline = None if within is None else self._history.now() + within
        self._history.move(session, submission, Move(STATE_OF[layer], CENTRE, deadline=deadline))
        if layer is Layer.EMAIL:
            self._invite(session, submission)

    def _is_full(self, session: Session, submission: SubmissionRow) -> bool:
        most = self._settings.current.per_family_card
        return self._people.family_is_full(session, submission, most)


def _within(rules: Configuration) -> dict[Layer, timedelta]:
    return {Layer.EMAIL: rules.email_within, Layer.OTP: rules.phone_within}


def _reached(submission: SubmissionRow) -> Score | None:
    if submission.test_right is None or submission.test_scored is None:
        return None
    return Score(submission.test_right, submission.test_scored)


def _not_required(rules: Configuration) -> str:
    return f"not_required by {rules.name}"
