"""The way in: the form is opened and compared with the rules, at first and as corrected later."""

from sqlalchemy.orm import Session

from kiosk.central.pipeline.corrections import Corrections
from kiosk.central.pipeline.history import CENTRE, History, Move
from kiosk.central.pipeline.layers import Layers
from kiosk.central.pipeline.people import People
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.models import PartRow, SubmissionRow
from kiosk.central.vault.opening import OpenedForm, Opener, Unusable
from kiosk.domain.eligibility import EligibilityAnswers, EligibilityRules, check_eligibility
from kiosk.domain.patch import PatchField, asked_fields
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.window import wib
from kiosk.sync.forms import RegistrationForm
from kiosk.sync.protocol import Part

_WHO = frozenset({PatchField.NIK, PatchField.BIRTH_DATE})
"""What decides whether somebody may take part, and has not done so before."""


class Admittance:
    """Takes the steps before the first verification. Works inside the caller's transaction."""

    def __init__(
        self,
        settings: Settings,
        history: History,
        opener: Opener,
        people: People,
        corrections: Corrections,
        layers: Layers,
    ) -> None:
        self._settings = settings
        self._history = history
        self._opener = opener
        self._people = people
        self._corrections = corrections
        self._layers = layers

    def admit(self, session: Session, submission: SubmissionRow) -> None:
        """Open the form once it is here; the first layer, once the pictures are here as well.

        A layer that was entered earlier could be passed while nothing can be entered after it.
        """
        if submission.lookup_hash is not None:
            self._begin(session, submission)
            return
        if session.get(PartRow, (submission.submission_id, Part.FORM, 1)) is None:
            return
        opened = self._opener.form(session, submission)
        if isinstance(opened, Unusable):
            self._ask_anew(session, submission, opened)
            return
        self._remember(submission, opened)
        if not self._refuse(session, submission, opened.form):
            self._begin(session, submission)

    def correct(self, session: Session, submission: SubmissionRow) -> None:
        """Back to the verification that the correction is for; who it is may be another now."""
        was_sound = submission.nik_hash is not None
        correction = self._corrections.take(session, submission)
        if correction is None:
            return
        self._remember(submission, correction.registration)
        form = correction.registration.form
        is_another = not was_sound or bool(correction.fields & _WHO)
        if is_another and self._refuse(session, submission, form):
            return
        if not self._begin(session, submission):
            self._history.move(session, submission, Move(CentreState.SUBMITTED, CENTRE))

    def _remember(self, submission: SubmissionRow, opened: OpenedForm) -> None:
        """The answers of the form are scored once: whoever sat the test again has newer ones."""
        self._people.remember(submission, opened)
        if opened.form.assessment is not None and submission.test_right is None:
            self._layers.keep_score(submission, opened.form.assessment)

    def _begin(self, session: Session, submission: SubmissionRow) -> bool:
        if not _has_pictures(session, submission):
            return False
        self._layers.enter_next(session, submission)
        return True

    def _ask_anew(self, session: Session, submission: SubmissionRow, opened: Unusable) -> None:
        if opened.form is not None and asked_fields(opened.fields):
            self._people.remember_ticket(submission, opened.form)
        self._corrections.ask(session, submission, opened.fields)

    def _refuse(self, session: Session, submission: SubmissionRow, form: RegistrationForm) -> bool:
        reasons = self._against(form)
        again = self._people.again(session, submission)
        if again is not None:
            reasons = (*reasons, *({again} - set(reasons)))
        if not reasons:
            return False
        move = Move(CentreState.INELIGIBLE, CENTRE, reasons=reasons)
        self._history.move(session, submission, move)
        return True

    def _against(self, form: RegistrationForm) -> tuple[Reason, ...]:
        return check_eligibility(
            EligibilityAnswers(**form.eligibility.model_dump()),
            form.birth_date,
            wib(self._history.now()).date(),
            EligibilityRules(**self._settings.current.eligibility.model_dump()),
        )


def _has_pictures(session: Session, submission: SubmissionRow) -> bool:
    """Whether the photo and the card are here, where the form says that they come."""
    card = (submission.submission_id, Part.KTP, 1)
    has_card = not submission.awaits_card or session.get(PartRow, card) is not None
    has_photo = not submission.awaits_photo or bool(submission.photo_revision)
    return has_photo and has_card
