"""What happens to a submission once its parts are here.

`advance` may be called at any time and any number of times: it does what can be done now and
stops where somebody else has to act. A verification that has been passed is never asked again,
unless what it verified was corrected.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.corrections import Corrections
from kiosk.central.database import Database
from kiosk.central.history import CENTRE, OPERATOR, RESIDENT, History, Move
from kiosk.central.keys import CentreKeys
from kiosk.central.models import Layer, LayerRow, PartRow, SubmissionRow
from kiosk.central.opening import OpenedForm, Opener, Unusable
from kiosk.central.settings import Settings
from kiosk.domain.eligibility import EligibilityAnswers, EligibilityRules, check_eligibility
from kiosk.domain.patch import PatchField, asked_fields
from kiosk.domain.reason import PHOTO_REASONS, Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.window import wib
from kiosk.sync.forms import RegistrationForm
from kiosk.sync.protocol import Part, PersonHint

ENDED_WITHOUT_CARD = frozenset({CentreState.INELIGIBLE, CentreState.WITHDRAWN})
"""A NIK in one of these may be registered again."""
_WHO = frozenset({PatchField.NIK, PatchField.BIRTH_DATE})
"""What decides whether somebody may take part, and has not done so before."""
PHOTO_JUDGED_IN = frozenset({CentreState.PHOTO_VERIFYING, CentreState.MANUAL_REVIEW})
STATE_OF = {
    Layer.EMAIL: CentreState.EMAIL_PENDING,
    Layer.IDENTITY: CentreState.IDENTITY_PENDING,
    Layer.OTP: CentreState.OTP_PENDING,
    Layer.PHOTO: CentreState.PHOTO_VERIFYING,
}
"""Where a submission waits for a verification."""
ASKED_IN = frozenset({*STATE_OF.values(), CentreState.MANUAL_REVIEW})
"""Where a person may ask for a correction."""


class WrongStateError(Exception):
    """The submission is not where this act applies."""


def ticket_hash(keys: CentreKeys, ticket: str, birth_date: str) -> str:
    """By what a resident's question finds the submission; the birth date in ISO form."""
    return keys.keyed_hash("ticket", ticket, birth_date)


class Pipeline:
    """Moves submissions on."""

    def __init__(
        self, database: Database, keys: CentreKeys, settings: Settings, history: History
    ) -> None:
        self._database = database
        self._keys = keys
        self._settings = settings
        self._history = history
        self._opener = Opener(keys)
        self._corrections = Corrections(history, self._opener, keys)
        self._steps: dict[CentreState, Callable[[Session, SubmissionRow], bool]] = {
            CentreState.SUBMITTED: self._admit,
            CentreState.ACTION_NEEDED: self._correct,
            CentreState.PHOTO_REDO: self._verify_again,
            CentreState.PHOTO_VERIFYING: self._look_at_photo,
            CentreState.TEST_PENDING: self._pass_test,
        }

    def advance(self, submission_id: UUID) -> None:
        """Take the submission as far as it gets by itself."""
        with self._database.writing() as session:
            self._advance(session, session.get_one(SubmissionRow, submission_id))

    def advance_all(self) -> None:
        """Take up what was left in the middle, after a crash for instance."""
        unfinished = select(SubmissionRow.submission_id).where(SubmissionRow.state.in_(self._steps))
        with self._database.reading() as session:
            submission_ids = session.scalars(unfinished).all()
        for submission_id in submission_ids:
            self.advance(submission_id)

    def accept_photo(self, submission_id: UUID) -> None:
        """A person has looked at the newest photo and found it good."""
        with self._database.writing() as session:
            submission = _judged(session, submission_id)
            self._pass(session, submission, Layer.PHOTO, f"accepted by the {OPERATOR}", OPERATOR)
            self._enter_next_layer(session, submission)
            self._advance(session, submission)

    def confirm(self, session: Session, submission: SubmissionRow, layer: Layer) -> None:
        """The resident has typed the code that was sent. Works inside the caller's transaction."""
        self._pass(session, submission, layer, "confirmed by a code", RESIDENT)
        self._enter_next_layer(session, submission)
        self._advance(session, submission)

    def reject_photo(self, submission_id: UUID, reasons: tuple[Reason, ...]) -> None:
        """A person has looked and wants another; after too many, a person decides."""
        if not reasons or not PHOTO_REASONS.issuperset(reasons):
            raise ValueError("a photo is rejected for at least one reason, and photo reasons only")
        with self._database.writing() as session:
            submission = _judged(session, submission_id)
            if not submission.photo_revision:
                raise WrongStateError("nobody was photographed, so no photo can be rejected")
            tries_are_left = submission.photo_revision < self._settings.current.photo_tries
            is_reviewed = submission.state is CentreState.MANUAL_REVIEW
            again = tries_are_left or is_reviewed
            to = CentreState.PHOTO_REJECTED if again else CentreState.MANUAL_REVIEW
            self._history.move(session, submission, Move(to, OPERATOR, reasons=reasons))

    def ask_for(
        self, submission_id: UUID, reasons: tuple[Reason, ...], fields: tuple[PatchField, ...]
    ) -> None:
        """A person wants these fields corrected, and no others."""
        if not fields:
            raise ValueError("at least one field is asked for")
        with self._database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            if submission.state not in ASKED_IN:
                raise WrongStateError(f"nothing to ask for in state {submission.state}")
            self._corrections.ask(session, submission, fields, reasons=reasons, actor=OPERATOR)

    def _advance(self, session: Session, submission: SubmissionRow) -> None:
        while (step := self._steps.get(submission.state)) and step(session, submission):
            pass

    def _admit(self, session: Session, submission: SubmissionRow) -> bool:
        """Open the form once it is here; the first layer, once the pictures are here as well.

        A layer that was entered earlier could be passed while nothing can be entered after it.
        """
        if submission.lookup_hash is not None:
            return self._begin(session, submission)
        if session.get(PartRow, (submission.submission_id, Part.FORM, 1)) is None:
            return False
        opened = self._opener.form(session, submission)
        if isinstance(opened, Unusable):
            if opened.form is not None and asked_fields(opened.fields):
                self._remember_who(submission, opened.form)
            self._corrections.ask(session, submission, opened.fields)
            return True
        self._remember(submission, opened)
        return self._refuse(session, submission, opened.form) or self._begin(session, submission)

    def _begin(self, session: Session, submission: SubmissionRow) -> bool:
        if not _has_pictures(session, submission):
            return False
        self._enter_next_layer(session, submission)
        return True

    def _remember(self, submission: SubmissionRow, opened: OpenedForm) -> None:
        self._remember_who(submission, opened.form)
        hint = PersonHint(
            ticket=opened.form.ticket, masked_name=opened.name.masked, phone_tail=opened.phone.tail
        )
        submission.masked_name = hint.masked_name
        submission.person = self._keys.conceal(hint.model_dump_json())
        submission.nik_hash = self._keys.keyed_hash("nik", opened.nik.value)

    def _remember_who(self, submission: SubmissionRow, form: RegistrationForm) -> None:
        """By what the resident finds the registration again, even one that is not sound yet."""
        submission.awaits_card = form.ktp_photo
        submission.awaits_photo = form.photo_exception is None
        submission.lookup_hash = ticket_hash(self._keys, form.ticket, form.birth_date.isoformat())

    def _correct(self, session: Session, submission: SubmissionRow) -> bool:
        """Back to the verification that the correction is for; who it is may be another now."""
        correction = self._corrections.take(session, submission)
        if correction is None:
            return False
        is_another = submission.nik_hash is None or bool(correction.fields & _WHO)
        self._remember(submission, correction.registration)
        form = correction.registration.form
        if is_another and self._refuse(session, submission, form):
            return True
        if not self._begin(session, submission):
            self._history.move(session, submission, Move(CentreState.SUBMITTED, CENTRE))
        return True

    def _refuse(self, session: Session, submission: SubmissionRow, form: RegistrationForm) -> bool:
        reasons = self._against(form)
        if self._is_duplicate(session, submission):
            reasons += (Reason.DUPLICATE,)
        if not reasons:
            return False
        self._history.move(
            session, submission, Move(CentreState.INELIGIBLE, CENTRE, reasons=reasons)
        )
        return True

    def _against(self, form: RegistrationForm) -> tuple[Reason, ...]:
        rules = self._settings.current.eligibility
        return check_eligibility(
            EligibilityAnswers(**form.eligibility.model_dump()),
            form.birth_date,
            wib(self._history.now()).date(),
            EligibilityRules(**rules.model_dump()),
        )

    def _is_duplicate(self, session: Session, submission: SubmissionRow) -> bool:
        others = select(SubmissionRow.submission_id).where(
            SubmissionRow.nik_hash == submission.nik_hash,
            SubmissionRow.submission_id != submission.submission_id,
            SubmissionRow.state.not_in(ENDED_WITHOUT_CARD),
        )
        return session.scalars(others.limit(1)).first() is not None

    def _enter_next_layer(self, session: Session, submission: SubmissionRow) -> None:
        for layer in self._settings.current.layers:
            if session.get(LayerRow, (submission.submission_id, layer)) is not None:
                continue
            if layer in self._settings.current.not_required:
                self._pass(session, submission, layer, self._not_required, CENTRE)
                continue
            self._history.move(session, submission, Move(STATE_OF[layer], CENTRE))
            return
        self._history.move(session, submission, Move(CentreState.TEST_PENDING, CENTRE))

    def _verify_again(self, session: Session, submission: SubmissionRow) -> bool:
        self._history.move(session, submission, Move(CentreState.PHOTO_VERIFYING, CENTRE))
        return True

    def _look_at_photo(self, session: Session, submission: SubmissionRow) -> bool:
        """A photo that can be seen waits to be judged; what is unusual waits for a person."""
        move = self._out_of_the_ordinary(session, submission)
        if move is None:
            return False
        self._history.move(session, submission, move)
        return True

    def _out_of_the_ordinary(self, session: Session, submission: SubmissionRow) -> Move | None:
        """Which exception it is stays in the sealed part: the history outlives a withdrawal."""
        if not submission.awaits_photo and not submission.photo_revision:
            return Move(CentreState.MANUAL_REVIEW, CENTRE, text="photo: none, by exception")
        photo = self._opener.photo(session, submission)
        if photo is None:
            text, fields = "photo: unreadable", (Part.PHOTO,)
            return Move(CentreState.PHOTO_REJECTED, CENTRE, text=text, fields=fields)
        if submission.awaits_card and self._opener.card(session, submission) is None:
            reasons = (Reason.KTP_UNREADABLE,)
            return Move(CentreState.MANUAL_REVIEW, CENTRE, reasons=reasons, fields=(Part.KTP,))
        if photo.exception is not None:
            return Move(CentreState.MANUAL_REVIEW, CENTRE, text="photo: kept by exception")
        return None

    def _pass_test(self, session: Session, submission: SubmissionRow) -> bool:
        self._pass(session, submission, Layer.TEST, self._not_required, CENTRE)
        self._history.move(session, submission, Move(CentreState.ELIGIBLE, CENTRE))
        return True

    @property
    def _not_required(self) -> str:
        return f"not_required by {self._settings.current.name}"

    def _pass(
        self, session: Session, submission: SubmissionRow, layer: Layer, result: str, actor: str
    ) -> None:
        session.add(
            LayerRow(
                submission_id=submission.submission_id,
                layer=layer,
                result=result,
                at=self._history.now(),
            )
        )
        self._history.note(session, submission, actor, f"{layer}: {result}")


def _has_pictures(session: Session, submission: SubmissionRow) -> bool:
    """Whether the photo and the card are here, where the form says that they come."""
    card = (submission.submission_id, Part.KTP, 1)
    has_card = not submission.awaits_card or session.get(PartRow, card) is not None
    has_photo = not submission.awaits_photo or bool(submission.photo_revision)
    return has_photo and has_card


def _judged(session: Session, submission_id: UUID) -> SubmissionRow:
    submission = session.get_one(SubmissionRow, submission_id)
    if submission.state not in PHOTO_JUDGED_IN:
        raise WrongStateError(f"no photo to judge in state {submission.state}")
    return submission
