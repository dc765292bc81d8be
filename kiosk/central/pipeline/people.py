"""Who is who among all submissions, known by keyed hashes alone.

Two workers may judge two submissions of one person or of one family at the same moment: whoever
asks here holds these names until the end of the transaction, so one of the two sees the other.
"""

from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kiosk.central.counter.contact_hint import contact_hint
from kiosk.central.counter.lookup import nik_date_hash, ticket_hash
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import hold
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import OpenedForm
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import RegistrationForm
from kiosk.sync.protocol import PersonHint

ENDED_WITHOUT_CARD: Final = frozenset({CentreState.INELIGIBLE, CentreState.WITHDRAWN})
"""A NIK in one of these may be registered again."""


class People:
    """Keeps who a submission is for, and compares. Works inside the caller's transaction."""

    def __init__(self, keys: CentreKeys) -> None:
        self._keys = keys

    def remember(self, submission: SubmissionRow, opened: OpenedForm) -> None:
        """What may be kept of a form that is sound."""
        form = opened.form
        self.remember_ticket(submission, form)
        hint = PersonHint(
            ticket=form.ticket, masked_name=opened.name.masked, phone_tail=opened.phone.tail
        )
        submission.masked_name = hint.masked_name
        submission.person = self._keys.conceal(hint.model_dump_json())
        submission.contact = self._keys.conceal(contact_hint(opened).model_dump_json())
        submission.nik_hash = self._keys.keyed_hash("nik", opened.nik.value)
        submission.kk_hash = self._keys.keyed_hash("kk", form.kk)
        submission.phone_hash = self._keys.keyed_hash("phone", opened.phone.value)
        submission.nik_lookup_hash = nik_date_hash(self._keys, form.ticket, opened.nik.birth_digits)

    def remember_ticket(self, submission: SubmissionRow, form: RegistrationForm) -> None:
        """By what the resident finds the registration again, even one that is not sound yet."""
        submission.awaits_card = form.ktp_photo
        submission.awaits_photo = form.photo_exception is None
        submission.lookup_hash = ticket_hash(self._keys, form.ticket, form.birth_date.isoformat())

    def again(self, session: Session, submission: SubmissionRow) -> Reason | None:
        """Whether this NIK is registered already, or has had its card: once in a lifetime."""
        _hold(session, submission)
        states = select(SubmissionRow.state).where(
            SubmissionRow.nik_hash == submission.nik_hash, *_others(submission)
        )
        found = set(session.scalars(states))
        if CentreState.ACCEPTED in found:
            return Reason.ALREADY_RECIPIENT
        return Reason.DUPLICATE if found else None

    def family_is_full(self, session: Session, submission: SubmissionRow, most: int) -> bool:
        """Whether so many others of this family card are through with the same verification.

        Others are not counted: they may have mistyped the number of somebody else's card.
        """
        _hold(session, submission)
        is_same = SubmissionRow.kk_hash == submission.kk_hash
        return _verified(session, submission, is_same, Layer.IDENTITY) >= most

    def phone_is_taken(self, session: Session, submission: SubmissionRow) -> bool:
        """Whether somebody else has confirmed this phone number."""
        _hold(session, submission)
        is_same = SubmissionRow.phone_hash == submission.phone_hash
        return _verified(session, submission, is_same, Layer.OTP) > 0


def _others(submission: SubmissionRow) -> tuple[ColumnElement[bool], ...]:
    return (
        SubmissionRow.submission_id != submission.submission_id,
        SubmissionRow.state.not_in(ENDED_WITHOUT_CARD),
    )


def _verified(
    session: Session, submission: SubmissionRow, is_same: ColumnElement[bool], layer: Layer
) -> int:
    counted = (
        select(func.count())
        .select_from(SubmissionRow)
        .join(LayerRow, LayerRow.submission_id == SubmissionRow.submission_id)
        .where(is_same, LayerRow.layer == layer, *_others(submission))
    )
    return session.scalar(counted) or 0


def _hold(session: Session, submission: SubmissionRow) -> None:
    """All names at once and in one order, so that nobody waits for somebody who waits for them."""
    session.flush()
    names = (submission.nik_hash, submission.kk_hash, submission.phone_hash)
    for name in sorted(filter(None, names)):
        hold(session, "person", name)
