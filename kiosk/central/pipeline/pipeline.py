"""What happens to a submission once its parts are here.

Whoever takes something in, or hears of a resident's act, only marks the submission as due. A worker
takes it as far as it gets, and stops where somebody else has to act. A verification that has been
passed is never asked again, unless what it verified was corrected.

Others are asked without a transaction open. Before, the submission is claimed for a while; what
they answer counts only if the claim still holds. So is an envelope fetched that is in no database:
a store may be slow. So a worker may die at any moment, and whatever it
was at is done anew by another once the claim has run out. Who does not answer is asked again, later
and later; the submission stays where it is.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from random import random
from types import TracebackType
from typing import Final, TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from kiosk.central.blobs.blobs import NotAtHandError, read_at_hand
from kiosk.central.pipeline.history import CENTRE, ENDS_IN_TIME, OPERATOR, History, Move
from kiosk.central.pipeline.layers import LAYER_OF, STATE_OF, TOO_LATE
from kiosk.central.pipeline.rooms import Rooms
from kiosk.central.pipeline.verification import Answer, Question
from kiosk.central.pipeline.waiting import DOWN, awaited_by
from kiosk.central.settings.configuration import Configuration
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import FOR_CHANGE, Database, DatabaseDownError
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import PHOTO_REASONS, Reason
from kiosk.domain.submission import CentreState

LEASE: Final = timedelta(minutes=5)
"""So long a worker may wait for an answer before another one takes over."""
_MOST_DOUBLINGS = 20
MOST_FALLS: Final = 5
"""Whatever makes workers fall over so often is left to a person, where one can decide."""
_LEFT_TO_A_PERSON: Final = frozenset({CentreState.IDENTITY_PENDING, CentreState.PHOTO_VERIFYING})
"""Where others are asked, who may take the whole process with them when they fall over."""
_Step: TypeAlias = Callable[[Session, SubmissionRow], Question | None]
PHOTO_JUDGED_IN: Final = frozenset({CentreState.PHOTO_VERIFYING, CentreState.MANUAL_REVIEW})
ASKED_IN: Final = frozenset({*STATE_OF.values(), CentreState.MANUAL_REVIEW}) - {
    CentreState.TEST_PENDING
}
"""Where a person may ask for a correction."""


class WrongStateError(Exception):
    """The submission is not where this act applies."""


class Pipeline:
    """Takes up what is due, one submission at a time. Used by several threads and processes."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        history: History,
        rooms: Rooms,
        ring: Callable[[], None],
        jitter: Callable[[], float] = random,
    ) -> None:
        """`ring`: whom to tell that something is due after an act of the operator.

        `jitter`: from 0 to 1, spreads those who wait for the same register.
        """
        self._database = database
        self._settings = settings
        self._history = history
        self._blobs = rooms.blobs
        self._layers = rooms.layers
        self._verification = rooms.verification
        self._corrections = rooms.corrections
        self._ring = ring
        self._jitter = jitter
        self._went_by: Configuration | None = None
        self._steps: Mapping[CentreState, _Step] = {
            CentreState.SUBMITTED: rooms.admittance.admit,
            CentreState.ACTION_NEEDED: rooms.admittance.correct,
            CentreState.PHOTO_REDO: self._verify_again,
            CentreState.EMAIL_PENDING: self._end_in_time,
            CentreState.OTP_PENDING: self._end_in_time,
            CentreState.IDENTITY_PENDING: rooms.verification.identity,
            CentreState.PHOTO_VERIFYING: rooms.verification.photo,
            CentreState.TEST_PENDING: self._look_at_test,
        }

    def run_once(self) -> bool:
        """Take the submission that has been due for longest as far as it gets."""
        self._keep_up_with_settings()
        claim, envelopes = uuid4(), dict[str, bytes]()
        with ExitStack() as in_vain:
            with self._database.writing() as session:
                read_at_hand(session, envelopes)
                submission = session.scalars(self._next_due()).one_or_none()
                if submission is None:
                    return False
                submission_id = submission.submission_id
                in_vain.push(partial(self._put_off, submission_id, claim))
                question = self._take_up(session, submission, claim)
            while question is not None:
                answer = question()
                with self._database.writing() as session:
                    read_at_hand(session, envelopes)
                    submission = session.get_one(SubmissionRow, submission_id)
                    if submission.claim != claim:
                        break
                    answer(session, submission)
                    question = self._go_on(session, submission, claim)
        return True

    def accept_photo(self, submission_id: UUID, actor: str = OPERATOR) -> None:
        """A person has looked at the newest photo and found it good."""
        with self._database.writing() as session:
            submission = _judged(session, submission_id)
            _forget_verdict(session, submission)
            result = f"accepted by the {OPERATOR}"
            if self._layers.pass_layer(session, submission, Layer.PHOTO, result, actor):
                self._layers.enter_next(session, submission)
        self._ring()

    def reject_photo(
        self, submission_id: UUID, reasons: tuple[Reason, ...], actor: str = OPERATOR
    ) -> None:
        """A person has looked and wants another; after too many, a person decides."""
        if not reasons or not PHOTO_REASONS.issuperset(reasons):
            raise ValueError("a photo is rejected for at least one reason, and photo reasons only")
        with self._database.writing() as session:
            submission = _judged(session, submission_id)
            if not submission.photo_revision:
                raise WrongStateError("nobody was photographed, so no photo can be rejected")
            _forget_verdict(session, submission)
            tries_are_left = submission.photo_revision < self._settings.current.photo_tries
            is_reviewed = submission.state is CentreState.MANUAL_REVIEW
            again = tries_are_left or is_reviewed
            to = CentreState.PHOTO_REJECTED if again else CentreState.MANUAL_REVIEW
            self._history.move(session, submission, Move(to, actor, reasons=reasons))

    def ask_for(
        self,
        submission_id: UUID,
        reasons: tuple[Reason, ...],
        fields: tuple[PatchField, ...],
        actor: str = OPERATOR,
    ) -> None:
        """A person wants these fields corrected, and no others."""
        if not fields:
            raise ValueError("at least one field is asked for")
        with self._database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            if submission.state not in ASKED_IN:
                raise WrongStateError(f"nothing to ask for in state {submission.state}")
            self._corrections.ask(session, submission, fields, reasons=reasons, actor=actor)

    def _next_due(self) -> Select[SubmissionRow]:
        return (
            select(SubmissionRow)
            .where(SubmissionRow.due_at <= self._history.now())
            .order_by(SubmissionRow.due_at)
            .limit(1)
            .with_for_update(skip_locked=True, **FOR_CHANGE)
        )

    def _take_up(self, session: Session, submission: SubmissionRow, claim: UUID) -> Question | None:
        """Whoever claimed it before, and did not even say that it was in vain, has died of it."""
        if submission.claim is not None:
            submission.attempts += 1
            self._give_up(session, submission)
        return self._go_on(session, submission, claim)

    def _give_up(self, session: Session, submission: SubmissionRow) -> None:
        """After too many falls."""
        if submission.attempts < MOST_FALLS or submission.state not in _LEFT_TO_A_PERSON:
            return
        text = f"{LAYER_OF[submission.state]}: given up after {submission.attempts} tries"
        move = Move(CentreState.MANUAL_REVIEW, CENTRE, text=text)
        self._history.move(session, submission, move)
        submission.attempts = 0

    def _go_on(self, session: Session, submission: SubmissionRow, claim: UUID) -> Question | None:
        """As far as it gets; with a question left, it is claimed until that is answered."""
        question = self._advance(session, submission)
        if question is not None:
            submission.claim, submission.due_at = claim, self._history.now() + LEASE
        else:
            ends = submission.state in ENDS_IN_TIME
            submission.claim, submission.due_at = None, submission.deadline if ends else None
            submission.waits_for = None
        return question

    def _advance(self, session: Session, submission: SubmissionRow) -> Question | None:
        while (step := self._steps.get(submission.state)) is not None:
            before = submission.state
            if self._is_not_required_any_more(before):
                self._layers.enter_next(session, submission)
                continue
            try:
                question = step(session, submission)
            except NotAtHandError as missing:  # before it has changed anything
                return partial(self._fetch, missing)
            if question is not None or submission.state is before:
                return question
        return None

    def _fetch(self, missing: NotAtHandError) -> Answer:
        self._blobs.fetch(missing)
        return _go_on_with_it

    def _put_off(
        self,
        submission_id: UUID,
        claim: UUID,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        """Somebody did not answer, or we fell over: later, and later still if it happens again.

        What has been claimed by another worker meanwhile is theirs. A database that was away has
        changed nothing, so nothing is put off.
        """
        if error is None or isinstance(error, DatabaseDownError):
            return False
        is_down = isinstance(error, DOWN)
        with self._database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            if submission.claim in (None, claim):
                submission.attempts += 1
                submission.claim = None
                submission.waits_for = awaited_by(error)
                submission.due_at = self._history.now() + self._pause(submission.attempts)
                if not is_down:
                    self._give_up(session, submission)
                elif submission.attempts == 1:
                    self._history.note(session, submission, CENTRE, f"waits: {error}")
        return is_down

    def _pause(self, attempts: int) -> timedelta:
        """Doubled from try to try, and half of it by chance."""
        rules = self._settings.current.verifiers
        doubled = rules.first_retry * 2 ** min(attempts - 1, _MOST_DOUBLINGS)
        longest: timedelta = min(doubled, rules.longest_retry)
        return longest * (1 + self._jitter()) / 2

    def _keep_up_with_settings(self) -> None:
        """Look again at what waits only because the rules were others, or nobody saw photos."""
        rules = self._settings.current
        if rules is self._went_by:
            return
        states = [STATE_OF[layer] for layer in rules.not_required]
        if self._verification.has_face_check:
            states.append(CentreState.PHOTO_VERIFYING)
        waiting = update(SubmissionRow).where(
            SubmissionRow.state.in_(states),
            SubmissionRow.claim.is_(None),
            or_(SubmissionRow.due_at.is_(None), SubmissionRow.due_at > self._history.now()),
        )
        with self._database.writing() as session:
            session.execute(waiting.values(due_at=self._history.now()))
        self._went_by = rules

    def _is_not_required_any_more(self, state: CentreState) -> bool:
        rules, layer = self._settings.current, LAYER_OF.get(state)
        return layer in rules.layers and layer in rules.not_required

    def _verify_again(self, session: Session, submission: SubmissionRow) -> None:
        self._history.move(session, submission, Move(CentreState.PHOTO_VERIFYING, CENTRE))

    def _end_in_time(self, session: Session, submission: SubmissionRow) -> None:
        """Nobody has confirmed the address; perhaps it is not the right one."""
        if submission.deadline is not None and submission.deadline <= self._history.now():
            self._layers.fail_contact(session, submission, TOO_LATE[submission.state])

    def _look_at_test(self, session: Session, submission: SubmissionRow) -> None:
        self._layers.finish_test(session, submission)


def _go_on_with_it(_session: Session, _submission: SubmissionRow) -> None:
    """An envelope that is at hand by now says nothing by itself."""


def _judged(session: Session, submission_id: UUID) -> SubmissionRow:
    submission = session.get_one(SubmissionRow, submission_id)
    if submission.state not in PHOTO_JUDGED_IN:
        raise WrongStateError(f"no photo to judge in state {submission.state}")
    return submission


def _forget_verdict(session: Session, submission: SubmissionRow) -> None:
    """A photo may have passed before somebody else was asked in vain, and a person looks again."""
    session.execute(
        delete(LayerRow).where(
            LayerRow.submission_id == submission.submission_id, LayerRow.layer == Layer.PHOTO
        )
    )
